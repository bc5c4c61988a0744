"""The picture of a pair's affinity over time, with the years in which its level changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Scale, Sketch, fits

if TYPE_CHECKING:
    from multipolar.system.realignments import Course, Realignment

CAPTION = (
    "Line: affinity with its 90 % interval, each year from the years up to it, in standard "
    "deviations; zero is where nothing is between a pair, and the grey zone holds nine in ten of "
    "such pairs. Marks: years in which the level shifted for good, with the years that hold the "
    "shift with probability .9 and its size. A shift is tested on what the filter did not expect, "
    "not on the line."
)
HIGH = 230.0


def realignment_chart(found: Course) -> Chart:
    """Draw the affinity of a pair, with its realignments marked."""
    from multipolar.system.realignments import ORIGINS

    turns = {turn.year: turn for turn in found.turns}
    rows = tuple(
        (
            str(year),
            words.minus(f"{value:.2f}"),
            words.minus(f"{low:.2f} to {high:.2f}"),
            words.minus(f"{turns[year].size:+.2f}") if year in turns else "",
        )
        for year, value, low, high in found.points
    )
    return Chart(
        name="realignments",
        title=found.sentence,
        alt=f"Affinity of {found.one.name} and {found.two.name} by year, with "
        f"{len(found.turns)} lasting shifts marked.",
        caption=CAPTION,
        table=Table("Affinity and its shifts", ("Year", "Affinity", "90 %", "Shift"), rows),
        origins=ORIGINS,
        draw=lambda sketch: _draw(sketch, found),
    )


def _draw(sketch: Sketch, found: Course) -> float:
    left, right, top = 40.0, sketch.width - 14.0, 46.0
    if not found.points:
        sketch.text(0, 20, "Too few layers are observed in every year.", "muted")
        return 30.0
    first, last = found.points[0][0], max(found.points[-1][0], found.points[0][0] + 1)
    lowest = min(-1.0, *(point[2] for point in found.points))
    highest = max(1.0, *(point[3] for point in found.points))

    def x(year: float) -> float:
        return left + (year - first) / (last - first) * (right - left)

    def y(value: float) -> float:
        return top + (highest - value) / (highest - lowest) * HIGH

    zone = (y(found.zone[1]), y(found.zone[0]))
    sketch.rect(left, zone[0], right - left, zone[1] - zone[0], "shade")
    for mark in range(math.ceil(lowest), math.floor(highest) + 1):
        colour, size = ("muted", 1.4) if mark == 0 else ("rule", 1.0)
        sketch.line((left, y(mark)), (right, y(mark)), colour, size)
        sketch.text(left - 6, y(mark) + 4, words.minus(str(mark)), "muted", 11, "end")
    ends = [-math.inf, -math.inf]
    for turn in found.turns:
        _turn(sketch, turn, x, (left, right), (top, top + HIGH), ends)
    for run in _runs(found.points):
        upper = [(x(year), y(high)) for year, _, _, high in run]
        lower = [(x(year), y(low)) for year, _, low, _ in run]
        if len(run) > 1:
            sketch.band([*upper, *reversed(lower)], "one")
            sketch.polyline([(x(year), y(value)) for year, value, _, _ in run], "one", 2.4)
        else:
            sketch.line(upper[0], lower[0], "one", 1.2)
            sketch.circle(x(run[0][0]), y(run[0][1]), 3, "one")
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= sketch.width / 60)
    for year in range(math.ceil(first / step) * step, last + 1, step):
        sketch.text(x(year), top + HIGH + 18, str(year), "muted", 11, "middle")
    return top + HIGH + 26


def _turn(
    sketch: Sketch,
    turn: Realignment,
    x: Scale,
    sides: tuple[float, float],
    span: tuple[float, float],
    ends: list[float],
) -> None:
    """A mark at the year of a shift, its interval, and a label in the first of two free rows."""
    colour = "two" if turn.size > 0 else "alarm"
    at = min(max(x(turn.year), sides[0]), sides[1])
    label = f"{turn.year} {words.minus(f'{turn.size:+.1f}')}"
    half = fits(label, 11.5) / 2
    middle = min(max(at, sides[0] + half), sides[1] - half)
    row = 1 if middle - half > ends[1] else 0
    ends[row] = max(ends[row], middle + half + 4)
    base = span[0] - 8 - 16 * (1 - row)
    sketch.line((at, base + 3), (at, span[1]), colour, 1.4, "2 3")
    if turn.last > turn.first:
        low, high = (min(max(x(year), sides[0]), sides[1]) for year in (turn.first, turn.last))
        sketch.whisker(span[1] - 6, low, high, colour, 1.6)
    sketch.text(middle, base, label, colour, 11.5, "middle", bold=True)


def _runs(
    points: tuple[tuple[int, float, float, float], ...],
) -> list[list[tuple[int, float, float, float]]]:
    """Years in a row."""
    runs: list[list[tuple[int, float, float, float]]] = []
    for point in points:
        if not runs or runs[-1][-1][0] != point[0] - 1:
            runs.append([])
        runs[-1].append(point)
    return runs
