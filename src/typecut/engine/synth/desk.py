"""The mixing desk: how loud, where in the picture and how far away each instrument stands."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strip:
    """`pan` −1 (left) to 1; `send` into the room; `release` in seconds, `attack` for instruments
    that swell; `lowpass` in Hz, 0 for none; `spread` widens with the pitch, as strings lie."""

    level: float = 1.0
    pan: float = 0.0
    send: float = 0.15
    release: float = 0.12
    attack: float = 0.0
    lowpass: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Desk:
    """`tremolo` (depth, Hz) moves the electric piano from side to side; `wow` is the tape's
    unsteadiness in milliseconds; `crackle` the level of the record's noise; `drive` how hard the
    mix leans on the tape; `room` the seconds in which the room falls silent, `damp` its colour."""

    strips: Mapping[str, Strip]
    soft: bool = False
    tremolo: tuple[float, float] = (0.0, 4.6)
    wow: float = 0.0
    crackle: float = 0.0
    drive: float = 1.0
    room: float = 1.4
    damp: float = 5000.0


DESKS: Mapping[str, Desk] = {
    "lofi": Desk(
        {
            "epiano": Strip(0.5, 0.0, 0.16, 0.16, lowpass=3600, spread=0.25),
            "bass": Strip(0.95, 0.0, 0.02, 0.09, lowpass=1400),
            "guitar": Strip(0.62, 0.28, 0.3, 0.25, lowpass=3400),
            "vibes": Strip(0.4, 0.28, 0.3, 0.35, lowpass=3600),
            "kick": Strip(0.8, 0.0, 0.02, lowpass=3000),
            "snare": Strip(0.52, -0.04, 0.14, lowpass=4500),
            "rim": Strip(0.4, -0.15, 0.2, lowpass=4500),
            "brush": Strip(0.4, -0.1, 0.1, lowpass=5500),
            "hat": Strip(0.34, 0.22, 0.05, lowpass=7500),
            "open-hat": Strip(0.26, 0.22, 0.08, 0.05, lowpass=7500),
        },
        soft=True,
        tremolo=(0.28, 4.3),
        wow=0.55,
        crackle=0.02,
        drive=1.35,
        room=1.3,
        damp=3200,
    ),
    "upbeat": Desk(
        {
            "steel": Strip(0.33, -0.3, 0.14, 0.07, spread=0.2),
            "pluck": Strip(0.34, 0.38, 0.25, 0.12),
            "fingerbass": Strip(0.78, 0.0, 0.02, 0.05),
            "glock": Strip(0.26, 0.12, 0.3, 0.5),
            "marimba": Strip(0.5, 0.12, 0.25, 0.2),
            "piano": Strip(0.4, 0.05, 0.2, 0.2),
            "kick": Strip(0.95, 0.0, 0.02),
            "snare": Strip(0.4, 0.03, 0.15),
            "clap": Strip(0.55, 0.0, 0.25),
            "hat": Strip(0.3, 0.2, 0.05),
            "open-hat": Strip(0.22, 0.2, 0.08, 0.06),
            "shaker": Strip(0.3, -0.35, 0.06),
            "crash": Strip(0.4, 0.1, 0.2, 0.5),
        },
        drive=1.15,
        room=1.5,
        damp=6500,
    ),
    "calm": Desk(
        {
            "piano": Strip(0.62, 0.0, 0.3, 0.5, spread=0.3),
            "pad": Strip(0.42, 0.0, 0.35, 1.0, attack=0.9),
            "strings": Strip(0.4, 0.0, 0.45, 0.6, attack=0.35),
        },
        drive=1.0,
        room=2.6,
        damp=4200,
    ),
}
