"""One turn of the stream: its events become what is said, silence and breaks included."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from typecut.client.events import Alive, Event, Problem, Recovered, Text, ToolCall, ToolResult
from typecut.client.port import State

from .changes import changes
from .faults import plain, redacted, sentence
from .gui import Action
from .phrases import say, state_text
from .quoting import Language
from .said import Said, Status, Tracks, Trouble, Words

_TEMPORARY = re.compile(
    r"[^.!?。！？\n]*(?:encountered|ran\s+into|experienced|hit)\s+(?:a|some)\s+temporary\s+"
    r"(?:issue|problem|error|glitch)|[^。！？\n]*遇到了?一?[个些]?(?:临时|暂时)(?:性)?的?(?:问题|故障|错误)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What a turn needs to know: where states come from, the time, the language, and whether the
    user asked for a file as well."""

    state: Callable[[], State | None]
    clock: Callable[[], float]
    silence: float
    language: Language = "en"
    exporting: bool = False
    plain: bool = False
    """Whether the other side is typecut itself, which never talks of buttons."""


@dataclass(slots=True)
class Turn:
    """Iterate `said(events)`; afterwards `changed` tells whether the session differs, None where
    nobody could say, and `failed` whether something went wrong."""

    around: Around
    before: State | None
    failed: bool = False
    actions: list[Action] = field(default_factory=list[Action])
    _spoken: bool = False
    _last: str = ""
    _partial: str = ""
    _temporary: bool = False
    _problem: Problem | None = None
    _recovered: Recovered | None = None
    _after: State | None = None
    _looked: bool = False

    @property
    def changed(self) -> bool | None:
        after = self.after
        if self.before is None or after is None:
            return None
        return _differs(self.before, after)

    @property
    def after(self) -> State | None:
        """The state when the turn had ended; read once."""
        if not self._looked:
            self._after, self._looked = self.around.state(), True
        return self._after

    def said(self, events: Iterator[Event]) -> Iterator[Said]:
        heard = self.around.clock()
        for event in events:
            told = list(self._event(event))
            now = self.around.clock()
            if told:
                heard = now
            elif now - heard >= self.around.silence:
                heard = now
                told = [Status(say(self.around.language, "working"))]
            yield from told
        yield from self._ending()

    def _event(self, event: Event) -> Iterator[Said]:
        match event:
            case Text(text, partial) if partial:
                self._partial += text
            case Text(text):
                self._partial = ""
                yield from self._text(text)
            case Problem():
                self._problem = event
            case Recovered():
                self._recovered = event
            case ToolCall() | ToolResult() | Alive():
                pass

    def _text(self, text: str) -> Iterator[Said]:
        text = self._without_temporary(text)
        if not text.strip() or text == self._last:
            return
        self._last, self._spoken = text, True
        if self.around.plain:
            yield Words(text)
            return
        from .translating import translate  # noqa: PLC0415  start-up time

        cleaned = translate(redacted(text), exporting=self.around.exporting)
        self.actions.extend(a for a in cleaned.actions if a not in self.actions)
        if cleaned.text.strip():
            yield Words(cleaned.text)

    def _without_temporary(self, text: str) -> str:
        """What came before a "temporary issue" that ends the reply; all of it is kept back where
        it is nothing else, until it is known what came of the turn."""
        found = _TEMPORARY.search(text)
        if found is None:
            return text
        self._temporary = True
        return text[: found.start()].rstrip()

    def _ending(self) -> Iterator[Said]:
        if self._partial.strip():
            yield from self._text(self._partial)
        recovered = self._recovered
        if self._problem is not None:
            yield from self._stopped(self._problem)
        elif recovered is not None and not (recovered.whole and self._spoken):
            yield from self._broken(recovered)
        elif not self._spoken:
            yield from self._silent()

    def _broken(self, recovered: Recovered) -> Iterator[Said]:
        changed = recovered.changed
        if changed is None:
            changed = self.changed
        if changed:
            yield Words(say(self.around.language, "broke_changed"))
            yield from self._shown()
            return
        self.failed = True
        what = "broke_unknown" if changed is None else "broke_same"
        yield Trouble(say(self.around.language, what), exit_code=69)

    def _stopped(self, problem: Problem) -> Iterator[Said]:
        self.failed = True
        why = plain(problem.message)
        what = "failed"
        if self.changed:
            what = "failed_changed"
            yield from self._shown()
        if self._spoken and why and why in self._last:
            why = ""
        language = self.around.language
        words = (
            say(language, f"{what}_why", sentence(why, language)) if why else say(language, what)
        )
        yield Trouble(words)

    def _silent(self) -> Iterator[Said]:
        changed = self.changed
        if changed:
            yield from self._shown()
            return
        language = self.around.language
        if self._temporary and changed is False:
            self.failed = True
            yield Trouble(say(language, "temporary"), exit_code=75)
        elif changed is None:
            yield Words(say(language, "silent_unknown"))
        else:
            yield Words(say(language, "silent"))

    def _shown(self) -> Iterator[Said]:
        """What changed, and the tracks as they are now."""
        after, language = self.after, self.around.language
        if after is None:
            return
        if self.before is not None:
            yield Words(changes(self.before.draft, after.draft, language))
        self.actions = [a for a in self.actions if a in {"credits", "export"}]
        yield Tracks(state_text(after, language), after)


def _differs(before: State, after: State) -> bool:
    """Whether a user would see a difference; a version that grew counts as one."""
    if before.session.session_id != after.session.session_id:
        return True
    if before.version and after.version:
        return before.version != after.version
    return before.draft != after.draft or len(before.generated_media) != len(after.generated_media)
