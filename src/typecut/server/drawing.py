"""The HTML of our own pages. Everything from outside is escaped; nothing is loaded or run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from typecut.edits import Language
from typecut.studio.service.sessions import Snapshot
from typecut.wire.accounts import Account

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#222}
h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem
.6rem;border-bottom:1px solid #ddd}label{display:block;margin:.8rem 0}input{font:inherit;width:100%;
padding:.4rem;box-sizing:border-box}button{font:inherit;padding:.5rem 1.2rem}
.told{background:#fdecea;padding:.6rem;border-radius:4px}code{overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}.told{background:#4a1f1b}
td,th{border-color:#444}}
"""

_WORDS: dict[str, Mapping[Language, str]] = {
    "no_link": {"en": "This link is not valid", "zh": "链接无效"},
    "no_link_next": {
        "en": "It is wrong or has expired. Ask your assistant for a new one.",
        "zh": "链接有误或已过期。请让助手重新生成一个链接。",
    },
    "nothing": {
        "en": "There is no timeline yet. Send files or say what you want in the chat.",
        "zh": "还没有时间线。请在对话中上传文件或说明你的需求。",
    },
    "version": {"en": "Version", "zh": "版本"},
    "tracks": {"en": "Timeline", "zh": "时间线"},
    "files": {"en": "Files", "zh": "文件"},
    "go_on": {
        "en": "To change or export it, go on in the chat.",
        "zh": "要修改或导出，请继续在对话中操作。",
    },
    "keep": {
        "en": "Keep this work: make an account",
        "zh": "保存这些内容：注册账号",
    },
    "register": {"en": "Make an account", "zh": "注册账号"},
    "bind_next": {
        "en": "To take all your work and credits into the account, paste the token of your chat "
        "(NEMO_TOKEN). To take one project alone, paste its claim link instead.",
        "zh": "要把全部作品和积分转入账号，请粘贴对话所用的令牌（NEMO_TOKEN）。只转入一个项目，请改为粘贴它的认领链接。",
    },
    "email": {"en": "E-mail address", "zh": "邮箱"},
    "password": {"en": "Password, at least 8 characters", "zh": "密码（至少 8 个字符）"},
    "claim": {"en": "Token or claim link (optional)", "zh": "令牌或认领链接（可选）"},
    "claim_needed": {"en": "Token or claim link", "zh": "令牌或认领链接"},
    "made": {"en": "Your account is ready", "zh": "账号已创建"},
    "everything": {
        "en": "Your work and credits are in it. Go on in the chat where you left.",
        "zh": "你的作品和积分已转入账号。请回到对话中继续。",
    },
    "session": {
        "en": "This project is in it, and is no longer in the chat that it came from. To go on "
        "with it there, give the chat the token below.",
        "zh": "这个项目已转入账号，原来的对话不再拥有它。要在对话中继续，请把下面的令牌交给对话。",
    },
    "token": {
        "en": "This is your token (NEMO_TOKEN). It is shown this once:",
        "zh": "这是你的令牌（NEMO_TOKEN），只显示这一次：",
    },
    "credits": {"en": "Credits", "zh": "积分"},
}


@dataclass(frozen=True, slots=True)
class Drawn:
    title: str
    body: str


def page(drawn: Drawn, language: Language) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(drawn.title)} · typecut</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(drawn.title)}</h1>{drawn.body}</body></html>"
    )


def no_such_link(language: Language) -> Drawn:
    return Drawn(_say("no_link", language), _paragraph(_say("no_link_next", language)))


def session(found: Snapshot, claim: str, language: Language) -> Drawn:
    """A session to look at: summary, tracks, files."""
    parts = [_paragraph(f"{_say('version', language)} {found.number}")]
    draft = found.draft
    if draft is None:
        parts.append(_paragraph(_say("nothing", language)))
    else:
        parts += [f"<h2>{_say('tracks', language)}</h2>", _paragraph(draft.summary)]
        parts.append(_table(_rows(draft.draft)))
    if found.files:
        parts.append(f"<h2>{_say('files', language)}</h2>")
        parts.append(_table((f.filename, f.kind, _size(f.size)) for f in found.files))
    parts.append(_paragraph(_say("go_on", language)))
    keep = f'<a href="/register?ct={escape(claim)}">{_say("keep", language)}</a>'
    return Drawn(found.session.name, "".join(parts) + f"<p>{keep}</p>")


def register(
    language: Language, *, bind: str = "", claim: str = "", email: str = "", told: str = ""
) -> Drawn:
    """The form; `told` is what was wrong with the last attempt."""
    warning = f'<p class="told" role="alert">{escape(told)}</p>' if told else ""
    wanted = "claim_needed" if bind or claim else "claim"
    needed = 'autocomplete="off"' + (" required" if bind else "")
    explained = _paragraph(_say("bind_next", language))
    fields = (
        f'<input type="hidden" name="bind" value="{escape(bind)}">'
        + _field("email", "email", email, language, "required")
        + _field("password", "password", "", language, 'required minlength="8"')
        + _field("claim", "text", claim, language, needed, words=wanted)
    )
    button = f"<button>{_say('register', language)}</button>"
    form = f'<form method="post" action="/register">{fields}{button}</form>'
    return Drawn(_say("register", language), warning + explained + form)


def registered(account: Account, language: Language) -> Drawn:
    body = _paragraph(f"{_say('credits', language)}: {account.credits}")
    if account.moved:
        body += _paragraph(_say(account.moved, language))
    token = f"<p>{_say('token', language)}<br><code>{escape(account.token)}</code></p>"
    return Drawn(_say("made", language), body + token)


def _rows(draft: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for track in draft.get("t", []):
        names = [_segment(segment) for segment in track.get("sg", [])]
        yield track.get("m", {}).get("name", ""), ", ".join(names)


def _segment(segment: Mapping[str, Any]) -> str:
    start, length = segment.get("s", 0) / 1000, segment.get("d", 0) / 1000
    words = segment.get("tx", {}).get("text") or segment.get("m", {}).get("name", "")
    return f"{words} ({start:g}–{start + length:g} s)"


def _field(
    name: str, kind: str, value: str, language: Language, more: str, *, words: str = ""
) -> str:
    label = _say(words or name, language)
    return (
        f'<label>{label}<input type="{kind}" name="{name}" value="{escape(value)}" {more}></label>'
    )


def _table(rows: Iterable[Iterable[str]]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _say(what: str, language: Language) -> str:
    return _WORDS[what][language]


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
