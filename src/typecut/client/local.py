"""A conversation in this process: the same port as a server's, with nothing sent anywhere."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typecut.errors import MediaBroken, MediaMissing, MediaRefused, MediaTooLarge, TypecutError

from .events import Event, Text, ToolCall, ToolResult
from .port import (
    Credits,
    Exported,
    ExportWish,
    OnProgress,
    Progress,
    Session,
    State,
    Uploaded,
)

if TYPE_CHECKING:  # the studio is imported when it is needed: looking at --help stays quick
    from typecut.edits import Language
    from typecut.studio.hands import Hands
    from typecut.studio.local import Added, LocalSession
    from typecut.studio.service.conversation import Reply

_CODES = {MediaRefused: 4001, MediaTooLarge: 4002, MediaBroken: 4003, MediaMissing: 1003}
_OURS = 5000
_SILENCE = 120.0


class LocalBackend:
    """Implements `Backend`. `stop()` ends what runs, from any thread: it raises Cancelled there."""

    counts_credits = False
    in_place = True
    """Files stay where they are: nothing is uploaded."""
    silence = _SILENCE

    def __init__(self, session: "LocalSession", language: str = "") -> None:
        self.session = session
        self.reply: Reply | None = None
        """What came of the last message, with more than its words."""
        self._language = language
        self._stop = threading.Event()
        self._expected: _Expected | None = None
        self._closing = contextlib.ExitStack()

    @classmethod
    def open(
        cls,
        place: Path | str = "",
        *,
        language: str = "",
        jobs: int = 0,
        expect: Sequence[str] = (),
    ) -> "LocalBackend":
        """The conversation in a folder, or of a name; "" is the working directory's current one.
        Its workers end with `close`. Files that are about to be uploaded (`expect`) are measured
        while the rest is got ready."""
        from typecut.studio.assembly import local_hands  # noqa: PLC0415

        with contextlib.ExitStack() as stack:
            hands = stack.enter_context(local_hands(jobs))
            expected = _Expected(expect, hands) if expect else None
            from typecut.studio.local import open_session  # noqa: PLC0415

            made = cls(open_session(place, hands), language)
            made._expected = expected
            made._closing = stack.pop_all()
            return made

    def warm(self) -> None:
        """Starts a worker and imports what the first message needs, while the person types."""
        from typecut.studio.warming import warm  # noqa: PLC0415

        warm(self.session.hands)

    def stop(self) -> None:
        """What runs now ends with Cancelled; what comes later is not concerned."""
        self._stop.set()
        self._stop = threading.Event()

    # -- the port ------------------------------------------------------------------------------

    def connect(self) -> Session:
        return Session(self.session.id, self.session.id, "local")

    def say(self, message: str) -> Iterator[Event]:
        yield from self._told(self.session.say(message, self._spoken(message)))

    def undo(self) -> Iterator[Event]:
        yield from self._told(self.session.undo(self._spoken("")))

    def redo(self) -> Iterator[Event]:
        """Does again what was undone last."""
        yield from self._told(self.session.redo(self._spoken("")))

    def upload(self, sources: Sequence[str], tell: OnProgress | None = None) -> list[Uploaded]:
        """Nothing is copied: the files are read where they lie."""
        if self._expected is not None:
            self._expected.wait(self._stop)
            self._expected = None
        added = self.session.add(
            sources,
            self._stop,
            lambda part, path: tell(Progress("upload", part, Path(path).name)) if tell else None,
        )
        return [_uploaded(a, self._language) for a in added]

    def state(self) -> State:
        data = self.session.state()
        state: dict[str, Any] = data["state"]
        return State(
            self.connect(),
            state["draft"],
            data["task_name"],
            data["version"],
            state["video_infos"],
            state["canvas_config"],
            state["video_analyses"],
            state["generated_media"],
        )

    def credits(self) -> Credits:
        return Credits(0, 0, 0)

    def export(
        self,
        out: Path | None,
        wish: ExportWish | None = None,
        tell: OnProgress | None = None,
    ) -> Exported:
        """Without `out`, beside the working directory's other files, under a name that is free."""
        from typecut.studio.service.outputs import settings_of, sized  # noqa: PLC0415

        asked = _output(wish or ExportWish())
        settings = settings_of(asked)
        place = out or self._free_name()
        report = self.session.export(
            place,
            settings,
            lambda p: tell(Progress("export", p.part, place.name)) if tell else None,
            self._stop,
            lambda timeline: sized(timeline, asked),
        )
        return Exported("", report.path, "", float(report.duration), report.size)

    def news(self, language: str) -> list[str]:
        """What the last export found of files that have changed on the disk."""
        from typecut.studio.service.words import language_of  # noqa: PLC0415

        return [tell(language_of(language)) for tell in self.session.news]

    def claim(self) -> str:
        return ""

    def close(self) -> None:
        self.stop()
        self._closing.close()

    # -- inside --------------------------------------------------------------------------------

    def _told(self, reply: "Reply") -> Iterator[Event]:
        self.reply = reply
        for number, change in enumerate(reply.changes):
            call = f"call-{number}"
            yield ToolCall(change.name, change.args, call)
            yield ToolResult(change.name, {"status": "success", "summary": change.said}, call)
        if reply.export is not None:
            wish = {"format": reply.export.format, "quality": reply.export.quality}
            yield ToolCall("export", wish, "call-export")
        yield Text(self.session.words(reply), outcome=reply.outcome)

    def _spoken(self, message: str) -> "Language | None":
        """The language that was set; a message in Chinese is answered in Chinese all the same."""
        from typecut.studio.service.words import language_of  # noqa: PLC0415
        from typecut.understanding.say import language_of as language_of_words  # noqa: PLC0415

        if not self._language:
            return None
        return "zh" if language_of_words(message) == "zh" else language_of(self._language)

    def _free_name(self) -> Path:
        from typecut.studio.output import default_output  # noqa: PLC0415

        files = self.session.files
        return default_output(files[0].src if files else "typecut", Path.cwd())


