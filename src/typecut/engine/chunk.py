"""Rendering one chunk to a file of its own."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from av.error import FFmpegError
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from typecut.errors import MediaBroken, OutputError
from typecut.render.spec import ChunkSpec

from .compose import Composer
from .encode import Encoder

Progress = Callable[[float], None]


def render_chunk(spec: ChunkSpec, out: Path, cache: Path, progress: Progress | None = None) -> None:
    """Writes exactly `spec.frames` frames of H.264 in MP4 to `out`, whole or not at all."""
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        _render(spec, partial, cache, progress or (lambda _: None))
        partial.replace(out)
    except FFmpegError as error:
        raise MediaBroken(f"A source cannot be decoded: {error.strerror}.") from error
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def render_frame(spec: ChunkSpec, index: int, out: Path, cache: Path) -> None:
    """Writes output frame `index` of the chunk as a PNG."""
    composer = Composer(spec, cache)
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        frame = composer.frame(index)
        colours: Any = frame.reformat(
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BICUBIC,
            threads=1,
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        colours.to_image().save(partial, format="PNG")
        partial.replace(out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        composer.close()
        partial.unlink(missing_ok=True)


def _render(spec: ChunkSpec, out: Path, cache: Path, progress: Progress) -> None:
    composer = Composer(spec, cache)
    encoder = Encoder(spec, out)
    try:
        for index in range(spec.frames):
            encoder.add(composer.frame(index))
            progress((index + 1) / spec.frames)
        encoder.finish()
    except BaseException:
        encoder.abandon()
        raise
    finally:
        composer.close()
