"""GUI words in English."""

import re
from collections.abc import Callable

from .gui import Rule, Told, links_to, upto
from .quoting import COVER

EXPORT = 'say "export" to get the file'
WAIT = "wait for the file"
TRACKS = "see the tracks below"
CREDITS = "see your credits below"
CHANGE = "say what you want changed"
UPLOAD = 'say "upload" with the path or address of your file'

_LEAD = (
    r"(?:^|(?<=[.!?;:,(\n–—✅✨🎬👉💡→])|(?<=\s[-*•>])|(?<=^[-*•>])|(?<=\d[.)])|(?<=\bcan)|(?<=\bcould)|(?<=\bmay)"
    r"|(?<=\bplease)|(?<=\bPlease)|(?<=\bjust)|(?<=\bJust)|(?<=\bsimply)|(?<=\bSimply)|(?<=\bthen)|(?<=\bThen)|(?<=\bnow)|(?<=\bNow)|(?<=\bto)"
    r"|(?<=\band)|(?<=\bor)|(?<=\bOr)|(?<=\balso)|(?<=\bmust)|(?<=\bshould)|(?<=\bfirst)|(?<=\bnext)"
    r"|(?<=\bfinally)|(?<=\bFinally)|(?<=\bdirectly)|(?<=\beither)|(?<=\bby)|(?<=\bBy)|(?<=\bwill)|(?<=\byou[’']ll)|(?<=\bnot)|(?<=\btry)|(?<=\balways)|(?<=\beasily))\s*"
)
_EDGE = re.compile(
    r"[,;!?\n()]|\.(?=\s|$)|\s+(?:or|and|then|but|before|after|while|when|if|—|–|-)\s+"
)
_HARD_EDGE = re.compile(r"[,;!?\n()]|\.(?=\s|$)|\s+or\s+|\s+(?:but|—|–|-)\s+")
_SENTENCE = re.compile(r"[!?\n]|\.(?=\s|$)")

_UI = re.compile(
    r"\w\s*(?:>|→|»)\s*\w|\b(?:drop-?down|context|file|edit|export|main|side|top|settings|options|effects|text|media|view)\s+menus?\b"
    r"|\b(?:billing|account|profile|pricing|subscription|project|settings|dashboard)\s+page\b"
    r"|\b(?:buttons?|icons?|tabs?|panels?|toolbar|sidebar|drop-?down|dialog|dashboard|settings"
    r"|inspector|workspace|checkbox|slider|toggle|(?:preview|export|player|editor|properties|media)"
    r"\s+(?:window|page|pane|screen|view|area|section)|media\s+(?:library|bin|pool))\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:timeline|preview|player|editor|project|draft|workspace|media\s+library|web\s?site|app"
    r"|dashboard|canvas|tracks?)\b",
    re.IGNORECASE,
)
_EXPORT = re.compile(r"\b(?:export|download|render|save|share)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:billing|credits?|account|balance|subscription|plan|usage|top[ -]?up|api\s+tokens?)\b",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"^(?:see|view|check|watch|review|preview|look|monitor|track|find|play|inspect|confirm|verify)\b",
    re.IGNORECASE,
)
_NO_PURPOSE = re.compile(
    r"(?:begin|start|continue|proceed|go\s+on|get\s+started|do\s+(?:so|this|that|it)|finish|apply(?:\s+it)?"
    r"|(?:start|begin)\s+(?:editing|now|over))(?:\s+now)?",
    re.IGNORECASE,
)
_NO_CLICK = re.compile(
    r"\s*(?:sounds?|tracks?|noises?|rates?|bait|through|counts?|fraud|wheel|and\s+clack)\b",
    re.IGNORECASE,
)
_NO_DRAG = re.compile(
    r"\s*(?:rac(?:e|es|er|ers|ing)|queens?|kings?|shows?|strips?|nets?|artists?|force|coefficient|on\b)",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    r"\s*(?:on\s+)?(?:the\s+)?(?:\*\*)?(?:Export|Play|Save|Download|Generate|Render|Share|Preview"
    r"|Apply|Confirm|Upload|Ctrl|Cmd|Shift|Alt|Space|Enter|Esc|Delete|Backspace)\b|\s*(?:on\s+)?(?:the\s+)?(?:\*\*|\ue000)"
)


