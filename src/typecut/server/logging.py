"""Logs: one line per request and event, with its trace id and never a secret."""

import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from typing import Any, Literal

TRACE: ContextVar[str] = ContextVar("typecut_trace", default="")
"""The trace id of the request that is being answered; threads that work for it see it too."""

_SECRETS = re.compile(
    r"(?i)(nmv_usr_|clm_)[\w-]+|(bearer\s+)[^\s,;\"']+|([?&](?:sig|signature|token|ct)=)[^\s&\"']+"
    r"|(://[^/\s:@]+:)[^/\s@]+(?=@)"
)
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def hidden(text: str) -> str:
    """The text with tokens, signatures and passwords replaced by dots."""
    return _SECRETS.sub(lambda m: f"{next(g for g in m.groups() if g)}…", text)


class JsonLines(logging.Formatter):
    """One JSON object per record; what was logged with `extra` becomes fields of it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace := TRACE.get():
            line["trace_id"] = trace
        line |= {k: v for k, v in record.__dict__.items() if k not in _PLAIN}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return hidden(json.dumps(line, ensure_ascii=False, default=str))


class PlainLines(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        more = {k: v for k, v in record.__dict__.items() if k not in _PLAIN}
        if trace := TRACE.get():
            more["trace_id"] = trace
        words = [time.strftime("%H:%M:%S"), record.levelname.lower(), record.getMessage()]
        words += [f"{k}={v}" for k, v in more.items()]
        text = " ".join(words)
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return hidden(text)


def set_up(level: str, shape: Literal["json", "text"]) -> None:
    """Our logs and the web server's go to standard error; nobody else's below a warning."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if shape == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("typecut").setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)


def _moment(seconds: float) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"
