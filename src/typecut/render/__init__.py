"""Brain: from a timeline to a render plan. Decides everything, touches nothing."""

from .facts import PictureFacts, SoundFacts, SourceFacts
from .plan import PlannedChunk, RenderPlan, plan
from .spec import ChunkSpec, Encoding, SoundSpec

__all__ = [
    "ChunkSpec",
    "Encoding",
    "PictureFacts",
    "PlannedChunk",
    "RenderPlan",
    "SoundFacts",
    "SoundSpec",
    "SourceFacts",
    "plan",
]
