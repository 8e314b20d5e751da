"""Putting clips on the timeline: append, insert, overwrite, overlay, replace."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from typecut.timeline import ZERO, Clip, Media, Placement, Range, Timeline

from .cuts import cut_open, put_in
from .joints import loosened, release
from .layout import find_clip, free_id, need_main, place, swap, taken_ids, with_items, with_media
from .material import TOLERANCE, clip_of
from .moments import on_timeline, shown_range
from .rules import picture_end
from .verbs import AddOverlay, Append, Insert, Overwrite, ReplaceMedia
from .wording import clip_words, media_name, refuse, secs

MARGIN = 0.04
"""Between an overlay that nobody placed and the edges, as a fraction of the canvas."""


def append(timeline: Timeline, edit: Append) -> Timeline:
    timeline, clip = _new_clip(timeline, edit)
    track = timeline.main
    if track is None:
        return put_in(timeline, ZERO, clip)
    return with_items(timeline, track, (*track.items, clip))


def insert(timeline: Timeline, edit: Insert) -> Timeline:
    at = on_timeline(timeline, edit.at) if timeline.main or edit.at else ZERO
    timeline, clip = _new_clip(timeline, edit)
    for _, cut, index in timeline.main.transitions() if timeline.main else ():
        if cut == at and timeline.main:
            left = timeline.main.items[index - 1]
            if isinstance(left, Clip):
                timeline = release(timeline, left.id)
                found = timeline.find(left.id)
                at = found[2].end if found else at
            break
    return put_in(timeline, at, clip)


def overwrite(timeline: Timeline, edit: Overwrite) -> Timeline:
    at = on_timeline(timeline, edit.at)
    timeline, clip = _new_clip(timeline, edit)
    track = need_main(timeline)
    end = max(min(at + clip.duration, track.duration), at)
    opened = cut_open(timeline, track, Range.between(at, end), clip.id)
    return with_items(timeline, track, (*opened.left, clip, *opened.right))


def _new_clip(timeline: Timeline, edit: Append | Insert | Overwrite) -> tuple[Timeline, Clip]:
    _needs_picture(edit.media)
    timeline, media = with_media(timeline, edit.media)
    name = free_id(taken_ids(timeline), edit.clip or media.id)
    _long_enough(media, edit.source, edit.duration)
    return timeline, clip_of(media, name, edit.source, edit.duration)


def _needs_picture(media: Media) -> None:
    if not media.has_picture:
        name = media_name(media)
        refuse(
            f"{name} has no picture; it can be added as music or as a sound",
            f"{name}没有画面，可以作为音乐或音效添加",
        )


def _long_enough(media: Media, source: Range | None, wanted: Fraction | None) -> None:
    if wanted is None or media.duration is None:
        return
    has = source.duration if source else media.duration
    if wanted > has + TOLERANCE:
        name, long, asked = media_name(media), secs(has), secs(wanted)
        refuse(
            f"{name} is {long.en} long and cannot fill {asked.en}",
            f"{name}只有{long.zh}，不够{asked.zh}",
        )


def add_overlay(timeline: Timeline, edit: AddOverlay) -> Timeline:
    _needs_picture(edit.media)
    end = picture_end(timeline)
    if not end:
        refuse("there is no picture yet to lay an overlay over", "还没有可以叠加的画面")
    timeline, media = with_media(timeline, edit.media)
    span = shown_range(timeline, edit.range, end)
    length = span.duration if media.duration is None else min(span.duration, media.duration)
    clip = replace(
        clip_of(media, free_id(taken_ids(timeline), edit.clip or media.id), None, length),
        placement=edit.placement or corner(timeline, media),
        muted=not edit.sound,
        follow=edit.range is None and media.duration is None,
    )
    return place(timeline, clip, span.start, "overlay")


def corner(timeline: Timeline, media: Media) -> Placement:
    """A logo sits top right, a fifth wide; a picture in picture bottom right, a third."""
    scale = 0.2 if media.kind == "image" else 1 / 3
    canvas = timeline.canvas
    shape = (media.width / media.height) if media.width and media.height else 16 / 9
    wide = scale * min(1.0, shape * canvas.height / canvas.width)
    high = scale * min(1.0, canvas.width / canvas.height / shape)
    margin_y = MARGIN * canvas.width / canvas.height
    y = margin_y + high / 2 if media.kind == "image" else 1 - margin_y - high / 2
    return Placement(fit="fit", x=1 - MARGIN - wide / 2, y=y, scale=scale)


def replace_media(timeline: Timeline, edit: ReplaceMedia) -> Timeline:
    found = find_clip(timeline, edit.clip)
    if found.track.kind == "video":
        _needs_picture(edit.media)
    timeline, media = with_media(timeline, edit.media)

    def change(timeline: Timeline) -> Timeline:
        found = find_clip(timeline, edit.clip)
        length = found.span.duration
        source = edit.source or Range(ZERO, media.duration or length)
        _fills(timeline, edit.clip, media, source, length)
        new = clip_of(media, edit.clip, Range(source.start, length))
        fresh = {f: getattr(new, f) for f in ("media", "name", "source")}
        return swap(
            timeline, found,
            replace(found.clip, **fresh, speed=Fraction(1), play="play", length=None),
        )  # fmt: skip

    return loosened(timeline, {edit.clip}, change) if found.on_main else change(timeline)


def _fills(timeline: Timeline, clip: str, media: Media, source: Range, length: Fraction) -> None:
    if media.duration is not None and source.duration < length:
        place, name = clip_words(timeline, clip), media_name(media)
        has, needs = secs(source.duration), secs(length)
        refuse(
            f"{name} is {has.en} long and cannot fill the {needs.en} of {place.en}",
            f"{name}只有{has.zh}，不够填满{place.zh}的{needs.zh}",
        )


HANDLERS: dict[type, Callable[[Timeline, Any], Timeline]] = {
    Append: append,
    Insert: insert,
    Overwrite: overwrite,
    AddOverlay: add_overlay,
    ReplaceMedia: replace_media,
}
