"""The coverage strip: in which years each field was observed, and why not in the others."""

from __future__ import annotations

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import field_title
from multipolar.relations.balance import POWER
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.material import Material, runs
from multipolar.report.svg import Sketch, fits
from multipolar.report.tiles import cell

Row = tuple[str, tuple[Estimate, ...]]

CAPTION = (
    "Full: observed. Empty: the source covers the year and codes none. Patterns: unknown, each "
    "for its own reason; unknown is never read as zero."
)


def coverage(material: Material) -> Chart:
    """Draw what is known in each year, by field."""
    rows = _rows(material)
    years = material.years
    known = [name for name, series in rows[: _fields(material)] if series[-1].status in HAS_VALUE]
    keys = [key for _, series in rows for e in series if e.status in HAS_VALUE for key in e.origins]
    return Chart(
        name="coverage",
        title=_finding(material, len(known)),
        alt=" ".join(
            f"{name}: "
            + "; ".join(f"{words.years_of([run[1:]])} {said(run[0])}" for run in spans)
            + "."
            for name, series in rows
            if (spans := runs(series))
        ),
        caption=CAPTION,
        table=_table(rows),
        origins=tuple(dict.fromkeys(keys)),
        draw=lambda sketch: _draw(sketch, rows, years),
    )


def _finding(material: Material, known: int) -> str:
    as_of, readings = material.pair.as_of, material.assessment.readings
    if known:
        return f"{known} of {len(readings)} measures have a value in {as_of} itself"
    latest = sorted({r.estimate.year for r in readings if r.estimate.value is not None})
    if not latest:
        return f"No measure has a value up to {as_of}"
    return (
        f"No measure has a value in {as_of} itself; the latest are of "
        f"{words.years_of([(latest[0], latest[-1])])}"
    )


def said(status: Status) -> str:
    """A status in words."""
    return words.STATUS[status]


def _fields(material: Material) -> int:
    return len(material.assessment.readings)


def _rows(material: Material) -> list[Row]:
    rows = [
        (words.sentence(field_title(reading)), material.series(reading.estimate.indicator))
        for reading in material.assessment.readings
    ]
    for name in POWER[:2]:
        title = {"power.cinc": "Capabilities", "power.gdp": "GDP"}.get(name, INDICATORS[name].title)
        for state in (material.pair.one, material.pair.two):
            rows.append((f"{title}, {state.name}", material.series(name, state.ccode)))
    return rows


def _table(rows: list[Row]) -> Table:
    body = tuple(
        (name, words.years_of([(first, last)]), said(status))
        for name, series in rows
        for status, first, last in runs(series)
    )
    return Table("Years of each field by what is known", ("Field", "Years", "Status"), body)


def _draw(sketch: Sketch, rows: list[Row], years: range) -> float:
    left, high = (0.0, 13.0) if sketch.narrow else (196.0, 15.0)
    pitch, top = (36.0, 4.0) if sketch.narrow else (24.0, 4.0)
    step = (sketch.width - left - 1) / len(years)
    for place, (name, series) in enumerate(rows):
        y = top + pitch * place
        if sketch.narrow:
            sketch.text(0, y + 13, name, size=12, bold=True)
            y += 18
        else:
            sketch.text(0, y + high - 3, name, size=12.5)
        for status, first, last in runs(series):
            x = left + (first - years[0]) * step
            cell(sketch, status, x + 0.5, y, (last - first + 1) * step, high)
    bottom = top + pitch * len(rows) + 4
    for year in decades(years, sketch.width - left):
        x = left + (year - years[0] + 0.5) * step
        sketch.line((x, bottom - 4), (x, bottom + 2), "muted")
        sketch.text(x, bottom + 15, str(year), "muted", 11, "middle")
    shown = {estimate.status for _, series in rows for estimate in series}
    return _legend(sketch, [status for status in words.STATUS if status in shown], bottom + 34)


def decades(years: range, width: float) -> list[int]:
    """Years to be written under an axis of a width in pixels, its ends kept clear."""
    room = max(len(years) * 44 / width, 1)
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50) if s >= room), 100)
    clear = room * 0.4
    return [y for y in years if y % step == 0 and y - years[0] >= clear and years[-1] - y >= clear]


def _legend(sketch: Sketch, statuses: list[Status], y: float) -> float:
    x = 0.0
    for status in statuses:
        label = said(status)
        if x and x + 32 + fits(label, 12) > sketch.width:
            x, y = 0.0, y + 22
        cell(sketch, status, x + 0.5, y - 10, 22, 13)
        sketch.text(x + 28, y + 1, label, size=12)
        x += 46 + fits(label, 12)
    return y + 10
