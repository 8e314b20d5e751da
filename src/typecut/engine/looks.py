"""Colour effects and blur on a layer's planes."""

from typecut.timeline import Effect

from .warp import Layer

Settings = tuple[object, ...]


def at(effects: tuple[Effect, ...], time: float) -> Settings:
    return ()


def applied(layer: Layer, settings: Settings, height: int) -> Layer:
    return layer
