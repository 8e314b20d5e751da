"""Sessions as clients see them: made, read at any version, listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from typecut.edits import Draft
from typecut.errors import NoSuchThing
from typecut.store import media, sessions, versions
from typecut.store.database import Transaction
from typecut.store.media import Registered
from typecut.store.sessions import Session
from typecut.store.versions import Shown
from typecut.studio.service import drafts
from typecut.studio.service.accounts import moment
from typecut.studio.service.material import from_client
from typecut.studio.service.service import Service
from typecut.studio.service.words import language_of
from typecut.wire.sessions import SessionData, VersionAbout, VersionList


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session at one version; `draft` is None while there was none."""

    session: Session
    number: int
    draft: Shown | None
    files: tuple[Registered, ...]


def create(service: Service, user_id: str, name: str, language: str) -> SessionData:
    session = service.database.transact(
        lambda tx: sessions.create(tx, user_id, name=name.strip() or "project", language=language)
    )
    return SessionData(task_id=session.task_id, session_id=session.id, user_id=user_id)


def snapshot(
    service: Service, user_id: str, session_id: str, number: int | None = None
) -> Snapshot:
    """The session's latest state, or the one at version `number`, all from one moment."""
    with service.database.read() as tx:
        session = sessions.get(tx, user_id, session_id)
        return read_snapshot(tx, session, number)


def read_snapshot(tx: Transaction, session: Session, number: int | None = None) -> Snapshot:
    draft = versions.shown(tx, session.user_id, session.id, number)
    files = media.of_session(tx, session.user_id, session.id)
    if number is not None and not 0 <= number <= session.version:
        raise NoSuchThing(
            f"The session has no version {number}; its latest is {session.version}.",
            hint="Take one of /versions.",
            zh=f"会话没有版本 {number}，最新版本是 {session.version}。请从 /versions 中选择。",
        )
    at = session.version if number is None else number
    return Snapshot(session, at, draft, tuple(files))


def save(
    service: Service, user_id: str, session_id: str, draft: Mapping[str, Any], expect: int | None
) -> Snapshot:
    """A client's own draft becomes the session's latest version; DraftError with the place of
    what is wrong in it, Conflict when the session has moved on from version `expect`."""
    with service.database.read() as tx:
        session = sessions.get(tx, user_id, session_id)
        files = media.of_session(tx, user_id, session.id)
    made = Draft(from_client(draft, files))
    language = language_of(session.language)

    def work(tx: Transaction) -> None:
        sessions.hold(tx, user_id, session.id)
        last = versions.at(tx, user_id, session.id)
        way = drafts.Way(last.number if last else 0)
        drafts.keep(
            tx, session.id, made, origin="client", language=language, expect=expect, way=way
        )

    service.database.transact(work)
    return snapshot(service, user_id, session.id)


def versions_of(service: Service, user_id: str, session_id: str) -> VersionList:
    """Every version with a draft of its own, the newest first."""
    with service.database.read() as tx:
        session = sessions.get(tx, user_id, session_id)
        found = versions.listed(tx, user_id, session.id)
    return VersionList(
        session_id=session.id,
        version=session.version,
        versions=[
            VersionAbout(
                version=v.number, summary=v.summary, origin=v.origin, created_at=moment(v.created)
            )
            for v in found
        ],
    )
