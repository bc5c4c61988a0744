"""``multipolar event``: what changed for a pair or a state at a date."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.cli.output import check_picture, console, interval, number, print_json

if TYPE_CHECKING:
    from multipolar.measures.event_study import Effect


def run(
    indicator: str,
    who: list[str],
    at: int,
    before: int,
    after: int,
    exposed: list[str],
    as_json: bool,
    plot: Path | None = None,
) -> None:
    """Print, and draw, what was observed, what comparable cases lead to expect, and both apart."""
    from rich.markup import escape
    from rich.table import Table

    from multipolar.relations.event import event_study

    check_picture(plot)
    found = event_study(indicator, *who, at=at, before=before, after=after, exposed=tuple(exposed))
    if plot is not None:
        from multipolar.cli.output import write_picture
        from multipolar.report.event import event_chart

        write_picture(event_chart(found), plot)
    if as_json:
        print_json(found.to_dict())
        return
    screen, kind = console(), found.indicator.kind
    names = " - ".join(state.name for state in found.who)
    screen.print(f"[bold]{escape(found.indicator.title)}[/], {escape(names)}, event of {at}")
    screen.print(escape(found.sentence))
    screen.print()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("year", "observed", "expected", "difference"):
        table.add_column(column, justify="right")
    years = (*found.before, *found.after)
    for year, seen, expected in zip(years, found.observed, found.expected, strict=True):
        gap = number(float(seen - expected), kind) if year >= at else ""
        table.add_row(str(year), number(float(seen), kind), number(float(expected), kind), gap)
    screen.print(table)
    screen.print()
    _effect("difference in differences", found.did, kind)
    if found.synthetic is not None:
        _effect("synthetic control", found.synthetic, kind)
    screen.print(
        f"[dim]expected: mean of comparable cases ({found.donors}), moved to the level before; p: "
        "rank among the same figures of cases without the event; \\[ ]: 90 % interval from them[/]"
    )


def _effect(name: str, effect: Effect, kind: str) -> None:
    from rich.markup import escape

    if math.isnan(effect.p):
        console().print(f"{name}  {number(effect.value, kind)}")
        return
    span, p = interval(effect.low, effect.high, kind), f"  p = {effect.p:.2f}"
    console().print(f"{name}  {number(effect.value, kind)} {escape(span)}{p}")
