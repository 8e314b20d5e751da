"""Interlaced footage is shown without combs, each frame at its own moment."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from typecut.engine.probe import probe
from typecut.engine.reader import Reader

FRAMES, RATE = 50, 25
WIDTH, HEIGHT = 320, 192
SLACK = Fraction(1, 100)


def bar(moment: float) -> np.ndarray:
    """A bright bar that moves 120 pixels a second."""
    picture = np.full((HEIGHT, WIDTH), 50, np.uint8)
    left = round(moment * 120)
    picture[:, left : left + 30] = 200
    return picture


def write(path: Path, *, interlaced: bool) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"flags": "+ildct+ilme"} if interlaced else {}
        for number in range(FRAMES):
            picture = bar(number / RATE)
            if interlaced:  # the lower half picture comes first
                picture[0::2] = bar((number + 0.5) / RATE)[0::2]
            planes = np.vstack([picture, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")))
        container.mux(stream.encode(None))
    return path


def shown(path: Path, numbers: range) -> list[np.ndarray]:
    facts = probe(str(path)).picture
    assert facts is not None
    reader = Reader(str(path), facts, SLACK)
    try:
        return [reader.at(Fraction(n, RATE)).to_ndarray()[:HEIGHT].astype(int) for n in numbers]
    finally:
        reader.close()


def comb(picture: np.ndarray) -> float:
    """How much neighbouring lines differ, on average."""
    return float(np.abs(picture[0::2] - picture[1::2]).mean())


@pytest.mark.parametrize("numbers", [range(FRAMES), range(FRAMES - 1, -1, -7)])
def test_no_combs_and_no_delay(tmp_path, numbers):
    pictures = shown(write(tmp_path / "camcorder.mp4", interlaced=True), numbers)
    assert max(comb(p) for p in pictures) < 0.5
    lefts = [int(np.argmax(p[HEIGHT // 2] > 125)) for p in pictures]
    assert lefts == pytest.approx([n / RATE * 120 for n in numbers], abs=1.5)


def test_without_it_there_would_be_combs(tmp_path):
    path = write(tmp_path / "camcorder.mp4", interlaced=True)
    with av.open(str(path)) as container:
        plain = [f.to_ndarray()[:HEIGHT].astype(int) for f in container.decode(video=0)]
    assert np.mean([comb(p) for p in plain]) > 1.5


def test_whole_frames_are_left_alone(tmp_path):
    facts = probe(str(write(tmp_path / "phone.mp4", interlaced=False))).picture
    assert facts is not None
    assert not facts.interlaced
