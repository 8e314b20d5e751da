"""Upbeat: a kick on every beat, claps, strummed guitar, plucked figures, a bright tune on top."""

from dataclasses import dataclass
from itertools import pairwise

from .form import BEATS
from .harmony import Repertoire
from .melody import Motif, Rhythm, motif, sing
from .piece import Measure, Piece, Style
from .theory import Chord, near

_ADD, _SEVENTH = (0, 2, 4, 8), (0, 2, 4, 6)
I, II, III, IV, V, VI = (Chord(d) for d in range(6))  # noqa: E741 - chords have roman names
IV_ADD, I_ADD, VI7, SUS = Chord(3, _ADD), Chord(0, _ADD), Chord(5, _SEVENTH), Chord(4, (0, 3, 4))

_REPERTOIRE = Repertoire(
    a=(
        ((I,), (V,), (VI7,), (IV_ADD,)),
        ((I,), (IV_ADD,), (VI7,), (V,)),
        ((VI7,), (IV_ADD,), (I,), (V,)),
        ((I_ADD,), (IV_ADD,), (I,), (SUS, V)),
    ),
    b=(
        ((IV,), (V,), (VI,), (I,)),
        ((IV_ADD,), (I,), (II,), (V,)),
        ((VI,), (III,), (IV,), (V,)),
    ),
    cadence=(VI, IV, V),
    home=I_ADD,
)
_RHYTHMS: tuple[Rhythm, ...] = (
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (2, 0.5), (2.5, 1), (4, 1), (5, 0.5), (5.5, 1.5)),
    ((0, 0.75), (0.75, 0.75), (1.5, 1), (3, 0.5), (3.5, 0.5), (4, 0.75), (4.75, 0.75), (5.5, 1.5)),
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 1), (4.5, 0.5), (5, 0.5), (5.5, 2)),
    ((0, 1), (1, 0.5), (1.5, 1), (3, 1), (4, 1), (5, 0.5), (5.5, 1.5)),
)
_STRUMS = (
    ((0, 1), (1, 1), (1.5, -1), (2.5, -1), (3, 1), (3.5, -1)),
    ((0, 1), (0.5, -1), (1, 1), (1.5, -1), (2, 1), (2.5, -1), (3, 1), (3.5, -1)),
    ((0, 1), (0.75, -1), (1.5, -1), (2, 1), (2.75, -1), (3.5, -1)),
)
_GUITARS = ("steel", "steel-right")
"""The same part played twice, one to each side."""

_PLUCKS = ((0, 2, 1, 3, 2, 1, 3, 2), (0, 1, 2, 3, 1, 2, 3, 2), (3, 1, 2, 0, 3, 1, 2, 1))
_BASSES = ((0, 0.5, 1.5, 2, 2.5, 3.5), (0, 1.5, 2.5, 3), (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5))


@dataclass(frozen=True, slots=True)
class _Taste:
    lead: str
    tunes: tuple[Motif, Motif]
    strums: tuple[tuple[float, int], ...]
    plucks: tuple[int, ...]
    bass: tuple[float, ...]


def write(piece: Piece) -> None:
    taste = piece.taste
    choices = _Taste(
        taste.choice(("glock", "marimba")),
        (motif(taste, _RHYTHMS, 0.25), motif(taste, _RHYTHMS, 0.3)),
        taste.choice(_STRUMS),
        taste.choice(_PLUCKS),
        taste.choice(_BASSES),
    )
    sung = 79
    for measure in piece.measures:
        if measure.bar.role == "ring":
            _last(piece, measure, choices)
            continue
        _guitar(piece, measure, choices)
        _pluck(piece, measure, choices)
        _bass(piece, measure, choices)
        _drums(piece, measure)
        sung = _melody(piece, measure, choices, sung)


