"""What the first message would wait for, done before it comes."""

from importlib import import_module
from importlib.resources import files

from typecut.errors import TypecutError
from typecut.jobs import Limits, Request

from .hands import Hands

_MODULES = ("typecut.understanding", "typecut.authoring", "typecut.studio.service.replies")
_PHRASE = "trim the first clip to 2 seconds and add the title 'warm'"


def warm(hands: Hands) -> None:
    """Starts a worker with all it imports, and reads a first sentence. Blocks for about a second:
    meant for a thread of its own. Nothing comes of it, whatever goes wrong."""
    for name in _MODULES:
        import_module(name)
    _think()
    probe = files("typecut.engine") / "fonts" / "manifest.json"
    request = Request("warm", "probe", {"path": str(probe), "digest": False}, "", Limits(20.0))
    try:
        hands.workers.call(request)
    except TypecutError:
        return  # a list of fonts is no film; the worker is there now


def _think() -> None:
    from typecut.edits import Draft  # noqa: PLC0415
    from typecut.timeline import Media  # noqa: PLC0415

    from .service.conversation import AtHand, reply  # noqa: PLC0415

    photo = Media("warm", "warm.jpg", "image", width=640, height=360)
    reply(_PHRASE, AtHand(Draft.of([photo])), "en")
