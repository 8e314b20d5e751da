"""Sound of the sample media: odd files are heard as far as they can be."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sounds import RATE, Mix, recording, rms
from typecut.errors import MediaBroken, MediaMissing, TypecutError
from typecut.render.facts import SoundFacts
from typecut.render.spec import Recording, Sound

MEDIA = Path(__file__).parents[4] / "shared" / "media"


def media(test: Callable[..., None]) -> Callable[..., None]:
    """Skipped where the sample media are not beside the checkout."""
    skip = pytest.mark.skipif(not MEDIA.is_dir(), reason="the sample media are not here")
    return pytest.mark.media(skip(test))


@media
@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("odd/audio_only.mp4", 6),
        ("odd/audio_starts_0.8s_late.mp4", 6.5),
        ("odd/corrupt_middle.mp4", 6),
        ("odd/duration_lies_10h.mp4", 6),
        ("odd/mp4_named.avi", 6),
        ("odd/wav_size_ffffffff.wav", 4),
        ("odd/truncated_moov_first.mp4", 2),
        ("music/tad_florist_lofi_113s.mp3", 100),
        ("music/macleod_vibe_ace.ogg", 61),
        ("speech/jfk_inaugural_11s.flac", 10),
        ("video/bbb_1080p24_rot90_fragmented_2s.mp4", 1.9),
        ("video/grid_talkers_10cuts_30s.mkv", 29),
        ("video/bbb_720p24_vp8_vorbis_30s.webm", 30),
    ],
)
def test_there_is_sound_up_to_the_end(mix: Mix, name: str, seconds: float) -> None:
    start = max(Fraction(seconds) - 4, Fraction(0))
    source = recording(MEDIA / name)
    out = mix(4, Sound(source, Fraction(0), Fraction(4), start))
    assert len(out) == 4 * RATE
    assert np.isfinite(out).all()
    end = round(min(4.0, seconds - float(start)) * RATE)
    assert rms(out[: end // 2]) > -75
    assert rms(out[end // 2 : end]) > -75


@media
def test_late_sound_is_in_sync(mix: Mix) -> None:
    """The same recording, whose sound begins 0.8 s after the picture in the other file."""
    plain = recording(MEDIA / "odd/audio_only.mp4")
    late = recording(MEDIA / "odd/audio_starts_0.8s_late.mp4")
    a = mix(5, Sound(plain, Fraction(0), Fraction(5), Fraction(0)))
    b = mix(5, Sound(late, Fraction(0), Fraction(5), Fraction(4, 5)))
    assert float(np.corrcoef(a[:, 0], b[:, 0])[0, 1]) > 0.99
    start = mix(2, Sound(late, Fraction(0), Fraction(2), Fraction(0)))
    assert np.abs(start[: round(0.78 * RATE)]).max() < 0.002


def test_missing_and_broken_files_are_named(tmp_path: Path, mix: Mix) -> None:
    facts = SoundFacts(0, "aac", RATE, 2)
    for name, data, error in (
        ("gone.mp4", None, MediaMissing),
        ("bad.mp4", b"\0\0\0\x18ftypmp42", MediaBroken),
    ):
        path = tmp_path / name
        if data:
            path.write_bytes(data)
        sound = Sound(Recording(str(path), "", facts), Fraction(0), Fraction(1), Fraction(0))
        with pytest.raises(error, match=name) as caught:
            mix(1, sound)
        assert isinstance(caught.value, TypecutError)
    assert not (tmp_path / "mix.m4a").exists()
