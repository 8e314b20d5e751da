"""What is said after an instruction and after an export."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .screen import mark, say, size_words

if TYPE_CHECKING:
    from typecut.studio.export import Report
    from typecut.studio.turn import Outcome

_NOT_UNDERSTOOD = {"en": 'Not understood: "{}"', "zh": "没有看懂：“{}”"}
_CHUNKS = {
    "en": "{rendered} of {total} chunks rendered{rest}, {seconds:.1f} s",
    "zh": "{total} 个片段中渲染了 {rendered} 个{rest}，用时 {seconds:.1f} 秒",
}
_REUSED = {"en": "{} reused", "zh": "{} 个来自缓存"}
_COPIED = {"en": "{} copied as they are", "zh": "{} 个直接复制"}
_DROPPED = {
    "en": "The project's timeline was changed by hand: it is kept, its log begins anew.",
    "zh": "项目的时间线被手动修改过：以它为准，操作记录重新开始。",
}


def tell_outcome(outcome: "Outcome") -> None:
    done, refused = mark("✓", "+"), mark("✗", "-")
    for line in outcome.done:
        say(f"{done} {line}")
    for words, reason in outcome.refused:
        say(f'{refused} "{words}": {reason}' if words else f"{refused} {reason}")
    for words in outcome.not_understood:
        say(f"? {_NOT_UNDERSTOOD[outcome.language].format(words)}")
    for note in outcome.notes:
        say(f"{mark('•', '*')} {note}")
    say(outcome.summary)


def tell_dropped(language: str) -> None:
    say(_DROPPED["zh" if language == "zh" else "en"])


def tell_report(report: "Report", language: str = "en") -> None:
    language = "zh" if language == "zh" else "en"
    rest = [
        words[language].format(count)
        for words, count in ((_REUSED, report.reused), (_COPIED, report.copied))
        if count
    ]
    joined = "".join(f"，{r}" if language == "zh" else f", {r}" for r in rest)
    say(
        _CHUNKS[language].format(
            rendered=report.rendered, total=report.chunks, rest=joined, seconds=report.seconds
        )
    )
    say(f"{report.path} ({_about(report)})")


def _about(report: "Report") -> str:
    from typecut.timeline import clock

    rate = f"{float(report.rate):g} fps"
    size = f"{report.width}x{report.height}"
    return f"{clock(report.duration)}, {size}, {rate}, {size_words(report.size)}"


def outcome_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "language": outcome.language,
        "done": list(outcome.done),
        "refused": [{"words": w, "reason": r} for w, r in outcome.refused],
        "not_understood": list(outcome.not_understood),
        "notes": list(outcome.notes),
        "summary": outcome.summary,
        "duration": round(float(outcome.draft.timeline.duration), 3),
    }


def report_json(report: "Report") -> dict[str, Any]:
    return {
        "output": str(report.path), "size": report.size,
        "duration": round(float(report.duration), 3), "width": report.width,
        "height": report.height, "fps": round(float(report.rate), 3), "chunks": report.chunks,
        "rendered": report.rendered, "reused": report.reused, "copied": report.copied,
        "seconds": round(report.seconds, 2),
    }  # fmt: skip


def shown(path: Path) -> Path:
    """Relative to the current folder where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path.absolute()
