"""The picture of a strategic triangle over time: which configuration, and how close each side."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.legend import legend
from multipolar.report.svg import Sketch

if TYPE_CHECKING:
    from multipolar.system.triangles import Side, Triangle

CAPTION = (
    "Above: probability of each configuration by the sign of the sides' affinity, the sides taken "
    "as independent. Below: affinity of each side with its 90 % interval; zero is where nothing is "
    "between a pair. Years with too few layers are left blank."
)
PAINTS = ("#0a5c9e", "#5b9bd0", "#8a6d1f", "#c99a2e", "#e4c987", "#7b3f6b", "#b58aa8", "#8b949d")
"""Of the configurations, in the order of `_keys`."""
LINES = (("one", None), ("two", None), ("alarm", "5 3"))
"""Colour and dash of the three sides."""
TOP = 8.0
Scale = Callable[[float], float]


def triad_chart(found: list[Triangle]) -> Chart:
    """Draw triangles of the same three states over years.

    Parameters
    ----------
    found
        One for each year, ascending, as `multipolar.system.triangles.triangles` returns them.
    """
    last = found[-1]
    names = ", ".join(state.name for state in last.corners)
    pairs = tuple(f"{side.one.name} - {side.two.name}" for side in last.sides)
    return Chart(
        name="triangle",
        title=last.sentence,
        alt=f"Configurations of {names} and affinity of their pairs, {found[0].year} to "
        f"{last.year}.",
        caption=CAPTION,
        table=Table(
            "Most likely configuration, and affinity of each side",
            ("Year", "Configuration", "Probability", *pairs),
            tuple(_row(item) for item in found),
        ),
        origins=_origins(),
        draw=lambda sketch: _draw(sketch, found),
    )


def _origins() -> tuple[str, ...]:
    from multipolar.system.triangles import ORIGINS

    return ORIGINS


def _row(item: Triangle) -> tuple[str, ...]:
    sides = tuple("-" if s.value is None else words.minus(f"{s.value:.2f}") for s in item.sides)
    if not item.probabilities:
        return (str(item.year), "too little is known", "-", *sides)
    key, chance = next(iter(item.probabilities.items()))
    return (str(item.year), item.said(key), f"{chance:.2f}", *sides)


def _keys(item: Triangle) -> tuple[str, ...]:
    """All configurations, from three friends to three at odds."""
    from multipolar.system.triangles import code_of

    codes = [code_of(state) for state in item.corners]
    return (
        "menage",
        *(f"romantic:{code}" for code in codes),
        *(f"marriage:{code}" for code in codes),
        "veto",
    )


def _draw(sketch: Sketch, found: list[Triangle]) -> float:
    left, right = 40.0, sketch.width - 12.0
    first, last = found[0].year, found[-1].year
    width = (right - left) / (last - first + 1)

    def x(year: float) -> float:
        return left + (year - first) * width

    stacked = _stack(sketch, found, x, (left, right), width)
    head = _legend(sketch, found, stacked + 28) + 22
    bottom = _courses(sketch, found, lambda year: x(year + 0.5), (left, right), head)
    lines = head + 17 * len(LINES)
    for item in found:
        column = (x(item.year), width)
        sketch.hit(
            _told(item),
            (column[0], TOP, column[1], stacked - TOP),
            (column[0], lines, column[1], bottom - lines - 26),
        )
    return bottom


def _told(item: Triangle) -> str:
    """A year in lines: configurations that are likely, then the sides."""
    lines = [str(item.year)]
    if not item.probabilities:
        lines.append("Too little is known for a triangle")
    lines += [
        f"{chance:.2f}  {words.sentence(item.said(key))}"
        for key, chance in item.probabilities.items()
        if chance >= 0.05
    ]
    for side in item.sides:
        pair = f"{side.one.name} - {side.two.name}"
        if side.value is None:
            lines.append(f"{pair}: too few layers")
        else:
            ends = words.span(side.low, side.high, "index")
            lines.append(f"{pair}: {words.number(side.value, 'index')} {ends}")
    return "\n".join(lines)


def _stack(
    sketch: Sketch, found: list[Triangle], x: Scale, ends: tuple[float, float], width: float
) -> float:
    top, high = TOP, 130.0
    sketch.rect(ends[0], top, ends[1] - ends[0], high, "shade")
    for item in found:
        level = top + high
        for key, paint in zip(_keys(item), PAINTS, strict=True):
            size = item.probabilities.get(key, 0.0) * high
            level -= size
            if size > 0.05:
                sketch.rect(x(item.year), level, width + 0.3, size, paint)
    for share in (0.0, 0.5, 1.0):
        y = top + high * (1 - share)
        sketch.text(ends[0] - 6, y + 4, f"{share:.1f}", "muted", 11, "end")
        sketch.line((ends[0] - 3, y), (ends[0], y), "muted")
    _years(sketch, found, lambda year: x(year + 0.5), top + high + 16)
    return top + high


def _legend(sketch: Sketch, found: list[Triangle], top: float) -> float:
    """What the colours say, those that are ever likely, two in a row where there is room."""
    item = found[-1]
    shown = [
        (item.said(key), paint)
        for key, paint in zip(_keys(item), PAINTS, strict=True)
        if any(other.probabilities.get(_same(key, item, other), 0.0) >= 0.05 for other in found)
    ]
    return legend(sketch, [(words.sentence(said), paint) for said, paint in shown], top)


def _same(key: str, item: Triangle, other: Triangle) -> str:
    """The key of the same corner in another year, whose code may differ."""
    return dict(zip(_keys(item), _keys(other), strict=True))[key]


def _courses(
    sketch: Sketch, found: list[Triangle], x: Scale, ends: tuple[float, float], top: float
) -> float:
    """Affinity of the three sides, with their intervals and names."""
    seen = [s for item in found for s in item.sides if s.low is not None and s.high is not None]
    head = top + 17 * len(LINES)
    for place, (colour, dash) in enumerate(LINES):
        y = top + 17 * place
        side = found[-1].sides[place]
        sketch.line((0, y - 4), (22, y - 4), colour, 2.4, dash)
        sketch.text(28, y, f"{side.one.name} - {side.two.name}", colour, 11.5, bold=True)
    if not seen:
        return head + 10
    lowest = min(-1.0, *(s.low for s in seen if s.low is not None))
    highest = max(1.0, *(s.high for s in seen if s.high is not None))
    high = 180.0

    def y_of(value: float) -> float:
        return head + (highest - value) / (highest - lowest) * high

    for mark in range(math.ceil(lowest), math.floor(highest) + 1):
        colour, size = ("muted", 1.4) if mark == 0 else ("rule", 1.0)
        sketch.line((ends[0], y_of(mark)), (ends[1], y_of(mark)), colour, size)
        sketch.text(ends[0] - 6, y_of(mark) + 4, words.minus(str(mark)), "muted", 11, "end")
    for place, (colour, dash) in enumerate(LINES):
        for run in _runs(found, place):
            _course(sketch, run, x, y_of, colour, dash)
    _years(sketch, found, x, head + high + 18)
    return head + high + 26


def _course(
    sketch: Sketch,
    run: list[tuple[int, Side]],
    x: Scale,
    y: Scale,
    colour: str,
    dash: str | None,
) -> None:
    points = [(x(year), y(side.value)) for year, side in run if side.value is not None]
    upper = [(x(year), y(side.high)) for year, side in run if side.high is not None]
    lower = [(x(year), y(side.low)) for year, side in run if side.low is not None]
    if len(points) == 1:
        sketch.line(upper[0], lower[0], colour, 1.2)
        sketch.circle(*points[0], 3, colour)
        return
    sketch.band([*upper, *reversed(lower)], colour)
    sketch.polyline(points, colour, 2.2, dash)


def _runs(found: list[Triangle], place: int) -> list[list[tuple[int, Side]]]:
    """Years in a row with a value of one side."""
    runs: list[list[tuple[int, Side]]] = []
    for item in found:
        if item.sides[place].value is None:
            continue
        if not runs or runs[-1][-1][0] != item.year - 1:
            runs.append([])
        runs[-1].append((item.year, item.sides[place]))
    return runs


def _years(sketch: Sketch, found: list[Triangle], x: Scale, y: float) -> None:
    first, last = found[0].year, found[-1].year
    room = max(sketch.width / 60, 2)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= room)
    for year in range(math.ceil(first / step) * step, last + 1, step):
        sketch.text(x(year), y, str(year), "muted", 11, "middle")
