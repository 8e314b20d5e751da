"""How a result is encoded, as a user says it."""

from dataclasses import dataclass
from typing import Literal

from typecut.errors import SettingError
from typecut.render import Encoding

Quality = Literal["draft", "standard", "high", "best"]
ENCODINGS: dict[Quality, Encoding] = {
    "draft": Encoding(preset="ultrafast", crf=28.0),
    "standard": Encoding(),
    "high": Encoding(preset="veryfast", crf=18.0),
    "best": Encoding(preset="medium", crf=16.0),
}
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the result is encoded. `preset` and `crf` win over `quality`.

    `copy` takes footage that nothing touches over as it is, where it fits the result.
    """

    quality: Quality = "standard"
    preset: str | None = None
    crf: float | None = None
    loudness: bool = True
    copy: bool = True

    def encoding(self) -> Encoding:
        base = ENCODINGS[self.quality]
        if self.preset is not None and self.preset not in PRESETS:
            raise SettingError(
                f"There is no preset {self.preset!r}.", hint=f"Take one of {', '.join(PRESETS)}."
            )
        if self.crf is not None and not 0 < self.crf <= 51:
            raise SettingError(f"The CRF must lie above 0 and up to 51, not {self.crf:g}.")
        return Encoding(
            preset=self.preset or base.preset,
            crf=base.crf if self.crf is None else float(self.crf),
            gop=base.gop,
            audio_bitrate=base.audio_bitrate,
        )
