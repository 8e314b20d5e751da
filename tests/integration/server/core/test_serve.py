"""The commands: serve, settings, gc; in processes of their own."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import uuid

import httpx
import pytest

import stores

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def data(store_of, tmp_path, monkeypatch):
    """A data folder; the environment says where the rest is kept."""
    folder = tmp_path / "data"
    for name, value in store_of(folder).items():
        monkeypatch.setenv(f"TYPECUT_{name.upper()}", value)
    return folder


@contextlib.contextmanager
def serving(data, *options, **environment):
    """`typecut serve` on a free port: its address, its process, what it wrote to its log."""
    log = data.parent / "log.jsonl"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "typecut",
                "serve",
                "--port",
                "0",
                "--data",
                str(data),
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            env=os.environ | environment,
        )
    try:
        first = process.stdout.readline()
        found = re.match(
            r"typecut listens on (http://127\.0\.0\.1:\d+) and keeps its data in", first
        )
        assert found, first + log.read_text()
        yield found[1], process, log
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


def new_token(url):
    answer = httpx.post(
        f"{url}/api/auth/anonymous-token",
        headers={"X-Client-Id": str(uuid.uuid4())},
        trust_env=False,
    )
    return answer.json()["data"]["token"]


def test_it_says_where_it_listens_and_stops_when_asked(data):
    with serving(data) as (url, process, log):
        curl = [process.stdout.readline() for _ in range(2)][1]
        assert f"{url}/api/auth/anonymous-token" in curl
        assert httpx.get(f"{url}/ready", trust_env=False).json()["status"] == "ready"
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
        assert "Traceback" not in log.read_text()


def test_open_streams_do_not_keep_it_from_stopping(data):
    with serving(data, TYPECUT_STOP_SECONDS="600") as (url, process, log):
        mine = {"Authorization": f"Bearer {new_token(url)}"}
        with httpx.Client(base_url=url, headers=mine, trust_env=False, timeout=30) as http:
            session = http.post("/api/tasks/me/with-session/nemo_agent", json={}).json()["data"]
            with http.stream("GET", f"/api/events/{session['session_id']}") as stream:
                assert stream.status_code == 200
                process.send_signal(signal.SIGTERM)
                for _ in stream.iter_bytes():
                    pass
                assert process.wait(120) == 0
        assert "Traceback" not in log.read_text()


def test_a_second_signal_does_not_cut_the_stop_short(data):
    with serving(data) as (_, process, log):
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
        assert "Traceback" not in log.read_text()


def test_the_line_it_prints_gets_a_token(data):
    with serving(data) as (_, process, _log):
        curl = [process.stdout.readline() for _ in range(2)][1]
        done = subprocess.run(
            ["bash", "-c", curl], capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode == 127:
            pytest.skip("there is no curl here")
        assert json.loads(done.stdout)["data"]["token"].startswith("nmv_usr_")


def test_everything_is_still_there_after_a_kill(data):
    with serving(data) as (url, process, _):
        mine = {"Authorization": f"Bearer {new_token(url)}"}
        session = httpx.post(
            f"{url}/api/tasks/me/with-session/nemo_agent", json={}, headers=mine, trust_env=False
        ).json()["data"]["session_id"]
        process.kill()
        process.wait(120)
    with serving(data) as (url, _, _):
        place = f"{url}/api/state/nemo_agent/me/{session}/latest"
        assert httpx.get(place, headers=mine, trust_env=False).json()["code"] == 0


def test_logs_are_json_lines_without_secrets(data):
    with serving(data) as (url, process, log):
        token = new_token(url)
        mine = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=url, headers=mine, trust_env=False) as http:
            session = http.post("/api/tasks/me/with-session/nemo_agent", json={}).json()["data"]
            claim = http.post("/api/auth/claim-token", json=session).json()["data"]
            http.get(claim["claim_url"])
            http.get(f"/{token}", params={"token": token})
            made = http.post(
                "/api/auth/register", json={"email": "me@example.org", "password": PASSWORD}
            ).json()["data"]
            traced = http.get("/health", headers={"X-Trace-Id": "trace-to-find"})
            assert traced.headers["x-trace-id"] == "trace-to-find"
            lost = http.get("/api/nothing", headers={"X-Trace-Id": "another-trace"})
            assert lost.status_code == 404
        process.send_signal(signal.SIGTERM)
        process.wait(120)
        text = log.read_text()
    for secret in (token, claim["claim_token"], made["token"], PASSWORD, "me@example.org"):
        assert secret not in text
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["message"] == "request"]
    assert {"time", "level", "trace_id", "method", "route", "status", "ms"} <= set(requests[0])
    assert any(line["trace_id"] == "another-trace" for line in requests)
    assert any(line.get("user", "").startswith("anon_") for line in requests)


def test_a_port_that_is_taken_is_one_sentence(typecut, tmp_path):
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        port = plug.getsockname()[1]
        ended = typecut("serve", "--port", port, "--data", tmp_path / "data", status=2)
    assert f"cannot listen on 127.0.0.1 port {port}" in ended.err
    assert f"--port {port + 1}" in ended.err


def test_so_is_a_folder_that_cannot_be_written(typecut, tmp_path):
    (tmp_path / "file").write_text("")
    ended = typecut("serve", "--port", 0, "--data", tmp_path / "file" / "data", status=73)
    assert "data folder" in ended.err


def test_two_servers_share_a_folder(data):
    with serving(data) as (one, _, _), serving(data) as (two, _, _):
        token = new_token(one)
        balance = f"{two}/api/credits/balance/simple"
        mine = {"Authorization": f"Bearer {token}"}
        assert httpx.get(balance, headers=mine, trust_env=False).json()["code"] == 0


def test_gc_forgets_what_the_settings_say(typecut, data):
    """Also while the server runs; and without a setting nobody is forgotten, however long ago."""
    with serving(data) as (url, _, _):
        mine = {"Authorization": f"Bearer {new_token(url)}"}
        httpx.post(
            f"{url}/api/tasks/me/with-session/nemo_agent", json={}, headers=mine, trust_env=False
        )
        long_ago(database_of(data))
        assert "0 anonymous users" in typecut("gc", "--data", data).out
        assert httpx.get(f"{url}/ready", trust_env=False).json()["status"] == "ready"
    ended = typecut("gc", "--data", data, "--json", TYPECUT_RETENTION_DAYS="30")
    assert json.loads(ended.out)["users"] == 1


def database_of(data):
    return os.environ.get("TYPECUT_DATABASE") or f"sqlite:///{data / 'typecut.db'}"


def long_ago(database):
    """All that happened in this database happened 100 days earlier."""
    back = 100 * 86400
    with stores.behind_its_back(database) as run:
        run(f"UPDATE users SET created = created - {back}")  # noqa: S608
        run(f"UPDATE tokens SET created = created - {back}, expires = expires - {back}")  # noqa: S608
        run(f"UPDATE sessions SET created = created - {back}, updated = updated - {back}")  # noqa: S608


def test_settings_are_shown_with_their_sources(typecut, tmp_path):
    file = tmp_path / "typecut.toml"
    file.write_text('port = 9000\ncredits = "off"\nlink_secret = "do not show this one"\n')
    ended = typecut(
        "settings", "--data", tmp_path / "data", TYPECUT_CONFIG=str(file), TYPECUT_PORT="9001",
        TYPECUT_DATABASE="postgresql://me:secret@host/name",
    )  # fmt: skip
    assert "TYPECUT_PORT = 9001  [environment]" in ended.out
    assert "TYPECUT_CREDITS = off  [file]" in ended.out
    assert f"TYPECUT_DATA = {tmp_path / 'data'}  [option]" in ended.out
    assert "TYPECUT_LINK_SECRET = (hidden)  [file]" in ended.out
    assert "postgresql://me@host/name" in ended.out
    assert "secret@" not in ended.out
    assert "do not show" not in ended.out
    from typecut.studio.service.settings import ServerSettings

    for name, field in ServerSettings.model_fields.items():
        assert f"TYPECUT_{name.upper()} = " in ended.out
        assert field.description
        assert field.description in ended.out


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TYPECUT_RUNNING_JOBS", "0", "TYPECUT_RUNNING_JOBS"),
        ("TYPECUT_UPLOAD_LIMIT", "much", "no size"),
        ("TYPECUT_TRUSTED_PROXIES", "10.0.0.0/99", "TYPECUT_TRUSTED_PROXIES"),
        ("TYPECUT_LINK_SECRET", "short", "TYPECUT_LINK_SECRET"),
        ("TYPECUT_CONFIG", "/nowhere/typecut.toml", "TYPECUT_CONFIG"),
        ("TYPECUT_DATABASE", "mysql://x", "sqlite"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(typecut, tmp_path, name, value, told):
    ended = typecut("serve", "--port", 0, "--data", tmp_path / "data", status=2, **{name: value})
    assert told in ended.err


def test_a_settings_file_that_is_no_toml(typecut, tmp_path):
    file = tmp_path / "typecut.toml"
    file.write_text("port: 9000")
    ended = typecut("settings", status=2, TYPECUT_CONFIG=str(file))
    assert "typecut.toml cannot be read" in ended.err


def test_the_version_is_told_without_the_server(typecut):
    code = (
        "import sys; sys.argv = ['typecut', '--version']\n"
        "try:\n    from typecut.cli.main import run; run(['--version'])\n"
        "finally:\n    print([m for m in ('fastapi', 'sqlalchemy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"
