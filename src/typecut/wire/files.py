"""Uploads on the wire."""

from pydantic import BaseModel, Field


class UrlUpload(BaseModel):
    urls: list[str] = Field(min_length=1, max_length=50)
    source_type: str = "url"


class FileData(BaseModel):
    """One file of a batch. Where it was refused, `code` is not 0 and `message` says why; the
    others of the batch are taken all the same."""

    filename: str
    file_type: str = ""
    cdn_url: str = ""
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    hash: str = ""
    media_id: str = ""
    size: int = 0
    thumbnail_url: str = ""
    code: int = 0
    message: str = ""


class UploadData(BaseModel):
    files: list[FileData]
    session_state_applied: bool


class UploadStatus(BaseModel):
    """An upload in pieces. `file` is there once it is `complete`."""

    id: str
    session_id: str
    received: int
    length: int | None
    complete: bool
    file: FileData | None = None
