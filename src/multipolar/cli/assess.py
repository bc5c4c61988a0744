"""``multipolar assess``: a pair of states on one screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from multipolar.cli import around, criteria, judged
from multipolar.cli.output import (
    console,
    figure,
    fit,
    interval,
    listing,
    number,
    print_json,
)
from multipolar.relations.assessment import Assessment, field_title
from multipolar.relations.assessment import assess as ask
from multipolar.relations.levels import LEVELS, at_least
from multipolar.relations.ranking import Rank
from multipolar.relations.reading import Reading, unknown
from multipolar.sources.catalog import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, Group, RenderableType
    from rich.table import Table

WIDE = 96
"""From this many columns on the scale of percentiles is drawn."""
TABULAR = 76
"""From this many columns on the power of both sides stands in a table."""
POWER = {
    "power.cinc": ("capability index (CINC)", 1.0, "share"),
    "power.gdp": ("GDP, billion 2017 $", 1e3, "amount"),
    "power.net_resources": (
        "net resources, trillion $ times thousand $ a head",
        1e9,
        "amount",
    ),
}
"""Words for a measure of power with its unit, what its values are divided by, and their kind."""
SHORT = {
    "votes.kappa": "kappa ",
    "practice.overlap": "overlap ",
    "trade.salience": "salience ",
    "igo.jaccard": "overlap ",
    "narrative.similarity": "similarity ",
    "contact.chinese_side": "visits ",
}
"""What a bare number is."""


def run(
    first: str,
    second: str,
    as_of: int | None,
    as_json: bool,
    html: Path | None = None,
    pictures: Path | None = None,
    third: str | None = None,
    full: bool = False,
) -> None:
    """Assess and print, or write the page and the charts."""
    found = ask(first, second, as_of, third=third)
    if html is not None or pictures is not None:
        from multipolar.report import write_charts, write_dossier

        written = [] if html is None else [write_dossier(found, html)]
        written += [] if pictures is None else write_charts(found, pictures)
        for path in written:
            sys.stderr.write(f"wrote {path}\n")
        if not as_json:
            return
    if as_json:
        print_json(found.to_dict())
        return
    screen = console()
    _heading(screen, found)
    screen.print(_fields(found, screen.width))
    screen.print(f"[dim]{_group(found)}[/]")
    for remark in found.remarks:
        screen.print(f"[dim]{remark}[/]")
    screen.print()
    screen.print(_balance(found, screen.width))
    screen.print()
    judged.show(screen, found.verdict, full or third is not None)
    screen.print()
    screen.print(criteria.summary(found))
    screen.print()
    if full or third is not None:
        criteria.show(screen, found)
        around.show(screen, found)
    _footing(screen, found, around.sources(found) if full or third is not None else ())


def _heading(screen: Console, found: Assessment) -> None:
    pair = found.pair
    screen.print(f"[bold]{pair.one.name} - {pair.two.name}[/], as of {pair.as_of}")
    if pair.note:
        screen.print(f"[dim]{pair.note}[/]")
    for state in (pair.one, pair.two):
        if state.note:
            screen.print(f"[dim]{state.note}[/]")
    screen.print(found.sentence)
    screen.print(found.verdict.sentence)
    screen.print()


def _group(found: Assessment) -> str:
    groups = [r.standing.n for r in found.readings if r.standing is not None]
    if not groups:
        return "No field has a value."
    return (
        f"pct: percentile among up to {max(groups):,} politically relevant dyads of the year "
        "(neighbours by land or up to 400 miles of sea, or one of them a major power); net: the "
        "same net of both states' habits or size, distance and contiguity; [ ]: 90 % interval."
    )


def _fields(found: Assessment, width: int) -> Table:
    from rich.markup import escape

    scale = ("0 distant  close 100",) if width >= WIDE else ()
    heads = ("field", "value", *scale, "pct", "net", "10 years", "year")
    table = listing(*heads, right=("pct", "net", "year"))
    for reading in found.readings:
        cells = [field_title(reading), escape(value_in_words(reading))]
        if width >= WIDE:
            cells.append(strip(reading))
        standing = "" if reading.standing is None else f"{reading.standing.value:.0f}"
        year = str(reading.estimate.year) if reading.speaks else ""
        stale = found.pair.as_of - reading.estimate.year > 15
        net = "" if reading.net is None else f"{reading.net.value:.0f}"
        table.add_row(
            *cells, standing, net, reading.trend_word, year,
            style="dim" if stale or not reading.speaks else "",
        )  # fmt: skip
    fit(table, width, yielding=0)
    return table


def value_in_words(reading: Reading) -> str:
    """A reading as a person says it."""
    estimate, what = reading.estimate, reading.what
    if reading.standing is None or estimate.value is None:
        return at_least(estimate) or unknown(estimate)
    if what.name in LEVELS:
        return LEVELS[what.name][int(estimate.value)]
    bounds = interval(estimate.low, estimate.high, what.kind)
    return f"{SHORT.get(what.name, '')}{number(estimate.value, what.kind)} {bounds}".strip()


def strip(reading: Reading, cells: int = 21) -> str:
    """A percentile with its interval, drawn on a line: ``--(--o---)--``."""
    if reading.standing is None:
        return "[dim]unknown[/]"
    line = ["-"] * cells

    def place(percent: float) -> int:
        return min(int(percent / 100 * cells), cells - 1)

    if reading.standing.low is not None and reading.standing.high is not None:
        line[place(reading.standing.low)] = "("
        line[place(reading.standing.high)] = ")"
    line[place(reading.standing.value)] = "o"
    return "".join(line).replace("o", "[bold]o[/bold]")


class _Compared(NamedTuple):
    """One measure of both sides, in words."""

    title: str
    one: str
    two: str
    ratio: str
    trend: str
    year: str


def _balance(found: Assessment, width: int) -> Table | Group:
    """Who is stronger and who needs whom: a table, or two lines a measure on a narrow screen."""
    one, two = found.pair.one.name, found.pair.two.name
    rows, title = _compared(found), "who is stronger, who needs whom"
    if width < TABULAR and rows:
        return _lines(title, one, two, rows)
    columns = (one, two, "ratio", "10 years", "year")
    table = listing(title, *columns, right=(one, two, "ratio", "year"))
    for row in rows:
        table.add_row(*row)
    if not rows:
        table.add_row("[dim]unknown: no figures for both in the sources[/]")
    fit(table, width)
    return table


def _lines(title: str, one: str, two: str, rows: list[_Compared]) -> Group:
    from rich.console import Group
    from rich.padding import Padding

    parts: list[RenderableType] = [f"[dim]{title}[/]"]
    for row in rows:
        sides = [f"{one} {row.one}" if row.one else "", f"{two} {row.two}" if row.two else ""]
        ratio = f"ratio {row.ratio}" if row.ratio else ""
        said = "  ".join(part for part in (*sides, ratio, row.trend) if part)
        parts += [f"{row.title}  {row.year}", Padding(said, (0, 0, 0, 2))]
    return Group(*parts)


def _compared(found: Assessment) -> list[_Compared]:
    from rich.markup import escape

    rows = []
    for ratio in found.power:
        bounds = ratio.interval
        title, scale, kind = POWER[ratio.indicator]
        shown = "" if ratio.value is None else figure(ratio.value)
        span = f" [{figure(bounds[0])}, {figure(bounds[1])}]" if bounds else ""
        parts = (ratio.first, ratio.second)
        left, right = (number(_scaled(part.value, scale), kind) for part in parts)
        year = str(ratio.year)
        rows.append(_Compared(title, left, right, escape(shown + span), ratio.word, year))
    need = found.need
    if need.first.value is not None and need.second.value is not None:
        of_needs = need.first.value / need.second.value if need.second.value else None
        shown = "" if of_needs is None else figure(of_needs)
        left, right = f"{need.first.value:.1%}", f"{need.second.value:.1%}"
        title, year = "share of its trade with the other", str(need.first.year)
        rows.append(_Compared(title, left, right, shown, "", year))
    ranks = {rank.ccode: rank for rank in found.ranks}
    if ranks:
        left, right = (_rank(ranks.get(one.ccode)) for one in (found.pair.one, found.pair.two))
        title, year = "rank of the other among its partners by votes", str(found.ranks[0].year)
        rows.append(_Compared(title, left, right, "", "", year))
    return rows


def _rank(rank: Rank | None) -> str:
    if rank is None:
        return ""
    span = "" if rank.low is None else f" \\[{rank.low}, {rank.high}]"
    return f"{rank.value}{span} of {rank.n}"


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def _footing(screen: Console, found: Assessment, more: tuple[str, ...]) -> None:
    keys = dict.fromkeys((*found.origins, *more))
    names = "; ".join(_short_citation(key) for key in keys)
    screen.print(f"[dim]sources  {names}[/]", markup=True)
    cited = " ".join((found.name, *(key for key in more if key not in found.origins)))
    screen.print(f"[dim]         multipolar cite {cited}; data {found.data_version}[/]")


def _short_citation(key: str) -> str:
    """Author, year and version, as the field cites data: ``Leeds et al. 2002, v. 5.1``."""
    source = SOURCES[key]
    entry = source.references[0]
    first = entry.authors[0].strip("{}").split(",")[0]
    more = {1: "", 2: f" and {entry.authors[-1].split(',')[0]}"}
    return f"{first}{more.get(len(entry.authors), ' et al.')} {entry.year}, v. {source.version}"
