import json
import subprocess
import sys
import time

import pytest

from typecut.cli.main import run


def test_version_and_help_are_quick_and_import_little():
    code = (
        "import sys; from typecut.cli.main import run; s = run(['--help']); "
        "print(s, sorted({'av', 'cv2', 'numpy', 'rich', 'pydantic', 'typecut.studio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_version_starts_fast(typecut):
    begin = time.process_time()
    assert typecut("--version").out.startswith("typecut ")
    assert time.process_time() - begin < 0.3


@pytest.mark.parametrize(
    ("words", "status", "part"),
    [
        (["edit"], 2, "instruction is missing"),
        (["edit", "nowhere.mp4", "trim"], 66, "no file nowhere.mp4"),
        (["edit", "--nonsense"], 2, "No such option"),
        (["edit", "--crf", "99", "x"], 2, "CRF"),
        (["edit", "--preset", "warp", "x"], 2, "preset"),
        (["edit", "--size", "huge", "x"], 2, "size"),
        (["render", "nowhere.json"], 66, "no file nowhere.json"),
        (["nonsense"], 2, "No such command"),
        (["cache", "trim", "--to", "much"], 2, "no size"),
    ],
)
def test_errors_are_one_sentence_with_a_status(words, status, part, capsys):
    assert run(words) == status
    out, err = capsys.readouterr()
    assert part in err
    assert not out


def test_errors_as_json(capsys):
    assert run(["edit", "nowhere.mp4", "trim", "--json"]) == 66
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {
        "kind": "MediaMissing", "message": "There is no file nowhere.mp4.",
        "hint": "Check the path.", "exit_code": 66,
    }  # fmt: skip


def test_hostile_names_are_shown_escaped(capsys):
    assert run(["edit", "\x1b[2J[red]x.mp4", "trim"]) == 66
    assert "\\x1b[2J[red]x.mp4" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m typecut --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 141)
    assert not done.stderr


def test_cache_commands(own_cache, capsys):
    assert run(["cache"]) == 0
    assert run(["cache", "show", "--json"]) == 0
    assert run(["cache", "clear"]) == 0
    assert run(["cache", "trim", "--to", "1GB"]) == 0
    assert str(own_cache) in capsys.readouterr().out.replace("\n", "")
