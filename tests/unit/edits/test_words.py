"""Descriptions and summaries, and the proof that no verb was forgotten."""

from dataclasses import is_dataclass
from fractions import Fraction
from typing import get_args

import pytest

from typecut.edits import (
    TOPICS,
    Edit,
    Span,
    Step,
    apply,
    begin,
    changes,
    describe,
    markdown,
    number,
    summary,
)
from typecut.edits import verbs as v
from typecut.edits.describing import SAYINGS
from typecut.timeline import (
    Blur,
    Canvas,
    Colour,
    Crop,
    Curve,
    Keyframe,
    Media,
    Range,
    Timeline,
)
from typecut.timeline.codec import decode, encode

S = Fraction


def footage(name: str, length: Fraction) -> Media:
    return Media(name, f"{name}.mp4", "video", "", length, 1920, 1080, S(30), True)


PARK, BBB, CITY = footage("park", S(6)), footage("bbb", S(64)), footage("city", S(17))
LOFI = Media("lofi", "compose:lofi?seed=1", "audio", "Lo-fi", has_audio=True)
VOICE = Media("voice", "voice.wav", "audio", "", S(2), has_audio=True)
LOGO = Media("logo", "logo.png", "image", "", None, 200, 100)
CURVE = Curve((Keyframe(S(0), 1.0), Keyframe(S(2), 1.2)))


def three() -> Timeline:
    return begin([PARK, BBB, CITY])


def after(*edits: Edit) -> Timeline:
    timeline = three()
    for edit in edits:
        timeline = apply(timeline, edit)
    return timeline


TITLED = (v.AddTitle("Urban Dreams"),)
JOINED = (v.AddTransition(),)
SCORED = (v.AddMusic(LOFI),)

