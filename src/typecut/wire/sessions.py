"""Sessions, messages and state on the wire."""

from datetime import datetime
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field


class SessionRequest(BaseModel):
    task_name: str = Field(default="project", max_length=200)
    language: str = Field(default="", max_length=20)


class SessionData(BaseModel):
    """Ids are decimal strings beyond 2^53: never numbers. `session_id` is all a client needs."""

    task_id: str
    session_id: str
    user_id: str


class Part(BaseModel):
    model_config = ConfigDict(extra="allow")
    text: str = Field(default="", max_length=20_000)


class NewMessage(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: str = "user"
    parts: list[Part] = Field(min_length=1, max_length=100)

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.parts if p.text).strip()


class RunRequest(BaseModel):
    """Takes snake_case, as the documents write it, and camelCase, as Google ADK does."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    app_name: str = Field(validation_alias=AliasChoices("app_name", "appName"))
    user_id: str = Field(default="me", validation_alias=AliasChoices("user_id", "userId"))
    session_id: str = Field(validation_alias=AliasChoices("session_id", "sessionId"))
    new_message: NewMessage = Field(validation_alias=AliasChoices("new_message", "newMessage"))
    streaming: bool = False


class State(BaseModel):
    """`video_analyses` has the findings by media id."""

    draft: dict[str, Any]
    video_infos: list[dict[str, Any]]
    canvas_config: dict[str, Any]
    video_analyses: dict[str, dict[str, Any]]
    generated_media: list[dict[str, Any]]


class StateData(BaseModel):
    """`version` grows with every change."""

    session_id: str
    task_id: str
    task_name: str
    version: int
    state: State


class VersionAbout(BaseModel):
    """`origin` says where the draft came from: "turn", "client", "upload", "undo"…"""

    version: int
    summary: str
    origin: str
    created_at: datetime


class VersionList(BaseModel):
    session_id: str
    version: int
    versions: list[VersionAbout]


class DraftRequest(BaseModel):
    """A draft that the client has changed. With `version`, the one it was made from, it is
    refused (1009) when the session has moved on since."""

    draft: dict[str, Any]
    version: int | None = Field(default=None, ge=0, le=2**53)
