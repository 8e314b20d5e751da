"""How near an encoded file comes to a lossless reference: VMAF and SSIM."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .inputs import FFMPEG


@dataclass(frozen=True)
class Quality:
    """Means over every fifth frame of the compared span."""

    vmaf: float
    ssim: float


def compare(file: Path, reference: Path, start: float, length: float, work: Path) -> Quality:
    """Compares `length` seconds from `start` on, by frame number; colours tagged BT.709 TV."""
    log = work / "vmaf.json"
    line = (
        "settb=1/30,setpts=N,select='not(mod(n,5))',setparams=range=tv:colorspace=bt709:"
        "color_primaries=bt709:color_trc=bt709,format=yuv420p"
    )
    graph = (
        f"[0:v]{line}[d];[1:v]{line}[r];[d][r]libvmaf=n_threads=2:feature=name=float_ssim:"
        f"log_fmt=json:log_path={log}:shortest=1"
    )
    cut = ["-ss", str(start), "-t", str(length)]
    subprocess.run(
        [
            FFMPEG, "-v", "error", *cut, "-i", str(file), *cut, "-i", str(reference), "-an",
            "-filter_complex", graph, "-fps_mode", "passthrough", "-f", "null", "-",
        ],
        check=True,
    )  # fmt: skip
    pooled = json.loads(log.read_text())["pooled_metrics"]
    return Quality(pooled["vmaf"]["mean"], pooled["float_ssim"]["mean"])
