"""What a filter graph has ready."""

from collections.abc import Callable, Iterator
from typing import Any

from av.error import BlockingIOError as NotYet
from av.error import EOFError as AtEnd


def pulled(pull: Callable[[], Any]) -> Iterator[Any]:
    """Frames of a graph's sink until it wants more at its other end."""
    while True:
        try:
            yield pull()
        except (NotYet, AtEnd):
            return
