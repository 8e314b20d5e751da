"""One thing at a time in a conversation: ``typecut ask``, ``export``, ``upload``, ``status``…"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .arguments import files_and_instruction
from .hearing import Screen, silently, to_stderr, trouble_text
from .options import json_option
from .outcomes import exit_code
from .reaching import Wanted, Watched, reached, talk_options
from .screen import complain, say_json

if TYPE_CHECKING:
    from typecut.client.port import ExportWish
    from typecut.client.runtime.conversation import Conversation
    from typecut.client.runtime.said import Said

_MISSING = 'Put it in quotes: typecut ask "add crossfades" a.mp4 b.mp4.'
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Where the video goes. Default: <first file>-edit.mp4 here, under a name that is free.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Talk:
    backend: Watched
    conversation: "Conversation"
    screen: Screen
    as_json: bool
    chinese: bool

    def words(self, english: str, chinese: str) -> str:
        return chinese if self.chinese else english


_Work = Callable[[_Talk], "list[Said]"]


@click.command(name="ask")
@click.argument("words", nargs=-1, metavar='"MESSAGE" [FILES...]')
@_OUTPUT
@talk_options
@json_option
@click.pass_context
def ask(
    ctx: click.Context, words: tuple[str, ...], output: Path | None, as_json: bool, **options: Any
) -> None:
    """Say one MESSAGE in this folder's conversation, in English or Chinese, and bring FILES.

    It goes on where the last command left it. Nothing is exported unless the message asks for it or
    -o names a file. "-" reads the message from standard input.
    """
    files, message = files_and_instruction(words, None, _MISSING)

    def work(talk: _Talk) -> "list[Said]":
        heard = talk.screen.show(talk.conversation.handle(message, files))
        if (
            output is not None
            and not talk.backend.exported
            and not exit_code(talk.backend, talk.screen, heard)
        ):
            heard += talk.screen.show(talk.conversation.handle(talk.words("export", "导出")))
        return heard

    ctx.exit(_run(Wanted.of(options), as_json, work, output, files))


@click.command(name="export")
@_OUTPUT
@click.option(
    "--quality", type=click.Choice(["draft", "small", "standard", "high", "best"]), default="high",
    help="draft is quick, small saves space, best is slow and large. Default: high.",
)  # fmt: skip
@click.option("--resolution", default="", metavar="NAME", help="Such as 720p, 1080p or 4k.")
@click.option("--fps", default="", metavar="RATE", help="Frames per second of the result.")
@talk_options
@json_option
@click.pass_context
def export(
    ctx: click.Context,
    output: Path | None,
    quality: str,
    resolution: str,
    fps: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Make the file of this folder's conversation, as it is now."""

    def work(talk: _Talk) -> "list[Said]":
        from typecut.client.port import ExportWish

        return talk.screen.show(_exporting(talk, ExportWish(quality, resolution, fps=fps)))

    ctx.exit(_run(Wanted.of(options), as_json, work, output))