def _rule(verbs: str, found: Callable[[re.Match[str], str], Told | None], flags: int = 0) -> Rule:
    def told(match: re.Match[str], text: str) -> Told | None:
        return None if links_to(match) else found(match, text)

    return Rule(re.compile(rf"(?m:{_LEAD})(?P<gui>(?:{verbs}))(?![\w-])", flags), told)


def _said(words: str, match: re.Match[str]) -> str:
    """In the form of the verb that they stand for: "saying" for "clicking"."""
    if not re.search(r"ing\b", match["gui"]):
        return words
    return re.sub(r"^(say|see|wait)", r"\1ing", words)


class _Phrase:
    """A verb with what follows it: `thing`, `place` and `purpose`, up to `end`."""

    def __init__(self, match: re.Match[str], text: str, edge: re.Pattern[str] = _EDGE) -> None:
        hidden = match.string
        self.end = upto(edge, hidden, match.end())
        self.tail = text[match.end() : self.end].strip()
        cover = hidden[match.end() : self.end].strip()
        self.cover = cover
        cut = re.search(r"(?:^|\s)(?:in\s+order\s+)?to\s+(?=[a-z])", cover)
        self.purpose = self.tail[cut.end() :] if cut else ""
        if _NO_PURPOSE.fullmatch(self.purpose.strip()):
            self.purpose = ""
        thing = re.split(r"\s+for\s+", self.tail[: cut.start()] if cut else self.tail)[0]
        thing = re.sub(r"^(?:on|at)\s+", "", thing)
        thing = re.sub(r"^(?:the|your|that|this|its|a|an)\s+", "", thing, flags=re.IGNORECASE)
        parts = re.split(
            r"\s+(?:in|at|on|from|above|below|under|near|next\s+to)\s+", thing, maxsplit=1
        )
        self.thing = parts[0].strip(" *")
        self.place = parts[1] if len(parts) > 1 else ""

    @property
    def named(self) -> str:
        """What stands on the button; "" where it is no button that has a name."""
        thing = self.thing
        bare = re.sub(r"\s+(?:button|icon|link|option)$", "", thing, flags=re.IGNORECASE)
        bare = bare.strip("\"“”'‘’*`「」 ")
        if bare != thing or re.fullmatch(r"[A-Z][\w-]*(?:\s+[A-Z&][\w-]*){0,3}", thing):
            return bare if not re.search(_UI, bare) else ""
        return ""

    def wish(self) -> str:
        """The purpose as something to say: "edit it" of a title is "edit the title"."""
        purpose = self.purpose.strip()
        thing = re.sub(r"^.*\s+of\s+(?:the\s+)?(?=\w)", "", self.thing)
        thing = re.sub(r"\s+(?:handles?|edges?|sliders?|corners?|ends?|borders?).*$", "", thing)
        if (
            re.search(r"\b(?:it|them)$", purpose)
            and re.fullmatch(r"[a-z][a-z ]{2,20}", thing)
            and not _UI.search(thing)
        ):
            purpose = re.sub(r"\b(?:it|them)$", f"the {thing}", purpose)
        return (
            CHANGE
            if '"' in purpose or _UI.search(purpose) or re.search(r"\beditor\b", purpose)
            else f'say "{purpose}"'
        )


def _click(match: re.Match[str], text: str) -> Told | None:
    if _NO_CLICK.match(match.string, match.end()):
        return None
    phrase = _Phrase(match, text)
    return _clicked(phrase, match) if phrase.tail else None


def _press(match: re.Match[str], text: str) -> Told | None:
    phrase = _Phrase(match, text)
    if not _PRESSED.match(match.string, match.end()) and not _UI.search(phrase.cover):
        return None
    return _clicked(phrase, match)


