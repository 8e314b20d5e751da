"""What probing says of files, good ones and odd ones."""

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from synthetic import NTSC, make_clip
from typecut.engine.probe import probe
from typecut.errors import MediaBroken, MediaError, MediaMissing, MediaRefused, MediaTooLarge


def test_a_plain_clip(tmp_path: Path) -> None:
    facts = probe(str(make_clip(tmp_path / "c.mp4", frames=45)))
    assert (facts.kind, facts.container, facts.duration) == ("video", "mov", Fraction(3, 2))
    assert len(facts.digest) == 64
    assert facts.picture is not None
    assert facts.picture.shown == (320, 180)
    assert (facts.picture.rate, facts.picture.variable) == (30, False)
    assert facts.picture.keyframes[:2] == (0, Fraction(12, 30))
    assert facts.sound is not None
    assert (facts.sound.rate, facts.sound.channels) == (48000, 2)


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv"])
@pytest.mark.parametrize("rate", [NTSC, Fraction(24000, 1001), Fraction(60), Fraction(25)])
def test_rates_are_exact_even_from_whole_milliseconds(
    tmp_path: Path, name: str, rate: Fraction
) -> None:
    facts = probe(str(make_clip(tmp_path / name, rate=rate, frames=40, channels=0)), digest=False)
    assert facts.picture is not None
    assert facts.picture.rate == rate
    assert not facts.picture.variable
    assert facts.sound is None


def test_variable_rate(tmp_path: Path) -> None:
    times = [Fraction(n, 30) + Fraction(n // 5, 7) for n in range(40)]
    facts = probe(str(make_clip(tmp_path / "c.mp4", times=times)), digest=False)
    assert facts.picture is not None
    assert facts.picture.variable
    assert facts.picture.rate == 30


@pytest.mark.parametrize(
    ("rotation", "mirror", "expected"),
    [(0, False, (0, False)), (-90, False, (90, False)), (90, False, (270, False)),
     (180, False, (180, False)), (0, True, (0, True))],
)  # fmt: skip
def test_orientation(
    tmp_path: Path, rotation: int, mirror: bool, expected: tuple[int, bool]
) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, rotation=rotation, mirror=mirror)
    picture = probe(str(clip), digest=False).picture
    assert picture is not None
    assert (picture.turn, picture.mirror) == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_orientation(tmp_path: Path, orientation: int) -> None:
    image = Image.new("RGB", (60, 40))
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(tmp_path / "p.jpg", exif=exif)
    facts = probe(str(tmp_path / "p.jpg"))
    assert facts.picture is not None
    assert (facts.kind, facts.duration) == ("image", None)
    assert facts.picture.shown == ((40, 60) if orientation > 4 else (60, 40))


@pytest.mark.parametrize(("transfer", "name"), [("hlg", "hlg"), ("pq", "pq")])
def test_hdr(tmp_path: Path, transfer: str, name: str) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, transfer=transfer)
    picture = probe(str(clip), digest=False).picture
    assert picture is not None
    assert (picture.transfer, picture.bits, picture.matrix) == (name, 10, "bt2020nc")


def test_late_sound(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "c.mkv", frames=30, audio_offset=Fraction(1, 2))
    sound = probe(str(clip), digest=False).sound
    assert sound is not None
    assert sound.start == Fraction(1, 2)


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_animated_pictures_are_video(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (40, 30), (n * 20, 0, 0)) for n in range(10)]
    path = tmp_path / f"a.{suffix}"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    facts = probe(str(path), digest=False)
    assert facts.kind == "video"
    assert facts.duration == 1
    assert facts.picture is not None
    assert facts.picture.rate == 10


def test_a_name_is_not_believed(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "c.webm", frames=10, codec="libvpx")
    clip.rename(tmp_path / "c.jpg")
    assert probe(str(tmp_path / "c.jpg"), digest=False).container == "matroska"


@pytest.mark.parametrize("name", ["-dash.mp4", "a:b %s'\"$(x).mp4", "视频 🎬.mp4", "concat:x.mp4"])
def test_hostile_names(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3)
    clip.rename(tmp_path / name)
    assert probe(str(tmp_path / name), digest=False).kind == "video"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", MediaRefused),
        (b"hello, this is text\n" * 50, MediaRefused),
        (b"<html><body>404</body></html>", MediaRefused),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", MediaRefused),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", MediaRefused),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n", MediaRefused),
        (b"\0\0\0\x18ftypmp42" + bytes(200), MediaBroken),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), MediaBroken),
        (b"\xff\xd8\xff\xe0" + bytes(100), MediaBroken),
    ],
)
def test_what_is_no_media_gets_one_sentence(
    tmp_path: Path, content: bytes, kind: type[MediaError]
) -> None:
    path = tmp_path / "upload.mp4"
    path.write_bytes(content)
    with pytest.raises(kind) as caught:
        probe(str(path))
    assert caught.value.message.endswith(".")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        probe(str(tmp_path / "no.mp4"))
    with pytest.raises(MediaRefused):
        probe(str(tmp_path))


def test_huge_pictures_are_refused_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    Image.new("1", (30000, 30000)).save(path)
    with pytest.raises(MediaTooLarge):
        probe(str(path))


def test_a_truncated_clip_is_measured(tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "c.mkv", frames=300)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    facts = probe(str(whole), digest=False)
    assert facts.duration is not None
    assert 3 < facts.duration < 7


@pytest.mark.media
def test_a_cover_is_no_video(tmp_path: Path, shared_media: Path) -> None:
    assert probe(str(shared_media / "music" / "macleod_vibe_ace.ogg"), digest=False).kind == "audio"


@pytest.mark.media
def test_every_sample_is_probed_or_refused_in_words(shared_media: Path) -> None:
    for path in sorted(shared_media.rglob("*.*")):
        if path.suffix in (".md", ".txt", ".vtt"):
            continue
        try:
            facts = probe(str(path), digest=False)
        except MediaError as error:
            assert path.parent.name == "odd"
            assert error.message.endswith(".")
        else:
            assert facts.duration is None or 0 < facts.duration < 400
