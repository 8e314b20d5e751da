"""Texts nobody would write: very long ones, endless numbers, marks that never close."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typecut.edits import apply
from typecut.edits.plan import Plan
from typecut.edits.verbs import AddMusic, AddTitle
from typecut.timeline import Media, Timeline
from typecut.understanding import understand

LONG = 20_000
"""What the server allows in one message."""
SOME = 8_000


@pytest.mark.parametrize(
    "said",
    [
        "cut the first {} seconds",
        "speed it up {}x",
        "music at {}%",
        "music at {} dB",
        "rotate {} degrees",
        "trim clip {} to 5 seconds",
        "clips 1 to {} faster",
        "duplicate clip 1 {} times",
        "freeze at 0:05 for {} hours",
        "zoom in {}x",
        "make it {} times louder",
        "split every {} seconds",
        "{} fps",
        "删掉第{}段",
        "前{}秒去掉",
        "音量{}%",
    ],
)
def test_endless_numbers(stage: Timeline, library: tuple[Media, ...], said: str) -> None:
    plan = understand(said.format("9" * 19_000), stage, library)
    assert plan.steps or plan.refusals or plan.not_understood or plan.notes
    performed(plan, stage)


@pytest.mark.parametrize(
    "piece",
    [
        "9", "一", "a", "😀", '"', "'a ", "「", "a.b", "标题你", "剪掉第二段", "5s ",
        "add the title 'x' ", "trim clip 2 ", "title: ",
    ],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_text(
    stage: Timeline, library: tuple[Media, ...], piece: str
) -> None:
    """Counted in calls and not in seconds, so that it says the same on every machine. Where the
    work grew with the square of the text, it would be thousands for each character."""
    understand(piece, stage, library)
    assert calls(piece, SOME, stage, library) < 1000 * SOME


def calls(piece: str, size: int, stage: Timeline, library: tuple[Media, ...]) -> int:
    """How many functions are called to understand a text of that piece again and again."""
    text = (piece * (size // len(piece) + 1))[:size]
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        understand(text, stage, library)
    finally:
        sys.setprofile(before)
    return count


def test_what_is_too_much_for_one_message_is_said(stage: Timeline) -> None:
    said = ", ".join(f'add the title "{i}"' for i in range(400))
    plan = understand(said, stage)
    done = [s.edit.text for s in plan.steps if isinstance(s.edit, AddTitle)]
    assert done == [str(i) for i in range(len(done))]
    assert len(done) > 100
    assert plan.not_understood[-1].of(said).startswith(f'add the title "{len(done)}"')
    assert any("one message" in note.lower() for note in plan.notes)


def test_a_long_story_with_wishes_in_it(stage: Timeline) -> None:
    story = "We were at the lake with the dogs and it rained all day. " * 150
    said = f"{story} Trim the first 5 seconds. Add lo-fi at 20%. {story}"
    edits = [type(s.edit).__name__ for s in understand(said[:LONG], stage).steps]
    assert "RippleDelete" in edits or "AddMusic" in edits


mixed = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("0123456789%:'\"“”「」，。、剪删第段秒音乐标题加trimadd \n\t\x00😀"),
    ),
    max_size=600,
)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mixed, st.integers(1, 30))
def test_anything_makes_a_plan(stage: Timeline, text: str, times: int) -> None:
    performed(understand((text * times)[:LONG], stage), stage)


def performed(plan: Plan, timeline: Timeline) -> None:
    for step in plan.steps:
        timeline = apply(timeline, step.edit)
    sounds = [s.edit for s in plan.steps if isinstance(s.edit, AddMusic)]
    assert all(0 <= music.volume <= 4 for music in sounds)
