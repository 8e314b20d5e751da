"""Titles: there when they should be, inside the frame, verbatim, and the same every time."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typecut.engine import titles
from typecut.errors import RenderError
from typecut.render.spec import Lettering
from typecut.timeline import TitleAnimation, TitlePosition, TitleStyle

STYLES = get_args(TitleStyle)
POSITIONS = get_args(TitlePosition)
ANIMATIONS = get_args(TitleAnimation)
PARAGRAPH = (
    "The city never sleeps, and neither do the people who build it: every morning they open the "
    "same doors, brew the same coffee and start again. "
)
TEXTS = {
    "latin": "Urban Dreams",
    "chinese": "都市之梦",
    "mixed": "Urban Dreams 都市之梦 🎬",
    "arabic": "أحلام المدينة",
    "hebrew": "חלומות עירוניים",
    "hindi": "शहर के सपने",
    "thai": "ความฝันของเมืองใหญ่ที่ไม่เคยหลับใหล",
    "korean": "도시의 꿈",
    "lines": "One\nTwo words\nThree more words here gjpqy",
    "paragraph": PARAGRAPH * 3,
    "endless": PARAGRAPH * 60,
    "word": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "giant": "W" * 300,
    "han": "关于一座从不沉睡的城市，和每天清晨重新出发的人们的故事。" * 8,
}
CANVASES = [(640, 360), (360, 640), (480, 480), (426, 240)]


def test_visible_from_the_first_tenth_of_a_second_until_the_end(draw):
    for animation in ANIMATIONS:
        amounts = [draw("Urban Dreams", frame, animation=animation).amount for frame in range(90)]
        full = max(amounts)
        assert amounts[0] > 0
        assert amounts[3] > 0.02 * full
        assert amounts[45] > 0.98 * full
        assert amounts[89] > 0
        assert draw("Urban Dreams", 90, animation=animation).amount == 0
        assert draw("Urban Dreams", -1, animation=animation).amount == 0


@pytest.mark.parametrize("animation", ["rise", "fade", "typewriter"])
def test_comes_and_goes_steadily(draw, animation):
    drawn = [draw("Urban Dreams", frame, animation=animation) for frame in range(90)]
    letters = [float(np.maximum(one.change, 0).sum()) for one in drawn]
    assert all(after >= before * 0.999 for before, after in pairwise(letters[:40]))
    assert all(after <= before * 1.001 for before, after in pairwise(letters[60:]))


def test_rises_smoothly_and_stands_still(draw):
    middles = []
    for frame in range(30):
        change = np.maximum(draw("Urban Dreams", frame, (1280, 720), animation="rise").change, 0)
        middles.append(float((change.sum(axis=1) * np.arange(720)).sum() / change.sum()))
    steps = -np.diff(middles)
    assert middles[0] - middles[-1] > 10
    assert steps.min() > -0.1
    assert np.all(np.diff(steps[:14]) < 0.3), "slower and slower"
    assert np.abs(steps[17:]).max() < 0.01


def test_pop_ends_at_its_own_size(draw):
    assert draw("Urban Dreams", 45, animation="pop").same(draw("Urban Dreams", 45))
    assert not draw("Urban Dreams", 4, animation="pop").same(draw("Urban Dreams", 4))


def test_typewriter_does_not_move_what_is_typed(draw):
    final = draw("Urban Dreams\n都市之梦", 45, animation="typewriter").planes[0].astype(int)
    plain = draw("Urban Dreams\n都市之梦", 45).planes[0].astype(int)
    assert np.abs(final - plain).max() <= 3
    seen = 0
    for frame in range(6, 40, 3):
        drawn = draw("Urban Dreams\n都市之梦", frame, animation="typewriter")
        letters = drawn.change > 115
        seen += int(letters.any())
        assert np.abs(drawn.planes[0].astype(int) - final)[letters].max(initial=0) <= 3
    assert seen > 8


def test_short_titles_are_seen(draw):
    for frames in (1, 2, 5, 12, 20):
        for animation in ANIMATIONS:
            drawn = draw("Urban Dreams", frames // 2, frames=frames, animation=animation)
            least = 0.9 if animation in ("rise", "fade", "none") else 0.3
            assert drawn.amount > least * draw("Urban Dreams").amount, (frames, animation)


@pytest.mark.parametrize("canvas", CANVASES)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_letters_stay_in_the_safe_area(draw, text, canvas):
    for style in STYLES:
        left, top, right, bottom = draw(text, size=canvas, style=style).box()
        assert left >= 0.1 * canvas[0] - 1
        assert right <= 0.9 * canvas[0] + 1
        assert top >= 0.1 * canvas[1] - 1
        assert bottom <= 0.9 * canvas[1] + 1


@pytest.mark.parametrize("position", POSITIONS)
def test_positions(draw, position):
    for style in STYLES:
        left, top, right, bottom = draw(
            "Wide gypsy\nwords", size=(960, 540), style=style, position=position
        ).box()
        assert left >= 95
        assert right <= 865
        assert top >= 53
        assert bottom <= 487
        across, down = (left + right) / 2 / 960, (top + bottom) / 2 / 540
        if "left" in position or position == "lower-third":
            assert across < 0.45
        elif "right" in position:
            assert across > 0.55
        else:
            assert abs(across - 0.5) < 0.02
        if "top" in position:
            assert down < 0.4
        elif "bottom" in position or position == "lower-third":
            assert down > 0.6
        else:
            assert abs(down - 0.5) < 0.06


def test_panels_stay_in_the_action_safe_area(draw):
    for canvas in CANVASES:
        for position in POSITIONS:
            drawn = draw(
                "张伟\nHead of Product", size=canvas, style="lower-third", position=position
            )
            ys, xs = np.nonzero(np.abs(drawn.change) > 8)
            assert xs.min() >= 0.05 * canvas[0] - 1
            assert xs.max() < 0.95 * canvas[0] + 1
            assert ys.min() >= 0.05 * canvas[1] - 1
            assert ys.max() < 0.95 * canvas[1] + 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("#import", "import"),
        ('#import "x": *', "#import"),
        ("$x$", "x"),
        ("*bold*", "bold"),
        ("_it_", "it"),
        ("a\\b", "ab"),
        ("\\n", "n"),
        ('"q"', "“q”"),
        ("'q'", "‘q’"),
        ("a -- b", "a – b"),
        ("a...", "a…"),
        ("a~b", "a b"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("#panic()", "panic"),
        ("= head", "head"),
        ("`raw`", "raw"),
        ("@ref", "ref"),
        ("// comment", "comment"),
        ("/* */x", "x"),
        ("%s {0} ${HOME}", "%s"),
        ("\\u{1F600}", "😀"),
        ("&lt;", "<"),
        ("a  b", "a b"),
        ("sys.inputs", "inputs"),
    ],
)
def test_words_are_verbatim(draw, text, other):
    drawn = draw(text)
    assert drawn.amount > 0
    assert not drawn.same(draw(other))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\t", "\u200b", "\u3000", "\x00\x07", "\u202e", "\ufe0f"]
)
def test_nothing_to_see_draws_nothing(draw, text):
    assert draw(text).amount == 0


def test_odd_characters_are_safe(draw):
    plain = draw("ab\ncd")
    assert draw("a\x00b\r\nc\x1bd\x07").same(plain)
    assert draw("\n\nab\u2028cd\n").same(plain)
    assert draw("\ud800ab\ncd").same(plain)
    assert draw("  ab\ncd  ").same(plain)
    for text in (
        "a\u202eb",
        "\u2067x",
        "Z" + "\u0301" * 200,
        "\U0010ffff",
        "\ue000",
        "\u200d",
        "1\ufe0f\u20e3",
    ):
        draw(text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(max_size=60), style=st.sampled_from(STYLES), position=st.sampled_from(POSITIONS)
)
def test_any_text_can_be_drawn(draw, text, style, position):
    draw(text, size=(320, 180), style=style, position=position, animation="typewriter")


def test_two_runs_give_the_same_bytes(draw, tmp_path: Path):
    first = draw(TEXTS["mixed"], cache=tmp_path / "a")
    titles._shelf._held.clear()
    assert draw(TEXTS["mixed"], cache=tmp_path / "a").same(first), "from the folder"
    assert draw(TEXTS["mixed"], cache=tmp_path / "b").same(first), "made anew"
    (one,), (two,) = ((tmp_path / name / "sprites").iterdir() for name in "ab")
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04rubbish", None])
def test_a_damaged_cache_is_made_anew(draw, tmp_path: Path, damage):
    first = draw("Urban Dreams", cache=tmp_path)
    (file,) = (tmp_path / "sprites").iterdir()
    file.write_bytes(file.read_bytes()[:-900] if damage is None else damage)
    titles._shelf._held.clear()
    assert draw("Urban Dreams", cache=tmp_path).same(first)
    titles._shelf._held.clear()
    assert draw("Urban Dreams", cache=tmp_path).same(first)
    assert [path.suffix for path in (tmp_path / "sprites").iterdir()] == [".npz"]


def test_a_cache_that_cannot_be_written_does_not_matter(draw, tmp_path: Path):
    (tmp_path / "sprites").write_text("a file where the folder should be")
    assert draw("Urban Dreams", cache=tmp_path).same(draw("Urban Dreams"))


def test_everything_that_shows_is_in_the_key(draw, tmp_path: Path):
    looks = [
        {},
        {"style": "caption"},
        {"position": "top"},
        {"color": "#ff0000"},
        {"scale": 1.3},
        {"size": (642, 360)},
    ]
    for look in looks:
        draw("Urban Dreams", cache=tmp_path, **look)
    assert len(list((tmp_path / "sprites").iterdir())) == len(looks)


def test_only_the_sprite_is_touched(draw, cache: Path):
    for animation in ANIMATIONS:
        lettering = Lettering("Urban Dreams", 0, 90, animation=animation)
        sprite = titles.typeset(lettering, 640, 360, cache)
        for frame in (0, 2, 6, 12, 45, 85):
            outside = np.ones((360, 640), bool)
            reach = 0 if animation in ("none", "fade", "typewriter") else 14
            outside[
                max(0, sprite.y - reach) : sprite.y + sprite.height + reach,
                max(0, sprite.x - reach) : sprite.x + sprite.width + reach,
            ] = False
            drawn = draw("Urban Dreams", frame, animation=animation)
            assert not drawn.change[outside].any()
            assert not (drawn.planes[1] != 128)[outside[::2, ::2]].any()
        assert sprite.x % 2 == sprite.y % 2 == sprite.width % 2 == sprite.height % 2 == 0


def test_draws_into_views_with_strides(cache: Path, draw):
    store = [
        np.full((360, 704), 110, np.uint8),
        *(np.full((180, 384), 128, np.uint8) for _ in "uv"),
    ]
    views = [store[0][:, :640], store[1][:, :320], store[2][:, :320]]
    lettering = Lettering("Urban Dreams", 0, 90, animation="none")
    titles.draw(views, lettering, 45, Fraction(30), cache)
    whole = draw("Urban Dreams").planes
    assert all(np.array_equal(a, b) for a, b in zip(views, whole, strict=True))
    assert (store[0][:, 640:] == 110).all()


@pytest.mark.parametrize("canvas", [(853, 480), (481, 853), (64, 64), (2, 2), (16, 400)])
def test_odd_and_tiny_canvases(draw, canvas):
    for animation in ANIMATIONS:
        for frame in (0, 5, 45):
            draw("Urban Dreams", frame, size=canvas, animation=animation)


def test_colours(draw):
    white = draw("■■■").planes
    assert white[0].max() == 235
    assert white[1].min() >= 127
    assert white[1].max() <= 129
    red = draw("■■■", color="#ff0000").planes
    assert red[2].max() > 235
    black = draw("■■■", color="#000000")
    assert black.planes[0].min() == 16
    assert black.change.max() > 10, "a light shade around dark letters"
    with pytest.raises(RenderError, match="#rrggbb"):
        draw("x", color="red")


def test_emoji_come_in_colour(draw):
    for text in ("🔥", "❤️", "1️⃣", "👍🏽", "🇨🇳", "👩‍🚀", "🏳️‍🌈", "⭐"):
        drawn = draw(text)
        colour = max(int(np.abs(plane.astype(int) - 128).max()) for plane in drawn.planes[1:])
        assert colour > 20, text
    assert not draw("❤").same(draw("❤️"))
    # One flag, one astronaut, one thumb: not their parts side by side.
    for text in ("🇨🇳", "👩‍🚀", "👍🏽"):
        assert 25 < _colourful(draw(text)) < 58
        assert 60 < _colourful(draw(text * 2)) < 116


def _colourful(drawn) -> int:
    """How wide the colours reach, in pixels of the picture."""
    colour = np.maximum.reduce([np.abs(plane.astype(int) - 128) for plane in drawn.planes[1:]])
    columns = np.flatnonzero((colour > 6).any(axis=0))
    return 2 * int(columns[-1] - columns[0] + 1)


def test_size_and_canvas_scale(draw):
    small, large = draw("Urban").box(), draw("Urban", size=(1280, 720)).box()
    assert abs((large[2] - large[0]) / (small[2] - small[0]) - 2) < 0.06
    double = draw("Urban", scale=2.0).box()
    assert abs((double[2] - double[0]) / (small[2] - small[0]) - 2) < 0.06


def test_long_titles_break_into_even_rows(draw):
    drawn = draw("The people who build the city every morning", size=(960, 540))
    rows = (drawn.change >= 70).any(axis=1)
    starts = np.flatnonzero(np.diff(rows.astype(int)) == 1)
    ends = np.flatnonzero(np.diff(rows.astype(int)) == -1)
    widths = []
    for start, end in zip(starts, ends, strict=True):
        if end - start > 15:
            columns = np.flatnonzero((drawn.change[start:end] >= 70).any(axis=0))
            widths.append(int(columns[-1] - columns[0]))
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_right_to_left_lines_stand_at_the_right_of_their_panel(draw):
    drawn = draw("أحمد العربي\nمدير", style="lower-third", position="lower-third", size=(960, 540))
    ys, xs = np.nonzero(drawn.change >= 100)
    low = ys > ys.max() - (ys.max() - ys.min()) / 4
    assert abs(int(xs[low].max()) - int(xs.max())) < 12
    assert xs[low].min() > xs.min() + 30


def test_fonts_digest_is_stable():
    assert titles.fonts_digest() == titles.fonts_digest()
    assert len(titles.fonts_digest()) == 16


@pytest.mark.slow
def test_quick_enough(cache: Path):
    from time import perf_counter

    planes = [
        np.full((1080, 1920), 90, np.uint8),
        *(np.full((540, 960), 128, np.uint8) for _ in "uv"),
    ]
    lettering = Lettering("Urban Dreams", 0, 90)
    titles.draw(planes, lettering, 45, Fraction(30), cache)
    spent = []
    for frame in range(90):
        start = perf_counter()
        titles.draw(planes, lettering, frame, Fraction(30), cache)
        spent.append(perf_counter() - start)
    assert sorted(spent)[45] < 0.004
