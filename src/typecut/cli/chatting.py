"""``typecut chat``: a conversation about one video, at a terminal or from a pipe."""

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .dropping import dropped, with_plain_paths
from .hearing import Screen
from .opening import show
from .outcomes import exit_code
from .prompting import Ask, lines
from .reaching import Wanted, Watched, reached, talk_options
from .screen import printable
from .tracks import draw

if TYPE_CHECKING:
    from typecut.client.runtime.conversation import Conversation
    from typecut.client.runtime.said import Said

_HELP = {
    "en": """Say what to change in plain words; drag files into the terminal to add them.
/undo            take the last instruction back      /redo    do it again
/export [FILE]   make the video file                 /open    open it, or the link to this session
/tracks          the timeline                        /files   what was brought
/credits         how many credits are left           /quit    leave (Ctrl-D)
Ctrl-C stops what is running. For example: trim the first clip to 5 seconds, add crossfades,
put lo-fi music under it at 35%, add the title 'Hello', export 1080p.""",
    "zh": """用日常语言说出要做的修改；把文件拖进终端即可添加。
/undo            撤销上一条指令        /redo    重做
/export [文件]   导出视频文件          /open    打开导出的文件或会话链接
/tracks          查看时间线            /files   已添加的文件
/credits         剩余积分              /quit    离开（Ctrl-D）
Ctrl-C 停止正在进行的操作。例如：第一段只保留前5秒，每段之间加叠化转场，
配上35%音量的lo-fi音乐，加标题“你好”，导出1080p。""",
}
_SAID = {
    "hello": (
        "Say what to change in plain words, or /help. Everything stays on this machine.",
        "用日常语言说出要做的修改，或输入 /help。一切都在本机运行。",
    ),
    "hello_server": ("Say what to change in plain words, or /help.", "说出要做的修改，或输入 /help。"),
    "going_on": ("Going on where you left off (--new begins anew).", "继续上次的对话（--new 重新开始）。"),
    "stopped": ("Stopped.", "已停止。"),
    "leave": ("Ctrl-D or /quit leaves.", "按 Ctrl-D 或输入 /quit 离开。"),
    "no_command": ("There is no command {}; /help shows them.", "没有命令 {}；输入 /help 查看。"),
    "no_files": ("No files were brought yet.", "还没有添加文件。"),
    "nothing_open": ("There is nothing to open yet: /export makes a file.", "还没有可以打开的内容：先用 /export 导出。"),
    "no_tracks": ("The timeline is empty.", "时间线是空的。"),
}  # fmt: skip


@click.command(name="chat")
@click.argument("files", nargs=-1, metavar="[FILES...]")
@talk_options
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], **options: Any) -> None:
    """Edit in a conversation: say what to change, look at the timeline, go on.

    Without a server everything happens in this process. The conversation of a folder is kept: the
    next chat, and ask, export and status, go on with it. Lines may also come from a pipe; then the
    exit status is that of the last one that failed.
    """
    from typecut.client.runtime.conversation import Conversation

    wanted = Wanted.of(options)
    with reached(wanted, files) as backend, lines(_COMMANDS, wanted.language) as ask:
        screen = Screen(wanted.language, draws=True)
        conversation = Conversation(backend, language=wanted.language)
        chat = _Chat(backend, conversation, screen, wanted.language)
        chat.begin(files)
        chat.go_on(ask)
    ctx.exit(0 if sys.stdin.isatty() else chat.failed)


