"""Series over time with their intervals, and the events that bound or divided the two states."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.relations.reading import Reading
from multipolar.relations.sentence import titled
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.coverage import decades, said
from multipolar.report.lanes import DISPUTES, TALL, Events, draw_lanes
from multipolar.report.material import Material, last_covered
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


def votes(material: Material, found: Events) -> Chart | None:
    """Draw vote similarity by year; None without any value."""
    series = material.series("votes.kappa")
    if not _known(series):
        return None
    reading = next(r for r in material.assessment.readings if r.field == "votes")
    low = min(_bounds(series, "low"))
    high = max(_bounds(series, "high"))
    step = 0.25 if high - low < 1 else 0.5
    panel = Panel(
        (Line("kappa", "one", series),),
        min(math.floor(low / step) * step, 0),
        max(math.ceil(high / step) * step, 0.5),
        step,
        lambda value: words.minus(f"{value:.2g}"),
        last_covered("votes.kappa"),
    )
    rows = _rows(
        series,
        found,
        lambda i: (
            words.number(series[i].value, "index"),
            words.span(series[i].low, series[i].high, "index") or words.UNKNOWN,
            words.number(series[i].n, "count"),
        ),
    )
    head = ("Year", "Kappa", "Interval", "Roll calls", "Status", "Treaty", "Rivalry", "Dispute")
    return Chart(
        name="votes",
        title=_votes_finding(reading),
        alt=f"{_described(panel.lines[0], 'index')} {found.said()}",
        caption="Similarity of votes in the UN General Assembly beyond chance (kappa; 1 is "
        "identical, 0 what each one's habits alone would give), texts as a whole, by calendar "
        "year; the band is the 90 % interval. Under it, what bound or divided the two. "
        + _gaps_said((series,)),
        table=Table("Vote similarity and events by year", head, rows),
        origins=_origins(series, found),
        draw=lambda sketch: _draw(sketch, panel, found),
    )


def trade(material: Material, found: Events) -> Chart | None:
    """Draw each one's share of the other in its trade; None without any value."""
    pair = material.pair
    codes = (pair.one.ccode, pair.two.ccode)
    there = material.series("trade.share", *codes)
    back = material.series("trade.share", *codes[::-1])
    if not (_known(there) or _known(back)):
        return None
    top = max(_bounds(there, "value") + _bounds(back, "value"))
    step = _nice(top / 3)
    lines = (
        Line(f"of {_whose(pair.one.name)} trade", "one", there),
        Line(f"of {_whose(pair.two.name)} trade", "two", back),
    )
    panel = Panel(
        lines, 0, max(math.ceil(top / step) * step, step), step, _share_mark(step),
        last_covered("trade.share"),
    )  # fmt: skip
    rows = _rows(
        there, found, lambda i: (words.percent(there[i].value), words.percent(back[i].value))
    )
    head = (
        "Year", f"{pair.one.name} with {pair.two.name}", f"{pair.two.name} with {pair.one.name}",
        "Status", "Treaty", "Rivalry", "Dispute",
    )  # fmt: skip
    return Chart(
        name="trade",
        title=_trade_finding(material),
        alt=" ".join(_described(line, "share") for line in lines) + " " + found.said(),
        caption=f"Trade of the two with each other as a share of the total trade of "
        f"{titled(pair.one.name)} (solid) and of {titled(pair.two.name)} (dashed). Reported "
        "flows have no interval. Zeros of states that did not report are unknown, not zero. "
        + _gaps_said((there, back)),
        table=Table("Shares of trade and events by year", head, rows),
        origins=_origins((*there, *back), found),
        draw=lambda sketch: _draw(sketch, panel, found),
    )


def _reasons(lines: Sequence[Series]) -> list[tuple[int, Status]]:
    """Each year, and observed where any line has a value, else why none has."""
    return [
        (years[0].year, next((e.status for e in years if e.status in HAS_VALUE), years[0].status))
        for years in zip(*lines, strict=True)
    ]


def _gaps_said(lines: Sequence[Series]) -> str:
    """The years without a value, by reason, for the caption."""
    found: dict[Status, list[tuple[int, int]]] = {}
    for status, group in groupby(_reasons(lines), key=lambda item: item[1]):
        years = [year for year, _ in group]
        if status not in HAS_VALUE:
            found.setdefault(status, []).append((years[0], years[-1]))
    if not found:
        return "Every year has a value."
    gaps = (f"{said(status)} {words.years_of(spans)}" for status, spans in found.items())
    return f"Patterned or grey years have no value: {'; '.join(gaps)}."


