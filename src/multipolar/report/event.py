"""The picture of an event study: what was observed, and what comparable cases led to expect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from multipolar.relations.event import EventStudy

CAPTION = (
    "Solid: observed. Dashed: mean of comparable cases, moved to the level before the event, with "
    "the range of nine in ten of their own mean changes. p: rank among the same "
    "figures of cases without the event."
)


def event_chart(study: EventStudy) -> Chart:
    """Draw an event study; its ``svg`` is text, its ``png`` writes a picture."""
    names = " and ".join(state.name for state in study.who)
    kind = study.indicator.kind
    rows = tuple(
        (str(year), words.number(float(seen), kind), words.number(float(expected), kind))
        for year, seen, expected in zip(_years(study), study.observed, study.expected, strict=True)
    )
    return Chart(
        name="event",
        title=study.sentence,
        alt=f"{words.sentence(study.indicator.title)} of {names}, {rows[0][0]} to {rows[-1][0]}, "
        f"event of {study.after[0]}.",
        caption=CAPTION,
        table=Table("Observed and expected by year", ("Year", "Observed", "Expected"), rows),
        origins=study.indicator.sources,
        draw=lambda sketch: _draw(sketch, study),
    )


def _years(study: EventStudy) -> tuple[int, ...]:
    return (*study.before, *study.after)


def _draw(sketch: Sketch, study: EventStudy) -> float:
    years, high = _years(study), 220.0
    left, right = 52.0, sketch.width - 84.0
    lowest, highest = _ends(study)

    def x(year: float) -> float:
        return left + (year - years[0]) / (years[-1] - years[0]) * (right - left)

    def y(value: float) -> float:
        return 24 + (highest - value) / (highest - lowest) * high

    _axes(sketch, study, (lowest, highest), (x, y), (left, right))
    event = x(study.after[0] - 0.5)
    sketch.line((event, 16), (event, 24 + high), "muted", dash="2 3")
    sketch.text(event, 12, f"event of {study.after[0]}", "muted", 11.5, "middle")
    start = len(study.before)
    after = [*zip(study.after, study.expected[start:], strict=True)]
    found = _range(study)
    if len(after) > 1 and found:
        lower = [(x(year), y(low)) for (year, _), (low, _) in zip(after, found, strict=True)]
        upper = [(x(year), y(high)) for (year, _), (_, high) in zip(after, found, strict=True)]
        sketch.band([*upper, *reversed(lower)], "muted")
    expected = [(x(year), y(float(v))) for year, v in zip(years, study.expected, strict=True)]
    observed = [(x(year), y(float(v))) for year, v in zip(years, study.observed, strict=True)]
    sketch.polyline(expected, "muted", dash="6 4")
    sketch.polyline(observed, "one", 2.4)
    for point in observed:
        sketch.circle(*point, 2.6, "one")
    apart = observed[-1][1] - expected[-1][1]
    push = max(0.0, (15 - abs(apart)) / 2) * (1 if apart >= 0 else -1)
    sketch.text(right + 8, observed[-1][1] + 4 + push, "observed", "one", 12, bold=True)
    sketch.text(right + 8, expected[-1][1] + 4 - push, "expected", "muted", 12)
    step = x(years[0] + 1) - left
    for year, tip in zip(years, _told(study), strict=True):
        sketch.hit(tip, (x(year) - step / 2, 24, step, high))
    return 24 + high + 26


def _told(study: EventStudy) -> list[str]:
    """What each year has to say, in lines."""
    kind, start = study.indicator.kind, len(study.before)
    lines = []
    for place, year in enumerate(_years(study)):
        seen, expected = float(study.observed[place]), float(study.expected[place])
        said = [str(year), f"observed {words.number(seen, kind)}"]
        said.append(f"expected {words.number(expected, kind)}")
        if place >= start:
            said.append(f"apart by {words.number(seen - expected, kind)}")
        lines.append("\n".join(said))
    return lines


def _range(study: EventStudy) -> list[tuple[float, float]]:
    """Where nine in ten comparable cases would be in each year after; nothing with too few."""
    if math.isnan(study.did.low):
        return []
    least, most = study.indicator.bounds
    down, up = study.did.value - study.did.high, study.did.value - study.did.low
    return [
        (
            float(value) + down if least is None else max(float(value) + down, least),
            float(value) + up if most is None else min(float(value) + up, most),
        )
        for value in study.expected[len(study.before) :]
    ]


def _ends(study: EventStudy) -> tuple[float, float]:
    """Least and greatest value to be shown, with some room."""
    values = [*map(float, study.observed), *map(float, study.expected)]
    values += [end for ends in _range(study) for end in ends]
    low, high = min(values), max(values)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _axes(
    sketch: Sketch,
    study: EventStudy,
    ends: tuple[float, float],
    places: tuple[Callable[[float], float], Callable[[float], float]],
    sides: tuple[float, float],
) -> None:
    x, y = places
    low, high = ends
    raw = (high - low) / 4
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * part for part in (1, 2, 2.5, 5, 10) if size * part >= raw)
    digits = max(0, 1 - math.floor(math.log10(step)))
    mark = math.ceil(low / step) * step
    while mark <= high:
        sketch.line((sides[0], y(mark)), (sides[1], y(mark)))
        label = words.minus(f"{mark + 0.0:.{digits}f}" if digits < 5 else f"{mark:.2g}")
        sketch.text(sides[0] - 6, y(mark) + 4, label, "muted", 11, "end")
        mark += step
    years = _years(study)
    every = max(1, math.ceil(len(years) * 40 / (sides[1] - sides[0])))
    for year in years[::every]:
        sketch.text(x(year), y(low) + 16, str(year), "muted", 11, "middle")
