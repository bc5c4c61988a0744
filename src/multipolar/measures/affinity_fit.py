"""Parameters of the affinity model, by moments of pairs of layers.

Loadings reproduce the correlations between layers (minimum residuals: Harman and Jones 1966), in
which a coded layer stands for a latent normal response: with a continuous layer the correlation
is polyserial (Olsson, Drasgow and Dorans 1982), with another coded one polychoric, by Mehler's
series. Persistence comes from the correlations of a layer with its own past, and that of affinity
from those of layers with each other's past.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_CASES = 400
"""Dyad-years in which two layers must both be observed."""
LEAST_SHARE = 0.002
"""A coded layer must show its rarer side in this share of cases."""
GREATEST_LOADING = 0.95
TERMS = 8
"""Terms of Mehler's series."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A layer made ready: what each case adds to a moment, and the weight it adds it with.

    A continuous layer has one part, its standardised values with weight 1. A coded one has a part
    for each cut point: whether the case lies above it less the probability of that, and where the
    cut lies for the case.
    """

    parts: tuple[tuple[Floats, Floats], ...]
    coded: bool


def measured_scores(values: Floats) -> tuple[Scores, float, float]:
    """Scores of a continuous layer, and its mean and standard deviation."""
    mean, scale = float(np.nanmean(values)), float(np.nanstd(values))
    standard = (values - mean) / (scale or 1.0)
    return Scores(((standard, np.ones_like(standard)),), coded=False), mean, scale or 1.0


def coded_scores(
    levels: Floats, nearness: Floats, count: int
) -> tuple[Scores, tuple[float, ...], tuple[float, ...]]:
    """Scores of a coded layer, its cut points, and its slopes on nearness, by ordered probit.

    ``levels`` run from 0 to ``count``; NaN is left out.
    """
    from scipy.special import ndtr

    cuts, slopes = ordered_probit(levels, nearness, count)
    near = nearness @ np.array(slopes)
    parts = []
    for level, cut in enumerate(cuts):
        at = cut - near
        above = np.where(np.isnan(levels), np.nan, levels > level)
        parts.append((above - ndtr(-at), at))
    return Scores(tuple(parts), coded=True), cuts, slopes


def ordered_probit(
    levels: Floats, nearness: Floats, count: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Cut points and slopes by maximum likelihood (McKelvey and Zavoina 1975)."""
    from scipy.optimize import minimize
    from scipy.special import log_ndtr, ndtri

    known = ~np.isnan(levels)
    rows, place = np.unique(
        np.column_stack([levels[known], np.round(nearness[known], 1)]), axis=0, return_inverse=True
    )
    weight = np.bincount(place.ravel()).astype(float)
    level, near = rows[:, 0].astype(int), rows[:, 1:]

    def unpack(free: Floats) -> tuple[Floats, Floats]:
        return np.cumsum(np.r_[free[0], np.exp(free[1:count])]), free[count:]

    def loss(free: Floats) -> float:
        cuts, slopes = unpack(free)
        edges = np.r_[-40.0, cuts, 40.0]
        at = near @ slopes
        upper, lower = edges[level + 1] - at, edges[level] - at
        flip = lower > 0
        upper, lower = np.where(flip, -lower, upper), np.where(flip, -upper, lower)
        top, bottom = log_ndtr(upper), log_ndtr(lower)
        inside = top + np.log1p(-np.exp(np.minimum(bottom - top, -1e-12)))
        # A light pull to 0 holds a slope that nothing identifies.
        return float(-(weight @ inside) / weight.sum() + 1e-4 * (slopes @ slopes))

    above = np.clip([np.average(level > k, weights=weight) for k in range(count)], 1e-4, 1 - 1e-4)
    start = -ndtri(above)
    gaps = np.log(np.maximum(np.diff(start), 1e-2))
    found = minimize(loss, np.r_[start[0], gaps, np.zeros(near.shape[1])], method="L-BFGS-B")
    cuts, slopes = unpack(found.x)
    return tuple(map(float, cuts)), tuple(map(float, slopes))


def correlation(one: Scores, two: Scores) -> float:
    """Correlation of the responses of two layers; NaN with too few cases."""
    if one.coded and not two.coded:
        one, two = two, one
    known = ~np.isnan(one.parts[0][0] * two.parts[0][0])
    if known.sum() < LEAST_CASES or not (_varies(one, known) and _varies(two, known)):
        return np.nan
    series = np.zeros(TERMS + 1)
    total = 0.0
    for score, at in one.parts:
        for other, other_at in two.parts:
            total += float((score * other)[known].sum())
            series[1:] += _mehler(
                at[known] if one.coded else None, other_at[known] if two.coded else None, known
            )
    grid = np.linspace(-0.99, 0.99, 1981)
    gap = np.polynomial.polynomial.polyval(grid, series) - total
    inside = np.abs(grid) <= (0.9 if one.coded else 0.99)
    return float(grid[inside][np.argmin(np.abs(gap[inside]))])


def _varies(scores: Scores, known: NDArray[np.bool_]) -> bool:
    if not scores.coded:
        return True
    share = float((scores.parts[0][0][known] > 0).mean())
    return LEAST_SHARE <= share <= 1 - LEAST_SHARE


