"""``typecut cache``: what is kept on disk."""

import click

from .options import json_option
from .screen import say, say_json, size_words
from .tables import table


@click.group(name="cache", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show, trim or clear what is kept from earlier exports.

    TYPECUT_CACHE names its folder, TYPECUT_CACHE_LIMIT its size (10 GiB by default). What was used
    longest ago goes first.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@command.command()
@json_option
def show(as_json: bool = False) -> None:
    """Show folder, limit and what is in it."""
    from typecut.studio.cache import KINDS, Cache

    cache = Cache()
    entries = cache.entries()
    kinds = {
        kind: (len(of_kind), sum(e.size for e in of_kind))
        for kind in KINDS
        if (of_kind := [e for e in entries if e.kind == kind])
    }
    total = sum(e.size for e in entries)
    if as_json:
        about = {k: {"entries": n, "bytes": size} for k, (n, size) in kinds.items()}
        say_json(
            {"folder": str(cache.folder), "limit": cache.limit, "bytes": total, "kinds": about}
        )
        return
    say(f"{cache.folder}: {size_words(total)} of at most {size_words(cache.limit)}")
    table(("kind", "entries", "size"), [(k, str(n), size_words(s)) for k, (n, s) in kinds.items()])


@command.command()
def clear() -> None:
    """Delete everything that no running export uses."""
    from typecut.studio.cache import Cache

    say(f"{size_words(Cache().clear())} freed")


@command.command()
@click.option("--to", metavar="SIZE", help="How much to keep, such as 2GB. Default: the limit.")
def trim(to: str | None) -> None:
    """Delete what was used longest ago until the rest fits."""
    from typecut.studio.cache import Cache, read_size

    freed = Cache().trim(read_size(to, "--to") if to else None)
    say(f"{size_words(freed)} freed")