def _guitar(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen = measure.bar, piece.pen
    loud = 0.4 + 0.2 * bar.energy
    for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
        tones = (*voicing, voicing[0] + 12)
        if bar.role in ("intro", "rest") or struck.beats < 2 or bar.beats < BEATS:
            for guitar in _GUITARS:
                pen.chord(guitar, struck.begin, struck.beats, tones, loud, 0.016)
            continue
        for beat, way in choices.strums:
            if not 0 <= beat - (struck.begin - bar.begin) < struck.beats:
                continue
            accent = 1.1 if beat in (1, 3) else 0.9 if way > 0 else 0.72
            some = tones if way > 0 else tones[1:]
            for guitar in _GUITARS:
                pen.chord(guitar, bar.begin + beat, 0.8, some, loud * accent, 0.007 * way)


def _pluck(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar = measure.bar
    if bar.energy < 0.5 and bar.role != "rest" and not (bar.role == "intro" and bar.place >= 2):
        return
    loud = 0.3 + 0.15 * bar.energy
    for struck, voicing in zip(measure.chords, measure.voicings, strict=True):
        tones = [p + 12 for p in (*voicing, voicing[0] + 12)]
        for half in range(round(struck.beats * 2)):
            pitch = tones[choices.plucks[half % len(choices.plucks)] % len(tones)]
            piece.pen.play(
                "pluck", struck.begin + half / 2, 0.5, pitch, loud * (1 if half % 2 == 0 else 0.8)
            )


def _bass(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen = measure.bar, piece.pen
    if bar.role == "intro" and bar.beats == BEATS:
        return
    loud = 0.55 + 0.2 * bar.energy
    for struck in measure.chords:
        root = piece.root(struck.chord, 36)
        if bar.role == "rest" or struck.beats < BEATS:
            pen.play("fingerbass", struck.begin, struck.beats * 0.9, root, loud * 0.9)
            continue
        beats = [*choices.bass, BEATS]
        for index, (beat, until) in enumerate(pairwise(beats)):
            high = index % 3 == 2 and bar.energy > 0.65
            pen.play(
                "fingerbass", bar.begin + beat, min((until - beat) * 0.85, 1),
                root + 12 * high, loud * (1 if index == 0 else 0.85),
            )  # fmt: skip


def _drums(piece: Piece, measure: Measure) -> None:
    bar, pen = measure.bar, piece.pen
    if bar.beats < BEATS:
        return
    if bar.role == "intro":
        if bar.place == 3:
            for beat in (2, 3):
                pen.play("clap", bar.begin + beat, 0.3, 0, 0.45)
        return
    if bar.place == 0 and bar.energy >= 0.7:
        pen.play("crash", bar.begin, 2, 0, 0.4 + 0.2 * bar.energy)
    if bar.role == "rest":
        for beat in range(4):
            pen.play("shaker", bar.begin + beat + 0.5, 0.2, 0, 0.3)
        if bar.fill:
            _roll(piece, measure, 2)
        return
    for beat in range(4):
        if not (bar.fill and beat == 3):
            pen.play("kick", bar.begin + beat, 0.3, 0, 0.7 + 0.15 * bar.energy)
    for beat in (1, 3):
        pen.play("clap", bar.begin + beat, 0.3, 0, 0.5 + 0.2 * bar.energy)
        if bar.energy > 0.75:
            pen.play("snare", bar.begin + beat, 0.3, 0, 0.45)
    _cymbals(piece, measure)
    if bar.fill:
        _roll(piece, measure, 3)


def _cymbals(piece: Piece, measure: Measure) -> None:
    bar, pen = measure.bar, piece.pen
    for quarter in range(16):
        beat = bar.begin + quarter / 4
        if quarter % 4 == 2:
            pen.play(
                "open-hat" if bar.energy > 0.75 else "hat", beat, 0.25, 0, 0.3 + 0.12 * bar.energy
            )
        if bar.energy > 0.6:
            loud = 0.24 if quarter % 4 == 0 else 0.3 if quarter % 2 == 0 else 0.15
            pen.play("shaker", beat, 0.1, 0, loud)


def _roll(piece: Piece, measure: Measure, since: int) -> None:
    """Sixteenths that grow into the next section."""
    count = (BEATS - since) * 4
    for index in range(count):
        piece.pen.play(
            "snare", measure.bar.begin + since + index / 4, 0.15, 0, 0.25 + 0.4 * index / count
        )


def _melody(piece: Piece, measure: Measure, choices: _Taste, before: int) -> int:
    bar = measure.bar
    if bar.place % 2 or bar.beats < BEATS or bar.role in ("intro", "rest", "end"):
        return before
    if bar.role == "a" and bar.turn == 0:
        return before
    figure = choices.tunes[bar.role == "b"]
    around = round(0.5 * before + 0.5 * (82 if bar.role == "b" else 77))
    lead = choices.lead
    for sung in sing(figure, piece.tonic, piece.chord_at, bar.begin, around, 69, 91):
        loud = 0.42 + 0.2 * bar.energy
        piece.pen.play(lead, sung.beat, sung.beats, sung.pitch, loud)
        if bar.role == "b" and bar.energy > 0.9:
            piece.pen.play("piano", sung.beat, sung.beats, sung.pitch - 12, loud * 0.8)
        before = sung.pitch
    return before


def _last(piece: Piece, measure: Measure, choices: _Taste) -> None:
    bar, pen = measure.bar, piece.pen
    voicing = measure.voicings[0]
    for guitar in _GUITARS:
        pen.chord(guitar, bar.begin, bar.beats, (*voicing, voicing[0] + 12), 0.62, 0.018)
    root = piece.root(measure.chords[0].chord, 36)
    pen.play("fingerbass", bar.begin, bar.beats, root, 0.7)
    pen.play(choices.lead, bar.begin, bar.beats, near(piece.tonic, 0, 84), 0.55)
    pen.chord("piano", bar.begin, bar.beats, (root + 12, *voicing), 0.4, 0.01)
    if len(piece.measures) > 2:
        pen.play("kick", bar.begin, 0.3, 0, 0.8)
        pen.play("crash", bar.begin, bar.beats, 0, 0.5)


STYLE = Style("upbeat", (112, 124), 1, (0.5, 0.5), (0, 2, 4, 5, 7, 9), (52, 74), _REPERTOIRE, write)
