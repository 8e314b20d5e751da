"""Timelines as edits and stories make them survive the wire as well."""

from fractions import Fraction

from typecut.authoring import storyboard
from typecut.edits import apply
from typecut.edits.plan import Span, Wish
from typecut.edits.verbs import AddOverlay, AddTransition, Append, Freeze, Reverse, SetSpeed
from typecut.interchange import check_sources, from_wire, to_wire
from typecut.timeline import Media, Range, Timeline


def test_a_story_survives():
    base = Timeline()
    for number in range(5):
        photo = Media(f"p{number}", f"p{number}.jpg", "image", width=1700, height=1000 + number)
        base = apply(base, Append(photo))
    wish = Wish("promo", Span(0, 0), Fraction(1001, 60), ("One", "Two"), width=1080, height=1920)
    for edit in storyboard(wish, base).edits:
        base = apply(base, edit)
    check_sources(base)
    assert from_wire(to_wire(base)) == base


def test_all_sorts_of_edits_survive():
    clip = Media(
        "a", "a.mp4", "video", "a", Fraction(6006, 1001), 1920, 1080, Fraction(30000, 1001)
    )
    timeline = Timeline()
    for edit in (
        Append(clip),
        Append(clip),
        Append(clip),
        SetSpeed(Fraction(7, 3), ("a",)),
        Freeze(Fraction(1), Fraction(2)),
        Reverse(("a.2",)),
        AddTransition("wipe", Fraction(1, 3)),
        AddOverlay(Media("logo", "logo.png", "image", width=10, height=10)),
        AddOverlay(clip, Range(Fraction(1), Fraction(4, 3))),
    ):
        timeline = apply(timeline, edit)
    check_sources(timeline)
    assert from_wire(to_wire(timeline)) == timeline
