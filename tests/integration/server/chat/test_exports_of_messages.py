"""Messages that edit and export: each export is of the version that its message made, once."""

import threading
import time
import uuid
from fractions import Fraction

from typecut.store import renders
from typecut.timeline.schema import from_json

from .conftest import add_files

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}


def exports(chat):
    """The session's exports, the oldest first."""
    with chat.service.database.read() as tx:
        found = renders.of_session(tx, chat.user, chat.session)
    return sorted(found, key=lambda render: render.created)


def lengths(chat):
    return [from_json(render.draft).duration for render in exports(chat)]


def test_a_second_one_leaves_the_first_alone(chat):
    chat.say("trim the first clip to 5 seconds and export", headers=SKILL)
    first_version = chat.version
    chat.say("trim the second clip to 5 seconds and export", headers=SKILL)
    assert lengths(chat) == [Fraction(25), Fraction(10)]
    assert [render.version for render in exports(chat)] == [first_version, chat.version]
    assert "cancelled" not in [render.status for render in exports(chat)]
    chat.say("undo")
    assert lengths(chat) == [Fraction(25), Fraction(10)], "what was ordered stays what it was"


def test_a_message_done_over_again_is_exported_once_as_it_became(chat, thought):
    words = "ponder, trim the first clip to 5 seconds and export"
    with chat.open(words, headers=SKILL) as answer:
        assert thought.begun.wait(10)
        add_files(chat.service, chat.user, chat.session, clips=3)
        thought.over.set()
        answer.read()
    assert lengths(chat) == [Fraction(45)]
    assert [render.version for render in exports(chat)] == [chat.version]


def test_a_message_that_took_too_long_exports_nothing(chat, thought, settings):
    settings(turn_seconds=0.2)
    words = "ponder, trim the first clip to 5 seconds and export"
    assert "took longer" in chat.say(words, headers=SKILL).text
    thought.over.set()
    settings(turn_seconds=900)
    chat.say("status")
    while any(thread.name.startswith("turn-") for thread in threading.enumerate()):
        time.sleep(0.02)  # what thinks too late comes to its end
    assert exports(chat) == []
    assert chat.balance()["available"] == 100


def test_too_many_exports_are_said_and_the_edits_are_kept(chat, settings):
    settings(waiting_jobs_per_user=1, running_jobs=1)
    with chat.service.database.write() as tx:
        names = {"session_id": chat.session, "body_hash": "x", "draft": {}, "version": 1}
        renders.submit(tx, chat.user, "waits", **names, settings={}, name="x")
        # Somebody works on it for a long time.
        other = renders.Capacity(1000)
        assert renders.take(tx, "elsewhere", 1000, other) is not None
    heard = chat.say("trim the first clip to 5 seconds and export", headers=SKILL)
    assert "cannot be made now" in heard.text
    assert heard.calls == ["set_duration"]
    assert chat.state()["state"]["draft"]["d"] == 25_000
    assert len(exports(chat)) == 1


def test_work_that_is_bound_to_an_account_meanwhile_is_done_for_the_account(chat, thought):
    before = chat.version
    with chat.open("ponder, fade out and export", headers=SKILL) as answer:
        assert thought.begun.wait(10)
        wish = {"email": f"{uuid.uuid4().hex}@example.org", "password": "a long password"}
        made = chat.http.post("/api/auth/register", json=wish | {"bind": chat.user}).json()
        assert made["data"]["moved"] == "everything"
        thought.over.set()
        answer.read()
    heard = chat.events()
    assert heard.calls[-1:] == ["fade_out"]
    assert chat.version == before + 1
    with chat.service.database.read() as tx:
        assert len(renders.of_session(tx, made["data"]["user_id"], chat.session)) == 1
    assert chat.balance() == {"available": 199, "frozen": 0, "total": 199}
