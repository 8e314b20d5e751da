"""Project files: a wire draft that anybody can read, with our log of what was said beside it."""

import contextlib
import hashlib
import json
import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from typecut.edits import Draft
from typecut.errors import DraftError, MediaMissing, OutputError
from typecut.interchange import from_wire, needs_probe, to_wire, with_media
from typecut.timeline import Timeline
from typecut.timeline.schema import canonical

from .hands import Hands
from .media import local_path, media_of, probe

KEY = "typecut"
VERSION = 1
_MOST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Project:
    """`ours`: written by typecut. `log_dropped`: somebody edited its timeline by hand, and the log
    begins anew from there. `session`: what a conversation keeps beside its draft, as JSON."""

    draft: Draft
    ours: bool = True
    log_dropped: bool = False
    session: Mapping[str, Any] | None = None


def load(path: Path, hands: Hands) -> Project:
    """A project or any wire draft. Raises DraftError where it is neither."""
    data = _read(path)
    own = data.pop(KEY, None)
    folder = path.absolute().parent
    session: Mapping[str, Any] | None = None
    if isinstance(own, dict):
        kept = cast("dict[str, Any]", _with_sources(own, lambda s: _from_here(s, folder)))
        session = kept.get("session")
        if kept.get("digest") == _digest(data):
            return Project(Draft.from_json(kept.get("draft")), session=session)
    draft = Draft(_measured(from_wire(data, folder), hands))
    return Project(draft, ours=own is not None, log_dropped=own is not None, session=session)


def save(path: Path, draft: Draft, session: Mapping[str, Any] | None = None) -> None:
    """Writes the project whole or not at all, and so that it outlives a loss of power; media are
    named relative to it where they can be."""
    folder = path.absolute().parent

    def near(source: str) -> str:
        return _near(source, folder)

    timeline = draft.timeline
    media = tuple(replace(m, src=near(m.src)) if not m.made else m for m in timeline.media)
    data = dict(to_wire(replace(timeline, media=media)))
    own = {
        "version": VERSION, "digest": _digest(data),
        "draft": _with_sources(draft.to_json(), near),
    }  # fmt: skip
    if session is not None:
        own["session"] = _with_sources(dict(session), near)
    text = json.dumps({**data, KEY: own}, ensure_ascii=False, indent=1) + "\n"
    half = folder / f".typecut-{uuid.uuid4().hex[:12]}.json"
    try:
        # Names that are no text (undecodable bytes) must survive as well.
        with half.open("w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DraftError("", f"{path} is too large for a draft.")
        data = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    except FileNotFoundError:
        raise MediaMissing(f"There is no file {path}.", hint="Check the path.") from None
    except OSError as error:
        raise MediaMissing(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise DraftError("", f"{path} is no draft: it does not hold JSON.") from None
    if not isinstance(data, dict):
        raise DraftError("", f"{path} is no draft: an object is needed.")
    return cast("dict[str, Any]", data)


def _digest(wire: Any) -> str:
    return hashlib.sha256(canonical(wire).encode("utf-8", "surrogatepass")).hexdigest()


def _measured(timeline: Timeline, hands: Hands) -> Timeline:
    """A foreign draft with what its media really are."""
    unknown = needs_probe(timeline)
    places = {m.id: local_path(m.src) for m in unknown}
    facts = probe(places.values(), hands)
    return with_media(timeline, [media_of(facts[p], media_id) for media_id, p in places.items()])


def _with_sources(data: Any, change: Callable[[str], str]) -> Any:
    """The same JSON with every `src` that names a file changed."""
    if isinstance(data, list):
        return [_with_sources(v, change) for v in cast("list[Any]", data)]
    if not isinstance(data, dict):
        return data
    record = cast("dict[str, Any]", data)
    return {
        k: change(v)
        if k == "src" and isinstance(v, str) and not _made(v)
        else _with_sources(v, change)
        for k, v in record.items()
    }


def _made(source: str) -> bool:
    return source.startswith(("compose:", "background:")) or "://" in source


def _near(source: str, folder: Path) -> str:
    """Relative where both lie in one tree, so that the tree can be moved; else as it is."""
    try:
        common = Path(os.path.commonpath([source, folder]))
    except ValueError:
        return source  # another drive
    if common == Path(common.anchor):
        return source
    return Path(os.path.relpath(source, folder)).as_posix()


def _from_here(source: str, folder: Path) -> str:
    return os.path.normpath(folder / source)
