"""Other people's timelines: reading and writing them, with errors that say where."""

from .sources import check_sources, needs_probe, with_media
from .wire import from_wire, to_wire, validate, wire_schema

__all__ = [
    "check_sources",
    "from_wire",
    "needs_probe",
    "to_wire",
    "validate",
    "wire_schema",
    "with_media",
]
