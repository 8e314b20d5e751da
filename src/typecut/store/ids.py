"""New identifiers: time-ordered decimal ids, unguessable names and secrets."""

import hashlib
import secrets
import time

# With this start every id has 19 digits until 2079, so that ids sort as text as well.
_EPOCH_MS = 1_262_304_000_000  # 2010-01-01
_RANDOM_BITS = 22


def new_id() -> str:
    """A 63-bit id as a decimal string, beyond 2**53, ordered by the millisecond it was made in."""
    milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
    return str((milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS))


def new_name(prefix: str) -> str:
    """`prefix` and 128 random bits in hexadecimal: cannot be guessed, is safe in URLs."""
    return prefix + secrets.token_hex(16)


def new_secret(prefix: str) -> str:
    """`prefix` and 256 random bits: for tokens; keep only `digest_of` it."""
    return prefix + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored instead of a secret (256 random bits need no salt)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
