"""Drafts to be watched before they are exported: a stream in pieces, each rendered when asked for.

    playlist ──> header, piece 0, piece 1, … ──> chunks and sound in the cache ──> packets

The picture is small and quickly encoded; its chunks lie in the same cache as those of exports, so
after an edit only what has changed is rendered again.
"""

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

from typecut.errors import EditError, NoSuchThing, TypecutError
from typecut.jobs import Limits, Request
from typecut.render import Encoding, PlannedChunk, RenderPlan, plan
from typecut.store import sessions, versions
from typecut.studio.export import render
from typecut.studio.hands import Hands
from typecut.studio.media import facts_of
from typecut.studio.service import drafts, links
from typecut.studio.service.material import hide_paths, on_disk
from typecut.studio.service.outputs import within
from typecut.studio.service.service import Service
from typecut.timeline import Timeline

ENCODING = Encoding(preset="ultrafast", crf=26.0)
"""Without B-frames: a piece must hold its frames in the order in which they are shown."""
LARGEST = (1280, 720)
SHORTEST = 2
"""Seconds: shorter chunks share a piece, since every piece costs a request."""
_KEPT = 32
_TRIM_EVERY = 60.0
_LIMITS = Limits(seconds=60.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """Chunks that are played in one go: frames ``[begin, end)``."""

    begin: int
    end: int
    chunks: tuple[PlannedChunk, ...]


@dataclass(frozen=True, slots=True)
class Film:
    """A draft made ready to be watched: `number` is the version that it was made by."""

    session_id: str
    number: int
    timeline: Timeline
    plan: RenderPlan
    pieces: tuple[Piece, ...]

    @property
    def subject(self) -> str:
        """What its links are signed for."""
        return subject(self.session_id, self.number)


def subject(session_id: str, number: int) -> str:
    return f"{session_id}/{number}"


class Previews:
    """The films that are being watched, and their pieces. Safe with many threads."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._films: OrderedDict[tuple[str, int], Film] = OrderedDict()
        self._claims = _Claims()
        self._lock = threading.Lock()
        self._trimmed = time.monotonic()

    def film(self, user_id: str, session_id: str, number: int | None = None) -> Film:
        """The user's draft at that version, or the latest. NoSuchSession, NoSuchThing where the
        session has no such version, EditError where there is nothing to watch."""
        with self._service.database.read() as tx:
            session = sessions.get(tx, user_id, session_id)
            row = versions.at(tx, user_id, session.id, number)
            if number is not None and not 0 <= number <= session.version:
                raise _no_version(number)
            known = self._known(session.id, row.number) if row else None
            if row is None or known is not None:
                kept = None
            else:
                kept = drafts.latest(tx, user_id, session.id, row.number)
        if known is not None:
            return known
        if kept is None or kept.draft.timeline.duration <= 0:
            raise _nothing()
        return self._remember(self._planned(session.id, kept.number, kept.draft.timeline))

    def header(self, film: Film) -> bytes:
        """What a player reads first. The first piece will be wanted next, so it is rendered."""
        return self._piece(film, 0, "header")

    def fragment(self, film: Film, index: int) -> bytes:
        if not 0 <= index < len(film.pieces):
            raise NoSuchThing("This preview has no such piece.", hint="Read the playlist again.")
        return self._piece(film, index, "fragment")

    def owner_of(self, session_id: str, number: int, signature: str) -> str:
        """Whose the session of a signed link is; NoSuchThing for a forged or expired one."""
        service = self._service
        what = subject(session_id, number)
        links.check(service.link_secret, "preview", what, signature, now=service.clock())
        with service.database.read() as tx:
            session = sessions.by_id(tx, session_id)
        if session is None:
            raise NoSuchThing("This preview is gone.")
        return session.user_id

    def signature(self, film: Film) -> str:
        service = self._service
        lasting = service.settings.link_hours * 3600
        return links.sign(
            service.link_secret, "preview", film.subject, now=service.clock(), lasting=lasting
        )

    # -- planning ------------------------------------------------------------------------------

    def _known(self, session_id: str, number: int) -> Film | None:
        with self._lock:
            film = self._films.get((session_id, number))
            if film is not None:
                self._films.move_to_end((session_id, number))
            return film

    def _remember(self, film: Film) -> Film:
        with self._lock:
            self._films[film.session_id, film.number] = film
            while len(self._films) > _KEPT:
                self._films.popitem(last=False)
        return film

    def _planned(self, session_id: str, number: int, timeline: Timeline) -> Film:
        hands = self._service.hands
        timeline = within(timeline, *LARGEST)
        here = on_disk(timeline, self._service.blobs, _content)
        with _names(here):
            made = plan(
                here,
                facts_of(here.media, hands),
                ENCODING,
                engine_version=hands.engine_version,
                fonts=hands.fonts,
            )
        return Film(session_id, number, timeline, made, tuple(_pieces(made)))

    # -- rendering -----------------------------------------------------------------------------

    def _piece(self, film: Film, index: int, kind: str) -> bytes:
        hands, piece = self._service.hands, film.pieces[index]
        # On S3 the copies on this disk may have been cleared away meanwhile.
        with _names(on_disk(film.timeline, self._service.blobs, _content)):
            keys = [*(c.key for c in piece.chunks), film.plan.sound_key]
            with hands.cache.lease(keys):
                found = self._ready(film, piece.chunks)
                out = hands.cache.room(".m4s")
                try:
                    hands.workers.call(_request(film, index, kind, found, out))
                    data = out.read_bytes()
                finally:
                    out.unlink(missing_ok=True)
        self._trim()
        return data

    def _ready(self, film: Film, chunks: Sequence[PlannedChunk]) -> dict[str, Path]:
        """The files of the chunks and (as "sound") of the sound. What somebody else is rendering
        already is waited for."""
        hands, wanted = self._service.hands, {c.key: c for c in chunks}
        while True:
            found = _found(film, wanted, hands)
            missing = {k for k, path in found.items() if path is None}
            if not missing:
                return {k: path for k, path in found.items() if path is not None}
            names = {k: film.plan.sound_key if k == "sound" else k for k in missing}
            with self._claims.held(names.values()) as ours:
                mine = {k for k in missing if names[k] in ours}
                todo = [wanted[k] for k in mine if k != "sound"]
                for _ in render(todo, film.plan if "sound" in mine else None, hands):
                    pass
            self._claims.wait(set(names.values()) - ours)

    def _trim(self) -> None:
        with self._lock:
            due = time.monotonic() - self._trimmed > _TRIM_EVERY
            if due:
                self._trimmed = time.monotonic()
        if due:
            self._service.hands.cache.trim()


def playlist(film: Film, place: Callable[[str], str]) -> str:
    """The stream as HLS (RFC 8216); `place` gives the address of a piece's name."""
    rate = film.plan.rate
    ends = [_rounded(p.end / rate) for p in film.pieces]
    lengths = [end - begin for begin, end in zip([Fraction(0), *ends], ends, strict=False)]
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{ceil(max(lengths))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{place("header.mp4")}"',
    ]
    for index, length in enumerate(lengths):
        lines += [f"#EXTINF:{float(length):.6f},", place(f"{index}.m4s")]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def _rounded(time: Fraction) -> Fraction:
    """To what is written: lengths are told so that their sum is right."""
    return Fraction(round(time * 10**6), 10**6)


def _pieces(made: RenderPlan) -> Generator[Piece]:
    gathered: list[PlannedChunk] = []
    for chunk in made.chunks:
        gathered.append(chunk)
        long_enough = chunk.end - gathered[0].begin >= SHORTEST * made.rate
        if long_enough or chunk is made.chunks[-1]:
            yield Piece(gathered[0].begin, chunk.end, tuple(gathered))
            gathered = []


def _found(film: Film, wanted: dict[str, PlannedChunk], hands: Hands) -> dict[str, Path | None]:
    found = {key: hands.cache.find("chunks", key) for key in wanted}
    if film.plan.sound.sounds:
        found["sound"] = hands.cache.find("sound", film.plan.sound_key)
    return found


def _request(film: Film, index: int, kind: str, found: dict[str, Path], out: Path) -> Request:
    piece = film.pieces[index]
    args = {
        "piece": kind,
        "chunks": [str(found[c.key]) for c in piece.chunks],
        "sound": str(found["sound"]) if "sound" in found else None,
        "rate": str(film.plan.rate),
        "begin": piece.begin,
        "last": index == len(film.pieces) - 1,
        "out": str(out),
    }
    return Request("stream", "stream", args, "Preparing the preview", _LIMITS)


class _Claims:
    """Who renders what: a key that is claimed is left to whoever claimed it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken: set[str] = set()

    @contextlib.contextmanager
    def held(self, keys: Iterable[str]) -> Generator[set[str]]:
        """Those of `keys` that nobody else has."""
        with self._changed:
            ours = set(keys) - self._taken
            self._taken |= ours
        try:
            yield ours
        finally:
            with self._changed:
                self._taken -= ours
                self._changed.notify_all()

    def wait(self, keys: set[str]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not keys & self._taken)


@contextlib.contextmanager
def _names(timeline: Timeline) -> Generator[None]:
    """Errors in here call files by their names."""
    try:
        yield
    except TypecutError as error:
        hide_paths(error, timeline)
        raise


def _content() -> None:
    return


def _no_version(number: int) -> NoSuchThing:
    return NoSuchThing(
        f"The session has no version {number}.",
        hint="Read its state again.",
        zh=f"会话没有版本 {number}。请重新读取状态。",
    )


def _nothing() -> EditError:
    return EditError(
        "There is nothing on the timeline to watch.",
        hint="Add a clip first.",
        zh="时间线上没有可预览的内容。请先添加片段。",
    )
