"""Backdrops: the same every time, always moving, never jumping, without steps or dead black."""

from itertools import pairwise

import numpy as np
import pytest

from typecut.engine import backdrops
from typecut.errors import RenderError

NAMES = backdrops.names()


def test_names():
    assert {"aurora", "waves", "bokeh", "paper"} <= set(NAMES)
    assert {"dawn", "ocean", "forest", "slate", "sunset", "mono"} <= set(backdrops.palettes())


@pytest.mark.parametrize(
    "size", [(640, 360), (360, 640), (1920, 1080), (853, 479), (2, 2), (64, 400)]
)
@pytest.mark.parametrize("name", NAMES)
def test_planes(name: str, size: tuple[int, int]):
    planes = backdrops.picture(name, "seed=3", 1.5, *size)
    half = ((size[1] + 1) // 2, (size[0] + 1) // 2)
    assert [plane.shape for plane in planes] == [(size[1], size[0]), half, half]
    assert all(plane.dtype == np.uint8 and plane.flags.writeable for plane in planes)
    assert planes[0].min() >= 20
    assert planes[0].max() <= 235


@pytest.mark.parametrize("name", NAMES)
def test_the_same_every_time(name: str):
    first = backdrops.picture(name, "seed=7&palette=dawn", 2.25, 320, 180)
    backdrops.picture(name, "seed=8", 9.0, 320, 180)
    again = backdrops.picture(name, "seed=7&palette=dawn", 2.25, 320, 180)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_seed_and_palette_matter(name: str):
    def samples(query: str) -> np.ndarray:
        planes = backdrops.picture(name, query, 0.5, 320, 180)
        return np.concatenate([plane.ravel() for plane in planes]).astype(float)

    base = samples("seed=1&palette=ocean")
    assert np.abs(base - samples("seed=2&palette=ocean")).mean() > 0.3
    assert np.abs(base - samples("seed=1&palette=sunset")).mean() > 2


@pytest.mark.parametrize("name", NAMES)
def test_moves_smoothly(name: str):
    frames = [
        backdrops.picture(name, "seed=1", 5 + at / 30, 640, 360)[0].astype(float)
        for at in range(20)
    ]
    steps = [np.abs(after - before).mean() for before, after in pairwise(frames)]
    assert min(steps) > 0.002
    assert max(steps) < 1.0
    assert max(steps) < 3 * min(steps) + 0.05
    assert np.abs(frames[0] - frames[-1]).mean() > 0.1


@pytest.mark.parametrize("name", NAMES)
def test_no_jump_in_two_minutes(name: str):
    frames = [
        backdrops.picture(name, "seed=4", at / 10, 160, 90)[0].astype(float) for at in range(1200)
    ]
    assert max(np.abs(after - before).mean() for before, after in pairwise(frames)) < 2.5


@pytest.mark.parametrize("name", [name for name in NAMES if name != "paper"])
def test_white_letters_can_be_read(name: str):
    for palette in backdrops.palettes():
        assert backdrops.picture(name, f"palette={palette}", 1, 320, 180)[0].mean() < 140


def test_no_bands():
    luma = backdrops.picture("gradient", "seed=1", 2, 1920, 1080)[0].astype(float)
    # Averaged over tiles the steps are far finer than one level.
    tiles = luma.reshape(135, 8, 240, 8).mean(axis=(1, 3))
    assert np.abs(np.diff(tiles, axis=1)).max() < 1
    assert len(np.unique(tiles)) > 20 * (luma.max() - luma.min())


def test_unknown_names_are_refused():
    with pytest.raises(RenderError, match="plasma"):
        backdrops.picture("plasma", "", 0, 64, 64)
    with pytest.raises(RenderError, match="neon"):
        backdrops.picture("aurora", "palette=neon", 0, 64, 64)
