"""``multipolar compare``: several pairs of states side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from multipolar.cli.assess import value_in_words
from multipolar.cli.output import console, fit, listing, print_json, write
from multipolar.errors import BadOption
from multipolar.relations.assessment import Assessment, field_title
from multipolar.relations.comparison import Comparison
from multipolar.relations.comparison import compare as ask

if TYPE_CHECKING:
    from rich.table import Table


def run(
    first: str,
    second: str,
    rest: list[str],
    as_of: int | None,
    as_json: bool,
    csv: bool,
) -> None:
    """Compare and print."""
    if as_json and csv:
        raise BadOption("choose --json or --csv, not both")
    found = ask([(first, second), *_pairs(rest)], as_of)
    if as_json:
        print_json(found.to_dict())
    elif csv:
        write(found.frame.write_csv())
    else:
        _print(found)


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    """Read ``--with C D --with E F``; typer has no option of two values that can be repeated."""
    found = []
    for place in range(0, len(words), 3):
        part = words[place : place + 3]
        if len(part) != 3 or part[0] != "--with" or part[1].startswith("--"):
            raise BadOption("write further pairs as --with C D --with E F")
        found.append((part[1], part[2]))
    if not found:
        raise BadOption("a comparison needs two pairs: multipolar compare A B --with C D")
    return found


def _print(found: Comparison) -> None:
    screen = console()
    for item in found.assessments:
        screen.print(f"[bold]{_name(item)}[/], as of {item.pair.as_of}: {item.sentence}")
    for table in _tables(found.assessments, screen.width):
        screen.print()
        screen.print(table)
    screen.print(
        "[dim]net: percentile among relevant dyads (neighbours, or one of them a major power) net "
        "of both states' habits or size, distance and contiguity; pct: raw percentile.[/]"
    )


def _tables(listed: Sequence[Assessment], width: int) -> list[Table]:
    """As few tables as the screen is wide enough for, without splitting a word."""
    many = len(listed)
    while True:
        parts = [listed[place : place + many] for place in range(0, len(listed), many)]
        tables = [_table(part) for part in parts]
        fits = [fit(table, width) for table in tables]
        if all(fits) or many == 1:
            return tables
        many -= 1


def _table(listed: Sequence[Assessment]) -> Table:
    from rich.markup import escape

    table = listing("field", *(_name(item) for item in listed))
    for row in zip(*(item.readings for item in listed), strict=True):
        cells = []
        for reading in row:
            standing = reading.net or reading.standing
            words = escape(value_in_words(reading))
            if standing is None:
                when = f"\n[dim]{reading.estimate.year}[/]" if reading.speaks else ""
                cells.append(f"[dim]{words}[/]{when}")
                continue
            kind = "net" if reading.net is not None else "pct"
            cells.append(f"{words}\n[dim]{kind} {standing.value:.0f}, {reading.estimate.year}[/]")
        table.add_row(field_title(row[0]), *cells)
    need = [
        _need(item.need.first.value, item.need.second.value, item.need.first.year)
        for item in listed
    ]
    table.add_row("share of its trade with the other", *need)
    table.add_row("verdict", *(_verdict(item) for item in listed))
    return table


def _verdict(item: Assessment) -> str:
    """The two likeliest classes, and the year."""
    sight, shown = item.verdict.sight, item.verdict.shown
    if sight is None or shown is None:
        return "[dim]insufficient evidence[/]"
    first, second = sight.leading, sight.runner_up
    thin = "" if shown.year == item.verdict.asked.year else ", the last with enough evidence"
    return (
        f"{first.title} {first.value:.2f} \\[{first.low:.2f}, {first.high:.2f}]; "
        f"{second.title} {second.value:.2f}\n[dim]{shown.year}{thin}[/]"
    )


def _name(item: Assessment) -> str:
    pair = item.pair
    return f"{pair.one.name} - {pair.two.name}"


def _need(first: float | None, second: float | None, year: int) -> str:
    if first is None or second is None:
        return "[dim]unknown[/]"
    return f"{first:.1%} / {second:.1%}\n[dim]{year}[/]"
