"""Media, uploads and retention."""

import threading

import pytest

from typecut.errors import Conflict, LeaseLost, NoSuchSession, NoSuchThing
from typecut.store import (
    accounts,
    claims,
    ledger,
    media,
    renders,
    retention,
    sessions,
    tokens,
    turns,
    uploads,
)
from typecut.store.blobs import Blobs, media_key, render_key, thumbnail_key
from typecut.store.database import Database

DAY = 24 * 3600.0
VIDEO = {"size": 9, "kind": "video", "media_type": "video/mp4", "facts": {"duration": 2.5}}


def test_a_file_in_a_session(database: Database, user: str, stranger: str, session: str) -> None:
    with database.write() as tx:
        media.touch(tx, "d1")
        assert media.described(tx, "d1") is None
        media.describe(tx, "d1", **VIDEO, thumbnail="thumbnails/d1.jpg")
        here = media.register(tx, user, session, "d1", "a.mp4")
        assert (here.filename, here.origin, here.facts) == ("a.mp4", "upload", {"duration": 2.5})
        assert sessions.get(tx, user, session).version == 1
        assert media.find(tx, user, session, here.id) == here
        assert media.of_session(tx, user, session) == (here,)
        assert media.of_user(tx, user) == (here,)
        assert media.by_digest(tx, user, "d1") == here
        for nothing in (
            media.find(tx, stranger, session, here.id),
            media.by_digest(tx, stranger, "d1"),
        ):
            assert nothing is None
        assert media.of_user(tx, stranger) == ()


def test_the_same_file_again_is_the_same_registration(
    database: Database, user: str, session: str
) -> None:
    with database.write() as tx:
        media.describe(tx, "d1", **VIDEO)
        first = media.register(tx, user, session, "d1", "a.mp4")
        assert media.register(tx, user, session, "d1", "b.mp4") == first
        assert sessions.get(tx, user, session).version == 1
        media.describe(tx, "d2", **VIDEO)
        media.register(tx, user, session, "d2", "c.mp4", bump=False)
        assert sessions.get(tx, user, session).version == 1


def test_files_come_in_order(database: Database, user: str, session: str, clock) -> None:
    for name in ("z.mp4", "a.mp4", "m.mp4"):
        clock.advance(1)
        with database.write() as tx:
            media.describe(tx, name, **VIDEO)
            media.register(tx, user, session, name, name)
    with database.read() as tx:
        names = [file.filename for file in media.of_session(tx, user, session)]
    assert names == ["z.mp4", "a.mp4", "m.mp4"]


def test_unknown_content_cannot_be_registered(database: Database, user: str, session: str) -> None:
    with database.write() as tx, pytest.raises(ValueError, match="described"):
        media.register(tx, user, session, "unknown", "a.mp4")


def test_a_file_is_taken_out(database: Database, user: str, stranger: str, session: str) -> None:
    with database.write() as tx:
        media.describe(tx, "d1", **VIDEO)
        here = media.register(tx, user, session, "d1", "a.mp4")
        with pytest.raises(NoSuchSession):
            media.forget(tx, stranger, session, here.id)
        assert media.forget(tx, user, session, here.id)
        assert not media.forget(tx, user, session, here.id)
        assert media.of_session(tx, user, session) == ()
        assert media.described(tx, "d1") is not None


def test_analysis_is_done_once_and_tried_thrice(
    database: Database, user: str, session: str, clock
) -> None:
    with database.write() as tx:
        media.touch(tx, "not described yet")
        media.describe(tx, "good", **VIDEO)
        media.register(tx, user, session, "good", "a.mp4")
        assert media.take_for_analysis(tx, 10).digest == "good"
        assert media.take_for_analysis(tx, 10) is None
        assert media.set_analysis(tx, "good", {"cuts": [1.0]}) == (session,)
        assert sessions.get(tx, user, session).version == 2
        assert media.of_session(tx, user, session)[0].analysis == {"cuts": [1.0]}
        media.describe(tx, "bad", **VIDEO)
    for _ in range(3):
        clock.advance(11)
        with database.write() as tx:
            assert media.take_for_analysis(tx, 10).digest == "bad"
    clock.advance(11)
    with database.write() as tx:
        assert media.take_for_analysis(tx, 10) is None


