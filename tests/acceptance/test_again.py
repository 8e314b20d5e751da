"""Exporting again: what is there is reused, whatever happened to the first export."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
WORDS = "speed it up 1.5x, add the title 'One', fade out, export 480p"


def start(*words, folder):
    return subprocess.Popen(
        [sys.executable, "-m", "typecut", *map(str, words), "--jobs", "1", "--json-progress"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, text=True,
    )  # fmt: skip


def until(process, chunks):
    """Waits until so many chunks are finished."""
    for line in process.stderr:
        progress = json.loads(line)
        if progress["chunks"] >= chunks:
            return progress
    raise AssertionError("it ended before")


def children(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def gone(pids, seconds=5):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(running(p) for p in pids):
            return True
        time.sleep(0.02)
    return False


def running(pid):
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def leftovers(folder):
    return [p.name for p in folder.iterdir() if p.name.startswith(".")]


@pytest.fixture
def reference(clips, typecut, tmp_path, monkeypatch):
    """The right file, made in one go with a cache of its own."""
    monkeypatch.setenv("TYPECUT_CACHE", str(tmp_path / "other-cache"))
    out = tmp_path / "reference.mp4"
    said = json.loads(typecut("edit", *clips, WORDS, "-o", out, "--json", "--no-copy").out)
    monkeypatch.setenv("TYPECUT_CACHE", str(tmp_path / "cache"))
    return out.read_bytes(), said["chunks"]


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_export_that_was_ended_goes_on_where_it_stopped(
    clips, typecut, tmp_path, reference, how
):
    content, total = reference
    out = tmp_path / "out.mp4"
    command = ["edit", *clips, WORDS, "-o", out, "--no-copy"]
    process = start(*command, folder=tmp_path)
    until(process, 2)
    workers = children(process.pid)
    process.send_signal(how)
    rest = process.stderr.read()
    status = process.wait(10)
    assert workers
    assert gone(workers)
    assert not out.exists()
    assert leftovers(tmp_path) == []
    if how != signal.SIGKILL:
        assert status == {signal.SIGINT: 130, signal.SIGTERM: 143}[how]
        assert "Run the same command again" in rest
        assert "Traceback" not in rest
        assert not list((tmp_path / "cache" / "tmp").iterdir())
    said = json.loads(typecut(*command, "--json").out)
    assert said["rendered"] <= total - 2
    assert out.read_bytes() == content


def test_two_exports_are_the_same_bytes(clips, typecut, tmp_path, reference):
    content, _ = reference
    out = tmp_path / "out.mp4"
    typecut("edit", *clips, WORDS, "-o", out, "--jobs", "3", "--no-copy")
    assert out.read_bytes() == content


def test_two_exports_at_the_same_time_do_no_harm(clips, tmp_path, reference):
    content, _ = reference
    outs = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    both = [start("edit", *clips, WORDS, "-o", o, "--no-copy", folder=tmp_path) for o in outs]
    assert [p.communicate(timeout=100) and p.returncode for p in both] == [0, 0]
    assert [o.read_bytes() for o in outs] == [content, content]


def test_only_what_lies_under_the_title_is_rendered_again(clips, typecut, tmp_path, own_cache):
    project, out = tmp_path / "project.json", tmp_path / "out.mp4"
    words = "add the title 'One' for 2 seconds, export 480p"
    typecut("edit", *clips, words, "-o", out, "--keep-draft", project, "--no-copy")
    begin = time.monotonic()
    second = typecut(
        "edit", "--draft", project, "change the title to 'Two'", "-o", out, "--no-copy"
    )
    assert time.monotonic() - begin < 30
    assert "1 of" in second.out
    assert "chunks rendered" in second.out
    said = json.loads(
        typecut(
            "edit",
            "--draft",
            project,
            "change the title to 'Three'",
            "-o",
            out,
            "--json",
            "--no-copy",
        ).out
    )
    assert (said["rendered"], said["reused"]) == (1, said["chunks"] - 1)


def test_a_project_is_gone_on_with_and_taken_back(clips, typecut, tmp_path):
    project, out = tmp_path / "project.json", tmp_path / "out.mp4"
    typecut("edit", *clips, "add the title 'One'", "-o", out, "--keep-draft", project)
    typecut("edit", "--draft", project, "remove the second clip", "-o", out)
    shown = json.loads(typecut("draft", "show", project, "--json").out)
    assert [e["turn"] for e in shown["log"]] == [1, 2]
    typecut("draft", "undo", project, "--turn", "1")
    assert "One" not in typecut("draft", "show", project, "--notation").out.split("undone")[0]
    typecut("draft", "redo", project)
    assert '"One"' in typecut("draft", "show", project, "--notation").out
    assert "out of" not in typecut("render", project, "-o", out).err


def test_a_cache_too_small_for_the_export_still_exports(clips, typecut, tmp_path, own_cache):
    out = tmp_path / "out.mp4"
    typecut("edit", *clips, "fade out", "-o", out, TYPECUT_CACHE_LIMIT="1kB")
    assert out.stat().st_size > 10_000
    assert sum(p.stat().st_size for p in own_cache.rglob("*") if p.is_file()) <= 1000


def test_the_project_of_a_stopped_edit_is_as_it_was(clips, typecut, tmp_path, own_cache):
    project = tmp_path / "project.json"
    typecut("edit", clips[0], "fade out", "-o", tmp_path / "o.mp4", "--keep-draft", project)
    before = project.read_bytes()
    typecut(
        "edit",
        "--draft",
        project,
        "add the title 'x'",
        "-o",
        tmp_path / "nowhere" / "o.mp4",
        status=73,
    )
    assert project.read_bytes() == before
    assert not list((tmp_path / "cache" / "tmp").iterdir())
