"""Words before the message proper that ask for nothing: "no wait, actually", 嗯，不对。"""

import re

_ENGLISH = r"no+|nah|nope|wait|hold on|hang on|hmm+|hm|uh+m?|umm?|er+m?|oh|ah|oops|whoops|sorry|actually|ok|okay|please|well|hey"
_ALONE = r"wait(?: a (?:second|sec|moment|minute))?|hmm+|hm|uhm?|umm?|oops|whoops|sorry|actually|okay|ok|oh"
"""They ask for nothing even where no comma follows; "no" does so only with one."""
_CHINESE = r"不对|不是|不不|不|不行|错了|嗯+|呃+|额|哦+|噢|啊|哎呀?|唉|等等|等一下|等下|慢着|算了|抱歉|不好意思|对不起|对了|好吧?|好的|那个"
_ALONE_ZH = r"嗯+|呃+|等等|等一下|慢着|不好意思|抱歉"
_MARK = r"[\s]*[,，.。!！…、:：;；—–-]+[\s]*"
_ONE = re.compile(
    rf"\s*(?:(?:{_ENGLISH})(?:{_MARK})|(?:{_ALONE})\s+(?=\S)|no+\s+(?=(?:{_ALONE})\b)"
    rf"|(?:{_CHINESE})(?:{_MARK})|(?:{_ALONE_ZH})(?=\S))",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\s*(?:never\s?mind|forget it|算了吧?|当我没说)\s*[.。!！…]*\s*", re.IGNORECASE
)


def asks_from(instruction: str) -> int:
    """Where the message proper begins; 0 where it is nothing but interjections."""
    at = 0
    while found := _ONE.match(instruction, at):
        at = found.end()
    return at if any(c.isalnum() for c in instruction[at:]) else 0


def takes_back(instruction: str) -> bool:
    """``never mind``, 算了: nothing is asked for after all."""
    return _NOTHING.fullmatch(instruction) is not None
