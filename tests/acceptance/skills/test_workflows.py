"""The workflows of the five documents, through the skill's runtime, on small footage.

Each with the document's own words, against the real server, to a file that is looked at.
"""

import numpy as np
import pytest

from typecut.client.runtime.said import Balance, Status, Words


def kinds(draft):
    """Kinds of tracks that hold something: 0 picture, 1 sound, 7 text."""
    return sorted({track["tt"] for track in draft["t"] if track["sg"]})


def joints(draft):
    [track] = [t for t in draft["t"] if t["tt"] == 0 and t["m"].get("role", "main") == "main"]
    return [segment["tr"] for segment in track["sg"] if "tr" in segment]


def shape_of(film):
    return film.width, film.height


def colours(film, *seconds):
    return [int(np.argmax(film.at(s).reshape(-1, 3).mean(0))) for s in seconds]


def test_hello(talk):
    heard = talk("for-video-free").heard
    assert isinstance(heard[0], Status)
    assert heard[0].text == "Connecting…"
    assert isinstance(heard[-1], Words)
    assert "nmv_usr_" not in str(heard)


@pytest.mark.slow
def test_quick_edit_free_anonymous_token(talk, footage):
    """Upload → the sentence about access → download: nothing is changed, nothing is charged."""
    one = talk("free-anonymous-token")
    one.say("", [footage("quick.mp4", frames=75)])
    told = one.told("give me a free trial token so I can try the video editor without signing up")
    assert "100 available" in told
    assert "nmv_usr_" not in told
    film = one.export()
    assert (*shape_of(film), film.frames) == (320, 180, 75)
    assert film.level(0.5, 2) > 0.01, "the sound is there"
    [balance] = [s for s in one.say("balance") if isinstance(s, Balance)]
    assert balance.credits.available == 100


def test_quick_edit_for_video_free(talk, footage):
    """Two clips, "trim, add transitions, and export this video for free": one message, one file."""
    one = talk("for-video-free")
    clips = [footage("phone1.mp4", 150), footage("phone2.mp4", 120, first=500)]
    film = one.export("trim, add transitions, and export this video for free", clips)
    draft = one.draft
    assert film.seconds < 9, "what was trimmed is gone, and transitions overlap"
    assert abs(film.seconds - draft["d"] / 1000) < 0.05
    assert abs(film.sound_seconds - film.seconds) < 0.1
    [joint] = joints(draft)
    assert joint["d"] > 300
    assert film.level(1, film.seconds - 1.5) > 0.01


def test_batch_in_one_session(talk, footage):
    """Several files in one session, one by one, with different instructions: a render for each."""
    one = talk("free-generator-editor")
    one.say("", [footage("a.mp4", 90), footage("b.mp4", 120, first=500)])
    one.say("remove everything but the first clip, then keep only the first second")
    first = one.export("export as a-cut.mp4")
    one.say("undo")
    one.say("remove everything but the second clip and make it 2x faster")
    second = one.export("export as b-cut.mp4")
    assert (first.path.name, second.path.name) == ("a-cut.mp4", "b-cut.mp4")
    assert (first.frames, second.frames) == (30, 60)
    assert np.abs(first.at(0.5).astype(int) - second.at(0.5)).mean() > 1, "different footage"
    assert "b (0-2s, 2x)" in one.tracks


@pytest.mark.slow
def test_batch_as_they_come(talk, footage):
    """Each file is sent when the one before is done; what is done is left out by name."""
    one = talk("for-video-free")
    one.say("keep only the first 2 seconds", [footage("a.mp4", 90)])
    first = one.export()
    one.say("remove clip 1 and make it vertical", [footage("b.mp4", 120, first=500)])
    second = one.export()
    assert first.path != second.path
    assert (shape_of(first), first.frames) == ((320, 180), 60)
    assert second.width < second.height
    assert second.frames == 120


def test_iterative(talk, footage):
    """A rough cut, a look, refinements; the session keeps the timeline, and undo takes back."""
    one = talk("free-anonymous-token")
    one.say("trim the clip to 3 seconds", [footage("long.mp4", frames=150, hum=0.0)])
    rough = one.export()
    assert rough.frames == 90
    assert rough.level(0.5, 2.5) < 0.001
    assert one.tracks.startswith("Timeline (1 track): 1. Video: long (0-3s)")
    told = one.told("add lo-fi music at 35% and the title 'Urban Dreams' for 2 seconds")
    assert "BGM: Lo-fi (0-3s, 35%)" in told
    assert 'Title: "Urban Dreams" (0-2s)' in told
    refined = one.export()
    assert kinds(one.draft) == [0, 1, 7]
    assert refined.frames == 90
    assert refined.level(0.5, 2.5) > 0.01, "there is music now"
    titled, bare = (np.abs(refined.at(t).astype(int) - rough.at(t)).mean() for t in (1.0, 2.6))
    assert titled > 2, "the title is seen"
    assert bare < 1, "and gone after its two seconds"
    one.say("undo")
    assert kinds(one.draft) == [0]
    assert one.export().level(0.5, 2.5) < 0.001


@pytest.mark.slow
def test_iterative_in_chinese(talk, footage):
    one = talk("free-generator-editor")
    told = one.told("只保留前2秒，开头加标题“都市之梦”", [footage("甲.mp4", 90)])
    assert "都市之梦" in told
    film = one.export("导出")
    assert film.frames == 60
    assert kinds(one.draft) == [0, 7]
    assert "积分" in one.told("余额")


@pytest.mark.slow
def test_generate_then_edit(talk, photos):
    """Iterative, from images: generate, change the order, add words."""
    one = talk("free-generator-editor")
    told = one.told("make a 4-second slideshow from my images with calm music", photos)
    assert "from 3 pictures" in told
    before = one.export("export 360p")
    assert colours(before, 0.6, 2, 3.2) == [0, 1, 2]
    one.say("move the last clip to the front")
    one.say("add the title 'Spring Sale' for 1 second")
    after = one.export("export 360p")
    assert colours(after, 1.3) == [2]
    assert kinds(one.draft) == [0, 1, 7]
    assert len(joints(one.draft)) == 2
    assert after.height == before.height == 360
    assert after.level(1, 3) > 0.005
