"""Media: what a clip shows or sounds, told by what an editor needs to know of it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

MediaKind = Literal["video", "image", "audio"]


@dataclass(frozen=True, slots=True)
class Media:
    """One source.

    `src` is a path or URL, or names something made on the spot:
    ``compose:lofi?seed=7`` (music) or ``background:aurora?seed=3`` (moving picture).
    `duration` is None where the source has no length of its own (photos, made media): elastic.
    `width` and `height` are as displayed: after rotation, with square pixels. `has_alpha` means
    that parts of the picture may be transparent, as in a logo or a cut-out.
    """

    id: str
    src: str
    kind: MediaKind
    name: str = ""
    duration: Fraction | None = None
    width: int = 0
    height: int = 0
    rate: Fraction | None = None
    has_audio: bool = False
    has_alpha: bool = False

    @property
    def has_picture(self) -> bool:
        return self.kind != "audio"

    @property
    def made(self) -> bool:
        """Made by typecut itself, not read from a file."""
        return self.src.startswith(("compose:", "background:"))
