"""Every edit as a frozen value; what each does to a timeline is drawn in its docstring.

Pictures are in `timeline.notation`. Times named `at` or `range` lie on the timeline (whole
timeline time), `source` in the media's own time. `clips` names clips by id; an empty tuple means
every clip of the main track, also those that come before this edit when the log is replayed.
Edits ripple: what comes later on the main track closes up, and titles, overlays and voices that
start at or after the change move with it; music that follows is fitted again.
"""

from dataclasses import dataclass
from fractions import Fraction

from typecut.timeline import (
    Animated,
    Colour,
    Crop,
    Curve,
    Effect,
    Fit,
    Flip,
    Media,
    Placement,
    Range,
    TitleAnimation,
    TitlePosition,
    TitleStyle,
    TransitionKind,
)

# -- putting clips on the timeline ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Append:
    """`V1 A[0-48]` , append B → `V1 A[0-48] B[0-24]`. Photos last `duration` (4 s by default)."""

    media: Media
    source: Range | None = None
    duration: Fraction | None = None
    clip: str = ""


@dataclass(frozen=True, slots=True)
class Insert:
    """`V1 A[0-48]`, insert B at 12 → `V1 A[0-12] B[0-24] A.2[12-48]`; later items move right."""

    media: Media
    at: Fraction
    source: Range | None = None
    duration: Fraction | None = None
    clip: str = ""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """`V1 A[0-48]`, overwrite with B[0-24] at 12 → `V1 A[0-12] B[0-24] A.2[36-48]`."""

    media: Media
    at: Fraction
    source: Range | None = None
    duration: Fraction | None = None
    clip: str = ""


@dataclass(frozen=True, slots=True)
class AddOverlay:
    """A picture over the main one: picture in picture, logo. `range` None: the whole timeline.

    `V1 A[0-48]`, overlay L over 12-36 → `V1 A[0-48]` / `V2 -[12] L[0-24]`. The overlay's own
    sound is muted unless `sound`. A photo over the whole timeline stays as long as it.
    `placement` None: a photo top right like a logo, footage bottom right.
    """

    media: Media
    range: Range | None = None
    placement: Placement | None = None
    sound: bool = False
    clip: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceMedia:
    """The clip shows other media, in the same place for the same length."""

    clip: str
    media: Media
    source: Range | None = None


# -- taking away ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lift:
    """`V1 A[0-48]`, lift 12-24 → `V1 A[0-12] -[12] A.2[24-48]`: what follows stays in place."""

    range: Range


@dataclass(frozen=True, slots=True)
class RippleDelete:
    """`V1 A[0-48]`, delete 12-24 → `V1 A[0-12] A.2[24-48]`: what follows closes up."""

    range: Range


@dataclass(frozen=True, slots=True)
class KeepRange:
    """`V1 A[0-48] B[0-24]`, keep 36-60 → `V1 A[36-48] B[0-12]`: only that range stays."""

    range: Range


@dataclass(frozen=True, slots=True)
class RemoveClip:
    """`V1 A[0-48] B[0-24]`, remove A → `V1 B[0-24]`. Also takes overlays and sounds by id.

    Clips get back what they gave to transitions with it; between two transitions one stays.
    """

    clip: str


# -- trimming ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trim:
    """`V1 A[0-48] B[0-24]`, trim A by head 12, tail 6 → `V1 A[12-42] B[0-24]`.

    `head` and `tail` are timeline lengths taken off the clip's ends; negative ones give back
    material, as far as the source has any.
    """

    clip: str
    head: Fraction = Fraction(0)
    tail: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class SetDuration:
    """`V1 A[0-48] B[0-24]`, duration 12 for A → `V1 A[0-12] B[0-24]`; photos get longer as well.

    Footage longer than `duration` loses its tail, a shorter clip gets back what its source has
    behind it. Footage with too little is refused where the clip is named, else left as it is.
    """

    duration: Fraction
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepOfClip:
    """`V1 A[0-48]`, keep 12-24 of A → `V1 A[12-24]`; `range` counts from the clip's beginning."""

    clip: str
    range: Range


