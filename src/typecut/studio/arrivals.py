"""What comes to a draft from outside: pictures at its end, or a whole draft that a client made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from typecut.edits import Draft, Span, Step
from typecut.edits.verbs import Append
from typecut.errors import DraftError
from typecut.interchange import from_wire, with_media
from typecut.timeline import Clip, Media, Timeline


def with_pictures(draft: Draft, pictures: Sequence[Media], names: Sequence[str]) -> Draft | None:
    """The draft with these at the end of its main track; None where nothing comes of it. `names`
    are what all the files are called that came with them."""
    if not pictures:
        return None
    if draft.timeline.duration <= 0 and not draft.entries and not draft.undone:
        return Draft.of(pictures, name=draft.timeline.name)
    words = f"Uploaded {', '.join(names)}"
    after, _ = draft.add(words, [Step(Append(m), Span(0, 0)) for m in pictures])
    return after if after is not draft else None


def shown(timeline: Timeline) -> frozenset[str]:
    """The ids of media that a clip uses."""
    return frozenset(i.media for t in timeline.tracks for i in t.items if isinstance(i, Clip))


def from_client(draft: Mapping[str, Any], find: Callable[[Media], Media | None]) -> Timeline:
    """The timeline of a draft that a client sent. `find` gives the session's own media for what
    the draft names, None where there is none; what typecut makes itself needs none.

    Raises DraftError with the place of what is wrong. What no clip uses is left out.
    """
    try:
        timeline = from_wire(draft)
    except RecursionError:
        raise DraftError("", "the draft is nested too deeply") from None
    used = shown(timeline)
    media = [m for m in timeline.media if m.id in used]
    known = [_own(m, find, _Place(draft)) for m in media]
    return with_media(replace(timeline, media=tuple(media)), known)


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


def _own(media: Media, find: Callable[[Media], Media | None], place: _Place) -> Media:
    if media.made:
        return media
    found = find(media)
    if found is None:
        raise DraftError(
            place.of(media),
            f"{media.src[:200]!r} is no file of this session.",
            hint="Upload it, and name it by its media_id.",
            zh=f"{place.of(media)}：{media.src[:200]!r} 不是本会话的文件。请先上传，并用它的 media_id 引用。",
        )
    return replace(found, id=media.id, name=media.name or found.name)


def _objects(values: Any) -> list[Mapping[str, Any]]:
    items = cast("list[Any]", values) if isinstance(values, list) else []
    return [cast("Mapping[str, Any]", v) if isinstance(v, dict) else {} for v in items]