def _mehler(one: Floats | None, two: Floats | None, known: NDArray[np.bool_]) -> Floats:
    """Coefficients of powers 1, 2, ... of the correlation in the expected product of scores."""
    if two is None:
        return np.array([float(known.sum())] + [0.0] * (TERMS - 1))
    weights = _hermite(two)
    if one is None:
        return np.array([float(weights[0].sum())] + [0.0] * (TERMS - 1))
    factorials = np.array([factorial(k) for k in range(1, TERMS + 1)], float)
    return np.asarray((_hermite(one) * weights).sum(axis=1) / factorials)


def _hermite(at: Floats) -> Floats:
    """Hermite polynomials of order 0, 1, ... times the normal density."""
    density = np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi)
    rows = [np.ones_like(at), at]
    for order in range(1, TERMS - 1):
        rows.append(at * rows[order] - order * rows[order - 1])
    return np.asarray(rows[:TERMS] * density)


def loadings(correlations: Floats) -> Floats:
    """One factor's loadings that leave the least squares of correlations off the diagonal.

    NaN correlations are left out; a layer with fewer than two gets 0. The sign is such that most
    layers load positively.
    """
    from scipy.optimize import minimize

    count = len(correlations)
    known = ~np.isnan(correlations) & ~np.eye(count, dtype=bool)
    usable = known.sum(axis=1) >= 2
    known &= usable[:, None] & usable[None, :]
    values = np.where(known, correlations, 0.0)

    def loss(free: Floats) -> tuple[float, Floats]:
        gap = np.where(known, values - np.outer(free, free), 0.0)
        return float((gap**2).sum() / 2), -2 * gap @ free

    bound = [(-GREATEST_LOADING, GREATEST_LOADING) if ok else (0.0, 0.0) for ok in usable]
    found = minimize(loss, np.where(usable, 0.4, 0.0), jac=True, bounds=bound, method="L-BFGS-B").x
    return np.asarray(found if found.sum() >= 0 else -found)


def common_persistence(now: Floats, later: Floats, years: int) -> float:
    """Yearly persistence of what layers share, from their correlations ``years`` apart.

    ``now`` and ``later`` are matrices of correlations between layers in one year, and of each
    layer with the others' past; the diagonal, which holds what is a layer's own, is left out.
    """
    both = ~np.isnan(now) & ~np.isnan(later) & ~np.eye(len(now), dtype=bool)
    strength = float(np.abs(now[both]).sum())
    if strength == 0:
        return 0.98
    kept = float((np.sign(now[both]) * later[both]).sum()) / strength
    return float(np.clip(kept, 0.05, 0.995**years) ** (1 / years))


def own_persistence(
    near: float, far: float, years: tuple[int, int], loading: float, common: float
) -> tuple[float, float]:
    """Persistence and variance of a continuous layer's own part, from two autocorrelations.

    ``r_k = l^2 c^k + v p^k`` at the two lags; what is left of 1 is noise.
    """
    left = [max(r - loading**2 * common**k, 1e-3) for r, k in zip((near, far), years, strict=True)]
    span = years[1] - years[0]
    persistence = float(np.clip((left[1] / left[0]) ** (1 / span), 0.3, 0.995))
    variance = float(np.clip(left[0] / persistence ** years[0], 0.0, 1 - loading**2))
    return persistence, variance


def all_correlations(scores: list[Scores]) -> Floats:
    """Matrix of correlations between layers, 1 on the diagonal."""
    found = np.eye(len(scores))
    for i, j in combinations(range(len(scores)), 2):
        found[i, j] = found[j, i] = correlation(scores[i], scores[j])
    return found


def agreement_correlation(one: Scores, two: Scores) -> float:
    """Correlation of a coded layer's response with its past, by the share on one side of a cut.

    The rarest cut is taken at its average place, and the correlation that gives the observed
    share above it in both years, by quadrature (Drezner and Wesolowsky 1990).
    """
    known = ~np.isnan(one.parts[0][0] * two.parts[0][0])
    if known.sum() < LEAST_CASES:
        return np.nan
    choices = []
    for (score, at), (before, _) in zip(one.parts, two.parts, strict=True):
        above, earlier = score[known] > 0, before[known] > 0
        share = float(above.mean() + earlier.mean()) / 2
        if LEAST_SHARE <= share <= 1 - LEAST_SHARE:
            choices.append((abs(share - 0.5), share, float((above & earlier).mean()), at))
    if not choices:
        return np.nan
    _, share, both, _ = min(choices, key=lambda item: item[0])
    from scipy.special import ndtri

    cut = float(ndtri(1 - share))
    grid = np.linspace(0.0, 0.999, 2000)
    density = np.exp(-(cut**2) / (1 + grid)) / (2 * np.pi * np.sqrt(1 - grid**2))
    steps = np.diff(grid) * (density[1:] + density[:-1]) / 2
    joint = share**2 + np.r_[0.0, np.cumsum(steps)]
    return float(np.interp(both, joint, grid))
