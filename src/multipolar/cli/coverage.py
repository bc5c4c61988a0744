"""``multipolar data coverage``: what each indicator sees of the world, and when."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from multipolar.cli.output import check_picture, console, print_json
from multipolar.fields.coverage import Covered, by_decade, coverage
from multipolar.fields.registry import FIELDS, INDICATORS, indicator
from multipolar.panel.release import active

DECADES = range(1810, 2030, 10)


def run(what: list[str], as_json: bool, plot: Path | None = None) -> None:
    """Print years and numbers of cases with a value, of all and of the relevant ones."""
    check_picture(plot)
    names = _names(what)
    found = _with_progress(names)
    if plot is not None:
        from multipolar.cli.output import write_picture
        from multipolar.report.world import coverage_chart

        write_picture(coverage_chart(found), plot)
    if as_json:
        print_json(
            {"data_version": active().version, "indicators": [_record(item) for item in found]}
        )
        return
    _print(found)


def _names(what: list[str]) -> list[str]:
    """Indicators asked for, by name or by field; all without any."""
    if not what:
        return list(INDICATORS)
    names: list[str] = []
    for word in what:
        of_field = [name for name, item in INDICATORS.items() if item.field == word.lower()]
        names += of_field or [indicator(word).name]
    return list(dict.fromkeys(names))


def _with_progress(names: list[str]) -> list[Covered]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("counting", total=len(names))

        def step(name: str) -> None:
            bar.update(task, description=name, completed=names.index(name))

        return coverage(names, step=step)


def _record(item: Covered) -> dict[str, Any]:
    return {
        "indicator": item.indicator.name,
        "unit": item.indicator.unit.value,
        "years": list(item.span) if item.span else None,
        "known": item.known,
        "relevant_share": item.relevant_share,
        "by_year": item.years.to_dicts(),
    }


def _print(found: list[Covered]) -> None:
    from rich.table import Table

    screen = console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    wide = screen.width >= 90 or not sys.stdout.isatty()
    table.add_column("indicator", no_wrap=True)
    table.add_column("years", no_wrap=True)
    table.add_column("with a value", justify="right", no_wrap=True)
    table.add_column("relevant", justify="right", no_wrap=True)
    if wide:
        table.add_column("by decade, 1810s to 2020s", no_wrap=True)
    for field, words in FIELDS.items():
        rows = [item for item in found if item.indicator.field == field]
        if rows:
            table.add_row(f"[bold]{words}[/]")
        for item in rows:
            span = f"{item.span[0]}-{item.span[1]}" if item.span else "none"
            cells = [item.indicator.name, span, f"{item.known:,}", f"{item.relevant_share:.0%}"]
            table.add_row(*cells, *([_digits(item)] if wide else []))
    screen.print(table)
    screen.print(
        "[dim]with a value: state-years or dyad-years (each direction where there is one); "
        "relevant: share of the politically relevant dyads (contiguous, or one a major power; for "
        "states of all) with a value in those years"
        + ("; by decade: the same in tenths, 9 from 90 % on, a point for none" if wide else "")
        + "[/]"
    )


def _digits(item: Covered) -> str:
    shares = by_decade(item)
    return "".join(
        "." if not shares.get(decade) else str(min(int((shares[decade] or 0) * 10), 9))
        for decade in DECADES
    )
