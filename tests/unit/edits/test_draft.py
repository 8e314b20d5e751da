"""The draft: log, undo of any entry with the later ones replayed, redo, refusals, JSON."""

import itertools
from fractions import Fraction

import pytest

from typecut.edits import Draft, Edit, Span, Step
from typecut.edits import verbs as v
from typecut.errors import DraftError, EditError, NoSuchItem
from typecut.timeline import Media, Range
from typecut.timeline.notation import write

CITY = Media("city", "city.mp4", "video", "", Fraction(10), 1920, 1080, Fraction(24), True)
PARK = Media("park", "park.mp4", "video", "", Fraction(5), 1920, 1080, Fraction(24), True)


def step(edit: Edit, words: str = "") -> Step:
    return Step(edit, Span(0, len(words)))


def said(draft: Draft, words: str, *edits: Edit) -> Draft:
    draft, refusals = draft.add(words, [step(e, words) for e in edits])
    assert not refusals
    return draft


@pytest.fixture
def draft() -> Draft:
    made = Draft.of([CITY, PARK], name="film")
    made = said(made, "trim city to 4 s", v.SetDuration(Fraction(4), ("city",)))
    made = said(made, "duplicate park", v.Duplicate("park"))
    return said(made, "title", v.AddTitle("Urban Dreams"))


def test_timeline_is_derived_from_the_log(draft: Draft) -> None:
    assert write(draft.timeline) == (
        'V1 city[0-96] park[0-120] park.2[0-120]\nT1 "Urban Dreams"[0-72]'
    )
    assert [e.turn for e in draft.entries] == [1, 2, 3]
    assert draft.next_turn == 4


def test_undo_the_last(draft: Draft) -> None:
    undone, conflicts = draft.undo()
    assert conflicts == ()
    assert write(undone.timeline) == "V1 city[0-96] park[0-120] park.2[0-120]"


def test_undo_an_earlier_one_keeps_the_later_ones(draft: Draft) -> None:
    undone, conflicts = draft.undo(1)
    assert conflicts == ()
    assert write(undone.timeline).startswith("V1 city[0-240] park[0-120] park.2[0-120]")


def test_undo_reports_what_can_no_longer_be_done(draft: Draft) -> None:
    draft = said(draft, "remove the copy", v.RemoveClip("park.2"))
    undone, conflicts = draft.undo(2)
    assert len(conflicts) == 1
    assert conflicts[0].startswith('"remove the copy" can no longer be done: There is no clip')
    assert undone.undo(4, "zh")[1] == ()
    assert draft.undo(2, "zh")[1][0].startswith("“remove the copy”已无法执行：没有")
    again, conflicts = undone.redo()
    assert conflicts == () and again.timeline == draft.timeline


def test_redo_puts_an_entry_back_where_it_was(draft: Draft) -> None:
    once, _ = draft.undo(1)
    twice, _ = once.undo()
    back, _ = twice.redo()
    assert back == once
    assert back.redo()[0] == draft


def test_adding_forgets_what_was_undone(draft: Draft) -> None:
    undone, _ = draft.undo()
    later = said(undone, "mute", v.Mute())
    with pytest.raises(EditError, match="nothing to redo"):
        later.redo()


def test_nothing_to_undo_and_no_such_turn(draft: Draft) -> None:
    with pytest.raises(EditError, match="There is nothing to undo"):
        Draft.of([CITY]).undo()
    with pytest.raises(NoSuchItem, match="no turn 9; the turns are 1, 2, 3"):
        draft.undo(9)


def test_a_refused_step_leaves_the_rest() -> None:
    words = "delete 0:20 to 0:30 and mute all"
    steps = [
        Step(v.RippleDelete(Range(Fraction(20), Fraction(10))), Span(0, 21)),
        Step(v.Mute(), Span(26, 32)),
    ]
    draft, refusals = Draft.of([CITY]).add(words, steps)
    assert [r.span.of(words) for r in refusals] == ["delete 0:20 to 0:30 a"]
    assert refusals[0].reason == "The video is 10 s long, so 0:20 lies beyond its end"
    assert [s.edit for s in draft.entries[0].steps] == [v.Mute()]
    same, refusals = Draft.of([CITY]).add(words, steps[:1], "zh")
    assert same == Draft.of([CITY])
    assert refusals[0].reason == "视频只有10秒，0:20 超出了结尾"


def test_history_tells_before_and_after(draft: Draft) -> None:
    events = list(draft.history())
    assert [e.turn for e in events] == [1, 2, 3]
    assert events[0].before == draft.base and events[-1].after == draft.timeline
    assert all(a.after == b.before for a, b in itertools.pairwise(events))


def test_diff(draft: Draft) -> None:
    assert draft.diff(draft) == ()
    undone, _ = draft.undo(1)
    assert "The video lasts 20 s instead of 14 s" in draft.diff(undone)
    assert "第1段（city）的时长由4秒变为10秒" in draft.diff(undone, "zh")
    untitled, _ = draft.undo()
    assert untitled.diff(draft) == ('The title "Urban Dreams" is new (0:00 to 0:03)',)


def test_json(draft: Draft) -> None:
    undone, _ = draft.undo(2)
    data = undone.to_json()
    assert (data["schema"], data["version"]) == ("typecut.draft", 1)
    assert data["draft"]["entries"][0]["steps"][0]["edit"]["$"] == "set_duration"
    assert Draft.from_json(data) == undone


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "schema"),
        ({"schema": "typecut.draft", "version": 2}, "version"),
        ({"schema": "typecut.draft", "version": 1, "draft": {}}, "draft.base"),
        (
            {
                "schema": "typecut.draft",
                "version": 1,
                "draft": {
                    "base": {},
                    "entries": [
                        {
                            "turn": 1,
                            "instruction": "x",
                            "steps": [{"edit": {"$": "explode"}, "span": {"start": 0, "end": 1}}],
                        }
                    ],
                },
            },
            "draft.entries[0].steps[0].edit.$",
        ),
    ],
)
def test_broken_json_names_the_place(data: object, path: str) -> None:
    with pytest.raises(DraftError) as caught:
        Draft.from_json(data)
    assert caught.value.path == path
