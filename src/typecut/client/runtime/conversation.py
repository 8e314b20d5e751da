"""A conversation about one video: what a person says goes where it belongs, and what came of it
is told in plain words."""

import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from typecut.client.port import Backend, Session, State
from typecut.errors import Cancelled, NoSuchSession, TokenInvalid, TypecutError, Unreachable

from .faults import trouble
from .naming import file_for
from .phrases import (
    credits_text,
    ready_text,
    say,
    state_text,
    step_text,
    uploads_text,
    which_file,
)
from .quoting import Language, language_of
from .routing import route
from .said import Balance, Brought, Moved, Ready, Said, Status, Tracks, Words
from .steps import Export, Say, ShowCredits, ShowState, Step, Undo, Upload
from .turning import Around, Turn
from .wishes import only_shapes
from .working import Working

_NEW_SESSION = re.compile(r"session\b.*\b(?:gone|new)\b|会话", re.IGNORECASE)


class Conversation:
    """`handle` never raises a TypecutError and always ends with something said.

    `folder` is where exports are written; without one only those that were given a name in the
    message are, and the others are told as a link. `language` is spoken until the person does.
    Not for several threads at once.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        language: str = "en",
        clock: Callable[[], float] = time.monotonic,
        folder: Path | None = None,
        greeting: str = "",
        is_file: Callable[[str], bool] | None = None,
    ) -> None:
        self._backend = backend
        self._in_place = bool(getattr(backend, "in_place", False))
        self._language: Language = "zh" if language.lower().startswith("zh") else "en"
        self._clock = clock
        self._folder = folder
        self._greeting = greeting
        self._is_file = is_file or _is_file
        self._session: Session | None = None
        self._brought: set[str] = set()
        self._begun = False
        self._title = ""

    def greet(self) -> Iterator[Said]:
        """Connects, and says so."""
        yield Status(say(self._language, "connecting"))
        try:
            yield from self._connected()
        except TypecutError as error:
            yield trouble(error, self._language)
            return
        yield Words(self._greeting or say(self._language, "ready"))

    def handle(self, text: str, files: Sequence[str] = ()) -> Iterator[Said]:
        """Carries a message out. `files`: paths or addresses that came along with it.

        Steps of one message are done in order; where one fails, the rest is not begun.
        """
        self._language = language = language_of(text, self._language)
        steps = route(text, [str(f) for f in files], self._fresh_file)
        if not steps:
            yield Words(say(language, "empty"))
            return
        yield from self.carry_out(steps)

    def carry_out(self, steps: Sequence[Step]) -> Iterator[Said]:
        """As `handle`, for steps that somebody else has read out of the words, or of options."""
        language = self._language
        if self._session is None:
            yield Status(say(language, "connecting"))
        for index, step in enumerate(steps):
            try:
                if self._session is None:
                    yield from self._connected()
                went_on = yield from self._step(step, steps[index + 1 :])
                yield from self._replaced("replaced")
            except TypecutError as error:
                yield trouble(error, language)
                yield from self._replaced("replaced")
                went_on = False
            if not went_on:
                if went_on is False:
                    yield from self._left(steps[index + 1 :])
                return

    def close(self) -> None:
        self._backend.close()

    def _connected(self) -> Iterator[Said]:
        self._session = self._backend.connect()
        if getattr(self._backend, "gone", None) is not None:  # the one that was to be gone on with
            yield Words(say(self._language, "replaced"))

    def _step(self, step: Step, later: Sequence[Step]) -> "_Told":
        match step:
            case Say(text):
                return (yield from self._say(text, later))
            case Undo():
                return (yield from self._undo())
            case Export():
                return (yield from self._export(step))
            case Upload(sources):
                return (yield from self._upload(sources))
            case ShowCredits():
                yield self._credits()
            case ShowState():
                yield self._tracks(self._backend.state())
        return True

    def _say(self, text: str, later: Sequence[Step]) -> "_Told":
        before = self._look()
        if self._session_changed():
            begun = self._begun
            yield from self._replaced("replaced_unsent" if begun else "replaced")
            if begun:
                return False
        self._begun = True
        exporting = any(isinstance(step, Export) for step in later)
        turn = Turn(self._around(exporting), before)
        yield from self._watching(turn.said(self._backend.say(text)))
        yield from self._asked_to_look(turn)
        if turn.failed:
            return False
        if exporting and not only_shapes(text) and turn.changed is False:
            yield Words(say(self._language, "unchanged_export"))
            return None
        return True

    def _watching(self, said: Iterator[Said]) -> Iterator[Said]:
        """Where the reply itself says that the session is another one, it is not said again."""
        for one in said:
            if isinstance(one, Words) and _NEW_SESSION.search(one.text) and self._session_changed():
                self._renewed()
            yield one

    def _undo(self) -> "_Told":
        turn = Turn(self._around(False), self._look())
        yield from turn.said(self._backend.undo())
        yield from self._asked_to_look(turn)
        return not turn.failed

    def _export(self, step: Export) -> "_Told":
        if step.format:
            yield Words(say(self._language, "only_mp4", step.format.upper()))
            if step.format not in ("mov", "webm", "gif", "mkv", "avi"):
                return None  # no film is wanted
        yield Status(say(self._language, "exporting"))
        out = file_for(step.name, self._folder, self._called)
        work = Working(lambda tell: self._backend.export(out, step.wish, tell), self._clock)
        yield from self._moving(work)
        exported = work.result()
        news: Callable[[str], Sequence[str]] = getattr(self._backend, "news", _no_news)
        for line in news(self._language):
            yield Words(line)
        yield Ready(exported, ready_text(exported, self._language))
        return True

    def _upload(self, sources: Sequence[str]) -> "_Told":
        if not sources:
            yield Words(which_file(self._language))
            return None
        work = Working(lambda tell: self._backend.upload(sources, tell), self._clock)
        yield from self._moving(work)
        files = work.result()
        yield from self._replaced("replaced")
        self._brought |= {s for s, f in zip(sources, files, strict=False) if not f.code}
        self._begun = self._begun or any(not f.code for f in files)
        yield Brought(tuple(files), uploads_text(files, self._language, in_place=self._in_place))
        return all(not f.code for f in files)

    def _moving(self, work: Working[Any]) -> Iterator[Said]:
        """Progress as it comes; a word after each long silence in which nothing moved."""
        heard, last = self._clock(), None
        for now, progress in work.progress():
            if progress != last:
                heard, last = now, progress
                yield Moved(progress)
            elif now - heard >= self._backend.silence:
                heard = now
                yield Status(say(self._language, "working"))

    def _asked_to_look(self, turn: Turn) -> Iterator[Said]:
        """What the reply told the user to open is shown instead."""
        if {"tracks", "state"} & set(turn.actions) and (state := turn.after) is not None:
            yield self._tracks(state)
        if "credits" in turn.actions:
            yield self._credits()

    def _credits(self) -> Balance:
        if not self._backend.counts_credits:
            return Balance(say(self._language, "uncounted"), None)
        credits = self._backend.credits()
        return Balance(credits_text(credits, self._language), credits)

    def _tracks(self, state: State) -> Tracks:
        return Tracks(state_text(state, self._language), state)

    def _around(self, exporting: bool) -> Around:
        return Around(
            self._look, self._clock, self._backend.silence, self._language, exporting,
            plain=self._in_place,
        )  # fmt: skip

    def _look(self) -> State | None:
        """The state; None where the server does not say it, which is no reason to stop."""
        try:
            state = self._backend.state()
            self._title = state.task_name
            return state
        except (NoSuchSession, TokenInvalid, Unreachable, Cancelled):
            raise
        except TypecutError:
            return None

    def _called(self) -> str:
        """The project's name, for a file."""
        if not self._title:
            self._look()
        return self._title

    def _session_changed(self) -> bool:
        known = self._session
        return known is not None and self._backend.connect().session_id != known.session_id

    def _replaced(self, what: str) -> Iterator[Said]:
        """Tells, once, that the server gave us another session than before."""
        try:
            if not self._session_changed():
                return
            self._renewed()
        except TypecutError:
            return
        yield Words(say(self._language, what))

    def _renewed(self) -> None:
        self._session = self._backend.connect()
        self._brought.clear()
        self._begun = False

    def _left(self, steps: Sequence[Step]) -> Iterator[Said]:
        if steps:
            names = (", " if self._language == "en" else "、").join(
                step_text(step, self._language) for step in steps
            )
            yield Words(say(self._language, "not_done", names))

    def _fresh_file(self, path: str) -> bool:
        return path not in self._brought and self._is_file(path)


_Told = Generator[Said, None, bool | None]
"""What one step says; then whether to go on with the next. None: no, and all is said."""


def _no_news(_language: str) -> Sequence[str]:
    return ()


def _is_file(path: str) -> bool:
    try:
        return Path(path).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False
