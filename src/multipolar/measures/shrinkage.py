"""Empirical-Bayes shrinkage: what a noisy estimate is worth beside those of everyone else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.measures.similarity import Z90, Interval, fisher_scale, from_fisher_scale

Floats = NDArray[np.float64]


class Shrunk(NamedTuple):
    """Shrunken values with 90 % intervals, and the mean and spread they are drawn to."""

    value: Floats
    low: Floats
    high: Floats
    mean: float
    spread: float


def shrink(values: Floats, errors: Floats) -> Shrunk:
    """Normal-normal empirical Bayes with mean and variance by maximum marginal likelihood.

    The model is ``x_i ~ N(theta_i, s_i²), theta_i ~ N(mu, tau²)``; the posterior mean of
    ``theta_i`` lies between ``x_i`` and ``mu``, the nearer to ``mu`` the noisier it is (Efron and
    Morris 1975). For each tau the likeliest mu is the precision-weighted mean, so that only tau
    is searched for, from 0 on.

    Parameters
    ----------
    values, errors
        Estimates and their standard errors, on a scale on which they are about normal (Fisher's
        z of a similarity). NaN stays NaN.

    Returns
    -------
    Shrunk
    """
    from scipy.optimize import minimize_scalar

    known = ~(np.isnan(values) | np.isnan(errors))
    x, s2 = values[known], errors[known] ** 2

    def misfit(tau: float) -> float:
        weight = 1 / (s2 + tau**2)
        mean = (weight * x).sum() / weight.sum()
        return float((weight * (x - mean) ** 2 - np.log(weight)).sum())

    most = float(np.std(x) * 2 + 1e-9)
    grid = np.linspace(0, most, 65)
    best = int(np.argmin([misfit(tau) for tau in grid]))
    bounds = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, 64)]))
    found = minimize_scalar(misfit, bounds=bounds, method="bounded", options={"xatol": 1e-10})
    tau = min((0.0, float(found.x)), key=misfit)
    precision = 1 / (s2 + tau**2)
    mean = float((precision * x).sum() / precision.sum())
    weight = tau**2 / (tau**2 + errors**2)
    centre = mean + weight * (values - mean)
    half = Z90 * np.sqrt(weight) * errors
    return Shrunk(centre, centre - half, centre + half, mean, tau)


LEAST_DYADS = 30
"""From fewer dyads than this no distribution of similarities is learned."""


def shrink_similarity(measure: str, cells: ArrayLike, enough: ArrayLike) -> Interval:
    """Similarities of one period, each drawn toward the mean of all by its own uncertainty.

    The intervals are too narrow. Redrawn from the real tables of 1960, 1988, 2000 and 2014 they
    cover 82 to 87 % of true kappas, 81 to 88 % of S and 84 to 90 % of identical shares, where 90 %
    are meant; the plain intervals cover 88 to 96 %. Mean and spread are learned from thousands of
    dyads, so it is not their uncertainty (Morris 1983). Nor is it the shape of the prior: intervals
    that hold for any (Armstrong, Kolesar and Plagborg-Moeller 2022) gain one point. Similarities
    rise with their errors, which breaks the independence of the two that the model needs; but a
    prior that depends on the error (Chen 2022) covers less, since the error of a similarity comes
    from the same roll calls as its value. With the errors of the true tables 83 to 89 % are
    covered.

    Whether the value gains depends on what is held to be true. With one roll call spread over the
    cells of the true table, the root mean squared error of kappa falls by 13 to 21 % in the last
    three years; with the tables as they are, empty cells and all, it rises by 7 to 27 %. That of S
    and of the shares stays as it was, within 3 %.

    Parameters
    ----------
    measure
        A key of `multipolar.measures.similarity.MEASURES`.
    cells
        Nine-cell tables of all dyads of the period, shape (dyads, 3, 3).
    enough
        Which dyads have votes enough; the others neither teach the distribution nor get a value.

    Returns
    -------
    Interval
        Posterior means on Fisher's scale, brought back, with 90 % intervals; NaN where a dyad has
        too few votes, its similarity is undefined, or fewer than `LEAST_DYADS` dyads are left.
    """
    z, error = fisher_scale(measure, cells)
    known = np.asarray(enough, dtype=bool) & ~np.isnan(z)
    if known.sum() < LEAST_DYADS:
        nothing = np.full(z.shape, np.nan)
        return Interval(nothing, nothing, nothing)
    found = shrink(np.where(known, z, np.nan), np.where(known, error, np.nan))
    return Interval(
        *(from_fisher_scale(measure, part) for part in (found.value, found.low, found.high))
    )
