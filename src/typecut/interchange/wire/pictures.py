"""Placement and effects of a segment: the keys ``x`` and ``fx``, both ways."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from typecut.timeline import Animated, Blur, Colour, Crop, Curve, Effect, Placement

from .exact import put_time
from .node import Node

FITS = ("fill", "fit", "blur")
FLIPS = ("", "h", "v", "hv")
LOOKS = ("", "warm", "cool", "cinematic", "vivid", "muted", "vintage", "sepia", "mono")

LIMITS: dict[str, tuple[float, float]] = {
    "x": (-100, 100),
    "y": (-100, 100),
    "scale": (0, 1000),
    "rotate": (-36_000, 36_000),
    "opacity": (0, 1),
    "brightness": (-1, 1),
    "contrast": (0, 10),
    "saturation": (0, 10),
    "gamma": (0.01, 10),
    "temperature": (-1, 1),
    "radius": (0, 1),
    "amount": (0, 1),
}
DIALS = ("brightness", "contrast", "saturation", "gamma", "temperature")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def read_colour(node: Node, key: str, default: str) -> str:
    """``#rrggbb``, or the default."""
    value = node.text(key, default)
    if value and not _COLOUR.fullmatch(value):
        node.report(key, f"{value[:60]!r} is no colour such as '#20c0ff'")
        return default
    return value


def read_placement(node: Node) -> Placement:
    usual = Placement()
    position = node.child("position")
    frames = node.child("keyframes")
    return Placement(
        fit=node.choice("fit", FITS, "") or None,
        crop=_read_crop(node),
        x=_position(position, frames, "x"),
        y=_position(position, frames, "y"),
        scale=_animated(node, "scale", usual.scale),
        rotate=_animated(node, "rotate", usual.rotate),
        flip=node.choice("flip", FLIPS, ""),
        opacity=_animated(node, "opacity", usual.opacity),
    )


def _position(position: Node, frames: Node, key: str) -> Animated:
    still = position.number(key, 0.5, *LIMITS[key])
    return frames.curve(key, *LIMITS[key]) or still


def _animated(node: Node, key: str, default: Animated) -> Animated:
    still = node.number(key, float(default) if not isinstance(default, Curve) else 0, *LIMITS[key])
    return node.child("keyframes").curve(key, *LIMITS[key]) or still


def _read_crop(node: Node) -> Crop | None:
    if not node.has("crop"):
        return None
    box = node.child("crop")
    sides = {f.name: box.number(f.name, 0.0, 0, 1) for f in fields(Crop)}
    for one, other in (("left", "right"), ("top", "bottom")):
        if sides[one] + sides[other] >= 1:
            box.report(other, f"together with {one!r} it leaves nothing of the picture")
    return Crop(**sides)


def read_effects(nodes: list[Node]) -> tuple[Effect, ...]:
    return tuple(_read_effect(n) for n in nodes)


def _read_effect(node: Node) -> Effect:
    if node.choice("type", ("colour", "blur"), "colour") == "blur":
        return Blur(_animated(node, "radius", Blur().radius))
    if not node.has("type"):
        node.report("type", "this key is missing: 'colour' or 'blur'")
    usual = Colour()
    return Colour(
        look=node.choice("look", LOOKS, ""),
        amount=node.number("amount", usual.amount, *LIMITS["amount"]),
        **{d: _animated(node, d, getattr(usual, d)) for d in DIALS},
    )


# -- writing -------------------------------------------------------------------------------------


def placement_to_wire(placement: Placement) -> dict[str, Any]:
    """The key ``x``, without what is as usual."""
    usual = Placement()
    out: dict[str, Any] = {}
    if placement.fit:
        out["fit"] = placement.fit
    if placement.crop:
        out["crop"] = {f.name: getattr(placement.crop, f.name) for f in fields(Crop)}
    if placement.flip:
        out["flip"] = placement.flip
    position: dict[str, Any] = {}
    for key in ("x", "y"):
        _put(position, key, getattr(placement, key), None, out)
    if position != {"x": usual.x, "y": usual.y}:
        out["position"] = position
    for key in ("scale", "rotate", "opacity"):
        _put(out, key, getattr(placement, key), getattr(usual, key), out)
    return out


def effect_to_wire(effect: Effect) -> dict[str, Any]:
    """One entry of ``fx``."""
    if isinstance(effect, Blur):
        out: dict[str, Any] = {"type": "blur"}
        _put(out, "radius", effect.radius, None, out)
        return out
    usual = Colour()
    out = {"type": "colour"}
    if effect.look:
        out["look"] = effect.look
    if effect.amount != usual.amount:
        out["amount"] = effect.amount
    for dial in DIALS:
        _put(out, dial, getattr(effect, dial), getattr(usual, dial), out)
    return out


def _put(out: dict[str, Any], key: str, value: Animated, usual: Any, root: dict[str, Any]) -> None:
    """A still value unless it is the usual one; a curve under ``keyframes`` of `root`, with its
    first value standing in for readers that do not know curves."""
    if isinstance(value, Curve):
        out[key] = value.keyframes[0].value
        root.setdefault("keyframes", {})[key] = [_keyframe(k) for k in value.keyframes]
    elif value != usual:
        out[key] = value


def _keyframe(keyframe: Any) -> Mapping[str, Any]:
    out: dict[str, Any] = {}
    put_time(out, "t", keyframe.at)
    out["v"] = keyframe.value
    if keyframe.ease != "linear":
        out["ease"] = keyframe.ease
    return out
