"""Chunk specifications in short, for tests."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from typecut.engine.probe import probe
from typecut.render.spec import ChunkSpec, Encoding, Footage, Shot

FAST = Encoding(preset="ultrafast", crf=12)


def footage(path: Path) -> Footage:
    facts = probe(str(path), digest=False)
    assert facts.picture is not None
    return Footage(facts.path, facts.digest, facts.picture)


def one_shot(
    path: Path,
    frames: int,
    *,
    rate: Fraction | int = 30,
    start: Fraction | int = 0,
    speed: Fraction | int = 1,
    size: tuple[int, int] = (320, 180),
    background: str = "#000000",
    **shot: Any,
) -> ChunkSpec:
    seen = Shot(footage(path), 0, frames, Fraction(start), Fraction(speed) / rate, **shot)
    return ChunkSpec(
        *size, Fraction(rate), frames, background, base=(seen,), encoding=FAST, engine="test"
    )
