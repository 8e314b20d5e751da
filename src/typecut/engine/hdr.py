"""HLG and PQ pictures toned down to BT.709: one table from colour to colour, applied by FFmpeg."""

import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace

from typecut.render.facts import PictureFacts

Values = npt.NDArray[np.float64]

_VERSION = 1
_GRID = 33
_PEAK = 1000.0
"""Nits of the brightest thing worth keeping: HLG's nominal peak, and where most PQ is mastered."""
_WHITE = 203.0
"""Nits of HDR's reference white (BT.2408), which becomes SDR's white."""
_GAMMA = 2.4
_PER_CHANNEL = 0.8
"""Toning each channel bleaches bright colours as film does; toning all alike keeps their hue."""
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
_LUMA_709 = np.array([0.2126, 0.7152, 0.0722])
_TO_709 = np.array([
    [1.6605, -0.5876, -0.0728],
    [-0.1246, 1.1329, -0.0083],
    [-0.0182, -0.1006, 1.1187],
])  # fmt: skip
_MATRICES = {Colorspace.BT2020: "bt2020", Colorspace.ITU709: "bt709", Colorspace.ITU601: "bt601"}


class ToneMap:
    """Converts the frames of one HDR source."""

    def __init__(self, facts: PictureFacts, space: Colorspace, cache: Path) -> None:
        self._table = _table_file(facts.transfer, cache)
        self._matrix = _MATRICES.get(space, "bt2020")
        self._range = "pc" if facts.full_range else "tv"
        self._size = facts.width, facts.height
        self._graph: Graph | None = None
        self._for: tuple[Any, ...] = ()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        key = frame.width, frame.height, frame.format.name
        if self._graph is None or key != self._for:
            self._graph, self._for = self._built(frame), key
        self._graph.push(frame)
        toned: Any = self._graph.pull()
        return toned

    def _built(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        graph.threads = 1
        width, height = self._size
        size = {"w": str(width), "h": str(height), "flags": "bicubic"}
        steps = [
            graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format,
                time_base=frame.time_base,
            ),
            graph.add(
                "scale", in_color_matrix=self._matrix, in_range=self._range, out_range="pc", **size
            ),
            # Planar 16 bit is what the table's vector code takes: a quarter of the time.
            graph.add("format", pix_fmts="gbrp16le"),
            graph.add("lut3d", file=str(self._table), interp="tetrahedral"),
            graph.add("scale", out_color_matrix="bt709", out_range="tv", flags="bicubic"),
            graph.add("format", pix_fmts="yuv420p"),
            graph.add("buffersink"),
        ]  # fmt: skip
        for one, next_one in pairwise(steps):
            one.link_to(next_one)
        graph.configure()
        return graph


def _table_file(transfer: str, cache: Path) -> Path:
    path = cache / "tables" / f"{transfer}-{_GRID}-{_VERSION}.cube"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        with partial.open("w", encoding="ascii") as file:
            file.write(f"LUT_3D_SIZE {_GRID}\n")
            np.savetxt(file, table(transfer), fmt="%.6f")
        partial.replace(path)
    return path


def table(transfer: str) -> Values:
    """SDR signals for a grid of HDR signals, red fastest: rows of three from 0 to 1."""
    steps = np.linspace(0, 1, _GRID)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return tone(np.stack([red, green, blue], -1).reshape(-1, 3), transfer)


def tone(signal: Values, transfer: str) -> Values:
    """HDR R'G'B' (BT.2020) to SDR R'G'B' (BT.709)."""
    nits = (_from_hlg(signal) if transfer == "hlg" else _from_pq(signal)) @ _TO_709.T
    luma = (nits @ _LUMA_709)[:, None]
    lowest = nits.min(axis=1, keepdims=True)
    # Colours outside BT.709 are led towards grey until no channel is negative.
    reach = np.where(lowest < 0, luma / np.maximum(luma - lowest, 1e-9), 1.0)
    nits = luma + (nits - luma) * reach
    highest = np.maximum(nits.max(axis=1, keepdims=True), 1e-6)
    together = nits * (_rolled_off(highest) / highest)
    linear = _PER_CHANNEL * _rolled_off(nits) + (1 - _PER_CHANNEL) * together
    return np.clip(linear / _WHITE, 0, 1) ** (1 / _GAMMA)


def _from_hlg(signal: Values) -> Values:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luma = np.maximum(scene @ _LUMA_2020, 1e-9)[:, None]
    return _PEAK * luma**0.2 * scene


_M1, _M2, _C1, _C2, _C3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875


def _from_pq(signal: Values) -> Values:
    power = np.maximum(signal, 0) ** (1 / _M2)
    return 10000 * (np.maximum(power - _C1, 0) / (_C2 - _C3 * power)) ** (1 / _M1)


def _to_pq(nits: Values) -> Values:
    power = (np.maximum(nits, 0) / 10000) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _rolled_off(nits: Values) -> Values:
    """BT.2390: unchanged up to a knee, then a spline that brings the peak to SDR's white."""
    peak = float(_to_pq(np.array(_PEAK)))
    level = np.minimum(_to_pq(nits) / peak, 1)
    top = float(_to_pq(np.array(_WHITE))) / peak
    knee = 1.5 * top - 0.5
    t = np.clip((level - knee) / (1 - knee), 0, 1)
    spline = (
        (2 * t**3 - 3 * t**2 + 1) * knee
        + (t**3 - 2 * t**2 + t) * (1 - knee)
        + (3 * t**2 - 2 * t**3) * top
    )
    return _from_pq(np.where(level < knee, level, spline) * peak)
