"""A person talks at the terminal, a script asks one thing at a time, and the file is right."""

import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sounds import ticking, write_sound
from typecut.cli.main import run
from watching import black, lumas, watch

DOCS = Path(__file__).parents[2] / "docs" / "chat.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(clips, tmp_path, monkeypatch):
    """A folder with two clips and a song in it, and conversations of its own."""
    for name in ("TYPECUT_SERVER", "NEMO_API_URL", "TYPECUT_SKILL", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TYPECUT_DATA", str(tmp_path / "data"))
    place = tmp_path / "films"
    place.mkdir()
    shutil.copyfile(clips[0], place / "a.mp4")
    shutil.copyfile(clips[1], place / "b.mp4")
    write_sound(place / "song.wav", ticking(3, [], hum=0.2))
    return place


@pytest.fixture
def ask(folder, monkeypatch, capsys):
    """One command in that folder; its JSON."""
    monkeypatch.chdir(folder)

    def command(*words, status=0):
        capsys.readouterr()
        ended = run([*words, "--json"])
        told = json.loads(capsys.readouterr().out)
        assert ended == status, told
        return told

    return command


TALKS = {
    "en": [
        "trim the first clip to 1 second",
        "fade out at the end and frobnicate",
        "add the title 'Hello'",
        "/undo",
        "/tracks",
        "/nonsense",
        "/credits",
        "export 360p as talk.mp4",
    ],
    "zh": [
        "第一段只保留前1秒",
        "结尾淡出",
        "加标题“你好”",
        "/undo",
        "/tracks",
        "/nonsense",
        "/credits",
        "导出360p",
    ],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_whole_talk_from_a_pipe(typecut, folder, language):
    lines = "\n".join([*TALKS[language], "/quit", "never read"])
    talk = ("chat", "--lang", language, "a.mp4", "b.mp4")
    said = typecut(*talk, stdin=lines, folder=folder, status=2).out  # because of /nonsense
    words = {
        "en": ("a.mp4: added", "Trimmed clip 1", 'Not understood: "frobnicate"', "Undone", "ready"),
        "zh": ("a.mp4：已添加", "第1段", "淡出", "已撤销", "视频已导出"),
    }[language]
    places = [said.index(word) for word in words]
    assert places == sorted(places)
    assert "/nonsense" in said
    assert "never read" not in said
    assert said.count("◆") == 0
    (film,) = [p for p in folder.glob("*.mp4") if p.name not in ("a.mp4", "b.mp4")]
    pictures = lumas(film)
    assert watch(film).height == 360
    assert len(pictures) == 30 + 180
    assert black(pictures[-1])
    assert not black(pictures[-45])


@pytest.mark.parametrize(
    ("words", "language"), [("status", "en"), ("show tracks", "en"), ("状态", "zh")]
)
def test_to_see_the_tracks_is_answered_also_where_nothing_changed(typecut, folder, words, language):
    lines = f"trim the first clip to 1 second\n{words}\n"
    talk = typecut("chat", "--lang", language, "a.mp4", stdin=lines, folder=folder)
    drawn = [line for line in talk.out.splitlines() if line.lstrip().startswith("0:00 ")]
    assert len(drawn) == 3  # the files, the edit, and because it was asked for
    assert drawn[1] == drawn[2] != drawn[0]


def test_the_status_of_a_piped_talk_is_that_of_its_last_failure(typecut, folder):
    talk = ("chat", "--new", "a.mp4")
    lines = "remove clip 9\nfrobnicate the zorp\nfade out\n"
    typecut(*talk, stdin=lines, folder=folder, status=3)
    typecut(*talk, stdin="frobnicate\nremove clip 9\n", folder=folder, status=4)
    typecut("chat", "--new", "nowhere.mp4", stdin="", folder=folder, status=66)
    typecut(*talk, stdin="fade out\n", folder=folder, status=0)


def test_commands_go_on_with_one_conversation(ask):
    first = ask("ask", "trim the first clip to 1 second", "a.mp4", "b.mp4")
    assert [c["do"] for c in first["changes"]] == ["set_duration"]
    assert first["duration"] == 7
    assert first["server"] is None
    title = ask("ask", "加标题“你好”")
    assert title["session"] == first["session"]
    assert title["said"][0].startswith("已完成")
    assert ask("undo")["summary"] == first["summary"] == ask("status")["summary"]
    assert ask("credits")["said"]
    assert ask("ask", "--session", "other", "fade out", status=4)["refused"]
    assert ask("ask", "--new", "status")["version"] == 0


def test_how_it_went_is_the_status(ask, folder):
    assert ask("ask", "frobnicate the zorp", "a.mp4", status=3)["not_understood"]
    assert ask("ask", "remove clip 9", status=4)["refused"]
    assert ask("upload", "nowhere.mp4", "b.mp4", status=66)["duration"] == 9
    (folder / "noise.mp4").write_bytes(b"\0" * 5000)
    assert ask("upload", "noise.mp4", status=5)["files"][0]["code"] in (4001, 4003)
    assert ask("export", "--new", status=4)["error"]["message"]
    wrong = ask("ask", "hi", "--server", "nonsense", status=2)
    assert "address" in wrong["error"]["message"]


def test_no_file_is_replaced_that_was_not_named(ask, folder):
    ask("ask", "trim it to 1 second", "a.mp4")
    names = [Path(ask("export", "--quality", "draft")["output"]["path"]).name for _ in range(2)]
    assert names == ["a-edit.mp4", "a-edit-2.mp4"]
    before = (folder / "a-edit.mp4").read_bytes()
    named = ask("ask", "make it black and white", "-o", "a-edit.mp4")
    assert named["output"]["path"] == "a-edit.mp4"
    assert (folder / "a-edit.mp4").read_bytes() != before
    assert ask("export", "-o", "a.mp4", status=73)["error"]["message"]


def test_an_unreachable_server_is_told(ask, monkeypatch):
    monkeypatch.setenv("TYPECUT_TEST_LOOPBACK", "1")
    gone = ask("status", "--server", "http://127.0.0.1:9", status=69)
    assert "reach" in gone["error"]["message"]
    assert ask("status", "--local")["exit_code"] == 0


def test_a_damaged_conversation_is_told_and_kept(ask, tmp_path):
    ask("ask", "fade out", "a.mp4")
    (file,) = (tmp_path / "data" / "sessions").glob("*/session.json")
    file.write_text("{")
    assert "--new" in ask("ask", "fade in", status=65)["error"]["message"]
    assert file.read_text() == "{"
    assert ask("status", "--new")["version"] == 0


@pytest.mark.slow
def test_every_example_of_the_page_works(folder):
    blocks = [b for b in BLOCK.findall(DOCS.read_text()) if "\n" in b]
    assert len(blocks) >= 4
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=folder, env=environment,
            capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert done.returncode == 0, block + done.stdout + done.stderr
    assert watch(folder / "talk.mp4").height == 360
    assert {"hello.mp4", "grey.mp4"} <= {p.name for p in folder.iterdir()}


class Terminal:
    """A pseudo-terminal with the command on it."""

    def __init__(self, words, folder):
        import fcntl
        import pty
        import struct
        import termios

        self.fd, theirs = pty.openpty()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.seen = ""
        # A shell that opens it makes it its own terminal, from which Ctrl-C comes as a signal.
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(theirs),
             sys.executable, "-m", "typecut", *words],
            cwd=folder, start_new_session=True, env=os.environ | {"TERM": "xterm"},
        )  # fmt: skip
        self.theirs = theirs

    def until(self, words, seconds=60):
        """Reads until these words appear after what was read before."""
        begun, end = len(self.seen), time.monotonic() + seconds
        while not re.search(words, self.seen[begun:]):
            late = time.monotonic() > end or self.process.poll() is not None
            assert not late, f"no {words!r} in {self.seen[begun:]!r}"
            if select.select([self.fd], [], [], 0.1)[0]:
                part = os.read(self.fd, 65536).decode("utf-8", "replace")
                if "\x1b[6n" in part:
                    self.type("\x1b[1;1R")
                self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", part)

    def type(self, text):
        os.write(self.fd, text.encode())

    def ended(self):
        """The exit status; what it still writes is read meanwhile."""
        while self.process.poll() is None:
            if select.select([self.fd], [], [], 0.1)[0]:
                os.read(self.fd, 65536)
        os.close(self.theirs)
        os.close(self.fd)
        return self.process.wait(30)


