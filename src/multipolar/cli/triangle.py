"""``multipolar triangle``: three states, who is with whom, and where a wedge would fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.cli.output import check_picture, console, fit, interval, listing, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from multipolar.system.triangles import Triangle

LEAST = 0.005
"""Configurations that are less likely than this are not printed."""


def run(
    names: tuple[str, str, str],
    year: int | None,
    years: str | None,
    as_of: int | None,
    blind: bool,
    as_json: bool,
    plot: Path | None,
) -> None:
    """Print a triangle of one year, or one line for each year, and draw it."""
    from multipolar.errors import BadOption
    from multipolar.states.last import was_last
    from multipolar.system.triangles import COVERAGE, triangle, triangles
    from multipolar.years import parse_range, this_year

    check_picture(plot)
    if year is not None and years is not None:
        raise BadOption("give --year or --years, not both")
    if years is None and plot is None:
        found = [triangle(*names, year, as_of=as_of, blind=blind)]
    else:
        last = COVERAGE.last if as_of is None else min(as_of, COVERAGE.last)
        span = (
            parse_range(years) if years is not None else range(COVERAGE.first, (year or last) + 1)
        )
        found = triangles(*names, span, as_of=as_of, blind=blind)
    if plot is not None:
        from multipolar.cli.output import write_picture
        from multipolar.report.triad import triad_chart

        write_picture(triad_chart(found), plot)
    one = years is None
    if as_json:
        print_json(found[-1].to_dict() if one else [item.to_dict() for item in found])
        return
    screen = console()
    title = " - ".join(state.name for state in found[-1].corners)
    ended = was_last(names, as_of or this_year()) if year is None and years is None else ""
    if ended:
        screen.print(f"[dim]{ended}[/]")
    screen.print(f"[bold]{title}[/]" + (", without sight of treaties" if blind else ""))
    screen.print(found[-1].sentence)
    screen.print()
    if one:
        _show(screen, found[-1])
    else:
        _course(screen, found)
    _sources(screen)


def _show(screen: Console, found: Triangle) -> None:
    from rich.markup import escape

    from multipolar.system.triangles import code_of

    table = listing(
        "side", "affinity", "90 %", "friendly", "neutral", "hostile", "n",
        right=("affinity", "friendly", "neutral", "hostile", "n"),
    )  # fmt: skip
    for side in found.sides:
        pair = f"{side.one.name} - {side.two.name}"
        if side.value is None:
            table.add_row(pair, "-", "too few layers", "", "", "", str(side.n))
            continue
        chances = [f"{p:.2f}" for p in (side.friendly, side.neutral, side.hostile) if p is not None]
        span = escape(interval(side.low, side.high, "index"))
        table.add_row(pair, f"{side.value:.2f}", span, *chances, str(side.n))
    fit(table, screen.width)
    screen.print(table)
    if not found.probabilities:
        return
    screen.print()
    table = listing("configuration", "p", "outside neutral", right=("p", "outside neutral"))
    for key, chance in found.probabilities.items():
        if chance >= LEAST:
            table.add_row(found.said(key), f"{chance:.2f}", f"{found.beyond_neutral[key]:.2f}")
    table.add_row(found.said("undecided"), "", f"{found.beyond_neutral['undecided']:.2f}")
    fit(table, screen.width)
    screen.print(table)
    screen.print()
    table = listing("wedge room", "closer to", "by", "90 %", right=("by",))
    for place, state in enumerate(found.corners):
        value, low, high = found.wedges[code_of(state)]
        rest = [other for i, other in enumerate(found.corners) if i != place]
        near = rest[0] if value >= 0 else rest[1]
        ends = (low, high) if value >= 0 else (-high, -low)
        clear = "" if ends[0] > 0 else "  unclear"
        span = escape(interval(*ends, "index"))
        table.add_row(state.name, near.name, f"{abs(value):.2f}", span + clear)
    fit(table, screen.width)
    screen.print(table)
    screen.print(
        "[dim]p: by the sign of each side's affinity; outside neutral: with every side outside "
        "the zone that holds nine in ten pairs between which nothing is. Sides are taken as "
        "independent. Wedge room: how much closer a state is to one of the other two.[/]"
    )


def _course(screen: Console, found: list[Triangle]) -> None:
    table = listing("year", "most likely", "p", *_pairs(found[-1]), right=("p", *_pairs(found[-1])))
    for item in found:
        values = ["-" if s.value is None else f"{s.value:.2f}" for s in item.sides]
        if item.probabilities:
            key, chance = next(iter(item.probabilities.items()))
            table.add_row(str(item.year), item.said(key), f"{chance:.2f}", *values)
        else:
            table.add_row(str(item.year), "too little is known", "", *values)
    fit(table, screen.width)
    screen.print(table)


def _pairs(found: Triangle) -> tuple[str, ...]:
    from multipolar.system.triangles import code_of

    return tuple(f"{code_of(side.one)}-{code_of(side.two)}" for side in found.sides)


def _sources(screen: Console) -> None:
    from multipolar.report import words
    from multipolar.system.triangles import ORIGINS

    screen.print(f"[dim]sources  {words.credit(ORIGINS)}\n         multipolar cite affinity.all[/]")
