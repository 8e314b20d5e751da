"""Blocks of sound: 48 kHz stereo float samples, one row per moment."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 48_000
SECOND = RATE
"""Samples in the blocks that long sounds are handled in; memory does not grow with their length."""

Block = npt.NDArray[np.floating[Any]]
"""Shape (n, 2), 32 bits."""
_BYTES = 8
"""Of one moment: two channels of four bytes."""


def sample_at(time: Fraction) -> int:
    """The sample nearest to a time; negative times count backwards."""
    return round(time * RATE)


def silence(count: int) -> Iterator[Block]:
    while count > 0:
        yield np.zeros((min(count, SECOND), 2), np.float32)
        count -= SECOND


class Stream:
    """Takes any number of samples from blocks of any size; silence once they have run out."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = iter(blocks)
        self._waiting: list[Block] = []
        self._count = 0
        self.ended = False

    def take(self, count: int) -> Block:
        while self._count < count and not self.ended:
            block = next(self._blocks, None)
            if block is None:
                self.ended = True
            else:
                self._waiting.append(block)
                self._count += len(block)
        held = np.concatenate([*self._waiting, np.zeros((max(count - self._count, 0), 2), "f4")])
        self._waiting, self._count = [held[count:]], max(self._count - count, 0)
        return held[:count]


class Reel:
    """Samples kept in a file without a name, which is gone when this process is."""

    def __init__(self, folder: Path, blocks: Iterable[Block] = ()) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self.count = 0
        for block in blocks:
            self.append(block)

    def append(self, block: Block) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(np.ascontiguousarray(block, np.float32).tobytes())
        self.count += len(block)

    def read(self, begin: int, end: int) -> Block:
        self._file.seek(begin * _BYTES)
        data = self._file.read(max(end - begin, 0) * _BYTES)
        return np.frombuffer(data, np.float32).reshape(-1, 2)

    def blocks(self) -> Iterator[Block]:
        for begin in range(0, self.count, SECOND):
            yield self.read(begin, min(begin + SECOND, self.count))

    def backwards(self) -> Iterator[Block]:
        for end in range(self.count, 0, -SECOND):
            yield self.read(max(end - SECOND, 0), end)[::-1]

    def close(self) -> None:
        self._file.close()
