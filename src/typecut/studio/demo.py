"""The demo: footage of our own and the sentence that is carried out on it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from typecut.errors import OutputError
from typecut.jobs import Request

from .hands import Hands

SENTENCE = (
    "trim the second clip to 12 seconds, add crossfades between all clips, put lo-fi music under "
    'it at 35%, add the title "Urban Dreams" for 3 seconds, fade out at the end, and export 1080p'
)
SENTENCE_ZH = (
    "第二段只保留前12秒，每段之间加叠化转场，配上35%音量的lo-fi音乐，开头加标题“都市之梦”显示3秒，"
    "结尾淡出，导出1080p"
)
OUTPUT = "urban-dreams.mp4"
PROJECT = "project.json"


@dataclass(frozen=True, slots=True)
class Scene:
    """`scene` as the engine knows it; `seconds` of it go into the file `name`."""

    scene: str
    name: str
    seconds: float


SCENES = (
    Scene("rain", "city.mp4", 7),
    Scene("ocean", "ocean.mp4", 13),
    Scene("hills", "hills.mp4", 7),
)


def make_footage(folder: Path, hands: Hands, tell: Callable[[float], None]) -> list[Path]:
    """The demo's clips in `folder`, in order; those that are there already are kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    paths = [folder / s.name for s in SCENES]
    missing = [(s, p) for s, p in zip(SCENES, paths, strict=True) if not p.exists()]
    parts = {s.scene: 0.0 for s, _ in missing}
    total = sum(s.seconds for s, _ in missing)

    def moved(key: str, part: float) -> None:
        parts[key] = max(part, parts[key])
        tell(sum(s.seconds * parts[s.scene] for s, _ in missing) / total)

    # The longest first, so that no worker waits for it at the end.
    requests = [_request(s, p) for s, p in sorted(missing, key=lambda m: -m[0].seconds)]
    for answer in hands.workers.run(requests, moved):
        answer.result()
        moved(answer.request.key, 1.0)
    return paths


def _request(scene: Scene, path: Path) -> Request:
    args = {"scene": scene.scene, "seconds": scene.seconds, "out": str(path.absolute())}
    return Request(scene.scene, "demo", args, f"Filming {path.name}")
