"""The words that end a turn: what changed, what did not and why, and the timeline as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typecut.edits import Language, secs, summary
from typecut.studio import words as own
from typecut.studio.service.conversation import Reply
from typecut.studio.words import EXAMPLES

if TYPE_CHECKING:  # conversations without a server have no database
    from typecut.store.ledger import Balance

_SAID: Mapping[str, Mapping[Language, str]] = {
    "done": {
        "en": "Done:",
        "zh": "已完成：",
    },
    "not_done": {
        "en": "Not done:",
        "zh": "未完成：",
    },
    "not_understood": {
        "en": "Not understood: {}",
        "zh": "没有看懂：{}",
    },
    "nothing": {
        "en": "No part of this was understood, so nothing was changed.",
        "zh": "没有看懂这条消息，因此没有做任何修改。",
    },
    "unchanged": {
        "en": "That is how it was already.",
        "zh": "本来就是这样，没有改动。",
    },
    "upload": {
        "en": "To add files, send them to POST /api/upload-video/nemo_agent/me/{}.",
        "zh": "要添加文件，请上传到 POST /api/upload-video/nemo_agent/me/{}。",
    },
    "name_them": {
        "en": "To add files, name them.",
        "zh": "要添加文件，请给出文件名。",
    },
    "credits": {
        "en": "Credits: {} available, {} reserved, {} in total.",
        "zh": "积分：可用 {}，冻结 {}，共 {}。",
    },
    "uncounted": {
        "en": "This server counts no credits.",
        "zh": "这台服务器不计积分。",
    },
    "status": {
        "en": '"{}": {}x{}, {} fps, {} long, version {}.',
        "zh": "“{}”：{}x{}，{} fps，时长{}，版本 {}。",
    },
    "files": {
        "en": "Files at hand, not on the timeline: {}.",
        "zh": "未放到时间线上的文件：{}。",
    },
    "rendering": {
        "en": "The file is being made as {0}. GET /api/render/proxy/lambda/{0} tells how far "
        "it is; when its status is completed, output.url is the file.",
        "zh": "正在生成文件，编号 {0}。用 GET /api/render/proxy/lambda/{0} 查询进度；状态为 completed 时，output.url"
        " 就是文件地址。",
    },
    "how_to_render": {
        "en": 'For the file, call POST /api/render/proxy/lambda with {{"id": "render_{0}", '
        '"sessionId": "{1}"}} and the headers X-Skill-Source, X-Skill-Version and '
        "X-Skill-Platform, then GET /api/render/proxy/lambda/render_{0} until its status "
        "is completed: output.url is the file.",
        "zh": '要得到文件，请调用 POST /api/render/proxy/lambda，内容为 {{"id": "render_{0}", "sessionId": "'
        '{1}"}}，并带上请求头 X-Skill-Source、X-Skill-Version、X-Skill-Platform；再用 GET /api/render'
        "/proxy/lambda/render_{0} 查询，状态为 completed 时，output.url 就是文件地址。",
    },
    "nothing_to_render": {
        "en": "There is no picture on the timeline yet, so there is no file to be made of it.",
        "zh": "时间线上还没有画面，所以还不能生成文件。",
    },
    "not_rendering": {
        "en": "The file cannot be made now: {}",
        "zh": "暂时无法生成文件：{}",
    },
    "failed": {
        "en": "Something went wrong on our side. Nothing was changed and nothing was charged; "
        "say it again, or in other words.",
        "zh": "服务器出错了。没有做任何修改，也没有扣除积分；请再说一次，或换一种说法。",
    },
    "trace": {
        "en": "If it stays, report this trace id: {}.",
        "zh": "如果仍然出错，请提供编号（trace id）：{}。",
    },
    "too_long": {
        "en": "This took longer than a message may. Nothing was changed and nothing was "
        "charged; ask for less at once.",
        "zh": "处理超时。没有做任何修改，也没有扣除积分；请减少一次的要求。",
    },
    "no_credits": {
        "en": "This needs more credits than are left. Nothing was changed and nothing was charged.",
        "zh": "积分不足。没有做任何修改，也没有扣除积分。",
    },
}

_UPLOAD = ("upload", "上传")


@dataclass(frozen=True, slots=True)
class Facts:
    """What only the session knows. `balance` is None where credits are not counted. `file` tells
    what became of an export that was asked for. `here`: there is no server, all runs in place."""

    session_id: str
    version: int
    balance: "Balance | None" = None
    file: str = ""
    files: tuple[str, ...] = ()
    here: bool = False


def say(language: Language, what: str, *values: object) -> str:
    return _SAID[what][language].format(*values)


def words(reply: Reply, facts: Facts) -> str:
    """The whole text; its last line is the timeline summary."""
    parts = [
        "\n".join(reply.news),
        _listed("done", [c.said for c in reply.changes if not c.quiet], reply.language),
        _listed("not_done", [_refusal(reply, *r) for r in reply.refused], reply.language),
        _not_understood(reply, facts),
        *_answers(reply, facts),
        "\n".join(reply.notes),
        facts.file,
        summary(reply.draft.timeline, reply.language),
    ]
    return "\n\n".join(p for p in parts if p)


def _listed(head: str, lines: Sequence[str], language: Language) -> str:
    return "\n".join([say(language, head), *(f"- {line}" for line in lines)]) if lines else ""


def _refusal(reply: Reply, part: str, reason: str) -> str:
    part = " ".join(part.split())
    if not part:
        return reason
    return f"“{part}”：{reason}" if reply.language == "zh" else f'"{part}": {reason}'


def _not_understood(reply: Reply, facts: Facts) -> str:
    parts = [" ".join(p.split()) for p in reply.not_understood]
    quoted = "、".join(f"“{p}”" for p in parts)
    if reply.language == "en":
        quoted = ", ".join(f'"{p}"' for p in parts)
    lines = [say(reply.language, "not_understood", quoted)] if quoted else []
    if not reply.changes and any(word in reply.message.lower() for word in _UPLOAD):
        how = "name_them" if facts.here else "upload"
        lines.append(say(reply.language, how, facts.session_id))
    elif reply.helpless:
        lines.insert(0, say(reply.language, "nothing"))
        lines.append(EXAMPLES[reply.language])
    return "\n".join(lines)


def _answers(reply: Reply, facts: Facts) -> list[str]:
    said: list[str] = []
    if reply.changes and not reply.changed:
        said.append(say(reply.language, "unchanged"))
    if "credits" in reply.asked:
        said.append(_credits(reply.language, facts))
    if "status" in reply.asked:
        said += _status(reply, facts)
    if "help" in reply.asked:
        said.append(EXAMPLES[reply.language])
    return said


def _credits(language: Language, facts: Facts) -> str:
    balance = facts.balance
    if facts.here:
        return own.say(language, "credits")
    if balance is None:
        return say(language, "uncounted")
    return say(language, "credits", balance.available, balance.frozen, balance.total)


def _status(reply: Reply, facts: Facts) -> list[str]:
    timeline = reply.draft.timeline
    canvas, rate = timeline.canvas, round(float(timeline.canvas.rate), 3)
    length = secs(timeline.duration).said(reply.language)
    about = (timeline.name, canvas.width, canvas.height, f"{rate:g}", length, facts.version)
    said = [say(reply.language, "status", *about)]
    if facts.files:
        comma = "、" if reply.language == "zh" else ", "
        said.append(say(reply.language, "files", comma.join(facts.files)))
    return said
