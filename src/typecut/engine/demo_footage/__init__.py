"""Footage of our own for the demo: three moving scenes with sound, computed from nothing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from .ambience import Sound, city, morning, surf
from .film import RATE, Developer, write
from .hills import Hills
from .noise import Field
from .ocean import Ocean
from .rain import Rain


class Scene(Protocol):
    exposure: float

    def __init__(self, frames: int) -> None: ...

    def pictures(self) -> Iterator[Field]: ...


SCENES: dict[str, tuple[type[Scene], Callable[[float], Sound]]] = {
    "hills": (Hills, morning),
    "ocean": (Ocean, surf),
    "rain": (Rain, city),
}


def make(scene: str, seconds: float, out: Path, progress: Callable[[float], None]) -> None:
    """Writes the scene to `out`, whole or not at all; the same bytes every time."""
    kind, sound = SCENES[scene]
    count = round(seconds * RATE)
    shown = kind(count)
    developer = Developer(shown.exposure)
    frames = (developer.develop(p, n) for n, p in enumerate(shown.pictures()))
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        write(partial, frames, count, sound(seconds), progress)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
