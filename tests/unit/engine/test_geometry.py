"""Where corners land: no pixels involved."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.engine.geometry import Affine, moved, place, scaled, turned
from typecut.render.facts import PictureFacts
from typecut.timeline import Crop, Curve, Fit, Keyframe, Placement

numbers = st.floats(-50, 50)
sizes = st.floats(0.1, 10)


def facts(width: int = 1920, height: int = 1080, **more: object) -> PictureFacts:
    return PictureFacts(0, "h264", width, height, "yuv420p", **more)  # pyright: ignore


@given(numbers, numbers, numbers, sizes, sizes)
def test_inverse_undoes(angle: float, x: float, y: float, sx: float, sy: float) -> None:
    there = turned(angle).then(scaled(sx, sy)).then(moved(x, y))
    both = there.then(there.inverse())
    assert both == pytest.approx(Affine(1, 0, 0, 1, 0, 0), abs=1e-6)


def test_quarter_turns_are_exact_and_clockwise() -> None:
    assert turned(90).at(1, 0) == (0, 1)
    assert turned(-90).at(1, 0) == (0, -1)
    assert turned(450).at(1, 0) == (0, 1)


@pytest.mark.parametrize(
    ("fit", "box"), [("fit", (0, 656.25, 1080, 1263.75)), ("fill", (-1166.67, 0, 2246.67, 1920))]
)
def test_fit_and_fill(fit: Fit, box: tuple[float, ...]) -> None:
    placing = place(facts(), Placement(), 0, 1080, 1920, fit)
    assert placing.box() == pytest.approx(box, abs=0.01)


def test_a_turned_phone_clip_fills_a_tall_canvas() -> None:
    placing = place(facts(turn=90), Placement(), 0, 1080, 1920, "fit")
    assert placing.box() == pytest.approx((0, 0, 1080, 1920))
    assert placing.map.at(0, 0) == pytest.approx((1080, 0))


def test_wide_pixels() -> None:
    placing = place(
        facts(1440, 1080, sample_aspect=Fraction(4, 3)), Placement(), 0, 1920, 1080, "fit"
    )
    assert placing.box() == pytest.approx((0, 0, 1920, 1080))


def test_crop_is_of_the_picture_as_shown() -> None:
    placing = place(facts(turn=90), Placement(crop=Crop(top=0.5)), 0, 1080, 960, "fit")
    assert placing.box() == pytest.approx((0, 0, 1080, 960))
    assert (placing.region.left, placing.region.right) == pytest.approx((960, 1920))


@given(st.floats(-180, 180))
def test_a_turned_picture_fits_inside_and_fills_outside(angle: float) -> None:
    inside = place(facts(), Placement(rotate=angle), 0, 1280, 720, "fit").box()
    assert inside[0] >= -1e-6 and inside[1] >= -1e-6
    assert inside[2] <= 1280 + 1e-6 and inside[3] <= 720 + 1e-6
    back = place(facts(), Placement(rotate=angle), 0, 1280, 720, "fill").map.inverse()
    for corner in ((0, 0), (1280, 0), (0, 720), (1280, 720)):
        x, y = back.at(*corner)
        assert -1e-3 <= x <= 1920 + 1e-3
        assert -1e-3 <= y <= 1080 + 1e-3


def test_place_and_scale() -> None:
    box = place(facts(), Placement(scale=0.25, x=0.75, y=0.75), 0, 1920, 1080, "fit").box()
    assert box == pytest.approx((1200, 675, 1680, 945))


def test_animation_moves_and_knows_its_room() -> None:
    zoom = Curve((Keyframe(Fraction(0), 1.0), Keyframe(Fraction(2), 1.5)))
    early = place(facts(), Placement(scale=zoom), 0, 1920, 1080, "fit")
    late = place(facts(), Placement(scale=zoom), 2, 1920, 1080, "fit")
    assert (early.room, late.room) == (1.5, 1.0)
    assert late.map.scales == pytest.approx((1.5, 1.5))
