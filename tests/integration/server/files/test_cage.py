"""What workers that touch files of strangers can not do."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from typecut.jobs import Request
from typecut.jobs.process import Process, clean_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a cage")

TRIES = """
import socket, subprocess, os
from typecut.engine import cage
assert cage.close()
for name, work in {
    "socket": lambda: socket.socket(),
    "datagrams": lambda: socket.socket(type=socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "program": lambda: subprocess.run(["/bin/true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
}.items():
    try:
        work()
        print(name, "worked")
    except PermissionError:
        pass
import threading
thread = threading.Thread(target=print, args=("alive",))
thread.start()
thread.join()
"""


def test_no_network_and_no_programs():
    done = subprocess.run([sys.executable, "-c", TRIES], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alive"]


@pytest.fixture
def worker():
    process = Process(
        [sys.executable, "-P", "-m", "typecut.engine.worker"], clean_environment(SECRETS)
    )
    yield process
    process.kill()
    process.end()


SECRETS = {
    "PATH": "/usr/bin", "AWS_SECRET_ACCESS_KEY": "hush", "TYPECUT_DATABASE": "hush",
    "TYPECUT_LINK_SECRET": "hush", "TYPECUT_S3_ACCESS_KEY_ID": "hush", "NEMO_TOKEN": "hush",
    "TYPECUT_METRICS_TOKEN": "hush", "HTTP_PROXY": "hush", "TYPECUT_S3_SECRET_ACCESS_KEY": "hush",
    "TYPECUT_WORKER_MEMORY": "9000000000",
}  # fmt: skip


def test_a_worker_is_in_the_cage(worker, made):
    worker.ask(1, Request("", "probe", {"path": str(made("mp4"))}), lambda _: None)
    place = Path(f"/proc/{worker.pid}")
    status = dict(line.split(":\t", 1) for line in (place / "status").read_text().splitlines())
    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    assert b"hush" not in (place / "environ").read_bytes()
    limits = {line[:25].strip(): line[25:].split()[0] for line in (place / "limits").open()}
    assert int(limits["Max data size"]) == 1 << 30
    assert limits["Max file size"] == "0"
    assert limits["Max core file size"] == "0"
    assert int(limits["Max open files"]) <= 256


def test_the_workers_of_a_server_are_in_it(process, store_of, tmp_path, made, uploads_of):
    """All of them, whatever they are at; they know nothing of the database, the store, the links."""
    secret = "hush " * 4
    with process(link_secret=secret, metrics_token=secret) as server:
        http = server.client(server.token())
        mine = uploads_of(http, server.session(http))
        mine.send(made("mp4"))
        ends = time.monotonic() + 120
        while len(server.workers) < 2 or not all(map(is_caged, server.workers)):
            assert time.monotonic() < ends, [is_caged(w) for w in server.workers]
            time.sleep(0.05)
        told = [(worker / "environ").read_bytes() for worker in server.workers]
        http.close()
    where = store_of(tmp_path / "data")
    for text in (secret, where.get("database"), where.get("s3_secret_access_key")):
        assert not text or not any(f"={text}".encode() in environment for environment in told)


def is_caged(worker):
    status = (worker / "status").read_text()
    return "Seccomp:\t2" in status and "NoNewPrivs:\t1" in status


def test_photos_of_a_hundred_megapixels(mine, tmp_path):
    """As phones make them; and more than that is refused before it is decoded."""
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (12000, 9000), (90, 120, 60)).save(photo, quality=50)
    (file,) = mine.send(photo)["files"]
    assert (file["code"], file["width"]) == (0, 12000)
    assert mine.http.get(file["thumbnail_url"]).status_code == 200
    Image.new("L", (20000, 9000)).save(photo, quality=50)
    assert mine.send(photo, status=413)["code"] == 4002
