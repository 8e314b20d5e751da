"""What an error means for the person, and what to do next."""

import re
from collections.abc import Mapping

from typecut import errors
from typecut.errors import TypecutError

from .quoting import Language
from .said import Trouble
from .sources import ACCEPTED

FORMATS = ", ".join(ACCEPTED)

_CODES: Mapping[type[TypecutError], int] = {
    errors.ClientIdMissing: 400,
    errors.MediaRefused: 4001,
    errors.MediaTooLarge: 4002,
    errors.RequestTooLarge: 4002,
    errors.MediaBroken: 4003,
    errors.MediaMissing: 1003,
    errors.NoSuchSession: 1002,
    errors.NoSuchThing: 1003,
    errors.Conflict: 1009,
    errors.TokenInvalid: 1001,
    errors.ExportBlocked: 402,
    errors.RateLimited: 429,
    errors.OutOfCredits: 2001,
    errors.RequestError: 422,
    errors.EditError: 422,
}

_OWN: Mapping[type[TypecutError], tuple[str, str]] = {
    errors.ClientIdMissing: (
        "The server did not accept this installation's id. Try again: a new one is made.",
        "服务器不接受本机的标识。请重试，会自动生成新的标识。",
    ),
    errors.TokenInvalid: (
        (
            "The access has expired and could not be renewed. Try again in a moment; if a token was "
            "set by hand, set a new one."
        ),
        "访问凭证已失效，且无法自动更新。请稍后重试；如果凭证是手动设置的，请换一个新的。",
    ),
    errors.ScopeMissing: (
        "The access that was set does not allow this. Use one with the right that is needed.",
        "当前凭证没有这项权限。请换用有相应权限的凭证。",
    ),
    errors.NoSuchSession: (
        (
            "The session is gone. Say it again: a new session is started, and files must be uploaded "
            "again."
        ),
        "会话已不存在。请再说一次，会自动新建会话；文件需要重新上传。",
    ),
    errors.OutOfCredits: (
        "The credits are used up; nothing was charged for this. Register or top up to go on.",
        "积分已用完，本次没有扣除积分。请注册账号或充值后继续。",
    ),
    errors.ExportBlocked: (
        (
            "The server does not allow this export. It is a matter of the plan or of the headers that "
            "say which skill asks, not of credits. Register or upgrade the plan to unlock it."
        ),
        "服务器不允许这次导出。这与套餐或技能标识有关，与积分无关。请注册或升级套餐后再导出。",
    ),
    errors.MediaRefused: (
        f"This type of file is not accepted. Accepted are: {FORMATS}.",
        f"不支持这种文件类型。支持的格式：{'、'.join(ACCEPTED)}。",
    ),
    errors.MediaTooLarge: (
        "The file is too large. Compress it or trim it, and upload it again.",
        "文件太大。请压缩或裁剪后重新上传。",
    ),
    errors.MediaBroken: (
        "The file is damaged and cannot be read. Export it again, or send another one.",
        "文件已损坏，无法读取。请重新导出，或换一个文件。",
    ),
    errors.MediaMissing: (
        "There is no such file. Check the path.",
        "没有这个文件。请检查路径。",
    ),
    errors.TurnRunning: (
        (
            "The message before this one is still being worked on. Wait until it is done, then say it "
            "again."
        ),
        "上一条消息还在处理中。请等它完成后再说一次。",
    ),
    errors.Unreachable: (
        "The server cannot be reached. Check the address and the network, then try again.",
        "无法连接服务器。请检查地址和网络后重试。",
    ),
    errors.Cancelled: (
        "It was stopped. Say it again if you still want it.",
        "已停止。如仍需要，请再说一次。",
    ),
    errors.TypecutError: (
        "Something went wrong on the other side. Try again; if it stays, tell the operator.",
        "对方出错了。请重试；如果仍然出错，请联系管理员。",
    ),
}

