"""Every line of every intent's table of examples."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from typecut.edits import apply
from typecut.edits.plan import Plan
from typecut.edits.verbs import Edit
from typecut.timeline import Media, Timeline
from typecut.understanding import intents, understand
from typecut.understanding.brief import brief


def lines() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for module in iter_modules(intents.__path__):
        table: str = import_module(f"{intents.__name__}.{module.name}").EXAMPLES
        for line in table.strip().splitlines():
            said, _, meant = line.rpartition(" -> ")
            found.append((said.strip(), meant.strip()))
    return found


def phrasings() -> list[tuple[str, str]]:
    """More ways of saying things, as people do; the same notation."""
    text = Path(__file__).with_name("phrasings.txt").read_text(encoding="utf-8")
    parts = (line.rpartition(" -> ") for line in text.splitlines() if line)
    return [(said, meant) for said, _, meant in parts]


def told(plan: Plan) -> str:
    """A plan as the tables write it; ``? words`` are not understood."""
    parts = [brief(step.edit) for step in plan.steps]
    if plan.wish:
        flags = [n for n in ("trim", "transitions") if getattr(plan.wish, n)]
        parts.append(" ".join(["wish", plan.wish.occasion, *flags]))
    parts += [f"query {query.kind}" for query in plan.queries]
    if plan.export:
        parts.append(" ".join(["export", plan.export.format, plan.export.quality]).strip())
    parts += [f"? {span.of(plan.instruction)}" for span in plan.not_understood]
    return "; ".join(parts) or "nothing"


def perform(said: Sequence[str], timeline: Timeline, library: Sequence[Media]) -> Plan:
    recent: tuple[Edit, ...] = ()
    for sentence in said[:-1]:
        plan = understand(sentence.strip(), timeline, library, recent=recent)
        recent = tuple(step.edit for step in plan.steps)
        for edit in recent:
            timeline = apply(timeline, edit)
    return understand(said[-1].strip(), timeline, library, recent=recent)


@pytest.mark.parametrize(("said", "meant"), lines() + phrasings())
def test_an_instruction_means(
    said: str, meant: str, stage: Timeline, library: tuple[Media, ...]
) -> None:
    plan = perform(said.split(" | "), stage, library)
    if meant.startswith("! "):
        assert not plan.steps
        assert any(meant[2:] in refusal.reason for refusal in plan.refusals), plan.refusals
        return
    if meant == "?":
        assert plan.empty
        assert plan.not_understood
        return
    assert told(plan) == meant
    assert not plan.refusals
