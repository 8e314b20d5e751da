"""A piece while it is being written: form, chords and voicings that all its players share."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .form import BEATS, Bar, form
from .harmony import Repertoire, Struck, choose, harmonise
from .melody import ChordAt
from .pen import Pen
from .theory import Chord, lead, near, pitch_class


@dataclass(frozen=True, slots=True)
class Style:
    """`tempos` in beats per minute, `ring` bars for the last chord, `keys` as pitch classes,
    `hand` the range of the chords."""

    name: str
    tempos: tuple[float, float]
    ring: int
    swing: tuple[float, float]
    keys: tuple[int, ...]
    hand: tuple[int, int]
    repertoire: Repertoire
    write: "Callable[[Piece], None]"


@dataclass(frozen=True, slots=True)
class Measure:
    """A bar with its chords, next bar's first chord, and the voicing of each chord."""

    bar: Bar
    chords: tuple[Struck, ...]
    following: Chord
    voicings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """`taste` decides once on what the piece is made of, `hands` on each note."""

    taste: random.Random
    hands: random.Random
    tonic: int
    beat: Fraction
    measures: tuple[Measure, ...]
    pen: Pen
    chord_at: ChordAt
    cadence: float

    def root(self, chord: Chord, around: int) -> int:
        return near(self.tonic, chord.lowest, around)


def begin(style: Style, seed: str, length: Fraction) -> Piece:
    taste = random.Random(f"{style.name} {seed}")  # noqa: S311 - music, not secrets
    hands = random.Random(f"{style.name} {seed} hands")  # noqa: S311
    low, high = style.tempos
    plan = form(length, taste.uniform(low, high), style.ring)
    tonic = taste.choice(style.keys)
    swing = taste.uniform(*style.swing)
    progressions = choose(taste, style.repertoire)
    chords = _chords(plan.bars, progressions, style.repertoire)
    measures = _voiced(plan.bars, chords, tonic, style)
    pen = Pen(hands, plan.beat, length, swing)
    struck = [(s.begin, s.chord) for bar in chords for s in bar]
    ring = plan.bars[-1]
    return Piece(
        taste, hands, tonic, plan.beat, measures, pen, ChordAt(struck), pen.seconds(ring.begin)
    )


def _chords(
    bars: Sequence[Bar], progressions: Mapping[str, tuple[tuple[Chord, ...], ...]],
    repertoire: Repertoire,
) -> list[list[Struck]]:  # fmt: skip
    last = len(bars) - 2
    return [harmonise(b, progressions, repertoire, last - i) for i, b in enumerate(bars)]


def _voiced(
    bars: Sequence[Bar], chords: Sequence[Sequence[Struck]], tonic: int, style: Style
) -> tuple[Measure, ...]:
    known: dict[tuple[Chord, tuple[int, ...]], tuple[int, ...]] = {}
    before: tuple[int, ...] = ()
    measures: list[Measure] = []
    for index, bar in enumerate(bars):
        voiced: list[tuple[int, ...]] = []
        for struck in chords[index]:
            key = (struck.chord, before)
            if key not in known:
                known[key] = lead(upper(tonic, struck.chord), before, *style.hand)
            before = known[key]
            voiced.append(before)
        following = chords[min(index + 1, len(bars) - 1)][0].chord
        measures.append(Measure(bar, tuple(chords[index]), following, tuple(voiced)))
    return tuple(measures)


def upper(tonic: int, chord: Chord) -> list[int]:
    """What the hands play: of chords with sevenths all but the root, which the bass has."""
    degrees = chord.degrees()
    return [pitch_class(tonic, d) for d in (degrees[1:] if len(degrees) > 4 else degrees)]


def beats_of(measure: Measure) -> list[float]:
    return [measure.bar.begin + b for b in range(min(measure.bar.beats, BEATS))]
