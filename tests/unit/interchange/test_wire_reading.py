"""Drafts as other clients write them, and what is said about broken ones."""

from fractions import Fraction
from pathlib import Path

import pytest

from typecut.errors import DraftError
from typecut.interchange import from_wire, needs_probe, to_wire, validate, wire_schema
from typecut.timeline import Canvas, Clip, Range, Title

PUBLISHED = {
    "v": 1,
    "m": {"title": "demo", "width": 1080, "height": 1920, "fps": 29.97, "background": "#101010"},
    "d": 10000,
    "t": [
        {
            "tt": 0,
            "m": {"name": "Video"},
            "d": 10000,
            "sg": [{"s": 0, "d": 10000, "src": "city.mp4", "m": {"name": "city timelapse"}}],
        },
        {
            "tt": 1,
            "m": {"name": "BGM"},
            "d": 10000,
            "sg": [
                {
                    "s": 0,
                    "d": 10000,
                    "src": "lofi.mp3",
                    "vol": 0.35,
                    "fo": 2000,
                    "m": {"name": "Lo-fi"},
                }
            ],
        },
        {"tt": 7, "d": 3000, "sg": [{"s": 0, "d": 3000, "tx": {"text": "Urban Dreams"}}]},
    ],
}
"""The timeline that the documents give as their example, in their own short keys."""


def test_the_documents_example():
    timeline = from_wire(PUBLISHED)
    assert timeline.canvas == Canvas(1080, 1920, Fraction(30000, 1001), "fit", "#101010")
    assert [(t.kind, t.role) for t in timeline.tracks] == [
        ("video", "main"),
        ("audio", "music"),
        ("text", "title"),
    ]
    city, music, title = (t.items[0] for t in timeline.tracks)
    assert isinstance(city, Clip) and city.source == Range(Fraction(0), Fraction(10))
    assert isinstance(music, Clip) and (music.volume, music.fade_out) == (0.35, 2)
    assert isinstance(title, Title) and (title.text, title.duration) == ("Urban Dreams", 3)
    assert timeline.duration == 10
    assert [m.kind for m in timeline.media] == ["video", "audio"]