class _Expected:
    """Files being measured in a thread; what comes of it lies in the cache."""

    def __init__(self, sources: Sequence[str], hands: "Hands") -> None:
        self._thread = threading.Thread(target=self._measure, args=(sources, hands), daemon=True)
        self._thread.start()

    def wait(self, stop: threading.Event) -> None:
        while self._thread.is_alive() and not stop.is_set():
            self._thread.join(0.05)

    @staticmethod
    def _measure(sources: Sequence[str], hands: "Hands") -> None:
        from typecut.studio.media import local_path, probing  # noqa: PLC0415

        places: list[str] = []
        for source in sources:
            with contextlib.suppress(TypecutError):  # said when it is uploaded
                places.append(local_path(source))
        with contextlib.suppress(TypecutError):
            for _ in probing(places, hands):
                pass


def _uploaded(added: "Added", language: str) -> Uploaded:
    if added.error is not None:
        return _refused(added.name, added.error, language)
    media = added.media
    if media is None:
        return Uploaded(added.name)
    return Uploaded(
        added.name,
        media.kind,
        None if media.duration is None else float(media.duration),
        media.width or None,
        media.height or None,
        None if media.rate is None else float(media.rate),
        media.src,
        message=" ".join(added.notes),
    )


def _refused(name: str, error: TypecutError, language: str) -> Uploaded:
    from typecut.studio.service.words import language_of, sentence  # noqa: PLC0415

    code = next((c for kind, c in _CODES.items() if isinstance(error, kind)), _OURS)
    return Uploaded(name, code=code, message=sentence(error, language_of(language)))


def _output(wish: ExportWish) -> Any:
    from typecut.wire.renders import OutputWish  # noqa: PLC0415

    return OutputWish(
        quality=wish.quality or "high",
        width=wish.width or None,
        height=wish.height or None,
        fps=wish.fps or None,
        resolution=wish.resolution or None,
    )
