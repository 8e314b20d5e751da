"""Random timelines and edits for the property tests of this folder."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from typecut.edits import Edit, main_clips
from typecut.edits import verbs as v
from typecut.timeline import (
    Blur,
    Clip,
    Colour,
    Crop,
    Curve,
    Keyframe,
    Media,
    Range,
    Timeline,
    Title,
)

settings.register_profile("typecut", deadline=None, max_examples=80)
settings.load_profile("typecut")

MEDIA = (
    Media("A", "A.mp4", "video", "A", Fraction(10), 1920, 1080, Fraction(24), True),
    Media("B", "B.mov", "video", "", Fraction(1001 * 90, 30000), 640, 360, Fraction(30), False),
    Media("P", "P.jpg", "image", "beach", None, 1600, 1200),
    Media("G", "background:aurora?seed=3", "video", "Aurora"),
)
SOUNDS = (
    Media("M", "M.mp3", "audio", "M", Fraction(4), has_audio=True),
    Media("L", "compose:lofi?seed=1", "audio", "Lo-fi", has_audio=True),
)


class Dice:
    """Draws that come out the same for the same seed: an edit costs microseconds this way."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def time(self, low: int = 0, high: int = 20) -> Fraction:
        return Fraction(self.random.randint(low * 8, high * 8), 8)

    def long(self, high: int = 6) -> Fraction:
        return Fraction(self.random.randint(1, high * 8), 8)

    def span(self) -> Range:
        return Range(self.time(0, 12), self.long(8))

    def maybe(self, value: object) -> Any:
        return self.random.choice([value, None])

    def one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def some(self, values: list[str]) -> tuple[str, ...]:
        return tuple(self.random.sample(values, min(len(values), self.random.randint(0, 2))))

    def edit(self, timeline: Timeline) -> Edit:
        """An edit of any kind, often one that is possible on this timeline."""
        everything = [i for t in timeline.tracks for i, _ in t.placed()]
        clips = [i.id for i in everything if isinstance(i, Clip)] or ["A"]
        titles = [i.id for i in everything if isinstance(i, Title)] or ["title"]
        main = [c.id for c in main_clips(timeline)] or ["A"]
        return self.one(*MAKERS)(self, clips, titles, main)


Maker = Callable[[Dice, list[str], list[str], list[str]], Edit]
FADE = Curve((Keyframe(Fraction(0), 0.2, "smooth"), Keyframe(Fraction(2), 1.0)))

MAKERS: tuple[Maker, ...] = (
    lambda d, c, t, m: v.Append(d.one(*MEDIA), duration=d.maybe(d.long(3))),
    lambda d, c, t, m: v.Insert(d.one(*MEDIA), d.time(0, 8)),
    lambda d, c, t, m: v.Overwrite(d.one(*MEDIA), d.time(0, 8), duration=d.maybe(d.long(3))),
    lambda d, c, t, m: v.AddOverlay(d.one(*MEDIA), d.maybe(d.span())),
    lambda d, c, t, m: v.ReplaceMedia(d.one(*c), d.one(*MEDIA)),
    lambda d, c, t, m: v.Lift(d.span()),
    lambda d, c, t, m: v.RippleDelete(d.span()),
    lambda d, c, t, m: v.KeepRange(d.span()),
    lambda d, c, t, m: v.RemoveClip(d.one(*c)),
    lambda d, c, t, m: v.Trim(d.one(*c), d.time(-2, 3), d.time(-2, 3)),
    lambda d, c, t, m: v.SetDuration(d.long(), d.some(c)),
    lambda d, c, t, m: v.KeepOfClip(d.one(*c), d.span()),
    lambda d, c, t, m: v.RemoveOfClip(d.one(*c), d.span()),
    lambda d, c, t, m: v.Roll(d.one(*m), d.time(-2, 2)),
    lambda d, c, t, m: v.Slip(d.one(*c), d.time(-2, 2)),
    lambda d, c, t, m: v.Split(d.time(0, 12)),
    lambda d, c, t, m: v.Move(d.one(*m), d.random.randint(0, 4)),
    lambda d, c, t, m: v.Reorder(d.some(m)),
    lambda d, c, t, m: v.Duplicate(d.one(*m), d.one(1, 2)),
    lambda d, c, t, m: v.SetSpeed(d.one(Fraction(1, 2), Fraction(2), Fraction(3)), d.some(c)),
    lambda d, c, t, m: v.FitDuration(d.long(12), d.some(c)),
    lambda d, c, t, m: v.Reverse(d.some(c)),
    lambda d, c, t, m: v.Freeze(d.time(0, 8), d.long()),
    lambda d, c, t, m: v.SetVolume(d.one(0.0, 0.35, 1.0), clips=d.some(c)),
    lambda d, c, t, m: v.Mute(d.one(True, False), d.some(c)),
    lambda d, c, t, m: v.SetSoundFades(d.long(), d.maybe(d.long()), d.some(c)),
    lambda d, c, t, m: v.AddMusic(d.one(*SOUNDS), range=d.maybe(d.span()), layer=d.one(True, False)),
    lambda d, c, t, m: v.ChangeMusic(d.maybe(d.one(*SOUNDS)), by=0.5),
    lambda d, c, t, m: v.RemoveMusic(),
    lambda d, c, t, m: v.AddSound(d.one(*SOUNDS), d.time(0, 8)),
    lambda d, c, t, m: v.FadeIn(d.time(0, 2)),
    lambda d, c, t, m: v.FadeOut(d.time(0, 2)),
    lambda d, c, t, m: v.AddTransition("wipe", d.long(3), d.some(m), d.one(True, False)),
    lambda d, c, t, m: v.AddTransition(),
    lambda d, c, t, m: v.RemoveTransition(d.some(m)),
    lambda d, c, t, m: v.AddTitle(d.one("Urban Dreams", "都市之梦"), d.maybe(d.span())),
    lambda d, c, t, m: v.ChangeTitle(d.some(t), text="new", range=d.maybe(d.span())),
    lambda d, c, t, m: v.RemoveTitle(d.some(t)),
    lambda d, c, t, m: v.SetCanvas(1280, 721),
    lambda d, c, t, m: v.CropClips(Crop(left=0.1), d.some(c)),
    lambda d, c, t, m: v.Rotate(90.0, d.some(c)),
    lambda d, c, t, m: v.FlipClips(d.one("h", "v"), d.some(c)),
    lambda d, c, t, m: v.SetOpacity(d.one(0.5, FADE), d.some(c)),
    lambda d, c, t, m: v.Place(d.some(c), scale=0.5),
    lambda d, c, t, m: v.Animate(d.one(*c), d.one("x", "scale"), FADE),
    lambda d, c, t, m: v.SetColour(d.one(Colour("warm"), None), d.some(c)),
    lambda d, c, t, m: v.AddEffect(d.one(Blur(), Colour("mono")), d.some(c)),
    lambda d, c, t, m: v.RemoveEffects(d.some(c)),
    lambda d, c, t, m: v.Rename("film"),
)  # fmt: skip


@pytest.fixture(scope="session")
def dice() -> type[Dice]:
    return Dice


@pytest.fixture(scope="session")
def pictures() -> tuple[Media, ...]:
    return MEDIA
