"""What errors say, in the language of whoever reads them; always with the next step."""

from collections.abc import Mapping

from typecut import errors
from typecut.edits import Language
from typecut.errors import TypecutError

SENTENCES: dict[type[TypecutError], Mapping[Language, str]] = {
    errors.TypecutError: {
        "en": "Something went wrong on our side. Try again; if it stays, report the trace id.",
        "zh": "服务器出错了。请重试；如果仍然出错，请提供 trace id。",
    },
    errors.RequestError: {
        "en": "The request cannot be read. Correct it and send it again.",
        "zh": "请求无法识别。请修正后重新发送。",
    },
    errors.NotUnderstood: {
        "en": "No part of the instruction was understood. Say it in other words.",
        "zh": "没有看懂这条指令。请换一种说法。",
    },
    errors.DraftError: {
        "en": "The draft is not valid. Correct the place that is named and send it again.",
        "zh": "草稿有误（{path}）：没有保存任何内容。请修正后重新发送。",
    },
    errors.SettingError: {
        "en": "A setting has a value it cannot have. Choose another one.",
        "zh": "某个设置的值无效。请换一个值。",
    },
    errors.ClientIdMissing: {
        "en": "The header X-Client-Id is missing or is not a UUID. "
        "Make a UUID, keep it, and send it as X-Client-Id.",
        "zh": "缺少 X-Client-Id 请求头，或者它不是 UUID。请生成一个 UUID 并保存，用 X-Client-Id 发送。",
    },
    errors.RequestTooLarge: {
        "en": "The request is too large. Send less at once; files go to the upload address.",
        "zh": "请求内容过大。请减少一次发送的内容；文件请通过上传接口发送。",
    },
    errors.EditError: {
        "en": "This edit is not possible here. Look at the timeline and change the instruction.",
        "zh": "这里无法进行这项编辑。请查看时间线后修改指令。",
    },
    errors.NoSuchItem: {
        "en": "There is no such clip, title or track. Look at the timeline and name another one.",
        "zh": "没有这个片段、标题或轨道。请查看时间线后重新指定。",
    },
    errors.MediaError: {
        "en": "This file cannot be used. Send another one.",
        "zh": "这个文件无法使用。请换一个文件。",
    },
    errors.MediaMissing: {
        "en": "There is no such file. Upload it first.",
        "zh": "没有这个文件。请先上传。",
    },
    errors.MediaRefused: {
        "en": "This type of file is not accepted. "
        "Send mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a or aac.",
        "zh": "不支持这种文件类型。"
        "请上传 mp4、mov、avi、webm、mkv、jpg、png、gif、webp、mp3、wav、m4a 或 aac。",
    },
    errors.MediaTooLarge: {
        "en": "The file is too large. Compress it or trim it, and upload it again.",
        "zh": "文件太大。请压缩或裁剪后重新上传。",
    },
    errors.MediaBroken: {
        "en": "The file is damaged and cannot be decoded. Export it again, or send another one.",
        "zh": "文件已损坏，无法解码。请重新导出，或换一个文件。",
    },
    errors.OutputError: {
        "en": "The result cannot be written on our side. Try again later.",
        "zh": "服务器无法写入结果。请稍后再试。",
    },
    errors.RenderError: {
        "en": "Rendering failed on our side. Try again; if it stays, report the trace id.",
        "zh": "渲染失败。请重试；如果仍然失败，请提供 trace id。",
    },
    errors.LimitExceeded: {
        "en": "The work took more time or memory than is allowed. Try a shorter or smaller video.",
        "zh": "处理超出了时间或内存限制。请换用更短或更小的视频。",
    },
    errors.NoSuchThing: {
        "en": "There is no such thing. Check the id.",
        "zh": "没有找到。请检查 id。",
    },
    errors.NoSuchSession: {
        "en": "There is no such session. Create one.",
        "zh": "没有这个会话。请新建一个会话。",
    },
    errors.Conflict: {
        "en": "This is taken already, or in the way of something that goes on. "
        "Wait a moment, or choose another id.",
        "zh": "已被占用，或与正在进行的操作冲突。请稍候，或换一个 id。",
    },
    errors.TurnRunning: {
        "en": "The previous message is still being worked on. Wait until it is done.",
        "zh": "上一条消息还在处理中。请等它完成。",
    },
    errors.TokenInvalid: {
        "en": "The token is missing, wrong, expired or revoked. "
        "Ask for a new one: POST /api/auth/anonymous-token with the same X-Client-Id.",
        "zh": "令牌缺失、错误、已过期或已被撤销。"
        "请用同一个 X-Client-Id 重新获取：POST /api/auth/anonymous-token。",
    },
    errors.ScopeMissing: {
        "en": "This token does not allow that. Use a token with the scope that is needed.",
        "zh": "这个令牌没有所需的权限。请换用有相应权限的令牌。",
    },
    errors.ExportBlocked: {
        "en": "The export is blocked. Send the headers X-Skill-Source, X-Skill-Version and "
        "X-Skill-Platform, or register.",
        "zh": "无法导出。请发送 X-Skill-Source、X-Skill-Version 和 X-Skill-Platform 请求头，或注册账号。",
    },
    errors.RateLimited: {
        "en": "Too many requests. Wait {wait}, then try once more.",
        "zh": "请求过于频繁。请等待{wait}后再试一次。",
    },
    errors.OutOfCredits: {
        "en": "This needs {needed} credits, and {available} are left. Register or top up.",
        "zh": "积分不足：需要 {needed}，剩余 {available}。请注册账号或充值。",
    },
    errors.StoreError: {
        "en": "The server cannot reach what it stores. Try again in a moment.",
        "zh": "服务器暂时无法访问存储。请稍后再试。",
    },
    errors.LeaseLost: {
        "en": "Another server has taken this over. Try again.",
        "zh": "这项工作已被另一台服务器接管。请重试。",
    },
    errors.Unreachable: {
        "en": "Another server does not answer. Try again later.",
        "zh": "另一台服务器没有响应。请稍后再试。",
    },
    errors.Cancelled: {
        "en": "This was stopped. Start it again if you still want it.",
        "zh": "操作已停止。如仍需要，请重新开始。",
    },
}

