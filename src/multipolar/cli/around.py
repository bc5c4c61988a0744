"""The third party and the context of a pair, under the fields of ``multipolar assess --full``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.cli.output import figure, fit, interval, listing, number
from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.registry import INDICATORS
from multipolar.relations.levels import LEVELS, at_least, in_words
from multipolar.relations.reading import unknown
from multipolar.relations.third import RULE, STAKE

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from multipolar.relations.assessment import Assessment
    from multipolar.relations.context import Around

SHORT = 160
"""Longest remark on a value that is shown in the table."""


def show(screen: Console, found: Assessment) -> None:
    """Print both tables, and where the values come from."""
    screen.print(_third(found, screen.width))
    if found.third is not None and not found.third.named:
        screen.print(f"[dim]chosen: {RULE}; --third STATE names another[/]")
    screen.print()
    screen.print(_context(found, screen.width))
    screen.print(
        "[dim]> and <: of the first state toward the second, and back; "
        "multipolar indicators NAME defines each[/]"
    )
    screen.print()


def sources(found: Assessment) -> tuple[str, ...]:
    """Keys of the sources of the values in both tables."""
    shown = [part for item in found.context for part in (item.first, item.second)]
    if found.third is not None:
        shown += [part for tie in found.third.ties for part in (tie.first, tie.second)]
    known = [part for part in shown if part.status in HAS_VALUE]
    return tuple(dict.fromkeys(key for part in known for key in part.origins))


def _third(found: Assessment, width: int) -> Table:
    pair, third = found.pair, found.third
    if third is None:
        return listing("third party: none, because no power is known")
    table = listing(f"third party: {third.state.name}", pair.one.name, pair.two.name, "year")
    for tie in third.ties:
        say = _percent if tie.indicator == STAKE else _words
        cells = (say(tie.first), say(tie.second), _years(tie.first, tie.second))
        table.add_row(tie.title, *cells)
    fit(table, width)
    return table


def _context(found: Assessment, width: int) -> Table:
    pair = found.pair
    table = listing("around the relationship", pair.one.name, pair.two.name, "year")
    group = ""
    for item in found.context:
        if item.group != group:
            group = item.group
            table.add_row(f"[bold]{group}[/]")
        year = _years(item.first, item.second) if item.known else ""
        style = "" if item.known else "dim"
        table.add_row(f"  {item.what.title}", *_sides(item), year, style=style)
    fit(table, width)
    return table


def _sides(item: Around) -> tuple[str, str]:
    if item.of_pair:
        words = _words(item.first)
        return (f"both: {words}{_told(item.first)}" if item.known else words), ""
    if item.what.directed and item.known:
        return f"> {_words(item.first)}", f"< {_words(item.second)}"
    return _words(item.first), _words(item.second)


def _words(estimate: Estimate) -> str:
    from rich.markup import escape

    what = INDICATORS[estimate.indicator]
    if estimate.value is None:
        return at_least(estimate) or unknown(estimate)
    if what.name in LEVELS:
        return in_words(estimate)
    small = what.kind not in ("binary", "ordinal", "count") and 0 < abs(estimate.value) < 0.0005
    value = figure(estimate.value) if small else number(estimate.value, what.kind)
    return escape(f"{value} {interval(estimate.low, estimate.high, what.kind)}".strip())


def _told(estimate: Estimate) -> str:
    """What stands behind a value, where it is short: the words, the organisations."""
    from rich.markup import escape

    telling = INDICATORS[estimate.indicator].remark is not None
    short = telling and estimate.value and estimate.note and len(estimate.note) <= SHORT
    return f": {escape(estimate.note)}" if short else ""


def _percent(estimate: Estimate) -> str:
    return _words(estimate) if estimate.value is None else f"{estimate.value:.1%}"


def _years(first: Estimate, second: Estimate) -> str:
    years = dict.fromkeys(str(e.year) for e in (first, second) if e.status in HAS_VALUE)
    return ", ".join(years) or str(first.year)
