"""What shots show, one picture per frame: files, photos and backdrops behind one question."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from av.video.frame import VideoFrame

from typecut.render.facts import PictureFacts
from typecut.render.spec import Backdrop, Footage, Shot

from . import photos
from .convert import Converter, Picture
from .planes import new, views
from .reader import Reader


class Source(Protocol):
    """Gives the picture of a media time; the same object again while it does not change."""

    facts: PictureFacts

    def at(self, time: Fraction) -> Picture: ...
    def close(self) -> None: ...


def open_source(shot: Shot, rate: Fraction, width: int, height: int, cache: Path) -> Source:
    """The source of `shot` for output at `rate` frames per second."""
    content = shot.content
    if isinstance(content, Backdrop):
        return _Scenery(content, width, height)
    if photos.is_picture(content.path):
        moving = content.facts.rate is not None
        return _Animation(content, cache) if moving else _Photo(content, cache)
    return _Video(content, shot.step, rate, cache)


class _Video:
    def __init__(self, footage: Footage, step: Fraction, rate: Fraction, cache: Path) -> None:
        self.facts = footage.facts
        nominal = 1 / footage.facts.rate if footage.facts.rate else 1 / rate
        slack = Fraction(2, 5) * min(1 / rate, nominal)
        self._reader = Reader(footage.path, footage.facts, slack)
        self._converter = Converter(footage.facts, cache)
        self._backwards = step < 0
        self._last: tuple[VideoFrame, Picture] | None = None

    def at(self, time: Fraction) -> Picture:
        frame = self._reader.at(time, backwards=self._backwards)
        if self._last is None or self._last[0] is not frame:
            self._last = frame, self._converter(frame)
        return self._last[1]

    def close(self) -> None:
        self._last = None
        self._reader.close()


class _Photo:
    def __init__(self, footage: Footage, cache: Path) -> None:
        self.facts = footage.facts
        self._path = footage.path
        self._converter = Converter(footage.facts, cache)
        self._picture: Picture | None = None

    def at(self, time: Fraction) -> Picture:
        if self._picture is None:
            with photos.open_picture(self._path) as image:
                colours = photos.pixels(image, self._path)[0]
            self._picture = _from_rgb(colours, self._converter)
        return self._picture

    def close(self) -> None:
        self._picture = None


class _Animation:
    """Animated WebP: decoded in order, started over for earlier times."""

    def __init__(self, footage: Footage, cache: Path) -> None:
        self.facts = footage.facts
        self._path = footage.path
        self._converter = Converter(footage.facts, cache)
        self._frames: Iterator[tuple[Fraction, Any]] = iter(())
        self._shown: tuple[Fraction, Any] | None = None
        self._next: tuple[Fraction, Any] | None = None
        self._done: tuple[Fraction, Picture] | None = None

    def at(self, time: Fraction) -> Picture:
        if self._shown is None or time < self._shown[0]:
            self._frames = photos.webp_frames(self._path)
            self._shown = next(self._frames)
            self._next = next(self._frames, None)
        while self._next is not None and self._next[0] <= time:
            self._shown, self._next = self._next, next(self._frames, None)
        if self._done is None or self._done[0] != self._shown[0]:
            self._done = self._shown[0], _from_rgb(self._shown[1], self._converter)
        return self._done[1]

    def close(self) -> None:
        self._frames = iter(())


class _Scenery:
    def __init__(self, backdrop: Backdrop, width: int, height: int) -> None:
        self._backdrop = backdrop
        self.facts = PictureFacts(
            stream=0, codec="made", width=width, height=height, pixel_format="yuv420p",
            matrix="bt709", primaries="bt709",
        )  # fmt: skip

    def at(self, time: Fraction) -> Picture:
        from . import backdrops  # noqa: PLC0415 - only where one is shown

        frame = new(self.facts.width, self.facts.height)
        made = backdrops.picture(
            self._backdrop.name, self._backdrop.query, float(time), frame.width, frame.height
        )
        for target, source in zip(views(frame), made, strict=True):
            target[:] = source
        return Picture(frame)

    def close(self) -> None:
        return


def _from_rgb(colours: photos.Colours, converter: Converter) -> Picture:
    name = "rgba" if colours.shape[2] == 4 else "rgb24"
    return converter(VideoFrame.from_ndarray(np.ascontiguousarray(colours), name))
