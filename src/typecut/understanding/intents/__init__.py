"""One module per intent; `every_intent` finds them by themselves."""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ..intent import Intent


@lru_cache(maxsize=1)
def every_intent() -> tuple[Intent, ...]:
    """All intents in the order in which they are asked."""
    found: list[Intent] = []
    for module in iter_modules(__path__):
        intents: tuple[Intent, ...] = import_module(f"{__name__}.{module.name}").INTENTS
        found += intents
    return tuple(sorted(found, key=lambda intent: (intent.order, intent.name)))
