"""One turn: an instruction carried out on the user's files or on a project."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from typecut.authoring import storyboard, told_in_notes
from typecut.edits import Draft, Event, Language, Plan, Span, Step, summary
from typecut.edits.verbs import AddMusic, Append, Edit, SetCanvas
from typecut.errors import EditError, MediaRefused, NotUnderstood, RequestError
from typecut.timeline import Media
from typecut.understanding import roles, understand

from .hands import Hands
from .media import Source, notes_on, open_media
from .music import music_file
from .settings import SPOKEN, Quality
from .words import EXAMPLES, done_words, failed_words, say

_COMMANDS = {"undo", "redo", "reset"}


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for beside the words."""

    music: Path | None = None
    size: tuple[int, int] | None = None
    rate: Fraction | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an instruction. `refused` pairs the words with the reason.

    `draft` is what to export. `export` is whether there is something new to export.
    """

    draft: Draft
    language: Language
    done: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""
    quality: Quality | None = None
    export: bool = True


def edit(
    files: Sequence[str],
    instruction: str,
    hands: Hands,
    options: Options | None = None,
    draft: Draft | None = None,
) -> Outcome:
    """Carries out `instruction` on `draft`, or on a new one made of `files`.

    Raises NotUnderstood where no word was understood, EditError where all that was understood is
    impossible: there is nothing to export then.
    """
    options = options or Options()
    sources = open_media(files, hands, draft.timeline.media if draft else ())
    media = tuple({s.media.id: s.media for s in sources}.values())
    music = _music(options, instruction, hands, [*media, *(draft.timeline.media if draft else ())])
    notes = tuple(dict.fromkeys(n for s in sources for n in notes_on(s.facts)))
    draft, library = _begin(draft, [s.media for s in sources], instruction)
    library = (*library, *music)
    plan = understand(instruction, draft.timeline, library, options.language, draft.latest)
    if _left_out(plan, media, draft):
        draft, library = _appended(draft, library)
        plan = understand(instruction, draft.timeline, library, options.language, draft.latest)
    if (
        plan.empty
        and not plan.refusals
        and options == replace(Options(), language=options.language)
    ):
        raise _not_understood(plan)
    if draft.timeline.duration <= 0 and plan.wish is None:
        raise MediaRefused(say(plan.language, "no_picture"))
    return _carry_out(draft, plan, options, library, music, notes)


def _begin(
    draft: Draft | None, media: Sequence[Media], instruction: str
) -> tuple[Draft, tuple[Media, ...]]:
    """The draft to work on, and the media at hand that are not on its timeline."""
    if draft is not None:
        return draft, tuple(dict.fromkeys(media))
    parts = roles(instruction, tuple(media))
    clips = [m for m in media if parts[m.id] == "clip"]
    library = [m for m in media if parts[m.id] != "clip"]
    return Draft.of(clips), tuple(dict.fromkeys(library))


def _carry_out(
    draft: Draft,
    plan: Plan,
    options: Options,
    library: tuple[Media, ...],
    music: tuple[Media, ...],
    notes: tuple[str, ...],
) -> Outcome:
    language = plan.language
    steps, told = list(plan.steps), [*notes, *plan.notes]
    if plan.wish is not None:
        board = storyboard(plan.wish, draft.timeline, library, language)
        steps = [*(Step(e, plan.wish.span) for e in board.edits), *steps]
        told += board.notes
    if plan.export and plan.export.format not in ("", "mp4", "m4v"):
        told.append(say(language, "format", plan.export.format.upper()))
    steps = _with_options(steps, options, music, len(plan.instruction))
    queries = {q.kind for q in plan.queries}
    draft, conflicts = _brought_back(draft, queries, language)
    after, events = draft.carry_out(plan.instruction, steps)
    refused = [(r.span.of(plan.instruction), r.reason) for r in plan.refusals]
    refused += failed_words(plan.instruction, events, language)
    done = tuple(
        done_words(e, language)
        for e in events
        if e.failure is None and not told_in_notes(e.step, plan.wish)
    )
    if refused and not done and not queries & _COMMANDS:
        raise _nothing_done(refused, events, language)
    return Outcome(
        after,
        language,
        done,
        tuple(refused),
        tuple(s.of(plan.instruction) for s in plan.not_understood),
        (*told, *conflicts, *_answers(queries, language)),
        summary(after.timeline, language),
        SPOKEN.get(plan.export.quality) if plan.export else None,
        export=bool(events or plan.export or not queries or queries & _COMMANDS),
    )


def _with_options(
    steps: list[Step], options: Options, music: tuple[Media, ...], end: int
) -> list[Step]:
    """The options as steps of their own, after what the words asked for."""
    span = Span(end, end)
    if music:
        steps = [_on_file(s, music[0]) for s in steps]
        if not any(isinstance(s.edit, AddMusic) for s in steps):
            steps.append(Step(AddMusic(music[0]), span))
    if options.size or options.rate:
        width, height = options.size or (None, None)
        steps.append(Step(SetCanvas(width=width, height=height, rate=options.rate), span))
    return steps


def _on_file(step: Step, file: Media) -> Step:
    """The user's own music wherever the words would have had some composed."""
    change = step.edit
    if isinstance(change, AddMusic) and change.media.made:
        return replace(step, edit=replace(change, media=file))
    return step


