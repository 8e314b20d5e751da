"""The sentences that a conversation says of its own, in English and Chinese."""

from collections.abc import Mapping, Sequence

from typecut.client.port import Credits, Exported, State, Uploaded

from .faults import plain, sentence
from .quoting import Language
from .sources import ACCEPTED
from .steps import Export, Say, ShowCredits, ShowState, Step, Undo, Upload
from .summary import quoted, summary

_SAID: Mapping[str, tuple[str, str]] = {
    "connecting": ("Connecting…", "正在连接…"),
    "ready": ("Ready.", "已就绪。"),
    "working": ("⏳ Still working...", "⏳ 仍在处理中…"),
    "empty": (
        'Say what you want, for example: trim the first 5 seconds, or "export".',
        "请告诉我您想怎么剪，例如：去掉前5秒，或“导出”。",
    ),
    "which": (
        "Which file? Give its path or its address. Accepted are: {0}.",
        "要上传哪个文件？请给出路径或网址。支持的格式：{0}。",
    ),
    "uncounted": ("Nothing costs credits here.", "这里不使用积分。"),
    "credits": (
        "Credits: {0} available, {1} reserved, {2} in total.",
        "积分：可用 {0}，冻结 {1}，共 {2}。",
    ),
    "nothing_there": (
        "Nothing is on the timeline yet. Upload a file, or say what to make.",
        "时间线上还没有内容。请上传文件，或说说想做什么。",
    ),
    "at_hand": ("Files at hand: {0}.", "已上传的文件：{0}。"),
    "silent": (
        "The server answered without a word, and nothing changed. Say it in other words.",
        "服务器没有回复，也没有任何变化。请换一种说法。",
    ),
    "silent_unknown": (
        'The server answered without a word. Say "status" to see the tracks.',
        "服务器没有回复。说“状态”可以查看当前轨道。",
    ),
    "temporary": (
        "The server has a temporary problem, and nothing changed. Say it again in a moment.",
        "服务器暂时出了问题，没有任何变化。请稍后再说一次。",
    ),
    "broke_changed": (
        "The connection broke off, but the work was done.",
        "连接中断了，但操作已完成。",
    ),
    "broke_same": (
        ("The connection broke off, and nothing has changed since. It was not sent a second time; "
        "say it again if you still want it."),
        "连接中断，此后没有任何变化。消息没有重复发送；如仍需要，请再说一次。",
    ),
    "broke_unknown": (
        ("The connection broke off, and it cannot be found out what came of it. It was not sent a "
        'second time; say "status" before you say it again.'),
        "连接中断，无法确认结果。消息没有重复发送；请先说“状态”查看，再决定是否重说。",
    ),
    "failed": (
        "The server could not finish this. Say it again, or in other words.",
        "服务器没能完成。请再说一次，或换一种说法。",
    ),
    "failed_why": (
        "The server could not finish this: {0} Say it again, or in other words.",
        "服务器没能完成：{0} 请再说一次，或换一种说法。",
    ),
    "failed_changed": (
        "The server reported a problem afterwards. Look at the tracks before you say it again.",
        "之后服务器报告了问题。请先查看轨道，再决定是否重说。",
    ),
    "failed_changed_why": (
        "The server reported a problem afterwards: {0} Look at the tracks before you say it again.",
        "之后服务器报告了问题：{0} 请先查看轨道，再决定是否重说。",
    ),
    "replaced": (
        ("The earlier session is gone, so a new one was started. What was in the earlier one must "
        "be uploaded again."),
        "之前的会话已不存在，已新建会话。之前的内容需要重新上传。",
    ),
    "replaced_unsent": (
        ("The earlier session is gone, so a new and empty one was started, and your message was "
        "not sent. Upload the files again, then say it again."),
        "之前的会话已不存在，已新建一个空会话，您的消息没有发送。请重新上传文件后再说一次。",
    ),
    "not_done": ("Not done because of this: {0}.", "因此没有执行：{0}。"),
    "unchanged_export": (
        'Nothing changed, so nothing was exported. Say "export" for the file as it is.',
        "没有任何变化，因此没有导出。如需导出当前内容，请说“导出”。",
    ),
    "only_mp4": (
        "Exports are MP4 files; {0} is not written.",
        "导出的文件为 MP4，不支持 {0}。",
    ),
    "exporting": ("Exporting…", "正在导出…"),
    "nothing_undone": ("There is nothing to take back.", "没有可以撤销的操作。"),
    "step_export": ("the export", "导出"),
    "step_credits": ("showing the credits", "查看积分"),
    "step_state": ("showing the tracks", "查看轨道"),
    "step_undo": ("taking back", "撤销"),
    "step_upload": ("the upload", "上传"),
}  # fmt: skip