def _votes_finding(reading: Reading) -> str:
    estimate = reading.estimate
    if estimate.value is None:
        return "How alike have they voted?"
    ends = {
        "rising": "rising over ten years",
        "falling": "falling over ten years",
        "flat": "unchanged over ten years",
        "unclear": "with no clear direction over ten years",
    }
    trend = "too few years for a trend" if reading.trend is None else ends[reading.trend.word]
    value = words.number(estimate.value, "index")
    bounds = words.span(estimate.low, estimate.high, "index")
    return f"Votes: kappa {value} {bounds} in {estimate.year}, {trend}"


def _trade_finding(material: Material) -> str:
    need, pair = material.assessment.need, material.pair
    first, second = need.first.value, need.second.value
    if first is None or second is None:
        return "How much of its trade did each do with the other?"
    sides = [(first, pair.one, pair.two), (second, pair.two, pair.one)]
    (more, needy, other), (less, _, _) = sorted(sides, key=lambda side: -side[0])
    return words.sentence(
        f"{titled(needy.name)} did {words.percent(more)} of its trade with {titled(other.name)}, "
        f"which did {words.percent(less)} of its own with it ({need.first.year})"
    )


def _whose(name: str) -> str:
    return f"{titled(name)}’{'' if name.endswith('s') else 's'}"


def _known(series: Series) -> bool:
    return any(item.status in HAS_VALUE for item in series)


def _bounds(series: Series, end: str) -> list[float]:
    """Values or ends of intervals, the value where there is no interval."""
    known = [item for item in series if item.value is not None]
    ends = [(getattr(item, end), item.value) for item in known]
    return [float(value if bound is None else bound) for bound, value in ends if value is not None]


def _origins(series: Series, found: Events) -> tuple[str, ...]:
    keys = [key for item in series if item.status in HAS_VALUE for key in item.origins]
    return tuple(dict.fromkeys([*keys, *found.origins]))


def _nice(step: float) -> float:
    scale = 10.0 ** math.floor(math.log10(max(step, 1e-6)))
    return next(m * scale for m in (1, 2, 2.5, 5, 10) if m * scale >= step)


def _share_mark(step: float) -> Callable[[float], str]:
    digits = max(0, -math.floor(math.log10(step * 100) + 1e-9)) + (
        1 if round(step * 100 / 10 ** math.floor(math.log10(step * 100)), 3) == 2.5 else 0
    )
    return lambda value: f"{100 * value:.{digits}f}%"


def _rows(
    series: Series, found: Events, cells: Callable[[int], tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    rows = []
    for i, item in enumerate(series):
        treaty, rivalry = found.treaty[i], found.rivalry[i]
        level = found.disputes.get(item.year)
        quiet = "" if item.year > found.covered else "none"
        rows.append(
            (
                str(item.year),
                *cells(i),
                said(item.status),
                _level(treaty),
                _level(rivalry),
                words.LEVELS[DISPUTES][level] if level is not None else quiet or words.UNKNOWN,
            )
        )
    return tuple(rows)


def _level(estimate: Estimate) -> str:
    if estimate.value is None:
        return words.UNKNOWN
    return words.LEVELS[estimate.indicator][int(estimate.value)]


def _described(line: Line, kind: str) -> str:
    known = [item for item in line.series if item.value is not None]
    if not known:
        return f"{line.label}: no value."
    shown = words.percent if kind == "share" else lambda value: words.number(value, kind)
    top = max(known, key=lambda item: item.value or 0)
    least = min(known, key=lambda item: item.value or 0)
    return (
        f"{line.label}: {len(known)} years with a value, from {shown(known[0].value)} in "
        f"{known[0].year} to {shown(known[-1].value)} in {known[-1].year}; highest "
        f"{shown(top.value)} in {top.year}, lowest {shown(least.value)} in {least.year}."
    )


def _draw(sketch: Sketch, panel: Panel, found: Events) -> float:
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
    reasons = _reasons([line.series for line in panel.lines])
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
    last = known[-1][-1]
    if last.value is not None:
        sketch.circle(at(last.year + 0.5), up(last.value), 3.6, line.colour)
