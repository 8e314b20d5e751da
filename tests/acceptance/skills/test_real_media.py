"""Each of the five documents: quick edit, batch style and iterative, with its own words, on real media."""

from dataclasses import dataclass

import numpy as np
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.media]


@dataclass(frozen=True)
class Document:
    """`quick` is the document's own sentence, said with `files`. In the batch each file gets its
    own `each` words; refinements are said one by one after the quick edit."""

    name: str
    quick: str
    files: tuple[str, ...]
    size: tuple[int, int]
    seconds: tuple[float, float]
    batch: tuple[tuple[str, str, float], ...]
    refine: tuple[str, ...]


PROMO = 'create a 6-second promo video from this image with the text "{}"'
DOCUMENTS = [
    Document(
        "free-anonymous-token",
        "give me a free trial token so I can try the video editor without signing up",
        ("video/friday_dialogue_480p_6s.mp4",), (640, 480), (6.1, 6.25),
        (
            ("video/flower_540p_h264_5s.mp4", "keep only the first 2 seconds", 2),
            ("video/friday_dialogue_480p_6s.mp4", "make it 2x faster", 3.08),
        ),
        ("trim the clip to 3 seconds", "add lo-fi music at 35% and the title 'Urban Dreams' for 2 seconds"),
    ),
    Document(
        "no-login-video-generation",
        "create a 30-second promo video from this image and text",
        ("image/coffee_cup.png",), (1920, 1080), (29.95, 30.05),
        (
            ("image/coffee_cup.png", PROMO.format("Fresh Coffee"), 6),
            ("image/denali.webp", PROMO.format("Go Outside"), 6),
        ),
        ("keep only the first 5 seconds", "add the title 'Good Coffee' for 3 seconds", "make it vertical and use calm music"),
    ),
    Document(
        "for-video-free",
        "trim, add transitions, and export this video for free",
        (
            "video/phone_portrait_1080x1920_2s.mp4", "video/iphone4s_rotated_2s.mov",
            "video/phone_hevc10_hlg_1080p_rot90_2.5s.mov",
        ), (1080, 1920), (4, 6.9),
        (
            ("video/iphone4s_rotated_2s.mov", "keep only the first second", 1),
            ("video/park_1080p30_6s.mp4", "make it vertical and keep only the first 2 seconds", 2),
        ),
        ("trim the first clip to 1 second", "add the title 'Holiday' for 1 second and make it square"),
    ),
    Document(
        "video-generator-free-no-limits",
        "generate a 30-second promo video from my product photos and description",
        ("image/coffee_cup.png", "image/car_product_alpha.png", "image/ice_cream_product_1721.jpg"),
        (1920, 1080), (29.95, 30.05),
        (
            ("image/ice_cream_product_1721.jpg", PROMO.format("Summer"), 6),
            ("image/car_product_alpha.png", PROMO.format("Drive"), 6),
        ),
        ("keep only the first 6 seconds", "add the title 'Three Good Things' for 2 seconds", "make it square"),
    ),
    Document(
        "free-generator-editor",
        "generate a video from my images and edit it with transitions and music",
        ("image/samsung_street_2560.jpg", "image/denali.webp", "image/hongkong_panorama_2166x800.jpg"),
        (1920, 1080), (12, 18),
        (
            ("video/screenrec_vfr_3026x1386_9s.mp4", "speed it up by 1.5x", 5.82),
            ("video/city_360p_17s.mp4", "cut the first 15 seconds", 2.06),
        ),
        ("move the last clip to the front", "add the title 'Spring Sale' for 3 seconds", "keep only the first 5 seconds"),
    ),
]  # fmt: skip


@pytest.fixture(params=DOCUMENTS, ids=lambda d: d.name)
def document(request):
    return request.param


def sounds(film):
    return film.sound_seconds > 0 and film.level(0.3, film.seconds - 0.3) > 0.001


def test_quick_edit(document, talk, real):
    """Upload → the document's sentence → download MP4."""
    one = talk(document.name)
    heard = one.say(document.quick, real(*document.files))
    exported = "export" in document.quick
    film = one.exports(heard)[0] if exported else one.export()
    shortest, longest = document.seconds
    assert (film.width, film.height) == document.size
    assert shortest < film.seconds < longest
    assert abs(film.sound_seconds - film.seconds) < 0.1
    assert sounds(film)
    draft = one.draft
    pictures = [s for t in draft["t"] if t["tt"] == 0 for s in t["sg"]]
    if len(document.files) > 1:
        joints = [s for s in pictures if "tr" in s]
        assert len(joints) == len(document.files) - 1, "a transition at every joint"
        cut = joints[0]["s"] / 1000
        mixed, before = film.at(cut + joints[0]["tr"]["d"] / 2000), film.at(cut - 0.4)
        assert np.abs(mixed.astype(int) - before).mean() > 1, "the picture changes there"
    assert all(film.at(s).std() > 5 for s in (1, film.seconds / 2, film.seconds - 1.2))


def test_batch_style(document, talk, real):
    """Several files in one session, one by one, with different instructions: a render for each."""
    one = talk(document.name)
    files = real(*(name for name, _, _ in document.batch))
    one.say("", files)
    films = []
    for place, (_, words, seconds) in enumerate(document.batch):
        one.say(f"remove everything but clip {place + 1}")
        one.say(words)
        films.append(one.export(f"export as {place}.mp4"))
        assert abs(films[-1].seconds - seconds) < 0.1, words
        one.say("undo")
        one.say("undo")
    first, second = films
    assert first.path != second.path
    assert first.at(0.7).shape != second.at(0.7).shape or (
        np.abs(first.at(0.7).astype(int) - second.at(0.7)).mean() > 5
    ), "each is its own footage"
    assert one.tracks.count("(0-") == 1, "both are in the session still"
    assert len([s for t in one.draft["t"] for s in t["sg"]]) == 2


def test_iterative(document, talk, real):
    """A rough cut, a look, refinements: the session keeps the timeline."""
    one = talk(document.name)
    one.say(document.quick.replace(", and export this video for free", ""), real(*document.files))
    assert one.tracks.startswith("Timeline (")
    versions = []
    for words in document.refine:
        told = one.told(words)
        assert "Done:" in told, told
        versions.append(one.client.state().version)
    assert versions == sorted(set(versions)), "every refinement is a version of its own"
    film = one.export()
    draft = one.draft
    assert abs(film.seconds - draft["d"] / 1000) < 0.05
    assert 7 in {t["tt"] for t in draft["t"]}, "the title is on the timeline"
    assert sounds(film)
    one.say("remove the title")
    moment = 0.6
    changed = np.abs(film.at(moment).astype(int) - one.export().at(moment)).max(-1) > 60
    assert 0.001 < changed.mean() < 0.3, "and in the picture"
