"""Renders on the wire: one superset answer that serves both published shapes."""

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]


class OutputWish(BaseModel):
    model_config = ConfigDict(extra="allow")
    format: str = "mp4"
    quality: str = "high"


class RenderRequest(BaseModel):
    """The client chooses `id`; `draft` left out means the session's latest."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    id: str = Field(min_length=1, max_length=200)
    session_id: str = Field(validation_alias=AliasChoices("sessionId", "session_id"))
    draft: dict[str, Any] | None = None
    output: OutputWish = OutputWish()


class Output(BaseModel):
    url: str
    duration: float
    size: int


class RenderData(BaseModel):
    """`taskId` is the id; times are ISO 8601; `progress` 0–100 never falls."""

    id: str
    taskId: str
    status: Status
    progress: int
    output: Output | None = None
    outputUrl: str | None = None
    error: str | None = None
    createdAt: str
    completedAt: str | None = None


class RenderAnswer(RenderData):
    success: bool = True
    code: int = 0
    message: str = "success"
    data: RenderData
