"""The edits' schemas: whatever they allow can be read, and whatever is written fits them."""

import types
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest

from typecut.authoring.backing import STYLES
from typecut.edits.verbs import AddMusic, AddTitle, RippleDelete, SetCanvas, Trim
from typecut.engine import backdrops
from typecut.errors import DraftError
from typecut.mcp.schema import (
    BACKDROPS,
    VERBS,
    edits_schema,
    read_edit,
    read_edits,
    told,
    write_edit,
)
from typecut.timeline import Curve, Keyframe, Media, Range

CLIP = Media("holiday", "/videos/holiday.mp4", "video", "holiday", Fraction(5), 320, 180)
MEDIA = {CLIP.id: CLIP}


def example(hint: Any, *, full: bool) -> Any:
    """A value that fits the hint; with `full` of everything that may be left out."""
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Curve:
        return Curve((Keyframe(Fraction(0), 0.25), Keyframe(Fraction(7, 3), 1.5, "smooth")))
    if hint is Range:
        return Range(Fraction(1, 3), Fraction(5, 2))
    if hint is Media:
        return CLIP
    if origin in (Union, types.UnionType):
        chosen = [p for p in parts if p is not type(None)]
        return example(chosen[-1], full=full)
    if origin is Literal:
        return parts[-1]
    if origin is tuple:
        return (example(parts[0], full=full),)
    if is_dataclass(hint):
        return build(hint, full=full)
    return {Fraction: Fraction(1001, 30000), str: "words", float: 0.75, int: 3, bool: True}[hint]


def build(kind: Any, *, full: bool) -> Any:
    hints = get_type_hints(kind)
    needed = [f for f in fields(kind) if full or f.default is f.default_factory]
    return kind(**{f.name: example(hints[f.name], full=full) for f in needed})


@pytest.fixture(scope="module")
def check():
    one, defs = edits_schema()
    return jsonschema.Draft202012Validator({**one, "$defs": dict(defs)}).validate


@pytest.mark.parametrize("full", [True, False], ids=["everything", "only what is needed"])
@pytest.mark.parametrize("name", VERBS)
def test_every_edit_goes_through_its_schema_and_comes_back(name, full, check):
    edit = build(VERBS[name], full=full)

    written = write_edit(edit)

    check(written)
    assert written["edit"] == name
    assert read_edit(written, MEDIA) == edit


def test_every_edit_says_what_it_does():
    one, _ = edits_schema()

    silent = [s["properties"]["edit"]["const"] for s in one["anyOf"] if not s["description"]]
    assert silent == []
    assert "`" not in told(RippleDelete) and "\n" not in told(RippleDelete)


def test_numbers_count_as_they_are_written():
    assert read_edit({"edit": "trim", "clip": "a", "head": 0.1}, {}) == Trim("a", Fraction(1, 10))
    assert read_edit({"edit": "set_canvas", "rate": "30000/1001"}, {}) == SetCanvas(
        rate=Fraction(30000, 1001)
    )
    assert read_edit(
        {"edit": "add_title", "text": "Hi", "range": {"start": 0.5, "duration": 2}}, {}
    )


def test_media_are_named_by_id_and_music_is_made_on_the_spot():
    edit = read_edit({"edit": "add_music", "media": "compose:lofi", "volume": 1}, MEDIA)

    assert isinstance(edit, AddMusic)
    assert edit.media.made and edit.volume == 1.0
    assert read_edit({"edit": "append", "media": "holiday"}, MEDIA).media is not None


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        ("trim", "edits"),
        (["trim"], "edits[0]"),
        ([{"edit": "trim", "clip": "a"}, {"edit": "cut"}], "edits[1].edit"),
        ([{"clip": "a"}], "edits[0].edit"),
        ([{"edit": "trim"}], "edits[0].clip"),
        ([{"edit": "trim", "clip": "a", "haed": 1}], "edits[0].haed"),
        ([{"edit": "trim", "clip": 5}], "edits[0].clip"),
        ([{"edit": "trim", "clip": "a", "head": "soon"}], "edits[0].head"),
        ([{"edit": "lift", "range": {"start": [], "duration": 1}}], "edits[0].range.start"),
        ([{"edit": "append", "media": "nothing"}], "edits[0].media"),
        ([{"edit": "add_music", "media": "compose:polka"}], "edits[0].media"),
        ([{"edit": "add_title", "text": "Hi", "style": "huge"}], "edits[0].style"),
        ([{"edit": "place", "x": {"keyframes": []}}], "edits[0].x"),
        ([{"edit": "add_effect", "effect": {"$": "glitter"}}], "edits[0].effect.$"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(edits, place):
    with pytest.raises(DraftError) as error:
        read_edits(edits, MEDIA)

    assert error.value.path == place


def test_numbers_that_are_none_are_refused_and_not_worked_on():
    for head in (float("inf"), float("nan"), "1e999999999", True):
        with pytest.raises(DraftError):
            read_edit({"edit": "trim", "clip": "a", "head": head}, {})


def test_the_moving_pictures_and_the_music_are_those_that_there_are():
    assert set(BACKDROPS) == set(backdrops.names())
    _, defs = edits_schema()
    for name in (*BACKDROPS, *STYLES):
        assert name in defs["media"]["description"]


def test_the_schema_is_small_enough_to_be_read_by_a_model():
    one, defs = edits_schema()

    assert len(str(one)) + len(str(defs)) < 20_000


def test_titles_keep_their_words():
    text = 'Häuser "am" 海 🌊\nzwei'

    assert read_edit(write_edit(AddTitle(text)), {}) == AddTitle(text)
