"""Special functions for a few numbers at once, since SciPy takes long to load.

They agree with SciPy's to 1e-14 for the arguments that occur; SciPy stays the choice for what is
computed by the million.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FEW = 500
"""Of more numbers than this SciPy takes the distribution function: the loop would be slower."""
_erfc = np.frompyfunc(math.erfc, 1, 1)
_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def ndtr(x: Floats) -> Floats:
    """Distribution function of the standard normal."""
    if x.size > FEW:
        from scipy.special import ndtr as of_many

        return np.asarray(of_many(x))
    return 0.5 * np.asarray(_erfc(-x * math.sqrt(0.5)), float)


def gammaln(x: ArrayLike) -> Floats:
    """Logarithm of the gamma function of positive numbers."""
    return np.asarray(_lgamma(np.asarray(x, float)), float)


def logsumexp(x: Floats) -> Floats:
    """Logarithm of the sum of exponentials, over the last axis; the greatest is taken out."""
    most = x.max(axis=-1, keepdims=True)
    greatest = x == most
    count = greatest.sum(axis=-1)
    others = np.where(greatest, 0.0, np.exp(x - most)).sum(axis=-1)
    found: Floats = np.log1p(others / count) + np.log(count) + most[..., 0]
    return found


def softmax(x: Floats) -> Floats:
    """Exponentials over their sum, over the last axis."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def gammaincinv(shape: ArrayLike, p: float) -> Floats:
    """Quantile of the gamma distribution of scale 1, for shapes that recur."""
    shapes, place = np.unique(np.asarray(shape, float), return_inverse=True)
    quantiles = np.array([_gamma_quantile(a, p) for a in shapes.tolist()])
    found: Floats = quantiles[place].reshape(np.shape(shape))
    return found


@lru_cache(maxsize=1024)
def _gamma_quantile(a: float, p: float) -> float:
    """Newton's method on the logarithm, from Wilson and Hilferty's approximation."""
    z = math.copysign(1.6448536269514722, p - 0.5)
    log = math.log(max(a * (1 - 1 / (9 * a) + z / (3 * math.sqrt(a))) ** 3, 1e-3 * a))
    for _ in range(100):
        x = math.exp(log)
        step = (_gamma_below(a, x) - p) / math.exp(a * log - x - math.lgamma(a))
        log -= max(-1.0, min(step, 1.0))
        if abs(step) < 1e-15:
            break
    return math.exp(log)


def _gamma_below(a: float, x: float) -> float:
    """Distribution function of the gamma distribution, by its series."""
    term = total = 1 / a
    n = a
    while term > 1e-17 * total:
        n += 1
        term *= x / n
        total += term
    return total * math.exp(a * math.log(x) - x - math.lgamma(a))
