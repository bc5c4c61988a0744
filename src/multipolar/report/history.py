"""Series over time with their intervals, and the events that bound or divided the two states."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import groupby

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.relations.levels import LEVELS
from multipolar.relations.reading import Reading
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.coverage import said
from multipolar.report.lanes import DISPUTES, Events
from multipolar.report.material import Material, last_covered
from multipolar.report.panel import Line, Panel, Series, draw, reasons_of
from multipolar.states.pair import possessive, titled


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
        draw=lambda sketch: draw(sketch, panel, found),
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
        draw=lambda sketch: draw(sketch, panel, found),
    )


def _gaps_said(lines: Sequence[Series]) -> str:
    """The years without a value, by reason, for the caption."""
    found: dict[Status, list[tuple[int, int]]] = {}
    for status, group in groupby(reasons_of(lines), key=lambda item: item[1]):
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
                LEVELS[DISPUTES][level] if level is not None else quiet or words.UNKNOWN,
            )
        )
    return tuple(rows)


def _level(estimate: Estimate) -> str:
    if estimate.value is None:
        return words.UNKNOWN
    return LEVELS[estimate.indicator][int(estimate.value)]


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


def _whose(name: str) -> str:
    return possessive(name, "’")