def _clicked(phrase: _Phrase, match: re.Match[str]) -> Told:
    end = phrase.end
    if _EXPORT.search(phrase.thing):
        if match["gui"].lower().endswith("ing"):
            return Told('saying "export"', _verb_after(match.string, match.end(), end), "export")
        return Told(_said(EXPORT, match), _rest(match.string, end), "export", _said(WAIT, match))
    if re.match(r"undo\b", phrase.thing, re.IGNORECASE):
        return Told(_said('say "undo"', match), end)
    if _MONEY.search(phrase.thing):
        return Told(_said(CREDITS, match), end, "credits")
    end = _more(match.string, end)
    if phrase.purpose and not _LOOK.match(phrase.purpose):
        return Told(_said(phrase.wish(), match), end)
    if re.match(r"(?:play|preview|timeline)\b", phrase.thing, re.IGNORECASE) or phrase.purpose:
        return Told(_said(TRACKS, match), end, "tracks")
    if phrase.named:
        return Told(_said(f'say "{phrase.named.lower()}"', match), end)
    return Told(_said(CHANGE, match), end)


def _verb_after(hidden: str, start: int, end: int) -> int:
    """Where the sentence goes on after "clicking Export": at "will save it"."""
    found = re.compile(r"\s+(?:will|would|lets|should|saves|gives|starts|downloads|to)\b").search(
        hidden, start, end
    )
    return found.start() if found else end


def _rest(hidden: str, end: int) -> int:
    """What still belongs to an export that was clicked: "and choose MP4", "and download it"."""
    found = re.compile(
        r"\s+(?:and|then|and\s+then)\s+(?:choose|select|pick|save|download|wait|share)\b[^.,;!?\n]*"
    ).match(hidden, end)
    return found.end() if found else end


def _more(hidden: str, end: int) -> int:
    """What follows "and" and speaks of the GUI as well: "and edit the text in the panel"."""
    found = re.compile(r"\s+and\s+(?:then\s+)?[a-z][^.,;!?\n]*").match(hidden, end)
    return found.end() if found and (_UI.search(found[0]) or COVER in found[0]) else end


def _open(match: re.Match[str], text: str) -> Told | None:
    phrase = _Phrase(match, text)
    thing = f"{phrase.thing} {phrase.place}"
    if not (_UI.search(thing) or _SHOWN.search(phrase.thing)):
        return None
    return _looked(phrase, match)


def _go(match: re.Match[str], text: str) -> Told | None:
    """Verbs that mean a GUI only with one of its parts, or with the user's account."""
    phrase = _Phrase(match, text)
    thing = f"{phrase.thing} {phrase.place}"
    yours = re.search(
        r"\byour\s+(?:[\w]+\s+)?(?:account|billing|balance|credits?|subscription|plan|usage)\b",
        phrase.cover,
    )
    if not (_UI.search(thing) or yours):
        return None
    return _looked(phrase, match)


def _looked(phrase: _Phrase, match: re.Match[str]) -> Told:
    thing = f"{phrase.thing} {phrase.place}"
    if _EXPORT.search(thing):
        return Told(
            _said(EXPORT, match), _rest(match.string, phrase.end), "export", _said(WAIT, match)
        )
    if _MONEY.search(f"{thing} {phrase.purpose}"):
        return Told(_said(CREDITS, match), phrase.end, "credits")
    if phrase.purpose and not _LOOK.match(phrase.purpose):
        return Told(_said(phrase.wish(), match), phrase.end)
    if re.match(r"settings|preferences", phrase.thing, re.IGNORECASE) or re.search(
        r"\b(?:settings|preferences|slider|checkbox|toggle)\b", phrase.thing, re.IGNORECASE
    ):
        return Told(_said(CHANGE, match), phrase.end)
    return Told(_said(TRACKS, match), phrase.end, "tracks")


_IN_VIEW = re.compile(
    r"[^.,;!?\n]*?\s(?:in|on|from|inside)\s+(?:the\s+|your\s+)?(?:[\w*]+\s+){0,2}?"
    r"(?:timeline|preview|player|editor|workspace|dashboard|panel|viewer|canvas|browser)\b"
    r"(?:\s+(?:panel|window|pane|tab|area|view))?"
    r"(?:\s+(?:on|at)\s+(?:the|your)\s+(?:right|left|top|bottom)(?:\s+side)?|\s+(?:above|below)\b)?",
    re.IGNORECASE,
)


