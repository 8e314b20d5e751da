"""The rules of the Agent Skills specification, on a folder."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from . import registry
from .findings import SKILL, Finding, advice, wrong
from .frontmatter import Document, Fault, Mapping, Scalar, read

_KEYS = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
_LONGEST_NAME = 64
_LONGEST_DESCRIPTION = 1024
_LONGEST_COMPATIBILITY = 500
_MOST_LINES = 500
_MOST_TOKENS = 5000
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_CALLED = re.compile(r"`((?:references|scripts|assets)/[^`\s]+)`")


def check(folder: Path) -> list[Finding]:
    """Everything that is wrong with the skill in `folder`, and some advice; empty: nothing."""
    path = folder / SKILL
    if not path.is_file():
        other = folder / "skill.md"
        text = "It is written skill.md here; not every agent finds that." if other.exists() else ""
        return [wrong(text or "There is no SKILL.md in this folder.")]
    try:
        document = read(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return [wrong("The file is not UTF-8.")]
    if isinstance(document, Fault):
        return [wrong(document.text, document.line)]
    name = folder.resolve().name
    found = [*_head(document.head, name), *_body(document), *_links(folder, document)]
    return [*found, *registry.check(folder, document)]


def _head(head: Mapping, folder: str) -> Iterator[Finding]:
    for key, line in head.lines.items():
        if key not in _KEYS:
            hint = " It goes under metadata." if key in ("version", "author", "homepage") else ""
            allowed = ", ".join(_KEYS)
            yield wrong(
                f"is none of the keys that the specification knows ({allowed}).{hint}", line, key
            )
    for key in ("name", "description"):
        if key not in head.items:
            yield wrong("is missing.", head.line, key)
    yield from _name(head, folder)
    yield from _length(head, "description", _LONGEST_DESCRIPTION)
    yield from _length(head, "compatibility", _LONGEST_COMPATIBILITY)
    for key in ("license", "allowed-tools"):
        if key in head.items and not isinstance(head.items[key], Scalar):
            yield wrong("has to be text.", head.lines[key], key)
    if "metadata" in head.items and not isinstance(head.items["metadata"], Mapping):
        yield wrong("has to be a list of `key: value` lines.", head.lines["metadata"], "metadata")


def _name(head: Mapping, folder: str) -> Iterator[Finding]:
    node = head.items.get("name")
    if node is None:
        return
    line, name = head.lines["name"], node.text if isinstance(node, Scalar) else ""
    name = unicodedata.normalize("NFKC", name.strip())
    if not name:
        yield wrong("is empty.", line, "name")
        return
    if len(name) > _LONGEST_NAME:
        yield wrong(f"has {len(name)} characters; {_LONGEST_NAME} are allowed.", line, "name")
    if name != name.lower() or not all(c.isalnum() or c == "-" for c in name):
        yield wrong("takes small letters, digits and hyphens only.", line, "name")
    if name.startswith("-") or name.endswith("-") or "--" in name:
        yield wrong("cannot begin or end with a hyphen or have two in a row.", line, "name")
    if name != unicodedata.normalize("NFKC", folder):
        yield wrong(f"is {name!r}, but the folder is {folder!r}: both have to agree.", line, "name")


def _length(head: Mapping, key: str, most: int) -> Iterator[Finding]:
    node = head.items.get(key)
    if node is None:
        return
    if not isinstance(node, Scalar) or not node.text.strip():
        yield wrong("has to be text.", head.lines[key], key)
    elif len(node.text) > most:
        yield wrong(f"has {len(node.text)} characters; {most} are allowed.", head.lines[key], key)


def _body(document: Document) -> Iterator[Finding]:
    body = document.body.strip()
    if not body:
        yield wrong("There are no instructions below the frontmatter.", document.body_line)
    if (count := len(body.splitlines())) >= _MOST_LINES:
        yield advice(f"The body has {count} lines; fewer than {_MOST_LINES} are recommended.")
    if (tokens := tokens_of(body)) >= _MOST_TOKENS:
        yield advice(f"The body has about {tokens} tokens; under {_MOST_TOKENS} are recommended.")


def tokens_of(text: str) -> int:
    """About how many tokens a model makes of it: four letters each, one for other characters."""
    plain = sum(1 for c in text if ord(c) < 0x2E80)
    return plain // 4 + (len(text) - plain)


def _links(folder: Path, document: Document) -> Iterator[Finding]:
    """Files that the body names have to be there, one level deep."""
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        for target in [*_LINK.findall(line), *_CALLED.findall(line)]:
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            place = PurePosixPath(target)
            if place.is_absolute() or ".." in place.parts:
                yield wrong(f"{target} lies outside of the skill.", number)
            elif not (folder / place).exists():
                yield wrong(f"{target} is named, but is not there.", number)
            elif len(place.parts) > 2:
                yield advice(
                    f"{target} lies deeper than one folder; agents may not read it.", number
                )
