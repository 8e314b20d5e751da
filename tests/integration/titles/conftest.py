"""Grey canvases to draw titles on, and what a title changed on them."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from typecut.engine import titles
from typecut.render.spec import Lettering

RATE = Fraction(30)


def grey(width: int, height: int, value: int = 110) -> list[np.ndarray]:
    half = ((height + 1) // 2, (width + 1) // 2)
    return [
        np.full((height, width), value, np.uint8),
        np.full(half, 128, np.uint8),
        np.full(half, 128, np.uint8),
    ]


@dataclass(frozen=True)
class Drawn:
    planes: list[np.ndarray]
    before: list[np.ndarray]

    @property
    def change(self) -> np.ndarray:
        return self.planes[0].astype(int) - self.before[0]

    @property
    def amount(self) -> float:
        return float(np.abs(self.change).sum())

    def box(self, least: int = 100) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of what became this much brighter: the letters themselves."""
        ys, xs = np.nonzero(self.change >= least)
        return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1

    def same(self, other: "Drawn") -> bool:
        return all(np.array_equal(a, b) for a, b in zip(self.planes, other.planes, strict=True))


Draw = Callable[..., Drawn]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def draw(cache: Path) -> Draw:
    def run(
        text: str,
        frame: int = 45,
        size: tuple[int, int] = (640, 360),
        frames: int = 90,
        cache: Path = cache,
        value: int = 110,
        **look: Any,
    ) -> Drawn:
        look.setdefault("animation", "none")
        planes = grey(*size, value)
        before = [plane.copy() for plane in planes]
        if "scale" in look:
            look["size"] = look.pop("scale")
        titles.draw(planes, Lettering(text, 0, frames, **look), frame, RATE, cache)
        return Drawn(planes, before)

    return run
