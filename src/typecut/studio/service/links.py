"""Signed links: addresses that work without a token, for a while, and cannot be made up.

A signature is `<expires>.<hmac>`; the HMAC covers the purpose, what the link leads to, and when it
ends. Purposes keep a link to one kind of thing from being used for another.
"""

import base64
import hmac
import math
from typing import Literal

from typecut.errors import NoSuchThing

Purpose = Literal["render", "preview", "media", "thumbnail"]

_STEPS = 24  # how much longer than asked for a link lasts at most, as a part
_LENGTH = 32


def sign(secret: bytes, purpose: Purpose, subject: str, *, now: float, lasting: float) -> str:
    """A signature valid for at least `lasting` seconds; asked again soon, it is the same one, so
    that the address of a thing does not change with every answer."""
    step = max(1.0, lasting / _STEPS)
    expires = math.ceil((math.floor(now / step) + 1) * step + lasting)
    return f"{expires}.{_mac(secret, purpose, subject, expires)}"


def check(secret: bytes, purpose: Purpose, subject: str, signature: str, *, now: float) -> None:
    """NoSuchThing unless the signature is ours, for exactly this, and not expired."""
    expires, _, mac = signature.partition(".")
    number = int(expires) if expires.isascii() and expires.isdigit() and len(expires) < 16 else 0
    genuine = hmac.compare_digest(
        _mac(secret, purpose, subject, number).encode(), mac.encode("utf-8", "replace")
    )
    if not genuine:
        raise NoSuchThing(
            "This link is not valid.",
            hint="Ask for the link again.",
            zh="这个链接无效。请重新获取链接。",
        )
    if now >= number:
        raise NoSuchThing(
            "This link has expired.",
            hint="Ask for the link again.",
            zh="链接已过期。请重新获取链接。",
        )


def _mac(secret: bytes, purpose: str, subject: str, expires: int) -> str:
    message = f"{purpose}\n{subject}\n{expires}".encode()
    digest = hmac.digest(secret, message, "sha256")
    return base64.urlsafe_b64encode(digest).decode()[:_LENGTH]
