"""Frames of a file by media time: the picture that a viewer would see at that moment."""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

from av.error import FFmpegError
from av.video.frame import VideoFrame

from typecut.errors import MediaBroken
from typecut.render.facts import PictureFacts

from . import opening
from .decoding import Decoder, Shot

_KEPT_BYTES = 160 * 1024 * 1024
"""How much decoded picture reverse playback may hold."""
_JUMP = Fraction(1, 2)
"""A keyframe at least this far ahead is jumped to; nearer ones are decoded towards."""
_BACK = (Fraction(0), Fraction(1), Fraction(5), Fraction(30))


class Reader:
    """One open file. `at` is quickest when asked for rising times; any order works."""

    def __init__(self, path: str, facts: PictureFacts, slack: Fraction) -> None:
        """`slack`: a frame up to this much later than the time asked for counts as on time."""
        self._path = path
        self._facts = facts
        self._slack = slack
        self._open()
        self._first = facts.start // self._decoder.base
        self._kept: deque[Shot] = deque()

    def _open(self) -> None:
        self._container = opening.open_media(self._path)
        self._decoder = Decoder(self._container, self._facts)
        self._begin()

    def _begin(self) -> None:
        self._frames: Iterator[Shot] = self._decoder.frames()
        self._shown: Shot | None = None
        self._next: Shot | None = None
        self._ended = False

    def close(self) -> None:
        self._frames = iter(())
        self._container.close()

    def at(self, time: Fraction, *, backwards: bool = False) -> VideoFrame:
        """The last frame that begins at or before media time `time`, else the first one.

        `backwards` says that earlier times will be asked for next: frames are kept for them.
        """
        tick = (self._facts.start + time + self._slack) // self._decoder.base
        if backwards:
            return self._backwards(tick).frame
        if self._shown is None or tick < self._shown.tick or self._key_ahead(tick):
            self._seek(tick)
        return self._forward(tick).frame

    def _forward(self, tick: int) -> Shot:
        while not self._ended:
            if self._next is None:
                self._next = next(self._frames, None)
                self._ended = self._next is None
            if self._next is None or (self._shown and self._next.tick > tick):
                break
            self._shown, self._next = self._next, None
        if self._shown is None:
            raise MediaBroken(f"No picture of {self._path} can be decoded.")
        return self._shown

    def _backwards(self, tick: int) -> Shot:
        while len(self._kept) > 1 and self._kept[-1].tick > tick:
            self._kept.pop()
        if not self._kept or self._kept[-1].tick > max(tick, self._first):
            self._keep(tick)
        return self._kept[-1]

    def _keep(self, tick: int) -> None:
        """Keeps the frames up to `tick`, as many as fit the budget, latest last."""
        self._kept.clear()
        self._seek(tick)
        shot = self._forward(self._first if self._next is None else self._next.tick)
        room = max(2, _KEPT_BYTES // max(1, sum(p.buffer_size for p in shot.frame.planes)))
        self._kept.append(shot)
        for later in self._rest():
            if later.tick > tick:
                break
            self._kept.append(later)
            if len(self._kept) > room:
                self._kept.popleft()
        self._shown = None

    def _rest(self) -> Iterator[Shot]:
        if self._next is not None:
            yield self._next
        yield from self._frames

    def _key_ahead(self, tick: int) -> bool:
        """Whether a keyframe lies between here and `tick`, far enough to be worth a jump."""
        base, start = self._decoder.base, self._facts.start
        target = tick * base - start
        near = (self._shown.tick * base - start if self._shown else 0) + _JUMP
        return target > near and any(near < k <= target for k in self._facts.keyframes)

    def _seek(self, tick: int) -> None:
        """Decoding goes on at or before `tick`; indexes hold decoding times, so look and retry."""
        for back in _BACK:
            target = max(tick - int(back / self._decoder.base), self._first)
            try:
                self._decoder.seek(target)
            except FFmpegError:
                break
            self._begin()
            self._next = next(self._frames, None)
            if self._next and self._next.tick <= max(tick, self._first):
                return
            if target == self._first:
                break  # a transport stream may not find its own first frame
        self._container.close()
        self._open()
