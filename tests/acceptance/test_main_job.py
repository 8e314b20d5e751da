"""The sentence of the front page, in both languages, on clips that carry their frame numbers."""

import json
from fractions import Fraction

import numpy as np
import pytest

from synthetic import number_of, sound_of
from watching import black, difference, index_first, loudness, lumas, watch

SENTENCES = {
    "en": (
        "trim the second clip to 4 seconds, add crossfades between all clips, put lo-fi music under "
        'it at 35%, add the title "Urban Dreams" for 3 seconds, fade out at the end, and export 360p'
    ),
    "zh": (
        "第二段只保留前4秒，每段之间加叠化转场，配上35%音量的lo-fi音乐，开头加标题“都市之梦”显示3秒，"
        "结尾淡出，导出360p"
    ),
}
FRAME = 1 / 30


@pytest.fixture(scope="module", params=["en", "zh"])
def job(request, clips, tmp_path_factory):
    """The whole job done once per language: the answer and the film."""
    from typecut.cli.main import run

    folder = tmp_path_factory.mktemp(request.param)
    out = folder / "out.mp4"
    words = ["edit", *map(str, clips), SENTENCES[request.param], "-o", str(out), "--json"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sys.stdout", (folder / "said.json").open("w"))
        assert run(words) == 0
    answer = json.loads((folder / "said.json").read_text())
    return answer, out, lumas(out)


def test_everything_was_done_and_told(job):
    answer, _, _ = job
    assert len(answer["done"]) >= 5
    assert not answer["refused"]
    assert not answer["not_understood"]
    assert "Lo-fi" in answer["summary"]


def test_the_file_is_what_players_like(job):
    answer, out, _ = job
    video = watch(out)
    assert (video.codec, video.profile, video.pixel_format) == ("h264", "High", "yuv420p")
    assert (video.width, video.height, video.rate) == (640, 360, 30)
    assert (video.sound_codec, video.sound_rate, video.channels) == ("aac", 48000, 2)
    assert index_first(out)
    assert video.seconds == pytest.approx(3 + 4 + 3.003 - 2, abs=FRAME)
    assert video.sound_seconds == pytest.approx(video.seconds, abs=FRAME)
    assert video.seconds == pytest.approx(answer["duration"], abs=FRAME)


def test_cuts_are_where_they_belong(job):
    _, _, pictures = job
    # Dissolves of 1 s lie at 2-3 s and at 5-6 s.
    assert number_of(pictures[100]) == 1000 + (100 - 60) * 2
    assert number_of(pictures[200]) == pytest.approx(2000 + 200 - 150, abs=1)


def test_dissolves_show_both_pictures(job):
    _, _, pictures = job
    before, middle, after = pictures[59], pictures[75], pictures[90]
    both = (before.astype(np.float32) + after.astype(np.float32)) / 2
    below = slice(int(360 * 0.62), None)  # the numbers run on during the dissolve
    assert difference(middle[below], both[below].astype(np.uint8)) < 8
    assert number_of(middle) is None


def test_the_title_is_there_for_three_seconds(job, clips, typecut, tmp_path):
    _, _, pictures = job
    plain = tmp_path / "plain.mp4"
    words = (
        "trim the second clip to 4 seconds, add crossfades between all clips, fade out, export 360p"
    )
    typecut("edit", *clips, words, "-o", plain)
    bare = lumas(plain)
    changed = [difference(a, b) for a, b in zip(pictures, bare, strict=True)]
    assert min(changed[20:60]) > 1
    assert max(changed[92:]) < 0.5


def test_it_ends_in_black_and_silence(job):
    _, out, pictures = job
    assert black(pictures[-1])
    assert not black(pictures[-31])
    _, samples = sound_of(out)
    end = watch(out).seconds
    assert loudness(samples, end - 0.03, end) < 0.1 * loudness(samples, end - 1.5, end - 1.0)


def test_music_plays_to_the_end(job):
    _, out, _ = job
    _, samples = sound_of(out)
    seconds = [loudness(samples, s, s + 1) for s in range(7)]
    assert min(seconds) > 0.01


def test_music_is_as_loud_as_was_said(clips, typecut, tmp_path):
    levels = {}
    for percent in (35, 100):
        out = tmp_path / f"{percent}.mp4"
        words = f"mute all clips, put lo-fi music under it at {percent}%"
        typecut("edit", clips[0], clips[1], words, "-o", out, "--no-loudness")
        levels[percent] = loudness(sound_of(out)[1], 1, 7)
    assert levels[35] / levels[100] == pytest.approx(0.35, rel=0.05)


def test_picture_and_sound_stay_together(clips, typecut, tmp_path):
    """Also from 60 and 29.97 to 30 frames per second: the tick is heard when the flash is seen."""
    from synthetic import flash_in, ticks_of

    out = tmp_path / "out.mp4"
    typecut("edit", *clips, "fade out at the end", "-o", out, "--fps", "30")
    seen = [n / 30 for n, y in enumerate(lumas(out)) if flash_in(y)]
    begins = [t for n, t in enumerate(seen) if n == 0 or t - seen[n - 1] > 0.5]
    heard = ticks_of(out, level=0.1)
    assert len(begins) == len(heard) == 3
    for flash, tick in zip(begins, heard, strict=True):
        assert tick == pytest.approx(flash, abs=0.020)
    assert begins == pytest.approx([1, 4, 10], abs=FRAME * 1.01)


def test_a_source_of_variable_rate_stays_in_step(typecut, tmp_path):
    from synthetic import flash_in, make_clip, ticks_of

    times = [Fraction(n, 30) if n < 30 else Fraction(1) + Fraction(n - 30, 12) for n in range(54)]
    clip = make_clip(tmp_path / "variable.mp4", times=times, flashes=[Fraction(2)])
    out = tmp_path / "out.mp4"
    typecut("edit", clip, "add the title 'ok'", "-o", out)
    seen = next(n / 30 for n, y in enumerate(lumas(out)) if flash_in(y))
    assert ticks_of(out, level=0.1)[0] == pytest.approx(seen, abs=0.020)
