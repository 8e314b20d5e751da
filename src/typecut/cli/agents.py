"""``typecut mcp``: the tools for agents that speak the Model Context Protocol."""

import gc
from pathlib import Path
from typing import Any

import click

from typecut.errors import SettingError

from .screen import complain


@click.command()
@click.option(
    "--root", "roots", multiple=True, metavar="DIR", type=click.Path(path_type=Path),
    help="A folder that agents may import files from and export to; may be given several times. "
    "Default: the working folder, and the folders that the agent's program calls its roots.",
)  # fmt: skip
@click.option(
    "--server", metavar="URL",
    help="Work in sessions of this server instead of this machine's: files are uploaded to it. "
    "The token is NEMO_TOKEN or TYPECUT_TOKEN, else an anonymous one.",
)  # fmt: skip
@click.option("--http", is_flag=True, help="Serve streamable HTTP instead of standard input.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), metavar="N")
@click.option(
    "--token", envvar="TYPECUT_MCP_TOKEN", default="", metavar="SECRET",
    help="What HTTP clients have to show. Better set as TYPECUT_MCP_TOKEN, which nobody can see "
    "in the list of processes. Needed where others can reach the address.",
)  # fmt: skip
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME",
    help="Another name under which HTTP clients may call this machine.",
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Worker processes. Default: one per core."
)
def mcp(
    roots: tuple[Path, ...],
    server: str | None,
    http: bool,
    host: str,
    port: int,
    token: str,
    names: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Serve typecut's tools to agents (Model Context Protocol).

    An agent's program starts it by itself: give it the command `typecut mcp --root FOLDER`.
    docs/mcp.md shows how for Claude Code, Claude Desktop and Cursor.
    """
    serving, desk, ground = _modules()
    allowed = ground.ground(roots)
    if not allowed.roots:
        complain("typecut mcp: no folder is allowed yet; name one with --root FOLDER.")
    with _afar(server, allowed) if server else desk.desk(allowed, jobs or 0) as opened:
        if http:
            address = serving.Address(host, port, token, names)
            serving.over_http(opened, address, _welcome)
        else:
            serving.over_stdio(opened)


def _afar(server: str, allowed: Any) -> Any:
    from typecut.mcp.remote import afar

    return afar(server, allowed)


def _welcome(url: str) -> None:
    complain(f"typecut mcp listens on {url}")


def _modules() -> tuple[Any, Any, Any]:
    # Thousands of classes of the protocol are made, none of them garbage: looking for some while
    # they are made takes a tenth of the time to the first answer.
    gc.disable()
    try:
        from typecut.mcp import desk, ground, serving
    except ImportError as error:
        raise SettingError(
            f"The MCP server needs packages that are not installed ({error.name}).",
            hint='pip install "typecut[mcp]"',
        ) from error
    finally:
        gc.freeze()
        gc.enable()
    return serving, desk, ground
