"""Printing: tables for people that fit the terminal, JSON for programs."""

from __future__ import annotations

import codecs
import io
import json
import math
import os
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from multipolar.report.chart import Chart

GAP = 2
"""Spaces between columns; one where the screen is too narrow for words otherwise."""
LABEL = 12
"""Least width of a column of names that wraps in place of others."""


def console() -> Console:
    """A console as wide as the terminal, 100 columns where the output is no terminal."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            leave_quietly()

    width = shutil.get_terminal_size((100, 24)).columns
    plain = {"color_system": None} if os.environ.get("NO_COLOR") else {}
    return Screen(width=max(width, 40), highlight=False, emoji=False, **plain)  # type: ignore[arg-type]


def print_json(answer: Any) -> None:
    """Print plain data as JSON; numbers that are not finite have no place in it."""
    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    write(json.dumps(answer, ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")


def write(text: str) -> None:
    """Write text as it is; a reader that went away (head, less) is no mistake."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_quietly()


def leave_quietly(code: int = 0) -> None:
    """Exit without a further word: what is left to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Letters for an encoding that lacks some: ``²`` is written 2, ``é`` is written e."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    folded = unicodedata.normalize("NFKD", lacking).encode("ascii", "ignore").decode()
    return folded or {"×": "x", "–": "-", "−": "-", "’": "'"}.get(lacking, "?"), error.end


codecs.register_error("multipolar.plain", plain_letters)


# ------------------------------------------------------------------ tables
def listing(*columns: str, right: tuple[str, ...] = (), header: bool = True) -> Table:
    """Make a table without rules; ``right`` names the columns of numbers."""
    from rich.table import Table

    table = Table(
        box=None,
        pad_edge=False,
        header_style="dim",
        show_header=header,
        padding=(0, GAP, 0, 0),
    )
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return table


def fit(table: Table, width: int, yielding: int | None = None) -> bool:
    """Give the columns of a filled table widths at which no word is split; whether that is so.

    A ``yielding`` column wraps before any other does, down to `LABEL` characters.
    """
    longest, least = _widths(table)
    gap = GAP
    if sum(least) + gap * (len(least) - 1) > width:
        gap = 1
        table.padding = (0, gap, 0, 0)
    room = width - gap * (len(least) - 1)
    if sum(least) > room:
        return False
    if yielding is not None:
        left = room - sum(longest) + longest[yielding]
        if left >= max(least[yielding], min(longest[yielding], LABEL)):
            longest[yielding] = min(longest[yielding], left)
            for column, wide in zip(table.columns, longest, strict=True):
                column.width = wide
            return True
    # Narrow columns are served first, so that what wraps is the text of the wide ones.
    order = sorted(range(len(least)), key=lambda i: longest[i])
    for place, i in enumerate(order):
        spare = room - sum(least[j] for j in order[place:])
        fair = max(least[i], room // len(order[place:]))
        given = min(longest[i], fair, least[i] + spare)
        table.columns[i].width = given
        room -= given
    return True


def _widths(table: Table) -> tuple[list[int], list[int]]:
    """Longest line and longest word of each column."""
    from rich.text import Text

    longest, least = [], []
    for column in table.columns:
        header = [str(column.header)] if table.show_header else []
        texts = [Text.from_markup(str(cell)).plain for cell in (*header, *column.cells)]
        lines = [line for text in texts for line in text.split("\n")]
        words = [word for line in lines for word in re.findall(r"^\s*\S+|\S+", line)]
        longest.append(max((len(line) for line in lines), default=1) or 1)
        least.append(max((len(word) for word in words), default=1) or 1)
    return longest, least


# ------------------------------------------------------------------ numbers
def number(value: float | None, kind: str) -> str:
    """A value in the digits that its kind deserves."""
    if value is None:
        return "-"
    if kind in ("binary", "ordinal", "count"):
        return f"{value:.0f}"
    if kind == "amount":
        return amount(value)
    if kind == "share" and 0 < abs(value) < 0.01:
        return figure(value)
    return f"{value:.3f}".replace("-0.000", "0.000")


def amount(value: float) -> str:
    """An amount in full, or in millions, billions and so on where that is long."""
    for size, word in ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion")):
        if abs(value) >= size:
            return f"{figure(value / size, 3)} {word}"
    return figure(value) if abs(value) < 100 else f"{value:,.0f}"


def figure(value: float, digits: int = 2) -> str:
    """A value in significant digits, without powers of ten: ``130``, ``0.000058``."""
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):,.{max(places, 0)}f}"


def interval(low: float | None, high: float | None, kind: str) -> str:
    """An interval in brackets, or nothing."""
    return "" if low is None or high is None else f"[{number(low, kind)}, {number(high, kind)}]"


def check_picture(path: Path | None) -> None:
    """Refuse a file for a picture before the work that it takes.

    Raises
    ------
    BadOption
        If it ends in none of ``.svg``, ``.png`` and ``.html``.
    NoSuchPlace
        If its folder is not there, or it is a folder.
    """
    from multipolar.report.chart import check_form
    from multipolar.report.files import check_file

    if path is not None:
        check_form(path)
        check_file(path)


def write_picture(chart: Chart, path: Path) -> None:
    """Write a chart in the form that the ending of the file names (see `Chart.write`)."""
    chart.write(path)


TABLES = (".csv", ".parquet")
"""Endings of the files in which a table can be written."""


def check_table(path: Path | None) -> None:
    """Refuse a file for a table before the work that it takes.

    Raises
    ------
    BadOption
        If it ends in none of `TABLES`.
    NoSuchPlace
        If its folder is not there, or it is a folder.
    """
    from multipolar.report.files import check_ending, check_file

    if path is not None:
        check_ending(path, "a table", TABLES)
        check_file(path)


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table, whole or not at all, in the form that the ending of the file names."""
    from multipolar.report.files import check_ending, write_atomically

    content = io.BytesIO()
    if check_ending(path, "a table", TABLES) == ".parquet":
        frame.write_parquet(content)
    else:
        frame.write_csv(content)
    write_atomically(path, content.getvalue())