SAID: list[tuple[tuple[Edit, ...], Edit, str, str]] = [
    ((), v.Append(LOGO), "Added logo at the end (4 s); the video is 4 s longer (87 s → 91 s)",
     "在结尾添加了 logo（4秒）；视频延长4秒（87秒 → 91秒）"),
    ((), v.Insert(LOGO, S(6)), "Inserted logo (4 s) at 0:06; the video is 4 s longer (87 s → 91 s)",
     "在 0:06 处插入 logo（4秒）；视频延长4秒（87秒 → 91秒）"),
    ((), v.Overwrite(LOGO, S(6)), "Overwrote 0:06 to 0:10 with logo", "用 logo 覆盖了 0:06 到 0:10"),
    ((), v.AddOverlay(LOGO), "Laid logo over the whole video", "在整个视频上叠加了 logo"),
    ((), v.ReplaceMedia("bbb", LOGO), "Replaced clip 2 (bbb) with logo", "将第2段（bbb）替换为 logo"),
    ((), v.Lift(Range(S(1), S(2))), "Took out 0:01 to 0:03 and left the place empty",
     "移除了 0:01 到 0:03 的内容，位置留空"),
    ((), v.RippleDelete(Range(S(80), S(7))),
     "Cut out 1:20 to 1:27; the video is 7 s shorter (87 s → 80 s)",
     "剪掉了 1:20 到 1:27；视频缩短7秒（87秒 → 80秒）"),
    (TITLED, v.KeepRange(Range(S(0), S(2))),
     ("Kept only 0:00 to 0:02; the video is 85 s shorter (87 s → 2 s); "
     'the title "Urban Dreams" now lasts 2 s'),
     "只保留了 0:00 到 0:02；视频缩短85秒（87秒 → 2秒）；标题“Urban Dreams”缩短为2秒"),
    ((), v.RemoveClip("city"), "Removed clip 3 (city); the video is 17 s shorter (87 s → 70 s)",
     "删除了第3段（city）；视频缩短17秒（87秒 → 70秒）"),
    ((), v.Trim("park", S(1)),
     "Trimmed clip 1 (park) to 5 s; the video is 1 s shorter (87 s → 86 s)",
     "第1段（park）裁剪为5秒；视频缩短1秒（87秒 → 86秒）"),
    ((), v.SetDuration(S(12), ("bbb",)),
     "Trimmed clip 2 (bbb) to 12 s; the video is 52 s shorter (87 s → 35 s)",
     "第2段（bbb）裁剪为12秒；视频缩短52秒（87秒 → 35秒）"),
    ((), v.SetDuration(S(12)),
     ("Trimmed clips 2 and 3 to 12 s; clip 1 (park) had too little footage and stayed; "
     "the video is 57 s shorter (87 s → 30 s)"),
     "第2、3段裁剪为12秒；第1段（park）素材不足，保持不变；视频缩短57秒（87秒 → 30秒）"),
    ((), v.KeepOfClip("bbb", Range(S(2), S(3))),
     "Kept only 0:02 to 0:05 of clip 2 (bbb); the video is 61 s shorter (87 s → 26 s)",
     "第2段（bbb）只保留 0:02 到 0:05；视频缩短61秒（87秒 → 26秒）"),
    ((), v.RemoveOfClip("bbb", Range(S(2), S(3))),
     "Cut 0:02 to 0:05 out of clip 2 (bbb); the video is 3 s shorter (87 s → 84 s)",
     "剪掉了第2段（bbb）的 0:02 到 0:05；视频缩短3秒（87秒 → 84秒）"),
    ((v.SetDuration(S(4), ("park",)),), v.Roll("park", S(1)),
     "Moved the cut after clip 1 (park) 1 s later", "第1段（park）之后的切点推后1秒"),
    ((v.SetDuration(S(4), ("park",)),), v.Slip("park", S(1)),
     "Clip 1 (park) now shows a part of its source 1 s later",
     "第1段（park）改为显示素材中靠后1秒的部分"),
    ((), v.Split(S(2)), "Split the video at 0:02 (now 4 clips)", "在 0:02 处分割（现在共4段）"),
    ((), v.Move("city", 0), "Moved clip 3 (city) to the beginning", "第3段（city）移到了开头"),
    ((), v.Reorder(("city", "bbb", "park")), "Put the clips in the order city, bbb and park",
     "片段顺序改为：city、bbb、park"),
    ((), v.Duplicate("park"), "Duplicated clip 1 (park); the video is 6 s longer (87 s → 93 s)",
     "复制了第1段（park）；视频延长6秒（87秒 → 93秒）"),
    ((), v.SetSpeed(S(2)),
     "Set all 3 clips to 2x speed; the video is 43.5 s shorter (87 s → 43.5 s)",
     "全部3段设为2倍速；视频缩短43.5秒（87秒 → 43.5秒）"),
    ((), v.FitDuration(S(30)),
     "Sped up all 3 clips to last 30 s; the video is 57 s shorter (87 s → 30 s)",
     "加快全部3段，总长30秒；视频缩短57秒（87秒 → 30秒）"),
    ((), v.Reverse(("bbb",)), "Reversed clip 2 (bbb)", "第2段（bbb）改为倒放"),
    ((), v.Freeze(S(3), S(2)),
     "Froze the picture at 0:03 for 2 s; the video is 2 s longer (87 s → 89 s)",
     "画面在 0:03 处定格2秒；视频延长2秒（87秒 → 89秒）"),
    ((), v.SetVolume(0.5, clips=("park", "city")), "Set the volume of clips 1 and 3 to 50%",
     "第1、3段的音量设为50%"),
    ((), v.Mute(), "Muted all 3 clips", "全部3段静音"),
    ((), v.SetSoundFades(S(1)), "Set the sound fades of all 3 clips: 1 s in",
     "设置全部3段的声音淡变：淡入1秒"),
    ((), v.AddMusic(LOFI), "Added music: Lo-fi at 35%", "添加音乐：Lo-fi（音量35%）"),
    (SCORED, v.ChangeMusic(volume=0.2), "Changed the music: volume 20%", "修改音乐：音量20%"),
    (SCORED, v.RemoveMusic(), "Removed the music", "删除了音乐"),
    ((), v.AddSound(VOICE, S(5)), "Added the sound voice at 0:05", "在 0:05 处添加声音 voice"),
    ((), v.FadeIn(S(1)), "Added a fade in of 1 s", "开头淡入1秒"),
    ((), v.FadeOut(S(1)), "Added a fade out of 1 s at the end", "结尾淡出1秒"),
    ((), v.AddTransition(),
     "Added 2 crossfades of 1 s; the video is 2 s shorter (87 s → 85 s)",
     "添加了2处叠化（1秒）；视频缩短2秒（87秒 → 85秒）"),
    ((), v.AddTransition("fade-black", S(4), ("park",)),
     ("Added 1 fade through black of 3 s (the clips are too short for 4 s); "
     "the video is 3 s shorter (87 s → 84 s)"),
     "添加了1处黑场过渡（3秒，片段太短，放不下4秒）；视频缩短3秒（87秒 → 84秒）"),
    (JOINED, v.RemoveTransition(),
     "Removed 2 transitions; the video is 2 s longer (85 s → 87 s)",
     "删除了2处转场；视频延长2秒（85秒 → 87秒）"),
    ((), v.AddTitle("Urban Dreams"), 'Added the title "Urban Dreams" from 0:00 to 0:03',
     "从 0:00 到 0:03 添加标题“Urban Dreams”"),
    (TITLED, v.ChangeTitle(text="都市之梦", color="#ff0000"),
     'Changed the title "Urban Dreams": "都市之梦", colour #ff0000',
     "修改标题“Urban Dreams”：“都市之梦”，颜色 #ff0000"),
    (TITLED, v.RemoveTitle(), 'Removed the title "Urban Dreams"', "删除了标题“Urban Dreams”"),
    ((), v.SetCanvas(1080, 1920, fit="blur"),
     "Set the picture to 1080x1920, fit on a blurred background",
     "画面设为1080x1920，模糊背景填充"),
    ((), v.CropClips(Crop(left=0.1)), "Cropped all 3 clips (left 10%)", "裁剪了全部3段的画面（左10%）"),
    ((), v.Rotate(90.0, ("bbb",)), "Rotated clip 2 (bbb) by 90° clockwise",
     "第2段（bbb）顺时针旋转90°"),
    ((), v.FlipClips("h"), "Flipped all 3 clips horizontally", "全部3段水平翻转"),
    ((), v.SetOpacity(0.5, ("bbb",)), "Set the opacity of clip 2 (bbb) to 50%",
     "第2段（bbb）的不透明度设为50%"),
    ((), v.Place(("bbb",), scale=0.5), "Placed clip 2 (bbb): size 50%", "调整第2段（bbb）：大小50%"),
    ((), v.Animate("bbb", "scale", CURVE), "Animated the size of clip 2 (bbb)",
     "为第2段（bbb）的大小加了动画"),
    ((), v.SetColour(Colour("mono")), "Coloured all 3 clips: black and white", "全部3段调色：黑白"),
    ((), v.AddEffect(Blur(), ("bbb",)), "Added a blur to clip 2 (bbb)", "第2段（bbb）添加了模糊效果"),
    ((v.AddEffect(Blur()),), v.RemoveEffects(), "Removed the effects of all 3 clips",
     "移除了全部3段的效果"),
    ((), v.Rename("film"), 'Named the project "film"', "项目命名为“film”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "edit", "en", "zh"), SAID, ids=[type(e).__name__ for _, e, _, _ in SAID]
)
def test_said(first: tuple[Edit, ...], edit: Edit, en: str, zh: str) -> None:
    before = after(*first)
    made = apply(before, edit)
    assert describe(edit, before, made) == en
    assert describe(edit, before, made, "zh") == zh


@pytest.mark.parametrize("edit", [e for _, e, _, _ in SAID], ids=lambda e: type(e).__name__)
def test_every_edit_survives_json(edit: Edit) -> None:
    step = Step(edit, Span(0, 1))
    assert decode(Step, encode(step)) == step


def test_no_verb_is_forgotten() -> None:
    verbs = set(get_args(Edit))
    assert verbs == {kind for kind in vars(v).values() if _is_verb(kind)}
    assert verbs == {kind for topic in TOPICS.values() for kind in topic}
    assert verbs == set(SAYINGS)
    assert verbs == {type(edit) for _, edit, _, _ in SAID}
    assert all(f"### {kind.__name__}\n" in markdown() for kind in verbs)


def _is_verb(kind: object) -> bool:
    return is_dataclass(kind) and getattr(kind, "__module__", "") == v.__name__


def test_without_the_total() -> None:
    before = three()
    edit = v.SetDuration(S(12), ("bbb",))
    assert (
        describe(edit, before, apply(before, edit), total=False) == "Trimmed clip 2 (bbb) to 12 s"
    )


def test_what_goes_along_is_told() -> None:
    before = after(
        *JOINED, v.AddTitle("End", Range(S(80), S(4))), v.AddOverlay(LOGO, Range(S(75), S(4)))
    )
    edit = v.RemoveClip("city")
    assert describe(edit, before, apply(before, edit)) == (
        "Removed clip 3 (city); the video is 16 s shorter (85 s → 69 s); "
        'the title "End" went with it; 1 transition went with it'
    )
    cut = v.KeepRange(Range(S(0), S(30)))
    assert describe(cut, before, apply(before, cut), "zh").endswith(
        "标题“End”随之删除；叠加画面“logo”随之删除；1处转场随之取消"
    )


def test_the_wire_summary() -> None:
    city = Media("A", "x.mp4", "video", "city timelapse", S(10), 1920, 1080, S(30), True)
    timeline = begin([city])
    for edit in (v.AddMusic(LOFI), v.AddTitle("Urban Dreams")):
        timeline = apply(timeline, edit)
    assert summary(timeline) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )
    assert summary(timeline, "zh") == (
        "时间线（3 条轨道）：1. 视频：city timelapse（0-10s） 2. 背景音乐：Lo-fi（0-10s，35%） "
        "3. 标题：“Urban Dreams”（0-3s）"
    )


