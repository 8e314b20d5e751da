"""Every answer that is an error becomes one of ours, by its code and by its status."""

import httpx
import pytest

from typecut import errors
from typecut.client.faults import fault_of
from typecut.client.steps import Answer

CASES = [
    (400, 400, errors.RequestError),
    (402, 402, errors.ExportBlocked),
    (429, 429, errors.RateLimited),
    (1001, 401, errors.TokenInvalid),
    (1002, 404, errors.NoSuchSession),
    (1003, 404, errors.NoSuchThing),
    (1009, 409, errors.Conflict),
    (2001, 403, errors.OutOfCredits),
    (4001, 415, errors.MediaRefused),
    (4002, 413, errors.MediaTooLarge),
    (4003, 422, errors.MediaBroken),
    (422, 422, errors.RequestError),
    (5000, 500, errors.TypecutError),
]


def fault(body, status=200, headers=None, **more):
    raw = httpx.Response(status, json=body) if not isinstance(body, bytes) else None
    content = body if raw is None else raw.content
    return fault_of(Answer(status, headers or {}, content), **more)


@pytest.mark.parametrize(("code", "status", "kind"), CASES)
def test_by_code(code, status, kind):
    for said in (200, status):
        for spelled in (code, str(code)):
            found = fault({"code": spelled, "message": "Words."}, said)
            assert type(found) is kind
            assert found.message == "Words."
            assert found.hint


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RequestError), (401, errors.TokenInvalid), (402, errors.ExportBlocked),
        (403, errors.ScopeMissing), (404, errors.NoSuchThing), (409, errors.Conflict),
        (413, errors.MediaTooLarge), (415, errors.MediaRefused), (422, errors.RequestError),
        (429, errors.RateLimited), (418, errors.RequestError), (500, errors.TypecutError),
        (502, errors.Unreachable), (503, errors.Unreachable),
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [b"", b"<html>Bad</html>", b"[]", b"\xff", b'{"code": 0}'])
def test_by_status_alone(status, kind, body):
    found = fault(body, status)
    assert type(found) is kind
    assert found.message and found.hint and "{" not in found.message


@pytest.mark.parametrize("body", [{"code": 0}, {"code": 200}, {}, {"success": True}, b"", b"[]"])
def test_success(body):
    assert fault(body) is None


def test_adks_own_answers():
    assert type(fault({"detail": "Session not found: 5"}, 404)) is errors.NoSuchSession
    assert type(fault({"detail": "Not Found"}, 404)) is errors.NoSuchThing
    found = fault({"detail": [{"loc": ["body", "text"], "msg": "Field required"}]}, 422)
    assert found.message == "body.text: Field required"


def test_a_renderers_refusal():
    found = fault({"success": False, "error": {"message": "no more machines"}})
    assert found.message == "no more machines"


class TestWhatHelps:
    def test_the_page_to_register_at(self):
        url = "https://nemovideo.com/register?bind=anon_a"
        found = fault({"code": 2001, "message": "Out.", "data": {"register_url": url, "needed": 3}})
        assert (found.link, found.needed, found.available) == (url, 3, 0)
        assert url in str(found)

    def test_ours_where_the_server_names_none(self):
        assert fault({"code": 402}, web="https://w/register?bind=anon_a").link.endswith("anon_a")
        assert fault({"code": 4001}, web="https://w/register?bind=anon_a").link == ""

    def test_a_link_that_is_none_is_left_out(self):
        assert fault({"code": 2001, "data": {"register_url": "javascript:alert(1)"}}).link == ""

    def test_the_trace_of_what_is_the_servers_fault(self):
        found = fault({"code": 5000, "data": {"trace_id": "abc123"}}, 500)
        assert "abc123" in found.hint

    @pytest.mark.parametrize(
        ("headers", "data", "seconds"),
        [({"retry-after": "5"}, {}, 5), ({}, {"retry_after": 7}, 7), ({}, {}, 30),
         ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, {}, 30), ({"retry-after": "-1"}, {}, 30)],
    )  # fmt: skip
    def test_when_to_come_back(self, headers, data, seconds):
        assert fault({"code": 429, "data": data}, 429, headers).retry_after == seconds
