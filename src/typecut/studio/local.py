"""A conversation without a server: its draft, its files and what is said to it, kept in a folder.

Every method reads what is kept, changes it under a lock and keeps it before it answers: several
commands may talk to one conversation at once, and what was answered outlives a crash.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from typecut.edits import Draft, Language
from typecut.edits.verbs import Edit
from typecut.errors import Cancelled, EditError, MediaError, RequestError, TypecutError
from typecut.render import SourceFacts
from typecut.timeline import Media, Timeline
from typecut.understanding.say import language_of as language_of_words

from . import arrivals
from .export import Report, export
from .hands import Hands, Heeding
from .local_fetching import fetched, is_address
from .local_store import Kept, Store, session_folder
from .local_telling import state_of
from .local_watching import looks, missing, renewed, with_media
from .local_watching import said as changed
from .media import local_path, media_of, new_id, notes_on, probing
from .progress import OnProgress
from .service import conversation, replies
from .service.conversation import MOST_CHARACTERS, AtHand, Reply
from .service.words import language_of, sentence
from .settings import SPOKEN, Quality, Settings

News = Callable[[Language], str]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: part of the conversation, or refused. `shown`: it stands on the
    timeline now; sounds wait until they are asked for. `notes` are what a person should hear."""

    name: str
    media: Media | None = None
    notes: tuple[str, ...] = ()
    shown: bool = False
    error: TypecutError | None = None


def open_session(place: Path | str, hands: Hands) -> "LocalSession":
    """The conversation in the folder `place`; or, of a name, in the user's own data folder, where
    "" is the current one of this working directory. Nothing is written before something is said.
    """
    folder = place if isinstance(place, Path) else session_folder(place)
    return LocalSession(folder, hands)


