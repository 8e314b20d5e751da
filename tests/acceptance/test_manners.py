"""Names, arguments, errors and odd places: never a traceback, never a surprise."""

import json
import os
import shutil
import sys

import pytest

NAMES = [
    "-rf.mp4", "--help.mp4", "a b.mp4", "quote'\".mp4", "a;$(touch pwned)`x`.mp4", "%s%n%d.mp4",
    "都市之梦.mp4", "🎬🎥.mp4", "שלום.mp4", "[red]x[bold].mp4", "concat:a|b.mp4", "file,with=signs&#.mp4",
    "new\nline.mp4", "\x1b[31mred.mp4", "http:x.mp4",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_only_names(clips, typecut, tmp_path, name):
    shutil.copy(clips[0], tmp_path / name)
    ended = typecut("edit", "-o", "out.mp4", "--", name, "trim to 1 second")
    assert (tmp_path / "out.mp4").stat().st_size > 1000
    assert not (tmp_path / "pwned").exists()
    assert "\x1b" not in ended.out + ended.err
    assert "\x1b" not in typecut("probe", "--", name).out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are text")
def test_a_name_that_is_no_text(clips, typecut, tmp_path):
    name = os.fsdecode(b"bad\xff\xfe.mp4")
    shutil.copy(clips[0], tmp_path / name)
    typecut("edit", name, "trim to 1 second", "-o", "out.mp4", "--keep-draft", "p.json")
    assert (tmp_path / "out.mp4").exists()
    typecut("render", "p.json", "-o", "again.mp4")
    typecut("probe", name, "--json")


def test_hostile_output_names(clips, typecut, tmp_path):
    for name in ("-o.mp4", "a;b$(x).mp4", "都.mp4"):
        typecut("edit", clips[0], "trim to 1 second", f"--output={name}")
        assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("words", "status", "part"),
    [
        (["nowhere.mp4", "trim it"], 66, "no file nowhere.mp4"),
        (["https://example.com/x.mp4", "trim it"], 5, "files of this machine only"),
        ([".", "trim it"], 5, "folder"),
        (["{clip}", "frobnicate the wibble"], 3, "No part of the instruction was understood"),
        (["{clip}", "trim the ninth clip to 2 seconds"], 4, "clip"),
        (["{clip}", "trim to 1 second", "-o", "out.avi"], 2, "only MP4"),
        (["{clip}", "trim to 1 second", "-o", "-"], 2, "standard output"),
        (["{clip}", "trim to 1 second", "-o", "no/out.mp4"], 73, "no folder"),
        (["{clip}", "trim to 1 second", "-o", "{clip}"], 73, "one of the inputs"),
        (["{clip}", "trim to 1 second", "--music", "none.mp3"], 66, "none.mp3"),
        (["{text}", "trim to 1 second"], 5, "not a video"),
        (["{empty}", "trim to 1 second"], 5, "empty"),
    ],
)
def test_failures_are_one_sentence(clips, typecut, tmp_path, words, status, part):
    (tmp_path / "text.mp4").write_text("only text")
    (tmp_path / "empty.mp4").touch()
    places = {"clip": clips[0], "text": tmp_path / "text.mp4", "empty": tmp_path / "empty.mp4"}
    before = clips[0].read_bytes()
    ended = typecut("edit", *(w.format(**places) for w in words), status=status)
    assert part in ended.err
    assert 1 <= len(ended.err.strip().splitlines()) <= 3
    assert clips[0].read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} <= {"text.mp4", "empty.mp4"}


def test_some_words_not_understood_do_not_stop_the_rest(clips, typecut):
    ended = typecut("edit", clips[0], "trim to 2 seconds, frobnicate the wibble", "-o", "out.mp4")
    assert 'Not understood: "frobnicate the wibble"' in ended.out
    assert "out.mp4" in ended.out


def test_json_is_one_object_and_progress_lines_rise(clips, typecut):
    ended = typecut(
        "edit", clips[0], "fade out", "-o", "o.mp4", "--json", "--json-progress", "--crf", "33"
    )
    said = json.loads(ended.out)
    assert said["output"] == "o.mp4"
    assert said["done"]
    parts = [json.loads(line)["progress"] for line in ended.err.splitlines()]
    assert parts == sorted(parts)
    assert parts[-1] == 1


def test_quiet_where_nobody_looks(clips, typecut):
    assert typecut("edit", clips[0], "fade out", "-o", "out.mp4").err == ""


def test_an_instruction_from_standard_input(clips, typecut, tmp_path):
    typecut("edit", clips[0], "-", "-o", "out.mp4", stdin="trim to 1 second\n")
    assert (tmp_path / "out.mp4").exists()


def test_the_default_output_replaces_nothing(clips, typecut, tmp_path):
    for name in ("one-edit.mp4", "one-edit-2.mp4"):
        assert name in typecut("edit", clips[0], "trim to 1 second").out
        assert (tmp_path / name).exists()


def test_dry_run_and_explain_write_nothing(clips, typecut, tmp_path):
    assert "3 s → 1 s" in typecut("edit", clips[0], "trim to 1 second", "--dry-run").out
    ended = typecut("explain", clips[0], "add the title 'ok' for 1 second", "--no-copy")
    assert "title “ok”" in ended.out
    assert "encode" in ended.out
    rows = json.loads(typecut("explain", clips[0], "fade out", "--json").out)["chunks"]
    assert rows[0]["begin"] == 0
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_may_not_be_written(clips, typecut, tmp_path):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("everything may be written by this user")
    (tmp_path / "locked").mkdir(mode=0o500)
    typecut("edit", clips[0], "trim to 1 second", "-o", "locked/out.mp4", status=73)


def test_a_wire_draft_is_rendered(clips, typecut, tmp_path):
    shutil.copy(clips[0], tmp_path / "a.mp4")
    draft = {
        "v": 1, "m": {"width": 320, "height": 180, "fps": 30},
        "t": [
            {"id": "v", "tt": 0, "sg": [{"id": "s", "s": 0, "d": 1000, "src": "a.mp4", "in": 500}]},
            {"id": "t", "tt": 7, "sg": [{"id": "x", "s": 0, "d": 1000, "tx": {"text": "Hi"}}]},
        ],
    }  # fmt: skip
    (tmp_path / "draft.json").write_text(json.dumps(draft))
    typecut("render", tmp_path / "draft.json", "-o", "out.mp4")
    assert (tmp_path / "out.mp4").exists()
    before = (tmp_path / "draft.json").read_bytes()
    typecut("edit", "--draft", "draft.json", "fade out", "-o", "two.mp4")
    assert (tmp_path / "draft.json").read_bytes() == before
    draft["t"][0]["sg"][0]["d"] = "long"
    (tmp_path / "draft.json").write_text(json.dumps(draft))
    assert "t[0].sg[0].d" in typecut("render", tmp_path / "draft.json", status=65).err
