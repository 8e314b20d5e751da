"""The folders that a client may read from and write to: nothing outside them is touched."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from typecut.errors import MediaRefused, OutputError, SettingError
from typecut.studio.media import local_path
from typecut.studio.output import check_output, default_output


@dataclass(frozen=True, slots=True)
class Ground:
    """`roots` are absolute. Symbolic links count as where they lead."""

    roots: tuple[Path, ...]

    def source(self, text: str) -> str:
        """What a client named as a file, as a path that may be read. Raises MediaMissing or
        MediaRefused."""
        if "://" in text and not text.startswith("file://"):
            raise MediaRefused(
                f"{text[:200]} is an address, and nothing is fetched from the web here.",
                hint="Download it into an allowed folder and name the file.",
            )
        path = self._within(text)
        if not self.holds(path):
            # The same answer whether it is there or not: what lies outside is nobody's business.
            raise MediaRefused(
                f"{text[:200]} lies outside the folders that this server may read.", hint=self.told
            )
        return local_path(str(path))

    def target(self, text: str, first: str, taken: Collection[str]) -> Path:
        """Where an export may be written; a name of its own where `text` is empty. `first` is the
        first source's name, `taken` what others are writing. Raises OutputError, SettingError;
        never gives an existing file."""
        if not text:
            return self._free(first, taken)
        out = self._within(text)
        if not self.holds(out):
            raise OutputError(
                f"{text[:200]} lies outside the folders that this server may write to.",
                hint=self.told,
            )
        check_output(out, [])
        if out.exists() or str(out) in taken:
            raise OutputError(
                f"{out} exists already, and nothing is overwritten.", hint="Take another name."
            )
        return out

    def _free(self, first: str, taken: Collection[str]) -> Path:
        out = default_output(first, self._first())
        names = (out.with_stem(f"{out.stem}{n}") for n in ("", *(f"-{n}" for n in range(2, 999))))
        return next(p for p in names if str(p) not in taken and not p.exists())

    def holds(self, path: Path) -> bool:
        try:
            real = path.resolve()
        except (OSError, RuntimeError, ValueError):
            return False
        return any(real.is_relative_to(root) for root in self.roots)

    def also(self, uris: Iterable[str]) -> "Ground":
        """With the folders that a client calls its roots (``file://`` addresses)."""
        found = (_folder_of(uri) for uri in uris)
        return Ground(tuple(dict.fromkeys((*self.roots, *(p for p in found if p)))))

    @property
    def told(self) -> str:
        if not self.roots:
            return "No folder is allowed: start the server with --root FOLDER."
        folders = ", ".join(str(r) for r in self.roots)
        return f"The allowed folders are: {folders}. The server's --root FOLDER allows others."

    def _first(self) -> Path:
        if not self.roots:
            raise OutputError("There is no folder to write to.", hint=self.told)
        return self.roots[0]

    def _within(self, text: str) -> Path:
        """The path that was meant; relative ones count from the first allowed folder that has it."""
        if text.startswith("file://"):
            text = unquote(urlsplit(text).path)
        try:
            path = Path(text).expanduser()
            if path.is_absolute():
                return path
            places = [root / path for root in self.roots] or [path.absolute()]
            return next((p for p in places if p.exists()), places[0])
        except (OSError, RuntimeError, ValueError):
            raise MediaRefused(f"{text[:200]!r} cannot be the name of a file.") from None


def ground(roots: Sequence[Path], folder: Path | None = None) -> Ground:
    """The folders named, else the working folder `folder`; but never a whole disk by accident:
    a client that starts servers in ``/`` has to name one."""
    chosen = [_checked(r) for r in roots]
    if not roots:
        here = (folder or Path.cwd()).resolve()
        chosen = [here] if here != Path(here.anchor) else []
    return Ground(tuple(dict.fromkeys(chosen)))


def _checked(root: Path) -> Path:
    real = root.expanduser().resolve()
    if not real.is_dir():
        raise SettingError(f"--root {root} is no folder.", hint="Name a folder that is there.")
    return real


def _folder_of(uri: str) -> Path | None:
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = Path(unquote(parts.path))
    try:
        real = path.resolve()
        return real if real.is_dir() and real != Path(real.anchor) else None
    except (OSError, RuntimeError, ValueError):
        return None
