"""What holds for every instruction: verbatim quotes, no exceptions, spans, steps that apply."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typecut.edits import apply
from typecut.edits.plan import Plan
from typecut.edits.verbs import AddTitle
from typecut.timeline import Canvas, Media, Timeline
from typecut.understanding import understand
from typecut.understanding.vocabulary import LITTLE, NOUNS, VERBS
from typecut.understanding.vocabulary_values import VALUES

MARKS = ['""', "''", "“”", "‘’", "「」", "『』", "《》", "«»", "＂＂", "``", "„“"]
EVERY_MARK = set("\"'“”‘’「」『』《》〈〉«»‹›„＂`【】〝〞")
relaxed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

letters = st.characters(
    categories=["L", "N", "P", "S", "Zs"], exclude_characters="".join(EVERY_MARK)
)
words = st.text(letters, min_size=1, max_size=40).filter(lambda t: t.strip() == t and t)
forms = st.sampled_from(
    [
        form.strip().rstrip("~")
        for table in (VERBS, NOUNS, LITTLE, VALUES)
        for entry in table.values()
        for form in entry.split(",")
        if form.strip()
    ]
    + [
        "0:05",
        "10 seconds",
        "35%",
        "2x",
        "clip 2",
        "第三段",
        "前5秒",
        "1080p",
        ",",
        "，",
        "and",
        "'",
        '"',
        "“",
    ]
)


@relaxed
@given(
    text=words,
    marks=st.sampled_from(MARKS),
    frame=st.sampled_from(
        [
            "add the title {}",
            "add a title {} for 3 seconds, then fade out",
            "开头加标题{}显示3秒，结尾淡出",
            "trim to 20 seconds and show {} at the end",
        ]
    ),
)
def test_quoted_words_arrive_verbatim(stage: Timeline, text: str, marks: str, frame: str) -> None:
    plan = understand(frame.format(f"{marks[0]}{text}{marks[1]}"), stage)
    assert [s.edit.text for s in plan.steps if isinstance(s.edit, AddTitle)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "It's a wrap",
        "Rock 'n' Roll",
        "don't stop, won't stop",
        "10% off; and more",
        "trim the first 5 seconds",
        "删除第二段，然后导出",
    ],
)
def test_words_inside_quotes_are_no_instructions(stage: Timeline, text: str) -> None:
    plan = understand(f'add the title "{text}"', stage)
    assert [getattr(s.edit, "text", None) for s in plan.steps] == [text]


def test_an_apostrophe_is_no_quote(stage: Timeline) -> None:
    plan = understand("trim the clip's first 5 seconds, don't add music and let's fade out", stage)
    assert not plan.not_understood
    assert len(plan.steps) == 2


@relaxed
@given(st.text(max_size=120))
def test_any_text_makes_a_plan(stage: Timeline, text: str) -> None:
    sound(understand(text, stage), stage)


@relaxed
@given(st.lists(forms, max_size=14), st.sampled_from([" ", ""]))
def test_any_words_make_a_plan(
    stage: Timeline, library: tuple[Media, ...], said: list[str], between: str
) -> None:
    sound(understand(between.join(said), stage, library), stage)


@relaxed
@given(st.lists(forms, max_size=10))
def test_an_empty_timeline_is_no_trouble(said: list[str]) -> None:
    timeline = Timeline(Canvas())
    sound(understand(" ".join(said), timeline), timeline)


def sound(plan: Plan, timeline: Timeline) -> None:
    """Spans lie in the text, steps apply in their order, and it comes out the same again."""
    length = len(plan.instruction)
    spans = (
        [s.span for s in plan.steps] + [r.span for r in plan.refusals] + list(plan.not_understood)
    )
    spans += [q.span for q in plan.queries]
    assert all(0 <= s.start < s.end <= length for s in spans)
    for step in plan.steps:
        timeline = apply(timeline, step.edit)


def test_the_same_words_make_the_same_plan(stage: Timeline, library: tuple[Media, ...]) -> None:
    said = "trim clip 2 to 5s, add crossfades, lofi at 20%, title 'X', fade out, export 720p"
    assert understand(said, stage, library) == understand(said, stage, library)


def test_a_step_names_the_words_that_caused_it(stage: Timeline) -> None:
    said = 'Please trim the first 5 seconds, add the title "Hi" and then fade out.'
    plan = understand(said, stage)
    assert [s.span.of(said) for s in plan.steps] == [
        "Please trim the first 5 seconds",
        'add the title "Hi"',
        "fade out",
    ]


def test_what_is_not_understood_is_named_and_the_rest_done(stage: Timeline) -> None:
    said = "trim the first 5 seconds, sprinkle fairy dust, and fade out"
    plan = understand(said, stage)
    assert len(plan.steps) == 2
    assert [s.of(said) for s in plan.not_understood] == ["sprinkle fairy dust"]


def test_unknown_words_in_an_understood_clause_are_named(stage: Timeline) -> None:
    said = "trim the first 5 seconds with purple unicorns"
    plan = understand(said, stage)
    assert len(plan.steps) == 1
    assert [s.of(said) for s in plan.not_understood] == ["purple unicorns"]


@pytest.mark.parametrize(
    ("said", "words"),
    [("cut everything after 10 minutes", "150 s"), ("删掉第5分钟到第6分钟", "150秒")],
)
def test_a_refusal_has_the_real_numbers_in_the_right_language(
    stage: Timeline, said: str, words: str
) -> None:
    plan = understand(said, stage)
    assert not plan.steps
    assert words in plan.refusals[0].reason


def test_the_language_may_be_given(stage: Timeline) -> None:
    plan = understand("delete clip 9", stage, language="zh")
    assert plan.language == "zh"
    assert "3段" in plan.refusals[0].reason


ASCII = st.text(string.ascii_letters + string.digits + " ,.:'\"%-", max_size=80)


@relaxed
@given(ASCII)
def test_plain_text_makes_a_plan(stage: Timeline, text: str) -> None:
    sound(understand(text, stage), stage)


def test_still_louder_is_one_wish(stage, library):
    """再 is "then" between two things to do, and "still" before how much."""
    first = understand("加lofi音乐", stage, library)
    timeline = stage
    for step in first.steps:
        timeline = apply(timeline, step.edit)
    plan = understand("音乐再大声一点", timeline, library)
    assert [type(step.edit).__name__ for step in plan.steps] == ["ChangeMusic"]
    assert plan.notes == ()
