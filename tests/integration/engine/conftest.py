"""Rendering specs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from synthetic import numbers
from typecut.engine.chunk import render_chunk
from typecut.render.spec import ChunkSpec

Render = Callable[..., Path]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    def rendered(spec: ChunkSpec, name: str = "chunk.mp4") -> Path:
        out = tmp_path / name
        render_chunk(spec, out, tmp_path / "cache")
        return out

    return rendered


@pytest.fixture
def shown(render: Render) -> Callable[[ChunkSpec], list[int | None]]:
    """The frame numbers that a rendered chunk shows."""
    return lambda spec: numbers(render(spec))
