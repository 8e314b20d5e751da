"""How long and how large an export may be."""

import pytest

SKILL = {"X-Skill-Source": "s", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}


@pytest.fixture
def export(chat):
    def ask(name, **output):
        body = {"id": f"render_{name}", "sessionId": chat.session, "output": output}
        return chat.http.post("/api/render/proxy/lambda", json=body, headers=SKILL)

    return ask


def test_too_long(chat, export, settings):
    settings(export_hours=30 / 3600)  # the draft has 40 s
    refused = export("long")
    assert (refused.status_code, refused.json()["code"]) == (422, 422)
    assert "40 s" in refused.json()["message"]
    assert "30 s" in refused.json()["message"]
    assert "cannot be made now" in chat.say("export", headers=SKILL).text
    assert "30 s" in chat.say("fade out and export", headers=SKILL).text
    heard = chat.say("剪掉最后15秒并导出", headers=SKILL)
    assert "render_" in heard.text, heard.text


def test_too_large(chat, export, settings):
    settings(export_side=1280)
    refused = export("large", resolution="1080p")
    assert (refused.status_code, refused.json()["code"]) == (422, 422)
    assert "1280" in refused.json()["message"]
    assert export("small", resolution="720p").status_code == 200


def test_no_limits(export, settings):
    settings(export_hours=0, export_side=0)
    assert export("any").status_code == 200
