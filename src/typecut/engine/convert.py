"""Any decoded picture as BT.709, 16 to 235, 4:2:0: without going through RGB where it is YUV."""

from dataclasses import dataclass
from pathlib import Path

from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from typecut.render.facts import PictureFacts

from .hdr import ToneMap
from .pixels import Plane
from .planes import view

_SPACES = {
    "bt709": Colorspace.ITU709,
    "fcc": Colorspace.FCC,
    "bt470bg": Colorspace.ITU601,
    "smpte170m": Colorspace.ITU601,
    "smpte240m": Colorspace.SMPTE240M,
    "bt2020nc": Colorspace.BT2020,
    "bt2020c": Colorspace.BT2020,
}
_SCALING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP
_TV_YUV420 = ("yuv420p", "yuva420p")


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`frame` holds Y, U, V in its first three planes; `alpha` is as large as Y, None if opaque."""

    frame: VideoFrame
    alpha: Plane | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.frame.width, self.frame.height


def space_of(facts: PictureFacts) -> Colorspace:
    """The matrix; unsaid, small pictures are BT.601 and larger ones BT.709, as players assume."""
    if facts.matrix in _SPACES:
        return _SPACES[facts.matrix]
    small = facts.width < 1280 and facts.height <= 576
    return Colorspace.ITU601 if small else Colorspace.ITU709


class Converter:
    """Converts the frames of one source; frames that need nothing pass as they are."""

    def __init__(self, facts: PictureFacts, cache: Path) -> None:
        self._facts = facts
        self._space = space_of(facts)
        self._toned = None if facts.transfer == "sdr" else ToneMap(facts, self._space, cache)
        self._range = ColorRange.JPEG if facts.full_range else ColorRange.MPEG
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> Picture:
        if self._toned is not None:
            return Picture(self._toned(frame))
        facts = self._facts
        alpha = facts.alpha and any(c.is_alpha for c in frame.format.components)
        plain = (
            frame.format.name in _TV_YUV420
            and self._range == ColorRange.MPEG
            and self._space == Colorspace.ITU709
            and (frame.width, frame.height) == (facts.width, facts.height)
        )
        if not plain:
            frame = self._converted(frame, "yuva420p" if alpha else "yuv420p")
        return Picture(frame, view(frame.planes[3]) if alpha else None)

    def _converted(self, frame: VideoFrame, pixel_format: str) -> VideoFrame:
        return self._reformatter.reformat(
            frame,
            width=self._facts.width,
            height=self._facts.height,
            format=pixel_format,
            src_colorspace=self._space,
            dst_colorspace=Colorspace.ITU709,
            interpolation=_SCALING,
            src_color_range=self._range,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
