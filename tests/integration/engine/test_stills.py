"""Single frames of a draft: the picture is the one that the export has at that time."""

import io
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from synthetic import make_clip, number_of, pictures
from typecut.edits import Draft, Span, Step
from typecut.edits.verbs import AddTitle, AddTransition, Animate, FadeOut, SetCanvas
from typecut.errors import EditError, SettingError
from typecut.studio import frames
from typecut.studio.assembly import local_hands
from typecut.studio.cache import Cache
from typecut.studio.export import export
from typecut.studio.media import open_media
from typecut.timeline import Curve, Keyframe, Range, Timeline


@pytest.fixture(scope="module")
def hands(tmp_path_factory):
    with local_hands(2, Cache(tmp_path_factory.mktemp("cache"), 10**9)) as made:
        yield made


@pytest.fixture(scope="module")
def timeline(hands, tmp_path_factory):
    """Two clips of 2 s with a dissolve, a photo that moves, a title, a fade at the end."""
    folder = tmp_path_factory.mktemp("footage")
    make_clip(folder / "a.mp4", frames=60)
    make_clip(folder / "b.mp4", frames=60, first=100)
    shades = np.tile(np.linspace(0, 255, 640, dtype=np.uint8), (360, 1))
    Image.fromarray(np.dstack([shades, shades.T[:360, :1].repeat(640, 1), 255 - shades])).save(
        folder / "c.png"
    )
    files = [str(folder / name) for name in ("a.mp4", "b.mp4", "c.png")]
    draft = Draft.of([s.media for s in open_media(files, hands)])
    zoom = Curve((Keyframe(Fraction(0), 1.0), Keyframe(Fraction(4), 2.0)))
    edits = [
        SetCanvas(320, 180),
        AddTransition(duration=Fraction(1), after=("a",)),
        AddTitle("Über 海", Range(Fraction(0), Fraction(1)), color="#ff0000"),
        Animate("c", "scale", zoom),
        FadeOut(Fraction(1)),
    ]
    draft, refused = draft.add("edits", [Step(e, Span(0, 0)) for e in edits])
    assert not refused
    return draft.timeline


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


def luma(image):
    """BT.709, as in films of this size; 0 to 255."""
    return np.asarray(image.convert("RGB"), np.float32) @ np.float32([0.2126, 0.7152, 0.0722])


def test_frames_are_those_of_the_export(timeline, hands, tmp_path):
    export(timeline, tmp_path / "out.mp4", hands)
    film = pictures(tmp_path / "out.mp4")

    for time in ("0.5", "1", "1.5", "2.5", "3.2", "5", "6.8"):
        made = frames.frame(timeline, Fraction(time), hands, 320)
        index = int(Fraction(time) * 30)
        assert made.times == (Fraction(index, 30),)
        y = (film[index][1][0].astype(np.float32) - 16) * 255 / 219
        difference = np.abs(luma(opened(made)) - y).mean()
        assert difference < 4, (time, difference)


def test_a_frame_inside_a_transition_shows_both_pictures(timeline, hands):
    before, inside, after = (
        luma(opened(frames.frame(timeline, Fraction(t), hands, 320))) for t in ("0.9", "1.5", "2.2")
    )

    assert number_of(before) == 27
    assert number_of(inside) is None
    assert number_of(after) == 136


def test_titles_are_there_only_in_their_time(timeline, hands):
    def red(time):
        colours = np.asarray(opened(frames.frame(timeline, Fraction(time), hands, 320)), np.int32)
        middle = colours[60:120, 60:260]
        return int(((middle[..., 0] > 180) & (middle[..., 1] < 90) & (middle[..., 2] < 90)).sum())

    assert red("0.6") > 50
    assert red("1.2") == 0


def test_a_time_beyond_the_end_shows_the_last_frame(timeline, hands):
    last = frames.frame(timeline, Fraction(1000), hands, 320)

    assert last.times == (timeline.duration - Fraction(1, 30),)
    assert luma(opened(last)).mean() < 20  # faded out


def test_the_width_is_the_longer_sides_and_never_more_than_the_drafts(timeline, hands):
    assert opened(frames.frame(timeline, Fraction(0), hands, 160)).size == (160, 90)
    assert opened(frames.frame(timeline, Fraction(0), hands, 1920)).size == (320, 180)
    with pytest.raises(SettingError):
        frames.frame(timeline, Fraction(0), hands, 10)


def test_a_sheet_shows_its_frames_in_order(timeline, hands):
    times = [Fraction(n, 10) for n in (0, 3, 6, 22, 25)]

    made = frames.contact_sheet(timeline, times, 3, hands, 960)

    image = luma(opened(made))
    cells = [image[y : y + 180, x : x + 320] for y in (4, 188) for x in (4, 328, 652)][:5]
    assert [number_of(c) for c in cells] == [0, 9, 18, 136, 145]
    assert made.times == tuple(times)


def test_a_frame_is_the_same_whichever_others_are_drawn_with_it(timeline, hands, tmp_path):
    times = [Fraction(n, 10) for n in (5, 12, 15, 18, 21, 33, 40, 52, 66, 69)]
    alone = [frames.frame(timeline, t, hands, 320).data for t in times]
    fresh = replace(hands, cache=Cache(tmp_path / "cache", 10**9))

    frames.contact_sheet(timeline, times, 1, fresh, 320)
    together = [frames.frame(timeline, t, _idle(fresh), 320).data for t in times]

    assert together == alone


def test_frames_seen_before_are_not_drawn_again(timeline, hands):
    once = frames.frame(timeline, Fraction(1, 3), hands, 200)

    again = frames.frame(timeline, Fraction(1, 3), _idle(hands), 200)

    assert again == once


def test_an_empty_draft_has_no_frames(hands):
    with pytest.raises(EditError):
        frames.frame(Timeline(), Fraction(0), hands)
    with pytest.raises(SettingError):
        frames.contact_sheet(Timeline(), [], 4, hands)


class Idle:
    """Workers that may not be asked for anything."""

    count = 2

    def run(self, requests, progress=None, check=None):
        assert list(requests) == []
        yield from ()


def _idle(hands):
    return replace(hands, workers=Idle())
