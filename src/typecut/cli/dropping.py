"""Files that were dragged into a terminal: paths in quotes, with escapes, or as file:// addresses."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TOKEN = re.compile(
    r"""'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|(?P<plain>(?:\\.|[^\s'"])+)""", re.DOTALL
)


def dropped(text: str) -> list[str] | None:
    """The paths where the whole line is nothing else; None otherwise. A plain word is only taken
    for a path where it looks like one: there may be a file called `trim`."""
    line = text.strip()
    if not line:
        return None
    if _there(line) and _path_like(line):
        return [_expanded(line)]
    found: list[str] = []
    at = 0
    for match in _TOKEN.finditer(line):
        if line[at : match.start()].strip():
            return None
        path, sure = _read(match)
        if not _there(path) or not (sure or _path_like(path)):
            return None
        found.append(_expanded(path))
        at = match.end()
    return found if not line[at:].strip() else None


def with_plain_paths(text: str) -> str:
    """A message with its file:// addresses and escaped paths written as quoted paths."""

    def plain(match: re.Match[str]) -> str:
        path, sure = _read(match)
        odd = match["plain"] is not None and (sure or "\\" in match["plain"])
        return f'"{_expanded(path)}"' if odd and _path_like(path) and _there(path) else match[0]

    return _TOKEN.sub(plain, text)


def _read(match: re.Match[str]) -> tuple[str, bool]:
    """What a token says, and whether it can be nothing but a file."""
    if match["single"] is not None:
        path = match["single"]
    elif match["double"] is not None:
        path = re.sub(r"\\(.)", r"\1", match["double"])
    else:
        path = match["plain"]
        if not path.lower().startswith("file:"):
            path = re.sub(r"\\(.)", r"\1", path)
    if path.lower().startswith("file:"):
        return _of_address(path), True
    return path, False


def _of_address(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return address


def _path_like(path: str) -> bool:
    return "/" in path or re.search(r"\.[A-Za-z0-9]{2,5}$", path) is not None


def _there(path: str) -> bool:
    try:
        return Path(path).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def _expanded(path: str) -> str:
    return str(Path(path).expanduser())
