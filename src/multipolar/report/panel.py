"""Drawing series over time: lines with their intervals, gaps by reason, events underneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.report.coverage import decades, said
from multipolar.report.lanes import TALL, Events, draw_lanes
from multipolar.report.svg import Scale, Sketch, fits
from multipolar.report.tiles import tile

Series = tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a panel: its label, its colour, and its years."""

    label: str
    colour: str
    series: Series


@dataclass(frozen=True, slots=True)
class Panel:
    """Series on one scale, with the words of its marks."""

    lines: tuple[Line, ...]
    low: float
    high: float
    step: float
    mark: Callable[[float], str]
    covered: int

    @property
    def years(self) -> range:
        """Years shown."""
        series = self.lines[0].series
        return range(series[0].year, series[-1].year + 1)


def reasons_of(lines: Sequence[Series]) -> list[tuple[int, Status]]:
    """Each year, and observed where any line has a value, else why none has."""
    return [
        (years[0].year, next((e.status for e in years if e.status in HAS_VALUE), years[0].status))
        for years in zip(*lines, strict=True)
    ]


def draw(sketch: Sketch, panel: Panel, found: Events) -> float:
    """Draw a panel with the lanes of events under it; return the height."""
    years = panel.years
    left, right = 34.0, sketch.width - 1
    top, high = 38.0 if len(panel.lines) > 1 else 20.0, 168.0 if sketch.narrow else 200.0
    step = (right - left) / len(years)

    def at(year: float) -> float:
        return left + (year - years[0]) * step

    def up(value: float) -> float:
        return top + high * (panel.high - value) / (panel.high - panel.low)

    _gaps(sketch, panel, top, high, at)
    count = round((panel.high - panel.low) / panel.step)
    marks = [panel.low + panel.step * i for i in range(count + 1)]
    for value in marks:
        strong = abs(value) < 1e-9
        sketch.line((left, up(value)), (right, up(value)), "muted" if strong else "rule")
    bottom = top + high + 26 + TALL
    for year, _ in found.changes:
        sketch.line((at(year), top), (at(year), bottom), "one", 1, "1 3")
    draw_lanes(sketch, found, top + high + 26, at)
    _ending(sketch, panel, top, bottom, at)
    for line in panel.lines:
        _series(sketch, line, at, up)
    for value in marks:
        mark = panel.mark(0.0 if abs(value) < 1e-9 else value)
        sketch.text(left - 5, up(value) + 4, mark, "muted", 11, "end")
    _labels(sketch, panel)
    for year in decades(years, right - left):
        sketch.line((at(year + 0.5), bottom), (at(year + 0.5), bottom + 5), "muted")
        sketch.text(at(year + 0.5), bottom + 18, str(year), "muted", 11, "middle")
    return bottom + 24


def _labels(sketch: Sketch, panel: Panel) -> None:
    """Key of the lines, where there are several."""
    if len(panel.lines) == 1:
        return
    x = 0.0
    for line in panel.lines:
        sketch.line((x, 10), (x + 24, 10), line.colour, 2.4, _dash(line))
        sketch.text(x + 30, 14, line.label, size=12, bold=True)
        x += 56 + fits(line.label, 12) * 1.1


def _dash(line: Line) -> str | None:
    return "6 3" if line.colour == "two" else None


def _gaps(sketch: Sketch, panel: Panel, top: float, high: float, at: Scale) -> None:
    """Years without a value in any line, patterned by the reason."""
    reasons = reasons_of([line.series for line in panel.lines])
    labelled: list[tuple[float, str]] = []
    for status, group in groupby(reasons, key=lambda item: item[1]):
        years = [year for year, _ in group]
        if status in HAS_VALUE:
            continue
        x, width = at(years[0]), at(years[-1] + 1) - at(years[0])
        sketch.rect(x, top, width, high, tile(sketch, status), opacity=0.3)
        label = said(status)
        if status is not Status.OUT_OF_COVERAGE and fits(label, 11) < width - 8:
            labelled.append((x + width / 2, label))
    for x, label in labelled:
        sketch.text(x, top + high - 10, label, "ink", 11, "middle", halo=True)


def _ending(sketch: Sketch, panel: Panel, top: float, bottom: float, at: Scale) -> None:
    """Where the source of the panel ends, if the question is of a later year."""
    if not panel.years[0] <= panel.covered < panel.years[-1]:
        return
    x = at(panel.covered + 1)
    sketch.line((x, top - 4), (x, bottom), "ink", 1.2, "5 3")
    sketch.text(x - 5, top - 8, f"source ends {panel.covered}", "ink", 11, "end", halo=True)


def _series(sketch: Sketch, line: Line, at: Scale, up: Scale) -> None:
    known = [
        list(group)
        for there, group in groupby(line.series, key=lambda item: item.value is not None)
        if there
    ]
    for stretch in known:
        points = [(at(e.year + 0.5), up(e.value)) for e in stretch if e.value is not None]
        edges = [(at(e.year + 0.5), e.low, e.high) for e in stretch]
        highs = [(x, up(h)) for x, _, h in edges if h is not None]
        lows = [(x, up(low)) for x, low, _ in edges if low is not None]
        if len(points) == 1:
            if highs and lows:
                sketch.line(highs[0], lows[0], line.colour, 1.4)
            sketch.circle(*points[0], 2.8, line.colour)
            continue
        if highs:
            sketch.band([*highs, *reversed(lows)], line.colour)
        sketch.polyline(points, line.colour, 2.2, _dash(line))
    last = known[-1][-1] if known else None
    if last is not None and last.value is not None:
        sketch.circle(at(last.year + 0.5), up(last.value), 3.6, line.colour)
