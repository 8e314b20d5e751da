"""Running requests on worker processes; what they do, the command that is started knows."""

from .local import LocalWorkers
from .request import Answer, Limits, Request

__all__ = ["Answer", "Limits", "LocalWorkers", "Request"]
