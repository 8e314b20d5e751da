"""Reading the YAML at the top of a SKILL.md, in the strict block style that every agent can read.

The Agent Skills validator refuses flow style, anchors, tags and repeated keys; so does this. Values
stay text, and every node knows its line, so that a complaint can name the place.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_KEY = re.compile(
    r"(?P<key>\"[^\"]+\"|'[^']+'|[^\s:#'\"\[\]{},&*!|>%@`-][^:]*?)\s*:(?:\s+(?P<rest>.*))?$"
)
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """`lines` says where each key stands."""

    items: dict[str, "Node"]
    line: int
    lines: dict[str, int] = field(default_factory=dict[str, int])


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read, and in which line of the file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A skill file: its head, its body, and the line where the body begins (from 1)."""

    head: Mapping
    body: str
    body_line: int


class _Stop(Exception):
    """Reading ends here; never leaves this module."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.fault = Fault(line, text)


def read(text: str) -> Document | Fault:
    """Head and body of a SKILL.md."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        return Fault(1, f"The file has to begin with a line {_FENCE}.")
    ends = [n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE]
    if not ends:
        return Fault(1, f"The frontmatter is not closed by a line {_FENCE}.")
    try:
        head = _Reader(lines[1 : ends[0]], first=2).document()
    except _Stop as stop:
        return stop.fault
    return Document(head, "\n".join(lines[ends[0] + 1 :]), ends[0] + 2)


class _Reader:
    """Descends by indentation; `at` is the next line to be read."""

    def __init__(self, lines: list[str], first: int) -> None:
        self.lines, self.first, self.at = lines, first, 0

    def document(self) -> Mapping:
        self.skip()
        node = self.block(0) if self.at < len(self.lines) else Mapping({}, self.first)
        self.skip()
        if self.at < len(self.lines):
            self.stop("This line is indented as none before it.")
        if not isinstance(node, Mapping):
            raise _Stop(self.first, "The frontmatter has to be a list of `key: value` lines.")
        return node

    def stop(self, text: str) -> None:
        raise _Stop(self.first + self.at, text)

    def skip(self) -> None:
        while self.at < len(self.lines) and re.match(r"\s*(#|$)", self.lines[self.at]):
            self.at += 1

    def indent(self) -> int:
        """Of the next line with something on it; -1 at the end."""
        self.skip()
        if self.at >= len(self.lines):
            return -1
        line = self.lines[self.at]
        width = len(line) - len(line.lstrip(" "))
        if line[width] == "\t":
            self.stop("A tab indents this line; YAML takes spaces.")
        return width

    def block(self, indent: int) -> Node:
        is_list = re.match(r"-(\s|$)", self.lines[self.at][indent:])
        return self.sequence(indent) if is_list else self.mapping(indent)

    def rows(self, indent: int, of_list: bool) -> Iterator[tuple[int, str]]:
        """Line number and text of every line of this block."""
        while self.indent() == indent:
            text = self.lines[self.at][indent:]
            if bool(re.match(r"-(\s|$)", text)) != of_list:
                return
            yield self.first + self.at, text
        if self.indent() > indent:
            self.stop("This line is indented deeper than what it belongs to.")

    def sequence(self, indent: int) -> Sequence:
        line, items = self.first + self.at, list[Node]()
        for number, text in self.rows(indent, of_list=True):
            rest = text[1:].lstrip()
            inner = indent + len(text) - len(rest)
            if rest and _KEY.match(rest):
                self.lines[self.at] = " " * inner + rest
                items.append(self.mapping(inner))
            else:
                items.append(self.value(rest, indent, number))
        return Sequence(tuple(items), line)

    def mapping(self, indent: int) -> Mapping:
        found = Mapping({}, self.first + self.at)
        for number, text in self.rows(indent, of_list=False):
            match = _KEY.match(text)
            if match is None:
                raise _Stop(number, f"{text.strip()!r} is no `key: value`.")
            key = match["key"].strip("\"'")
            if key in found.items:
                raise _Stop(number, f"The key {key!r} is there twice.")
            found.lines[key] = number
            found.items[key] = self.value(match["rest"] or "", indent, number)
        return found

    def value(self, text: str, indent: int, line: int) -> Node:
        """What stands behind a colon or a dash, and in the lines below that belong to it."""
        self.at += 1
        if text[:1] in ("|", ">"):
            return Scalar(self.folded(indent, text[0]), line)
        if text[:1] in ("{", "["):
            raise _Stop(line, "Flow style ({…}, […]) is refused by validators; write it in lines.")
        if text[:1] in ("&", "*", "!"):
            raise _Stop(line, "Anchors, aliases and tags are refused by validators.")
        if text[:1] in ("'", '"'):
            return Scalar(_unquoted(text, line), line)
        text = re.sub(r"(^|\s)#.*$", "", text).strip()
        below = self.indent()
        is_list = below >= 0 and re.match(r"-(\s|$)", self.lines[self.at][below:])
        if text:
            return Scalar(" ".join([text, *self.continued(indent)]), line)
        if below > indent or (below == indent and is_list):
            return self.block(below)
        return Scalar("", line)

    def continued(self, indent: int) -> list[str]:
        """More lines of a plain value."""
        more: list[str] = []
        while self.indent() > indent:
            if _KEY.match(self.lines[self.at].strip()):
                self.stop("This line is indented deeper than what it belongs to.")
            more.append(self.lines[self.at].strip())
            self.at += 1
        return more

    def folded(self, indent: int, style: str) -> str:
        rows: list[str] = []
        while self.at < len(self.lines):
            row = self.lines[self.at]
            if row.strip() and len(row) - len(row.lstrip(" ")) <= indent:
                break
            rows.append(row.strip())
            self.at += 1
        return ("\n" if style == "|" else " ").join(rows).strip()


def _unquoted(text: str, line: int) -> str:
    quote = text[0]
    pattern = r'"((?:[^"\\]|\\.)*)"' if quote == '"' else r"'((?:[^']|'')*)'"
    match = re.match(pattern + r"\s*(#.*)?$", text)
    if match is None:
        raise _Stop(line, f"The quote {quote} is not closed in its line.")
    if quote == "'":
        return match[1].replace("''", "'")
    try:
        return str(json.loads(f'"{match[1]}"'))
    except ValueError:
        raise _Stop(line, "There is an escape that cannot be read.") from None
