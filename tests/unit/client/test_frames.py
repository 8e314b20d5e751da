"""Frames come out the same, however the bytes are cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.client.frames import Frame, Frames, FrameTooLarge

LONG = (
    'data: {"text": "海边日落 🎬"}\n\n'
    ": a comment\r\n"
    "data:\r\n\r\n"
    "id: 17\r\ndata: first\r\ndata: second\r\n\r\n"
    "event: message\rdata:no space\rid\r\r"
    "\n\n\n"
    "retry: 3000\n\n"
    "data: last"
)
WHOLE = [
    Frame('{"text": "海边日落 🎬"}'),
    Frame(),
    Frame(),
    Frame("first\nsecond", "17"),
    Frame("no space", ""),
    Frame(),
    Frame("last"),
]


def read(pieces, **given):
    frames = Frames(**given)
    found = [f for p in pieces for f in frames.feed(p)]
    last = frames.end()
    return found + ([last] if last else [])


@given(st.lists(st.integers(0, len(LONG.encode())), max_size=12))
def test_frames_do_not_depend_on_how_bytes_are_cut(cuts):
    data = LONG.encode()
    places = [0, *sorted(cuts), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(places)]
    assert read(pieces) == WHOLE


def test_byte_by_byte():
    assert read([bytes([b]) for b in LONG.encode()]) == WHOLE


def test_a_byte_order_mark_belongs_to_nothing():
    assert read([b"\xef\xbb\xbfdata: a\n\n"]) == [Frame("a")]


def test_bytes_that_are_no_utf8_do_not_stop_the_stream():
    assert read([b"data: \xff\n\n", b"data: b\n\n"]) == [Frame("�"), Frame("b")]


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 2000, b"data: xxxxxxxx\n" * 200])
def test_a_frame_without_end_is_not_kept_for_ever(piece):
    frames = Frames(most=1000)
    with pytest.raises(FrameTooLarge):
        list(frames.feed(piece))


def test_many_small_frames_are_not_a_large_one():
    frames = Frames(most=1000)
    assert len(list(frames.feed(b"data: xxxxxxxx\n\n" * 200))) == 200
