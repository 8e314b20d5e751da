"""Where pictures land, how they are coloured and mixed."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from specs import footage, one_shot
from synthetic import BLUE, BRIGHT, GREEN, GROUND, RED, make_clip, pictures
from typecut.render.spec import ChunkSpec, Fade, Mix, Shot
from typecut.timeline import Blur, Colour, Crop, Curve, Flip, Keyframe, Placement

Render = Callable[..., Path]
Planes = list[np.ndarray]
RATE = Fraction(30)
CORNERS = {"red": RED, "green": GREEN, "blue": BLUE, "white": BRIGHT}


def first(render: Render, spec: ChunkSpec, index: int = 0) -> Planes:
    return pictures(render(spec))[index][1]


def colour_at(planes: Planes, x: float, y: float) -> tuple[int, ...]:
    """Y, U, V at a place given in fractions of the picture."""
    found: list[int] = []
    for plane in planes:
        height, width = plane.shape
        column, row = min(int(x * width), width - 2), min(int(y * height), height - 2)
        found.append(
            int(np.median(plane[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]))
        )
    return tuple(found)


def name_at(planes: Planes, x: float, y: float) -> str:
    found = colour_at(planes, x, y)
    return min(
        CORNERS, key=lambda n: sum(abs(a - b) for a, b in zip(CORNERS[n], found, strict=True))
    )


def corners(planes: Planes) -> list[str]:
    """The colours of the corners: top left, top right, bottom left, bottom right."""
    return [name_at(planes, x, y) for y in (0.04, 0.96) for x in (0.03, 0.97)]


@pytest.mark.parametrize(
    ("rotation", "mirror", "expected"),
    [
        (0, False, ["red", "green", "blue", "white"]),
        (-90, False, ["blue", "red", "white", "green"]),
        (90, False, ["green", "white", "red", "blue"]),
        (180, False, ["white", "blue", "green", "red"]),
        (0, True, ["green", "red", "white", "blue"]),
    ],
)
def test_display_matrix(
    tmp_path: Path, render: Render, rotation: int, mirror: bool, expected: list[str]
) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, rotation=rotation, mirror=mirror)
    size = (180, 320) if rotation in (90, -90) else (320, 180)
    assert corners(first(render, one_shot(clip, 1, size=size))) == expected


@pytest.mark.parametrize(
    ("flip", "rotate", "expected"),
    [
        ("h", 0, ["green", "red", "white", "blue"]),
        ("v", 0, ["blue", "white", "red", "green"]),
        ("hv", 0, ["white", "blue", "green", "red"]),
        ("", 180, ["white", "blue", "green", "red"]),
        ("", 90, ["blue", "red", "white", "green"]),
        ("h", 90, ["white", "green", "blue", "red"]),
    ],
)
def test_flip_then_rotate(
    tmp_path: Path, render: Render, flip: Flip, rotate: int, expected: list[str]
) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    size = (180, 320) if rotate == 90 else (320, 180)
    placement = Placement(flip=flip, rotate=float(rotate))
    assert corners(first(render, one_shot(clip, 1, size=size, placement=placement))) == expected


def test_moving_placement_agrees_with_still(tmp_path: Path, render: Render) -> None:
    """The warp and the whole-pixel path put the same picture in the same place."""
    clip = make_clip(tmp_path / "c.mp4", frames=3, size=(640, 360), rotation=-90)
    still = Placement(scale=0.8, flip="h")
    curve = Curve((Keyframe(Fraction(0), 0.8), Keyframe(Fraction(100), 0.8001)))
    one = first(render, one_shot(clip, 1, size=(180, 320), placement=still))
    other = first(render, one_shot(clip, 1, size=(180, 320), placement=replace(still, scale=curve)))
    for a, b in zip(one, other, strict=True):
        difference = np.abs(a.astype(int) - b)
        assert difference.mean() < 2.5
        assert np.percentile(difference, 90) < 6


def test_wide_pixels_are_shown_wide(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, size=(240, 180), sample_aspect=Fraction(4, 3))
    assert corners(first(render, one_shot(clip, 1))) == ["red", "green", "blue", "white"]


def test_fit_leaves_background_and_fill_leaves_none(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    tall = one_shot(clip, 1, size=(180, 320), background="#0000ff")
    planes = first(render, tall)
    assert colour_at(planes, 0.5, 0.05) == pytest.approx((32, 240, 118), abs=4)
    assert name_at(planes, 0.03, 0.36) == "red"
    filled = replace(tall, base=(replace(tall.base[0], placement=Placement(fit="fill")),))
    assert colour_at(first(render, filled), 0.5, 0.95)[0] == pytest.approx(GROUND, abs=6)


def test_blurred_backing(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    placement = Placement(fit="blur")
    planes = first(render, one_shot(clip, 1, size=(180, 320), placement=placement))
    assert colour_at(planes, 0.5, 0.97)[0] == pytest.approx(GROUND, abs=12)
    assert name_at(planes, 0.03, 0.36) == "red"


def test_crop(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    placement = Placement(crop=Crop(left=0.5, top=0.5), fit="fill")
    planes = first(render, one_shot(clip, 1, placement=placement))
    assert name_at(planes, 0.97, 0.97) == "white"
    assert colour_at(planes, 0.1, 0.5)[0] == pytest.approx(GROUND, abs=6)


def test_crop_of_a_turned_clip_is_of_what_is_seen(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, rotation=-90)
    placement = Placement(crop=Crop(right=0.5, bottom=0.5), fit="fill")
    planes = first(render, one_shot(clip, 1, size=(180, 320), placement=placement))
    assert name_at(planes, 0.03, 0.03) == "blue"


def test_picture_in_picture_with_opacity(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (100, 100), (255, 255, 255, 255)).save(logo)
    spec = one_shot(clip, 2)
    over = Shot(
        footage(logo), 1, 2, Fraction(0), Fraction(0),
        placement=Placement(fit="fit", scale=0.2, x=0.5, y=0.8, opacity=0.5),
    )  # fmt: skip
    seen = pictures(render(replace(spec, overlays=(over,))))
    assert colour_at(seen[0][1], 0.5, 0.8)[0] == pytest.approx(GROUND, abs=4)
    assert colour_at(seen[1][1], 0.5, 0.8)[0] == pytest.approx((GROUND + 235) / 2, abs=5)
    assert colour_at(seen[1][1], 0.3, 0.8)[0] == pytest.approx(GROUND, abs=4)


def test_transparent_parts_show_what_is_below(tmp_path: Path, render: Render) -> None:
    logo = tmp_path / "logo.png"
    image = Image.new("RGBA", (100, 100), (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (50, 0, 100, 100))
    image.save(logo)
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    over = Shot(footage(logo), 0, 1, Fraction(0), Fraction(0), placement=Placement(fit="fit"))
    planes = first(render, replace(one_shot(clip, 1), overlays=(over,)))
    assert colour_at(planes, 0.35, 0.8)[0] == pytest.approx(GROUND, abs=4)
    assert colour_at(planes, 0.65, 0.8)[0] == pytest.approx(235, abs=4)


def test_dissolve_is_the_mean_in_the_middle(tmp_path: Path, render: Render) -> None:
    bright, dark = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (320, 180), (255, 255, 255)).save(bright)
    Image.new("RGB", (320, 180), (0, 0, 0)).save(dark)
    shots = tuple(Shot(footage(p), 0, 9, Fraction(0), Fraction(0)) for p in (bright, dark))
    spec = replace(one_shot(bright, 9), base=shots, mixes=(Mix("dissolve", 0, 9, 0, 1),))
    levels = [planes[0].mean() for _, planes in pictures(render(spec))]
    assert levels[4] == pytest.approx((235 + 16) / 2, abs=1.5)
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("kind", ["fade-black", "fade-white", "wipe", "slide", "zoom"])
def test_transitions_begin_left_and_end_right(tmp_path: Path, render: Render, kind: str) -> None:
    left, right = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (320, 180), (200, 0, 0)).save(left)
    Image.new("RGB", (320, 180), (0, 0, 200)).save(right)
    shots = tuple(Shot(footage(p), -50, 200, Fraction(0), Fraction(0)) for p in (left, right))
    mix = Mix(kind, 0, 101, 0, 1)  # pyright: ignore[reportArgumentType]
    spec = replace(one_shot(left, 101), base=shots, mixes=(mix,))
    seen = pictures(render(spec))
    assert name_at(seen[0][1], 0.5, 0.5) == "red"
    assert name_at(seen[100][1], 0.5, 0.5) == "blue"
    if kind in ("fade-black", "fade-white"):
        assert seen[50][1][0].mean() == pytest.approx(16 if kind == "fade-black" else 235, abs=3)


def test_master_fade_reaches_black(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=30)
    spec = replace(one_shot(clip, 30), fades=(Fade(10, 30, out=True),))
    levels = [planes[0].mean() for _, planes in pictures(render(spec))]
    assert levels[29] < 19
    assert levels[9] > 60
    assert levels[20] == pytest.approx(16 + (levels[9] - 16) * (1 - 10.5 / 20), abs=4)


def test_gap_shows_the_background(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    spec = one_shot(clip, 2, background="#ff0000")
    spec = replace(spec, base=(replace(spec.base[0], begin=1),))
    seen = pictures(render(spec))
    assert colour_at(seen[0][1], 0.5, 0.9) == pytest.approx((63, 102, 240), abs=3)


def test_mono_has_no_colour_and_blur_no_edges(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    grey = first(render, one_shot(clip, 1, effects=(Colour(look="mono"),)))
    assert max(np.abs(p.astype(int) - 128).max() for p in grey[1:]) <= 3
    soft = first(render, one_shot(clip, 1, effects=(Blur(0.05),)))
    sharp = first(render, one_shot(clip, 1))
    assert (
        np.abs(np.diff(soft[0].astype(int))).max() < np.abs(np.diff(sharp[0].astype(int))).max() / 4
    )


def test_neutral_colour_changes_nothing(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    plain, same = (first(render, one_shot(clip, 1, effects=e)) for e in ((), (Colour(),)))
    assert all(np.array_equal(a, b) for a, b in zip(plain, same, strict=True))


def test_photo_motion_is_smooth(tmp_path: Path, render: Render) -> None:
    """A dot's centre follows the ideal path to a twentieth of a pixel."""
    y, x = np.mgrid[0:360, 0:640]
    dot = 255 * np.exp(-((x - 320) ** 2 + (y - 180) ** 2) / (2 * 8**2))
    photo = tmp_path / "dot.png"
    Image.fromarray(np.repeat(dot[:, :, None], 3, 2).astype(np.uint8)).save(photo)
    path = Curve((Keyframe(Fraction(0), 0.5), Keyframe(Fraction(1), 0.55)))
    spec = one_shot(photo, 30, speed=0, placement=Placement(fit="fill", scale=1.2, x=path))
    centres: list[float] = []
    for _, planes in pictures(render(spec)):
        weight = planes[0].astype(float) - 16
        weight[weight < 8] = 0
        centres.append(float((weight.sum(0) * np.arange(320)).sum() / weight.sum()))
    steps = np.diff(centres)
    assert steps.mean() == pytest.approx(0.05 * 320 / 30, abs=0.005)
    assert steps.std() < 0.05


def test_hdr_is_toned_down(tmp_path: Path, render: Render) -> None:
    for name, transfer in (("hlg.mp4", "hlg"), ("pq.mp4", "pq")):
        clip = make_clip(tmp_path / name, frames=3, transfer=transfer)
        planes = first(render, one_shot(clip, 1))
        assert colour_at(planes, 0.97, 0.97)[0] > 225
        assert 16 < colour_at(planes, 0.5, 0.9)[0] < 110
        assert colour_at(planes, 0.5, 0.9)[1:] == pytest.approx((128, 128), abs=3)
