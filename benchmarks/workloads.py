"""The workloads: each as one plain ffmpeg command and as a draft for typecut.

All are 1920x1080 at 30 fps. W1 keeps 5 s to 25 s of a 30 s clip. W2 joins three clips by two
dissolves of 1 s, with a title for 3 s, music at 35 % and a fade to black in the last second.
W5 is W2 with another title after W2 was exported. W6 keeps the first half of every second of the
30 s clip: 30 cuts.
"""

from pathlib import Path
from typing import Any

from .inputs import FFMPEG, FONT

TITLES = {"W2": "Summer Trip 2026", "W5": "Winter Trip 2027"}


def ffmpeg(
    name: str, folder: Path, out: Path, *, preset: str, crf: float, lossless: bool = False
) -> list[str]:
    """The command that a person who knows ffmpeg well would write."""
    video = ["-c:v", "libx264", "-preset", preset, "-crf", f"{crf:g}", "-pix_fmt", "yuv420p"]
    sound = ["-c:a", "aac", "-b:a", "160k", "-ar", "48000"]
    if lossless:
        video = ["-c:v", "libx264", "-qp", "0", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
        sound = ["-c:a", "pcm_s16le"]
    head = [FFMPEG, "-v", "error", "-y"]
    if name == "W1":
        cut = ["-ss", "5", "-to", "25", "-i", str(folder / "l30.mp4")]
        return [*head, *cut, *video, *sound, "-movflags", "+faststart", str(out)]
    if name == "W6":
        kept = [
            "-i", str(folder / "l30.mp4"),
            "-vf", "select='lt(mod(n,30),15)',setpts=N/30/TB",
            "-af", "aselect='lt(mod(t,1),0.5)',asetpts=N/SR/TB",
        ]  # fmt: skip
        return [*head, *kept, *video, *sound, "-movflags", "+faststart", str(out)]
    return [
        *head,
        *_w2(name, folder),
        *video,
        *sound,
        "-t",
        "30",
        "-movflags",
        "+faststart",
        str(out),
    ]


def _w2(name: str, folder: Path) -> list[str]:
    words = (
        f"drawtext=fontfile={FONT}:text='{TITLES[name]}':fontsize=96:fontcolor=white:"
        "shadowcolor=black@0.6:shadowx=4:shadowy=4:x=(w-text_w)/2:y=h*0.75:enable='lt(t,3)'"
    )
    picture = (
        "[0:v]settb=AVTB,fps=30[a];[1:v]settb=AVTB,fps=30[b];[2:v]settb=AVTB,fps=30[c];"
        "[a][b]xfade=transition=fade:duration=1:offset=9.666667[x];"
        f"[x][c]xfade=transition=fade:duration=1:offset=19.333333,{words},"
        "fade=t=out:st=29:d=1,format=yuv420p[v]"
    )
    sound = (
        "[0:a]aresample=48000[p];[1:a]aresample=48000[q];[2:a]aresample=48000[r];"
        "[p][q]acrossfade=d=1:c1=tri:c2=tri[s];[s][r]acrossfade=d=1:c1=tri:c2=tri[t];"
        "[3:a]volume=0.35,atrim=0:30[m];"
        "[t][m]amix=inputs=2:normalize=0:duration=first,afade=t=out:st=29:d=1[w]"
    )
    clips = [x for c in "abc" for x in ("-t", "10.666667", "-i", str(folder / f"{c}.mp4"))]
    return [
        *clips, "-i", str(folder / "bgm.m4a"), "-filter_complex", f"{picture};{sound}",
        "-map", "[v]", "-map", "[w]",
    ]  # fmt: skip


def draft(name: str, folder: Path) -> dict[str, Any]:
    """The same timeline as a wire draft."""
    meta = {"title": name, "width": 1920, "height": 1080, "fps": 30}
    if name == "W1":
        clip = {"id": "l30", "s": 0, "d": 20_000, "src": str(folder / "l30.mp4"), "in": 5_000}
        return {"v": 1, "m": meta, "d": 20_000, "t": [_track("V1", 0, "main", [clip])]}
    if name == "W6":
        source = str(folder / "l30.mp4")
        halves = [
            {"id": f"k{i}", "s": 500 * i, "d": 500, "src": source, "in": 1_000 * i}
            for i in range(30)
        ]
        return {"v": 1, "m": meta, "d": 15_000, "t": [_track("V1", 0, "main", halves)]}
    dissolve = {"type": "dissolve", "d": 1_000}
    clips = [
        {"id": "a", "s": 0, "d": 10_167, "src": str(folder / "a.mp4"), "in": 0},
        {"id": "b", "s": 10_167, "d": 9_666, "src": str(folder / "b.mp4"), "in": 500, "tr": dissolve},
        {"id": "c", "s": 19_833, "d": 10_167, "src": str(folder / "c.mp4"), "in": 500, "tr": dissolve},
    ]  # fmt: skip
    music = {"id": "m", "s": 0, "d": 30_000, "src": str(folder / "bgm.m4a"), "in": 0, "vol": 0.35}
    words = {"text": TITLES[name], "position": "lower-third"}
    title = {"id": "t", "s": 0, "d": 3_000, "tx": words}
    return {
        "v": 1, "m": {**meta, "fo": 1_000}, "d": 30_000,
        "t": [_track("V1", 0, "main", clips), _track("A1", 1, "music", [music]),
              _track("T1", 7, "title", [title])],
    }  # fmt: skip


def _track(name: str, kind: int, role: str, segments: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": name, "tt": kind, "m": {"role": role}, "sg": segments}
