import json

import pytest

from typecut.edits import Draft, Span, Step
from typecut.edits.verbs import AddMusic, AddTitle, SetDuration
from typecut.errors import DraftError, MediaMissing, OutputError
from typecut.studio.media import open_media
from typecut.studio.project import load, save
from typecut.timeline import Media


@pytest.fixture
def draft(hands, clip):
    [source] = open_media([clip("clips/a.mp4")], hands)
    draft = Draft.of([source.media])
    music = Media("music", "compose:lofi?seed=1", "audio", "Lo-fi")
    for edit in (SetDuration(4, ("a",)), AddTitle("Hello"), AddMusic(music)):
        draft = draft.add(type(edit).__name__, [Step(edit, Span(0, 1))])[0]
    return draft


def test_a_project_comes_back_as_it_was(draft, hands, tmp_path):
    draft = draft.undo()[0]
    save(tmp_path / "p.json", draft)
    found = load(tmp_path / "p.json", hands)
    assert found.draft == draft
    assert not found.log_dropped
    assert found.draft.redo()[0].timeline.tracks


def test_media_are_named_relative_to_the_project_so_that_the_folder_can_move(
    draft, hands, tmp_path
):
    (tmp_path / "work").mkdir()
    save(tmp_path / "work" / "p.json", draft)
    text = (tmp_path / "work" / "p.json").read_text()
    assert str(tmp_path) not in text
    assert "../clips/a.mp4" in text
    moved = tmp_path / "moved"
    moved.mkdir()
    (tmp_path / "work").rename(moved / "work")
    (tmp_path / "clips").rename(moved / "clips")
    [media] = [m for m in load(moved / "work" / "p.json", hands).draft.timeline.media if not m.made]
    assert media.src == str(moved / "clips" / "a.mp4")


def test_a_timeline_edited_by_hand_is_believed_and_its_log_dropped(draft, hands, tmp_path):
    path = tmp_path / "p.json"
    save(path, draft)
    data = json.loads(path.read_text())
    [text] = [t for t in data["t"] if t["tt"] == 7]
    text["sg"][0]["tx"]["text"] = "By hand"
    path.write_text(json.dumps(data))
    found = load(path, hands)
    assert found.log_dropped
    assert found.draft.entries == ()
    assert "By hand" in {i.name for t in found.draft.timeline.tracks for i, _ in t.placed()}
    save(path, found.draft)
    assert not load(path, hands).log_dropped


def test_a_wire_draft_of_somebody_else_is_a_project_without_a_log(hands, clip, tmp_path):
    clip("clips/a.mp4")
    path = tmp_path / "wire.json"
    segment = {"s": 0, "d": 4000, "src": "clips/a.mp4", "in": 1000}
    path.write_text(json.dumps({"t": [{"tt": 0, "sg": [segment]}]}))
    found = load(path, hands)
    assert (found.log_dropped, found.draft.entries) == (False, ())
    assert found.draft.timeline.media[0].duration == 10
    assert found.draft.timeline.duration == 4


@pytest.mark.parametrize("content", ["", "no json", "[]", "3", '{"t": 5}', "[" * 100_000])
def test_what_is_no_draft_is_told(hands, tmp_path, content):
    path = tmp_path / "p.json"
    path.write_text(content)
    with pytest.raises(DraftError):
        load(path, hands)


def test_missing_and_unwritable(draft, hands, tmp_path):
    with pytest.raises(MediaMissing):
        load(tmp_path / "p.json", hands)
    with pytest.raises(OutputError):
        save(tmp_path / "nowhere" / "p.json", draft)
