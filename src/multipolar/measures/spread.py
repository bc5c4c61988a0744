"""How far several similarities of one pair differ, beyond what their sampling errors explain.

With estimates x_k and standard errors s_k of true values that scatter with standard deviation tau,

    Q(tau²) = sum w_k (x_k - m)²,    w_k = 1 / (s_k² + tau²),    m the mean weighted by w,

is about chi-squared with K - 1 degrees of freedom. The estimate solves Q = K - 1 (Paule and Mandel
1982), the bounds of the interval solve Q = 95 % and 5 % quantile (Viechtbauer 2007, the Q-profile).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.similarity import Interval

Floats = NDArray[np.float64]

LEAST = 3
"""Fewer values than this have no spread worth the name."""
MOST = 2.0
"""Largest spread of values between -1 and 1, and more."""
_HALVINGS = 40
_LOWER = (0.003932, 0.102587, 0.351846, 0.710723, 1.145476, 1.635383, 2.167350)
_UPPER = (3.841459, 5.991465, 7.814728, 9.487729, 11.070498, 12.591587, 14.067140)
"""5 % and 95 % quantiles of chi-squared with 1 to 7 degrees of freedom."""


def spread(values: Floats, errors: Floats) -> Interval:
    """Standard deviation of true values, with its 90 % interval.

    Parameters
    ----------
    values, errors
        Arrays (cases, K up to 8): estimates and standard errors; NaN where unknown.

    Returns
    -------
    Interval
        0 where sampling error explains all of the scatter; NaN with fewer than `LEAST` values.
        Values that scatter less than their errors would make the Q-profile end near 0, as if
        nothing else were possible: the upper bound is at least that of values which scatter as
        their errors let expect.
    """
    known = np.isfinite(values) & np.isfinite(errors) & (errors > 0)
    count = known.sum(axis=1)
    x = np.where(known, values, 0.0)
    s2 = np.where(known, errors, 1.0) ** 2
    degrees = np.clip(count - 1, 1, len(_LOWER))
    wanted = (
        degrees.astype(float),
        np.array(_UPPER)[degrees - 1],
        np.array(_LOWER)[degrees - 1],
    )
    value, low, high = (_solved(target, x, s2, known) for target in wanted)
    typical = count / np.maximum(np.where(known, 1 / s2, 0.0).sum(axis=1), 1e-300)
    high = np.maximum(high, np.sqrt(typical * (degrees / wanted[2] - 1)))
    return Interval(*(np.where(count >= LEAST, part, np.nan) for part in (value, low, high)))


def _solved(target: Floats, x: Floats, s2: Floats, known: NDArray[np.bool_]) -> Floats:
    """The spread at which Q is the target, 0 where Q is below it from the start."""
    low, high = np.zeros(len(x)), np.full(len(x), MOST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = scatter(middle**2, x, s2, known) > target
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(scatter(np.zeros(len(x)), x, s2, known) <= target, 0.0, (low + high) / 2)


def scatter(tau2: Floats, x: Floats, s2: Floats, known: NDArray[np.bool_]) -> Floats:
    """Q of each case: scatter about the weighted mean, where true values vary by ``tau2``."""
    weight = np.where(known, 1 / (s2 + tau2[:, None]), 0.0)
    mean = (weight * x).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-300)
    return np.asarray((weight * (x - mean[:, None]) ** 2).sum(axis=1), float)
