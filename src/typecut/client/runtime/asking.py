"""Questions about the session, and taking back: whether a few words are nothing but one of them."""

import re

from .steps import ShowCredits, ShowState, Step, Undo

_POLITE = (
    r"please|pls|ok|okay|now|hey|hi|can|could|would|you|i|me|my|the|a|an|to|do|have|has|is|are|am|"
    r"what['’]?s|what|how|much|many|there|any|of|all|get|got|let|just|s|it|this|that|thanks|"
    r"tell|show|see|view|check|display|give|list|know|want|current|currently|still|right|about|for|"
    r"in|on|our|so|far|look|like|does|at|moment|again|up|print"
)
_CREDITS = re.compile(
    r"(?<![\w-])(?:credits?|balance|quota|积分|credits)(?![\w-])|积分|余额|点数|额度", re.IGNORECASE
)
_CREDIT_WORDS = re.compile(
    rf"(?<![\w'’-])(?:{_POLITE}|credits?|balance|quota|account|points?|left|remaining|remain|available|"
    r"free|status|out|enough|frozen|total|need|use|used|spend|spent|cost|export)(?![\w-])"
    r"|积分|余额|点数|额度|请问|可以|我|的|还|有|剩余?|余|下|多少|查询|查看?|看看?|一下|显示|账户|账号|目前|现在|当前"
    r"|请|帮|告诉|是|吗|呢|啊|几|个|了|可用|总|能用?|用|够|不|没|你|一|[\s,.!?，。！？、:：]",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\s*(?:how\s+m(?:any|uch)|do\s+i|did\s+(?:i|that|this|it)|will\s+(?:it|this|that)|am\s+i|"
    r"what(?:['’]?s|\s+is|\s+are)|show|check|view|tell|see)\b|多少|查|看|还有|还剩|显示|告诉|够",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"^\s*(?:how\s+m(?:any|uch)|do\s+i|did\s+(?:i|that|this|it)|will|does|am\s+i|what)\b"
    r"(?=.*\b(?:credits?)\b)(?!.*\b(?:closing|end|ending|opening|roll|rolling|title|text|scroll)\b)",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?<![\w-])(?:status|state|tracks?|timeline|draft|project|progress|summary|overview)(?![\w-])"
    r"|状态|轨道|时间线|时间轴|进度|草稿|项目|现在怎么样|什么样了",
    re.IGNORECASE,
)
_STATE_WORDS = re.compile(
    rf"(?<![\w'’-])(?:{_POLITE}|status|state|tracks?|timeline|draft|project|progress|summary|overview|"
    r"video|export|render|going|session|job|everything|where|we|edit)(?![\w-])"
    r"|我|的|还|有|多少|查看?|查询|看看?|一下|显示|列出|目前|现在|当前|请|帮|告诉|是|吗|呢|啊|几|个|条|了|什么|"
    r"怎么样|样|到|哪|状态|轨道|时间线|时间轴|进度|草稿|项目|上|里|视频|情况|你|一|所有|给|把|出来|哪些|都|如何|"
    r"[\s,.!?，。！？、:：]",
    re.IGNORECASE,
)
_READY = re.compile(
    r"^\s*(?:is|has|did)\s+(?:the|my)\s+(?:export|render|video|file)\s+(?:ready|done|finish(?:ed)?)(?:\s+yet)?\W*$"
    r"|^\s*(?:视频|导出)(?:好了|完成了?|做好了)(?:吗|没有?)\W*$",
    re.IGNORECASE,
)
_EXPORTS = re.compile(
    r"\s*(?:(?:please|now|then|can\s+you|could\s+you|i\s+want\s+to)\s+)*(?:export|render|download|save)\b|请?(?:帮我)?(?:导出|下载|保存)",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"""
    ^[\s,]*(?:(?:please|pls|ok(?:ay)?|no|oops|wait|hm+|sorry|can\s+you|could\s+you)[\s,]+)*
    (?: undo(?:\s+(?:that|this|it|please|again|(?:the|my|your)\s+(?:last|previous)
        (?:\s+(?:edit|change|step|instruction|action|one|thing|message))?))*
      | take\s+(?:that|it)\s+back | revert(?:\s+(?:that|it|the\s+last(?:\s+(?:edit|change|step))?))?
      | ctrl\s*[-+]?\s*z )
    (?:[\s,]+(?:please|thanks|again))*[\s.!?]*$
    | ^\s*(?:请|帮我|麻烦|不对，?|不行，?)*(?:撤销|撤消|撤回|回退)
      (?:一下|上一步|上一个|上次|刚才|刚刚|的|操作|修改|编辑|吧|一步|最后|那个|这个|了)*[\s。！!]*$
    """,
    re.VERBOSE | re.IGNORECASE,
)


def question_of(piece: str, *, alone: bool) -> Step | None:
    """The question that a piece is, if it is nothing else; among others it must look like one,
    because in "add music, credits and a title" credits are a thing to add."""
    text = piece.strip().lstrip("/")
    if _UNDO.match(text):
        return Undo()
    if _EXPORTS.match(text) or (not alone and not _ASKS.search(text)):
        return None
    if _CREDITS.search(text) and (_only(_CREDIT_WORDS, text) or (alone and _COSTS.match(text))):
        return ShowCredits()
    if (_STATE.search(text) and _only(_STATE_WORDS, text)) or _READY.match(text):
        return ShowState()
    return None


def _only(words: re.Pattern[str], text: str) -> bool:
    return not words.sub("", text)
