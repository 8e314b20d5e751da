"""Which source frame each output frame shows."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from specs import one_shot
from synthetic import NTSC, make_clip
from typecut.render.spec import ChunkSpec

Shown = Callable[[ChunkSpec], list[int | None]]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv"])
def test_same_rate_shows_every_frame_once(tmp_path: Path, shown: Shown, name: str) -> None:
    clip = make_clip(tmp_path / name, frames=50)
    assert shown(one_shot(clip, 50)) == list(range(50))


@pytest.mark.parametrize(
    ("name", "codec"),
    [("c.webm", "libvpx"), ("c.avi", "mpeg4"), ("c.ts", "libx264"), ("c.ts", "mpeg2video"),
     ("c.mkv", "mpeg2video")],
)  # fmt: skip
def test_other_containers(tmp_path: Path, shown: Shown, name: str, codec: str) -> None:
    clip = make_clip(tmp_path / name, frames=40, codec=codec)
    assert shown(one_shot(clip, 40)) == list(range(40))


def test_avi_with_reordered_frames(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.avi", frames=40)
    assert shown(one_shot(clip, 40)) == list(range(40))


@pytest.mark.parametrize("begin", [1, 7, 12, 13, 35])
def test_starting_inside(tmp_path: Path, shown: Shown, begin: int) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=50)
    spec = one_shot(clip, 10, start=Fraction(begin, 30))
    assert shown(spec) == list(range(begin, begin + 10))


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv"])
def test_29_97_on_30_repeats_nothing_for_half_a_minute(
    tmp_path: Path, shown: Shown, name: str
) -> None:
    clip = make_clip(tmp_path / name, frames=60, rate=NTSC)
    assert shown(one_shot(clip, 60)) == list(range(60))


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv"])
def test_60_on_30_takes_every_second(tmp_path: Path, shown: Shown, name: str) -> None:
    clip = make_clip(tmp_path / name, frames=80, rate=60)
    assert shown(one_shot(clip, 40)) == list(range(0, 80, 2))


def test_24_on_30_repeats_every_fourth(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mkv", frames=24, rate=24)
    seen = shown(one_shot(clip, 30))
    assert sorted(set(seen)) == list(range(24))
    assert all(b - a in (0, 1) for a, b in pairwise(seen))


def test_ntsc_on_its_own_rate_from_whole_milliseconds(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mkv", frames=90, rate=NTSC)
    assert shown(one_shot(clip, 90, rate=NTSC)) == list(range(90))


def test_variable_rate(tmp_path: Path, shown: Shown) -> None:
    moments = [0, 1, 2, 3, 4, 15, 16, 17, 30, 31, 32, 33, 34, 44]
    clip = make_clip(tmp_path / "c.mp4", times=[Fraction(m, 30) for m in moments])
    seen = shown(one_shot(clip, 45))
    assert seen == [max(i for i, m in enumerate(moments) if m <= frame) for frame in range(45)]


def test_backwards(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=60)
    assert shown(one_shot(clip, 60, start=Fraction(59, 30), speed=-1)) == list(range(59, -1, -1))


def test_backwards_keeps_little(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typecut.engine.reader._KEPT_BYTES", 5 * 320 * 180 * 3 // 2)
    clip = make_clip(tmp_path / "c.mp4", frames=60, gop=60)
    assert shown(one_shot(clip, 60, start=Fraction(59, 30), speed=-1)) == list(range(59, -1, -1))


def test_double_speed(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=60)
    assert shown(one_shot(clip, 30, speed=2)) == list(range(0, 60, 2))


def test_half_speed(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=20)
    assert shown(one_shot(clip, 40, speed=Fraction(1, 2))) == [i // 2 for i in range(40)]


def test_hundredfold_speed_jumps_over_keyframes(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=300, size=(160, 90))
    assert shown(one_shot(clip, 6, speed=50)) == list(range(0, 300, 50))


def test_freeze(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=40)
    assert shown(one_shot(clip, 12, start=Fraction(17, 30), speed=0)) == [17] * 12


def test_outside_the_clip_the_first_and_last_frames_hold(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=20)
    seen = shown(one_shot(clip, 30, start=Fraction(-5, 30)))
    assert seen == [0] * 5 + list(range(20)) + [19] * 5


def test_chunks_of_one_shot_meet(tmp_path: Path, shown: Shown) -> None:
    clip = make_clip(tmp_path / "c.mkv", frames=60, rate=NTSC)
    whole = shown(one_shot(clip, 60))
    parts = [shown(one_shot(clip, 20, start=Fraction(n, 30))) for n in (0, 20, 40)]
    assert [number for part in parts for number in part] == whole
