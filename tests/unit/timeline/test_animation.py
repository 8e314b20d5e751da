"""Values over time: held outside, straight, eased or stepped between keyframes."""

from fractions import Fraction

import pytest

from typecut.timeline import Curve, Ease, Keyframe, is_still, value_at


def curve(ease: Ease) -> Curve:
    return Curve((Keyframe(Fraction(1), 10.0, ease), Keyframe(Fraction(3), 20.0)))


@pytest.mark.parametrize(
    ("ease", "time", "value"),
    [
        ("linear", 0, 10),
        ("linear", 1, 10),
        ("linear", 1.5, 12.5),
        ("linear", 3, 20),
        ("linear", 9, 20),
        ("smooth", 1.5, 11.5625),
        ("smooth", 2, 15),
        ("hold", 2.99, 10),
        ("hold", 3, 20),
    ],
)
def test_value_at(ease: Ease, time: float, value: float) -> None:
    assert value_at(curve(ease), time) == pytest.approx(value)


def test_a_plain_number_is_the_same_at_any_time() -> None:
    assert value_at(2, 5) == 2.0
    assert is_still(2.0)
    assert is_still(Curve((Keyframe(Fraction(0), 1.0), Keyframe(Fraction(1), 1.0))))
    assert not is_still(curve("linear"))


def test_keyframes_rise() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Curve(())
    with pytest.raises(ValueError, match="rise"):
        Curve((Keyframe(Fraction(1), 0.0), Keyframe(Fraction(1), 1.0)))
