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
            "epiano": Strip(0.5, 0.0, 0.3, 0.25, lowpass=6000, spread=0.35),
            "bass": Strip(0.6, 0.0, 0.02, 0.09, lowpass=2200),
            "guitar": Strip(1.1, 0.3, 0.4, 0.25, lowpass=5200),
            "pad": Strip(0.16, 0.0, 0.3, 0.8, attack=0.7, lowpass=2400),
            "vibes": Strip(0.65, 0.3, 0.4, 0.35, lowpass=5200),
            "kick": Strip(0.5, 0.0, 0.03, lowpass=3800),
            "snare": Strip(0.8, -0.04, 0.25, lowpass=8000),
            "rim": Strip(0.6, -0.15, 0.3, lowpass=7000),
            "brush": Strip(0.4, -0.1, 0.1, lowpass=5500),
            "hat": Strip(1.1, 0.3, 0.1, lowpass=12000),
            "open-hat": Strip(0.8, 0.3, 0.12, 0.05, lowpass=12000),
        },
        soft=True,
        tremolo=(0.28, 4.3),
        wow=0.55,
        crackle=0.09,
        drive=1.35,
        room=1.7,
        damp=4500,
    ),
    "upbeat": Desk(
        {
            "steel": Strip(0.4, -0.75, 0.16, 0.07),
            "steel-right": Strip(0.4, 0.75, 0.16, 0.07),
            "pluck": Strip(0.5, 0.5, 0.35, 0.12),
            "fingerbass": Strip(0.5, 0.0, 0.02, 0.05),
            "glock": Strip(0.42, -0.2, 0.3, 0.5),
            "marimba": Strip(0.75, -0.2, 0.25, 0.2),
            "piano": Strip(0.4, 0.05, 0.2, 0.2),
            "kick": Strip(0.62, 0.0, 0.02),
            "snare": Strip(0.5, 0.03, 0.15),
            "clap": Strip(0.7, 0.0, 0.25),
            "hat": Strip(0.6, 0.25, 0.08),
            "open-hat": Strip(0.4, 0.25, 0.08, 0.06),
            "shaker": Strip(0.6, -0.4, 0.06),
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
