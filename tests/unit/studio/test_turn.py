from fractions import Fraction

import pytest

from typecut.errors import EditError, MediaMissing, MediaRefused, NotUnderstood
from typecut.studio.turn import Options, edit
from typecut.timeline.notation import write


@pytest.fixture
def files(clip):
    return [clip("a.mp4", "A"), clip("b.mp4", "B")]


def test_what_was_understood_is_done_and_told(files, hands):
    outcome = edit(files, "trim the second clip to 4 seconds and add the title 'Hi'", hands)
    assert len(outcome.done) == 2
    assert outcome.done[0].startswith("Trimmed clip 2 (b) to 4 s")
    assert outcome.summary.startswith("Timeline (2 tracks): 1. Video: a (0-10s), b (10-14s)")
    assert outcome.draft.timeline.duration == 14
    assert not outcome.refused
    assert not outcome.not_understood


def test_chinese_is_answered_in_chinese(files, hands):
    outcome = edit(files, "第二段只保留前4秒", hands)
    assert outcome.language == "zh"
    assert "只保留" in outcome.done[0]
    assert outcome.summary.startswith("时间线")


def test_what_cannot_be_done_is_listed_beside_what_was(files, hands):
    outcome = edit(files, "trim the fifth clip to 4 seconds, fade out at the end", hands)
    assert len(outcome.done) == 1
    [(words, reason)] = outcome.refused
    assert "fifth" in words
    assert "2" in reason


def test_what_is_not_understood_is_listed_by_its_words(files, hands):
    outcome = edit(files, "fade out at the end, frobnicate the wibble", hands)
    assert len(outcome.done) == 1
    assert outcome.not_understood == ("frobnicate the wibble",)


def test_nothing_understood(files, hands):
    with pytest.raises(NotUnderstood, match="frobnicate the wibble") as caught:
        edit(files, "frobnicate the wibble", hands)
    assert "trim" in caught.value.hint
    with pytest.raises(NotUnderstood) as caught:
        edit(files, "呜啦啦咿呀", hands)
    assert "第二段" in caught.value.hint


def test_everything_refused(files, hands):
    with pytest.raises(EditError, match="2"):
        edit(files, "trim the fifth clip to 4 seconds", hands)


def test_options_are_steps_of_their_own(files, hands, clip):
    outcome = edit(files, "fade out", hands, Options(size=(640, 360), rate=Fraction(25)))
    canvas = outcome.draft.timeline.canvas
    assert (canvas.width, canvas.height, canvas.rate) == (640, 360, 25)
    assert len(outcome.done) == 2


def test_options_alone_are_something_to_do(files, hands):
    outcome = edit(files, "export", hands, Options(size=(640, 360)))
    assert outcome.draft.timeline.canvas.width == 640


def test_music_of_ones_own_replaces_composed_music_and_is_added_if_not_asked_for(
    files, hands, clip, tmp_path
):
    music = tmp_path / "songs"
    for name in ("b-side.mp3", "a-side.mp3"):
        clip(f"songs/{name}", name)
    asked = edit(
        files, "put lo-fi music under it at 20%", hands, Options(music=music / "b-side.mp3")
    )
    [track] = [t for t in asked.draft.timeline.tracks if t.role == "music"]
    assert (track.items[0].media, track.items[0].volume) == ("b-side", pytest.approx(0.2))
    added = edit(files, "fade out", hands, Options(music=music))
    [track] = [t for t in added.draft.timeline.tracks if t.role == "music"]
    assert track.items[0].media == "a-side"
    with pytest.raises(MediaMissing, match="no music"):
        (tmp_path / "empty").mkdir()
        edit(files, "fade out", hands, Options(music=tmp_path / "empty"))


def test_going_on_from_a_draft(files, hands):
    first = edit(files, "add the title 'Hi'", hands).draft
    second = edit([], "change the title to 'Bye'", hands, draft=first)
    assert '"Bye"' in write(second.draft.timeline)
    assert [e.turn for e in second.draft.entries] == [1, 2]
    undone = edit([], "undo", hands, draft=second.draft)
    assert undone.draft.timeline == first.timeline
    assert undone.export


def test_a_new_file_with_a_draft_is_appended_unless_the_words_place_it(files, hands, clip):
    first = edit(files, "fade out", hands).draft
    appended = edit([clip("c.mp4", "C")], "add crossfades", hands, draft=first)
    assert [c.media for c, _ in appended.draft.timeline.main.placed()] == ["a", "b", "c"]
    assert len(list(appended.draft.timeline.main.transitions())) == 2


def test_sound_alone_is_told(hands, clip):
    with pytest.raises(MediaRefused, match="no picture"):
        edit([clip("song.mp3")], "add the title 'ok'", hands)


def test_questions_export_nothing(files, hands):
    outcome = edit(files, "status", hands)
    assert not outcome.export
    assert outcome.summary


def test_a_wish_is_made_from_photos(hands, clip):
    photos = [clip(f"{n}.jpg", n) for n in "abc"]
    words = (
        'create a 15-second promo video from these photos with the text "Fresh Coffee" and music'
    )
    outcome = edit(photos, words, hands)
    assert outcome.draft.timeline.duration == 15
    assert {t.role for t in outcome.draft.timeline.tracks} >= {"main", "music", "title"}


def test_a_wish_of_words_alone_needs_no_file(hands):
    outcome = edit([], 'create a 10 second intro video that says "Northwind Studio"', hands)
    assert outcome.draft.timeline.duration == 10
