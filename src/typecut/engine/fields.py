"""Frames of two half pictures, one a moment after the other, made whole (deinterlacing)."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

from av.filter import Graph
from av.video.frame import VideoFrame

from .pulling import pulled


class _Timed(Protocol):
    @property
    def tick(self) -> int: ...
    @property
    def frame(self) -> VideoFrame: ...


T = TypeVar("T", bound=_Timed)


def whole(shots: Iterable[T]) -> Iterator[tuple[int, VideoFrame]]:
    """Each frame's tick and picture: of every frame the first half stays, the lines of the second
    are made new from it and its neighbours (FFmpeg's bwdif, one frame out for each one in).
    Frames that are whole already pass as they are."""
    ticks: deque[int] = deque()
    graph: Any = None
    shape: Any = None
    for count, shot in enumerate(shots):
        frame = shot.frame
        if shape != (shape := (frame.width, frame.height, frame.format.name)):
            yield from _rest(graph, ticks)
            graph = _graph(frame)
        ticks.append(shot.tick)
        frame.pts = count  # bwdif wants rising times, whatever the file says
        graph.vpush(frame)
        for made in pulled(graph.vpull):
            yield ticks.popleft(), made
    yield from _rest(graph, ticks)


def _rest(graph: Any, ticks: deque[int]) -> Iterator[tuple[int, VideoFrame]]:
    if graph is None:
        return
    graph.vpush(None)
    for made in pulled(graph.vpull):
        if ticks:
            yield ticks.popleft(), made
    ticks.clear()


def _graph(frame: VideoFrame) -> Any:
    graph: Any = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format.name, time_base=frame.time_base
    )
    filters = graph.add("bwdif", "mode=send_frame:deint=interlaced")
    graph.link_nodes(source, filters, graph.add("buffersink")).configure()
    return graph
