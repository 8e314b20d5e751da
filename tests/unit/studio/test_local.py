"""A conversation that is kept in a folder: whoever talks to it, and however they end."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from typecut.edits.verbs import FadeOut
from typecut.errors import (
    Cancelled,
    DraftError,
    EditError,
    MediaError,
    MediaMissing,
    RequestError,
)
from typecut.interchange import from_wire
from typecut.studio.local import open_session
from typecut.studio.local_store import session_folder
from typecut.timeline.notation import write

TALKER = """
import sys
from pathlib import Path
from typecut.studio.local import open_session
session = open_session(Path(sys.argv[1]), None)
for number in range(int(sys.argv[3])):
    session.say(f"add the title '{sys.argv[2]}{number}'")
    print(f"{sys.argv[2]}{number}", flush=True)
"""


@pytest.fixture
def place(tmp_path):
    return tmp_path / "talk"


@pytest.fixture
def session(place, hands):
    return open_session(place, hands)


def talking(place, name, times):
    return subprocess.Popen(
        [sys.executable, "-c", TALKER, str(place), name, str(times)],
        stdout=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip


def said(session):
    return [e.instruction for e in session.draft.entries]


def test_pictures_go_to_the_timeline_and_sounds_wait(session, clip):
    added = session.add([clip("a.mp4"), clip("song.mp3"), clip("b.jpg")])
    assert [a.shown for a in added] == [True, False, True]
    assert write(session.draft.timeline) == "V1 a[0-300] b[0-120]"
    assert [m.id for m in session.library] == ["song"]
    session.say("put song under it at 35%")
    assert session.library == ()
    assert "song (0-14s, 35%)" in session.words(session.say("status"))


def test_a_bad_file_does_not_lose_the_good_ones(session, clip):
    added = session.add(["/nowhere.mp4", clip("broken.mp4"), clip("good.mp4"), clip("crash.mp4")])
    assert [type(a.error).__name__ for a in added] == [
        "MediaMissing", "MediaBroken", "NoneType", "MediaBroken",
    ]  # fmt: skip
    assert write(session.draft.timeline) == "V1 good[0-300]"


def test_an_address_that_cannot_be_fetched_does_not_lose_the_others(session, clip):
    refused, good = session.add(["http://127.0.0.1/private.mp4", clip("good.mp4")])
    assert isinstance(refused.error, MediaError)
    assert refused.name == "private.mp4"
    assert good.shown


def test_what_was_fetched_is_kept_with_the_conversation(session, clip, place):
    address = "https://example.org/films/a%20b.mp4"
    kept = place / "files" / hashlib.sha256(address.encode()).hexdigest()[:12] / "a b.mp4"
    kept.parent.mkdir(parents=True)
    kept.write_text("film")
    (added,) = session.add([address])
    assert (added.name, added.media.src) == ("a b.mp4", str(kept))


def test_the_same_file_again_is_not_shown_twice(session, clip):
    first = clip("a.mp4")
    session.add([first])
    (again,) = session.add([first])
    assert again.shown
    assert write(session.draft.timeline) == "V1 a[0-300]"
    assert session.version == 1


def test_two_files_of_one_name_have_ids_of_their_own(session, clip):
    session.add([clip("a.mp4"), clip("x/a.mp4", "other")])
    assert write(session.draft.timeline) == "V1 a[0-300] a-2[0-300]"


def test_it_goes_on_where_it_was_left(session, place, clip, hands):
    session.add([clip()])
    session.say("trim it to 4 seconds")
    later = open_session(place, hands)
    assert (later.version, later.id) == (2, session.id)
    assert write(later.draft.timeline) == "V1 a[0-120]"
    later.say("undo")
    assert write(session.draft.timeline) == "V1 a[0-300]"
    session.redo()
    assert write(later.draft.timeline) == "V1 a[0-120]"


def test_a_file_that_changed_is_used_as_it_is_now(session, clip, place, hands):
    session.add([clip(), clip("b.mp4", "other")])
    session.say("trim the second clip to 4 seconds")
    clip(content="another picture of 6")
    later = open_session(place, hands)
    reply = later.say("fade out")
    words = later.words(reply)
    assert "a.mp4 has changed on the disk (10.0 s → 6.0 s)" in words
    assert "Added a fade out" in words
    assert write(later.draft.timeline).startswith("V1 a[0-180] b[0-120]")
    assert [m.duration for m in later.files] == [6, 10]
    assert "changed on the disk" not in later.words(later.say("status"))
    clip(content="a third picture")
    assert "内容有变化" in later.words(later.say("状态"))


def test_a_log_goes_on_over_a_shorter_file(session, clip):
    session.add([clip()])
    session.say("keep from 7 to 9 seconds")
    session.say("add the title 'Hello'")
    before = session.draft
    clip(content="short 3")
    reply = session.say("status")
    assert "a.mp4 has changed" in reply.news[0]
    assert [e.instruction for e in session.draft.entries] == [e.instruction for e in before.entries]
    assert session.draft.timeline.duration == 3


def test_a_file_that_is_gone_is_named_and_the_draft_is_kept(session, clip, tmp_path):
    path = Path(clip())
    session.add([str(path), clip("b.mp4", "other")])
    before = write(session.draft.timeline)
    path.rename(tmp_path / "away.mp4")
    reply = session.say("status")
    assert f"{path} is not there any more" in session.words(reply)
    with pytest.raises(MediaMissing, match=r"a\.mp4 is not there"):
        session.export(tmp_path / "out.mp4")
    assert write(session.draft.timeline) == before
    session.say("remove clip 1")
    assert session.export(tmp_path / "out.mp4").duration == 10


def test_what_an_export_finds_is_told(session, clip, tmp_path):
    session.add([clip()])
    clip(content="short 3")
    assert session.export(tmp_path / "out.mp4").duration == 3
    assert "3.0 s" in session.news[0]("en")


def test_the_words_say_what_changed_and_what_was_not_understood(session, clip):
    session.add([clip()])
    text = session.words(session.say("trim it to 4 seconds and frobnicate"))
    assert text.startswith("Done:\n- Kept only")
    assert 'Not understood: "frobnicate"' in text
    assert text.endswith("Timeline (1 track): 1. Video: a (0-4s)")
    assert "server" not in session.words(session.say("how do I upload files and see my credits"))


def test_each_message_is_answered_in_its_own_language(session, clip):
    session.add([clip()])
    assert session.words(session.say("结尾淡出")).startswith("已完成")
    assert session.words(session.say("fade in")).startswith("Done")
    session.speak("zh")
    assert session.words(session.say("status")).startswith("“project”")
    assert session.undo().language == "zh"


def test_an_export_is_left_to_the_caller(session, clip):
    reply = session.say("export 720p")
    assert reply.export is not None
    assert "no picture on the timeline" in session.words(reply)


def test_without_words_nothing_is_said(session):
    for message in ("", " \n", "x" * 4001):
        with pytest.raises(RequestError):
            session.say(message)


def test_undo_with_nothing_to_undo_says_so(session):
    reply = session.undo()
    assert reply.refused
    assert not reply.changed
    assert session.version == 0


def test_typed_edits_stand_in_the_log(session, clip):
    session.add([clip()])
    reply = session.apply([FadeOut(), FadeOut()], "programs end softly")
    assert [c.name for c in reply.changes] == ["fade_out", "fade_out"]
    assert said(session) == ["programs end softly"]
    assert session.undo().changed


def test_a_whole_draft_is_checked_before_it_is_kept(session, clip):
    session.add([clip("a.mp4"), clip("b.mp4", "b")])
    draft = session.state()["state"]["draft"]
    draft["t"][0]["sg"][0]["d"] = 2000
    draft["t"][0]["sg"] = draft["t"][0]["sg"][:1]
    session.put(draft, expect=session.version)
    assert write(session.draft.timeline) == "V1 a[0-60]"
    draft["t"][0]["sg"][0]["src"] = "/etc/passwd"
    with pytest.raises(DraftError) as caught:
        session.put(draft)
    assert caught.value.path == "t[0].sg[0].src"
    with pytest.raises(RequestError, match="moved on"):
        session.put({}, expect=0)
    assert session.version == 2


def test_the_state_is_that_of_servers(session, clip):
    place = clip()
    session.add([place, clip("song.mp3")])
    data = session.state()
    assert data["version"] == 1
    assert data["session_id"] == session.id
    assert int(data["session_id"]) > 2**53
    state = data["state"]
    assert state["canvas_config"]["ratio"] == "16:9"
    assert [f["filename"] for f in state["video_infos"]] == ["a.mp4", "song.mp3"]
    assert [m.src for m in from_wire(state["draft"]).media] == [place]


def test_it_says_the_same_id_from_the_first_moment(session, place, hands):
    assert session.id == open_session(place, hands).id
    assert session.state()["state"]["draft"] == {}


def test_several_at_once_lose_no_instruction(session, place, clip):
    session.add([clip()])
    talkers = [talking(place, name, 4) for name in "abc"]
    threads = [threading.Thread(target=session.say, args=(f"add the title 'd{n}'",)) for n in "01"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [t.wait(60) for t in talkers] == [0, 0, 0]
    for talker in talkers:
        talker.stdout.close()
    assert len(said(session)) == 14
    assert session.version == 15


def test_a_kill_loses_nothing_that_was_answered(session, place, clip, hands):
    session.add([clip()])
    talker = talking(place, "k", 500)
    answered = [talker.stdout.readline().strip() for _ in range(3)]
    talker.kill()
    answered += talker.stdout.read().split()
    talker.wait()
    talker.stdout.close()
    kept = said(open_session(place, hands))
    assert len(answered) <= len(kept) <= len(answered) + 1
    assert all(f"'{word}'" in kept[n] for n, word in enumerate(answered))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[1, 2]",
        lambda text: text.replace('"typecut":', '"other":'),
        lambda text: text.replace('"session": {', '"session": {"v": 9, "w": '),
        lambda text: json.dumps(json.loads(text) | {"typecut": {"session": {"v": 1}}}),
    ],
)
def test_a_damaged_file_is_told_and_left_as_it_is(session, place, clip, hands, damage):
    session.add([clip()])
    file = place / "session.json"
    file.write_text(damage(file.read_text()))
    before = file.read_bytes()
    again = open_session(place, hands)
    for use in (lambda: again.say("fade out"), lambda: again.add([clip("b.mp4")]), again.undo):
        with pytest.raises(DraftError, match="damaged") as caught:
            use()
        assert "--new" in caught.value.hint
    assert file.read_bytes() == before
    again.renew()
    assert again.version == 0
    assert [p.read_bytes() for p in (place / "old").iterdir()] == [before]


def test_a_timeline_changed_by_hand_is_kept_and_its_log_begins_anew(session, place, clip, hands):
    session.add([clip()])
    session.say("fade out")
    file = place / "session.json"
    data = json.loads(file.read_text())
    data["t"][0]["sg"][0]["d"] = 1000
    file.write_text(json.dumps(data))
    again = open_session(place, hands)
    assert (write(again.draft.timeline)[:10], again.version) == ("V1 a[0-30]", 3)


def test_a_project_file_is_what_it_is(session, place, clip, hands):
    from typecut.studio import project

    session.add([clip()])
    session.say("fade out")
    assert project.load(place / "session.json", hands).draft == session.draft


def test_an_export_appears_whole(session, clip, tmp_path):
    session.add([clip()])
    assert session.export(tmp_path / "out.mp4").duration == 10
    assert (tmp_path / "out.mp4").stat().st_size


def test_an_export_that_is_stopped_ends_and_leaves_nothing(session, clip, tmp_path):
    session.add([clip()])
    stop = threading.Event()
    with pytest.raises(Cancelled):
        session.export(tmp_path / "out.mp4", tell=lambda _: stop.set(), stop=stop)
    assert not list(tmp_path.glob("*out*"))
    session.export(tmp_path / "out.mp4")


def test_nothing_is_no_video(session, tmp_path):
    with pytest.raises(EditError):
        session.export(tmp_path / "out.mp4")


def test_folders_and_names_have_conversations_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setenv("TYPECUT_DATA", str(tmp_path / "data"))
    (tmp_path / "link").symlink_to(tmp_path)
    places = [
        session_folder(directory=tmp_path), session_folder(directory=tmp_path / "data"),
        session_folder("trip"), session_folder("../../etc"), session_folder("x" * 200),
        session_folder("旅行"),
    ]  # fmt: skip
    assert len(set(places)) == 6
    assert {p.parent for p in places} == {tmp_path / "data" / "sessions"}
    assert session_folder(directory=tmp_path / "link") == places[0]


def test_it_needs_none_of_the_servers_packages():
    code = (
        "import sys, typecut.studio.local; "
        "print({'sqlalchemy', 'fastapi', 'obstore', 'pydantic_settings', 'av', 'cv2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_only_its_owner_may_read_it(session, clip):
    session.add([clip()])
    assert Path(session.folder).stat().st_mode & 0o077 == 0
