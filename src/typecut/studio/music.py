"""Which file of the user's own music is taken."""

from pathlib import Path

from typecut.errors import MediaMissing

SUFFIXES = {".mp3", ".wav", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".flac", ".mp4"}


def music_file(place: Path, instruction: str) -> Path:
    """The file itself; of a folder the one whose name the words mention, else the first."""
    if not place.is_dir():
        return place
    files = sorted(p for p in place.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not files:
        raise MediaMissing(f"There is no music in the folder {place}.")
    words = instruction.lower()
    return next((f for f in files if f.stem.lower() in words), files[0])
