"""From a style, a seed and a length to a score."""

from collections.abc import Mapping
from fractions import Fraction
from urllib.parse import parse_qs

from typecut.errors import SettingError

from . import calm, lofi, upbeat
from .piece import Style, begin
from .score import Score

STYLES: Mapping[str, Style] = {s.name: s for s in (lofi.STYLE, upbeat.STYLE, calm.STYLE)}


def compose(style: str, query: str, length: Fraction) -> Score:
    """Music of exactly `length` seconds that ends on a cadence; `query` as in ``seed=7``.

    The same three always give the same score. The seed decides on key, tempo, chords and motifs;
    the length only on how often they are heard.
    """
    known = STYLES.get(style)
    if known is None:
        raise SettingError(
            f"There is no music style {style!r}.", hint=f"Choose from {', '.join(STYLES)}."
        )
    if length <= 0:
        raise SettingError(f"Music of {float(length):g} s cannot be composed.")
    seed = parse_qs(query).get("seed", ["1"])[-1]
    piece = begin(known, seed, length)
    known.write(piece)
    return Score(
        style, seed, length, float(60 / piece.beat), piece.tonic, piece.cadence, piece.pen.notes()
    )
