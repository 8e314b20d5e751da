"""Impossible edits: one sentence with the real numbers, in both languages, nothing changed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from typecut.edits import Edit, apply
from typecut.edits import verbs as v
from typecut.errors import EditError, NoSuchItem
from typecut.timeline import Crop, Curve, Keyframe, Media, Range, Timeline, notation

S = Fraction
PHOTO = Media("P", "P.jpg", "image", "beach")
SILENT = Media("Q", "quiet.mp4", "video", "", S(3), 640, 360, S(30))
SONG = Media("M", "song.mp3", "audio", "", S(30), has_audio=True)


def timeline() -> Timeline:
    """Clip 1 (A) shows 17.06 s of its 20 s, clip 2 (B) 4 s of its 20 s."""
    read = notation.read("V1 A[0-1706] B[0-400]", rate=100, media_frames=2000)
    return replace(read, media=read.media)


REFUSED: list[tuple[Edit, str, str]] = [
    (v.Split(S(30)), "The video is 21.06 s long, so 0:30 lies beyond its end",
     "视频只有21.06秒，0:30 超出了结尾"),
    (v.RippleDelete(Range(S(10), S(20))), "The video is 21.06 s long, so 0:30 lies beyond its end",
     "视频只有21.06秒"),
    (v.Split(S(0)), "There is nothing to split at 0:00", "0:00"),
    (v.RippleDelete(Range(S(0), S(2106, 100))), "That is the whole video of 21.06 s", "21.06秒"),
    (v.RippleDelete(Range(S(5), S(0))), "From 0:05 to 0:05 there is nothing", "没有内容"),
    (v.Insert(PHOTO, S(22)), "The video is 21.06 s long, so 0:22", "21.06秒"),
    (v.Append(SONG), "song has no picture; it can be added as music or as a sound", "song没有画面"),
    (v.Append(SILENT, Range(S(1), S(4))), "quiet is 3 s long, so it has no part that ends at 5 s",
     "quiet只有3秒"),
    (v.Append(SILENT, duration=S(5)), "quiet is 3 s long and cannot fill 5 s", "不够5秒"),
    (v.AddMusic(SILENT), "quiet has no sound", "quiet没有声音"),
    (v.ReplaceMedia("A", SILENT), "quiet is 3 s long and cannot fill the 17.06 s of clip 1 (A)",
     "第1段（A）的17.06秒"),
    (v.Trim("B", S(3), S(1)), "Clip 2 (B) is 4 s long, so 4 s cannot be taken off", "只有4秒"),
    (v.Trim("A", S(-1)), "Clip 1 (A) has only 0 s more on that side, not 1 s", "只剩0秒"),
    (v.SetDuration(S(25), ("A",)), "Clip 1 (A) has only 20 s of footage, so it cannot last 25 s",
     "素材只有20秒"),
    (v.SetDuration(S(25)), "Clip 1 (A) has only 20 s", "素材只有20秒"),
    (v.SetDuration(S(0)), "A duration must be longer than 0 s", "大于0秒"),
    (v.KeepOfClip("B", Range(S(2), S(6))), "Clip 2 (B) is 4 s long, so 0:08 lies beyond its end",
     "第2段（B）只有4秒"),
    (v.RemoveOfClip("B", Range(S(0), S(4))), "That is all of clip 2 (B), which is 4 s long", "4秒"),
    (v.Roll("A", S(5)), "The cut behind clip 1 (A) can move by 2.94 s at most, not by 5 s",
     "最多移动2.94秒"),
    (v.Roll("B", S(1)), "There is no clip right behind clip 2 (B)", "后面没有"),
    (v.Slip("A", S(5)), "Clip 1 (A) can slip by 2.94 s at most in that direction, not by 5 s",
     "2.94秒"),
    (v.Move("A", 2), "There are 2 clips, so there is no place 3", "没有第3个位置"),
    (v.Duplicate("A", 0), "A clip is duplicated at least once", "至少"),
    (v.SetSpeed(S(1000)), "A speed goes from 0.1 to 100 times, not 1000", "1000倍"),
    (v.FitDuration(S(1, 100)), "A speed goes from 0.1 to 100 times", "0.1到100倍"),
    (v.SetVolume(9.0), "A volume goes from 0 to 400%, not 900%", "900%"),
    (v.SetSoundFades(S(-1)), "A fade cannot be shorter than 0 s", "0秒"),
    (v.FadeOut(S(30)), "The video is 21.06 s long, so a fade of 30 s does not fit into it",
     "放不下30秒"),
    (v.AddTransition(after=("B",)), "Behind clip 2 (B) comes no other clip to blend into",
     "第2段（B）之后没有"),
    (v.AddTransition(duration=S(1, 100)), "The clips are too short for a transition of 0.01 s",
     "太短"),
    (v.AddTitle("  "), "The title has no words", "没有文字"),
    (v.AddTitle("x", Range(S(30), S(3))), "The video is 21.06 s long, so 0:30", "超出了结尾"),
    (v.AddTitle("x", color="red"), 'A colour looks like #ffcc00, not "red"', "#ffcc00"),
    (v.SetCanvas(width=4), "A side of the picture has 16 to 8192 pixels, not 4", "16到8192"),
    (v.CropClips(Crop(0.6, 0, 0.6)), "A crop must leave some of the picture", "裁剪"),
    (v.Animate("A", "hue", Curve((Keyframe(S(0), 1.0),))), '"hue" cannot be animated', "hue"),
    (v.AddSound(SONG, S(22)), "The video is 21.06 s long, so 0:22 lies beyond its end", "0:22"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "en", "zh"), REFUSED, ids=[type(e).__name__ for e, _, _ in REFUSED]
)
def test_refused(edit: Edit, en: str, zh: str) -> None:
    with pytest.raises(EditError) as caught:
        apply(timeline(), edit)
    assert caught.value.said("en").startswith(en)
    assert zh in caught.value.said("zh")


MISSING: list[tuple[Edit, str]] = [
    (v.RemoveClip("X"), 'There is no clip "X"; the clips are A (A), B (B)'),
    (v.RemoveMusic(), "There is no music to remove"),
    (v.ChangeMusic(volume=0.2), "There is no music to change"),
    (v.RemoveTitle(), "There is no title to remove"),
    (v.ChangeTitle(text="x"), "There is no title to change"),
    (v.RemoveTransition(), "There is no transition to remove"),
    (v.RemoveEffects(), "There is no effect to remove"),
]


@pytest.mark.parametrize(("edit", "en"), MISSING, ids=[type(e).__name__ for e, _ in MISSING])
def test_missing(edit: Edit, en: str) -> None:
    with pytest.raises(NoSuchItem) as caught:
        apply(timeline(), edit)
    assert str(caught.value) == en
    assert caught.value.zh != en


def test_nothing_can_be_done_without_a_picture() -> None:
    for edit in (v.Split(S(1)), v.SetSpeed(S(2)), v.AddTransition(), v.Reorder(()), v.Mute()):
        with pytest.raises(EditError, match="no picture on the timeline yet"):
            apply(Timeline(), edit)
    with pytest.raises(EditError, match="no picture yet to put music under"):
        apply(Timeline(), v.AddMusic(SONG))


def test_photos_have_no_speed() -> None:
    photos = apply(Timeline(), v.Append(PHOTO))
    with pytest.raises(EditError, match=r"Clip 1 \(beach\) is a still or made picture"):
        apply(photos, v.Reverse())


def test_a_hair_beyond_the_end_is_the_end() -> None:
    kept = apply(timeline(), v.KeepRange(Range(S(1706, 100), S(401, 100))))
    assert notation.write(kept) == "V1 B[0-400]"