# Whose own words tell strangers about the inside of the server.
_KEPT_INSIDE = (errors.OutputError, errors.RenderError, errors.StoreError)


def sentence(error: TypecutError, language: Language) -> str:
    """What went wrong and what to do next, in `language`."""
    if language == "zh":
        own = error.zh if error.zh != str(error) else ""
        return own or _filled(error, "zh")
    if type(error) is TypecutError or isinstance(error, _KEPT_INSIDE) or not error.message:
        return _filled(error, "en")
    if error.hint and not isinstance(error, errors.RateLimited):
        return str(error)
    return f"{error} {_next_step(error)}".strip()


def language_of(tag: str, otherwise: Language = "en") -> Language:
    """`zh-CN`, `zh_Hans`, `Chinese`, `中文` are Chinese; any other language is told English."""
    text = tag.strip().lower()
    if not text:
        return otherwise
    return "zh" if text.startswith(("zh", "cmn", "chinese", "中")) else "en"


def preferred(accept: str) -> Language:
    """The one of our languages that an Accept-Language header likes best."""
    best: tuple[float, Language] = (0.0, "en")
    for part in accept.split(","):
        tag, _, more = part.strip().partition(";")
        weight = _weight(more)
        if tag and tag != "*" and weight > best[0]:
            best = (weight, language_of(tag))
    return best[1]


def duration(seconds: float, language: Language) -> str:
    """`30 s`, `5 min`, `3 h`, `7 days`, rounded up, in words."""
    size, unit, chinese = next(
        (u for u in _UNITS if seconds < u[0] * u[3]), _UNITS[-1]
    )[0:3]  # fmt: skip
    number = max(1, -int(-seconds // size))
    return f"{number} {unit}" if language == "en" else f"{number} {chinese}"


_UNITS = ((1, "s", "秒", 120), (60, "min", "分钟", 120), (3600, "h", "小时", 48), (86400, "days", "天", 10**9))  # fmt: skip


def _next_step(error: TypecutError) -> str:
    """The last sentence of what the class says: the step to take."""
    said = _filled(error, "en")
    parts = said.split(". ", 1)
    return parts[1] if len(parts) == 2 else ""


def _filled(error: TypecutError, language: Language) -> str:
    kind = next(k for k in type(error).__mro__ if k in SENTENCES)
    known = {
        "path": getattr(error, "path", ""),
        "wait": duration(getattr(error, "retry_after", 30.0), language),
        "needed": getattr(error, "needed", 0),
        "available": getattr(error, "available", 0),
    }
    return SENTENCES[kind][language].format(**known)


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
