"""Years under a picture."""

from __future__ import annotations

from multipolar.report.svg import Scale, Sketch


def years_axis(sketch: Sketch, years: range, at: Scale, y: float) -> None:
    """Write years at round steps under a scale of time, with ticks.

    Parameters
    ----------
    years
        Years shown.
    at
        From a year to the middle of its place.
    y
        Top of the ticks.
    """
    wide = abs(at(years[-1]) - at(years[0]))
    step = _step(len(years), wide)
    for year in years:
        if year % step == 0:
            sketch.line((at(year), y), (at(year), y + 4), "muted")
            sketch.text(at(year), y + 16, str(year), "muted", 11, "middle")


def _step(count: int, wide: float) -> int:
    """Years between two labels that keep clear of one another."""
    room = count * 42 / max(wide, 1.0)
    return next((step for step in (1, 2, 5, 10, 20, 25, 50) if step >= room), 100)