PROMPT = "›.*/help"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_at_a_terminal_ctrl_c_stops_the_work_and_ctrl_d_leaves(folder, own_cache):
    terminal = Terminal(["chat", "a.mp4", "b.mp4"], folder)
    terminal.until("b.mp4: added")
    terminal.until(PROMPT)
    terminal.type("add the title 'Hello'\r")
    terminal.until("Added the title")
    terminal.until(PROMPT)
    terminal.type("/export big.mp4\r")
    terminal.until("Exporting.*%")
    terminal.type("\x03")
    terminal.until("Stopped")
    terminal.until(PROMPT)
    terminal.type("fade out\r")
    terminal.until("Added a fade out")
    terminal.until(PROMPT)
    terminal.type("\x04")
    assert terminal.ended() == 0
    assert not (folder / "big.mp4").exists()


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The address of a server of our own."""
    monkeypatch.setenv("TYPECUT_TEST_LOOPBACK", "1")
    quiet = {"TYPECUT_TOKENS_PER_ADDRESS": "0", "TYPECUT_LOG_LEVEL": "warning"}
    process = subprocess.Popen(
        [sys.executable, "-m", "typecut", "serve", "--port", "0", "--data", tmp_path / "served"],
        stdout=subprocess.PIPE, text=True, env=os.environ | quiet,
    )  # fmt: skip
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found
    yield found[0]
    process.terminate()
    process.communicate(timeout=30)


@pytest.mark.slow
def test_the_same_with_a_server(server, typecut, ask, folder):
    (block,) = re.findall(r"^```sh server\n(.*?)^```", DOCS.read_text(), re.MULTILINE | re.DOTALL)
    for line in block.replace("http://127.0.0.1:8000", server).splitlines():
        typecut(*shlex.split(line)[1:], folder=folder)
    assert watch(folder / "served.mp4").frames == 30
    told = ask("status", "--server", server)
    assert (told["duration"], told["server"]) == (1, server)
    lines = "add the title 'Hello'\n/undo\n/redo\n/open\n/export again.mp4\n"
    ended = typecut("chat", stdin=lines, folder=folder, TYPECUT_SERVER=server)
    for words in ("Going on", "Added the title", "Undone", "Redone", "/workspace/claim?ct="):
        assert words in ended.out
    assert "sent to" not in ended.err  # it was said before
    assert (folder / "again.mp4").exists()
    assert ask("ask", "frobnicate the zorp", "--server", server, status=3)["said"]
    assert ask("ask", "remove clip 9", "--server", server, status=4)["said"]
    assert ask("upload", "nowhere.mp4", "--server", server, status=66)["version"]
    assert ask("status", "--local")["version"] == 0
