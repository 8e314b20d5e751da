"""Calm: broken chords on a piano over a pad, a slow line for the strings."""

from dataclasses import dataclass

from .form import BEATS
from .harmony import Repertoire
from .melody import Motif, Rhythm, motif, sing
from .piece import Measure, Piece, Style
from .theory import Chord, near

_ADD, _SEVENTH = (0, 2, 4, 8), (0, 2, 4, 6)
I, IV, V = Chord(0, _ADD), Chord(3, _ADD), Chord(4)  # noqa: E741 - chords have roman names
II, III, VI = Chord(1, _SEVENTH), Chord(2), Chord(5, _SEVENTH)
I_E, V_B = Chord(0, (0, 2, 4), bass=2), Chord(4, (0, 2, 4), bass=6)
SUS, V7 = Chord(4, (0, 3, 4)), Chord(4, _SEVENTH)

_REPERTOIRE = Repertoire(
    a=(
        ((I,), (V_B,), (VI,), (IV,)),
        ((I,), (VI,), (IV,), (SUS, V)),
        ((I,), (IV,), (I_E,), (V,)),
        ((VI,), (IV,), (I,), (V_B,)),
    ),
    b=(
        ((IV,), (I_E,), (II,), (V,)),
        ((VI,), (III,), (IV,), (I_E,)),
        ((IV,), (V,), (VI,), (I_E, V)),
    ),
    cadence=(IV, II, V7),
    home=Chord(0, _ADD),
)
_RHYTHMS: tuple[Rhythm, ...] = (
    ((0, 2), (2, 1), (3, 1), (4, 3)),
    ((0, 1.5), (1.5, 0.5), (2, 2), (4, 1.5), (5.5, 0.5), (6, 2)),
    ((1, 1), (2, 1), (3, 1), (4, 3.5)),
    ((0, 3), (3, 1), (4, 2), (6, 2)),
)
_ARPEGGIOS = (
    (0, 1, 2, 3, 2, 1, 2, 3),
    (0, 2, 1, 3, 2, 3, 1, 2),
    (0, 1, 2, 3, 4, 3, 2, 1),
    (0, 2, 3, 2, 1, 2, 3, 2),
)


@dataclass(frozen=True, slots=True)
class _Taste:
    tunes: tuple[Motif, Motif]
    arpeggio: tuple[int, ...]
    other: tuple[int, ...]


def write(piece: Piece) -> None:
    taste = piece.taste
    choices = _Taste(
        (motif(taste, _RHYTHMS, 0.15), motif(taste, _RHYTHMS, 0.3)),
        taste.choice(_ARPEGGIOS),
        taste.choice(_ARPEGGIOS),
    )
    sung = 74
    for measure in piece.measures:
        if measure.bar.role == "ring":
            _last(piece, measure)
            continue
        _piano(piece, measure, choices)
        _pad(piece, measure)
        sung = _melody(piece, measure, choices, sung)


def _swell(measure: Measure) -> float:
    """A phrase of four bars grows towards its third and gives way in the fourth."""
    return (0.92, 1.0, 1.08, 0.96)[measure.bar.place % 4]


def _piano(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen = measure.bar, piece.pen
    loud = (0.3 + 0.2 * bar.energy) * _swell(measure)
    steps = choices.other if bar.role == "b" else choices.arpeggio
    closing = measure is piece.measures[-2]
    for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
        root = piece.root(struck.chord, 43)
        pen.play("piano", struck.begin, struck.beats, root, loud * 1.05)
        if bar.energy > 0.6:
            pen.play("piano", struck.begin, struck.beats, root - 12, loud * 0.8)
        if bar.role == "rest" or closing:
            pen.chord("piano", struck.begin + 0.5, struck.beats - 0.5, voicing, loud * 0.9, 0.06)
            continue
        tones = sorted({*voicing, voicing[0] + 12})
        for half in range(round(struck.beats * 2)):
            pitch = tones[steps[half % len(steps)] % len(tones)]
            accent = 1.0 if half % 4 == 0 else 0.82
            # The pedal is down until the chord changes.
            held = max(struck.beats - half / 2, 1.0)
            pen.play("piano", struck.begin + half / 2, held, pitch, loud * accent * 0.85)


def _pad(piece: Piece, measure: Measure) -> None:
    bar, pen = measure.bar, piece.pen
    if bar.role == "intro" and bar.place < 2:
        return
    for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
        for pitch in voicing[-3:]:
            pen.play("pad", struck.begin, struck.beats + 0.4, pitch, 0.3 + 0.25 * bar.energy)
        if bar.energy > 0.65:
            root = piece.root(struck.chord, 45)
            pen.play("strings", struck.begin, struck.beats + 0.2, root, 0.35 + 0.2 * bar.energy)


def _melody(piece: Piece, measure: Measure, choices: _Taste, before: int) -> int:
    bar = measure.bar
    if bar.place % 2 or bar.beats < BEATS or bar.role in ("intro", "rest", "end"):
        return before
    if bar.role == "a" and bar.turn == 0 and bar.place == 0:
        return before
    bowed = bar.role == "b"
    figure = choices.tunes[bowed]
    around = round(0.4 * before + 0.6 * (72 if bowed else 77))
    low, high = (62, 81) if bowed else (67, 88)
    for sung in sing(figure, piece.tonic, piece.chord_at, bar.begin, around, low, high):
        if bowed:
            piece.pen.play(
                "strings", sung.beat, sung.beats + 0.1, sung.pitch, 0.5 * _swell(measure)
            )
        else:
            piece.pen.play("piano", sung.beat, sung.beats + 0.5, sung.pitch, 0.52 * _swell(measure))
        before = sung.pitch
    return before


def _last(piece: Piece, measure: Measure) -> None:
    bar, pen = measure.bar, piece.pen
    root = piece.root(measure.chords[0].chord, 43)
    pen.chord("piano", bar.begin, bar.beats, (root - 12, root), 0.42, 0.01)
    pen.chord("piano", bar.begin, bar.beats, measure.voicings[0], 0.4, 0.07, late=0.05)
    pen.play("piano", bar.begin, bar.beats, near(piece.tonic, 0, 84), 0.34, late=0.34)
    for pitch in measure.voicings[0][-3:]:
        pen.play("pad", bar.begin, bar.beats * 0.8, pitch, 0.42)
    pen.play("strings", bar.begin, bar.beats * 0.7, root, 0.4)


STYLE = Style(
    "calm", (62, 71), 1, (0.5, 0.5), (0, 2, 3, 5, 7, 8, 9, 10), (55, 76), _REPERTOIRE, write
)
