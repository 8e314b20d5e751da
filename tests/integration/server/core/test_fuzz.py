"""Whatever is sent, the server answers as it says in /openapi.json, and never with a 5xx."""

import os
import subprocess
import sys

import pytest

CONFIG = """
[parameters]
"path.owner" = "me"
"path.app_name" = "nemo_agent"
"path.session_id" = "{session}"
"body.session_id" = "{session}"
"body.sessionId" = "{session}"
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance,unsupported_method"
)
TITLE = {"id": "s", "s": 0, "d": 200, "m": {"name": "x"}, "tx": {"text": "x"}}
DRAFT = {
    "v": 1, "m": {"title": "x", "width": 320, "height": 180, "fps": 25}, "d": 200,
    "t": [{"id": "t", "tt": 7, "m": {"name": "Title", "role": "title"}, "d": 200, "sg": [TITLE]}],
}  # fmt: skip


@pytest.mark.slow
def test_the_server_keeps_its_word(server, tmp_path):
    person = server.person()
    session = person.session()
    person.http.put(f"/api/state/nemo_agent/me/{session}/draft", json={"draft": DRAFT})
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format(session=session))
    headers = {
        "Authorization": f"Bearer {person.token}", "X-Skill-Source": "fuzz",
        "X-Skill-Version": "1", "X-Skill-Platform": "unknown",
    }  # fmt: skip
    # Without what would end the token or the session that all others need, or never ends.
    left_out = (
        "POST:/api/auth/revoke-token",
        "DELETE:/apps/{app_name}/users/{user_id}/sessions/{session_id}",
        "GET:/api/events/{session_id}",
    )
    names = "|".join(
        part.partition(":")[2].replace("{", r"\{").replace("}", r"\}") for part in left_out
    )
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run",
            f"{server.url}/openapi.json", "--checks", CHECKS, "--phases", "coverage,fuzzing",
            "-n", "15", "--request-timeout", "60", "--no-color", "--exclude-path-regex",
            f"^({names})$", *(word for n, v in headers.items() for word in ("-H", f"{n}: {v}")),
        ],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=os.environ, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert server.http.get("/health").status_code == 200
