"""What holds whatever is edited: valid timelines, exact undo and redo, replay, JSON, words."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from typecut.edits import Draft, Edit, Span, Step, apply, describe, main_clips, summary
from typecut.edits.verbs import AddTransition, RemoveTransition
from typecut.errors import EditError
from typecut.timeline import ZERO, Clip, Gap, Media, Timeline, Transition, schema
from typecut.timeline.notation import write

SEEDS = st.integers(0, 2**32)


def assert_valid(timeline: Timeline) -> None:
    ids = [i.id for t in timeline.tracks for i, _ in t.placed()]
    assert len(ids) == len(set(ids))
    tracks = [t.id for t in timeline.tracks]
    assert len(tracks) == len(set(tracks))
    for track in timeline.tracks:
        assert track.items
        assert not isinstance(track.items[-1], Gap | Transition)
        assert all(i.duration > 0 for i in track.items)
        for left, right in pairwise(track.items):
            assert not (isinstance(left, Gap) and isinstance(right, Gap))
        assert_transitions(timeline, track.items)
        for item, span in track.placed():
            if isinstance(item, Clip):
                assert_within_media(timeline, item)
            if track.kind != "audio" and timeline.main:
                assert span.end <= timeline.main.duration


def assert_within_media(timeline: Timeline, clip: Clip) -> None:
    media = timeline.media_of(clip)
    assert clip.speed != 0
    assert clip.source.start >= 0
    assert media.duration is None or clip.source.end <= media.duration
    assert (clip.length is None) == (clip.play == "play")
    if media.kind == "image":
        assert clip.source.start == 0


def assert_transitions(timeline: Timeline, items: tuple[object, ...]) -> None:
    taken: dict[str, object] = {}
    for index, joint in enumerate(items):
        if not isinstance(joint, Transition):
            continue
        left, right = items[index - 1], items[index + 1]
        assert isinstance(left, Clip) and isinstance(right, Clip)
        assert joint.before >= 0 and joint.after >= 0
        assert joint.before + taken.get(left.id, ZERO) <= left.duration  # type: ignore[operator]
        assert joint.after <= right.duration
        taken[right.id] = joint.after
        for clip, need, tail in ((left, joint.after, True), (right, joint.before, False)):
            media = timeline.media_of(clip)
            if clip.play == "play" and media.duration is not None:
                forwards_end = tail == (clip.speed > 0)
                room = media.duration - clip.source.end if forwards_end else clip.source.start
                assert need * abs(clip.speed) <= room


def build(
    seed: int, dice: Any, pictures: tuple[Media, ...], count: int
) -> tuple[Draft, list[tuple[Edit, Timeline, Timeline]], Any]:
    """A draft after `count` random edits, and those that could be done."""
    throw = dice(seed)
    draft = Draft.of([throw.one(*pictures) for _ in range(throw.one(1, 2, 3))])
    done: list[tuple[Edit, Timeline, Timeline]] = []
    for _ in range(count):
        before = draft.timeline
        edit = throw.edit(before)
        draft, refused = draft.add(type(edit).__name__, [Step(edit, Span(0, 3))])
        if refused:
            assert draft.timeline == before
        else:
            done.append((edit, before, draft.timeline))
    return draft, done, throw


@given(seed=SEEDS)
def test_no_edit_breaks_a_timeline(seed: int, dice: Any, pictures: tuple[Media, ...]) -> None:
    draft, done, _ = build(seed, dice, pictures, 16)
    assert_valid(draft.base)
    for edit, before, after in done:
        assert_valid(after)
        for language in ("en", "zh"):
            said = describe(edit, before, after, language)
            assert said and "None" not in said and "Fraction" not in said
            assert summary(after, language)


@given(seed=SEEDS)
def test_undo_then_redo_and_replay_are_exact(
    seed: int, dice: Any, pictures: tuple[Media, ...]
) -> None:
    draft, _, throw = build(seed, dice, pictures, 10)
    assert Draft(draft.base, draft.entries).timeline == draft.timeline
    if not draft.entries:
        return
    turn = throw.one(*[e.turn for e in draft.entries])
    undone, conflicts = draft.undo(turn)
    assert_valid(undone.timeline)
    assert all(isinstance(c, str) and c for c in conflicts)
    back, _ = undone.redo()
    assert back == draft
    assert back.timeline == draft.timeline
    everything = draft
    for _ in draft.entries:
        everything, _ = everything.undo()
    assert everything.timeline == draft.base


@given(seed=SEEDS)
def test_json_round_trips(seed: int, dice: Any, pictures: tuple[Media, ...]) -> None:
    draft, _, _ = build(seed, dice, pictures, 10)
    if draft.entries:
        draft, _ = draft.undo()
    again = Draft.from_json(draft.to_json())
    assert again == draft
    assert again.timeline == draft.timeline
    assert schema.from_json(schema.to_json(draft.timeline)) == draft.timeline


@given(seed=SEEDS)
def test_removing_transitions_undoes_adding_them(
    seed: int, dice: Any, pictures: tuple[Media, ...]
) -> None:
    draft, _, throw = build(seed, dice, pictures, 8)
    timeline = draft.timeline
    if timeline.main and any(timeline.main.transitions()):
        timeline = apply(timeline, RemoveTransition())
    edit = AddTransition(duration=throw.long(2), overlap=throw.one(True, False))
    try:
        joined = apply(timeline, edit)
    except EditError:
        return
    back = apply(joined, RemoveTransition())
    assert timeline.main and back.main
    assert back.main.items == timeline.main.items
    assert main_clips(back) == main_clips(timeline)
    assert write(back).splitlines()[0] == write(timeline).splitlines()[0]
