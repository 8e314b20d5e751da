"""Typst sets the words of a title; here is what it is told and what comes back."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import typst

from typecut.errors import RenderError

from . import titles_text
from .titles_styles import LEAST, SAFE, Look

FONTS = Path(__file__).parent / "fonts"
TEMPLATE = Path(__file__).parent / "titles.typ"
FAMILIES = (
    "Noto Sans SC",
    "Noto Sans KR",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Sans Symbols",
    "Noto Color Emoji",
)
_TRACKING = {"en": -0.018, "ru": -0.01, "el": -0.01, "zh": 0.02, "ja": 0.01}
_LATIN = re.compile("[A-Za-z]")
_PITCH = 1.02


@dataclass(frozen=True, slots=True)
class Row:
    """A row of letters: its middle line and height in pixels of the block's picture."""

    top: float
    bottom: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Words as set. `ink` is RGBA with straight alpha, `margin` pixels wider on each side than the
    block itself; `em` is the size of the first line; `first` the block's height up to line two."""

    ink: npt.NDArray[np.uint8]
    margin: int
    em: float
    rows: tuple[Row, ...]
    first: float
    rtl: bool


def set_block(
    lines: list[str], look: Look, align: str, color: str, size: float, frame: tuple[int, int]
) -> Block:
    """Sets `lines` for a frame of (width, height) pixels."""
    short = min(frame)
    upright = frame[0] <= frame[1]
    measure = look.measure_upright if upright else look.measure
    measure = min(measure, 1 - 2 * SAFE)
    wanted = look.size * size * short
    told: dict[str, Any] = {
        "fonts": FAMILIES,
        "align": align,
        "width": measure * frame[0],
        "height": look.height * frame[1],
        "size": wanted,
        "small": look.small * min(size, 1) * short,
        "least": max(6.0, LEAST * short),
        "rows": look.rows,
        "margin": round(0.5 * wanted) + 2,
        "lines": [_line(line, index, look, color) for index, line in enumerate(lines)],
    }
    picture, facts = _compile(told)
    return _block(picture, facts, told)


def _line(text: str, index: int, look: Look, color: str) -> dict[str, Any]:
    language = titles_text.language(text)
    mixed = language in titles_text.DENSE and _LATIN.search(text)
    leading = (
        0.42 if language in titles_text.TALL else 0.26 if language in titles_text.DENSE else 0.16
    )
    return {
        "text": text,
        "words": titles_text.whole_words(text),
        "lang": language,
        "rtl": titles_text.right_to_left(text),
        "scale": look.second if index else 1.0,
        "weight": look.weight if not index or look.second == 1 else 500,
        "color": color,
        "tracking": 0.0 if mixed or (index and look.second != 1) else _TRACKING.get(language, 0.0),
        "leading": leading,
        "after": 0.42 if look.rule and not index else 0.12 if look.second != 1 else 0.0,
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _compile(told: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    # A Compiler keeps its inputs, and `query` can only ask with those of the last `compile`.
    try:
        compiler = typst.Compiler(str(TEMPLATE), font_paths=_fonts(), ignore_system_fonts=True)
        picture = compiler.compile(
            format="png", ppi=72, sys_inputs={"spec": json.dumps(told, ensure_ascii=False)}
        )
        facts = json.loads(compiler.query("<facts>", field="value", one=True))
    except RuntimeError as error:
        raise RenderError(f"The title could not be typeset: {error}.") from error
    if not isinstance(picture, bytes):
        raise RenderError("The title could not be typeset: it did not come out as one page.")
    return picture, facts


def _block(picture: bytes, facts: dict[str, Any], told: dict[str, Any]) -> Block:
    ink = _decoded(picture)
    size, margin = float(facts["size"]), int(told["margin"])
    rows: list[Row] = []
    first = top = 0.0
    for index, count in enumerate(facts["rows"]):
        em = size * facts["scales"][index]
        lead = facts["leadings"][index] * em
        for _ in range(int(count)):
            rtl = bool(told["lines"][index]["rtl"])
            rows.append(Row(margin + top - lead / 2, margin + top + _PITCH * em + lead / 2, rtl))
            top += _PITCH * em + lead
        first = first or top - lead
        top += facts["afters"][index] * em
    return Block(ink, margin, size, tuple(rows), first, bool(told["lines"][0]["rtl"]))


def _decoded(picture: bytes) -> npt.NDArray[np.uint8]:
    """The RGBA samples of a PNG."""
    coded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED)
    if coded is None or coded.ndim != 3 or coded.shape[2] != 4:
        raise RenderError("The title could not be typeset: its picture cannot be read.")
    return cv2.cvtColor(coded, cv2.COLOR_BGRA2RGBA)  # pyright: ignore[reportReturnType]
