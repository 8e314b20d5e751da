"""The body of a request in pieces that are worth a thread's while, however it dribbles in."""

from typing import Literal

from anyio import fail_after
from fastapi import Request
from starlette.requests import ClientDisconnect

Ending = Literal["", "end", "silence"]
_PIECE = 1 << 20
_SOON = 0.05
"""Seconds to wait for more, once there is something."""


class Body:
    """Reads from the connection itself: a generator that was waited for in vain is dead."""

    def __init__(self, request: Request) -> None:
        self._request = request

    async def piece(self, patience: float) -> tuple[bytes, Ending]:
        """What comes next, about a megabyte or what there is; "silence" after so many seconds
        without a byte. ClientDisconnect when there will be no end."""
        parts: list[bytes] = []
        size = 0
        while size < _PIECE:
            try:
                with fail_after(_SOON if parts else patience):
                    message = await self._request.receive()
            except TimeoutError:
                return b"".join(parts), "" if parts else "silence"
            if message["type"] == "http.disconnect":
                if parts:
                    break  # said again the next time
                raise ClientDisconnect
            if data := message.get("body", b""):
                parts.append(data)
                size += len(data)
            if not message.get("more_body", False):
                return b"".join(parts), "end"
        return b"".join(parts), ""
