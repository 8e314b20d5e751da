"""Colour effects as tables."""

from typing import get_args

import numpy as np
import pytest

from typecut.engine.grading import RECIPES, grade
from typecut.timeline import Colour, Look


def test_every_look_has_a_recipe() -> None:
    assert set(RECIPES) == set(get_args(Look))


def test_neutral_is_the_identity() -> None:
    neutral = grade(Colour())
    legal = np.arange(16, 236)
    assert np.array_equal(neutral.luma[legal], legal)
    assert np.array_equal(neutral.chroma[16:241], np.arange(16, 241))
    assert not neutral.tints


@pytest.mark.parametrize("look", [look for look in get_args(Look) if look])
def test_looks_keep_the_order_of_greys_and_tint_no_black(look: Look) -> None:
    made = grade(Colour(look=look))
    assert (np.diff(made.luma.astype(int)) >= 0).all()
    assert abs(int(made.tint_u[16]) - 128) <= 1
    assert abs(int(made.tint_v[16]) - 128) <= 1


def test_amount_blends() -> None:
    whole, half, none = (grade(Colour(look="mono", amount=a)).chroma[200] for a in (1, 0.5, 0))
    assert (whole, half, none) == (128, 164, 200)


def test_warm_is_red_and_cold_is_blue() -> None:
    warm, cold = grade(Colour(temperature=1.0)), grade(Colour(temperature=-1.0))
    assert warm.tint_v[180] > 128 > warm.tint_u[180]
    assert cold.tint_u[180] > 128 > cold.tint_v[180]