class LocalSession:
    """One conversation. Safe with threads and with other processes. Raises typecut.errors only;
    DraftError from every method where its file is damaged, which is left as it is then."""

    def __init__(self, folder: Path, hands: Hands) -> None:
        self.folder = folder
        self.hands = hands
        self.news: list[News] = []
        """What the last export found of files that have changed."""
        self._store = Store(folder, hands)

    @property
    def id(self) -> str:
        """A decimal string, as servers give them."""
        return self._identified().id

    @property
    def draft(self) -> Draft:
        return self._store.read().draft

    @property
    def version(self) -> int:
        """Grows with every change."""
        return self._store.read().version

    @property
    def files(self) -> tuple[Media, ...]:
        """Everything that was brought, on the timeline or not."""
        return self._store.read().files

    @property
    def library(self) -> tuple[Media, ...]:
        """The files that are not on the timeline."""
        return _hand(self._store.read()).library

    @property
    def language(self) -> str:
        """What was set; "" where each message is answered in its own language."""
        return self._store.read().language

    def speak(self, language: str) -> None:
        """Answers come in this language from now on."""
        with self._store.locked() as kept:
            if kept.language != language:
                self._store.write(replace(kept, language=language))

    def renew(self) -> None:
        """Begins anew; what was there is kept in the folder `old`."""
        self._store.renew()

    # -- changing it ---------------------------------------------------------------------------

    def add(
        self,
        paths: Sequence[str],
        stop: threading.Event | None = None,
        tell: Callable[[float, str], None] | None = None,
    ) -> tuple[Added, ...]:
        """Files of this machine, or http(s) addresses, each by itself: what is wrong with one does
        not lose the others. Pictures appear at the end of the timeline, sounds wait in the
        library. `tell` hears which part of the files has been looked at, and the last one's path.
        """
        hands = _heeding(self.hands, stop)
        opened = _opened(paths, self.folder / "files", hands, tell or _silent)
        with self._store.locked() as kept:
            fresh, _ = self._renewed(kept)
            after, added = _with_files(fresh, opened)
            if after is not kept:
                self._store.write(after)
        return added

    def say(self, message: str, language: Language | None = None) -> Reply:
        """Carries a message out as far as it can be: what cannot is told in the reply. An export
        that it asks for is left to the caller (`reply.export`). RequestError for no words."""
        clean = _clean(message)

        def answer(kept: Kept) -> Reply:
            return conversation.reply(clean, _hand(kept), language or _spoken(kept, clean))

        return self._turn(answer)

    def apply(self, edits: Sequence[Edit], words: str = "", language: Language = "en") -> Reply:
        """Edits from a program; `words` is what the log calls them."""
        words = words or ", ".join(type(e).__name__ for e in edits)
        return self._turn(
            lambda kept: conversation.carried_out(words, edits, _hand(kept), language)
        )

    def undo(self, language: Language | None = None) -> Reply:
        """Takes the last instruction back; where there is none, the reply says so."""
        return self._back("undo", language)

    def redo(self, language: Language | None = None) -> Reply:
        return self._back("redo", language)

    def put(self, draft: Mapping[str, Any], expect: int | None = None) -> None:
        """A wire draft becomes the conversation's own. DraftError with the place of what is wrong;
        RequestError where it has moved on from version `expect`."""
        with self._store.locked() as kept:
            if expect is not None and expect != kept.version:
                raise _moved_on(kept.version)
            files = kept.files
            timeline = arrivals.from_client(draft, lambda media: _file(media, files))
            self._store.write(replace(kept, draft=Draft(timeline), version=kept.version + 1))

    # -- looking at it -------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What `GET …/latest` of a server has under `data`."""
        return state_of(self._identified())

    def words(self, reply: Reply) -> str:
        """What changed, what did not and why, and the timeline as it is now."""
        kept = self._store.read()
        hand = _hand(kept)
        empty = reply.export is not None and reply.draft.timeline.duration <= 0
        facts = replies.Facts(
            kept.id,
            kept.version,
            file=replies.say(reply.language, "nothing_to_render") if empty else "",
            files=tuple(hand.names.get(m.src, m.name) for m in hand.library),
            here=True,
        )
        return replies.words(reply, facts)

    def export(
        self,
        out: Path,
        settings: Settings | None = None,
        tell: OnProgress | None = None,
        stop: threading.Event | None = None,
        change: Callable[[Timeline], Timeline] | None = None,
    ) -> Report:
        """Renders the draft as it is now into `out`, which appears whole or not at all. Setting
        `stop` ends it at once with Cancelled. `change` gives the timeline another size or rate."""
        self.news = []
        kept = self._store.read()
        if looks(kept.files) != kept.looks:
            with self._store.locked() as kept:
                fresh, self.news = self._renewed(kept, strict=True)
                if fresh is not kept:
                    self._store.write(fresh)
        timeline = self.draft.timeline
        if timeline.duration <= 0:
            raise EditError(
                "There is nothing on the timeline to export.",
                hint="Add a clip first.",
                zh="时间线上没有可导出的内容。请先添加片段。",
            )
        wanted = _only_used(change(timeline) if change else timeline)
        return export(wanted, out, _heeding(self.hands, stop), settings, tell)

    # -- inside --------------------------------------------------------------------------------

    def _turn(self, answer: Callable[[Kept], Reply]) -> Reply:
        """What is kept afterwards was made from what was there, whoever else changes it."""
        with self._store.locked() as kept:
            fresh, news = self._renewed(kept)
            made = answer(fresh)
            if made.changed:
                fresh = replace(fresh, draft=made.draft, version=kept.version + 1)
            if fresh is not kept:
                self._store.write(fresh)
        return replace(made, news=tuple(tell(made.language) for tell in news)) if news else made

    def _renewed(self, kept: Kept, *, strict: bool = False) -> tuple[Kept, list[News]]:
        """With its files as they are now, and what a person should hear of that. `strict`: what is
        wrong with a file that is shown is raised."""
        on_it, news = arrivals.shown(kept.draft.timeline), list[News]()
        sources = {m.src for m in kept.draft.timeline.media if m.id in on_it}
        try:
            found = renewed(kept.files, kept.looks, self.hands)
            for path in found.gone:
                if str(path) in sources:
                    raise missing(path)
            fresh = _with_media(kept, found.media) if found.media else kept
        except MediaError as error:
            if strict:
                raise
            return kept, [lambda language, error=error: sentence(error, language)]
        old = {m.id: m for m in kept.files}
        for media in found.media.values():
            news.append(lambda language, m=media: changed(old[m.id], m, language))
        return fresh, news

    def _back(self, kind: Literal["undo", "redo"], language: Language | None) -> Reply:
        return self._turn(
            lambda kept: conversation.gone_back(
                kind, _hand(kept), language or language_of(kept.language)
            )
        )

    def _identified(self) -> Kept:
        """With an id that stays: a new conversation is written down first."""
        kept = self._store.read()
        if self._store.path.exists():
            return kept
        with self._store.locked() as kept:
            if not self._store.path.exists():
                self._store.write(kept)
            return self._store.read()


def quality_of(reply: Reply) -> Quality | None:
    """The quality that an export in words asked for."""
    return SPOKEN.get(reply.export.quality) if reply.export else None


def _spoken(kept: Kept, message: str) -> Language:
    """The message's own language where it is Chinese, else the conversation's."""
    spoken = language_of_words(message)
    return spoken if spoken == "zh" else language_of(kept.language, spoken)


def _hand(kept: Kept) -> AtHand:
    on_it = arrivals.shown(kept.draft.timeline)
    used = {m.src for m in kept.draft.timeline.media if m.id in on_it}
    library = tuple(m for m in kept.files if m.src not in used)
    return AtHand(kept.draft, library, {m.src: Path(m.src).name for m in kept.files})


