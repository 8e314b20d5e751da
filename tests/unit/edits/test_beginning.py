"""The canvas and the first timeline that a set of files makes."""

from fractions import Fraction

import pytest

from typecut.edits import Draft, begin, canvas_for, rate_for
from typecut.timeline import Canvas, Media, notation


def video(width: int, height: int, rate: Fraction | int | None = 30, name: str = "A") -> Media:
    fps = None if rate is None else Fraction(rate)
    return Media(name, f"{name}.mp4", "video", "", Fraction(5), width, height, fps, True)


def photo(width: int, height: int) -> Media:
    return Media("P", "P.jpg", "image", "", None, width, height)


AURORA = Media("G", "background:aurora?seed=1", "video")

SIZES: list[tuple[list[Media], tuple[int, int]]] = [
    ([video(1920, 1080)], (1920, 1080)),
    ([video(640, 360)], (640, 360)),
    ([video(1440, 1080)], (1440, 1080)),
    ([video(853, 481)], (852, 480)),
    ([video(1920, 1080), video(640, 360)], (1920, 1080)),
    ([video(640, 360), video(640, 480)], (854, 480)),
    ([video(1080, 1920), video(720, 1280), video(1920, 1080)], (1080, 1920)),
    ([video(1080, 1920), video(1920, 1080)], (1080, 1920)),
    ([video(1080, 1080), video(1000, 1080)], (1080, 1080)),
    ([video(7680, 4320)], (3840, 2160)),
    ([video(2160, 4096)], (2024, 3840)),
    ([photo(4000, 3000)], (1920, 1080)),
    ([photo(3000, 4000), photo(1000, 2000)], (1080, 1920)),
    ([photo(3000, 4000), photo(4000, 3000)], (1920, 1080)),
    ([photo(3000, 4000), video(1280, 720)], (1280, 720)),
    ([AURORA], (1920, 1080)),
    ([], (1920, 1080)),
]


@pytest.mark.parametrize(("media", "size"), SIZES)
def test_size(media: list[Media], size: tuple[int, int]) -> None:
    canvas = canvas_for(media)
    assert (canvas.width, canvas.height) == size


@pytest.mark.parametrize(
    ("rates", "rate"),
    [
        ([Fraction(30000, 1001)], 30),
        ([Fraction(24000, 1001), 25], 24),
        ([25, Fraction(24000, 1001), 24], 24),
        ([60, 30, 30], 30),
        ([Fraction(60000, 1001)], 60),
        ([120], 60),
        ([15], 30),
        ([None], 30),
        ([50], 50),
        ([], 30),
    ],
)
def test_rate(rates: list[Fraction | int | None], rate: int) -> None:
    assert rate_for(video(640, 360, r) for r in rates) == rate


def test_all_pictures_one_after_another() -> None:
    song = Media("M", "M.mp3", "audio", "", Fraction(60), has_audio=True)
    timeline = begin([video(640, 360, 24), photo(800, 600), song, video(640, 360, 24)])
    assert notation.write(timeline) == "V1 A[0-120] P[0-96] A.2[0-120]"
    assert [m.id for m in timeline.media] == ["A", "P"]
    assert timeline.canvas.fit == "fit"


def test_a_given_canvas_is_kept() -> None:
    canvas = Canvas(720, 1280, Fraction(25))
    draft = Draft.of([video(640, 360)], canvas, "film")
    assert (draft.timeline.canvas, draft.timeline.name) == (canvas, "film")
    assert Draft.of([]).timeline.tracks == ()
