"""Files of a conversation that are named by their addresses: fetched once, and kept with it."""

import hashlib
import uuid
from pathlib import Path

from typecut.errors import MediaError, MediaMissing, OutputError, TypecutError

LIMIT = 500_000_000
SECONDS = 300.0


def is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def fetched(address: str, folder: Path) -> str:
    """The path of what lies behind `address`, fetched where it is not there yet. Raises a
    MediaError. Nothing is fetched from this machine or its network."""
    from .service import fetching  # noqa: PLC0415  start-up time

    name = hashlib.sha256(address.encode()).hexdigest()[:12]
    place = folder / name / fetching.name_in(address)
    if place.is_file():
        return str(place)
    half = place.parent / f".{uuid.uuid4().hex}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fetching.fetch(address, half, fetching.Rules(LIMIT, SECONDS))
        half.replace(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror}.") from error
    except MediaError:
        raise
    except TypecutError as error:
        raise MediaMissing(error.message, hint=error.hint, zh=error.zh) from error
    finally:
        half.unlink(missing_ok=True)
    return str(place)
