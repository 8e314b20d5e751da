"""Tone mapping as arithmetic."""

import numpy as np
import pytest

from typecut.engine.hdr import tone


@pytest.mark.parametrize("transfer", ["hlg", "pq"])
def test_greys_stay_grey_and_in_order_and_the_brightest_is_white(transfer: str) -> None:
    steps = np.repeat(np.linspace(0, 1, 101)[:, None], 3, axis=1)
    toned = tone(steps, transfer)
    assert np.ptp(toned, axis=1).max() < 2e-3
    assert (np.diff(toned[:, 1]) >= -1e-9).all()
    assert toned[0].max() < 0.01
    assert toned[-1].min() > 0.99


def test_reference_white_leaves_room_for_highlights() -> None:
    white = tone(np.full((1, 3), 0.75), "hlg")[0, 0]
    assert 0.75 < white < 0.97


def test_middle_grey_stays_in_the_middle() -> None:
    grey = tone(np.full((1, 3), 0.38), "hlg")[0, 0]
    assert 0.36 < grey < 0.5


def test_strong_colours_stay_within_the_gamut() -> None:
    rgb = np.array([[0.9, 0.1, 0.1], [0.1, 0.9, 0.1], [0.1, 0.1, 0.9]])
    toned = tone(rgb, "hlg")
    assert toned.min() >= 0
    assert toned.max() <= 1
    assert list(toned.argmax(axis=1)) == [0, 1, 2]
