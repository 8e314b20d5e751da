from fractions import Fraction

import pytest

from typecut.edits import Draft, Span, Step
from typecut.edits.verbs import AddTitle, ChangeTitle
from typecut.errors import OutputError, RenderError, SettingError
from typecut.studio.explain import explain
from typecut.studio.export import export
from typecut.studio.media import open_media
from typecut.studio.output import default_output
from typecut.studio.settings import Settings

PLAIN = Settings(copy=False)


@pytest.fixture
def draft(hands, clip):
    sources = open_media([clip("a.mp4", "A"), clip("b.mp4", "B")], hands)
    draft = Draft.of([s.media for s in sources])
    return said(draft, AddTitle("Hello"))


def said(draft, *edits):
    return draft.add("x", [Step(e, Span(0, 0)) for e in edits])[0]


def test_an_export_writes_one_file_and_leaves_nothing_else(draft, hands, tmp_path):
    out = tmp_path / "out.mp4"
    report = export(draft.timeline, out, hands, PLAIN)
    assert out.read_text().endswith("la la la")
    assert (report.path, report.duration, report.size) == (out, 20, out.stat().st_size)
    assert report.rendered == report.chunks > 3
    assert not list((hands.cache.folder / "tmp").iterdir())
    assert not list((hands.cache.folder / "leases").iterdir())
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_what_did_not_change_is_not_rendered_again(draft, hands, tmp_path, spent):
    out = tmp_path / "out.mp4"
    first = export(draft.timeline, out, hands, PLAIN)
    before, content = spent(), out.read_bytes()
    again = export(draft.timeline, out, hands, PLAIN)
    assert (again.rendered, again.reused) == (0, first.chunks)
    assert spent()[len(before) :] == ["join"]
    assert out.read_bytes() == content
    other = export(said(draft, ChangeTitle(text="Bye")).timeline, out, hands, PLAIN)
    assert other.rendered == 1
    assert spent().count("sound") == 1


def test_a_damaged_chunk_is_rendered_again(draft, hands, tmp_path):
    out = tmp_path / "out.mp4"
    export(draft.timeline, out, hands, PLAIN)
    content = out.read_bytes()
    chunk = next(e for e in hands.cache.entries() if e.kind == "chunks")
    chunk.path.write_bytes(b"rubbish")
    assert export(draft.timeline, out, hands, PLAIN).rendered == 1
    assert out.read_bytes() == content


def test_progress_rises_to_one(draft, hands, tmp_path):
    seen = []
    export(draft.timeline, tmp_path / "out.mp4", hands, PLAIN, seen.append)
    parts = [p.part for p in seen]
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1)
    assert (seen[-1].stage, seen[-1].chunks) == ("done", seen[-1].of)


def test_explain_says_what_is_cached(draft, hands, tmp_path):
    before = explain(draft.timeline, hands, PLAIN)
    assert not any(r.cached for r in before.rows)
    assert before.rows[0].reasons == ("title “Hello”",)
    assert (before.rows[0].begin, before.rows[-1].end) == (0, 20)
    export(draft.timeline, tmp_path / "out.mp4", hands, PLAIN)
    after = explain(draft.timeline, hands, PLAIN)
    assert all(r.cached for r in after.rows)
    assert after.sound_cached


def test_a_failure_leaves_neither_output_nor_half_files(draft, hands, tmp_path, monkeypatch):
    from typecut.jobs import LocalWorkers

    command = hands.workers._command
    env = {"TYPECUT_TEST_FAIL": "1", "TYPECUT_TEST_LOG": str(tmp_path / "spent.log")}
    out = tmp_path / "out.mp4"
    out.write_text("what was there before")
    with LocalWorkers(command, 2, environment=env) as workers:
        failing = type(hands)(workers, hands.cache, "1", "f")
        with pytest.raises(RenderError, match="No ink left"):
            export(draft.timeline, out, failing, PLAIN)
    assert out.read_text() == "what was there before"
    assert not list((hands.cache.folder / "tmp").iterdir())


def test_an_input_is_never_overwritten(draft, hands, tmp_path):
    with pytest.raises(OutputError, match="one of the inputs"):
        export(draft.timeline, tmp_path / "b.mp4", hands)
    assert (tmp_path / "b.mp4").read_text() == "B"


@pytest.mark.parametrize(
    ("name", "error", "part"),
    [
        ("nowhere/out.mp4", OutputError, "no folder"),
        ("folder.mp4", OutputError, "is a folder"),
        ("out.avi", SettingError, "only MP4"),
        ("out", SettingError, "only MP4"),
    ],
)
def test_an_output_that_cannot_be_is_told_before_any_work(
    draft, hands, tmp_path, spent, name, error, part
):
    (tmp_path / "folder.mp4").mkdir()
    before = spent()
    with pytest.raises(error, match=part):
        export(draft.timeline, tmp_path / name, hands)
    assert spent() == before


def test_the_default_output_never_replaces_a_file(tmp_path):
    assert default_output("/x/a.mov", tmp_path) == tmp_path / "a-edit.mp4"
    (tmp_path / "a-edit.mp4").touch()
    assert default_output("/x/a.mov", tmp_path) == tmp_path / "a-edit-2.mp4"
    assert len(default_output("/x/" + "long" * 60 + ".mp4", tmp_path).name) < 140


def test_settings():
    assert Settings(quality="draft").encoding().preset == "ultrafast"
    assert Settings(quality="draft", crf=12).encoding().crf == 12
    assert Settings(preset="medium").encoding().preset == "medium"
    for wrong in (Settings(preset="warp"), Settings(crf=-1), Settings(crf=52)):
        with pytest.raises(SettingError):
            wrong.encoding()


def test_a_timeline_of_photos(hands, clip, tmp_path):
    [photo] = open_media([clip("p.jpg")], hands)
    report = export(Draft.of([photo.media]).timeline, tmp_path / "out.mp4", hands)
    assert report.duration == Fraction(4)
