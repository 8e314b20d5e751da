"""Facts come later: filling them in, and refusing what the media cannot give."""

from fractions import Fraction

import pytest

from typecut.errors import DraftError
from typecut.interchange import from_wire, needs_probe, with_media
from typecut.timeline import Media

FILE = Media("a", "a.mp4", "video", "a.mp4", Fraction(6006, 1000), 1920, 1080, Fraction(30), True)


def draft(*segments, tt=0):
    return from_wire({"t": [{"tt": tt, "sg": [{"src": "a.mp4", **s} for s in segments]}]})


def test_probed_facts_are_filled_in():
    timeline = with_media(draft({"d": 6000}), [FILE])
    assert timeline.media == (FILE,) and not needs_probe(timeline)


def test_an_end_a_rounding_beyond_the_source_is_the_sources_end():
    timeline = with_media(draft({"d": 6020}), [FILE])
    assert timeline.duration == FILE.duration


def test_a_loop_of_unknown_length_loops_the_source():
    (clip,) = with_media(draft({"d": 20000, "play": "loop"}), [FILE]).tracks[0].items
    assert (clip.source.duration, clip.duration) == (FILE.duration, 20)


@pytest.mark.parametrize(
    ("segments", "path", "words"),
    [
        ([{"d": 9000}], "t[0].sg[0].d", "6006 ms long"),
        ([{"d": 1000, "in": 8000}], "t[0].sg[0].in", "only 6006 ms"),
        ([{"d": 4000, "sp": 2}], "t[0].sg[0].d", "to 8000 ms"),
        ([{"d": 6000}, {"d": 5000, "in": 500, "tr": {"d": 1000}}], "t[0].sg[1].tr.d", "after the cut"),
        ([{"d": 5000}, {"d": 5000, "in": 0, "tr": {"d": 1000}}], "t[0].sg[1].tr.d", "before the cut"),
    ],
)  # fmt: skip
def test_what_the_media_does_not_have_is_refused(segments, path, words):
    with pytest.raises(DraftError, match=words) as caught:
        with_media(draft(*segments), [FILE])
    assert caught.value.path == path


def test_a_reversed_clip_has_its_handles_the_other_way_round():
    segments = [
        {"d": 5000, "in": 1000, "sp": -1},
        {"d": 4000, "in": 0, "tr": {"d": 1000, "before": 0}},
    ]
    assert with_media(draft(*segments), [FILE]).duration == 9


def test_a_guessed_picture_that_turns_out_to_be_sound_is_refused():
    with pytest.raises(DraftError, match="no picture"):
        with_media(draft({"d": 1000}), [Media("a", "a.mp4", "audio", duration=Fraction(9))])


def test_photos_and_made_media_have_any_length():
    photo = Media("a", "a.mp4", "image", width=10, height=10)
    assert with_media(draft({"d": 90000}), [photo]).duration == 90
