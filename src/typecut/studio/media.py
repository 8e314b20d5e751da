"""Opening what the user names: files become media with measured facts."""

import contextlib
import hashlib
import json
import re
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typecut.errors import (
    LimitExceeded,
    MediaBroken,
    MediaError,
    MediaMissing,
    MediaRefused,
    RenderError,
    TypecutError,
)
from typecut.jobs import Answer, Limits, Request
from typecut.render import SourceFacts
from typecut.timeline import Media
from typecut.timeline.codec import decode, encode

from .hands import Hands

_PROBE_SECONDS = 15.0
_DIGEST_SPEED = 20e6


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was opened: what the timeline needs to know of it, and what the engine does."""

    media: Media
    facts: SourceFacts


def open_media(
    paths: Sequence[str], hands: Hands, known: Collection[Media] = ()
) -> tuple[Source, ...]:
    """Each file probed, in order. The same file twice is one media with one id; the ids of
    `known` are kept for their files and given to no other."""
    places = [local_path(p) for p in paths]
    facts = probe(places, hands)
    names = {m.src: m.id for m in known}
    sources: list[Source] = []
    for place in places:
        if place not in names:
            names[place] = new_id(Path(place).stem, names.values())
        sources.append(Source(media_of(facts[place], names[place]), facts[place]))
    return tuple(sources)


def local_path(text: str) -> str:
    """The absolute path of a file; raises a MediaError for everything that is none."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text):
        raise MediaRefused(
            f"{text} is an address, and typecut reads files of this machine only.",
            hint="Download it and name the file.",
            zh=f"{text} 是网址，这里只读取本机文件。请先下载再给出文件名。",
        )
    path = Path(text).expanduser() if text.startswith("~") else Path(text)
    try:
        if path.is_dir():
            raise MediaRefused(
                f"{text} is a folder.",
                hint="Name the files in it.",
                zh=f"{text} 是文件夹。请给出其中的文件。",
            )
        if not path.exists():
            raise MediaMissing(
                f"There is no file {text}.",
                hint="Check the path.",
                zh=f"没有文件 {text}。请检查路径。",
            )
    except (OSError, ValueError):
        raise MediaMissing(f"{text[:200]} cannot be the name of a file.") from None
    if not path.is_file():
        raise MediaRefused(f"{text} is not a plain file.", hint="Save it to a file first.")
    return str(path.parent.resolve() / path.name)


def probe(places: Iterable[str], hands: Hands) -> dict[str, SourceFacts]:
    """Facts by path; what was measured before and has not changed since is not opened again."""
    found: dict[str, SourceFacts] = {}
    with contextlib.closing(probing(places, hands)) as measured:
        for place, facts in measured:
            if isinstance(facts, TypecutError):
                raise facts
            found[place] = facts
    return found


def probing(
    places: Iterable[str], hands: Hands
) -> Generator[tuple[str, SourceFacts | TypecutError], None, None]:
    """As `probe`, each file by itself as it is measured, or what is wrong with it."""
    waiting: dict[str, str] = {}
    for place in dict.fromkeys(places):
        name = _identity(place, hands)
        remembered = _remembered(name, hands)
        if remembered is None:
            waiting[place] = name
        else:
            yield place, replace(remembered, path=place)
    with contextlib.closing(hands.workers.run([_request(p) for p in waiting])) as answers:
        for answer in answers:
            place = answer.request.key
            yield place, _measured(answer, waiting[place], hands)


def _measured(answer: Answer, name: str, hands: Hands) -> SourceFacts | TypecutError:
    """What a worker found, kept for the next time."""
    if isinstance(answer.error, RenderError) and not isinstance(answer.error, LimitExceeded):
        place = answer.request.key
        broken = MediaBroken(
            f"{place} cannot be read: the decoder crashed on it.",
            hint="Copy it again.",
            zh=f"无法读取 {place}：文件已损坏。请重新复制或导出。",
        )
        broken.__cause__ = answer.error
        return broken
    if isinstance(answer.error, MediaError | LimitExceeded):
        return answer.error
    facts: SourceFacts = decode(SourceFacts, _facts_in(answer.result()))
    hands.cache.keep_bytes("facts", name, json.dumps(encode(facts)).encode())
    return facts


def _facts_in(done: Mapping[str, Any]) -> Any:
    return done.get("facts", done)


def _request(place: str) -> Request:
    seconds = _PROBE_SECONDS + Path(place).stat().st_size / _DIGEST_SPEED
    return Request(
        place, "probe", {"path": place, "digest": True}, f"Reading {place}",
        Limits(seconds),
    )  # fmt: skip


def _identity(place: str, hands: Hands) -> str:
    about = Path(place).stat()
    parts = (place, str(about.st_size), str(about.st_mtime_ns), hands.engine_version)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _remembered(name: str, hands: Hands) -> SourceFacts | None:
    path = hands.cache.find("facts", name)
    if path is None:
        return None
    try:
        return decode(SourceFacts, json.loads(path.read_bytes()))
    except Exception:  # noqa: BLE001  whatever is wrong with it, it can be measured again
        return None


def media_of(facts: SourceFacts, media_id: str) -> Media:
    """The facts that an editor needs."""
    picture = facts.picture
    width, height = picture.shown if picture else (0, 0)
    return Media(
        media_id,
        facts.path,
        facts.kind,
        name=Path(facts.path).stem,
        duration=facts.duration,
        width=width,
        height=height,
        rate=picture.rate if picture else None,
        has_audio=facts.sound is not None,
        has_alpha=picture is not None and picture.alpha,
    )


def notes_on(facts: SourceFacts) -> tuple[str, ...]:
    """What a person should hear of the file, with its name."""
    name = Path(facts.path).name
    return tuple(f"{name}: {n.removeprefix(facts.path).strip()}" for n in facts.notes)


def facts_of(media: Iterable[Media], hands: Hands) -> dict[str, SourceFacts]:
    """The facts of every file among `media`, by media id."""
    files = {m.id: local_path(m.src) for m in media if not m.made}
    facts = probe(files.values(), hands)
    return {media_id: facts[place] for media_id, place in files.items()}


def new_id(stem: str, taken: Iterable[str]) -> str:
    """An id after the name of a file that is none of `taken`."""
    # Notation, logs and prompts use ids as words.
    word = re.sub(r"[^\w.+-]+", "_", stem.encode("utf-8", "replace").decode()).strip("_.") or "clip"
    used = set(taken)
    word = word[:60]
    return next(
        name
        for n in range(1, len(used) + 2)
        if (name := word if n == 1 else f"{word}-{n}") not in used
    )
