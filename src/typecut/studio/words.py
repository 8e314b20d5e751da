"""What the studio says of its own accord, in both languages."""

from collections.abc import Sequence

from typecut.edits import Event, Language, describe

EXAMPLES: dict[Language, str] = {
    "en": (
        'Say for example: "trim the second clip to 12 seconds", "add crossfades", '
        '"put lo-fi music under it at 35%", "add the title \'Hello\'", "export 1080p".'
    ),
    "zh": "可以这样说：“第二段只保留前12秒”、“每段之间加叠化转场”、“配上35%音量的lo-fi音乐”、“加标题‘你好’”、“导出1080p”。",
}

_SAID: dict[str, dict[Language, str]] = {
    "not_understood": {
        "en": "No part of the instruction was understood: {}",
        "zh": "没有看懂这条指令：{}",
    },
    "format": {
        "en": "{} is not written yet: the export is an MP4.",
        "zh": "暂不支持{}，导出为MP4。",
    },
    "credits": {
        "en": "There are no credits here: everything runs on this machine and costs nothing.",
        "zh": "这里不需要积分：一切都在本机运行，完全免费。",
    },
    "no_picture": {
        "en": "There is no picture to edit: name at least one video or photo.",
        "zh": "没有可以剪辑的画面：请至少给出一个视频或一张照片。",
    },
}


def say(language: Language, what: str, *values: object) -> str:
    return _SAID[what][language].format(*values)


def done_words(event: Event, language: Language) -> str:
    """What a step did, and how its words were read where they could be read otherwise."""
    said = describe(event.step.edit, event.before, event.after, language)
    if not event.step.reading:
        return said
    return said + (f"（{event.step.reading}）" if language == "zh" else f" ({event.step.reading})")


def failed_words(
    instruction: str, events: Sequence[Event], language: Language
) -> list[tuple[str, str]]:
    """Of the steps that could not be done, their words and why."""
    return [
        (e.step.span.of(instruction), e.failure.said(language))
        for e in events
        if e.failure is not None
    ]
