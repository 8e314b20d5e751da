"""Whole videos from a wish: exactly as long as asked, all photos in it, never dead, music to the end."""

import json

import pytest

from synthetic import sound_of
from watching import difference, loudness, lumas, watch

pytestmark = [pytest.mark.slow]
PHOTOS = ["coffee_cup.png", "ice_cream_product_1721.jpg", "samsung_street_2560.jpg", "denali.webp",
          "hongkong_panorama_2166x800.jpg", "exif_orientation6_landscape.jpg"]  # fmt: skip
PROMO = (
    'create a 30-second promo video from these photos with the text "Fresh Coffee, Every Morning" '
    "and music"
)
UPRIGHT = "用这些照片做一个15秒的竖屏宣传片，配上欢快的音乐"
INTRO = 'create a 10 second intro video that says "Northwind Studio" with calm music'


def check(path, seconds, upright=False):
    """Length, shape, life and music of a finished video."""
    video = watch(path)
    assert video.seconds == pytest.approx(seconds, abs=1 / 30)
    assert video.sound_seconds == pytest.approx(seconds, abs=1 / 30)
    assert (video.height > video.width) == upright
    pictures = lumas(path)
    step = round(float(video.rate))
    for second in range(1, int(seconds) - 1):
        one, next_one = pictures[second * step], pictures[(second + 1) * step]
        assert one.mean() > 18, f"black at {second} s"
        assert difference(one, next_one) > 0.3, f"frozen at {second} s"
    _, samples = sound_of(path)
    heard = [loudness(samples, s, s + 1) for s in range(int(seconds))]
    assert min(heard[:-1]) > 0.005
    assert heard[-1] > 0


@pytest.mark.media
@pytest.mark.parametrize(("words", "seconds", "upright"), [(PROMO, 30, False), (UPRIGHT, 15, True)])
def test_photos_and_a_wish(words, seconds, upright, shared_media, typecut, tmp_path):
    photos = [shared_media / "image" / p for p in PHOTOS]
    project = tmp_path / "project.json"
    typecut("edit", *photos, words, "-o", "out.mp4", "--keep-draft", project, timeout=300)
    check(tmp_path / "out.mp4", seconds, upright)
    data = json.loads(project.read_text())
    shown = {s["src"] for t in data["t"] for s in t["sg"] if t["tt"] == 0}
    assert shown == {p.rsplit(".", 1)[0] for p in PHOTOS}
    written = " ".join(s["tx"]["text"] for t in data["t"] for s in t["sg"] if t["tt"] == 7)
    if "Fresh" in words:
        assert "Fresh Coffee" in written


def test_words_alone(typecut, tmp_path):
    typecut("edit", INTRO, "-o", "out.mp4", timeout=300)
    check(tmp_path / "out.mp4", 10)


@pytest.mark.parametrize("words", ["edit my video clips", "trim, add transitions, and export"])
def test_empty_wishes_run_a_sensible_recipe_and_say_so(words, clips, typecut, tmp_path):
    said = json.loads(typecut("edit", *clips, words, "-o", "out.mp4", "--json", timeout=300).out)
    assert said["done"]
    assert watch(tmp_path / "out.mp4").seconds == pytest.approx(said["duration"], abs=1 / 30)


def test_the_demo(typecut, tmp_path):
    ended = typecut("demo", "--out", "film", timeout=400)
    out = tmp_path / "film" / "urban-dreams.mp4"
    assert str(out.relative_to(tmp_path)) in ended.out
    video = watch(out)
    assert (video.width, video.height, video.profile) == (1920, 1080, "High")
    assert video.seconds == pytest.approx(6.5 + 12 + 6.5 - 2, abs=1 / 30)
    assert min(y.mean() for y in lumas(out)[30:-35]) > 16
    again = typecut(
        "edit", "--draft", "film/project.json", "change the title to 'Rain'", "-o", "two.mp4"
    )
    assert "chunks rendered" in again.out
