"""The clips' own sound: volume, mute, fades."""

from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.verbs import Edit, Mute, SetSoundFades, SetVolume

from ..clause import Clause
from ..intent import Context, Intent, Outcome, on_clips, removes, under_music
from ..levels import volume_of
from ..stage import LAYERS, Act, Stage
from ..when import only
from ..which import clips
from .fading import ways

EXAMPLES = """
mute the second clip -> Mute(clips=[b])
mute the video -> Mute()
remove the original audio -> Mute()
mute the first 5 seconds -> Split(at=5); Mute(clips=[a])
mute the second clip | unmute the second clip -> Mute(muted=False, clips=[b])
set the volume of clip 1 to 50% -> SetVolume(volume=0.5, clips=[a])
make the video louder -> SetVolume(by=1.4)
turn the volume down by 20% -> SetVolume(by=0.8)
make it 30% louder -> SetVolume(by=1.3)
halve the volume -> SetVolume(by=0.5)
make the last clip a bit quieter -> SetVolume(by=0.85, clips=[c])
fade the audio out over 2 seconds -> SetSoundFades(fade_out=2, clips=[c])
keep the original audio -> nothing
lower the original sound to 20% -> SetVolume(volume=0.2)
去掉原声 -> Mute()
第二段静音 -> Mute(clips=[b])
把视频静音 -> Mute()
声音调大一点 -> SetVolume(by=1.4)
音量调到50% -> SetVolume(volume=0.5)
原声音量减半 -> SetVolume(by=0.5)
保留原声 -> nothing
"""


def _fade(clause: Clause, context: Context) -> Outcome | None:
    if (
        not clause.has("sound", "volume")
        or not clause.has("fade", "fadein", "fadeout", "fadeboth")
        or clause.has("video")
    ):
        return None
    found = only(clause, "for", "bare", "to", "last", "first", "by")
    length = found.a if found else Fraction(1)
    entry, leave = ways(clause)
    acts: list[Act] = []
    if entry:
        acts.append(
            Act(clause.span, lambda s: _fading(s, 0, SetSoundFades(fade_in=length)), LAYERS)
        )
    if leave:
        acts.append(
            Act(clause.span, lambda s: _fading(s, -1, SetSoundFades(fade_out=length)), LAYERS)
        )
    return Outcome(tuple(acts))


def _fading(stage: Stage, place: int, edit: SetSoundFades) -> Sequence[Edit]:
    there = clips(stage.current)
    ids = (there[place].id,) if there else ()
    return (SetSoundFades(edit.fade_in, edit.fade_out, ids),)


def _mute(clause: Clause, context: Context) -> Outcome | None:
    if clause.has("unmute"):
        return on_clips(clause, context, lambda ids: Mute(False, ids))
    if (
        clause.has("keep", "dont")
        and clause.has("sound", "mute")
        and not clause.has("only", "volume", "quieter", "louder")
    ):
        return Outcome(subject="sound")
    silenced = clause.has("mute") or (
        clause.has("sound") and removes(clause) and not _level(clause)
    )
    if not silenced and not (
        clause.has("sound") and any(t.text in ("off", "turn off") for t in clause.tokens)
    ):
        return None
    return on_clips(clause, context, lambda ids: Mute(True, ids))


def _level(clause: Clause) -> bool:
    return clause.has("louder", "quieter", "half", "double") or bool(
        clause.of("percent", "decibel")
    )


def _volume(clause: Clause, context: Context) -> Outcome | None:
    about = clause.has("volume", "sound", "louder", "quieter") and not clause.has(
        "music", "transition"
    )
    about = about or under_music(clause)
    it = (
        clause.has("it")
        and clause.has("more", "less")
        and not clause.has("size", "scale", "dial", "opacity")
    )
    about = (
        about
        or (it and context.subject == "sound")
        or (it and bool(clause.of("percent")) and not clause.has("video", "clip", "title", "logo"))
    )
    about = about or _boosts_a_clip(clause)
    if clause.has("dial", "look", "filter", "scale", "opacity") and not clause.has(
        "sound", "volume"
    ):
        return None
    if not about and not clause.of("decibel"):
        return None
    volume, by = volume_of(clause)
    if volume is None and by is None:
        return None
    return on_clips(clause, context, lambda ids: SetVolume(volume, by, ids))


_BOOSTS = ("boost", "raise", "amplify", "turn up", "turn down", "bump up", "lower")


def _boosts_a_clip(clause: Clause) -> bool:
    """``boost clip 3 by 50%``: what is boosted without a word is the sound."""
    return (
        clause.has("clip")
        and bool(clause.of("percent", "decibel"))
        and any(t.text in _BOOSTS for t in clause.tokens)
        and not clause.has("speed", "size", "title", "transition", "music", "fitting", "canvas")
    )


INTENTS = (
    Intent("sound fade", 310, _fade),
    Intent("mute", 320, _mute),
    Intent("volume", 330, _volume),
)
