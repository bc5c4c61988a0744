"""The picture of coverage: for which part of the relevant pairs indicators have values, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.fields.coverage import Covered

SINCE = 1900
CAPTION = (
    "Each row is an indicator, each column a year; the darker, the larger the share of the "
    "politically relevant pairs (contiguous, or one a major power; of states where it is measured "
    "for states) with a value in that year. Pale is none."
)


def coverage_chart(found: Sequence[Covered]) -> Chart:
    """Draw what `multipolar.coverage` counted, one row for each indicator."""
    rows = _rows(found)
    last = max((year for _, shares in rows for year in shares), default=SINCE)
    years = range(SINCE, last + 1)
    body = tuple((title, *_span(shares)) for title, shares in rows)
    keys = [key for item in found for key in item.indicator.sources]
    return Chart(
        name="world",
        title="What is known of the relevant pairs, by indicator and year",
        alt=" ".join(f"{title}: {span}, at best {most}." for title, span, most in body),
        caption=CAPTION,
        table=Table(
            "Years with values by indicator", ("Indicator", "Years", "Largest share"), body
        ),
        origins=tuple(dict.fromkeys(keys)),
        draw=lambda sketch: _draw(sketch, rows, years),
    )


def _rows(found: Sequence[Covered]) -> list[tuple[str, dict[int, float]]]:
    """Indicators with the share of relevant cases known in each year."""
    rows = []
    for item in found:
        counts = item.years.select("year", "relevant", "relevant_known").rows()
        shares = {year: known / of for year, of, known in counts if year >= SINCE and known}
        if shares:
            rows.append((item.indicator.name, shares))
    return rows


def _span(shares: dict[int, float]) -> tuple[str, str]:
    return words.years_of([(min(shares), max(shares))]), words.percent(max(shares.values()))


def _draw(sketch: Sketch, rows: list[tuple[str, dict[int, float]]], years: range) -> float:
    left, pitch = (0.0, 34.0) if sketch.narrow else (190.0, 20.0)
    step = (sketch.width - left) / len(years)
    for place, (title, shares) in enumerate(rows):
        y = 4 + pitch * place
        sketch.text(0, y + 11, title, size=12)
        y += 15 if sketch.narrow else 0
        sketch.rect(left, y, sketch.width - left, 14, "shade", opacity=0.5)
        for first, until, share in _runs(shares):
            x = left + (first - years[0]) * step
            when = words.years_of([(first, until)])
            with sketch.mark(f"{title}\n{when}: {share:.0%} of relevant pairs"):
                sketch.rect(x, y, (until - first + 1) * step, 14, "one", opacity=share)
    bottom = 4 + pitch * len(rows) + 6
    for year in range(years[0], years[-1] + 1, 20):
        x = left + (year - years[0]) * step
        sketch.line((x, bottom - 8), (x, bottom - 2), "muted")
        sketch.text(x, bottom + 12, str(year), "muted", 11, "start" if x == left else "middle")
    return bottom + 20


def _runs(shares: dict[int, float]) -> list[tuple[int, int, float]]:
    """Stretches of years with the same share, in twentieths."""
    runs: list[tuple[int, int, float]] = []
    for year in sorted(shares):
        level = max(round(shares[year] * 20), 1) / 20
        if runs and runs[-1][1] == year - 1 and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], year, level)
        else:
            runs.append((year, year, level))
    return runs
