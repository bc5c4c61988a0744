"""``multipolar map``: how close all other states are to one, class by class, and on a map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from multipolar.cli.output import (
    check_picture,
    console,
    fit,
    listing,
    print_json,
    write_picture,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from multipolar.relations.toward import Toward

NAMED = 8
"""Others that are named in a class."""


def run(
    name: str,
    indicator: str,
    year: int | None,
    base: str | None,
    plot: Path | None,
    as_of: int | None,
    as_json: bool,
) -> None:
    """Print classes of closeness with those in them, and those without a value; draw the map."""
    from multipolar.relations.toward import toward

    check_picture(plot)
    found = toward(name, indicator, year, as_of, base)
    if plot is not None:
        from multipolar.report.closeness import closeness_chart

        write_picture(closeness_chart(found), plot)
    if as_json:
        print_json(found.to_dict())
        return
    _show(console(), found)


def _show(screen: Console, found: Toward) -> None:
    from rich.markup import escape

    from multipolar.report import words
    from multipolar.report.scale import classes
    from multipolar.states.pair import titled

    values = [float(item.value) for _, item in found.known if item.value is not None]
    whom = titled(found.state.name)
    how = f"{whom} toward each" if found.what.directed else f"with {whom}"
    if found.note:
        screen.print(f"[dim]{escape(found.note)}[/]")
    screen.print(f"[bold]{escape(words.sentence(found.what.title))}, {how}, {found.year}[/]")
    screen.print(
        f"{len(values)} of {len(found.estimates)} other states have a value; "
        f"a high one means that {found.what.high}.",
        markup=False,
    )
    screen.print()
    table = listing("class", "states", "the highest first", right=("states",))
    parted = classes(found.what, values)
    for place in reversed(range(len(parted.labels))):
        inside = [
            code
            for code, item in found.known
            if item.value is not None and parted.place(float(item.value)) == place
        ]
        if inside:
            table.add_row(parted.labels[place], str(len(inside)), _names(inside, found.year))
    for status, count in Counter(item.status for item in found.estimates.values()).items():
        inside = [code for code, item in found.estimates.items() if item.status is status]
        if found.estimates[inside[0]].value is None:
            table.add_row(f"- {words.STATUS[status]}", str(count), _names(inside, found.year))
    fit(table, screen.width)
    screen.print(table)
    screen.print(f"[dim]sources  {words.credit(found.what.sources)}[/]")
    screen.print(f"[dim]         multipolar cite {found.what.name}[/]")
    if not values:
        note = f": {found.what.coverage.note}" if found.what.coverage.note else ""
        hint = "; --base all counts all roll calls" if found.what.has_variants else ""
        screen.print(f"{found.what.name} covers {_span(found)}{note}{hint}", markup=False)


def _names(inside: list[int], year: int) -> str:
    from multipolar import states

    names = [states.label(code, year) for code in inside[:NAMED]]
    more = f" and {len(inside) - NAMED} more" if len(inside) > NAMED else ""
    return ", ".join(names) + more


def _span(found: Toward) -> str:
    return f"{found.what.coverage.first} to {found.what.coverage.last}"
