"""The table of failures: codes of the wire, exit statuses of the command, and what to do."""

from typecut import errors

_ROWS: tuple[tuple[str, type[errors.TypecutError], str, str], ...] = (
    ("1001", errors.TokenInvalid, "token wrong or expired", "the command gets a new one by itself, once; a `NEMO_TOKEN` that the user set has to be renewed by the user"),
    ("1002", errors.NoSuchSession, "no such session", "`--new` makes one; the files have to be given again"),
    ("1009", errors.Conflict, "an edit is still running", "wait, then `typecut status`; do not send it again"),
    ("2001", errors.OutOfCredits, "out of credits (servers only)", "show the registration link (`?bind=<id>`) or the link to top up; exporting stays free"),
    ("4001", errors.MediaRefused, "type of file not accepted", "name the accepted formats"),
    ("4002", errors.MediaTooLarge, "file too large", "suggest to compress or trim it"),
    ("4003", errors.MediaBroken, "file cannot be decoded", "ask for another copy of it"),
    ("400", errors.ClientIdMissing, "client id missing", "the command sends one; run it again"),
    ("402", errors.ExportBlocked, "export blocked; never about credits", "\"Register or upgrade your plan to unlock export\", with the link in the answer"),
    ("429", errors.RateLimited, "too often", "the command waits and tries once more; then wait 30 seconds yourself"),
    ("–", errors.NotUnderstood, "no word was understood", "say it in other words; see `references/edits.md`"),
    ("–", errors.EditError, "the edit does not fit this timeline", "tell the numbers that the answer names"),
    ("–", errors.MediaMissing, "no such file", "check the path"),
)  # fmt: skip


def table() -> str:
    rows = [f"| {code} | {kind.exit_code} | {what} | {do} |" for code, kind, what, do in _ROWS]
    return "\n".join(
        [
            "| Code | Exit | Meaning | Do |",
            "|---|---|---|---|",
            "| 0 | 0 | success | go on |",
            *rows,
        ]
    )
