"""Opening other people's files: an allow-list of formats, limits, and one clear sentence per failure."""

import hashlib
from pathlib import Path

import av
from av.container import InputContainer

from typecut.errors import (
    LimitExceeded,
    MediaBroken,
    MediaError,
    MediaMissing,
    MediaRefused,
    TypecutError,
)

MAX_IMAGE_PIXELS = 120_000_000
MAX_VIDEO_PIXELS = 8192 * 8192

# Playlists, concat scripts and SDP make FFmpeg read other files and the network: never here.
_DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,gif,apng,mp3,wav,aac,ogg,flac"  # containers
)
_OPTIONS = {
    "format_whitelist": _DEMUXERS,
    "protocol_whitelist": "file",
    "max_pixels": str(MAX_VIDEO_PIXELS),
    "threads": "1",
}
_ACCEPTED = "typecut accepts MP4, MOV, MKV, WebM, AVI, GIF, JPEG, PNG, WebP and common sound files."
_MAGIC = {
    "mp4": (4, (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")),
    "matroska": (0, (b"\x1aE\xdf\xa3",)),
    "avi": (8, (b"AVI ",)),
    "jpeg": (0, (b"\xff\xd8\xff",)),
    "png": (0, (b"\x89PNG\r\n\x1a\n",)),
    "gif": (0, (b"GIF87a", b"GIF89a")),
    "webp": (8, (b"WEBP",)),
    "bmp": (0, (b"BM",)),
    "tiff": (0, (b"II*\0", b"MM\0*")),
    "wav": (8, (b"WAVE",)),
    "ogg": (0, (b"OggS",)),
    "flac": (0, (b"fLaC",)),
    "mp3": (0, (b"ID3",)),
}


def check_file(path: str) -> int:
    """The file's size; raises MediaMissing or MediaRefused where there is nothing to open."""
    file = Path(path)
    if not file.exists():
        raise MediaMissing(f"There is no file {path}.", hint="Check the path.")
    if not file.is_file():
        raise MediaRefused(f"{path} is not a file.", hint="Name one media file.")
    size = file.stat().st_size
    if size == 0:
        raise MediaRefused(f"{path} is empty (0 bytes).", hint="Copy or upload it again.")
    return size


def sniff(path: str) -> str:
    """The format by the first bytes ("mp4", "jpeg", …), "" where they say nothing."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise MediaMissing(f"{path} cannot be read: {error.strerror}.") from error
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    for name, (at, marks) in _MAGIC.items():
        if any(head[at : at + len(m)] == m for m in marks):
            return name
    return ""


def open_media(path: str) -> InputContainer:
    """The file opened by FFmpeg; the caller closes it. Raises from the MediaError tree."""
    try:
        # "file:" keeps names such as "-x", "a:b" or "http:…" from being read as anything else.
        return av.open(f"file:{Path(path).absolute()}", "r", options=dict(_OPTIONS))
    except Exception as error:
        raise explain(error, path) from error


def counts_decoding_times(container: InputContainer) -> bool:
    """AVI holds no presentation times, and FFmpeg's guesses go wrong where frames are reordered."""
    return container.format.name == "avi"


def explain(error: Exception, path: str) -> TypecutError:
    """The error that tells a person what an FFmpeg or Pillow failure with `path` means."""
    if isinstance(error, NameError | AttributeError | ImportError):
        raise error  # our own mistake, not the file's
    if isinstance(error, MediaError):
        return error
    if isinstance(error, MemoryError):
        return LimitExceeded(f"Reading {path} takes more memory than a worker may have.")
    if isinstance(error, FileNotFoundError):
        return MediaMissing(f"There is no file {path}.", hint="Check the path.")
    if isinstance(error, PermissionError):
        return MediaMissing(f"{path} may not be read.", hint="Check its access rights.")
    kind = sniff(path)
    if kind == "mp4":
        return MediaBroken(
            f"{path} looks like MP4 but cannot be opened; it seems cut off or damaged.",
            hint="Copy or upload it again.",
        )
    if kind:
        return MediaBroken(f"{path} looks like {kind} but cannot be decoded.", hint=_AGAIN)
    return MediaRefused(f"{path} is not a video, photo or sound file.", hint=_ACCEPTED)


_AGAIN = "Copy or upload it again."


def digest(path: str) -> str:
    """SHA-256 of the content, read in pieces."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
