"""The files behind a timeline: of a session's own uploads only, and where they lie on this disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from typecut.errors import DraftError, MediaMissing, NoSuchThing, TypecutError
from typecut.interchange import from_wire, with_media
from typecut.render import SourceFacts
from typecut.store.blobs import Blobs, media_key
from typecut.store.media import Registered
from typecut.studio.media import media_of
from typecut.studio.service.drafts import BLOB
from typecut.timeline import Clip, Media, Timeline
from typecut.timeline.codec import decode


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a client's draft media are named, for error messages."""

    draft: Mapping[str, Any]

    def of(self, media: Media) -> str:
        for t, track in enumerate(_objects(self.draft.get("t"))):
            for s, segment in enumerate(_objects(track.get("sg"))):
                if segment.get("src") in (media.id, media.src):
                    return f"t[{t}].sg[{s}].src"
        return "media"


def from_client(draft: Mapping[str, Any], files: Sequence[Registered]) -> Timeline:
    """The timeline of a draft that a client sent; its media are `files` of its session, or made.

    Raises DraftError with the place of what is wrong: nothing else can be named, no path and no
    address, and nobody else's files. What no clip uses is left out.
    """
    try:
        timeline = from_wire(draft)
    except RecursionError:
        raise DraftError("", "the draft is nested too deeply") from None
    used = {i.media for t in timeline.tracks for i in t.items if isinstance(i, Clip)}
    media = [m for m in timeline.media if m.id in used]
    known = [_own(m, files, _Place(draft)) for m in media]
    return with_media(replace(timeline, media=tuple(media)), known)


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


def _own(media: Media, files: Sequence[Registered], place: _Place) -> Media:
    if media.made:
        return media
    file = _file(media.src, files) or _file(media.id, files)
    if file is None:
        raise DraftError(
            place.of(media),
            f"{media.src[:200]!r} is no file of this session.",
            hint="Upload it, and name it by its media_id.",
            zh=f"{place.of(media)}：{media.src[:200]!r} 不是本会话的文件。请先上传，并用它的 media_id 引用。",
        )
    found = media_of_file(file, media.id)
    return replace(found, name=media.name or found.name)


def _file(reference: str, files: Sequence[Registered]) -> Registered | None:
    """The file of that media id, link or name; of that name only where there is no other."""
    words = {unquote(w).partition(".")[0] for w in reference.partition("?")[0].split("/")}
    by_id = [f for f in files if {f.id, f.digest, BLOB + f.digest} & words]
    if by_id:
        return by_id[0]
    named = [f for f in files if f.filename == reference]
    return named[0] if len(named) == 1 else None


def _objects(values: Any) -> list[Mapping[str, Any]]:
    items = cast("list[Any]", values) if isinstance(values, list) else []
    return [cast("Mapping[str, Any]", v) if isinstance(v, dict) else {} for v in items]
