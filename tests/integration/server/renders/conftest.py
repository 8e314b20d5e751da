"""Sessions with a clip and a draft, made straight in the store."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from synthetic import make_clip
from typecut.edits import Draft
from typecut.engine.probe import probe
from typecut.store import media
from typecut.store.blobs import digest_file, media_key
from typecut.store.media import Registered
from typecut.studio.service import drafts
from typecut.studio.service.material import media_of_file
from typecut.timeline.codec import encode

SKILL = {
    "X-Skill-Source": "test-skill",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "unknown",
}
RENDERS = "/api/render/proxy/lambda"
_numbers = itertools.count(1)


@dataclass
class Project:
    """A session of `person` whose draft shows `clips` one after another."""

    server: Any
    person: Any
    session: str
    files: list[Registered]

    def submit(self, client_id: str | None = None, **body: Any) -> Any:
        """The answer to asking for an export."""
        wish = {"id": client_id or f"render_{next(_numbers)}", "sessionId": self.session} | body
        return self.person.http.post(RENDERS, json=wish, headers=SKILL)

    def submitted(self, client_id: str | None = None, **body: Any) -> str:
        answer = self.submit(client_id, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()["id"]

    def status(self, client_id: str) -> dict[str, Any]:
        answer = self.person.http.get(f"{RENDERS}/{client_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def finished(self, client_id: str, timeout: float = 240) -> dict[str, Any]:
        """Its status when it is over, however that is; what was seen before never fell."""
        deadline, seen = time.monotonic() + timeout, 0
        while time.monotonic() < deadline:
            told = self.status(client_id)
            assert told["progress"] >= seen
            seen = told["progress"]
            if told["status"] not in ("pending", "processing"):
                return told
            time.sleep(0.05)
        raise AssertionError(f"{client_id} is still {told}")

    def wire_draft(self) -> dict[str, Any]:
        with self.server.service.database.read() as tx:
            kept = drafts.latest(tx, self.person.id, self.session)
        return dict(drafts.wire_draft(kept.draft.timeline))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A synthetic clip, made once for the same wishes."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[str, Path] = {}

    def make(frames: int = 45, **more: Any) -> Path:
        name = f"{frames}-{'-'.join(f'{k}{v}' for k, v in sorted(more.items()))}"
        if name not in made:
            path = folder / f"clip{len(made)}.mp4"
            made[name] = make_clip(path, frames=frames, size=(160, 90), **more)
        return made[name]

    return make


def add_file(server: Any, person: Any, session: str, path: Path, name: str = "") -> Registered:
    """As an upload would do it."""
    service = server.service
    digest, size = digest_file(path)
    facts = probe(str(path))
    with service.database.write() as tx:
        media.touch(tx, digest)
    service.blobs.put_file(media_key(digest), path)
    with service.database.write() as tx:
        media.describe(
            tx, digest, size=size, kind=facts.kind, media_type="video/mp4", facts=encode(facts)
        )
        return media.register(tx, person.id, session, digest, name or path.name)


@pytest.fixture
def project(clip: Callable[..., Path]) -> Callable[..., Project]:
    """`project(server, person, path, …)`; without paths one short clip."""

    def make(server: Any, person: Any, *paths: Path, name: str = "project", **more: Any) -> Project:
        session = person.session(task_name=name, **more)
        files = [add_file(server, person, session, p) for p in paths or (clip(),)]
        draft = Draft.of([media_of_file(f) for f in files], name=name)
        with server.service.database.write() as tx:
            drafts.keep(tx, session, draft, origin="test")
        return Project(server, person, session, files)

    return make
