"""Where a message goes: a file, a question, an upload, an undo, or the stream."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from . import wishes
from .asking import question_of
from .pieces import Piece, pieces
from .quoting import COVER, quotes
from .sources import Source, sources
from .steps import Export, Say, Step, Upload

_UPLOAD = re.compile(
    r"(?<![\w-])(?:upload|import|attach|send|here(?:['’]s|\s+is|\s+are)|this\s+is|load)(?![\w-])|上传|导入|这是|发送",
    re.IGNORECASE,
)
_UPLOAD_WORDS = re.compile(
    r"(?<![\w-])(?:upload|import|attach|send|load|download|here(?:['’]s|\s+is|\s+are)|this|these|is|are|please|pls|my|"
    r"the|a|an|file|files|video|videos|clip|clips|image|images|picture|pictures|photo|photos|song|"
    r"music|footage|to|project|session|from|and|now|can|could|you|i|want|some|something|with|it|ok|okay|"
    r"of|for|me|let|let['’]?s|also|first|then|then|do|how|audio|in|into|of|mine|another|one|more|new)(?![\w-])"
    r"|请|帮我|帮|我要|我想|我|想|要|上传|导入|发送|这是|这些|这个|文件|视频|图片|照片|音乐|素材|和|与|的|一下|一个|吧|"
    r"把|将|怎么|如何|个|段|首|到|项目|里|先|[\s,.!?，。！？、:：;&+-]",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"(?:(?<![\w-])(?:upload|import|add|use|insert|load|append|attach|from)|上传|导入|添加|插入|使用|加入|用)"
    r"(?:\s+(?:the|this|that|a|my|video|clip|file|footage|image|photo|song|music|from|of|at))*\s*$",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?<!\w)(?:about|how\s+to|tutorial)(?!\w)|关于|如何|怎么|教程", re.IGNORECASE)
_TEXT = re.compile(
    r"(?<!\w)(?:titles?|captions?|text|says?|saying|reads?|reading|words?|subtitles?|labels?|called|named)(?!\w)"
    r"|标题|文字|字幕|写着|写上",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"[\s:：,，]*(?:make|trim|cut|crop|add|put|remove|turn|speed|slow|mute|rotate|flip|split|keep|fade|"
    r"edit|create|generate|shorten|loop|reverse|zoom|blur|剪|裁|加|改|变|去|删|做|生成|配|静音|保留|旋转|倒)",
    re.IGNORECASE,
)
_ASKS_TO_UPLOAD = re.compile(
    r"^[\s,]*(?:(?:please|can\s+i|i\s+(?:want|need|would\s+like)\s+to|how\s+(?:do|can)\s+i|let\s+me|i['’]d\s+like\s+to)\s+)*"
    r"(?:upload|import)(?:\s+(?:a|my|some|the|another|more|new|video|videos|file|files|clip|clips|image|images|photo|photos|music|footage|please|here))*[\s.!?]*$"
    r"|^\s*(?:请|我要|我想|帮我|怎么|如何)*(?:上传|导入)(?:一下|一个|我的|视频|文件|图片|照片|素材|音乐|吧|吗)*[\s。！？!?]*$",
    re.IGNORECASE,
)


def _no_file(path: str) -> bool:
    return False


def route(
    message: str, files: Sequence[str] = (), is_file: Callable[[str], bool] = _no_file
) -> tuple[Step, ...]:
    """What a message asks for, in the order in which it is to be done.

    `files` came along with it. `is_file` tells whether a path is a file that is here and not yet
    in the session. A message that is nothing but an edit goes to the stream as it was said.
    """
    steps: list[Step] = [Upload(tuple(files))] if files else []
    plain, names = _named(message)
    text, found = _upload(plain, is_file)
    told = (_with_names(step, names) for step in _Steps(text, found).all())
    steps += (s for s in told if not (files and s == Upload()))
    return tuple(steps) or ((Say(message.strip()),) if message.strip() else ())


def _named(message: str) -> tuple[str, dict[str, str]]:
    """The message with each quoted name of a file that shall be written under a plain one."""
    names: dict[str, str] = {}
    for number, (start, end) in reversed(list(enumerate(quotes(message)))):
        inside = message[start + 1 : end - 1].strip()
        if inside.lower().endswith(".mp4") and _saved(message[:start]):
            names[key := f"quotedname{number}.mp4"] = message[start:end]
            message = f"{message[:start]} {key} {message[end:]}"
    return message, names


def _with_names(step: Step, names: Mapping[str, str]) -> Step:
    match step:
        case Export(name=name) if name in names:
            return replace(step, name=names[name][1:-1].strip())
        case Say(text):
            for key, quoted in names.items():
                text = text.replace(f" {key} ", quoted).replace(key, quoted)
            return Say(text)
        case _:
            return step


def _upload(message: str, is_file: Callable[[str], bool]) -> tuple[str, dict[str, Source]]:
    """The message with every file that is to be brought in under a name that holds its place."""
    every = sources(message, is_file)
    wanted = [s for s in every if _wanted(s, message, every, is_file)]
    found: dict[str, Source] = {}
    for number, source in reversed(list(enumerate(wanted))):
        key = chr(0xE100 + number)
        found[key] = source
        message = f"{message[: source.start]}{key}{message[source.end :]}"
    return message, found


def _wanted(
    source: Source, message: str, every: list[Source], is_file: Callable[[str], bool]
) -> bool:
    if source.quoted and not is_file(source.text) and not _UPLOAD.search(message[: source.start]):
        return False
    before = message[: source.start]
    if is_file(source.text) or (source.path and source.media):
        return not _saved(before)
    others = message
    for other in reversed(every):
        others = others[: other.start] + others[other.end :]
    if not _UPLOAD_WORDS.sub("", others):
        return not _saved(before)
    if _goes_with_last(source, message, every):
        last = every[every.index(source) - 1]
        return _wanted(last, message, every, is_file)
    clause = re.split(r"[,.;，。；]\s|\band\b|然后", message[: source.start])[-1]
    if _UPLOAD.search(clause):
        return source.address or source.media or not _UPLOAD_WORDS.sub("", clause)
    return source.address and bool(source.media or _TAKES.search(before))


def _goes_with_last(source: Source, message: str, every: list[Source]) -> bool:
    """Whether a source follows another in a row: "a.mp4, b.mp4 and c.mp4"."""
    index = every.index(source)
    between = message[every[index - 1].end : source.start] if index else "-"
    return bool(re.fullmatch(r"\s*(?:(?:,|、|;|&|\+|and|和|与)\s*)*", between))


def _saved(before: str) -> bool:
    """Whether the name that follows is where a file shall be written to."""
    return bool(
        re.search(
            r"(?:export|save|render|download|导出|保存|输出|存)[^,;，；]*$", before, re.IGNORECASE
        )
    )


class _Steps:
    """Gathers the steps of one message; pieces that are edits stay together, word for word."""

    def __init__(self, text: str, found: Mapping[str, Source]) -> None:
        self._text = text
        self._found = found
        self._parts = pieces(text)
        self._steps: list[Step] = []
        self._from = -1
        self._to = -1

    def all(self) -> list[Step]:
        for index, piece in enumerate(self._parts):
            self._take(piece, index)
        self._close()
        return self._steps

    def _take(self, piece: Piece, index: int) -> None:
        here = [self._found[c] for c in piece.text if c in self._found]
        if here and not _UPLOAD_WORDS.sub("", self._without_files(piece.text)):
            self._close()
            self._bring(here)
            return
        steps = () if here else self._special(piece, index)
        if steps is None:
            return
        if steps:
            self._close()
            self._steps += steps
            return
        self._from = piece.start if self._from < 0 else self._from
        self._to = piece.end

    def _special(self, piece: Piece, index: int) -> tuple[Step, ...] | None:
        """The steps of a piece that is no edit; None where it only adds to what was there."""
        alone = len(self._parts) == 1
        if wishes.refused(piece.text) or wishes.idle(piece.text):
            return () if alone else None
        last = self._steps[-1] if self._steps and self._from < 0 else None
        more = wishes.options_of(piece.text)
        if isinstance(last, Export) and more and not more[1]:
            self._steps[-1] = wishes.merged(last, more[0])
            return None
        if COVER not in piece.text and (asked := question_of(piece.text, alone=alone)):
            return (asked,)
        if alone and _ASKS_TO_UPLOAD.match(piece.text):
            return (Upload(),)
        if self._content(piece, index):
            return ()
        return wishes.export_of(piece.text, alone=alone or index == 0)

    def _content(self, piece: Piece, index: int) -> bool:
        """Whether a piece belongs to what the words before it are about ("a tutorial about how to
        upload and download")."""
        if index == 0 or self._from < 0 or piece.apart or not wishes.bare(piece.text):
            return False
        before, last = self._text[self._from : piece.start], self._parts[index - 1].text
        if _TOPIC.search(before) and COVER not in last:
            return True
        in_row = len(last.split()) == 1 and last.isascii()
        return in_row and COVER not in before and bool(_TEXT.search(before))

    def _close(self) -> None:
        """Ends a row of edits: the files they name come first."""
        if self._from >= 0:
            start = 0 if self._from == self._parts[0].start else self._from
            end = len(self._text) if self._to == self._parts[-1].end else self._to
            text = self._text[start:end].strip()
            self._bring([self._found[c] for c in text if c in self._found])
            if text[:1] in self._found and _VERB.match(text[1:]):
                text = text[1:].lstrip(" :：,，")
            text = "".join(self._found[c].name if c in self._found else c for c in text)
            self._steps.append(Say(text))
        self._from = -1

    def _bring(self, here: Sequence[Source]) -> None:
        """Files of pieces that follow each other are brought in together."""
        if not here:
            return
        wanted = tuple(source.text for source in here)
        match self._steps[-1:]:
            case [Upload(before)]:
                self._steps[-1] = Upload((*before, *wanted))
            case _:
                self._steps.append(Upload(wanted))

    def _without_files(self, text: str) -> str:
        return "".join(c for c in text if c not in self._found)
