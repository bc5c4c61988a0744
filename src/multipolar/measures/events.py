"""Counts and scores of events between two states: balances with intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVEL = 0.90
Z = 1.6448536269514722
"""Standard normal quantile of 0.95."""


def log_ratio(cooperation: npt.ArrayLike, conflict: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Logarithm of cooperation over conflict, one added to each, with its 90 % interval.

    Both counts are taken as Poisson. Given their sum, cooperation is binomial, and with an even
    prior its share has the Beta distribution (cooperation + 1, conflict + 1). The value is the
    mode of the log odds under it, the interval its 5 % and 95 % points.

    Parameters
    ----------
    cooperation, conflict
        Counts, 0 or more.

    Returns
    -------
    value, low, high
        Natural logarithms: 0 is even, 0.69 twice as much cooperation as conflict.
    """
    from scipy.special import betaincinv

    a = np.asarray(cooperation, dtype=np.float64) + 1
    b = np.asarray(conflict, dtype=np.float64) + 1
    tail = (1 - LEVEL) / 2
    low, high = betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
    # The upper tail from the side of conflict: 1 - high would lose its digits near one.
    other = betaincinv(b, a, tail)
    return np.log(a / b), np.log(low) - np.log1p(-low), np.log(high) - np.log(other)


def wilson(count: npt.ArrayLike, total: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Share of a count in a total with Wilson's 90 % interval.

    Parameters
    ----------
    count, total
        ``0 <= count <= total``; where the total is 0 all three are NaN.

    Returns
    -------
    value, low, high
        Shares, 0 to 1.
    """
    k, n = np.asarray(count, dtype=np.float64), np.asarray(total, dtype=np.float64)
    n = np.where(n > 0, n, np.nan)
    share = k / n
    middle = (k + Z**2 / 2) / (n + Z**2)
    half = Z * np.sqrt(share * (1 - share) * n + Z**2 / 4) / (n + Z**2)
    low = np.where(k == 0, 0.0, np.maximum(middle - half, 0))
    high = np.where(k == n, 1.0, np.minimum(middle + half, 1))
    return share, np.where(np.isnan(share), np.nan, low), np.where(np.isnan(share), np.nan, high)


def balance(
    net: npt.ArrayLike,
    total: npt.ArrayLike,
    net_squares: npt.ArrayLike,
    products: npt.ArrayLike,
    total_squares: npt.ArrayLike,
    weeks: npt.ArrayLike,
) -> tuple[Floats, Floats, Floats]:
    """Ratio of two sums over weeks, such as net over total score, with its 90 % interval.

    The variance is that of a ratio estimator with weeks as clusters, so that what happens on one
    day may echo through its week: ``g/(g-1) sum (x_w - r y_w)^2 / (sum y_w)^2``, with Student's
    distribution at ``g - 1`` degrees of freedom.

    Parameters
    ----------
    net, total
        Sums of ``x`` and of ``y``, where no week's ``x`` is larger in size than its ``y``.
    net_squares, products, total_squares
        Sums over weeks of ``x^2``, ``x y`` and ``y^2``.
    weeks
        Number of weeks ``g``; with fewer than two the interval is NaN.

    Returns
    -------
    value, low, high
        Between -1 (all hostile) and 1 (all friendly).
    """
    from scipy.special import stdtrit

    x, y = np.asarray(net, dtype=np.float64), np.asarray(total, dtype=np.float64)
    xx, xy = np.asarray(net_squares, dtype=np.float64), np.asarray(products, dtype=np.float64)
    yy, g = np.asarray(total_squares, dtype=np.float64), np.asarray(weeks, dtype=np.float64)
    g = np.where(g > 1, g, np.nan)
    ratio = x / y
    squares = np.maximum(xx - 2 * ratio * xy + ratio**2 * yy, 0)
    half = stdtrit(g - 1, 1 - (1 - LEVEL) / 2) * np.sqrt(g / (g - 1) * squares) / y
    return ratio, np.maximum(ratio - half, -1), np.minimum(ratio + half, 1)
