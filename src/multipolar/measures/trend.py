"""The slope of a short series, with an interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_YEARS = 5
"""Fewer values than this make no trend."""


_QUANTILES = {
    3: 2.3533634348,
    4: 2.1318467863,
    5: 2.0150483733,
    6: 1.9431802805,
    7: 1.8945786051,
    8: 1.8595480375,
}
"""95 % quantiles of Student's t for ten years and fewer, so that SciPy need not be loaded."""


def _quantile(freedom: int) -> float:
    if freedom in _QUANTILES:
        return _QUANTILES[freedom]
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.95))


class Slope(NamedTuple):
    """Change by year, its 90 % interval (None where nothing changed), and the number of values."""

    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def word(self) -> str:
        """``rising`` or ``falling`` where the interval says so, else ``flat`` or ``unclear``."""
        if self.low is None or self.high is None:
            return "flat"
        if self.low > 0:
            return "rising"
        return "falling" if self.high < 0 else "unclear"


def slope(years: Floats, values: Floats) -> Slope | None:
    """Least-squares slope with Student's interval.

    Parameters
    ----------
    years, values
        Series without NaN.

    Returns
    -------
    Slope or None
        None with fewer than `LEAST_YEARS` values. A series that never changes has slope 0 and no
        interval: nothing was estimated. The interval takes the scatter about the line as
        independent, so that it is too narrow for a series that moves in waves.
    """
    n = len(values)
    if n < LEAST_YEARS:
        return None
    if np.all(values == values[0]):
        return Slope(0.0, None, None, n)
    x = years - years.mean()
    value = float((x * values).sum() / (x**2).sum())
    residual = values - values.mean() - value * x
    error = float(np.sqrt((residual**2).sum() / (n - 2) / (x**2).sum()))
    half = _quantile(n - 2) * error
    return Slope(value, value - half, value + half, n)
