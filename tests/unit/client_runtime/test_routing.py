"""Where messages go."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.client.port import ExportWish
from typecut.client.runtime.routing import route
from typecut.client.runtime.steps import Export, Say, ShowCredits, ShowState, Undo, Upload

TABLE = Path(__file__).with_name("routes.txt")


def told(steps):
    return " | ".join(_step(s) for s in steps)


def _step(step):
    match step:
        case Say(text):
            return f"say {text}"
        case Upload(sources):
            return f"upload {', '.join(sources)}".strip()
        case Export(wish, name, format_):
            size = f"{wish.width}x{wish.height}" if wish.width else ""
            fps = wish.fps and f"{wish.fps}fps"
            quality = "" if wish.quality == ExportWish().quality else wish.quality
            words = ["export", wish.resolution, size, fps, quality, name, format_ and f".{format_}"]
            return " ".join(w for w in words if w)
        case ShowCredits():
            return "credits"
        case ShowState():
            return "state"
        case Undo():
            return "undo"


def _rows():
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            message, _, steps = line.rpartition(" -> ")
            yield pytest.param(message, steps, id=message)


@pytest.mark.parametrize(("message", "steps"), list(_rows()))
def test_each_message_goes_where_it_belongs(message, steps):
    assert told(route(message)) == (f"say {message}" if steps == "=" else steps)


def test_files_that_came_along_are_brought_in_first():
    assert (
        told(route("trim it", ["/x/a.mp4", "/x/b.mp4"]))
        == "upload /x/a.mp4, /x/b.mp4 | say trim it"
    )
    assert told(route("", ["/x/a.mp4"])) == "upload /x/a.mp4"
    assert route("  ") == ()


def test_a_file_that_is_here_is_brought_in_without_the_word():
    assert told(route("make holiday.mp4 vertical", is_file=lambda p: p == "holiday.mp4")) == (
        "upload holiday.mp4 | say make holiday.mp4 vertical"
    )


def test_a_name_to_write_to_is_not_brought_in():
    assert told(route("export to a.mp4", is_file=lambda p: True)) == "export a.mp4"
    assert told(route("导出到a.mp4", is_file=lambda p: p == "a.mp4")) == "export a.mp4"


@given(st.text(max_size=80))
def test_every_message_goes_somewhere(message):
    steps = route(message)
    assert bool(steps) == bool(message.strip()) or not any(c.isalnum() for c in message)


WORDS = st.sampled_from(
    ["make", "the", "second", "clip", "faster", "blue", "5", "seconds", "music", "把", "标题", "放大",
     '"export"', "“导出”", '"credits"', "at", "end", ",", "。", "fade"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_edits_reach_the_stream_word_for_word(words):
    message = " ".join(["make", *words])
    assert route(message) == (Say(message.strip()),)