def test_summaries_of_more_and_of_nothing() -> None:
    assert summary(Timeline()) == "Timeline (0 tracks)"
    assert summary(Timeline(), "zh") == "时间线（0 条轨道）"
    mixed = after(v.SetSpeed(S(2), ("bbb",)), v.Mute(True, ("park",)))
    assert summary(mixed) == (
        "Timeline (1 track): 1. Video: park (0-6s, muted), bbb (6-38s, 2x), city (38-55s)"
    )
    many = after(v.Duplicate("park", 8))
    assert (
        summary(many) == "Timeline (1 track): 1. Video: 11 items, park (0-6s), …, city (118-135s)"
    )


def test_changes_between_timelines() -> None:
    before, now = three(), after(*TITLED, v.SetDuration(S(2), ("park",)), v.FadeOut(S(1)))
    assert changes(before, before) == ()
    assert changes(before, now) == (
        'The title "Urban Dreams" is new (0:00 to 0:03)',
        "Clip 1 (park) lasts 2 s instead of 6 s",
        "Clip 2 (bbb) starts at 2 s instead of 6 s",
        "Clip 3 (city) starts at 66 s instead of 70 s",
        "Fade in 0 s, fade out 1 s",
        "The video lasts 83 s instead of 87 s",
    )
    other = begin([PARK], Canvas(640, 360))
    assert "画面为640x360" in changes(before, other, "zh")


@pytest.mark.parametrize(
    ("value", "text"),
    [(S(12), "12"), (S(853, 50), "17.06"), (S(1, 2), "0.5"), (S(1, 8), "0.13"), (0.35, "0.35"),
     (S(1, 1000), "0"), (100, "100")],
)  # fmt: skip
def test_numbers(value: Fraction | float, text: str) -> None:
    assert number(value) == text
