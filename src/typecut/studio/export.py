"""From a timeline to a finished file: what is in the cache is reused, the rest rendered."""

import contextlib
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from typecut.errors import OutputError
from typecut.jobs import Limits, Request
from typecut.render import PlannedChunk, RenderPlan, SourceFacts, plan
from typecut.render.spec import CopySpec
from typecut.timeline import Timeline
from typecut.timeline.codec import encode

from .hands import Hands, silent
from .media import facts_of
from .output import check_output, check_space, discard, half_file
from .progress import Meter, OnProgress, Progress
from .settings import Settings

_SOUND_WEIGHT = 2.0
"""Frames of picture that a second of sound costs as much as."""
_JOIN_WEIGHT = 0.02
_LIMITS = Limits(seconds=3600.0)


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did. Of `chunks`, `copied` were taken over from their sources as they are and
    `rendered` were neither that nor in the cache."""

    path: Path
    size: int
    duration: Fraction
    width: int
    height: int
    rate: Fraction
    chunks: int
    rendered: int
    copied: int
    seconds: float

    @property
    def reused(self) -> int:
        return self.chunks - self.rendered - self.copied


def render_plan(
    timeline: Timeline, hands: Hands, settings: Settings
) -> tuple[RenderPlan, Mapping[str, SourceFacts]]:
    """The plan of an export with the facts that it rests on."""
    facts = facts_of(timeline.media, hands)
    made = plan(
        timeline,
        facts,
        settings.encoding(),
        engine_version=hands.engine_version,
        fonts=hands.fonts,
        loudness=settings.loudness,
        copy=settings.copy,
    )
    return made, facts


def export(
    timeline: Timeline,
    out: Path,
    hands: Hands,
    settings: Settings | None = None,
    tell: OnProgress | None = None,
) -> Report:
    """Renders the timeline into `out`, which appears whole or not at all."""
    begun = time.monotonic()
    check_output(out, [m.src for m in timeline.media if not m.made])
    made, _ = render_plan(timeline, hands, settings or Settings())
    keys = [c.key for c in made.chunks]
    with hands.cache.lease([*keys, made.sound_key]):
        hands.cache.sweep()
        rendered = _export(made, out, hands, tell or _silent)
    hands.cache.trim()
    return Report(
        out, out.stat().st_size, made.duration, made.width, made.height, made.rate,
        len(keys), rendered, sum(c.copy is not None for c in made.chunks),
        time.monotonic() - begun,
    )  # fmt: skip


def finished(made: RenderPlan, hands: Hands) -> float:
    """How much of the plan's work lies in the cache already, from 0 to 1."""
    chunks = {c.key: c.frames for c in made.chunks if c.copy is None}
    there = sum(frames for key, frames in chunks.items() if hands.cache.has("chunks", key))
    done, total = float(there), sum(chunks.values()) + 1 + made.frames * _JOIN_WEIGHT
    if made.sound.sounds:
        weight = float(made.sound.duration) * _SOUND_WEIGHT
        total += weight
        done += weight if hands.cache.has("sound", made.sound_key) else 0
    return done / total


def _silent(_progress: Progress) -> None:
    return


def _export(made: RenderPlan, out: Path, hands: Hands, tell: OnProgress) -> int:
    cache = hands.cache
    wanted = {c.key: c for c in made.chunks if c.copy is None}
    found = {key: cache.find("chunks", key) for key in wanted}
    missing = [c for key, c in wanted.items() if found[key] is None]
    audible = bool(made.sound.sounds)
    sound = cache.find("sound", made.sound_key) if audible else None
    weights: dict[str, float] = {c.key: float(c.frames) for c in missing}
    if audible and sound is None:
        weights["sound"] = float(made.sound.duration) * _SOUND_WEIGHT
    weights["join"] = 1 + made.frames * _JOIN_WEIGHT
    meter = Meter(weights, {c.key: c.frames for c in missing}, float(1 / made.rate), tell)
    work = render(missing, made if "sound" in weights else None, hands, meter.move)
    with contextlib.closing(work):
        for key, path in work:
            if key == "sound":
                sound = path
            else:
                found[key] = path
            meter.finish(key)
    parts = [found.get(c.key) or c.copy for c in made.chunks]
    _join([p for p in parts if p], sound, made.rate, out, hands, meter)
    return len(missing)


def render(
    chunks: Iterable[PlannedChunk],
    sound_of: RenderPlan | None,
    hands: Hands,
    progress: Callable[[str, float], None] = silent,
) -> Generator[tuple[str, Path], None, None]:
    """Renders these chunks, and the sound of a plan, into the cache: each one's key (of the sound:
    "sound") and file as it is done."""
    with _rooms(hands) as room:
        requests = [_chunk_request(c, room(".mp4"), hands) for c in _by_effort(chunks)]
        if sound_of is not None:
            # First, because it is one long piece that cannot be shared among workers.
            requests.insert(0, _sound_request(sound_of, room(".m4a"), hands))
        with contextlib.closing(hands.workers.run(requests, progress)) as answers:
            for answer in answers:
                answer.result()
                key, path = answer.request.key, Path(str(answer.request.args["out"]))
                if sound_of is not None and key == "sound":
                    yield key, hands.cache.keep("sound", sound_of.sound_key, path)
                else:
                    yield key, hands.cache.keep("chunks", key, path)


def _by_effort(chunks: Iterable[PlannedChunk]) -> list[PlannedChunk]:
    """The longest work first, so that the last worker is not kept waiting for."""
    return sorted(chunks, key=lambda c: (-c.frames * (1 + len(c.spec.mixes)), c.index))


def _chunk_request(chunk: PlannedChunk, out: Path, hands: Hands) -> Request:
    args = {"spec": encode(chunk.spec), "out": str(out), "cache": str(hands.cache.folder)}
    title = f"Rendering frames {chunk.begin} to {chunk.end}"
    return Request(chunk.key, "chunk", args, title, _LIMITS)


def _sound_request(made: RenderPlan, out: Path, hands: Hands) -> Request:
    args = {"spec": encode(made.sound), "out": str(out), "cache": str(hands.cache.folder)}
    return Request("sound", "sound", args, "Mixing the sound", _LIMITS)


@contextlib.contextmanager
def _rooms(hands: Hands) -> Generator[Callable[[str], Path], None, None]:
    """Names for files being made; what is left of them at the end is deleted."""
    given: list[Path] = []

    def room(suffix: str) -> Path:
        given.append(hands.cache.room(suffix))
        return given[-1]

    try:
        yield room
    finally:
        for path in given:
            discard(path)


def _join(
    parts: list[Path | CopySpec], sound: Path | None, rate: Fraction, out: Path, hands: Hands,
    meter: Meter,
) -> None:  # fmt: skip
    check_space(out, [*(p for p in parts if isinstance(p, Path)), *([sound] if sound else [])])
    half = half_file(out)
    args = {
        "chunks": [str(p) if isinstance(p, Path) else encode(p) for p in parts],
        "sound": str(sound) if sound else None, "out": str(half), "rate": str(rate),
    }  # fmt: skip
    try:
        hands.workers.call(Request("join", "join", args, f"Writing {out.name}"), meter.move)
        half.replace(out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        discard(half)
    meter.finish("join")
