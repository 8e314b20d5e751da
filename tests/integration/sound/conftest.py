"""Mixing."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sounds import Mix, Samples, heard
from typecut.engine.sound import mix_sound
from typecut.render.spec import Sound, SoundSpec


@pytest.fixture
def mix(tmp_path: Path) -> Mix:
    """Mixes sounds and decodes the result: (n, 2) samples, cut to the length in the file."""

    def mixed(duration: float | Fraction, *sounds: Sound, **fields: Any) -> Samples:
        spec = SoundSpec(Fraction(duration), sounds)
        out = tmp_path / "mix.m4a"
        mix_sound(replace(spec, **fields), out, tmp_path / "cache")
        return heard(out)

    return mixed