def _preview(match: re.Match[str], text: str) -> Told | None:
    """``preview it in the timeline``: the tracks are shown."""
    found = _IN_VIEW.match(match.string, match.end())
    if found is None or (re.search(r"\s(?:or|and|then)\s", found[0]) and not re.match(r"review|check", match["gui"])):  # fmt: skip
        return None
    return Told(_said(TRACKS, match), found.end(), "tracks")


def _drag(match: re.Match[str], text: str) -> Told | None:
    if _NO_DRAG.match(match.string, match.end()):
        return None
    phrase = _Phrase(match, text, _HARD_EDGE)
    tail = re.sub(r"\s+and\s+drop(?:\s+(?:it|them))?", "", phrase.tail)
    if re.match(r"(?:it|them|\w+)\s+(?:on|in)?to\s+(?:the\s+|your\s+)?timeline\b", tail):
        return Told(_said(CHANGE, match), phrase.end)
    tail = re.sub(r"\s+(?:in|on|of)\s+the\s+timeline\b", "", tail)
    if re.match(
        r"(?:(?:the|your|a|any|some|more)\s+)?(?:media\s+|video\s+)?(?:files?|videos?|footage|images?|photos?|media|music|songs?)\b",
        tail,
        re.IGNORECASE,
    ):
        return Told(_said(UPLOAD, match), phrase.end)
    purpose = re.search(
        r"\bto\s+(?!the\b|a\b|its\b|your\b|where|after|before|position|\d)([a-z].*)$", tail
    )
    if purpose:
        phrase.purpose = purpose[1]
        return Told(_said(phrase.wish(), match), phrase.end)
    if not tail:
        return None
    if '"' in tail or re.match(
        r"(?:the\s+)?(?:\w+\s+)?(?:handles?|edges?|sliders?|corners?|playhead)", tail
    ):
        return Told(_said(CHANGE, match), phrase.end)
    return Told(_said(f'say "move {tail}"', match), phrase.end)


def _drop(match: re.Match[str], text: str) -> Told | None:
    return Told(_said(UPLOAD, match), upto(_EDGE, match.string, match.end()))


def _button(match: re.Match[str], text: str) -> Told:
    """``The Export button is at the top.``: the whole sentence is about it."""
    return Told(EXPORT, upto(_SENTENCE, match.string, match.end()), "export", WAIT)


def _by_button(match: re.Match[str], text: str) -> Told:
    return Told('by saying "export"', match.end(), "export", "as soon as the file is there")


def _from_menu(match: re.Match[str], text: str) -> Told:
    return Told(EXPORT, match.end(), "export", WAIT)


def _in_panel(match: re.Match[str], text: str) -> Told:
    return Told("", match.end(), "tracks")


def _under_settings(match: re.Match[str], text: str) -> Told:
    return Told("", match.end(), "credits" if _MONEY.search(match[0]) else None)


def _api(match: re.Match[str], text: str) -> Told:
    """A sentence for programmers becomes one for people."""
    end = upto(re.compile(r"[.](?=\s|$)|\n"), match.string, match.end())
    if end < len(match.string) and match.string[end] == ".":
        end += 1
    if "/upload" in match[0]:
        return Told(UPLOAD[0].upper() + UPLOAD[1:] + ".", end)
    if "/render" in match[0]:
        words = EXPORT[0].upper() + EXPORT[1:] + "."
        return Told(words, end, "export", "The file follows.")
    return Told("", end)


_START = r"(?m:^|(?<=[.!?]\s)|(?<=\n)|(?<=^[-*•]\s))"