def test_an_upload_in_pieces(database: Database, user: str, session: str) -> None:
    with database.write() as tx:
        made = uploads.create(tx, user, session_id=session, length=10, metadata={"filename": "a"})
        held = uploads.hold(tx, user, made.id, "request 1", 30)
        held = uploads.advance(tx, held, 4, hold_for=30)
        assert (held.received, held.is_complete) == (4, False)
        uploads.let_go(tx, held)
        held = uploads.hold(tx, user, made.id, "request 2", 30)
        held = uploads.advance(tx, held, 10, hold_for=30)
        assert held.is_complete
        done = uploads.finish(tx, held, {"file": 1})
        assert uploads.find(tx, user, made.id) == done
        assert (done.metadata, done.result) == ({"filename": "a"}, {"file": 1})


def test_one_request_writes_at_a_time(database: Database, user: str, clock) -> None:
    with database.write() as tx:
        made = uploads.create(tx, user, length=10)
        old = uploads.hold(tx, user, made.id, "request 1", 30)
        with pytest.raises(Conflict, match="Another request"):
            uploads.hold(tx, user, made.id, "request 2", 30)
    clock.advance(31)
    with database.write() as tx:
        new = uploads.hold(tx, user, made.id, "request 2", 30)
        with pytest.raises(LeaseLost):
            uploads.advance(tx, old, 5, hold_for=30)
        uploads.let_go(tx, old)  # too late to matter
        uploads.advance(tx, new, 5, hold_for=30)


def test_an_upload_never_shrinks_or_overflows(database: Database, user: str) -> None:
    with database.write() as tx:
        made = uploads.create(tx, user)
        held = uploads.hold(tx, user, made.id, "r", 30)
        held = uploads.advance(tx, held, 5, hold_for=30)
        with pytest.raises(LeaseLost):
            uploads.set_length(tx, held, 4)
        held = uploads.set_length(tx, held, 8)
        with pytest.raises(LeaseLost):
            uploads.set_length(tx, held, 9)
        with pytest.raises(LeaseLost):
            uploads.advance(tx, held, 4, hold_for=30)
        with pytest.raises(ValueError, match="more than"):
            uploads.advance(tx, held, 9, hold_for=30)
        with pytest.raises(LeaseLost):
            uploads.finish(tx, held, {})


def test_uploads_of_others_are_not_there(
    database: Database, user: str, stranger: str, session: str
) -> None:
    with database.write() as tx:
        made = uploads.create(tx, user, length=1)
        assert uploads.find(tx, stranger, made.id) is None
        assert not uploads.delete(tx, stranger, made.id)
        with pytest.raises(NoSuchThing):
            uploads.hold(tx, stranger, made.id, "r", 30)
        with pytest.raises(NoSuchSession):
            uploads.create(tx, stranger, session_id=session)
        assert uploads.delete(tx, user, made.id)


def test_an_upload_expires_unless_it_goes_on(database: Database, user: str, clock) -> None:
    with database.write() as tx:
        made = uploads.create(tx, user, length=10, lifetime=60)
    clock.advance(59)
    with database.write() as tx:
        held = uploads.hold(tx, user, made.id, "r", 5)
        uploads.advance(tx, held, 1, hold_for=5, lifetime=60)
    clock.advance(59)
    with database.write() as tx:
        assert uploads.find(tx, user, made.id)
        assert uploads.expired(tx) == ()
    clock.advance(1)
    with database.write() as tx:
        assert uploads.find(tx, user, made.id) is None
        assert [upload.id for upload in uploads.expired(tx)] == [made.id]
        assert uploads.drop_expired(tx, [made.id]) == 1


def test_expired_anonymous_users_are_found_and_forgotten(database: Database, clock) -> None:
    def somebody(tx, *, worked: bool = False, valid: bool = False) -> str:
        name = accounts.create_anonymous(tx).id
        tokens.issue(tx, name, lifetime=100 * DAY if valid else DAY)
        if worked:
            sessions.create(tx, name)
        return name

    with database.write() as tx:
        idle, active = somebody(tx), somebody(tx, valid=True)
        bound, worked = somebody(tx), somebody(tx, worked=True)
        account = accounts.register(tx, "a@b.c", "hash")
        accounts.bind(tx, bound, account.id)
        ledger.grant(tx, idle, 5, "welcome")
        sessions.create(tx, account.id)
    clock.advance(40 * DAY)
    with database.write() as tx:
        session = sessions.of_user(tx, worked)[0]
        sessions.bump(tx, session.id)
    clock.advance(DAY)
    with database.write() as tx:
        assert retention.expired_anonymous(tx, clock.now - 30 * DAY) == (idle,)
        assert retention.forget_user(tx, idle)
        assert not retention.forget_user(tx, idle)
        assert accounts.find(tx, idle) is None
        assert ledger.balance(tx, idle) == ledger.Balance(0, 0)
        assert all(accounts.find(tx, name) for name in (active, bound, worked, account.id))
        assert retention.expired_anonymous(tx, clock.now - 100 * DAY) == ()


