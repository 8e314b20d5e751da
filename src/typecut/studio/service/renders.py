"""Exports as clients ask for them: submitted once under the client's own id, looked at, cancelled."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from typecut.edits import Language
from typecut.errors import Conflict, EditError, NoSuchThing, OutOfCredits, TypecutError
from typecut.store import ledger, media, renders, sessions
from typecut.store.blobs import Blob
from typecut.store.database import Transaction
from typecut.store.renders import Render
from typecut.store.sessions import Session
from typecut.studio.service import drafts, limits, links
from typecut.studio.service.material import from_client
from typecut.studio.service.outputs import settings_of, sized
from typecut.studio.service.service import Service
from typecut.studio.service.words import sentence
from typecut.studio.settings import Settings
from typecut.timeline import Timeline
from typecut.timeline.schema import to_json
from typecut.wire.renders import OutputWish, RenderRequest

BELL = "renders"
"""What rings when an export waits or is cancelled."""
_UNNAMED = ("", "project")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Known:
    """A render and the session it belongs to."""

    render: Render
    session: Session


def submit(service: Service, user_id: str, request: RenderRequest) -> Render:
    """Queues the export, once: the same id with the same request is the same job.

    Conflict where the id is taken by another request, NoSuchSession, DraftError, SettingError,
    EditError where there is nothing to export.
    """
    digest = _digest(request)
    with service.database.read() as tx:
        known = renders.find(tx, user_id, request.id)
        if known is not None:
            return _same(known, digest)
        session = sessions.get(tx, user_id, request.session_id)
        kept = drafts.latest(tx, user_id, session.id) if request.draft is None else None
        files = () if kept else media.of_session(tx, user_id, session.id)
    timeline = kept.draft.timeline if kept else from_client(request.draft or {}, files)
    wanted = order(service, request.id, timeline, request.output, digest)
    render = service.database.transact(
        lambda tx: enqueue(tx, service, session, wanted, session.version)
    )
    service.bell.ring(BELL)
    return render


@dataclass(frozen=True, slots=True)
class Order:
    """An export that can be queued: all that takes time has been done. `digest` is the same for
    the same request."""

    client_id: str
    digest: str
    timeline: Timeline
    settings: Settings
    written: Any


def order(
    service: Service, client_id: str, timeline: Timeline, wish: OutputWish, digest: str = ""
) -> Order:
    """What `wish` makes of the timeline. SettingError; EditError where there is nothing in it, or
    more than this server makes."""
    settings = settings_of(wish)
    timeline = sized(timeline, wish)
    if timeline.duration <= 0:
        raise _empty()
    limits.check(service.settings, timeline)
    return Order(client_id, digest, timeline, settings, to_json(timeline))


def enqueue(
    tx: Transaction, service: Service, session: Session, wanted: Order, version: int
) -> Render:
    """Queues an export of that version. OutOfCredits, RateLimited and Conflict (the id is taken)
    are raised before anything is written: the transaction may go on. Ring BELL when it has ended.
    """
    _affordable(service, tx, session.user_id)
    return renders.submit(
        tx,
        session.user_id,
        wanted.client_id,
        session_id=session.id,
        body_hash=wanted.digest,
        draft=wanted.written,
        version=version,
        settings={"export": asdict(wanted.settings)},
        name=_name(wanted.timeline, session),
        max_waiting=service.settings.waiting_jobs_per_user,
    ).render


def find(service: Service, user_id: str, client_id: str) -> Known:
    """The user's render of that id; NoSuchThing for anybody else's."""
    with service.database.read() as tx:
        return _known(tx, renders.find(tx, user_id, client_id))


def cancel(service: Service, user_id: str, client_id: str) -> Known:
    """Stops it at once unless it is over; as it is afterwards."""

    def work(tx: Transaction) -> Known:
        return _known(tx, renders.cancel(tx, user_id, client_id))

    known = service.database.transact(work)
    service.bell.ring(BELL)
    return known


def output_of(service: Service, render: Render) -> Blob:
    """The finished file; NoSuchThing while there is none."""
    blob = service.blobs.head(render.blob) if render.blob else None
    if blob is None:
        raise NoSuchThing(
            f"The export {render.client_id} has no file: it is {render.status}.",
            hint="Ask for its status first.",
            zh=f"导出任务 {render.client_id} 还没有文件（状态：{render.status}）。请先查询它的状态。",
        )
    return blob


def signature(service: Service, render: Render) -> str:
    lasting = service.settings.link_hours * 3600
    return links.sign(
        service.link_secret, "render", render.id, now=service.clock(), lasting=lasting
    )


def find_signed(service: Service, render_id: str, signature: str) -> Render:
    """The render that a signed link leads to; NoSuchThing for a forged or expired link."""
    links.check(service.link_secret, "render", render_id, signature, now=service.clock())
    with service.database.read() as tx:
        render = renders.by_id(tx, render_id)
    if render is None:
        raise _none()
    return render


def failed_with(error: TypecutError) -> dict[str, str]:
    """An error as it is kept with the render, in every language."""
    return {
        "kind": type(error).__name__,
        "message": sentence(error, "en"),
        "zh": sentence(error, "zh"),
    }


def reason(render: Render, language: Language) -> str | None:
    """Why it failed, in words."""
    if render.error is None:
        return None
    said = cast("Mapping[str, str]", render.error)
    return said.get("zh" if language == "zh" else "message") or said.get("message")


def charge(service: Service, tx: Transaction, render: Render) -> None:
    """Takes the price of a finished export, where exports have one; whoever spent the credits
    while it was being made has it all the same."""
    price = service.settings.price_export if service.settings.credits else 0
    if price and ledger.balance(tx, render.user_id).available >= price:
        reference = f"render:{render.id}"
        ledger.reserve(tx, render.user_id, price, reference, "export")
        ledger.settle(tx, reference)


def _same(known: Render, digest: str) -> Render:
    if known.body_hash != digest:
        raise Conflict(
            f"The render id {known.client_id} is taken by a different request.",
            hint="Choose another id.",
            zh=f"渲染 id {known.client_id} 已被另一个请求使用。请换一个 id。",
        )
    return known


def _known(tx: Transaction, render: Render | None) -> Known:
    session = sessions.by_id(tx, render.session_id) if render else None
    if render is None or session is None:
        raise _none()
    return Known(render, session)


def _none() -> NoSuchThing:
    return NoSuchThing(
        "There is no such export.",
        hint="Check the id, or start it again.",
        zh="没有这个导出任务。请检查 id，或重新导出。",
    )


def _empty() -> EditError:
    return EditError(
        "There is nothing on the timeline to export.",
        hint="Add a clip first.",
        zh="时间线上没有可导出的内容。请先添加片段。",
    )


def _affordable(service: Service, tx: Transaction, user_id: str) -> None:
    price = service.settings.price_export if service.settings.credits else 0
    available = ledger.balance(tx, user_id).available if price else 0
    if available < price:
        raise OutOfCredits(
            f"An export needs {price} credits, and {available} are left.",
            needed=price,
            available=available,
        )


def _name(timeline: Timeline, session: Session) -> str:
    own = timeline.name.strip()
    return (session.name if own in _UNNAMED else own)[:_LONGEST_NAME]


def _digest(request: RenderRequest) -> str:
    """The same for every way to write the same request down."""
    body = request.model_dump(mode="json", exclude={"id"})
    try:
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        text = repr(sorted(body))
    return hashlib.sha256(text.encode()).hexdigest()
