"""``typecut serve``, ``work``, ``settings`` and ``gc``: the server and its store."""

import contextlib
import importlib
import threading
from pathlib import Path
from typing import Any

import click

from typecut.errors import SettingError

from .options import json_option
from .screen import say, say_json, size_words

_STORE = ("studio.service.service", "studio.service.settings")

data_option = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Folder for everything that is kept. Default: the user's own data folder.",
)  # fmt: skip


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="PORT", help="Port. Default: 8000; 0: any."
)
@data_option
def serve(host: str | None, port: int | None, data: Path | None) -> None:
    """Serve the wire protocol to many users at once.

    On SQLite and a folder by default, on PostgreSQL and S3 by setting: `typecut settings` shows
    them all. Ctrl-C or SIGTERM stops it; work that is not done goes on at the next start.
    """
    given = _given(host=host, port=port, data=data)
    (settings,) = _modules("studio.service.settings")
    chosen = settings.read_settings(**given)  # what is wrong here is told at once
    server, service = _modules("server.serving", "studio.service.service")
    listener = server.listen(chosen.host, chosen.port)
    address = server.address_of(listener)
    with listener, service.open_service(chosen) as opened:
        server.serve(opened, listener, lambda: _welcome(address, chosen.data))


@click.command()
@data_option
def work(data: Path | None) -> None:
    """Render exports for the servers that share this database and these blobs.

    More of them, here or on other machines, render more at a time; `typecut serve` does it itself
    unless TYPECUT_RUNS_EXPORTS is off. Ctrl-C or SIGTERM stops it; what it was at goes on elsewhere.
    """
    log, service, settings = _modules("server.logging", *_STORE)
    from typecut.studio.service.runner import running

    chosen = settings.read_settings(**_given(data=data, runs_exports=True))
    with service.open_service(chosen) as opened, contextlib.suppress(KeyboardInterrupt):
        log.set_up(chosen.log_level, chosen.log_format)
        with running(opened):
            say(f"typecut renders exports of the servers that keep their data in {chosen.data}")
            threading.Event().wait()


@click.command()
@data_option
@json_option
def settings(data: Path | None, as_json: bool) -> None:
    """Show every setting of the server: its value, where it comes from, what it means.

    A setting is the environment variable shown, or a key of the settings file: the same name in
    small letters without TYPECUT_.
    """
    given = _given(data=data)
    (module,) = _modules("studio.service.settings")
    found = list(module.told(module.read_settings(**given), given))
    file = module.settings_file()
    if as_json:
        rows = [{n: getattr(t, n) for n in ("name", "variable", "value", "source", "meaning")}
                for t in found]  # fmt: skip
        say_json({"file": str(file), "settings": rows})
        return
    say(f"Settings file: {file}{'' if file.is_file() else ' (there is none)'}  [TYPECUT_CONFIG]")
    for one in found:
        origin = "" if one.source == "default" else f"  [{one.source}]"
        say(f"\n{one.variable} = {one.value or '(empty)'}{origin}\n    {one.meaning}")


@click.command()
@data_option
@json_option
def gc(data: Path | None, as_json: bool) -> None:
    """Delete what nobody can reach any more, and what the settings say to forget.

    TYPECUT_RETENTION_DAYS and TYPECUT_RENDER_DAYS say what is forgotten; without them only
    leftovers go. Safe while the server runs.
    """
    service, module = _modules(*_STORE)
    chosen = module.read_settings(**_given(data=data))
    from typecut.studio.service.retention import collect

    database, blobs = service.open_store(chosen)
    try:
        freed = collect(database, blobs, chosen)
    finally:
        database.close()
    if as_json:
        say_json({"users": freed.users, "renders": freed.renders, "rows": freed.rows,
                  "files": freed.files, "bytes": freed.bytes})  # fmt: skip
        return
    say(
        f"{size_words(freed.bytes)} freed: {freed.files} files, {freed.renders} exports, "
        f"{freed.users} anonymous users, {freed.rows} other entries"
    )


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _modules(*names: str) -> list[Any]:
    """Only what a command needs: the web framework takes longer to import than most work does."""
    try:
        return [importlib.import_module(f"typecut.{name}") for name in names]
    except ImportError as error:
        raise SettingError(
            f"The server needs packages that are not installed ({error.name}).",
            hint="pip install 'typecut[server]'",
        ) from error


def _welcome(address: str, data: Path) -> None:
    say(f"typecut listens on {address} and keeps its data in {data}")
    say("Get a token:")
    say(
        f"  curl -sX POST {address}/api/auth/anonymous-token "
        "-H \"X-Client-Id: $(python3 -c 'import uuid; print(uuid.uuid4())')\""
    )
