"""Empirical-Bayes shrinkage: what a noisy estimate is worth beside those of everyone else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.similarity import Z90

Floats = NDArray[np.float64]


class Shrunk(NamedTuple):
    """Shrunken values with 90 % intervals, and the mean and spread they are drawn to."""

    value: Floats
    low: Floats
    high: Floats
    mean: float
    spread: float


def shrink(values: Floats, errors: Floats, steps: int = 200) -> Shrunk:
    """Normal-normal empirical Bayes with mean and variance by maximum marginal likelihood.

    The model is ``x_i ~ N(theta_i, s_i²), theta_i ~ N(mu, tau²)``; the posterior mean of
    ``theta_i`` lies between ``x_i`` and ``mu``, the nearer to ``mu`` the noisier it is (Efron and
    Morris 1975).

    Parameters
    ----------
    values, errors
        Estimates and their standard errors, on a scale on which they are about normal (Fisher's
        z of a similarity). NaN stays NaN.

    Returns
    -------
    Shrunk
    """
    known = ~(np.isnan(values) | np.isnan(errors))
    x, s2 = values[known], errors[known] ** 2
    mean, tau2 = float(x.mean()), float(max(x.var() - s2.mean(), 1e-6))
    for _ in range(steps):
        # EM: posterior moments of theta given (mean, tau2), then their averages.
        weight = tau2 / (tau2 + s2)
        centre = mean + weight * (x - mean)
        new_mean = float(centre.mean())
        new_tau2 = float(((centre - new_mean) ** 2 + weight * s2).mean())
        done = abs(new_mean - mean) + abs(new_tau2 - tau2) < 1e-10
        mean, tau2 = new_mean, new_tau2
        if done:
            break
    weight = tau2 / (tau2 + errors**2)
    centre = mean + weight * (values - mean)
    half = Z90 * np.sqrt(weight) * errors
    return Shrunk(centre, centre - half, centre + half, mean, float(np.sqrt(tau2)))
