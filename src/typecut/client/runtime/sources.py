"""Files and addresses inside a message."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from .quoting import quotes

VIDEO = ("mp4", "mov", "avi", "webm", "mkv")
IMAGE = ("jpg", "jpeg", "png", "gif", "webp")
SOUND = ("mp3", "wav", "m4a", "aac")
ACCEPTED = (*VIDEO, "jpg", "png", "gif", "webp", *SOUND)

_ADDRESS = re.compile(r"https?://[^\s<>\"“”，。；、]+", re.IGNORECASE)
_PATH = re.compile(
    r"(?:[A-Za-z]:[\\/])?(?:\\\s|[^\s\"“”‘’「」，。；、,;!?！？:：<>])+?\.[A-Za-z][A-Za-z0-9]{1,4}"
    r"(?![A-Za-z0-9_.-]*[A-Za-z0-9_])"
)
_BEGUN = re.compile(
    r"^(?:请|帮我|导出|下载|保存|输出|存|到|为|成|上传|导入|添加|加入|插入|使用|用|把|将|和|与|文件|视频|图片|素材|这个)+"
)
_LATIN = re.compile(r"(?<=[\u3400-\u9fff])[A-Za-z0-9~_-][A-Za-z0-9~._-]*\.[A-Za-z0-9]+$")
_SENTENCE = re.compile(r"[在把将第加插换接放删剪用改].*[\u3400-\u9fff]\.")
_MEDIA = re.compile(rf"\.(?:{'|'.join((*VIDEO, *IMAGE, *SOUND))})(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A path or address at ``[start, end)`` of a message; `quoted`: it stands between marks."""

    text: str
    start: int
    end: int
    quoted: bool = False

    @property
    def address(self) -> bool:
        return self.text.lower().startswith(("http://", "https://"))

    @property
    def path(self) -> bool:
        """Whether it says where a file lies, not only how it is called."""
        return not self.address and bool(re.search(r"[\\/]", self.text))

    @property
    def media(self) -> bool:
        """Whether its name ends as those of media files do."""
        return bool(_MEDIA.search(self.text))

    @property
    def name(self) -> str:
        """The file's own name, as the other side will know it."""
        text = re.sub(r"[?#].*$", "", self.text) if self.address else self.text
        kind = PureWindowsPath if re.match(r"[A-Za-z]:\\", text) else PurePosixPath
        return kind(text).name


def sources(message: str, is_file: Callable[[str], bool]) -> list[Source]:
    """Everything in a message that may be a file, in order."""
    marked = quotes(message)
    found = [_address(m, marked) for m in _ADDRESS.finditer(message)]
    for start, end in marked:
        inner = message[start + 1 : end - 1]
        if inner and not _taken(found, start, end) and (_file(inner) or is_file(inner)):
            found.append(Source(inner, start, end, quoted=True))
    for match in _PATH.finditer(message):
        if not _taken(found, *match.span()) and not _within(marked, *match.span()):
            path = _path(match, is_file)
            found += [path] if path else []
    return sorted(found, key=lambda s: s.start)


def _address(match: re.Match[str], marked: list[tuple[int, int]]) -> Source:
    text = match[0].rstrip(".,;:!?)'’`」』")
    end = match.start() + len(text)
    return Source(text, match.start(), end, quoted=_within(marked, match.start(), end))


def _path(match: re.Match[str], is_file: Callable[[str], bool]) -> Source | None:
    """A path; in Chinese the words before it may touch it."""
    text, start = match[0].replace("\\ ", " "), match.start()
    if is_file(text):
        return Source(text, start, match.end())
    if begun := _BEGUN.match(text):
        text, start = text[begun.end() :], start + begun.end()
    if not re.search(r"[\\/]", text) and (name := _LATIN.search(text)):
        text, start = name[0], match.end() - len(name[0])
    if not text or (_SENTENCE.search(text) and not is_file(text)):
        return None
    return Source(text, start, match.end())


def _file(text: str) -> bool:
    return bool(_PATH.fullmatch(text.replace(" ", "_")))


def _taken(found: list[Source], start: int, end: int) -> bool:
    return any(s.start < end and start < s.end for s in found)


def _within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)
