"""Errors as they are told."""

import inspect

import pytest

from typecut import errors
from typecut.client.runtime.faults import trouble
from typecut.client.runtime.said import Trouble


def _made(kind):
    wanted = inspect.signature(kind.__init__).parameters
    more = {"retry_after": 30.0} if "retry_after" in wanted else {}
    more |= {"needed": 5, "available": 1} if "needed" in wanted else {}
    first = ("t[0]",) if "path" in wanted else ()
    return kind(*first, "something is wrong", **more)


@pytest.mark.parametrize("kind", errors.every_error().values())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_error_is_told_in_sentences(kind, language):
    told = trouble(_made(kind), language)
    assert told.exit_code == kind.exit_code
    assert told.text[0].isupper() or "\u3400" < told.text[0] < "\u9fff"
    assert told.text.endswith((".", "。"))
    assert (language == "zh") == any("\u3400" < c < "\u9fff" for c in told.text)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.ClientIdMissing, 400), (errors.ExportBlocked, 402), (errors.RequestError, 422),
        (errors.RateLimited, 429), (errors.TokenInvalid, 1001), (errors.NoSuchSession, 1002),
        (errors.NoSuchThing, 1003), (errors.TurnRunning, 1009), (errors.OutOfCredits, 2001),
        (errors.MediaRefused, 4001), (errors.MediaTooLarge, 4002), (errors.MediaBroken, 4003),
        (errors.TypecutError, 5000), (errors.Unreachable, 0), (errors.Cancelled, 0),
    ],
)  # fmt: skip
def test_codes_are_the_wires(kind, code):
    assert trouble(_made(kind)).code == code


def test_out_of_credits_and_a_blocked_export_show_the_way():
    for kind in (errors.OutOfCredits, errors.ExportBlocked):
        error = _made(kind)
        error.link = "https://nemovideo.com/register?bind=anon_abc"
        for language in ("en", "zh"):
            told = trouble(error, language)
            assert told.link == error.link and error.link in told.text
    assert "not of credits" in trouble(_made(errors.ExportBlocked)).text


def test_a_missing_header_is_named():
    error = errors.ExportBlocked("The header X-Skill-Version is missing.")
    assert "X-Skill-Version" in trouble(error).text


def test_formats_are_listed_and_waits_are_said():
    assert "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac" in trouble(_made(errors.MediaRefused)).text  # fmt: skip
    assert trouble(errors.RateLimited("x", retry_after=45)).text == (
        "Too many requests. Wait 45 seconds, then try again."
    )
    assert "7 days" in trouble(errors.RateLimited("x", retry_after=604800)).text
    assert "5 分钟" in trouble(errors.RateLimited("x", retry_after=300), "zh").text


@pytest.mark.parametrize(
    "message",
    [
        "bad token nmv_usr_KGdwtlGw3hBDUpV-4_FJfEgYqFbTXQuYPKP",
        "Authorization: Bearer abcdef.ghi",
        'upstream said {"code": 5000, "message": "x"}',
        "<html><body>502 Bad Gateway</body></html>",
        "Traceback (most recent call last): boom",
    ],
)
def test_tokens_and_raw_answers_are_never_told(message):
    for language in ("en", "zh"):
        told = trouble(errors.TypecutError(message, zh=f"出错：{message}"), language)
        assert isinstance(told, Trouble)
        for secret in ("nmv_usr", "abcdef", "{", "<html", "Traceback"):
            assert secret not in told.text
