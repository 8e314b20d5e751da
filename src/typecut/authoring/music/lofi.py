"""Lo-fi: swung drums behind the beat, ninth chords on an electric piano, a melody now and then."""

from dataclasses import dataclass

from .form import BEATS
from .harmony import Repertoire
from .melody import Motif, Rhythm, motif, sing
from .piece import Measure, Piece, Style
from .theory import Chord, near

_NINTH, _SEVENTH = (0, 2, 4, 6, 8), (0, 2, 4, 6)
I, II, III, IV, VI = (Chord(d, _NINTH) for d in (0, 1, 2, 3, 5))  # noqa: E741 - chords have roman names
V = Chord(4, (0, 2, 6, 8, 12))
III7, VI7, IV7 = Chord(2, _SEVENTH), Chord(5, _SEVENTH), Chord(3, _SEVENTH)
SUS = Chord(4, (0, 3, 6, 8, 4))

_REPERTOIRE = Repertoire(
    a=(
        ((II,), (V,), (I,), (VI,)),
        ((I,), (III7,), (VI,), (II, V)),
        ((IV,), (III7,), (II,), (I,)),
        ((II,), (III7,), (IV,), (V,)),
        ((I,), (VI,), (II,), (SUS, V)),
    ),
    b=(
        ((IV,), (III7, VI7), (II,), (SUS,)),
        ((VI,), (III7,), (IV,), (V,)),
        ((IV,), (V,), (III7,), (VI,)),
    ),
    cadence=(VI, II, V),
    home=I,
)

_RHYTHMS: tuple[Rhythm, ...] = (
    ((0.5, 0.5), (1, 1.4), (3.5, 0.5), (4, 2)),
    ((0, 0.9), (1.5, 0.5), (2, 1.5), (5.5, 0.5), (6, 1.5)),
    ((1, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 2.5), (6.5, 1)),
    ((0, 1.5), (1.5, 0.5), (2.5, 1.5), (4.5, 0.5), (5, 2)),
    ((2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5), (4, 2.5)),
)
_COMPING = (
    ((0, 3.6),),
    ((0, 1.45), (1.5, 2.4)),
    ((0, 1.4), (1.5, 0.9), (2.5, 1.4)),
    ((0, 2.3), (2.5, 1.45)),
)
_KICKS = ((0, 2.5), (0, 0.75, 2.5), (0, 1.75, 2.5), (0, 2.25, 2.75), (0, 1.5, 2.5))
_SNARE_LATE = 0.014


@dataclass(frozen=True, slots=True)
class _Taste:
    lead: str
    tunes: tuple[Motif, Motif]
    comping: tuple[int, int]
    kicks: tuple[int, int]
    walking: bool


def write(piece: Piece) -> None:
    taste = piece.taste
    choices = _Taste(
        taste.choice(("guitar", "vibes")),
        (motif(taste, _RHYTHMS), motif(taste, _RHYTHMS)),
        (taste.randrange(len(_COMPING)), taste.randrange(1, len(_COMPING))),
        (taste.randrange(len(_KICKS)), taste.randrange(len(_KICKS))),
        taste.random() < 0.5,
    )
    sung = 74
    for measure in piece.measures:
        if measure.bar.role == "ring":
            _last(piece, measure, choices, sung)
            continue
        _keys(piece, measure, choices)
        _bass(piece, measure, choices)
        _drums(piece, measure, choices)
        sung = _melody(piece, measure, choices, sung)


