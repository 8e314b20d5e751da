"""Cuts are told from motion by how far a frame stands out."""

from typecut.engine.shots import chosen

RATE = 25


def film(length: int, **scores: float) -> tuple[list[float], list[float]]:
    found = [scores.get("rest", 0.3)] * length
    for name, score in scores.items():
        if name != "rest":
            found[int(name.removeprefix("f"))] = score
    return [n / RATE for n in range(length)], found


def times(length: int, **scores: float) -> list[float]:
    return [c["time"] for c in chosen(*film(length, **scores))]


def test_a_cut_between_different_pictures():
    assert times(50, f25=24.0) == [1.0]


def test_a_cut_between_alike_pictures():
    assert times(50, f25=4.2) == [1.0]


def test_shaking_is_no_cut():
    assert times(50, rest=6.0) == []


def test_a_flash_of_movement_is_no_cut():
    assert times(50, f24=4.0, f25=4.4, f26=3.9) == []


def test_of_neighbours_only_the_highest():
    assert times(50, f24=11.0, f25=26.0) == [1.0]


def test_cuts_half_a_second_apart():
    assert times(50, f12=20.0, f25=15.0) == [0.48, 1.0]


def test_a_still_film_has_none():
    assert times(50, rest=0.0) == []
