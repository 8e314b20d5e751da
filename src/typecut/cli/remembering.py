"""Which session on which server a conversation goes on with, kept beside the local ones."""

import contextlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from typecut.errors import OutputError

_FILE = "servers.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """Sessions by server, of one conversation. No secrets: tokens are the client's own matter."""

    path: Path

    @classmethod
    def of(cls, name: str) -> "Remembered":
        from typecut.studio.local_store import session_folder

        return cls(session_folder(name) / _FILE)

    def session(self, server: str) -> str:
        """Its id there; "" where there is none."""
        found = self._read().get(server)
        return found if isinstance(found, str) else ""

    def told(self, server: str) -> bool:
        """Whether this server was used before from here."""
        return server in self._read()

    def keep(self, server: str, session_id: str) -> None:
        known = self._read()
        if known.get(server) != session_id:
            self._write({**known, server: session_id})

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # another session costs little
        if not isinstance(found, dict):
            return {}
        record = cast("dict[str, Any]", found)
        servers = record.get("servers") if record.get("v") == _VERSION else None
        return cast("dict[str, Any]", servers) if isinstance(servers, dict) else {}

    def _write(self, servers: dict[str, Any]) -> None:
        half = self.path.with_name(f".{uuid.uuid4().hex}.json")
        text = json.dumps({"v": _VERSION, "servers": servers}, indent=1)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123  a descriptor
                file.write(text)
            half.replace(self.path)
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written: {error.strerror}.",
                hint="Free some space, or set TYPECUT_DATA to another folder.",
            ) from error
        finally:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
