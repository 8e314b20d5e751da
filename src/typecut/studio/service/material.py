"""The files behind a timeline: of a session's own uploads only, and where they lie on this disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from typecut.errors import MediaMissing, NoSuchThing, TypecutError
from typecut.render import SourceFacts
from typecut.store.blobs import Blobs, media_key
from typecut.store.media import Registered
from typecut.studio import arrivals
from typecut.studio.media import media_of
from typecut.studio.service.wired import BLOB
from typecut.timeline import Media, Timeline
from typecut.timeline.codec import decode


def from_client(draft: Mapping[str, Any], files: Sequence[Registered]) -> Timeline:
    """The timeline of a draft that a client sent; its media are `files` of its session, or made.

    Raises DraftError with the place of what is wrong: nothing else can be named, no path and no
    address, and nobody else's files. What no clip uses is left out.
    """

    def find(media: Media) -> Media | None:
        file = _file(media.src, files) or _file(media.id, files)
        return media_of_file(file) if file else None

    return arrivals.from_client(draft, find)


def on_disk(timeline: Timeline, blobs: Blobs, check: Callable[[], None]) -> Timeline:
    """The same with the place of each file on this machine. `check` is called before each download."""

    def found(media: Media) -> Media:
        if not media.src.startswith(BLOB):
            return media
        check()
        try:
            place = blobs.local_path(media_key(media.src.removeprefix(BLOB)))
        except NoSuchThing:
            raise _gone(media.name or media.id) from None
        return replace(media, src=str(place))

    return replace(timeline, media=tuple(found(m) for m in timeline.media))


def hide_paths(error: TypecutError, timeline: Timeline) -> None:
    """Has the error call files by their names, and not by their places on this machine."""
    for media in timeline.media:
        if not media.made:
            name = media.name or media.id
            error.message = error.message.replace(media.src, name)
            error.hint = error.hint.replace(media.src, name)
            error.zh = error.zh.replace(media.src, name)


def media_of_file(file: Registered, media_id: str = "") -> Media:
    """A file of a session as timelines name it."""
    facts = decode(SourceFacts, file.facts)
    media = media_of(facts, media_id or file.id)
    return replace(media, src=BLOB + file.digest, name=Path(file.filename).stem)


def _gone(name: str) -> MediaMissing:
    return MediaMissing(
        f"The file {name} is not there any more.",
        hint="Upload it again.",
        zh=f"文件 {name} 已不存在。请重新上传。",
    )


def _file(reference: str, files: Sequence[Registered]) -> Registered | None:
    """The file of that media id, link or name; of that name only where there is no other."""
    words = {unquote(w).partition(".")[0] for w in reference.partition("?")[0].split("/")}
    by_id = [f for f in files if {f.id, f.digest, BLOB + f.digest} & words]
    if by_id:
        return by_id[0]
    named = [f for f in files if f.filename == reference]
    return named[0] if len(named) == 1 else None
