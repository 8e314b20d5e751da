"""What the studio says of its own accord, in both languages."""

from typecut.edits import Language

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
    "no_picture": {
        "en": "There is no picture to edit: name at least one video or photo.",
        "zh": "没有可以剪辑的画面：请至少给出一个视频或一张照片。",
    },
}


def say(language: Language, what: str, *values: object) -> str:
    return _SAID[what][language].format(*values)
