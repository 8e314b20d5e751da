"""Pictures as three planes of bytes: Y in full, U and V in half width and height (4:2:0)."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

Plane: TypeAlias = npt.NDArray[np.uint8]
Planes: TypeAlias = list[Plane]
"""Y, U and V of a yuv420p picture; BT.709, 16 to 235."""

BLACK = (16, 128, 128)
WHITE = (235, 128, 128)


def new(width: int, height: int) -> VideoFrame:
    return VideoFrame(width, height, "yuv420p")


def views(frame: VideoFrame) -> Planes:
    """The frame's own memory. Decoded frames are references of the decoder: never write those."""
    return [
        np.frombuffer(p, np.uint8).reshape(p.height, p.line_size)[:, : p.width]  # pyright: ignore[reportArgumentType]
        for p in frame.planes
    ]


def copied(frame: VideoFrame) -> VideoFrame:
    """A copy that may be written."""
    out = new(frame.width, frame.height)
    for target, source in zip(views(out), views(frame), strict=True):
        target[:] = source
    return out


def filled(width: int, height: int, colour: tuple[int, int, int]) -> VideoFrame:
    out = new(width, height)
    for plane, value in zip(views(out), colour, strict=True):
        plane[:] = value
    return out


def yuv(colour: str) -> tuple[int, int, int]:
    """``#rrggbb`` as BT.709 Y, U, V in 16 to 235 (240); black for what is not a colour."""
    digits = colour.lstrip("#")
    try:
        r, g, b = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    except ValueError:
        return BLACK
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return (
        round(16 + 219 * y),
        round(128 + 224 * (b - y) / 1.8556),
        round(128 + 224 * (r - y) / 1.5748),
    )
