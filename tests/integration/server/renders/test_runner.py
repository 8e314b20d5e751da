"""The runner: fair, quick to stop, and it loses nothing."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from synthetic import make_clip, numbers
from typecut.server import app
from typecut.store import renders
from typecut.store.blobs import media_key
from typecut.store.renders import Capacity
from typecut.studio.service import runner
from typecut.studio.service.service import open_service

RENDERS = "/api/render/proxy/lambda"
QUICK = {"quality": "draft"}
SLOW = {"quality": "best", "width": 960, "height": 540}
"""For a few seconds of work on each second of film."""


def soon(true, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, true
        time.sleep(0.02)


def workers_of(server) -> set[int]:
    """The processes that render for this server."""
    slots = server.service.rendering.workers._slots
    return {s._process.pid for s in slots if s._process is not None}


def alive(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def begun(film, name: str) -> None:
    soon(lambda: film.status(name)["status"] == "processing")


def files_under(*folders: Path) -> list[Path]:
    return [p for folder in folders for p in folder.rglob("*") if p.is_file()]


def take_all(service, owner="other", lease=60.0):
    """Whatever waits, as another server would take it."""
    return service.database.transact(lambda tx: renders.take(tx, owner, lease, Capacity(running=0)))


@contextlib.contextmanager
def nobody_works(monkeypatch):
    """Servers that start in here render nothing."""
    with monkeypatch.context() as patch:
        others = tuple(r for r in app.RUNNERS if r is not runner.running)
        patch.setattr(app, "RUNNERS", others)
        yield


@pytest.fixture
def long_clip(clip):
    return clip(60, hum=0.2)


# -- cancelling ---------------------------------------------------------------------------------


def test_cancelling_kills_the_work_at_once_and_leaves_nothing(
    start_server, project, long_clip, tmp_path
):
    server = start_server(running_jobs=1, cache=tmp_path / "cache")
    film = project(server, server.person(), long_clip, long_clip)
    name = film.submitted(output=SLOW)
    soon(lambda: workers_of(server) and film.status(name)["progress"] > 0)
    pids = workers_of(server)
    told = film.person.http.post(f"{RENDERS}/{name}/cancel").json()
    assert told["status"] == "cancelled"
    soon(lambda: not any(map(alive, pids)))
    cache = server.service.settings.cache_folder
    soon(lambda: not files_under(server.service.scratch, cache / "tmp"))
    assert not list(server.service.blobs.list("renders"))
    assert film.status(name)["status"] == "cancelled"
    assert film.person.http.get(f"/api/render/proxy/{name}/download").status_code == 404
    again = film.submitted(output=QUICK)
    assert film.finished(again)["status"] == "completed"


def test_what_waits_is_cancelled_without_having_begun(start_server, project, long_clip):
    server = start_server(running_jobs=1)
    film = project(server, server.person(), long_clip)
    first, second = film.submitted(output=SLOW), film.submitted(output=QUICK)
    told = film.person.http.post(f"{RENDERS}/{second}/cancel").json()
    assert (told["status"], told["progress"]) == ("cancelled", 0)
    film.person.http.post(f"{RENDERS}/{first}/cancel")
    assert film.person.http.post(f"{RENDERS}/{first}/cancel").json()["status"] == "cancelled"


def test_what_is_done_cannot_be_cancelled(start_server, project):
    server = start_server()
    film = project(server, server.person())
    name = film.submitted(output=QUICK)
    assert film.finished(name)["status"] == "completed"
    told = film.person.http.post(f"{RENDERS}/{name}/cancel").json()
    assert (told["status"], told["progress"]) == ("completed", 100)
    assert film.person.http.get(f"/api/render/proxy/{name}/download").status_code == 200


# -- fairness -----------------------------------------------------------------------------------


def test_fifty_exports_of_one_user_do_not_keep_another_waiting(start_server, project, monkeypatch):
    with nobody_works(monkeypatch):
        server = start_server(running_jobs=1)
    busy, light = (project(server, server.person()) for _ in range(2))
    names = [busy.submitted(output=QUICK) for _ in range(50)]
    with runner.running(server.service):
        soon(lambda: busy.status(names[1])["status"] == "completed")
        single = light.submitted(output=QUICK)
        assert light.finished(single)["status"] == "completed"
        with server.service.database.read() as tx:
            waiting = renders.waiting(tx, busy.person.id)
    assert waiting > 35


def test_a_long_export_leaves_workers_to_a_short_one(start_server, project, clip):
    server = start_server(running_jobs=2)
    long = project(server, server.person(), *[clip(30, hum=0.1 * n) for n in range(1, 6)])
    short = project(server, server.person())
    slow = long.submitted(output=SLOW)
    soon(lambda: workers_of(server))
    assert short.finished(short.submitted(output=QUICK))["status"] == "completed"
    assert long.status(slow)["status"] == "processing"
    long.person.http.post(f"{RENDERS}/{slow}/cancel")


def test_one_users_share_can_be_limited(start_server, project, long_clip):
    server = start_server(running_jobs=3, running_jobs_per_user=1)
    film = project(server, server.person(), long_clip)
    names = [film.submitted(output=SLOW | {"crf": 10 + n}) for n in range(3)]
    begun(film, names[0])
    time.sleep(0.6)
    assert [film.status(n)["status"] for n in names] == ["processing", "pending", "pending"]
    for name in names:
        film.person.http.post(f"{RENDERS}/{name}/cancel")


# -- being taken over ---------------------------------------------------------------------------


@pytest.mark.slow
def test_a_stopping_server_puts_back_and_the_next_goes_on(start_server, project, clip, tmp_path):
    data = tmp_path / "data"
    server = start_server(data=data, running_jobs=1)
    film = project(
        server, server.person(), *[clip(24, channels=0, first=n * 100) for n in range(4)]
    )
    name = film.submitted(output=SLOW)
    cache = server.service.settings.cache_folder / "chunks"
    soon(lambda: files_under(cache))
    before = film.status(name)["progress"]
    server.service.stopping.set()
    soon(lambda: film.status(name)["status"] == "pending")
    assert not files_under(server.service.scratch)
    there = {p: p.stat().st_mtime_ns for p in files_under(cache)}
    with open_service(server.service.settings) as other, runner.running(other):
        told = film.finished(name)
    assert told["status"] == "completed"
    assert told["progress"] >= before
    assert there.keys() <= set(files_under(cache))
    out = tmp_path / "out.mp4"
    out.write_bytes(film.person.http.get(told["output"]["url"]).content)
    assert numbers(out) == [n * 100 + i for n in range(4) for i in range(24)]


def test_an_export_of_a_dead_server_is_taken_over_when_its_lease_ends(
    start_server, project, monkeypatch
):
    with nobody_works(monkeypatch):
        server = start_server()
    film = project(server, server.person())
    name = film.submitted(output=QUICK)
    assert take_all(server.service, lease=1.5) is not None
    with runner.running(server.service):
        assert film.status(name)["status"] == "processing"
        assert film.finished(name)["status"] == "completed"


def test_a_server_takes_its_own_dead_exports_over_at_once(start_server, project, monkeypatch):
    with nobody_works(monkeypatch):
        server = start_server()
    film = project(server, server.person())
    name = film.submitted(output=QUICK)
    assert take_all(server.service, owner=server.service.owner, lease=3600) is not None
    with runner.running(server.service):
        assert film.finished(name)["status"] == "completed"


def test_who_lost_the_lease_stops_and_writes_nothing(start_server, project, long_clip, caplog):
    server = start_server(running_jobs=1, log_level="info")
    film = project(server, server.person(), long_clip, long_clip)

    def taken_away(tx):
        renders.release_owner(tx, server.service.owner)
        return renders.take(tx, "other", 3600, Capacity(running=0))

    with caplog.at_level("INFO"):
        name = film.submitted(output=SLOW)
        soon(lambda: workers_of(server))
        taken = server.service.database.transact(taken_away)
        soon(lambda: "export stopped" in caplog.text)
    assert film.status(name)["status"] == "processing"
    with server.service.database.read() as tx:
        assert renders.by_id(tx, taken.id).owner == "other"
    assert not list(server.service.blobs.list("renders"))


def test_two_servers_share_the_queue(start_server, project, tmp_path):
    data = tmp_path / "data"
    one = start_server(data=data, running_jobs=1)
    two = start_server(data=data, running_jobs=1)
    assert one.service.owner != two.service.owner
    film = project(one, one.person())
    names = [film.submitted(output=QUICK | {"crf": 20 + n}) for n in range(6)]
    assert {film.finished(n)["status"] for n in names} == {"completed"}


# -- trouble ------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_decoded_fails_with_a_sentence(start_server, project, tmp_path):
    server = start_server()
    path = make_clip(tmp_path / "broken.mp4", frames=40, size=(160, 90), channels=0)
    film = project(server, server.person(), path, language="zh-CN")
    key = media_key(film.files[0].digest)
    server.service.blobs.delete(key)
    server.service.blobs.put_bytes(key, path.read_bytes()[:400])
    told = film.finished(film.submitted(output=QUICK))
    assert told["status"] == "failed"
    assert told["error"]
    assert told["output"] is None
    assert "请" in told["error"]
    assert str(server.service.settings.data) not in told["error"]
    english = film.status(told["id"])
    assert english["error"] == told["error"]


def test_a_file_that_is_gone_fails_with_a_sentence(start_server, project):
    server = start_server()
    film = project(server, server.person())
    server.service.blobs.delete(media_key(film.files[0].digest))
    told = film.finished(film.submitted(output=QUICK))
    assert told["status"] == "failed"
    assert told["error"].endswith("is not there any more. Upload it again.")


def test_a_worker_that_is_killed_is_replaced(start_server, project, long_clip):
    server = start_server(running_jobs=1)
    film = project(server, server.person(), long_clip)
    name = film.submitted(output=SLOW | {"quality": "high"})
    soon(lambda: workers_of(server))
    for pid in workers_of(server):
        os.kill(pid, 9)
    assert film.finished(name)["status"] == "completed"


def test_what_is_rendered_already_is_not_rendered_again(start_server, project, clip, tmp_path):
    server = start_server(running_jobs=1, cache=tmp_path / "cache")
    film = project(server, server.person(), clip(30, channels=0), clip(36, channels=0))
    assert film.finished(film.submitted(output=QUICK))["status"] == "completed"
    folder = server.service.settings.cache_folder / "chunks"
    before = {p.name for p in files_under(folder)}
    draft = film.wire_draft()
    draft["t"][0]["sg"][1] |= {"d": 600}
    draft["t"][0]["sg"][1].pop("exact", None)
    assert film.finished(film.submitted(draft=draft, output=QUICK))["status"] == "completed"
    assert len({p.name for p in files_under(folder)} - before) == 1


def test_progress_is_told_while_it_is_made(start_server, project, long_clip, tmp_path):
    server = start_server(running_jobs=1, cache=tmp_path / "cache")
    film = project(server, server.person(), long_clip)
    name = film.submitted(output=SLOW)
    seen = []
    while True:
        told = film.status(name)
        seen.append(told["progress"])
        if told["status"] == "completed":
            break
        assert told["status"] in ("pending", "processing")
        time.sleep(0.05)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert any(0 < p < 99 for p in seen)


def test_many_submit_the_same_at_once(start_server, project):
    server = start_server()
    film = project(server, server.person())
    answers = []

    def ask():
        answers.append(film.submit("same", output=QUICK))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert {a.status_code for a in answers} == {200}
    assert len({a.json()["createdAt"] for a in answers}) == 1
    assert film.finished("same")["status"] == "completed"


def test_exports_can_be_left_to_processes_of_their_own(start_server, store_of, project, tmp_path):
    data = tmp_path / "data"
    server = start_server(data=data, runs_exports=False)
    where = {f"TYPECUT_{name.upper()}": value for name, value in store_of(data).items()}
    film = project(server, server.person())
    name = film.submitted(output=QUICK)
    with subprocess.Popen(
        [sys.executable, "-m", "typecut", "work", "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | where,
    ) as work:  # fmt: skip
        assert work.stdout.readline().startswith("typecut renders exports")
        assert film.finished(name)["status"] == "completed"
        work.terminate()
        _, log = work.communicate(timeout=120)
    assert work.returncode == 0, log
    assert "export completed" in log
    late = film.submitted(output=QUICK)
    assert film.status(late)["status"] == "pending"
