"""Which field of a request is wrong and why, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from typecut.edits import Language

_CHINESE = {
    "missing": "缺少此字段",
    "json_invalid": "不是有效的 JSON",
    "string_type": "应为字符串",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为数组",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "string_pattern_mismatch": "格式不正确",
    "literal_error": "应为 {expected}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "greater_than": "必须大于 {gt}",
    "less_than": "必须小于 {lt}",
    "value_error": "无效",
}


@dataclass(frozen=True, slots=True)
class Faults:
    """`fields`: one `{"field", "reason"}` each."""

    message: str
    fields: list[dict[str, str]]


def faults(found: Iterable[Mapping[str, Any]], language: Language) -> Faults:
    fields = [{"field": _place(f["loc"]), "reason": _reason(f, language)} for f in found]
    named = "; ".join(f"{f['field']}: {f['reason']}" for f in fields[:5])
    if language == "zh":
        return Faults(f"请求有误。{named}。请修正后重新发送。", fields)
    return Faults(f"The request is malformed. {named}. Correct it and send it again.", fields)


def _place(location: Iterable[Any]) -> str:
    """`body.new_message.parts[0].text`"""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".") or "body"


def _reason(fault: Mapping[str, Any], language: Language) -> str:
    told = _CHINESE.get(str(fault.get("type")))
    if language == "zh" and told:
        return told.format_map(_Lenient(fault.get("ctx") or {}))
    return str(fault.get("msg", "invalid")).rstrip(".")


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
