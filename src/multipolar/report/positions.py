"""The picture of ideal points over time: a line with its 90 % band for each voter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from multipolar.errors import BadOption
from multipolar.report import words
from multipolar.report.axis import years_axis
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Point, Scale, Sketch

if TYPE_CHECKING:
    import polars as pl

    Row = tuple[int, float, float, float]

COLOURS = ("one", "two", "#117733", "#882255", "#5b4a9e", "gap", "alarm", "ink")
"""Dark enough for letters; after eight they repeat, and the name at the end tells them apart."""
CAPTION = (
    "Ideal points on the main dimension of votes in the UN General Assembly; the band is the 90 % "
    "interval. Positions are in standard deviations of all state-periods; a line breaks where a "
    "voter has no position."
)


def positions_chart(table: pl.DataFrame, voters: Sequence[str], origins: tuple[str, ...]) -> Chart:
    """Draw rows of the table of a fit that belong to some voters.

    Parameters
    ----------
    table
        ``voter, period, ideal_point, low, high``, as a fit of ideal points gives it.
    voters
        Whom to draw.
    origins
        Keys of the sources of the votes.

    Raises
    ------
    BadOption
        If one of them has no position at all, or there is none.
    """
    found = {
        voter: table.filter(table["voter"] == voter)
        .sort("period")
        .select("period", "ideal_point", "low", "high")
        .rows()
        for voter in voters
    }
    lacking = [voter for voter, rows in found.items() if not rows]
    if lacking or not found:
        raise BadOption(f"no position to draw: {', '.join(lacking) or 'name a voter'}")
    periods = [int(row[0]) for rows in found.values() for row in rows]
    years = range(min(periods), max(periods) + 1)
    ends = words.years_of([(years[0], years[-1])])
    return Chart(
        name="positions",
        title=f"Ideal points of {words.listed([_named(voter) for voter in found])}, {ends}",
        alt=" ".join(
            f"{voter}: {words.number(rows[0][1], 'index')} in {rows[0][0]}, "
            f"{words.number(rows[-1][1], 'index')} in {rows[-1][0]}."
            for voter, rows in found.items()
        ),
        caption=CAPTION,
        table=_table(found, years),
        origins=origins,
        draw=lambda sketch: _draw(sketch, found, years),
    )


def _named(voter: str) -> str:
    """Name of the state that a voter of the Assembly is; other voters go by their own."""
    from multipolar import states
    from multipolar.states.pair import titled

    seats = states.un_seats()
    names = seats.filter(seats["voter"] == voter)["name"].to_list()
    return titled(names[-1]) if names else voter


def _table(found: dict[str, list[Row]], years: range) -> Table:
    by_year = {voter: {row[0]: row for row in rows} for voter, rows in found.items()}
    body = tuple(
        (str(year), *(_said(rows.get(year)) for rows in by_year.values())) for year in years
    )
    return Table("Ideal points with their 90 % intervals", ("Year", *found), body)


def _said(row: Row | None) -> str:
    if row is None:
        return words.UNKNOWN
    return f"{words.number(row[1], 'index')} {words.span(row[2], row[3], 'index')}"


def _draw(sketch: Sketch, found: dict[str, list[Row]], years: range) -> float:
    left, right, top, high = 30.0, sketch.width - 66, 8.0, 300.0
    values = [value for rows in found.values() for row in rows for value in row[2:]]
    low, end = math.floor(min(values)), max(math.ceil(max(values)), math.floor(min(values)) + 1)
    step = (right - left) / len(years)

    def x(year: float) -> float:
        return left + (year - years[0] + 0.5) * step

    def y(value: float) -> float:
        return top + (end - value) / (end - low) * high

    for mark in range(low, end + 1):
        sketch.line((left, y(mark)), (right, y(mark)), "muted" if mark == 0 else "rule")
        sketch.text(left - 6, y(mark) + 4, words.minus(str(mark)), "muted", 11, "end")
    for place, rows in enumerate(found.values()):
        _course(sketch, rows, (x, y), COLOURS[place % len(COLOURS)])
    _labels(sketch, found, y, right + 6)
    years_axis(sketch, years, x, top + high + 2)
    for year in years:
        said = [
            f"{voter} {_said(row)}"
            for voter, rows in found.items()
            for row in rows
            if row[0] == year
        ]
        sketch.hit("\n".join([str(year), *said]), (x(year) - step / 2, top, step, high))
    return top + high + 24


def _course(sketch: Sketch, rows: list[Row], scales: tuple[Scale, Scale], colour: str) -> None:
    x, y = scales
    for _, group in groupby(enumerate(rows), key=lambda item: item[1][0] - item[0]):
        run = [row for _, row in group]
        points: list[Point] = [(x(row[0]), y(row[1])) for row in run]
        if len(run) == 1:
            sketch.line((x(run[0][0]), y(run[0][2])), (x(run[0][0]), y(run[0][3])), colour, 1.2)
            sketch.circle(*points[0], 2.6, colour)
            continue
        lower = [(x(row[0]), y(row[2])) for row in run]
        upper = [(x(row[0]), y(row[3])) for row in run]
        sketch.band([*upper, *reversed(lower)], colour)
        sketch.polyline(points, colour)


def _labels(sketch: Sketch, found: dict[str, list[Row]], y: Scale, left: float) -> None:
    """Names at the ends of the lines, apart from one another."""
    ends = sorted(
        (y(rows[-1][1]), voter, COLOURS[place % len(COLOURS)])
        for place, (voter, rows) in enumerate(found.items())
    )
    above = -math.inf
    for level, voter, colour in ends:
        above = max(level + 4.0, above + 13.0)
        sketch.text(left, above, voter, colour, 11.5, bold=True)
