"""The wire draft: short keys, integer milliseconds, nothing lost on the way there and back."""

from .reading import from_wire, validate
from .schema import wire_schema
from .writing import to_wire

__all__ = ["from_wire", "to_wire", "validate", "wire_schema"]