def test_nothing_but_the_documents_keys():
    """`t`, `tt`, `sg`, `d` and `m` are all that the documents tell."""
    draft = {
        "d": 7000,
        "m": {},
        "t": [
            {
                "tt": 0,
                "sg": [{"d": 4000, "m": {"name": "a.mp4"}}, {"d": 3000, "m": {"src": "b.png"}}],
            },
            {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Hello"}}]},
        ],
    }
    timeline = from_wire(draft)
    assert [m.src for m in timeline.media] == ["a.mp4", "b.png"]
    assert [r.start for _, r in timeline.tracks[0].placed()] == [0, 4]
    assert timeline.tracks[1].items[0].name == "Hello"


@pytest.mark.parametrize(
    ("src", "found", "kind"),
    [
        ("clips/a b.MOV", "/home/u/clips/a b.MOV", "video"),
        ("/abs/p.JPEG", "/abs/p.JPEG", "image"),
        ("https://h/x/p.png?size=3", "https://h/x/p.png?size=3", "image"),
        ("background:aurora?seed=3", "background:aurora?seed=3", "video"),
        ("../up.mkv", "/home/u/../up.mkv", "video"),
    ],
)
def test_sources(src, found, kind):
    (media,) = from_wire({"t": [{"tt": 0, "sg": [{"d": 1, "src": src}]}]}, Path("/home/u")).media
    assert (media.src, media.kind) == (found, kind)


def test_paths_are_written_as_seen_from_the_drafts_folder():
    draft = {
        "t": [{"tt": 0, "sg": [{"d": 1, "src": "clips/a.mp4"}, {"d": 1, "src": "/far/b.mp4"}]}]
    }
    wire = to_wire(from_wire(draft, Path("/home/u")), Path("/home/u"))
    assert [m["src"] for m in wire["media"]] == ["clips/a.mp4", "/far/b.mp4"]


def test_the_same_file_is_one_media_and_equal_names_are_two():
    segments = [{"d": 1, "src": s} for s in ("x/a.mp4", "y/a.mp4", "x/a.mp4")]
    timeline = from_wire({"t": [{"tt": 0, "sg": segments}]})
    assert [m.id for m in timeline.media] == ["a", "a-2"]
    assert [i.media for i in timeline.tracks[0].items] == ["a", "a-2", "a"]


def test_a_length_may_come_from_out_or_from_the_media():
    draft = {
        "media": [{"id": "a", "src": "a.mp4", "d": 5000}],
        "t": [
            {
                "tt": 0,
                "sg": [{"src": "a", "in": 1000}, {"src": "a", "in": 1000, "out": 2000, "sp": 2}],
            }
        ],
    }
    assert [i.duration for i in from_wire(draft).tracks[0].items] == [4, Fraction(1, 2)]


def test_segments_may_come_in_any_order():
    segments = [{"s": 2000, "d": 500, "src": "b.mp4"}, {"s": 0, "d": 1000, "src": "a.mp4"}]
    track = from_wire({"t": [{"tt": 0, "sg": segments}]}).tracks[0]
    assert [(i.media, r.start) for i, r in track.placed()] == [("a", 0), ("b", 2)]


def test_names_that_are_no_text_survive():
    name = "caf\udce9.mp4"
    timeline = from_wire({"t": [{"tt": 0, "sg": [{"d": 1, "src": name, "m": {"name": name}}]}]})
    assert from_wire(to_wire(timeline)) == timeline
    assert timeline.media[0].src == name


def test_media_without_facts_want_probing():
    draft = {
        "media": [{"id": "k", "src": "k.mp4", "d": 5000, "width": 4, "height": 2}],
        "t": [
            {"tt": 0, "sg": [{"d": 1, "src": s} for s in ("k", "n.mp4", "n.png", "background:a")]}
        ],
    }
    assert [m.src for m in needs_probe(from_wire(draft))] == ["n.mp4", "n.png"]


GOOD = {"d": 1000, "src": "a.mp4"}


@pytest.mark.parametrize(
    ("tracks", "path"),
    [
        ([{"tt": 0, "sg": [{**GOOD, "d": -1}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{**GOOD, "d": 0}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{**GOOD, "d": 10.5}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{**GOOD, "d": 10**300}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{**GOOD, "d": True}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{"src": "a.mp4"}]}], "t[0].sg[0].d"),
        ([{"tt": 0, "sg": [{"d": 1000}]}], "t[0].sg[0].src"),
        ([{"tt": 0, "sg": [{**GOOD, "s": -5}]}], "t[0].sg[0].s"),
        ([{"tt": 0, "sg": [{**GOOD, "sp": 0}]}], "t[0].sg[0].sp"),
        ([{"tt": 0, "sg": [{**GOOD, "sp": float("nan")}]}], "t[0].sg[0].sp"),
        ([{"tt": 0, "sg": [{**GOOD, "vol": 4.1}]}], "t[0].sg[0].vol"),
        ([{"tt": 0, "sg": [{**GOOD, "vol": "1"}]}], "t[0].sg[0].vol"),
        ([{"tt": 0, "sg": [{**GOOD, "src": "a.mp3"}]}], "t[0].sg[0].src"),
        ([{"tt": 0, "sg": [{**GOOD, "tx": {"text": "x"}}]}], "t[0].sg[0].tx"),
        ([{"tt": 0, "sg": [{**GOOD, "tr": {"d": 500}}]}], "t[0].sg[0].tr"),
        ([{"tt": 0, "sg": [GOOD, {**GOOD, "tr": {"type": "spin", "d": 5}}]}], "t[0].sg[1].tr.type"),
        ([{"tt": 0, "sg": [GOOD, {**GOOD, "tr": {"type": "wipe"}}]}], "t[0].sg[1].tr.d"),
        ([{"tt": 0, "sg": [{**GOOD, "fx": [{"type": "glow"}]}]}], "t[0].sg[0].fx[0].type"),
        ([{"tt": 0, "sg": [{**GOOD, "x": {"fit": "stretch"}}]}], "t[0].sg[0].x.fit"),
        ([{"tt": 0, "sg": [{**GOOD, "x": {"crop": {"left": 0.6, "right": 0.5}}}]}], "t[0].sg[0].x.crop.right"),
        ([{"tt": 0, "sg": [{**GOOD, "x": {"keyframes": {"scale": [{"t": 5, "v": 1}, {"t": 5, "v": 2}]}}}]}],
         "t[0].sg[0].x.keyframes.scale[1].t"),
        ([{"tt": 0, "sg": [{**GOOD, "id": "a"}, {**GOOD, "id": "a"}]}], "t[0].sg[1].id"),
        ([{"tt": 0, "sg": [GOOD, {**GOOD, "s": 900}]}], "t[0].sg[1].s"),
        ([{"tt": 0, "sg": 7}], "t[0].sg"),
        ([{"tt": 0, "sg": [[]]}], "t[0].sg[0]"),
        ([{"tt": 3, "sg": []}], "t[0].tt"),
        ([{"tt": [], "sg": []}], "t[0].tt"),
        ([{"sg": []}], "t[0].tt"),
        ([{"tt": 0, "m": {"role": "music"}, "sg": []}], "t[0].m.role"),
        ([{"tt": 0, "m": {"role": "main"}, "sg": []}] * 2, "t[1].m.role"),
        ([{"tt": 7, "sg": [{"d": 1000}]}], "t[0].sg[0].tx.text"),
        ([{"tt": 7, "sg": [{"d": 1000, "tx": {"text": "a\ud800"}}]}], "t[0].sg[0].tx.text"),
        ([{"tt": 7, "sg": [{"d": 1000, "tx": {"text": "a", "color": "red"}}]}], "t[0].sg[0].tx.color"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(tracks, path):
    with pytest.raises(DraftError) as caught:
        validate({"t": tracks})
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("draft", "path"),
    [
        ([], ""),
        ("draft", ""),
        ({}, "t"),
        ({"t": None}, "t"),
        ({"v": 2, "t": []}, "v"),
        ({"t": [], "m": {"width": 1081}}, "m.width"),
        ({"t": [], "m": {"fps": 0}}, "m.fps"),
        ({"t": [], "m": {"background": "blue"}}, "m.background"),
        ({"t": [], "media": [{"id": "a"}]}, "media[0].src"),
        ({"t": [], "media": [{"id": "a", "src": "a"}, {"id": "a", "src": "b"}]}, "media[1].id"),
    ],
)
def test_so_it_is_outside_of_tracks(draft, path):
    with pytest.raises(DraftError) as caught:
        validate(draft)
    assert caught.value.path == path


def test_all_problems_are_told_at_once():
    draft = {"t": [{"tt": 0, "sg": [{**GOOD, "vol": 9}, {**GOOD, "sp": 0}]}], "m": {"width": 3}}
    with pytest.raises(DraftError) as caught:
        validate(draft)
    assert caught.value.path == "t[0].sg[0].vol"
    assert "t[0].sg[1].sp" in str(caught.value) and "m.width" in str(caught.value)


def test_a_hostile_exact_value_is_not_computed():
    draft = {"t": [{"tt": 0, "sg": [{**GOOD, "exact": {"d": "1e999999999", "s": 7, "in": "1/0"}}]}]}
    assert from_wire(draft).duration == 1


def test_the_schema_names_every_key_that_we_write():
    schema = wire_schema()
    draft = to_wire(from_wire(PUBLISHED))
    assert set(draft) <= set(schema["properties"])
    for track in draft["t"]:
        assert set(track) <= set(schema["$defs"]["track"]["properties"])
        for segment in track["sg"]:
            assert set(segment) <= set(schema["$defs"]["segment"]["properties"])
    for media in draft["media"]:
        assert set(media) <= set(schema["$defs"]["media"]["properties"])
