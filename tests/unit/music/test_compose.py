"""Scores: their length, their key, their end."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from typecut.authoring.music import DRUMS, STYLES, Score, compose
from typecut.authoring.music.theory import MAJOR, lead
from typecut.errors import SettingError

LENGTHS = [Fraction(1, 2), Fraction(1), Fraction(5, 2), Fraction(1001, 240), Fraction(10),
           Fraction(33), Fraction(60), Fraction(617, 3)]  # fmt: skip
every_style = pytest.mark.parametrize("style", sorted(STYLES))


def pitched(score: Score) -> list[int]:
    return [n.pitch for n in score.notes if n.instrument not in DRUMS]


@every_style
@pytest.mark.parametrize("length", LENGTHS)
def test_notes_fill_the_length_and_stay_in_it(style: str, length: Fraction) -> None:
    score = compose(style, "seed=3", length)
    assert score.length == length
    assert score.notes
    assert list(score.notes) == sorted(score.notes, key=lambda n: n.begin)
    ends = [n.begin + n.duration for n in score.notes]
    assert min(n.begin for n in score.notes) >= 0
    assert max(ends) == pytest.approx(float(length))
    assert score.notes[0].begin < min(0.5, float(length) / 3)


@every_style
@pytest.mark.parametrize("seed", range(6))
def test_every_note_is_in_the_key(style: str, seed: int) -> None:
    score = compose(style, f"seed={seed}", Fraction(90))
    scale = {(score.tonic + step) % 12 for step in MAJOR}
    assert {p % 12 for p in pitched(score)} <= scale
    assert all(21 <= p <= 108 for p in pitched(score))
    assert all(0 < n.velocity <= 1 and n.duration > 0 for n in score.notes)


@every_style
@pytest.mark.parametrize("length", [Fraction(1), Fraction(4), Fraction(30), Fraction(60)])
def test_it_ends_on_the_tonic_after_the_dominant(style: str, length: Fraction) -> None:
    score = compose(style, "seed=5", length)
    low = [n for n in score.notes if n.instrument in ("bass", "fingerbass", "piano", "strings")]
    last = [n for n in low if n.begin >= score.cadence - 0.03]
    # Not the notes that lead into the last chord from just before it.
    beat = 60 / score.tempo
    before = [n for n in low if score.cadence - 2.1 * beat <= n.begin < score.cadence - 0.6 * beat]
    assert min(last, key=lambda n: n.pitch).pitch % 12 == score.tonic
    if length > 1:
        assert (score.tonic + 7) % 12 in {n.pitch % 12 for n in before}
    assert max(n.begin for n in score.notes) < score.cadence + 1
    ring = float(length) - score.cadence
    assert 0.3 <= ring <= 5


@every_style
def test_a_score_depends_on_its_seed_alone(style: str) -> None:
    random.seed(1)
    first = compose(style, "seed=1", Fraction(45))
    random.seed(2)
    assert compose(style, "seed=1", Fraction(45)) == first
    assert compose(style, "", Fraction(45)).notes == first.notes
    others = {compose(style, f"seed={s}", Fraction(45)).notes for s in range(2, 8)}
    assert len({first.notes, *others}) == 7


@every_style
def test_the_length_does_not_change_the_material(style: str) -> None:
    short, long = (compose(style, "seed=9", Fraction(n)) for n in (30, 95))
    assert short.tonic == long.tonic
    assert abs(short.tempo / long.tempo - 1) < 0.12


@pytest.mark.parametrize(
    ("style", "low", "high"), [("lofi", 70, 85), ("upbeat", 110, 126), ("calm", 58, 74)]
)
@pytest.mark.parametrize("length", [20, 37, 60, 61, 180])
def test_tempos_suit_the_style(style: str, low: float, high: float, length: int) -> None:
    for seed in range(4):
        score = compose(style, f"seed={seed}", Fraction(length))
        slack = 1 + 3 / length
        assert low / slack <= score.tempo <= high * slack


def test_an_hour_is_composed_quickly() -> None:
    score = compose("lofi", "seed=1", Fraction(3600))
    assert len(score.notes) > 10_000
    assert 3590 < score.cadence < 3600


@every_style
def test_it_has_a_form(style: str) -> None:
    """It begins with less than it grows to, and no two phrases are quite the same."""
    score = compose(style, "seed=2", Fraction(120))
    bar = 240 / score.tempo
    density = Counter(int(n.begin / bar) for n in score.notes)
    assert density[0] < 0.8 * max(density.values())
    phrases: dict[int, list[tuple[str, int, float]]] = {}
    for n in score.notes:
        at = n.begin % (4 * bar)
        phrases.setdefault(int(n.begin / (4 * bar)), []).append(
            (n.instrument, n.pitch, round(at, 1))
        )
    assert len({tuple(p) for p in phrases.values()}) == len(phrases)


@every_style
def test_velocities_are_human(style: str) -> None:
    score = compose(style, "seed=4", Fraction(60))
    assert len({round(n.velocity, 3) for n in score.notes}) > 40


def test_swing() -> None:
    """Lo-fi's off-beats come late."""
    score = compose("lofi", "seed=3", Fraction(60))
    beat = 60 / score.tempo
    parts = [n.begin / beat % 1 for n in score.notes if n.instrument == "hat"]
    off = [p for p in parts if 0.35 < p < 0.7]
    assert 0.54 < sum(off) / len(off) < 0.63


def test_voices_move_little() -> None:
    voicing = lead([0, 4, 7, 11], (), 53, 75)
    after = lead([2, 5, 9, 0], voicing, 53, 75)
    assert max(abs(a - b) for a, b in zip(sorted(voicing), sorted(after), strict=True)) <= 5
    assert all(53 <= p <= 75 for p in after)


def test_what_cannot_be_composed_is_said() -> None:
    with pytest.raises(SettingError, match="no music style 'polka'"):
        compose("polka", "", Fraction(10))
    with pytest.raises(SettingError, match="0 s"):
        compose("calm", "", Fraction(0))