ENGLISH: tuple[Rule, ...] = (
    Rule(
        re.compile(
            rf"{_START}(?P<gui>(?![\u3400-\u9fff])(?:[^.\n。\u3400-\u9fff]|\.(?=\S))*?\b(?:GET|POST|PUT|DELETE)\s+/api/(?:[^.\s。\u3400-\u9fff]|\.(?=\S))*)"
        ),
        _api,
    ),
    Rule(
        re.compile(
            r"(?P<gui>(?:\b(?:via|through|with|using)\s+|\bby\s+using\s+)(?:the\s+)?(?:\*\*)?[Ee]xport(?:\*\*)?\s+(?:button|icon|menu))"
        ),
        _by_button,
    ),
    Rule(
        re.compile(
            rf"{_START}(?P<gui>(?:The|Your|An?)\s+(?:\*\*)?[Ee]xport(?:\*\*)?\s+(?:button|icon)\b)"
        ),
        _button,
    ),
    Rule(
        re.compile(
            rf"(?m:{_LEAD})(?P<gui>[Ee]xport(?:\s+(?:it|the\s+video|your\s+video|this))?\s+(?:from|via|using|in|through)\s+(?:the\s+)?(?:[\w*]+\s+){{0,2}}(?:menu|button|panel|tab|dialog|toolbar))"
        ),
        _from_menu,
    ),
    _rule(
        r"[Pp]review(?:ing)?|[Ww]atch(?:ing)?|[Ss]ee(?:ing)?|[Vv]iew(?:ing)?|[Rr]eview(?:ing)?|[Pp]lay(?:ing)?(?:\s+back)?"
        r"|[Cc]heck(?:ing)?(?:\s+out)?|[Ff]ind(?:ing)?|[Ll]ook(?:ing)?\s+at",
        _preview,
    ),
    _rule(
        r"[Cc]lick(?:ing)?|CLICK|[Dd]ouble-?\s?[Cc]lick(?:ing)?|[Rr]ight-?\s?[Cc]lick(?:ing)?|[Cc]lick/tap|[Tt]ap/click",
        _click,
    ),
    _rule(r"[Tt]ap(?:ping)?|[Pp]ress(?:ing)?|[Hh]it(?:ting)?|[Pp]ush(?:ing)?", _press),
    _rule(r"(?:[Oo]pen|[Ll]aunch|[Ee]xpand)(?:ing)?(?:\s+up)?", _open),
    _rule(
        r"[Gg]o(?:ing)?\s+(?:in)?to|[Ss]croll(?:ing)?(?:\s+(?:down|up))?\s+to|[Nn]avigat(?:e|ing)\s+to|[Hh]ead(?:ing)?(?:\s+over)?\s+to|[Vv]isit(?:ing)?|[Cc]heck(?:ing)?"
        r"|[Ss]elect(?:ing)?|[Cc]hoos(?:e|ing)|[Uu]s(?:e|ing)|[Ff]ind(?:ing)?|[Ss]witch(?:ing)?\s+to|[Ll]ook(?:ing)?\s+(?:at|in)|[Ss]ee(?:ing)?"
        r"|[Vv]iew(?:ing)?|[Rr]eview(?:ing)?|[Hh]over(?:ing)?\s+over|[Mm]ove\s+(?:your\s+cursor\s+)?to|[Rr]efer\s+to",
        _go,
    ),
    _rule(r"[Dd]rag(?:ging)?(?:(?:\s+and\s+|-and-|\s*/\s*|\s*&\s*)drop(?:ping)?)?", _drag),
    _rule(
        r"[Dd]rop(?:ping)?\s+(?:your|the|a|any|more|it|them)\s*(?:media|video|image|audio)?\s*(?:files?|videos?|clips?|images?|photos?|footage)?"
        r"\s+(?:here|in(?:to)?\s+(?:the\s+)?(?:media|upload|panel|library|window|box|area|timeline)|on(?:to)?\s+(?:the\s+)?(?:timeline|canvas|track|panel|upload))",
        _drop,
    ),
    Rule(
        re.compile(
            r"(?P<gui>\s+(?:in|under|at|via|from)\s+(?:the\s+|your\s+)?Settings(?:\s*(?:>|→|/|»)\s*[\w]+(?:\s+[A-Z]\w+)*)*)"
        ),
        _under_settings,
    ),
    Rule(
        re.compile(
            r"(?P<gui>\s+(?:in|on|from|using|via|with)\s+(?:(?:the|your)\s+(?:[A-Za-z]+\s+){0,2}(?:panel|tab|sidebar|toolbar|(?<=review\s)window|inspector)|your\s+(?:dashboard|workspace)|the\s+(?:Dashboard|Workspace|Timeline|Inspector)))\b"
        ),
        _in_panel,
    ),
)
