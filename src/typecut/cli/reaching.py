"""Which conversation a command belongs to: in this process, or on a server."""

import contextlib
import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import click

from typecut.errors import SettingError

from .options import stack
from .screen import complain

if TYPE_CHECKING:
    from typecut.client.attribution import Attribution
    from typecut.client.events import Event
    from typecut.client.local import LocalBackend
    from typecut.client.port import (
        Backend,
        Credits,
        Exported,
        ExportWish,
        OnProgress,
        Session,
        State,
        Uploaded,
    )

_SERVERS = ("TYPECUT_SERVER", "NEMO_API_URL")
_LEAVES = {
    "en": "Files and messages are sent to {}.",
    "zh": "文件和消息会发送到 {}。",
}

talk_options = stack(
    click.option(
        "--server", metavar="URL", envvar=_SERVERS,
        help="A server of the protocol. Default: TYPECUT_SERVER or NEMO_API_URL; else no server.",
    ),
    click.option("--local", is_flag=True, help="No server, whatever the environment says."),
    click.option(
        "--session", "name", default="", metavar="NAME",
        help="Which conversation. Default: the current one of this folder.",
    ),
    click.option("--new", is_flag=True, help="Begin anew; what was there is kept."),
    click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the answers."),
    click.option(
        "--skill", type=click.Path(path_type=Path), envvar="TYPECUT_SKILL", metavar="PATH",
        help="A skill's folder: its name and version are told to the server.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say. `language` is spoken until a message is in another one."""

    server: str | None
    name: str
    new: bool
    lang: str | None
    skill: Path | None

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Wanted":
        server = None if options["local"] else (options["server"] or "").strip() or None
        if server and not server.startswith(("http://", "https://")):
            raise SettingError(
                f"{server!r} is no address of a server.", hint="Write it as https://HOST."
            )
        return cls(server, options["name"], options["new"], options["lang"], options["skill"])

    @property
    def language(self) -> str:
        return self.lang or spoken_here()


def spoken_here() -> str:
    """The language of this terminal: "zh" or "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if given := os.environ.get(name):
            return "zh" if given.lower().startswith("zh") else "en"
    return "en"


class _Stoppable(Protocol):
    def stop(self) -> None: ...


@dataclass(slots=True)
class Watched:
    """A backend, and what it did: a command tells more than the words of a conversation do.

    An export without a name goes to `out`, else to a free name in this folder.
    """

    inner: "Backend"
    server: str | None = None
    out: Path | None = None
    events: "list[Event]" = field(default_factory=list["Event"])
    exported: "list[Exported]" = field(default_factory=list["Exported"])

    @property
    def counts_credits(self) -> bool:
        return self.inner.counts_credits

    @property
    def silence(self) -> float:
        return self.inner.silence

    @property
    def in_place(self) -> bool:
        return not self.server

    @property
    def outcome(self) -> str:
        """Of the last message: "not_understood", "refused", or "" where nothing of that is known."""
        from typecut.client.events import Text

        texts = (e for e in reversed(self.events) if isinstance(e, Text))
        return next((e.outcome for e in texts), "")

    @property
    def local(self) -> "LocalBackend | None":
        return None if self.server else cast("LocalBackend", self.inner)

    def connect(self) -> "Session":
        return self.inner.connect()

    def say(self, message: str) -> "Iterator[Event]":
        for event in self.inner.say(message):
            self.events.append(event)
            yield event

    def undo(self) -> "Iterator[Event]":
        for event in self.inner.undo():
            self.events.append(event)
            yield event

    def upload(self, sources: Sequence[str], tell: "OnProgress | None" = None) -> "list[Uploaded]":
        return self.inner.upload(sources, tell)

    def state(self) -> "State":
        return self.inner.state()

    def credits(self) -> "Credits":
        return self.inner.credits()

    def export(
        self,
        out: Path | None,
        wish: "ExportWish | None" = None,
        tell: "OnProgress | None" = None,
    ) -> "Exported":
        place = self.out or out or self._free_name()
        made = self.inner.export(place, wish, tell)
        self.exported.append(made)
        return made

    def news(self, language: str) -> Sequence[str]:
        """What the last export found of files that have changed; nothing on a server."""
        return self.local.news(language) if self.local else ()

    def claim(self) -> str:
        return self.inner.claim()

    def stop(self) -> None:
        """Ends what runs, as far as the backend can."""
        if hasattr(self.inner, "stop"):
            cast("_Stoppable", self.inner).stop()

    def close(self) -> None:
        self.inner.close()

    def _free_name(self) -> Path:
        from typecut.studio.output import default_output

        from .telling import shown

        names = [str(i.get("filename") or "") for i in self.inner.state().video_infos]
        return shown(default_output(next((n for n in names if n), "typecut"), Path.cwd()))


@contextlib.contextmanager
def reached(wanted: Wanted, files: Sequence[str] = ()) -> Generator[Watched, None, None]:
    """The conversation that the options mean, connected to when it is first used. `files` will be
    brought into it."""
    made = _on_server(wanted) if wanted.server else _here(wanted, files)
    with made as backend:
        try:
            yield backend
        finally:
            backend.close()


@contextlib.contextmanager
def _here(wanted: Wanted, files: Sequence[str]) -> Generator[Watched, None, None]:
    from typecut.client.local import LocalBackend

    backend = LocalBackend.open(wanted.name, language=wanted.lang or "", expect=files)
    if wanted.new:
        backend.session.renew()
    yield Watched(backend)


@contextlib.contextmanager
def _on_server(wanted: Wanted) -> Generator[Watched, None, None]:
    from typecut.client import Client

    from .remembering import Remembered

    server = (wanted.server or "").rstrip("/")
    memory = Remembered.of(wanted.name)
    known = "" if wanted.new else memory.session(server)
    if not memory.told(server):
        complain(_LEAVES["zh" if wanted.language == "zh" else "en"].format(server))
    client = Client(
        server, session_id=known or None, language=wanted.lang or "", attribution=_who(wanted)
    )
    try:
        yield Watched(client, server)
    finally:
        if client.session is not None:
            memory.keep(server, client.session.session_id)


def _who(wanted: Wanted) -> "Attribution | None":
    from typecut.client.attribution import Attribution

    return Attribution.of_skill(wanted.skill) if wanted.skill is not None else None
