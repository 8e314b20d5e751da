"""One object of a draft while it is read: typed access, paths in findings, memory of what was read.

Whatever key nobody asked for is unknown to us, and `unknown` hands it over to be kept.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from typecut.timeline import Curve, Ease, Keyframe, seconds, to_milliseconds

from ..findings import Findings
from . import exact

LONGEST = 360_000_000
"""No time on the wire is longer than this: 100 hours, in milliseconds."""

_BROKEN = re.compile(r"[\0\ud800-\udc7f\udd00-\udfff]")

EASES: tuple[Ease, ...] = ("linear", "smooth", "hold")


@dataclass(slots=True)
class Node:
    """A JSON object at `path`; a missing one reads as empty."""

    data: Mapping[str, Any]
    path: str
    findings: Findings
    read: set[str] = field(default_factory=lambda: {exact.KEY})
    inside: dict[str, "Node | list[Node]"] = field(default_factory=dict[str, "Node | list[Node]"])

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def report(self, key: str, message: str) -> None:
        self.findings.add(self.at(key), message)

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def peek(self, key: str) -> Any:
        """The value, without counting it as read; null is the same as missing."""
        return self.data.get(key)

    def take(self, key: str) -> Any:
        self.read.add(key)
        return self.data.get(key)

    # -- plain values ----------------------------------------------------------------------------

    def text(self, key: str, default: str = "") -> str:
        """Text. Names of files may hold bytes that are no text, as Python marks them."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.report(key, f"{_short(value)} is not text")
            return default
        if _BROKEN.search(value):
            self.report(key, "this text holds broken characters")
            return default
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.report(key, f"{_short(value)} is neither true nor false")
            return default
        return value

    def choice(self, key: str, options: Sequence[str], default: str) -> Any:
        value = self.take(key)
        if value is None:
            return default
        if value not in options:
            self.report(key, f"{_short(value)} is not one of {', '.join(map(repr, options))}")
            return default
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self.take(key)
        if value is None:
            return default
        if not _is_number(value):
            self.report(key, f"{_short(value)} is not a number")
            return default
        if not low <= value <= high:
            self.report(key, f"{_short(value)} is not between {low:g} and {high:g}")
            return default
        return float(value)

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        value = self.take(key)
        if value is None:
            return default
        if not _is_number(value) or value != int(value):
            self.report(key, f"{_short(value)} is not a whole number")
            return default
        if not low <= value <= high:
            self.report(key, f"{_short(value)} is not between {low} and {high}")
            return default
        return int(value)

    # -- times and ratios ------------------------------------------------------------------------

    def time(self, key: str, *, low: int = 0) -> Fraction | None:
        """Seconds, exact where the draft says so; None where missing or wrong."""
        value = self.take(key)
        if value is None:
            return None
        if not _is_number(value) or value != int(value):
            self.report(key, f"{_short(value)} is not a whole number of milliseconds")
            return None
        if value < low:
            self.report(
                key,
                f"{_short(value)} ms is negative"
                if low == 0
                else f"{_short(value)} ms is too early",
            )
            return None
        if value > LONGEST:
            self.report(key, f"{_short(value)} ms is longer than 100 hours")
            return None
        true = self.exactly(key)
        return Fraction(int(value), 1000) if true is None else true

    def exactly(self, key: str) -> Fraction | None:
        """The exact value beside the time `key`, where it still holds."""
        true = self._beside(key)
        value = self.data.get(key)
        return true if true is not None and to_milliseconds(true) == value else None

    def ratio(self, key: str) -> Fraction | None:
        """A number such as a speed, exact where the draft says so."""
        value = self._ratio(key)
        if value is None:
            return None
        true = self._beside(key)
        return true if true is not None and float(true) == value else seconds(value)

    def rate(self, key: str, low: float = 1, high: float = 240) -> Fraction | None:
        """Frames per second; also as text such as ``"30000/1001"``."""
        written = exact.rational(self.peek(key))
        value = float(written) if written is not None else self._ratio(key)
        self.read.add(key)
        if value is None:
            return None
        if not low <= value <= high:
            self.report(
                key, f"{_short(value)} frames per second is not between {low:g} and {high:g}"
            )
            return None
        true = written if written is not None else self._beside(key)
        if true is not None and round(float(true), 3) == round(value, 3):
            return true
        return exact.rate_of(value)

    def _ratio(self, key: str) -> int | float | None:
        value = self.take(key)
        if value is not None and not _is_number(value):
            self.report(key, f"{_short(value)} is not a number")
            return None
        return value

    def _beside(self, key: str) -> Fraction | None:
        beside = self.data.get(exact.KEY)
        return (
            exact.rational(cast("Mapping[str, Any]", beside).get(key))
            if isinstance(beside, Mapping)
            else None
        )

    # -- what may change over a clip's length ----------------------------------------------------

    def curve(self, key: str, low: float, high: float) -> Curve | None:
        """The keyframes under `key`; None where there are none."""
        frames = self.children(key)
        found = [_keyframe(f, low, high) for f in frames]
        for node, (one, other) in zip(frames[1:], pairwise(found), strict=True):
            if one.at >= other.at:
                node.report("t", "keyframes must rise in time")
                return None
        return Curve(tuple(found)) if found else None

    # -- objects within --------------------------------------------------------------------------

    def child(self, key: str, *, keep: bool = True) -> "Node":
        """The object under `key`; its unknown keys are ours to keep unless `keep` is False."""
        known = self.inside.get(key)
        if isinstance(known, Node):
            return known
        node = Node(self._object(self.take(key), self.at(key)), self.at(key), self.findings)
        if keep:
            self.inside[key] = node
        return node

    def children(self, key: str, *, keep: bool = True) -> "list[Node]":
        """The objects in the list under `key`."""
        values = self.take(key)
        if values is None:
            return []
        if not isinstance(values, list):
            self.report(key, "a list is needed here")
            return []
        found: list[Node] = []
        for index, value in enumerate(cast("list[Any]", values)):
            path = f"{self.at(key)}[{index}]"
            found.append(Node(self._object(value, path), path, self.findings))
        if keep:
            self.inside[key] = found
        return found

    def _object(self, value: Any, path: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if isinstance(value, Mapping):
            return cast("Mapping[str, Any]", value)
        self.findings.add(path, f"an object is needed here, not {_short(value)}")
        return {}

    def unknown(self) -> dict[str, Any]:
        """A tree of the keys that nobody read, as `kept.merge` takes it; empty where there are none."""
        keys = {k: v for k, v in self.data.items() if k not in self.read}
        inside: dict[str, Any] = {}
        for key, value in self.inside.items():
            tree = value.unknown() if isinstance(value, Node) else [n.unknown() for n in value]
            if any(tree):
                inside[key] = tree
        return {name: part for name, part in (("keys", keys), ("in", inside)) if part}


def _keyframe(node: Node, low: float, high: float) -> Keyframe:
    at = node.time("t", low=-LONGEST)
    if at is None and not node.has("t"):
        node.report("t", "this key is missing")
    if not node.has("v"):
        node.report("v", "this key is missing")
    value = node.number("v", 0.0, low, high)
    return Keyframe(at or Fraction(0), value, node.choice("ease", EASES, "linear"))


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
