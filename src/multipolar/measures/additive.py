"""What is left of a dyadic measure after each state's own level and nearness are taken out.

A raw count or share mostly says how large and near two states are, or how often a state does a
thing with anyone. The model is the additive part of an additive and multiplicative effects model
(Hoff 2021) with gravity: ``y_ij = m + a_i + a_j + b'x_ij + e_ij``; the residual ``e_ij`` is the
closeness of the pair net of both states' habits and of the covariates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RIDGE = 1.0
"""Weight of the pull of each state effect to 0, in observations: a state with one dyad gets half
of its gap as its own level, one with a hundred nearly all."""


def additive_residuals(
    first: Integers, second: Integers, values: Floats, covariates: Floats | None = None
) -> Floats:
    """Residuals of a symmetric dyadic measure net of state effects and covariates.

    Parameters
    ----------
    first, second
        Codes of the two states of each dyad, in any order.
    values
        The measure, on a scale on which differences add (a transform of a share, say); no NaN.
    covariates
        Array (dyads, k) of dyadic covariates such as log distance and contiguity; no NaN.

    Returns
    -------
    ndarray, shape (dyads,)
        Least-squares residuals, with state effects shrunk by `RIDGE`.
    """
    states, effects, constant, slopes = additive_fit(first, second, values, covariates)
    one, two = np.searchsorted(states, first), np.searchsorted(states, second)
    fitted = effects[one] + effects[two] + constant
    if covariates is not None and covariates.size:
        fitted = fitted + covariates @ slopes
    return np.asarray(values - fitted)


def additive_fit(
    first: Integers, second: Integers, values: Floats, covariates: Floats | None = None
) -> tuple[Integers, Floats, float, Floats]:
    """Parts of the model of `additive_residuals`, with the same parameters.

    Returns
    -------
    states, effects
        Codes of the states in ascending order, and the own level of each.
    constant, slopes
        Expected value where levels and covariates are 0, and its change with each covariate.
    """
    states, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, two = place[: len(first)], place[len(first) :]
    count = len(states)
    design = np.ones((len(values), 1))
    centre = np.zeros(0)
    if covariates is not None and covariates.size:
        centre = covariates.mean(axis=0)
        design = np.column_stack([design, covariates - centre])
    solved = _weighted_fit(one, two, count, design, values, np.ones(len(values)), RIDGE)
    slopes = solved[count + 1 :]
    constant = float(solved[count] - slopes @ centre)
    return states, solved[:count], constant, slopes


STEPS = 60
TOLERANCE = 1e-8


def multiplicative_ratios(
    first: Integers, second: Integers, values: Floats, covariates: Floats
) -> Floats:
    """Value over what a gravity model expects, for amounts that are often 0.

    The model is ``E[y_ij] = exp(m + a_i + a_j + b'x_ij)``, fitted by Poisson pseudo-maximum
    likelihood (Santos Silva and Tenreyro 2006), which needs no logarithm of zero trade.

    Parameters
    ----------
    first, second, covariates
        As in `additive_residuals`.
    values
        Amounts or shares, 0 or more.

    Returns
    -------
    ndarray, shape (dyads,)
        Observed over expected: 1 as expected, 2 twice as much, 0 for no trade. NaN everywhere if
        the fit does not settle within `STEPS` steps.
    """
    states, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, two = place[: len(first)], place[len(first) :]
    count = len(states)
    design = np.column_stack([np.ones(len(values)), covariates - covariates.mean(axis=0)])
    scaled = values / values.mean()
    parameters = np.zeros(count + design.shape[1])
    deviance = np.inf
    for _ in range(STEPS):
        linear = parameters[one] + parameters[two] + design @ parameters[count:]
        expected = np.exp(np.clip(linear, -30, 30))
        working = linear + (scaled - expected) / expected
        try:
            parameters = _weighted_fit(one, two, count, design, working, expected)
        except np.linalg.LinAlgError:
            break  # too little trade to tell the states' effects apart
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = np.where(scaled > 0, scaled * np.log(scaled / expected), 0.0)
        now = float(2 * (parts - scaled + expected).sum())
        if abs(deviance - now) <= TOLERANCE * (abs(now) + 1):
            return np.asarray(scaled / expected)
        deviance = now
    return np.full(len(values), np.nan)


def _weighted_fit(
    one: Integers,
    two: Integers,
    count: int,
    design: Floats,
    values: Floats,
    weights: Floats,
    ridge: float = 1e-6,
) -> Floats:
    """Weighted least squares on state effects, lightly held, and covariates."""
    width = design.shape[1]
    normal = np.zeros((count + width, count + width))
    right = np.zeros(count + width)
    flat = np.bincount(one * count + two, weights, count * count).reshape(count, count)
    normal[:count, :count] = flat + flat.T
    degree = np.bincount(one, weights, count) + np.bincount(two, weights, count)
    normal[np.arange(count), np.arange(count)] += degree + ridge
    weighted = weights * values
    right[:count] = np.bincount(one, weighted, count) + np.bincount(two, weighted, count)
    for column in range(width):
        part = weights * design[:, column]
        sums = np.bincount(one, part, count) + np.bincount(two, part, count)
        normal[:count, count + column] = normal[count + column, :count] = sums
    normal[count:, count:] = design.T @ (weights[:, None] * design) + 1e-9 * np.eye(width)
    right[count:] = design.T @ weighted
    return np.asarray(np.linalg.solve(normal, right))
