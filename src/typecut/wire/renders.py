"""Renders on the wire: one superset answer that serves both published shapes."""

from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]


class OutputWish(BaseModel):
    """`quality` is draft, standard, high or best. Without a size the draft's own is taken;
    `resolution` (720p, 1080p, 1440p, 4k) scales its shorter side. `fps` may be `30000/1001`."""

    model_config = ConfigDict(extra="allow")
    format: str = Field(default="mp4", max_length=50)
    quality: str = Field(default="high", max_length=50)
    width: int | None = None
    height: int | None = None
    fps: float | str | None = None
    resolution: str | None = Field(default=None, max_length=50)
    codec: str | None = Field(default=None, max_length=50)
    crf: float | None = None


class RenderRequest(BaseModel):
    """The client chooses `id`; `draft` left out means the session's latest."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    id: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._~:@+-]+$")
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
    taskId: str  # noqa: N815
    status: Status
    progress: int
    output: Output | None = None
    outputUrl: str | None = None  # noqa: N815
    error: str | None = None
    createdAt: str  # noqa: N815
    completedAt: str | None = None  # noqa: N815


class RenderAnswer(RenderData):
    success: bool = True
    code: int = 0
    message: str = "success"
    data: RenderData


class PreviewData(BaseModel):
    """A draft to be watched as HLS: `url` is its playlist and needs no token."""

    url: str
    version: int
    duration: float
    width: int
    height: int
    fps: float