@click.command(name="upload")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@talk_options
@json_option
@click.pass_context
def upload(ctx: click.Context, files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Bring FILES or addresses into this folder's conversation.

    Videos and photos appear at the end of the timeline, sounds wait until they are asked for. What
    is wrong with one file does not lose the others; the exit status is that of the first failure.
    """

    def work(talk: _Talk) -> "list[Said]":
        return talk.screen.show(talk.conversation.handle("", files))

    ctx.exit(_run(Wanted.of(options), as_json, work, files=files))


@click.command(name="status")
@talk_options
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool, **options: Any) -> None:
    """Show the tracks of this folder's conversation."""

    def work(talk: _Talk) -> "list[Said]":
        from .tracks import draw

        heard = talk.screen.show(talk.conversation.handle(talk.words("show tracks", "状态")))
        if not as_json and talk.screen.trouble is None:
            draw(talk.backend.state().draft, "zh" if talk.chinese else "en")
        return heard

    ctx.exit(_run(Wanted.of(options), as_json, work))


@click.command(name="credits")
@talk_options
@json_option
@click.pass_context
def credits(ctx: click.Context, as_json: bool, **options: Any) -> None:
    """Show how many credits a server leaves; without one nothing costs any."""

    def work(talk: _Talk) -> "list[Said]":
        return talk.screen.show(talk.conversation.handle(talk.words("credits", "积分")))

    ctx.exit(_run(Wanted.of(options), as_json, work))


@click.command(name="undo")
@talk_options
@json_option
@click.pass_context
def undo(ctx: click.Context, as_json: bool, **options: Any) -> None:
    """Take back what was said last in this folder's conversation."""

    def work(talk: _Talk) -> "list[Said]":
        return talk.screen.show(talk.conversation.handle(talk.words("undo", "撤销")))

    ctx.exit(_run(Wanted.of(options), as_json, work))


def _exporting(talk: _Talk, wish: "ExportWish") -> Any:
    """As a message would, with what the options say."""
    from typecut.client.runtime.steps import Export

    return talk.conversation.carry_out([Export(wish)])


def _run(
    wanted: Wanted,
    as_json: bool,
    work: _Work,
    output: Path | None = None,
    files: Sequence[str] = (),
) -> int:
    """Does it in the conversation that is meant; the exit status."""
    from typecut.client.runtime.conversation import Conversation

    with reached(wanted, files) as backend:
        backend.out = output
        quiet = silently if as_json else None
        screen = Screen(
            wanted.language,
            status=quiet or to_stderr,
            wrong=quiet or (lambda text: complain(f"typecut: {text}")),
            bar=not as_json,
        )
        if quiet:
            screen.words = quiet
        conversation = Conversation(backend, language=wanted.language)
        talk = _Talk(backend, conversation, screen, as_json, wanted.language == "zh")
        try:
            heard = work(talk)
        except KeyboardInterrupt:
            backend.stop()
            raise
        code = exit_code(backend, screen, heard)
        if as_json:
            say_json(_as_json(talk, heard, code))
    return code


def _as_json(talk: _Talk, heard: "list[Said]", code: int) -> dict[str, Any]:
    """All that an agent may want to know, in one object."""
    from dataclasses import asdict

    from typecut.client.runtime.said import Balance, Brought, Moved, Status, Trouble

    trouble, made = talk.screen.trouble, talk.backend.exported
    files = [f for s in heard if isinstance(s, Brought) for f in s.files]
    balance = [s.credits for s in heard if isinstance(s, Balance) and s.credits]
    told: dict[str, Any] = {
        "server": talk.backend.server,
        "said": [s.text for s in heard if not isinstance(s, Status | Moved | Trouble)],
        "changes": _changes(talk),
        **_understood(talk),
        "files": [asdict(f) for f in files],
        **_now(talk),
        "output": asdict(made[-1]) if made else None,
        "exit_code": code,
    }
    if balance:
        told["credits"] = asdict(balance[-1])
    if trouble is not None:
        about = {"message": trouble_text(trouble), "code": trouble.code, "link": trouble.link}
        told["error"] = {**about, "exit_code": code}
    return told


def _changes(talk: _Talk) -> list[dict[str, Any]]:
    from typecut.client.events import ToolCall, ToolResult

    results = {e.id: e.result for e in talk.backend.events if isinstance(e, ToolResult)}
    return [
        {"do": e.name, "args": dict(e.args), "said": results.get(e.id, {}).get("summary", "")}
        for e in talk.backend.events
        if isinstance(e, ToolCall) and e.name != "export"
    ]


def _understood(talk: _Talk) -> dict[str, Any]:
    local = talk.backend.local
    reply = local.reply if local else None
    if reply is None:
        return {}
    return {
        "refused": [{"words": w, "reason": r} for w, r in reply.refused],
        "not_understood": list(reply.not_understood),
        "notes": list(reply.notes),
    }


def _now(talk: _Talk) -> dict[str, Any]:
    """The session as it is afterwards, where it can still be reached."""
    from typecut.client.runtime.drafts import whole_of
    from typecut.client.runtime.summary import summary
    from typecut.errors import TypecutError

    try:
        state = talk.backend.state()
    except TypecutError:
        return {}
    whole = whole_of(state.draft)
    return {
        "session": state.session.session_id,
        "version": state.version,
        "summary": summary(state.draft, "zh" if talk.chinese else "en"),
        "duration": round(whole.duration / 1000, 3),
        "width": whole.width,
        "height": whole.height,
    }
