"""Runs the workloads through plain ffmpeg and through typecut and writes RESULTS.md.

.venv/bin/python -m benchmarks.run --media ../shared/media --work .bench [--runs 3] [W1 W2 W5 W6]
"""

import argparse
import json
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import inputs, quality, workloads
from .measure import Cost, median, run

HERE = Path(__file__).parent
SPANS = {"W1": (0.2, 19.6), "W2": (3.2, 25.6), "W5": (3.2, 25.6), "W6": (0.2, 14.6)}
"""Where pictures are compared: without the title (fonts differ) and the fade."""


@dataclass(frozen=True)
class Row:
    workload: str
    who: str
    cost: Cost
    size: int
    quality: quality.Quality


class Bench:
    """One run: the same inputs, preset and CRF for everybody, taking turns."""

    def __init__(self, work: Path, preset: str, crf: float, runs: int) -> None:
        self.work, self.preset, self.crf, self.runs = work, preset, crf, runs
        self.inputs = work / "in"
        self.rows: list[Row] = []

    def workload(self, name: str) -> None:
        reference = self.work / f"{name}.reference.mkv"
        if not reference.exists():
            self._ffmpeg(name, reference, lossless=True)
        ours = ["typecut"] if name == "W5" else ["typecut", "typecut, nothing copied"]
        costs: dict[str, list[Cost]] = {who: [] for who in ("ffmpeg", *ours)}
        for _ in range(self.runs):
            costs["ffmpeg"].append(self._ffmpeg(name, self._out(name, "ffmpeg")))
            for who in ours:
                costs[who].append(self._typecut(name, who))
        for who, found in costs.items():
            out = self._out(name, who)
            near = quality.compare(out, reference, *SPANS[name], self.work)
            self.rows.append(Row(name, who, median(found), out.stat().st_size, near))
            print(self.rows[-1], flush=True)

    def _ffmpeg(self, name: str, out: Path, *, lossless: bool = False) -> Cost:
        command = workloads.ffmpeg(
            name, self.inputs, out, preset=self.preset, crf=self.crf, lossless=lossless
        )
        return run(command, self.work / "ffmpeg.log")

    def _typecut(self, name: str, who: str) -> Cost:
        cache = self.work / "cache"
        shutil.rmtree(cache, ignore_errors=True)
        if name == "W5":
            self._render("W2", cache, who)
        return self._render(name, cache, who)

    def _render(self, name: str, cache: Path, who: str) -> Cost:
        draft = self.work / f"{name}.json"
        draft.write_text(json.dumps(workloads.draft(name, self.inputs)))
        command = [
            str(Path(sys.executable).with_name("typecut")), "render", str(draft),
            "-o", str(self._out(name, who)), "--preset", self.preset, "--crf", f"{self.crf:g}",
        ]  # fmt: skip
        if "nothing" in who:
            command.append("--no-copy")
        env = {**os.environ, "TYPECUT_CACHE": str(cache)}
        self._out(name, who).unlink(missing_ok=True)
        return run(command, self.work / "typecut.log", env)

    def _out(self, name: str, who: str) -> Path:
        return self.work / f"{name}.{who.replace(', ', '-').replace(' ', '-')}.mp4"


def report(bench: Bench, command: str) -> str:
    when = datetime.now(UTC).date().isoformat()
    lines = [
        "# Results",
        "",
        (
            f"{when}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
            f"x264 {bench.preset} CRF {bench.crf:g}, AAC; median of {bench.runs} runs taken in turns, "
            "typecut with an empty cache (W5: after W2)."
        ),
        "",
        f"    {command}",
        "",
        "Ratios to the plain ffmpeg command in the same run; the machine is shared, so read the",
        "ratios and not the seconds. Memory is the sum over all processes. VMAF and SSIM are",
        "against a lossless render by ffmpeg, without the title and the fade.",
        "",
        "| workload | who | wall | ratio | CPU | ratio | memory | ratio | size | VMAF | SSIM |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    base = {r.workload: r.cost for r in bench.rows if r.who == "ffmpeg"}
    for row in bench.rows:
        plain, cost = base[row.workload], row.cost
        lines.append(
            f"| {row.workload} | {row.who} | {cost.wall:.1f} s | {cost.wall / plain.wall:.2f} "
            f"| {cost.cpu:.1f} s | {cost.cpu / plain.cpu:.2f} "
            f"| {cost.memory / 1e6:.0f} MB | {cost.memory / plain.memory:.2f} "
            f"| {row.size / 1e6:.1f} MB | {row.quality.vmaf:.1f} | {row.quality.ssim:.4f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", default=["W1", "W2", "W5", "W6"])
    parser.add_argument("--media", type=Path, default=Path("../shared/media"))
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--preset", default="veryfast")
    parser.add_argument("--crf", type=float, default=21)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="do not write RESULTS.md")
    chosen = parser.parse_args()
    bench = Bench(chosen.work.resolve(), chosen.preset, chosen.crf, chosen.runs)
    inputs.make(chosen.media, bench.inputs)
    for name in chosen.workloads:
        bench.workload(name)
    text = report(bench, f".venv/bin/python -m benchmarks.run {' '.join(sys.argv[1:])}".rstrip())
    print(text)
    if not chosen.dry:
        (HERE / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()
