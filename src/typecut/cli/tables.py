"""Plain tables on standard output."""

import sys
from collections.abc import Iterable, Sequence

from .screen import printable


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as they need; names are text and never markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        made.add_column(Text(heading), overflow="fold")
    for row in rows:
        made.add_row(*(Text(printable(cell)) for cell in row))
    wide = None if sys.stdout.isatty() else 160
    Console(markup=False, highlight=False, emoji=False, width=wide).print(made)
