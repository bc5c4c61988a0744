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
_P = (
    2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687,
    4.86371970985681366614e1, 1.96520832956077098242e2, 5.26445194995477358631e2,
    9.34528527171957607540e2, 1.02755188689515710272e3, 5.57535335369399327526e2,
)  # fmt: skip
_Q = (
    1.0, 1.32281951154744992508e1, 8.67072140885989742329e1, 3.54937778887819891062e2,
    9.75708501743205489753e2, 1.82390916687909736289e3, 2.24633760818710981792e3,
    1.65666309194161350182e3, 5.57535340817727675546e2,
)  # fmt: skip
_R = (
    5.64189583547755073984e-1, 1.27536670759978104416, 5.01905042251180477414,
    6.16021097993053585195, 7.40974269950448939160, 2.97886665372100240670,
)  # fmt: skip
_S = (
    1.0, 2.26052863220117276590, 9.39603524938001434673, 1.20489539808096656605e1,
    1.70814450747565897222e1, 9.60896809063285878198, 3.36907645100081516050,
)  # fmt: skip
_T = (
    9.60497373987051638749, 9.00260197203842689217e1, 2.23200534594684319226e3,
    7.00332514112805075473e3, 5.55923013010394962768e4,
)  # fmt: skip
_U = (
    1.0, 3.35617141647503099647e1, 5.21357949780152679795e2, 4.59432382970980127987e3,
    2.26290000613890934246e4, 4.92673942608635921086e4,
)  # fmt: skip
_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def ndtr(x: Floats) -> Floats:
    """Distribution function of the standard normal, to the last digit as SciPy has it."""
    if x.size > FEW:
        from scipy.special import ndtr as of_many

        return np.asarray(of_many(x))
    return np.array([_ndtr(one) for one in x.ravel().tolist()]).reshape(x.shape)


def _ndtr(x: float) -> float:
    """Cephes' approximation by rational functions (Moshier 1989), which SciPy uses."""
    at = x * math.sqrt(0.5)
    z = abs(at)
    if z < 1:
        square = at * at
        return 0.5 + 0.5 * (at * _polynomial(square, _T) / _polynomial(square, _U))
    if math.isnan(z):
        return z
    above, below = (_P, _Q) if z < 8 else (_R, _S)
    tail = 0.0
    if z * z < 709.78:  # beyond it nothing is left
        tail = 0.5 * (math.exp(-z * z) * _polynomial(z, above) / _polynomial(z, below))
    return 1.0 - tail if at > 0 else tail


def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    found = 0.0
    for one in coefficients:
        found = found * x + one
    return found


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
