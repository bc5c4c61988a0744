"""``multipolar system`` and ``multipolar balance``: the international system of a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.cli.output import (
    check_picture,
    console,
    figure,
    fit,
    listing,
    print_json,
    write_picture,
)
from multipolar.errors import BadYear
from multipolar.estimate import Status
from multipolar.sources.catalog import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console

    from multipolar.system.balance import Balance
    from multipolar.system.polarity import Polarity, Poles

WHY = {
    Status.OUT_OF_COVERAGE: "outside the source's years",
    Status.NOT_LICENSED: "needs a file of your own",
    Status.MISSING: "no figure",
}
SHORT = {
    "majors": "major powers",
    "majors_most": "majors for most of the year",
    "top8": "eight strongest",
    "all": "all states",
}
WIDE = 90
"""From this many columns on all measures are shown."""
SHOWN = 12
"""Ties that are named in print; JSON has all."""


def run(
    year: int | None,
    as_of: int | None,
    as_json: bool,
    plot: Path | None = None,
    base: str = "cinc",
    group: str = "majors",
) -> None:
    """Print poles and balance of a year, and draw the shares of power up to it."""
    from multipolar.cli import blocs
    from multipolar.system import balance, polarity

    check_picture(plot)
    found = polarity.polarity(year, as_of)
    if plot is not None:
        from multipolar.report.shares import shares_chart

        write_picture(shares_chart(base, group, year, as_of), plot)
    first, last = balance.covered()
    ties = balance.balance(found.year) if first <= found.year <= last else None
    camps, plain = blocs.line(found.year, as_of)
    if as_json:
        answer = {"polarity": found.to_dict(), "balance": None if ties is None else ties.to_dict()}
        print_json(answer | {"blocs": plain})
        return
    screen = console()
    screen.print(f"[bold]The international system in {found.year}[/]")
    screen.print(found.sentence)
    screen.print(ties.sentence if ties else f"Alliances and rivalries are known to {last}.")
    if camps:
        screen.print(f"{camps} [dim]multipolar blocs {found.year} tells more.[/]")
    screen.print()
    show_polarity(screen, found)
    if ties is not None:
        screen.print()
        show_balance(screen, ties, names=False)
    _sources(screen, (*found.origins, *(() if ties is None else balance.ORIGINS)))


def run_balance(
    year: int | None, shuffles: int, seed: int, as_of: int | None, as_json: bool
) -> None:
    """Print the structural balance of a year, with the ties at odds by name."""
    from multipolar.system import balance

    first, last = balance.covered()
    if year is None:
        year = last if as_of is None else min(last, as_of)
        if year < first:
            raise BadYear(f"alliances and rivalries are known from {first} to {last}")
    found = balance.balance(year, as_of, shuffles, seed)
    if as_json:
        print_json(found.to_dict())
        return
    screen = console()
    screen.print(f"[bold]Structural balance in {year}[/]")
    screen.print(found.sentence)
    screen.print()
    show_balance(screen, found, names=True)
    _sources(screen, balance.ORIGINS)


def show_polarity(screen: Console, found: Polarity) -> None:
    """A row for each base and group of states."""
    from multipolar.system.polarity import BASES

    wide = screen.width >= WIDE
    heads = ["poles by", "n", "CON", "poles"]
    heads += ["entropy"] if wide else []
    heads += ["first"]
    heads += ["1st/2nd", "3rd behind"] if wide else []
    table = listing(*heads, "ten years", right=tuple(heads[1:]))
    shown = ""
    for row in found.rows:
        if row.base != shown:
            lacking = "" if row.spread else f": {row.note or WHY.get(row.status, row.status)}"
            table.add_row(f"[bold]{BASES[row.base][0]}[/][dim]{lacking}[/]")
            shown = row.base
        if row.spread is not None:
            table.add_row(f"  {SHORT[row.group]}", *_figures(row, wide), _direction(row))
    fit(table, screen.width)
    screen.print(table)
    screen.print(
        "[dim]concentration (CON): 0 equal, 1 one state has all; poles: effective number, 1 / sum "
        "of squared shares; entropy: 1 equal; first: share of the strongest; 3rd behind: how far "
        "the third stands behind the second. Concentration depends on how many states are "
        "counted, so compare years within one row. * other majors than ten years before[/]"
    )


def show_balance(screen: Console, found: Balance, names: bool) -> None:
    """Line index over ties and over rivalries; the ties at odds."""
    from rich.markup import escape

    table = listing("balance of alliances and rivalries", "", header=False)
    exact = "proven least" if found.proven else f"at least {found.lower}, not proven"
    table.add_row("ties at odds with two camps (line index)", f"{found.upper}, {exact}")
    table.add_row("alliances of defence", f"{found.alliances:,}")
    table.add_row("strategic rivalries", f"{found.rivalries}")
    table.add_row("F = 1 - 2 L / ties", f"{found.balance:.3f}")
    if found.of_rivalries is not None:
        table.add_row("line index over rivalries", f"{found.of_rivalries:.2f}")
    if found.chance:
        low, high = min(found.chance), max(found.chance)
        p = found.less_than_chance or math.nan
        text = f"{low} to {high} in {len(found.chance)} draws, p = {p:.2f}"
        table.add_row("with rivalries drawn at random", text)
    screen.print(table)
    if not names:
        screen.print("[dim]multipolar balance YEAR names the ties at odds[/]")
        return
    screen.print()
    for sign, words in ((-1, "rivals in one camp"), (1, "allies in different camps")):
        pairs = [(a, b) for a, b, one in found.frustrated if one == sign]
        if pairs:
            said = "; ".join(_pair(a, b, found.year) for a, b in pairs[:SHOWN])
            more = f"; and {len(pairs) - SHOWN} more (--json)" if len(pairs) > SHOWN else ""
            screen.print(f"{words} ({len(pairs)}): {escape(said + more)}")
    screen.print(
        "[dim]F rises with every alliance inside a camp, so read the index over rivalries with it. "
        "Other choices of camps can have as few ties at odds.[/]"
    )


def _pair(one: int, two: int, year: int) -> str:
    return f"{states.resolve(one, year).name} - {states.resolve(two, year).name}"


def _figures(row: Poles, wide: bool) -> list[str]:
    found = row.spread
    if found is None:
        return []
    ratio = "" if math.isnan(found.top_two) else figure(found.top_two)
    gap = "" if math.isnan(found.gap) else f"{found.gap:.0%}"
    cells = [str(found.n), f"{found.concentration:.3f}", f"{found.poles:.2f}"]
    cells += [f"{found.entropy:.3f}"] if wide else []
    cells += [f"{found.first:.1%}"]
    return cells + ([ratio, gap] if wide else [])


def _direction(row: Poles) -> str:
    return row.direction + ("*" if row.direction and row.note else "")


def _sources(screen: Console, keys: Iterable[str]) -> None:
    from multipolar.report import words

    known = [key for key in dict.fromkeys(keys) if key in SOURCES]
    screen.print(
        f"[dim]sources  {words.credit(known)}\n         multipolar cite {' '.join(known)}[/]"
    )
