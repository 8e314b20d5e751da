"""Drafts and their differences in words, whoever wrote the drafts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typecut.client.runtime.changes import changes
from typecut.client.runtime.summary import summary

CITY = {"id": "c1", "s": 0, "d": 10000, "src": "/mnt/userdata/city timelapse.mp4"}
BEACH = {"id": "c2", "s": 10000, "d": 5000, "src": "https://cdn.example/beach.mov?sig=1"}
MUSIC = {"id": "m1", "s": 0, "d": 10000, "m": {"name": "Lo-fi"}, "vol": 0.35}
TITLE = {"id": "t1", "s": 0, "d": 3000, "tx": {"text": "Urban Dreams", "position": "center"}}


def draft(*tracks, **whole):
    return {"t": [{"tt": kind, "sg": list(items)} for kind, *items in tracks], **whole}


DOCUMENTED = draft((0, CITY), (1, MUSIC), (7, TITLE))


def test_the_summary_is_the_documents_own():
    assert summary(DOCUMENTED) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) "
        '2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
    )
    assert summary(DOCUMENTED, "zh") == (
        "时间线（3 条轨道）：1. 视频：city timelapse（0-10s） "
        "2. 背景音乐：Lo-fi（0-10s，35%） 3. 标题：“Urban Dreams”（0-3s）"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Timeline (0 tracks)"),
        (None, "Timeline (0 tracks)"),
        ([1, 2], "Timeline (0 tracks)"),
        ({"t": "x"}, "Timeline (0 tracks)"),
        ({"t": [None, 3, {}]}, "Timeline (1 track): 1. Track: empty"),
        (draft((0, {})), "Timeline (1 track): 1. Video: clip"),
        (draft((0, {"d": "2500"})), "Timeline (1 track): 1. Video: clip (0-2.5s)"),
        (draft((0, {"d": float("nan")})), "Timeline (1 track): 1. Video: clip"),
        (
            draft((0, {"d": 1000, "src": "a.mp4"}, {"d": 2000, "src": "b.mp4"})),
            "Timeline (1 track): 1. Video: a (0-1s), b (1-3s)",
        ),
        (draft((0, CITY | {"sp": 2})), "Timeline (1 track): 1. Video: city timelapse (0-10s, 2x)"),
        (draft((0, CITY | {"sp": -1})), "Timeline (1 track): 1. Video: city timelapse (0-10s, reversed)"),
        (draft((0, CITY | {"muted": True})), "Timeline (1 track): 1. Video: city timelapse (0-10s, muted)"),
        (draft((9, CITY)), "Timeline (1 track): 1. Track: city timelapse (0-10s)"),
        (draft((7, {"text": "plain", "d": 1000})), 'Timeline (1 track): 1. Title: "plain" (0-1s)'),
        (
            draft((0, *[CITY | {"s": i * 10000} for i in range(9)])),
            "Timeline (1 track): 1. Video: 9 items, city timelapse (0-10s), …, city timelapse (80-90s)",
        ),
    ],
)  # fmt: skip
def test_other_servers_drafts_are_read_as_far_as_they_go(given, said):
    assert summary(given) == said


@pytest.mark.parametrize(
    ("after", "english", "chinese"),
    [
        (DOCUMENTED, "Nothing changed.", "没有任何变化。"),
        (
            draft((0, CITY | {"d": 6000}), (1, MUSIC), (7, TITLE)),
            "Changed:\n- city timelapse is shorter: 10 s → 6 s",
            "已更改：\n- city timelapse缩短了：10 秒 → 6 秒",
        ),
        (
            draft((0, CITY, BEACH), (1, MUSIC), (7, TITLE)),
            "Changed:\n- beach was added (10-15s)\n- the whole is 15 s long (before: 10 s)",
            "已更改：\n- 添加了beach（10-15s）\n- 总时长 15 秒（之前 10 秒）",
        ),
        (
            draft((0, CITY), (7, TITLE)),
            "Changed:\n- music Lo-fi was removed",
            "已更改：\n- 删除了背景音乐Lo-fi",
        ),
        (
            draft((0, CITY), (1, MUSIC | {"vol": 0.2}), (7, TITLE | {"s": 2000})),
            'Changed:\n- the volume of music Lo-fi is 20%\n- title "Urban Dreams" now begins at 2 s',
            "已更改：\n- 背景音乐Lo-fi的音量为 20%\n- 标题“Urban Dreams”移到第 2 秒",
        ),
        (
            draft((0, CITY | {"sp": 2, "muted": True}), (1, MUSIC), (7, TITLE | {"tx": {"text": "Hi", "position": "center"}})),
            'Changed:\n- city timelapse plays at 2x\n- city timelapse is muted\n- title "Urban Dreams" now reads "Hi"',
            "已更改：\n- city timelapse变为 2 倍速\n- city timelapse已静音\n- 标题“Urban Dreams”改为“Hi”",
        ),
        (
            draft((0, CITY | {"tr": {"type": "dissolve", "d": 500}, "fx": [{"type": "blur"}]}), (1, MUSIC), (7, TITLE), m={"width": 1080, "height": 1920}),
            "Changed:\n- city timelapse begins with a transition (dissolve)\n- city timelapse looks different\n- the picture is 1080x1920",
            "已更改：\n- city timelapse前面有转场（dissolve）\n- city timelapse的画面有变化\n- 画面尺寸为 1080x1920",
        ),
    ],
)  # fmt: skip
def test_changes_are_told_in_words(after, english, chinese):
    assert changes(DOCUMENTED, after) == english
    assert changes(DOCUMENTED, after, "zh") == chinese


def test_another_order_is_told():
    before = draft((0, CITY, BEACH))
    after = draft((0, BEACH | {"s": 0}, CITY | {"s": 5000}))
    assert changes(before, after) == "Changed:\n- the order is now: beach, city timelapse"


def test_fades_and_other_transitions_are_told():
    cut = BEACH | {"tr": {"type": "dissolve", "d": 500}}
    before = draft((0, CITY, cut))
    after = draft((0, CITY, BEACH | {"tr": {"type": "wipe", "d": 1000}}), m={"fo": 1500})
    assert changes(before, after) == (
        "Changed:\n- the transition before beach is another one (wipe, 1 s)"
        "\n- the whole fades out over 1.5 s"
    )


def test_a_difference_that_no_word_fits_is_admitted():
    assert "Something in the project changed" in changes({"x": 1}, {"x": 2})


def test_many_changes_are_counted():
    after = draft((0, *[CITY | {"id": f"n{i}", "s": i} for i in range(30)]))
    assert "more changes" in changes({}, after)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["t", "tt", "sg", "d", "m", "s", "src", "tx", "text", "vol", "tr", "name"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(JSON, JSON)
def test_garbage_is_no_trouble(before, after):
    assert summary(before) and summary(after, "zh")
    assert changes(before, after) and changes(before, after, "zh")
    assert changes(before, before) == "Nothing changed."