# Ours says the next step better than what a server writes for programmers.
_OURS_ALONE = (
    errors.ClientIdMissing,
    errors.TokenInvalid,
    errors.NoSuchSession,
    errors.OutOfCredits,
    errors.MediaRefused,
    errors.TurnRunning,
)
_EMPTY = ("", "error", "internal error", "internal server error", "failed")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SECRET = re.compile(
    r"\b(?:nmv_usr|clm|nmv)_[\w.~+/=-]*[\w~+/=-]|\bBearer\s+[\w.~+/=-]*[\w~+/=-]", re.IGNORECASE
)
_RAW = re.compile(r"\{[^{}]*\"[^{}]*\}|\[\s*\{.*\}\s*\]|</?[a-zA-Z][^>]*>|Traceback \(most recent", re.DOTALL)  # fmt: skip


def trouble(error: TypecutError, language: Language = "en") -> Trouble:
    """The error as it is told: one or two sentences, and a link where a page helps."""
    link = error.link if not _SECRET.search(error.link) else ""
    return Trouble(_text(error, language, link), code_of(error), link, error.exit_code)


def code_of(error: TypecutError) -> int:
    """Its code on the wire; 0 where nothing went over a wire."""
    if isinstance(error, errors.Unreachable | errors.Cancelled | errors.OutputError):
        return 0
    return next((_CODES[k] for k in type(error).__mro__ if k in _CODES), 5000)


def plain(text: str) -> str:
    """Words of a server without tokens, markup and JSON; "" where nothing readable is left."""
    if _RAW.search(text):
        return ""
    return " ".join(redacted(text).split())[:600]


def redacted(text: str) -> str:
    """Words of a server without tokens in them."""
    return _SECRET.sub("…", text)


def sentence(text: str, language: Language) -> str:
    """With a capital letter and a full stop."""
    if not text:
        return ""
    if not text.startswith(("http://", "https://")):  # an address stays as it is written
        text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?。！？…" else text + ("。" if language == "zh" else ".")


def _text(error: TypecutError, language: Language, link: str) -> str:
    own = _own(error, language)
    text = own if _ours_alone(error) else _words(error, language) or own
    if isinstance(error, errors.RateLimited):
        text = _wait(error.retry_after, language)
    elif isinstance(error, errors.ExportBlocked):
        text = _blocked(error, language)
    elif isinstance(error, errors.RenderError):
        text = ("导出失败：" if language == "zh" else "The export failed: ") + text
    return text if not link or link in text else f"{text} {link}"


def _ours_alone(error: TypecutError) -> bool:
    return isinstance(error, _OURS_ALONE) or error.message.lower() in _EMPTY


def _own(error: TypecutError, language: Language) -> str:
    kind = next(k for k in type(error).__mro__ if k in _OWN)
    return _OWN[kind][language == "zh"]


def _words(error: TypecutError, language: Language) -> str:
    """What the error says of itself; "" where it does not say it in this language."""
    message, hint = plain(error.message), plain(error.hint)
    if language == "zh":
        own = plain(error.zh)
        if not _CHINESE.search(own):
            return ""
        if message and own.startswith(message) and not _CHINESE.search(message):
            return f"{sentence(message, 'zh')}{own[len(message) :].lstrip(' 。.')}"
        return own
    if not message or _CHINESE.search(message):
        return ""
    return f"{sentence(message, 'en')} {hint}".strip()


def _blocked(error: TypecutError, language: Language) -> str:
    """A missing header is named; the rest is about the plan."""
    names = sorted(set(re.findall(r"X-Skill-[A-Za-z]+", error.message)))
    own = _own(error, language)
    if not names:
        return own
    return f"{own}（{'、'.join(names)}）" if language == "zh" else f"{own} ({', '.join(names)})"


def _wait(seconds: float, language: Language) -> str:
    if seconds < 120:
        number, unit = max(1, round(seconds)), ("seconds", "秒")
    elif seconds < 7200:
        number, unit = round(seconds / 60), ("minutes", "分钟")
    elif seconds < 172800:
        number, unit = round(seconds / 3600), ("hours", "小时")
    else:
        number, unit = round(seconds / 86400), ("days", "天")
    if language == "zh":
        return f"请求过于频繁。请等待 {number} {unit[1]}后再试。"
    return f"Too many requests. Wait {number} {unit[0]}, then try again."
