"""Files into a session: by form, by address, or in pieces; each with a result of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from typecut.errors import MediaBroken, MediaError, MediaMissing, TypecutError

from .answers import files_of, strange, uploaded
from .calls import Calls
from .faults import MEDIA, wire_code
from .keeping import Keeping
from .multipart import FileShrank, Form
from .pieces import Pieces
from .port import OnProgress, Progress, Uploaded
from .sessions import Sessions
from .steps import Flow, do


class Uploading:
    def __init__(self, calls: Calls, sessions: Sessions, keeping: Keeping) -> None:
        self._calls = calls
        self._sessions = sessions
        self._pieces = Pieces(calls, sessions, keeping)

    def upload(self, sources: Sequence[str], tell: OnProgress | None) -> Flow[list[Uploaded]]:
        """A result for each source, in their order. Only what concerns all of them is raised."""
        results: list[Uploaded] = []
        urls: list[str] = []
        for source in sources:
            if _is_url(source):
                urls.append(source)
                continue
            results += yield from self._fetched(urls)
            urls = []
            results.append((yield from self._file(Path(source).expanduser(), tell)))
        return results + (yield from self._fetched(urls))

    # -- addresses -----------------------------------------------------------------------------

    def _fetched(self, urls: Sequence[str]) -> Flow[list[Uploaded]]:
        """The server fetches them. One at a time where it will not have them all together."""
        if not urls:
            return []
        results = yield from self._sessions.within(lambda: self._fetch(urls))
        if len(urls) == 1 or len(results) == len(urls):
            return results
        single: list[Uploaded] = []
        for url in urls:
            single += yield from self._sessions.within(lambda u=url: self._fetch([u]))
        return single

    def _fetch(self, urls: Sequence[str]) -> Flow[list[Uploaded]]:
        wish = {"urls": list(urls), "source_type": "url"}
        names = [_name_of(u) for u in urls]
        self._sessions.seen = ""
        try:
            files = yield from self._send(value=wish)
        except MEDIA as error:
            return [_refused(names[0], error)] if len(urls) == 1 else []
        return _matched(files, names)

    # -- files ---------------------------------------------------------------------------------

    def _file(self, path: Path, tell: OnProgress | None) -> Flow[Uploaded]:
        try:
            size = yield from do(lambda: _checked(path))
            told = _teller(path.name, size, tell)
            return (yield from self._sessions.within(lambda: self._bring(path, size, told)))
        except MEDIA as error:
            return _refused(path.name, error)
        except FileShrank:
            return _refused(path.name, _changing(path))
        except OSError as error:
            return _refused(path.name, _unreadable(path, error))

    def _bring(self, path: Path, size: int, told: Callable[[int], None]) -> Flow[Uploaded]:
        self._sessions.seen = ""
        if size > self._calls.limits.tus_above and (yield from self._pieces.are_taken()):
            return (yield from self._pieces.bring(path, size, told))
        form = yield from do(lambda: Form(path, told))
        files = yield from self._send(form=form)
        told(size)
        return _matched(files, [path.name])[0]

    def _send(self, *, value: object = None, form: Form | None = None) -> Flow[list[Uploaded]]:
        """What the server says of each file, also where it refuses all of them."""
        request = _answers_with_files(
            self._calls, f"/api/upload-video/nemo_agent/me/{self._sessions.id}", value, form
        )
        return (yield from request)


def _answers_with_files(
    calls: Calls, path: str, value: object, form: Form | None
) -> Flow[list[Uploaded]]:
    rules = calls.rules()
    while True:
        token = calls.account.token
        request = calls.request(
            "POST", path, value=value, content=form or b"", seconds=calls.limits.intake,
            headers={"Content-Type": form.content_type} if form else None,
        )  # fmt: skip
        answer = yield from calls.reach(request)
        files = files_of(answer)
        fault = calls.fault(answer)
        if files and (fault is None or isinstance(fault, MEDIA)):
            return [uploaded(f) for f in files]
        if fault is None:
            raise strange("The server took the files and does not say what became of them.")
        yield from rules.settle(fault, token)


def _matched(files: list[Uploaded], names: Sequence[str]) -> list[Uploaded]:
    if len(files) != len(names):
        return files
    return [f if f.filename else _named(f, n) for f, n in zip(files, names, strict=True)]


def _named(file: Uploaded, name: str) -> Uploaded:
    return replace(file, filename=name)


def _refused(name: str, error: TypecutError) -> Uploaded:
    return Uploaded(filename=name, code=wire_code(error), message=str(error))


def _checked(path: Path) -> int:
    """Its size in bytes."""
    if not path.is_file():
        raise MediaMissing(
            f"There is no file {path}.",
            hint="Check the name.",
            zh=f"没有文件 {path}。请检查文件名。",
        )
    size = path.stat().st_size
    if not size:
        raise MediaBroken(
            f"{path.name} is empty.",
            hint="Send another file.",
            zh=f"{path.name} 是空文件。请换一个文件。",
        )
    return size


def _changing(path: Path) -> MediaError:
    return MediaBroken(
        f"{path.name} changed while it was sent.",
        hint="Send it again when it is finished.",
        zh=f"{path.name} 在上传过程中发生了变化。请在文件写完后重新上传。",
    )


def _unreadable(path: Path, error: OSError) -> MediaError:
    return MediaMissing(
        f"{path} cannot be read ({error.strerror or error}).",
        hint="Check its rights.",
        zh=f"无法读取 {path}。请检查文件权限。",
    )


def _teller(name: str, size: int, tell: OnProgress | None) -> Callable[[int], None]:
    """Tells how much of the file has gone out; never less than before."""
    most = -1.0

    def told(sent: int) -> None:
        nonlocal most
        done = min(1.0, sent / size)
        if tell and done > most:
            most = done
            tell(Progress("upload", done, name))

    return told


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _name_of(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2]) or url.partition("?")[0]
