"""The finished picture of each frame of a chunk: shots, transitions, overlays, titles, fades."""

from pathlib import Path
from typing import NamedTuple

from av.video.frame import VideoFrame

from typecut.render.spec import ChunkSpec, Fade, Shot
from typecut.timeline import Fit, Placement, is_still

from . import backing, looks
from .blend import lay, toward
from .convert import Picture
from .geometry import Placing, place
from .mixing import mixed
from .planes import BLACK, copied, filled, views, yuv
from .sources import Source, open_source
from .warp import Layer, land


class Composed(NamedTuple):
    """A picture and whether it is ours to write; decoded and remembered ones are not."""

    frame: VideoFrame
    ours: bool


class Composer:
    """Frames are asked for in rising order; sources are open only while their shot is seen."""

    def __init__(self, spec: ChunkSpec, cache: Path) -> None:
        self._spec = spec
        self._cache = cache
        self._shots: dict[int, Staged] = {}
        self._background = filled(spec.width, spec.height, yuv(spec.background))

    def frame(self, index: int) -> VideoFrame:
        """The picture of output frame `index`; not to be written by the caller."""
        self._close_finished(index)
        frame, ours = self._base(index)
        overlays = [s for s in self._spec.overlays if s.begin <= index < s.end]
        letterings = [t for t in self._spec.letterings if t.begin <= index < t.end]
        light = _light(self._spec.fades, index)
        if not overlays and not letterings and light >= 1:
            return frame
        if not ours:
            frame = copied(frame)
        planes = views(frame)
        for shot in overlays:
            layer = self._staged(shot, base=False).layer(index)
            if layer is not None:
                lay(planes, layer)
        if letterings:
            from . import titles  # noqa: PLC0415 - typesetting is loaded only where words are

            for lettering in letterings:
                titles.draw(planes, lettering, index, self._spec.rate, self._cache)
        if light < 1:
            toward(planes, BLACK, 1 - light)
        return frame

    def close(self) -> None:
        for staged in self._shots.values():
            staged.close()
        self._shots.clear()

    def _base(self, index: int) -> Composed:
        for mix in self._spec.mixes:
            if mix.begin <= index < mix.end:
                left = self._full(self._spec.base[mix.left], index)
                right = self._full(self._spec.base[mix.right], index)
                return Composed(mixed(mix, left.frame, right.frame, index), True)
        for shot in reversed(self._spec.base):
            if shot.begin <= index < shot.end:
                return self._full(shot, index)
        return Composed(self._background, False)

    def _full(self, shot: Shot, index: int) -> Composed:
        return self._staged(shot, base=True).full(index, self._background)

    def _staged(self, shot: Shot, *, base: bool) -> "Staged":
        key = id(shot)
        if key not in self._shots:
            self._shots[key] = Staged(shot, self._spec, self._cache, base=base)
        return self._shots[key]

    def _close_finished(self, index: int) -> None:
        for key in [k for k, s in self._shots.items() if s.shot.end <= index]:
            self._shots.pop(key).close()


class Staged:
    """A shot with its source open; remembers its last layer, which stills show again."""

    def __init__(self, shot: Shot, spec: ChunkSpec, cache: Path, *, base: bool) -> None:
        self.shot = shot
        self._spec = spec
        self._source: Source = open_source(shot, spec.rate, spec.width, spec.height, cache)
        self._fit: Fit = shot.placement.fit or "fit"
        self._backed = base and self._fit == "blur"
        self._still = _is_still(shot.placement)
        self._last: tuple[Picture, tuple[Placing, looks.Settings], Layer | None] | None = None
        self._whole: tuple[Layer | None, VideoFrame] | None = None

    def close(self) -> None:
        self._last = self._whole = None
        self._source.close()

    def layer(self, index: int) -> Layer | None:
        """What is seen of the shot at `index`, or None."""
        shot, spec = self.shot, self._spec
        picture = self._source.at(shot.start + (index - shot.begin) * shot.step)
        time = float((index - shot.begin + shot.offset) / spec.rate)
        placing = self._placing(time)
        effects = looks.at(shot.effects, time)
        key = (placing, effects)
        if self._last is not None and self._last[0] is picture and self._last[1] == key:
            return self._last[2]
        layer = land(picture, placing, spec.width, spec.height, self._still)
        if layer is not None and effects:
            layer = looks.applied(layer, effects, spec.height)
        self._last = picture, key, layer
        return layer

    def full(self, index: int, background: VideoFrame) -> Composed:
        """The shot on the whole canvas, on the background where it does not reach."""
        layer = self.layer(index)
        if layer is not None and layer.opaque and layer.frame is not None:
            return Composed(layer.frame, False)
        if self._whole is not None and self._whole[0] is layer and layer is not None:
            return Composed(self._whole[1], False)
        canvas = copied(background)
        if self._backed and self._last is not None:
            picture, (_, effects), _ = self._last
            backing.draw(views(canvas), picture, self._source.facts, effects)
        if layer is not None:
            lay(views(canvas), layer)
        self._whole = layer, canvas
        return Composed(canvas, False)

    def _placing(self, time: float) -> Placing:
        fit: Fit = "fit" if self._fit == "blur" else self._fit
        spec = self._spec
        return place(self._source.facts, self.shot.placement, time, spec.width, spec.height, fit)


def _is_still(placement: Placement) -> bool:
    moving = (placement.x, placement.y, placement.scale, placement.rotate)
    return all(is_still(value) for value in moving)


def _light(fades: tuple[Fade, ...], index: int) -> float:
    """How much of the picture is left by all master fades together."""
    light = 1.0
    for fade in fades:
        part = min(max((index - fade.begin + 0.5) / (fade.end - fade.begin), 0.0), 1.0)
        light *= 1 - part if fade.out else part
    return light