@dataclass(frozen=True, slots=True)
class RemoveOfClip:
    """`V1 A[0-48]`, remove 12-24 of A → `V1 A[0-12] A.2[24-48]`; `range` as in KeepOfClip."""

    clip: str
    range: Range


@dataclass(frozen=True, slots=True)
class Roll:
    """`V1 A[0-48] B[12-36]`, roll the cut after A by 6 → `V1 A[0-54] B[18-36]`: only the cut moves."""

    clip: str
    by: Fraction


@dataclass(frozen=True, slots=True)
class Slip:
    """`V1 A[12-36]`, slip by 6 → `V1 A[18-42]`: same place and length, `by` later in the source."""

    clip: str
    by: Fraction


# -- order ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Split:
    """`V1 A[0-48]`, split at 12 → `V1 A[0-12] A.2[12-48]`."""

    at: Fraction


@dataclass(frozen=True, slots=True)
class Move:
    """`V1 A B C`, move C to index 0 → `V1 C A B`. Index counts the main track's clips.

    Transitions stay at their cuts, counted from the start.
    """

    clip: str
    to: int


@dataclass(frozen=True, slots=True)
class Reorder:
    """`V1 A B C`, reorder (C, A, B) → `V1 C A B`; clips not named keep their order at the end."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """`V1 A B`, duplicate A → `V1 A A.2 B`; `times` copies are added."""

    clip: str
    times: int = 1


# -- time ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """`V1 A[0-48]`, speed 2 → `V1 A[0-48]x2` (24 frames long). Pitch is kept. 0.1 to 100."""

    speed: Fraction
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitDuration:
    """Speeds the clips up or down, all by one factor, so that together they last `duration`."""

    duration: Fraction
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reverse:
    """`V1 A[0-48]`, reverse → `V1 A[0-48]x-1`."""

    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Freeze:
    """`V1 A[0-48]`, freeze at 24 for 12 → `V1 A[0-24] A.2[24-24]=12 A.3[24-48]`.

    A still picture gets longer instead.
    """

    at: Fraction
    duration: Fraction


# -- sound ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The clips' volume: 1 as recorded, 0 silent, at most 4; muted clips are heard again.
    `by` multiplies instead."""

    volume: float | None = None
    by: float | None = None
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mute:
    """Silences the clips (or brings their sound back)."""

    muted: bool = True
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetSoundFades:
    """Fades of the sound of single clips."""

    fade_in: Fraction | None = None
    fade_out: Fraction | None = None
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddMusic:
    """Music under the whole timeline, fitted to its length whatever comes later.

    `V1 A[0-48]`, add M → `V1 A[0-48]` / `A1 M[0-96]*48`. Files loop; composed music is made to length.
    A second AddMusic replaces the first unless `layer`. `range` limits it to a part, and then it
    replaces only what plays there.
    """

    media: Media
    volume: float = 0.35
    fade_in: Fraction = Fraction(0)
    fade_out: Fraction = Fraction(2)
    range: Range | None = None
    layer: bool = False
    clip: str = "music"


@dataclass(frozen=True, slots=True)
class ChangeMusic:
    """Changes what is given and leaves the rest; `by` multiplies the volume."""

    media: Media | None = None
    volume: float | None = None
    by: float | None = None
    fade_in: Fraction | None = None
    fade_out: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RemoveMusic:
    """Takes all music away."""


@dataclass(frozen=True, slots=True)
class AddSound:
    """A sound (voice, effect) at a time, on a track of its own."""

    media: Media
    at: Fraction = Fraction(0)
    source: Range | None = None
    volume: float = 1.0
    clip: str = ""


