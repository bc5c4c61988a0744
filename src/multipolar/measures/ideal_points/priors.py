"""Priors: items as in the paper and the random walk of each voter."""

from __future__ import annotations

import numpy as np
from scipy.special import log_ndtr, ndtr

from .layout import Array, Ints, Layout

BOUND = 7.0
SOFT = 0.5
LEAST_TAU = 0.001
"""Shorter steps of the walk are none, and no estimate goes below."""
_ROOT = 1.0 / np.sqrt(2.0 * np.pi)


def bounded(cut: Array) -> tuple[Array, Array, Array]:
    """Log density of a cut-point, uniform on (-7, 7) with soft ends, and two derivatives.

    The paper truncates its cut-points at 7; the ends are softened over half a unit
    (``log Phi((7 - |cut|) / .5)``) so that the density is smooth and log-concave.
    """
    value, slope, curve = np.zeros_like(cut), np.zeros_like(cut), np.zeros_like(cut)
    for side in (1.0, -1.0):
        u = np.maximum((BOUND - side * cut) / SOFT, -35.0)
        ratio = np.exp(-0.5 * u * u) * _ROOT / ndtr(u)
        value += log_ndtr(u)
        slope -= side * ratio / SOFT
        curve -= ratio * (u + ratio) / SOFT**2
    return value, slope, curve


def _expected(cut: Array, spread: Array | None) -> tuple[Array, Array, Array]:
    """:func:`bounded`, averaged over two points a standard deviation to either side."""
    if spread is None:
        return bounded(cut)
    up, down = bounded(cut + spread), bounded(cut - spread)
    return 0.5 * (up[0] + down[0]), 0.5 * (up[1] + down[1]), 0.5 * (up[2] + down[2])


def text_prior(
    text: Array, three: Array, exact: bool, cov: Array | None = None
) -> tuple[float, Array, Array]:
    """Log prior of the texts, gradient (texts, 3) and negative curvature (texts, 3, 3).

    With the covariances ``cov`` (texts, 3, 3) the expectation of each.

    beta ~ N(0, 1); both cut-points bounded; the width is in logarithms, so its Jacobian counts.
    """
    beta, low = text[:, 0], text[:, 1]
    width = three * np.exp(text[:, 2])
    low_sd = high_sd = None
    if cov is not None:
        low_sd = np.sqrt(cov[:, 1, 1])
        high_sd = np.sqrt(cov[:, 1, 1] + 2 * width * cov[:, 1, 2] + width**2 * cov[:, 2, 2])
    v1, d1, h1 = _expected(low, low_sd)
    v2, d2, h2 = (three * x for x in _expected(low + width, high_sd))
    value = float((v1 + v2 + three * text[:, 2] - 0.5 * beta**2).sum())
    gradient = np.stack([-beta, d1 + d2, three * (1.0 + width * d2)], 1)
    curve = np.zeros((len(beta), 3, 3))
    curve[:, 0, 0] = 1.0
    curve[:, 1, 1] = -(h1 + h2)
    curve[:, 1, 2] = curve[:, 2, 1] = -width * h2
    residual = -width * d2
    residual = residual if exact else np.maximum(residual, 0.0)
    curve[:, 2, 2] = np.where(three > 0, -(width**2) * h2 + residual, 1.0)
    return value, gradient, curve


def walk(layout: Layout, theta: Array, tau: float) -> tuple[float, Array, Array, list[float]]:
    """Random walk: log prior, gradient, diagonal of its precision, precision of each step.

    theta_t ~ N(theta_{t-1}, tau^2 * step); a voter's first position ~ N(0, 1).
    """
    first = layout.first
    gradient, diagonal = np.where(first, -theta, 0.0), first.astype(float)
    value = -0.5 * float((theta[first] ** 2).sum())
    drift = [1.0 / (tau**2 * float(step)) for step in layout.steps]
    for t, precision in enumerate(drift):
        here, there = links(layout, t)
        move = theta[there] - theta[here]
        gradient[here] += precision * move
        gradient[there] -= precision * move
        diagonal[here] += precision
        diagonal[there] += precision
        value += 0.5 * len(move) * np.log(precision) - 0.5 * precision * float((move**2).sum())
    return value, gradient, diagonal, drift


def links(layout: Layout, t: int) -> tuple[Ints, Ints]:
    """Node numbers at the two ends of the walk from period ``t`` to the next."""
    block, later = layout.blocks[t], layout.blocks[t + 1]
    return block.offset + block.source, later.offset + block.target


def walk_scale(
    layout: Layout, theta: Array, variance: Array, lags: list[Array], tau: float
) -> float:
    """New tau from the posterior of the increments (MacKay's fixed point of the evidence).

    ``sum E[increments^2] = n tau^2`` rearranged to ``sum of squared means / (n - sum of
    variances / tau^2)``, which converges faster than EM to the same value. Where nobody steps
    (one period) tau stays as it is.
    """
    squares = spread = count = 0.0
    for t, step in enumerate(layout.steps):
        here, there = links(layout, t)
        squares += float(((theta[there] - theta[here]) ** 2).sum()) / step
        spread += float((variance[here] + variance[there] - 2.0 * lags[t]).sum()) / step
        count += len(here)
    if not count:
        return tau
    return max(float(np.sqrt(squares / max(count - spread / tau**2, 1.0))), LEAST_TAU)
