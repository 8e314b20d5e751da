"""Makes the inputs of the workloads from sample footage, by the same recipe on every machine."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

import typecut.engine

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
FONT = Path(typecut.engine.__file__).parent / "fonts" / "Inter-Bold.ttf"

_VIDEO = (  # noqa: SIM905
    "-c:v libx264 -preset fast -crf 18 -pix_fmt yuv420p -g 60 -keyint_min 60 -sc_threshold 0 "
    "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv"
).split()
_SOUND = ["-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2"]
_END = ["-movflags", "+faststart"]


def make(media: Path, folder: Path) -> None:
    """a, b, c (14, 13, 14 s of 1080p30), l30 (10 s of each, 30 s) and bgm, once per folder."""
    if (folder / "complete").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    park = media / "video" / "park_1080p30_6s.mp4"
    bunny = media / "video" / "bbb_1080p60_h264_aac_64s.mp4"
    plain = ["-vf", "fps=30,setsar=1", *_VIDEO, *_SOUND, *_END]
    _ffmpeg("-stream_loop", "2", "-t", "14", "-i", park, *plain, folder / "a.mp4")
    _ffmpeg("-ss", "8", "-t", "13", "-i", bunny, *plain, folder / "b.mp4")
    _ffmpeg("-ss", "30", "-t", "14", "-i", bunny, *plain, folder / "c.mp4")
    parts = "".join(
        f"[{i}:v]trim=0:10,setpts=PTS-STARTPTS[v{i}];[{i}:a]atrim=0:10,asetpts=PTS-STARTPTS[a{i}];"
        for i in range(3)
    )
    joined = parts + "[v0][a0][v1][a1][v2][a2]concat=n=3:v=1:a=1[v][w]"
    sources = [x for name in "abc" for x in ("-i", folder / f"{name}.mp4")]
    _ffmpeg(
        *sources, "-filter_complex", joined, "-map", "[v]", "-map", "[w]",
        *_VIDEO, *_SOUND, *_END, folder / "l30.mp4",
    )  # fmt: skip
    music = media / "music" / "macleod_vibe_ace.ogg"
    sound = ["-vn", "-c:a", "aac", "-b:a", "160k", "-ar", "48000"]
    _ffmpeg("-ss", "5", "-t", "40", "-i", music, *sound, folder / "bgm.m4a")
    (folder / "complete").touch()


def _ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([FFMPEG, "-v", "error", "-y", *map(str, arguments)], check=True)


def padded_clip(path: Path, size: int, number: int) -> Path:
    """An MP4 of exactly `size` bytes that differs with `number`: two seconds of picture and
    sound, and for the rest a box that players skip."""
    _ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=2", "-f", "lavfi", "-i",
        "sine=f=440:d=2", *_VIDEO, *_SOUND, *_END, path,
    )  # fmt: skip
    room = size - path.stat().st_size
    block = number.to_bytes(8) * (1 << 17)
    with path.open("ab") as file:
        file.write(room.to_bytes(4) + b"free")
        for at in range(8, room, len(block)):
            file.write(block[: room - at])
    return path
