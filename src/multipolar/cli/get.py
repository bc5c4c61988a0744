"""``multipolar get``: one indicator of a state or a pair."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from multipolar import states
from multipolar.cli.output import console, fit, interval, listing, number, print_json, write
from multipolar.errors import BadOption
from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.registry import indicator as declared
from multipolar.panel.version import data_version
from multipolar.query import Estimates
from multipolar.query import get as ask
from multipolar.years import parse_range


def run(
    indicator: str,
    who: list[str],
    year: int | None,
    years: str | None,
    by: str | None,
    base: str | None,
    as_of: int | None,
    carry: bool,
    issue: str | None,
    shrink: bool,
    as_json: bool,
    csv: bool,
) -> None:
    """Ask and print."""
    if as_json and csv:
        raise BadOption("choose --json or --csv, not both")
    if year is not None and years is not None:
        raise BadOption("give either --year or --years, not both")
    span: Any = parse_range(years) if years is not None else None
    found: Estimate | Estimates = ask(
        indicator,
        *who,
        year=year,
        years=span,
        by=by,
        base=base,
        as_of=as_of,
        carry=carry,
        issue=issue,
        shrink=shrink,
    )
    listed = [found] if isinstance(found, Estimate) else list(found)
    if as_json:
        answers = [item.to_dict() | {"data_version": data_version()} for item in listed]
        print_json(answers if years is not None else answers[0])
    elif csv:
        write(Estimates(listed).frame.write_csv())
    else:
        _print(listed)


def _print(listed: list[Estimate]) -> None:
    from rich.markup import escape

    what = declared(listed[0].indicator)
    screen = console()
    who = _who(listed[-1], what.directed)
    screen.print(f"[bold]{what.name}[/]  {escape(what.title)}, {escape(who)}")
    screen.print(f"[dim]{escape(what.scale)}; high: {escape(what.high)}[/]")
    table = listing("year", "value", "90 %", "n", "status", right=("value", "n"))
    for years, item in _runs(listed):
        status = item.status.value + (f": {item.note}" if item.note else "")
        style = "" if item.status in HAS_VALUE else "dim"
        table.add_row(
            years,
            number(item.value, what.kind),
            escape(interval(item.low, item.high, what.kind)),
            "" if item.n is None else str(item.n),
            escape(status),
            style=style,
        )
    fit(table, screen.width)
    screen.print(table)
    said = [item for item in listed if item.value is not None or item.low is not None] or listed
    origins = dict.fromkeys(key for item in said for key in item.origins)
    screen.print(
        f"[dim]sources: {', '.join(origins)} (multipolar cite {what.name}); "
        f"data {data_version()}[/]"
    )


def _runs(listed: list[Estimate]) -> Iterator[tuple[str, Estimate]]:
    """Years as shown, and what holds in them: years without a value for one reason share a row."""

    def reason(place: int) -> tuple[object, ...]:
        item = listed[place]
        if any(number is not None for number in (item.value, item.low, item.high, item.n)):
            return (place,)
        return item.status, item.note, item.year - place

    for _, places in groupby(range(len(listed)), reason):
        first, *_, last = [listed[place] for place in places] * 2
        years = str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
        yield years, last


def _who(item: Estimate, directed: bool) -> str:
    names = [
        states.label(code, item.year) for code in (item.ccode1, item.ccode2) if code is not None
    ]
    return " to ".join(names) if directed else " - ".join(names)