def test_leftovers_are_forgotten(database: Database, user: str, session: str, clock) -> None:
    with database.write() as tx:
        tokens.issue(tx, user, lifetime=DAY)
        keep = tokens.issue(tx, user, lifetime=90 * DAY)
        claims.make(tx, user, session, lifetime=DAY)
        uploads.create(tx, user, lifetime=DAY)
        begun = turns.begin(tx, user, session, {}, "k")
        turn = turns.take(tx, "me", 10, turn_id=begun.turn.id)
        from typecut.store import events

        events.append(tx, turn, [{}, {}])
        turns.finish(tx, turn, "done")
        events.append_to_session(tx, session, [{}])
    clock.advance(40 * DAY)
    with database.write() as tx:
        assert retention.forget_leftovers(tx, clock.now - 30 * DAY) == 3
        assert retention.forget_leftovers(tx, clock.now - 30 * DAY) == 0
        assert retention.forget_conversations(tx, clock.now - 30 * DAY) == 2
        assert tokens.verify(tx, keep.secret)
        assert [event.seq for event in events.after(tx, user, session)] == [3]


def test_orphaned_media_are_swept(
    database: Database, blobs: Blobs, user: str, session: str, clock
) -> None:
    with database.write() as tx:
        for digest in ("used", "orphan", "fresh"):
            media.describe(tx, digest, **VIDEO)
        media.register(tx, user, session, "used", "a.mp4")
    for digest in ("used", "orphan", "fresh"):
        blobs.put_bytes(media_key(digest), b"12345")
        blobs.put_bytes(thumbnail_key(digest), b"12345")
    clock.advance(2 * DAY)
    with database.write() as tx:
        media.touch(tx, "fresh")
    before = clock.now - DAY
    assert retention.sweep_media(database, blobs, before) == retention.Swept(2, 10)
    assert {blob.key for blob in blobs.list("media")} == {media_key("used"), media_key("fresh")}
    with database.write() as tx:
        assert media.described(tx, "orphan") is None
        assert media.described(tx, "used")
        sessions.delete(tx, user, session)
    assert retention.sweep_media(database, blobs, before).blobs == 2


def test_a_file_that_comes_while_it_is_swept_is_not_lost(
    database: Database, blobs: Blobs, user: str, session: str, clock, tmp_path
) -> None:
    with database.write() as tx:
        media.describe(tx, "d", **VIDEO)
    blobs.put_bytes(media_key("d"), b"12345")
    clock.advance(2 * DAY)

    def upload() -> None:
        database.transact(lambda tx: media.touch(tx, "d"))
        blobs.put_bytes(media_key("d"), b"12345")
        database.transact(lambda tx: media.describe(tx, "d", **VIDEO))
        database.transact(lambda tx: media.register(tx, user, session, "d", "a.mp4"))

    threads = [
        threading.Thread(target=upload),
        threading.Thread(target=retention.sweep_media, args=(database, blobs, clock.now - DAY)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert b"".join(blobs.read(media_key("d"))) == b"12345"
    with database.read() as tx:
        assert media.by_digest(tx, user, "d")


def test_outputs_that_nobody_needs_are_swept(
    database: Database, blobs: Blobs, user: str, session: str, clock
) -> None:
    with database.write() as tx:
        for name in ("done", "running", "waiting"):
            renders.submit(
                tx, user, name, session_id=session, body_hash="", draft={}, version=1, settings={}
            )
        everything = renders.Capacity(running=0)
        done = renders.take(tx, "me", 10, everything)
        renders.complete(tx, done, render_key(done.id, 1), {})
        running = renders.take(tx, "me", 10, everything)
    for key in (
        render_key(done.id, 1),
        render_key(done.id, 0),
        render_key(running.id, 1),
        render_key("gone", 1),
    ):
        blobs.put_bytes(key, b"12345")
    later = clock.now + 1000 * DAY  # blobs have real times
    assert retention.sweep_renders(database, blobs, 0.0).blobs == 0
    assert retention.sweep_renders(database, blobs, later) == retention.Swept(2, 10)
    assert {blob.key for blob in blobs.list("renders")} == {
        render_key(done.id, 1),
        render_key(running.id, 1),
    }
    with database.write() as tx:
        assert retention.forget_old_renders(tx, clock.now + 1) == 1
    assert retention.sweep_renders(database, blobs, later).blobs == 1