def say(language: Language, what: str, *values: object) -> str:
    return _SAID[what][language == "zh"].format(*values)


def which_file(language: Language) -> str:
    return say(language, "which", _comma(language).join(ACCEPTED))


def credits_text(credits: Credits, language: Language) -> str:
    return say(language, "credits", credits.available, credits.frozen, credits.total)


def state_text(state: State, language: Language) -> str:
    """The summary; for an empty timeline what is at hand instead."""
    text = summary(state.draft, language)
    if state.exportable:
        return text
    names = [str(v.get("filename") or v.get("name") or "") for v in state.video_infos]
    names = [name for name in names if name]
    lines = [text, say(language, "nothing_there")]
    if names:
        lines[1] = say(language, "at_hand", _comma(language).join(names))
    return "\n".join(lines)


def uploads_text(files: Sequence[Uploaded], language: Language, *, in_place: bool = False) -> str:
    """One line per file: what it is, or why it was refused. `in_place`: the files were not sent
    anywhere, so that they are "added" and not "uploaded"."""
    tell = {True: _refused, False: _arrived}
    return "\n".join(tell[bool(f.code)](f, language, in_place) for f in files)


def ready_text(exported: Exported, language: Language) -> str:
    place = str(exported.path or exported.url)
    facts: list[str] = []
    if exported.duration:
        facts.append(
            f"{exported.duration:.1f} s" if language == "en" else f"{exported.duration:.1f} 秒"
        )
    if exported.size:
        facts.append(_bytes(exported.size))
    inside = ", ".join(facts)
    if language == "zh":
        return f"视频已导出：{place}" + (f"（{'，'.join(facts)}）" if facts else "")
    return f"Your video is ready: {place}" + (f" ({inside})" if inside else "")


def _arrived(file: Uploaded, language: Language, in_place: bool) -> str:
    zh = language == "zh"
    kinds = {"video": "视频", "image": "图片", "audio": "音频"}
    facts = [kinds.get(file.file_type, file.file_type) if zh else file.file_type]
    if file.duration:
        facts.append(f"{file.duration:.1f} {'秒' if zh else 's'}")
    if file.width and file.height:
        facts.append(f"{file.width}x{file.height}")
    inside = [f for f in facts if f]
    if zh:
        done = "已添加" if in_place else "已上传"
        return f"{file.filename}：{done}" + (f"（{'，'.join(inside)}）" if inside else "")
    done = "added" if in_place else "uploaded"
    return f"{file.filename}: {done}" + (f" ({', '.join(inside)})" if inside else "")


def _refused(file: Uploaded, language: Language, in_place: bool) -> str:
    zh = language == "zh"
    why = sentence(plain(file.message) or ("无法使用" if zh else "it cannot be used"), language)
    formats = ""
    if file.code == 4001 and "mp4" not in why.lower():
        formats = (
            f"支持的格式：{'、'.join(ACCEPTED)}。"
            if zh
            else f" Accepted are: {', '.join(ACCEPTED)}."
        )
    done = ("added", "添加") if in_place else ("uploaded", "上传")
    head = f"{file.filename}：未{done[1]}。" if zh else f"{file.filename}: not {done[0]}. "
    return head + why + formats


def _bytes(size: int) -> str:
    number = float(size)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.2f} GB"


def _comma(language: Language) -> str:
    return "、" if language == "zh" else ", "


def step_text(step: Step, language: Language) -> str:
    """A step that was not carried out, to be named."""
    match step:
        case Say(text):
            return quoted(text, language)
        case Upload():
            return say(language, "step_upload")
        case Export():
            return say(language, "step_export")
        case ShowCredits():
            return say(language, "step_credits")
        case ShowState():
            return say(language, "step_state")
        case Undo():
            return say(language, "step_undo")
