"""A worker process: one JSON request per line on stdin, JSON lines about it on stdout.

{"id": 1, "do": "chunk", "args": {…}}
{"id": 1, "progress": 0.5}
{"id": 1, "done": {…}}   or   {"id": 1, "error": {"kind": …, "message": …, "hint": …}}
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from typecut.errors import LimitExceeded, RenderError, TypecutError
from typecut.timeline.codec import decode, encode

from . import cage, limits

Args = dict[str, Any]
Progress = Callable[[float], None]
_EVERY = 0.1
"""Seconds between two progress lines."""


def main() -> None:
    answers = _claim_stdout()
    limits.die_with_parent()
    cage.close()
    for line in sys.stdin:
        if not line.strip():
            continue
        number: Any = None
        try:
            request = json.loads(line)
            number = request["id"]
            done = answer(request["do"], request["args"], _reporter(answers, number))
            _say(answers, {"id": number, "done": done})
        except Exception as error:  # noqa: BLE001 - whatever it is, it is answered in one line
            _say(answers, {"id": number, "error": _described(error)})


def answer(do: str, args: Args, progress: Progress) -> Args:
    """Does one request; raises from the TypecutError tree."""
    work = _WORK.get(do)
    if work is None:
        raise RenderError(f"A worker cannot do {do!r}.")
    _quieten()
    limits.limit(do)
    return work(args, progress)


def _probe(args: Args, progress: Progress) -> Args:
    from .probe import probe  # noqa: PLC0415

    return encode(probe(args["path"], digest=args.get("digest", True)))


def _analyse(args: Args, progress: Progress) -> Args:
    from typecut.render.facts import SourceFacts  # noqa: PLC0415

    from .analyse import analyse  # noqa: PLC0415

    return analyse(args["path"], decode(SourceFacts, args["facts"]), args["seconds"], progress)


def _thumbnail(args: Args, progress: Progress) -> Args:
    from typecut.render.facts import SourceFacts  # noqa: PLC0415

    from .thumbnail import make  # noqa: PLC0415

    facts = decode(SourceFacts, args["facts"])
    make(args["path"], facts, Path(args["out"]), Path(args["cache"]))
    return {"out": args["out"]}


def _chunk(args: Args, progress: Progress) -> Args:
    from typecut.render.spec import ChunkSpec  # noqa: PLC0415

    from .chunk import render_chunk  # noqa: PLC0415

    render_chunk(decode(ChunkSpec, args["spec"]), Path(args["out"]), Path(args["cache"]), progress)
    return {"out": args["out"]}


def _frame(args: Args, progress: Progress) -> Args:
    from typecut.render.spec import ChunkSpec  # noqa: PLC0415

    from .chunk import render_frame  # noqa: PLC0415

    spec = decode(ChunkSpec, args["spec"])
    render_frame(spec, args["frame"], Path(args["out"]), Path(args["cache"]))
    return {"out": args["out"]}


def _stills(args: Args, progress: Progress) -> Args:
    from typecut.render.spec import ChunkSpec  # noqa: PLC0415

    from .stills import stills  # noqa: PLC0415

    spec, outs = decode(ChunkSpec, args["spec"]), [Path(out) for out in args["outs"]]
    stills(spec, args["frames"], outs, Path(args["cache"]))
    return {"outs": args["outs"]}


def _sheet(args: Args, progress: Progress) -> Args:
    from .stills import sheet  # noqa: PLC0415

    sheet([Path(p) for p in args["pictures"]], args["labels"], args["columns"], Path(args["out"]))
    return {"out": args["out"]}


def _verify(args: Args, progress: Progress) -> Args:
    from .verify import verify  # noqa: PLC0415

    return verify(args["path"], progress)


def _sound(args: Args, progress: Progress) -> Args:
    from typecut.render.spec import SoundSpec  # noqa: PLC0415

    from .sound import mix_sound  # noqa: PLC0415

    mix_sound(decode(SoundSpec, args["spec"]), Path(args["out"]), Path(args["cache"]), progress)
    return {"out": args["out"]}


def _join(args: Args, progress: Progress) -> Args:
    from typecut.render.spec import CopySpec  # noqa: PLC0415

    from .join import join  # noqa: PLC0415

    sound = Path(args["sound"]) if args.get("sound") else None
    chunks = [Path(c) if isinstance(c, str) else decode(CopySpec, c) for c in args["chunks"]]
    join(chunks, sound, Path(args["out"]), decode(Fraction, args["rate"]))
    return {"out": args["out"]}


def _stream(args: Args, progress: Progress) -> Args:
    from .hls import write_piece  # noqa: PLC0415

    write_piece(
        args["piece"],
        [Path(c) for c in args["chunks"]],
        Path(args["sound"]) if args.get("sound") else None,
        Path(args["out"]),
        rate=decode(Fraction, args["rate"]),
        begin=args["begin"],
        last=args["last"],
    )
    return {"out": args["out"]}


def _demo(args: Args, progress: Progress) -> Args:
    from .demo_footage import make  # noqa: PLC0415

    make(args["scene"], args["seconds"], Path(args["out"]), progress)
    return {"out": args["out"]}


_WORK: dict[str, Callable[[Args, Progress], Args]] = {
    "probe": _probe,
    "analyse": _analyse,
    "thumbnail": _thumbnail,
    "chunk": _chunk,
    "frame": _frame,
    "stills": _stills,
    "sheet": _sheet,
    "verify": _verify,
    "sound": _sound,
    "join": _join,
    "stream": _stream,
    "demo": _demo,
}


def _claim_stdout() -> TextIO:
    """Keeps the real stdout for answers: whatever else prints, in C or Python, goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    requests: Any = sys.stdin
    requests.reconfigure(encoding="utf-8")
    return answers


def _quieten() -> None:
    """One thread each, since workers run side by side, and no chatter of native libraries."""
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import av.logging  # noqa: PLC0415
    import cv2  # noqa: PLC0415

    cv2.setNumThreads(1)
    av.logging.set_level(None)


def _reporter(answers: TextIO, number: Any) -> Progress:
    last = 0.0

    def report(part: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            _say(answers, {"id": number, "progress": round(part, 4)})

    return report


def _say(answers: TextIO, message: Args) -> None:
    try:
        answers.write(json.dumps(message) + "\n")
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more


def _described(error: Exception) -> Args:
    if os.environ.get("TYPECUT_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, MemoryError):
        error = LimitExceeded("The work takes more memory than a worker may have.")
    if not isinstance(error, TypecutError):
        error = RenderError(f"A worker failed: {type(error).__name__}: {error}.")
    return {"kind": type(error).__name__, "message": error.message, "hint": error.hint}


if __name__ == "__main__":
    main()
