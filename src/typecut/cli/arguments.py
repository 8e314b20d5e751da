"""Telling files, instruction and options of the command line apart."""

import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from typecut.errors import MediaMissing, RequestError, SettingError

_FILE_LIKE = re.compile(
    r"\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|ts|mts|3gp|gif|jpe?g|png|webp|bmp|tiff?|heic|avif|"
    r"mp3|wav|m4a|aac|ogg|oga|opus|flac|json)$",
    re.IGNORECASE,
)
_FOLDER_LIKE = re.compile(r"^(/|\.{1,2}[/\\]|~[/\\]|[A-Za-z]:[/\\])")
# Chinese has no spaces: "导出360p，文件名zh.mp4" is a sentence all the same.
_SENTENCE_LIKE = re.compile(
    r"\s|[，。；：！？“”]|^(?:请|帮我|把)?(?:导出|保存|另存|输出|渲染|下载)"
)
_NTSC = {
    "23.976": Fraction(24000, 1001), "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001), "59.94": Fraction(60000, 1001),
}  # fmt: skip
_MISSING = 'Put it last and in quotes: typecut edit a.mp4 b.mp4 "add crossfades".'


def files_and_instruction(
    words: Sequence[str], given: str | None, missing: str = _MISSING
) -> tuple[list[str], str]:
    """The instruction is the last word that is no existing file; all others have to be files.

    "-" stands for an instruction read from standard input. An instruction `given` by option
    leaves only files. `missing` is the hint where there is none.
    """
    if given is not None:
        return _checked(list(words)), _spoken(given, missing)
    places = [n for n, word in enumerate(words) if not exists(word) and not is_address(word)]
    if not places:
        raise RequestError("The instruction is missing.", hint=missing)
    place = places[-1]
    if looks_like_file(words[place]):
        raise MediaMissing(f"There is no file {words[place]}.", hint="Check the path.")
    files = [w for n, w in enumerate(words) if n != place]
    return _checked(files), _spoken(words[place], missing)


def _checked(files: list[str]) -> list[str]:
    for name in files:
        if not exists(name) and not is_address(name):
            raise MediaMissing(f"There is no file {name}.", hint="Check the path.")
    return files


def _spoken(text: str, missing: str) -> str:
    words = sys.stdin.read() if text == "-" else text
    if not words.strip():
        raise RequestError("The instruction is empty.", hint=missing)
    return words


def exists(word: str) -> bool:
    """Whether there is something of this name; an over-long or odd name is none."""
    try:
        return word != "-" and Path(word).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def is_address(word: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://\S+$", word) is not None


def looks_like_file(word: str) -> bool:
    """A name that was meant as a file although there is none."""
    if not _FILE_LIKE.search(word):
        return False
    return _FOLDER_LIKE.match(word) is not None or not _SENTENCE_LIKE.search(word)


def read_size(text: str) -> tuple[int, int]:
    """``1920x1080`` in pixels."""
    match = re.fullmatch(r"\s*(\d{2,5})\s*[xX×*]\s*(\d{2,5})\s*", text)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (16 <= width <= 8192 and 16 <= height <= 8192):
        raise SettingError(f"{text!r} is no size.", hint="Write it as 1920x1080.")
    if width % 2 or height % 2:
        raise SettingError(
            f"{text!r} is odd: H.264 needs even sizes.", hint="Take the next even one."
        )
    return width, height


def read_rate(text: str) -> Fraction:
    """``30``, ``23.976``, ``30000/1001`` in frames per second."""
    try:
        rate = _NTSC.get(text.strip()) or Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 120:
        raise SettingError(
            f"{text!r} is no frame rate.", hint="Take 1 to 120, such as 30 or 23.976."
        )
    return rate