def _keys(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar = measure.bar
    if bar.role == "b":
        for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
            for pitch in voicing[-2:]:
                piece.pen.play("pad", struck.begin, struck.beats + 0.3, pitch, 0.5)
    loud = 0.36 + 0.2 * bar.energy
    if len(measure.chords) > 1 or bar.beats < BEATS or bar.energy < 0.45:
        for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
            piece.pen.chord("epiano", struck.begin, struck.beats * 0.95, voicing, loud, roll=0.022)
        return
    voicing = measure.voicings[0]
    pattern = _COMPING[choices.comping[bar.place % 2 if bar.role == "b" else 0]]
    for index, (beat, beats) in enumerate(pattern):
        # The answer to the first stroke is shorter of breath: without the lowest note.
        pitches = voicing if index == 0 else voicing[1:]
        piece.pen.chord(
            "epiano", bar.begin + beat, beats, pitches, loud * (1 if index == 0 else 0.8),
            roll=0.016 if index == 0 else 0.008, late=0.006,
        )  # fmt: skip


def _bass(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen = measure.bar, piece.pen
    if bar.role == "intro" and bar.place < 2:
        return
    loud = 0.5 + 0.15 * bar.energy
    for struck in measure.chords:
        root = piece.root(struck.chord, 38)
        if struck.beats < BEATS or bar.energy < 0.5:
            pen.play("bass", struck.begin, struck.beats * 0.92, root, loud)
            continue
        pen.play("bass", bar.begin, 1.4, root, loud)
        fifth = near(piece.tonic, struck.chord.degree + 4, root + 4)
        pen.play("bass", bar.begin + 2.5, 0.9, fifth if choices.walking else root, loud * 0.85)
        if bar.place % 2:
            goal = piece.root(measure.following, 38)
            step = near(piece.tonic, measure.following.lowest + (1 if goal < root else -1), goal)
            pen.play("bass", bar.begin + 3.5, 0.45, step, loud * 0.75)


def _drums(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen, hands = measure.bar, piece.pen, piece.hands
    if bar.role == "intro" or bar.beats < BEATS:
        if bar.role == "intro" and bar.place == 3 and bar.beats == BEATS:
            for beat in (3, 3.5):
                pen.play("hat", bar.begin + beat, 0.2, 0, 0.3)
        return
    _hats(piece, measure)
    if bar.role == "rest":
        pen.play("rim", bar.begin + 3, 0.2, 0, 0.3, late=_SNARE_LATE)
        return
    kicks = _KICKS[choices.kicks[bar.place % 2]]
    ending = bar.role == "end" and measure is piece.measures[-2]
    for beat in kicks:
        if not (bar.fill and beat > 2) and not (ending and beat > 1):
            pen.play("kick", bar.begin + beat, 0.3, 0, 0.62 + 0.2 * bar.energy - 0.1 * (beat > 0))
    for beat in (1,) if ending else (1, 3):
        pen.play("snare", bar.begin + beat, 0.3, 0, 0.5 + 0.2 * bar.energy, late=_SNARE_LATE)
    if bar.fill:
        for beat, loud in hands.choice((
            ((2.5, 0.3), (3.5, 0.45), (3.75, 0.3)), ((3.25, 0.25), (3.5, 0.4), (3.75, 0.5)),
            ((2.75, 0.35), (3.5, 0.45)),
        )):  # fmt: skip
            pen.play("snare", bar.begin + beat, 0.2, 0, loud, late=_SNARE_LATE)
    elif hands.random() < 0.4:
        pen.play("snare", bar.begin + hands.choice((1.75, 2.25, 3.75)), 0.2, 0, 0.16)


def _hats(piece: Piece, measure: Measure) -> None:
    bar, hands = measure.bar, piece.hands
    softer = 0.6 if bar.role == "rest" else 1.0
    for half in range(8):
        beat = half / 2
        if bar.fill and half == 7:
            piece.pen.play("open-hat", bar.begin + beat, 0.5, 0, 0.3)
            continue
        if hands.random() < 0.06:
            continue
        loud = (0.4 if half % 2 == 0 else 0.27) * (0.75 + 0.35 * bar.energy) * softer
        piece.pen.play("hat", bar.begin + beat, 0.2, 0, loud)
        if half % 2 and hands.random() < 0.12:
            piece.pen.play("hat", bar.begin + beat + 0.25, 0.1, 0, loud * 0.6)


def _melody(piece: Piece, measure: Measure, choices: _Taste, before: int) -> int:
    """Every other bar begins a figure; where the music should breathe there is none."""
    bar = measure.bar
    silent = bar.role in ("intro", "rest") or (bar.role == "a" and bar.turn == 0)
    if silent or bar.place % 2 or bar.beats < BEATS or bar.role == "end":
        return before
    if bar.place == 2 and bar.role == "a" and piece.hands.random() < 0.45:
        return before
    figure = choices.tunes[bar.role == "b"]
    around = round(0.5 * before + 0.5 * (76 if bar.role == "b" else 72))
    for sung in sing(figure, piece.tonic, piece.chord_at, bar.begin, around, 64, 86):
        if bar.place == 2 and sung.beat > bar.begin + 5:
            break  # room before the next section
        piece.pen.play(
            choices.lead, sung.beat, sung.beats, sung.pitch, 0.4 + 0.22 * bar.energy, late=0.008
        )
        before = sung.pitch
    return before


def _last(piece: Piece, measure: Measure, choices: _Taste, before: int) -> None:
    bar, pen = measure.bar, piece.pen
    voicing = measure.voicings[0]
    pen.chord("epiano", bar.begin, bar.beats, voicing, 0.5, roll=0.035)
    pen.play("bass", bar.begin, bar.beats, piece.root(measure.chords[0].chord, 38), 0.55)
    if len(piece.measures) > 4:
        pen.play("kick", bar.begin, 0.3, 0, 0.55)
        high = near(piece.tonic, 4 if before % 2 else 2, 79)
        pen.play(choices.lead, bar.begin, bar.beats, high, 0.38, late=0.16)


STYLE = Style(
    "lofi", (72, 84), 1, (0.56, 0.61), (0, 2, 3, 5, 7, 8, 10), (53, 75), _REPERTOIRE, write
)