def _music(
    options: Options, instruction: str, hands: Hands, known: Sequence[Media]
) -> tuple[Media, ...]:
    if options.music is None:
        return ()
    path = music_file(options.music, instruction)
    source: Source = open_media([str(path)], hands, known)[0]
    if not source.media.has_audio:
        raise MediaRefused(f"{path} holds no sound to be used as music.")
    return (source.media,)


def _left_out(plan: Plan, media: Sequence[Media], draft: Draft) -> bool:
    """Whether a picture was named on the command line that no word puts anywhere."""
    there = {m.id for m in draft.timeline.media}
    used = {m.id for step in plan.steps for m in _media_in(step.edit)}
    return plan.wish is None and any(
        m.has_picture and m.id not in there and m.id not in used for m in media
    )


def _media_in(change: Edit) -> tuple[Media, ...]:
    media = getattr(change, "media", None)
    return (media,) if isinstance(media, Media) else ()


def _appended(draft: Draft, library: tuple[Media, ...]) -> tuple[Draft, tuple[Media, ...]]:
    """The draft with the new pictures at its end."""
    pictures = [m for m in library if m.has_picture]
    names = " ".join(Path(m.src).name for m in pictures)
    draft, _ = draft.add(f"+ {names}", [Step(Append(m), Span(0, 0)) for m in pictures])
    return draft, tuple(m for m in library if not m.has_picture)


def _brought_back(
    draft: Draft, queries: set[str], language: Language
) -> tuple[Draft, tuple[str, ...]]:
    """The draft after commands about the project itself, and what they made impossible."""
    if "reset" in queries:
        return Draft(draft.base), ()
    if "undo" in queries:
        return draft.undo(language=language)
    return draft.redo(language) if "redo" in queries else (draft, ())


def _answers(queries: set[str], language: Language) -> list[str]:
    answers = {"help": EXAMPLES[language], "credits": say(language, "credits")}
    return [words for kind, words in answers.items() if kind in queries]


def _not_understood(plan: Plan) -> RequestError:
    message = say(plan.language, "not_understood", plan.instruction.strip())
    return NotUnderstood(message, hint=EXAMPLES[plan.language])


def _nothing_done(
    refused: Sequence[tuple[str, str]], events: Sequence[Event], language: Language
) -> EditError:
    kinds = {type(e.failure) for e in events if e.failure}
    kind = kinds.pop() if len(kinds) == 1 else EditError
    reasons = "; ".join(f'"{words}": {why}' if words else why for words, why in refused)
    return kind(reasons if reasons.endswith((".", "。")) else f"{reasons}.")
