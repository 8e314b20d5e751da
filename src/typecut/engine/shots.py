"""Where one shot ends and the next begins."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from av.filter import Graph

from typecut.render.facts import PictureFacts

from . import opening
from .decoding import Decoder
from .pulling import pulled

_WIDTH = 320
_CERTAIN = 10.0
"""FFmpeg's scdet (MAFD-based, 0 to 100) recommends 8 to 14 for cuts between different pictures."""
_LEAST = 3.5
"""Between alike pictures, e.g. two people in one room, a cut scores not much more than this."""
_STANDS_OUT = 5.0
"""How many times the scores around it a cut between alike pictures reaches: motion and noise
score high too, but for many frames."""
_AROUND = 0.4
"""Seconds on both sides of a frame that are looked at for that."""


def cuts(
    path: str, facts: PictureFacts, over: Callable[[Fraction], bool]
) -> tuple[list[dict[str, float]], bool]:
    """Each cut as ``{"time": seconds of media time, "score": 0 to 100}``, and whether the whole
    file was looked at; `over` is told how far it is and says when to stop."""
    times: list[float] = []
    scores: list[float] = []
    for at, score in _scores(path, facts):
        if over(at):
            return chosen(times, scores), False
        if at > 0:
            times.append(float(at))
            scores.append(score)
    return chosen(times, scores), True


def chosen(times: Sequence[float], scores: Sequence[float]) -> list[dict[str, float]]:
    """The frames that begin a shot: those that differ much from the one before, or at least far
    more than the frames around them do. `times` rise."""
    found: list[dict[str, float]] = []
    for index, (at, score) in enumerate(zip(times, scores, strict=True)):
        if score < _LEAST:
            continue
        begin, end = bisect_left(times, at - _AROUND), bisect_right(times, at + _AROUND)
        others = max((*scores[begin:index], *scores[index + 1 : end]), default=0.0)
        if score >= (max(_CERTAIN, others) if score >= _CERTAIN else _STANDS_OUT * others):
            found.append({"time": round(at, 3), "score": round(score, 1)})
    return found


def _scores(path: str, facts: PictureFacts) -> Iterator[tuple[Fraction, float]]:
    """Each frame's media time and how much it differs from the one before."""
    with opening.open_media(path) as container:
        opened: Any = container
        # Blocks at edges do not matter here, and smoothing them is a third of the work.
        opened.streams[facts.stream].codec_context.options = {"skip_loop_filter": "all"}
        decoder = Decoder(container, facts)
        graph: Any = None
        shape: Any = None
        for shot in decoder.frames():
            frame = shot.frame
            if shape != (frame.width, frame.height, frame.format.name):
                shape = frame.width, frame.height, frame.format.name
                graph = _graph(*shape)
            frame.pts, frame.time_base = shot.tick, decoder.base
            graph.vpush(frame)
            for seen in pulled(graph.vpull):
                at = shot.tick * decoder.base - facts.start
                yield at, float(seen.metadata.get("lavfi.scd.score", 0))


def _graph(width: int, height: int, pixel_format: str) -> Any:
    graph: Any = Graph()
    source = graph.add_buffer(
        width=width, height=height, format=pixel_format, time_base=Fraction(1, 90000)
    )
    small = (max(16, min(width, _WIDTH)), max(16, round(height * min(1, _WIDTH / width)) // 2 * 2))
    scale = graph.add("scale", f"{small[0]}:{small[1]}:flags=fast_bilinear")
    plain = graph.add("format", "yuv420p")
    detect = graph.add("scdet", "threshold=0")
    graph.link_nodes(source, scale, plain, detect, graph.add("buffersink")).configure()
    return graph