@dataclass(slots=True)
class _Chat:
    backend: Watched
    conversation: "Conversation"
    screen: Screen
    language: str
    opening: threading.Thread | None = None
    drawn: Any = None
    failed: int = 0
    """The exit status of the last message that failed."""

    def begin(self, files: Sequence[str]) -> None:
        """Says hello. What takes a while is done while the person reads and types."""
        from typecut.client.runtime.said import Trouble

        if self.backend.local is None:
            self._do(self.conversation.greet())
            self._say("hello_server")
            self._open(files)
            return
        self._say("hello")
        self._do(s for s in self.conversation.greet() if isinstance(s, Trouble))
        self.opening = threading.Thread(target=self._open, args=(files,), daemon=True)
        self.opening.start()
        if not sys.stdin.isatty():
            self._wait()  # nobody types: the transcript is to be in order

    def go_on(self, ask: Ask) -> None:
        """Line by line to the end. Ctrl-C stops what is running, and not the chat."""
        while True:
            try:
                line = ask()
                if line is None or line.strip().lower() in ("/quit", "/exit", "/q"):
                    break
                self._wait()
                self._line(line.strip())
            except KeyboardInterrupt as stop:
                if type(stop) is not KeyboardInterrupt:
                    raise  # asked to end by another process
                self.backend.stop()
                self._say("leave")
        self._wait()

    def _open(self, files: Sequence[str]) -> None:
        local = self.backend.local
        self.screen.bar = local is None  # a bar that moves above a prompt is only in the way
        if self._draw():
            self._say("going_on")
        if files:
            self._handle("", files)
        self.screen.bar = True
        if local is not None and sys.stdin.isatty():
            local.warm()

    def _wait(self) -> None:
        """Until the files that were named at the beginning are there."""
        if self.opening is not None:
            while self.opening.is_alive():
                self.opening.join(0.1)  # a wait without an end cannot be interrupted everywhere
            self.opening = None

    def _line(self, line: str) -> None:
        if not line:
            return
        name, _, rest = line.partition(" ")
        if name in _COMMANDS:
            self._command(name, rest.strip())
            return
        files = dropped(line)
        if files is None and name.startswith("/") and "/" not in name[1:]:
            self._say("no_command", name)
            self.failed = 2
            return
        self._handle("" if files else with_plain_paths(line), files or ())

    def _command(self, name: str, rest: str) -> None:
        from typecut.errors import TypecutError

        try:
            _COMMANDS[name](self, rest)
        except TypecutError as error:
            self.failed = error.exit_code
            self.screen.wrong(str(error))

    def _handle(self, text: str, files: Sequence[str] = ()) -> None:
        if not self._do(self.conversation.handle(text, files)):
            self._draw()
        elif not self._draw(again=not self.screen.spoke) and not self.screen.spoke:
            self.screen.words(
                self.screen.left_out or self._either("Nothing changed.", "没有任何变化。")
            )

    def _do(self, told: "Iterable[Said]") -> bool:
        """Whether it was not stopped."""
        self.backend.events.clear()
        try:
            heard = self.screen.show(told)
            self.failed = exit_code(self.backend, self.screen, heard) or self.failed
        except KeyboardInterrupt as stop:
            if type(stop) is not KeyboardInterrupt:
                raise
            self.backend.stop()
            self._say("stopped")
            return False
        return True

    def _draw(self, *, again: bool = False) -> bool:
        """The timeline, where it is another than the one drawn last."""
        from typecut.errors import TypecutError

        try:
            state = self.backend.state()
        except TypecutError:
            return False  # whatever it is, it was said before
        if state.exportable and (again or state.draft != self.drawn):
            draw(state.draft, self.language)
        self.drawn = state.draft
        return state.exportable

    def _say(self, what: str, *values: str) -> None:
        click.echo(printable(_SAID[what][self.language == "zh"].format(*values)))

    def _either(self, english: str, chinese: str) -> str:
        return chinese if self.language == "zh" else english

    # -- commands ------------------------------------------------------------------------------

    def undo(self, _rest: str) -> None:
        self._handle(self._either("undo", "撤销"))

    def redo(self, _rest: str) -> None:
        self._handle(self._either("redo", "重做"))

    def export(self, rest: str) -> None:
        place = (dropped(rest) or [rest.strip("'\"")])[0] if rest else ""
        self.backend.out = Path(place).expanduser() if place else None
        try:
            self._handle(self._either("export", "导出"))
        finally:
            self.backend.out = None

    def open(self, _rest: str) -> None:
        place = self.screen.last or self.backend.claim()
        if not place:
            self._say("nothing_open")
            return
        click.echo(printable(place))
        show(place)

    def tracks(self, _rest: str) -> None:
        if not self._draw(again=True):
            self._say("no_tracks")

    def credits(self, _rest: str) -> None:
        self._do(self.conversation.handle(self._either("credits", "积分")))

    def files(self, _rest: str) -> None:
        infos = self.backend.state().video_infos
        for info in infos:
            length = info.get("duration")
            more = f"  {float(length):.1f} s" if length else ""
            click.echo(printable(f"{info.get('filename', '')}{more}"))
        if not infos:
            self._say("no_files")

    def help(self, _rest: str) -> None:
        click.echo(_HELP["zh" if self.language == "zh" else "en"])

    def leave(self, _rest: str) -> None:
        """Read before it comes here; listed for completion."""


_COMMANDS: dict[str, Callable[[_Chat, str], None]] = {
    "/undo": _Chat.undo, "/redo": _Chat.redo, "/export": _Chat.export, "/open": _Chat.open,
    "/tracks": _Chat.tracks, "/credits": _Chat.credits, "/files": _Chat.files,
    "/help": _Chat.help, "/quit": _Chat.leave,
}  # fmt: skip