def _clean(message: str) -> str:
    text = message.encode("utf-8", "replace").decode().replace("\0", "").strip()
    if not text:
        raise RequestError(
            "The message has no words.",
            hint='Say what to change, such as "cut the first 2 seconds".',
            zh="消息没有文字内容。请说明要做什么，例如“剪掉前2秒”。",
        )
    if len(text) > MOST_CHARACTERS:
        raise RequestError(
            f"The message has {len(text)} characters, and {MOST_CHARACTERS} are read.",
            hint="Say it in several messages.",
            zh=f"消息有 {len(text)} 个字符，超过了 {MOST_CHARACTERS} 个。请分几条发送。",
        )
    return text


def _only_used(timeline: Timeline) -> Timeline:
    """Without the files that no clip shows: they need not be there any more."""
    used = arrivals.shown(timeline)
    return replace(timeline, media=tuple(m for m in timeline.media if m.id in used))


def _silent(_part: float, _path: str) -> None:
    return


def _heeding(hands: Hands, stop: threading.Event | None) -> Hands:
    """The same hands, whose work ends as soon as `stop` is set."""
    if stop is None:
        return hands

    def check() -> None:
        if stop.is_set():
            raise Cancelled("Stopped.", zh="已停止。")

    return replace(hands, workers=Heeding(hands.workers, check))


# -- files -------------------------------------------------------------------------------------

# The media of a file with an id still to be found, and its notes; or what is wrong with it.
_Opened = tuple[str, tuple[Media, tuple[str, ...]] | TypecutError]


def _opened(
    paths: Sequence[str], fetching: Path, hands: Hands, tell: Callable[[float, str], None]
) -> list[_Opened]:
    places: list[tuple[str, str | TypecutError]] = []
    for path in paths:
        try:
            place = fetched(path, fetching) if is_address(path) else local_path(path)
            places.append((path, place))
        except MediaError as error:
            places.append((path, error))
    waiting = dict.fromkeys(p for _, p in places if isinstance(p, str))
    facts: dict[str, SourceFacts | TypecutError] = {}
    for place, found in probing(waiting, hands):
        facts[place] = found
        tell(len(facts) / len(waiting), place)
    opened: list[_Opened] = []
    for path, place in places:
        found = facts[place] if isinstance(place, str) else place
        if isinstance(found, TypecutError):
            opened.append((Path(path).name or path, found))
        else:
            opened.append((Path(found.path).name, (media_of(found, ""), notes_on(found))))
    return opened


def _with_files(kept: Kept, opened: Sequence[_Opened]) -> tuple[Kept, tuple[Added, ...]]:
    """The conversation with the files that can be used, and what became of each. A file that is
    there already is not shown twice."""
    known = {m.src: m for m in (*kept.files, *kept.draft.timeline.media)}
    new: dict[str, Media] = {}
    added: list[Added] = []
    for name, found in opened:
        if isinstance(found, TypecutError):
            added.append(Added(name, error=found))
            continue
        media, notes = found
        if media.src not in known:
            ids = {m.id for m in known.values()}
            known[media.src] = replace(media, id=new_id(Path(media.src).stem, ids))
            new[media.src] = known[media.src]
        added.append(Added(name, known[media.src], notes))
    if not new:
        return kept, _told(added, kept.draft)
    pictures = [m for m in new.values() if m.has_picture]
    names = [Path(m.src).name for m in pictures]
    draft = arrivals.with_pictures(kept.draft, pictures, names) or kept.draft
    files = (*kept.files, *new.values())
    seen = {**kept.looks, **looks(new.values())}
    after = replace(kept, draft=draft, files=files, version=kept.version + 1, looks=seen)
    return after, _told(added, draft)


def _with_media(kept: Kept, media: Mapping[str, Media]) -> Kept:
    files = tuple(media.get(m.id, m) for m in kept.files)
    seen = {**kept.looks, **looks(media.values())}
    draft = with_media(kept.draft, media)
    return replace(kept, draft=draft, files=files, looks=seen, version=kept.version + 1)


def _told(added: Sequence[Added], draft: Draft) -> tuple[Added, ...]:
    on_it = arrivals.shown(draft.timeline)
    return tuple(replace(a, shown=a.media is not None and a.media.id in on_it) for a in added)


def _file(media: Media, files: Sequence[Media]) -> Media | None:
    """The conversation's own file of that id, path or name; of that name only where it is alone."""
    for file in files:
        if media.src in (file.src, file.id) or media.id == file.id:
            return file
    named = [f for f in files if media.src and Path(f.src).name == Path(media.src).name]
    return named[0] if len(named) == 1 else None


def _moved_on(version: int) -> RequestError:
    return RequestError(
        f"The conversation has moved on; it is at version {version} now.",
        hint="Read its state again and change that.",
        zh=f"对话已更新到版本 {version}。请重新读取状态后再修改。",
    )
