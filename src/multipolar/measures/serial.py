"""A line through a series whose neighbouring years resemble each other, with an honest interval.

Student's interval takes the scatter about a line as independent from year to year. Where it moves
in waves that interval is far too narrow: a wandering series "trends" more often than not. Here the
number of years is replaced by an effective one, by the first autocorrelation of the residuals.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_YEARS = 5
"""Fewer values than this make no line."""
LEAST_FREEDOM = 1.0
"""Fewer degrees of freedom than this leave no interval."""
MOST = 0.95
"""Largest autocorrelation: beyond it a short series says nothing of its own trend."""


class Line(NamedTuple):
    """Slope on a regressor, its standard error, degrees of freedom, and effective number of years.

    ``error`` is 0 where the values lie on the line exactly, and infinite where the effective years
    are too few for any.
    """

    value: float
    error: float
    freedom: float
    effective: float


def serial_line(years: Floats, x: Floats, y: Floats) -> Line | None:
    """Least-squares slope of ``y`` on ``x`` with an error that allows for runs of years.

    Parameters
    ----------
    years
        Calendar years of the values, rising; gaps are allowed.
    x, y
        Regressor and outcome, without NaN.

    Returns
    -------
    Line or None
        None with fewer than `LEAST_YEARS` values, or a regressor that does not vary. The first
        autocorrelation of the residuals over neighbouring years, corrected for its bias in short
        series (Marriott and Pope 1954; Kendall 1954), gives the effective number of years
        ``n (1 - r) / (1 + r)`` (Santer et al. 2000, equation 6), never more than ``n``.
    """
    n = len(y)
    if n < LEAST_YEARS or np.all(x == x[0]):
        return None
    centred = x - x.mean()
    spread = float((centred**2).sum())
    value = float((centred * y).sum() / spread)
    residual = y - y.mean() - value * centred
    total = float((residual**2).sum())
    if total <= 1e-24 * max(float((y**2).sum()), 1e-300):
        return Line(value, 0.0, float(n - 2), float(n))
    effective = n * (1 - (r := _autocorrelation(years, residual))) / (1 + r)
    freedom = effective - 2
    if freedom < LEAST_FREEDOM:
        return Line(value, float("inf"), freedom, effective)
    return Line(value, float(np.sqrt(total / freedom / spread)), freedom, effective)


def _autocorrelation(years: Floats, residual: Floats) -> float:
    """First autocorrelation over neighbouring years, its bias taken off, in [0, `MOST`]."""
    n = len(residual)
    beside = np.flatnonzero(np.diff(years) == 1)
    if len(beside) < 2:
        return 0.0
    pairs = (residual[beside] * residual[beside + 1]).mean()
    found = float(pairs / (residual**2).mean())
    if n <= 6:
        return min(max(found, 0.0), MOST)
    return min(max((n * found + 2) / (n - 4), 0.0), MOST)


def pooled_difference(
    years_before: Floats, before: Floats, years_after: Floats, after: Floats
) -> Line | None:
    """Mean of later years less the mean of earlier ones, as a line on before and after.

    Returns
    -------
    Line or None
        As of `serial_line`, the regressor being 0 before and 1 after; one side may have a single
        year, whose scatter is then that of the other.
    """
    years = np.concatenate([years_before, years_after])
    step = np.concatenate([np.zeros(len(before)), np.ones(len(after))])
    return serial_line(years, step, np.concatenate([before, after]))


def drift(years: Floats, y: Floats) -> Line | None:
    """Mean yearly change of a series that wanders, as the slope of a random walk with drift.

    Parameters
    ----------
    years, y
        Rising years, and values without NaN; a gap of several years counts as that many steps.

    Returns
    -------
    Line or None
        The change from first to last over the years between, with an error by the scatter of the
        yearly changes (Hamilton 1994, section 15.3); None with fewer than `LEAST_YEARS` values.
    """
    if len(y) < LEAST_YEARS:
        return None
    steps = np.diff(years)
    span = float(years[-1] - years[0])
    value = float((y[-1] - y[0]) / span)
    scaled = (np.diff(y) - value * steps) / np.sqrt(steps)
    freedom = float(len(steps) - 1)
    spread = float(np.sqrt((scaled**2).sum() / freedom))
    return Line(value, spread / float(np.sqrt(span)), freedom, float(len(steps)))


def trend_line(years: Floats, y: Floats) -> tuple[Line, str] | None:
    """Slope of a series on its years, by a line where its residuals allow, else by its drift.

    Returns
    -------
    tuple or None
        The slope, and ``line`` or ``drift``; None where there is neither.
    """
    line = serial_line(years, years, y)
    if line is None:
        return None
    if np.isfinite(line.error):
        return line, "line"
    wandering = drift(years, y)
    return None if wandering is None else (wandering, "drift")
