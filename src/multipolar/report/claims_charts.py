"""One small picture for each claim: where its numbers lie, how they moved, or what is on record."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.claims import words
from multipolar.claims.found import Found
from multipolar.claims.runner import Report, Result
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Sketch, fits, wrap

FARTHEST = 5.0
"""Numbers farther than so many smallest differences from the reference stand at the edge."""
LEAST_POINTS = 5
"""A series with fewer years than this is not drawn."""
COLOURS = {
    "supported": "one",
    "refuted": "alarm",
    "mixed": "two",
    "undetermined": "muted",
    "open": "muted",
    "untestable": "muted",
}
STRIP = "Right of the shade agrees with the claim; in it is no difference that matters."
COURSE = "The dotted line is the year in which the paper was written."
RECORD = "Filled: agrees with the claim. Hollow: disagrees."
KNOWN = ("same", "between")
"""Expectations of which the middle, and not a side, agrees with the claim."""


def claim_chart(reports: Sequence[Report], place: int) -> Chart | None:
    """Picture of a claim: a strip of its parts, a series, or a record of facts; None without any.

    Parameters
    ----------
    reports
        Reports as of one year or several, the last one last.
    place
        Place of the claim in them.
    """
    results = [report.results[place] for report in reports]
    looks = [(words.best(result), result) for result in reversed(results)]
    looks.sort(key=lambda look: not _has_numbers(look[0]))
    for found, result in looks:
        as_of = result.as_of if result.latest is None else result.latest_as_of or result.as_of
        if found.parts:
            return _strip(result, list(found.leaves), as_of)
        course = _course_of(found)
        if course is not None:
            return _series(result, course, as_of, reports[0].paper.year)
        if _has_numbers(found):
            return _strip(result, [found], as_of)
        if found.facts:
            return _record(result, found, as_of)
    return None


def _has_numbers(found: Found) -> bool:
    return any(_placed(one) is not None for one in found.leaves)


# ------------------------------------------------------------------ strip
Placed = tuple[float, float, float]
"""An estimate and its ends in smallest differences from the reference, claimed side positive."""


def _placed(found: Found) -> Placed | None:
    """Where an estimate lies, in smallest differences from the reference value."""
    if found.value is None or found.than is None or found.unit.startswith("of "):
        return None
    ratio = found.unit == "times"

    def scaled(number: float) -> float:
        if not ratio:
            return number
        return math.log(number) if number > 0 else -math.inf

    ends = [found.low, found.high]
    numbers = [scaled(found.value), *(scaled(e) if e is not None else math.nan for e in ends)]
    than = scaled(found.than)
    if found.upto is not None:
        upto = scaled(found.upto)
        than, step = (than + upto) / 2, (upto - than) / 2
    else:
        step = scaled(found.smallest) if found.smallest else 0.0
        step = step or max(abs(numbers[0] - than) / 2, 1e-9)
    sign = -1.0 if found.expect in ("less", "below", "not more") else 1.0
    placed = [sign * (number - than) / step for number in numbers]
    low, high = sorted(placed[1:]) if sign < 0 else placed[1:]
    return placed[0], low, high


def _strip(result: Result, leaves: list[Found], as_of: int) -> Chart:
    rows = tuple(
        (
            one.name or result.claim.id,
            one.outcome.value,
            words.with_among(one),
            words.bounds(one),
            words.claimed(one),
        )
        for one in leaves
    )
    head = ("Test", "Outcome", "Estimate", "90 %", "Claimed")
    return Chart(
        name=f"claim-{result.claim.id}",
        title=f"As of {as_of}: {words.best(result).outcome.value}",
        alt=f"Tests of the claim: {'; '.join(' '.join(row[:4]) for row in rows)}.",
        caption=STRIP,
        table=Table(f"Tests of {result.claim.id} as of {as_of}", head, rows),
        origins=_origins(leaves),
        draw=lambda sketch: _draw_strip(sketch, leaves),
    )


def _origins(leaves: Sequence[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in leaves for key in one.origins))


def _draw_strip(sketch: Sketch, leaves: list[Found]) -> float:
    named = 0.0 if sketch.narrow else 250.0
    left, right = named, sketch.width - (92.0 if not sketch.narrow else 88.0)
    step = 38.0 if sketch.narrow else 26.0

    def x(value: float) -> float:
        inside = min(max(value, -FARTHEST), FARTHEST)
        return left + (inside + FARTHEST) / (2 * FARTHEST) * (right - left)

    bottom = 10 + step * len(leaves)
    sketch.rect(x(-1), 4, x(1) - x(-1), bottom - 4)
    sketch.line((x(0), 4), (x(0), bottom), "rule")
    for place, one in enumerate(leaves):
        found = _placed(one)
        y = 10 + step * (place + (0.72 if sketch.narrow else 0.5))
        colour = COLOURS[one.outcome.value]
        if sketch.narrow:
            sketch.text(left, y - 13, wrap(one.name, sketch.width, 12)[0], size=12, halo=True)
        else:
            _beside(sketch, one.name, named - 14, y)
        if found is not None:
            _mark(sketch, [x(value) if math.isfinite(value) else value for value in found], y, one)
        sketch.text(right + 8, y + 4, one.outcome.value, colour, 12, bold=True)
    return _strip_axis(sketch, leaves, (x(-FARTHEST), x(FARTHEST)), bottom)


def _beside(sketch: Sketch, name: str, right: float, y: float) -> None:
    """The name of a row left of it, in two lines if it must be."""
    rows = wrap(name, right, 12)[:2]
    for place, row in enumerate(rows):
        sketch.text(right, y + 4 + 13 * (place - (len(rows) - 1) / 2), row, size=12, anchor="end")


def _mark(sketch: Sketch, places: Sequence[float], y: float, one: Found) -> None:
    """Estimate and interval at their places in pixels."""
    value, low, high = places
    colour = COLOURS[one.outcome.value]
    if math.isfinite(low) and math.isfinite(high):
        sketch.whisker(y, low, high, colour)
    if math.isfinite(value):
        sketch.circle(value, y, 4.2, colour, hollow=one.outcome.value == "undetermined")


def _strip_axis(
    sketch: Sketch, leaves: Sequence[Found], ends: tuple[float, float], bottom: float
) -> float:
    y = bottom + 15
    if all(one.expect in KNOWN for one in leaves):
        sketch.text(sum(ends) / 2, y, "agrees in the shade", "muted", 11, "middle")
        return y + 8
    sketch.text(ends[0], y, "← disagrees", "muted", 11)
    sketch.text(ends[1], y, "agrees →", "muted", 11, "end")
    return y + 8


# ------------------------------------------------------------------ series
def _course_of(found: Found) -> Found | None:
    """The first finding with a series long enough to draw."""
    for one in words.all_found(found):
        if one.courses and len(one.courses[0].points) >= LEAST_POINTS:
            return one
    return None


def _series(result: Result, found: Found, as_of: int, written: int) -> Chart:
    courses = [one for one in found.courses if len(one.points) >= 2][:3]
    years = sorted({year for one in courses for year, _ in one.points})
    by_year = [dict(one.points) for one in courses]
    rows = tuple(
        (str(year), *(words.short(p[year]) if year in p else "–" for p in by_year))
        for year in years
    )
    numbers = " ".join(filter(None, (words.estimate(found), words.bounds(found))))
    told = f": {numbers}" if numbers else ""
    return Chart(
        name=f"claim-{result.claim.id}",
        title=f"As of {as_of}: {words.best(result).outcome.value}{told}",
        alt=f"{'; '.join(one.title for one in courses)}, {years[0]} to {years[-1]}.",
        caption=COURSE,
        table=Table(found.said, ("Year", *(one.title for one in courses)), rows),
        origins=found.origins,
        draw=lambda sketch: _draw_series(sketch, [one.points for one in courses],
                                         [one.title for one in courses], written),
    )  # fmt: skip


def _draw_series(
    sketch: Sketch,
    lines: Sequence[Sequence[tuple[int, float]]],
    titles: Sequence[str],
    written: int,
) -> float:
    years = [year for line in lines for year, _ in line]
    values = [value for line in lines for _, value in line if math.isfinite(value)]
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - room, high + room
    left, right, top, height = 52.0, sketch.width - 20.0, 8.0, 150.0

    def x(year: float) -> float:
        return left + (year - min(years)) / max(max(years) - min(years), 1) * (right - left)

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * height

    for mark in (low + room, (low + high) / 2, high - room):
        sketch.line((left, y(mark)), (right, y(mark)))
        sketch.text(left - 6, y(mark) + 4, words.short(mark), "muted", 11, "end")
    if min(years) < written < max(years):
        sketch.line((x(written), top), (x(written), top + height), "muted", dash="2 3")
    colours, dashes = ("one", "muted", "two"), (None, "6 4", "2 3")
    for place, line in enumerate(lines):
        points = [(x(year), y(value)) for year, value in line if math.isfinite(value)]
        sketch.polyline(points, colours[place], 2.2, dashes[place])
    every = max(1, math.ceil((max(years) - min(years) + 1) * 42 / (right - left)))
    for year in range(min(years), max(years) + 1, every):
        sketch.text(x(year), top + height + 18, str(year), "muted", 11, "middle")
    below = top + height + 36
    for place, title in enumerate(titles):
        sketch.line((left, below - 4), (left + 18, below - 4), colours[place], 2.2, dashes[place])
        for row in wrap(title, sketch.width - left - 26, 11.5):
            sketch.text(left + 24, below, row, "muted", 11.5)
            below += 15
        below += 2
    return below - 4


# ------------------------------------------------------------------ record
def _record(result: Result, found: Found, as_of: int) -> Chart:
    facts = found.facts
    rows = tuple((one.on.isoformat(), one.what, one.speaks, one.cite) for one in facts)
    return Chart(
        name=f"claim-{result.claim.id}",
        title=f"As of {as_of}: {words.best(result).outcome.value}",
        alt=f"Facts on record: {'; '.join(f'{one.on.year} {one.what}' for one in facts)}",
        caption=RECORD,
        table=Table("Facts, coded by hand", ("Date", "Fact", "Speaks", "Source"), rows),
        origins=(),
        draw=lambda sketch: _draw_record(sketch, found),
    )


def _draw_record(sketch: Sketch, found: Found) -> float:
    y = 12.0
    for one in found.facts:
        agrees = one.speaks == "for"
        sketch.circle(8, y - 4, 4.5, "one" if agrees else "alarm", hollow=not agrees)
        date = one.on.isoformat()
        sketch.text(22, y, date, "muted", 12)
        indent = 22 + fits(date, 12) + 14
        for row in wrap(one.what, sketch.width - indent, 12.5):
            sketch.text(indent, y, row, "ink", 12.5)
            y += 16
        y += 6
    return y