# -- fades and transitions -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FadeIn:
    """Fades the whole video in from black and silence; 0 takes the fade away."""

    duration: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class FadeOut:
    """Fades the whole video out to black and silence; 0 takes the fade away."""

    duration: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class AddTransition:
    """Clips overlap at the cut after each clip of `after` (empty: at every cut of the main track).

    `V1 A[0-48] B[0-48]`, dissolve of 12 → `V1 A[0-42] ~6+6 B[6-48]`: both are seen for 12 frames,
    and the whole is 12 frames shorter, because no material outside the clips' own ranges is used.
    With `overlap` False the clips keep their length and the handles outside them are shown;
    where a source has no handle, that end is trimmed all the same.
    A clip too short for its transitions gets shorter ones. An existing transition is replaced.
    """

    kind: TransitionKind = "dissolve"
    duration: Fraction = Fraction(1)
    after: tuple[str, ...] = ()
    overlap: bool = True


@dataclass(frozen=True, slots=True)
class RemoveTransition:
    """The inverse: cuts become hard again and the clips get back what the overlap took."""

    after: tuple[str, ...] = ()


# -- titles --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddTitle:
    """Words over the picture, in front of others that stand there at the same time.

    `range` None: the first 3 s (an end card: the last 3 s); cut off at the end of the timeline.
    `position` and `animation` None: as the style has them.
    """

    text: str
    range: Range | None = None
    style: TitleStyle = "title"
    position: TitlePosition | None = None
    animation: TitleAnimation | None = None
    color: str = ""
    size: float = 1.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTitle:
    """Changes what is given of the titles named (empty: all) and leaves the rest."""

    titles: tuple[str, ...] = ()
    text: str | None = None
    range: Range | None = None
    style: TitleStyle | None = None
    position: TitlePosition | None = None
    animation: TitleAnimation | None = None
    color: str | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class RemoveTitle:
    """Takes the titles named away (empty: all)."""

    titles: tuple[str, ...] = ()


# -- picture -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetCanvas:
    """Size, rate, fit and background of the output; what is None stays."""

    width: int | None = None
    height: int | None = None
    rate: Fraction | None = None
    fit: Fit | None = None
    background: str | None = None


@dataclass(frozen=True, slots=True)
class CropClips:
    """Cuts the pictures' sides; None takes the crop away."""

    crop: Crop | None
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotate:
    """Turns the picture clockwise by `degrees`, on top of the turn it has."""

    degrees: float
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlipClips:
    """Mirrors left and right ("h"), top and bottom ("v") or both; twice is not at all."""

    flip: Flip
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetOpacity:
    """How much the picture covers what lies below it: 1 all, 0 nothing."""

    opacity: Animated
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Position, scale and fit of clips or overlays; what is None stays."""

    clips: tuple[str, ...] = ()
    x: Animated | None = None
    y: Animated | None = None
    scale: Animated | None = None
    fit: Fit | None = None


@dataclass(frozen=True, slots=True)
class Animate:
    """Keyframes on one property of a placement; times count from the clip's beginning."""

    clip: str
    property: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class SetColour:
    """A colour effect, in place of the one before; None takes it away."""

    colour: Colour | None
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddEffect:
    """One more effect, on top of those there are."""

    effect: Effect
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveEffects:
    """Takes all effects away, colours included."""

    clips: tuple[str, ...] = ()


# -- the project ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rename:
    """The project's name."""

    name: str


Edit = (
    Append | Insert | Overwrite | AddOverlay | ReplaceMedia
    | Lift | RippleDelete | KeepRange | RemoveClip
    | Trim | SetDuration | KeepOfClip | RemoveOfClip | Roll | Slip
    | Split | Move | Reorder | Duplicate
    | SetSpeed | FitDuration | Reverse | Freeze
    | SetVolume | Mute | SetSoundFades | AddMusic | ChangeMusic | RemoveMusic | AddSound
    | FadeIn | FadeOut | AddTransition | RemoveTransition
    | AddTitle | ChangeTitle | RemoveTitle
    | SetCanvas | CropClips | Rotate | FlipClips | SetOpacity | Place | Animate
    | SetColour | AddEffect | RemoveEffects
    | Rename
)  # fmt: skip
