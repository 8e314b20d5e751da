"""Pictures as three planes of bytes: Y in full, U and V in half width and height (4:2:0)."""

from typing import Any, TypeAlias

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane

from .pixels import Plane

Planes: TypeAlias = list[Plane]
"""Y, U and V of a yuv420p picture; BT.709, 16 to 235."""

BLACK = (16, 128, 128)
WHITE = (235, 128, 128)


def new(width: int, height: int) -> VideoFrame:
    return VideoFrame(width, height, "yuv420p")


def views(frame: VideoFrame) -> Planes:
    """The frame's own memory. Decoded frames are references of the decoder: never write those."""
    return [view(p) for p in frame.planes]


def view(plane: VideoPlane) -> Plane:
    memory: Any = plane
    rows: Plane = np.frombuffer(memory, np.uint8)
    return rows.reshape(plane.height, plane.line_size)[:, : plane.width]


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
