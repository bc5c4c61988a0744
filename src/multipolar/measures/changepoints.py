"""When did a series change? A probability for every year, not only the likeliest date.

An exact Bayesian product-partition model (Barry and Hartigan 1992; Fearnhead 2006): years fall
into segments; within a segment the level is constant but for a wobble, and the observations have
known standard errors; each year starts a new segment with the same small probability.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HAZARD = 1 / 15
"""Prior probability that a year starts a new level: once in fifteen years on average."""


class Changes(NamedTuple):
    """Probability that a new level starts with each observation, and levels given the data.

    Attributes
    ----------
    probability
        For each observation; the first has none (0).
    level
        Posterior mean of the level.
    wobble
        Standard deviation of the movement within a level, chosen by marginal likelihood.
    """

    probability: Floats
    level: Floats
    wobble: float


def changes(values: Floats, errors: Floats, hazard: float = HAZARD) -> Changes:
    """Change-point probabilities of a series with known standard errors.

    Parameters
    ----------
    values, errors
        Series in order of time, without NaN, on a scale on which errors are about normal.
    hazard
        Prior probability of a change at each observation.

    Returns
    -------
    Changes
        The level of a segment has a normal prior with the series' mean and spread; the wobble is
        the value on a grid that makes the data likeliest.
    """
    centre, spread = float(np.mean(values)), max(float(np.std(values)), 1e-3)
    grid = spread * np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0])
    fits = [_forward(_segments(values, errors, w, centre, spread), hazard)[1] for w in grid]
    best = float(grid[int(np.argmax(fits))])
    segments = _segments(values, errors, best, centre, spread)
    forward, evidence = _forward(segments, hazard)
    backward = _backward(segments, hazard)
    n = len(values)
    probability = np.zeros(n)
    level = np.zeros(n)
    weights = np.zeros((n, n))
    for start in range(n):
        for end in range(start, n):
            log = segments[0][start, end] + (end - start) * np.log1p(-hazard)
            log += forward[start] + (np.log(hazard) if start else 0.0)
            log += backward[end + 1] + (np.log(hazard) if end + 1 < n else 0.0)
            weights[start, end] = np.exp(log - evidence)
            level[start : end + 1] += weights[start, end] * segments[1][start, end]
    probability[1:] = weights.sum(axis=1)[1:]
    return Changes(np.clip(probability, 0, 1), level, best)


Segments = tuple[Floats, Floats]


def _segments(
    values: Floats, errors: Floats, wobble: float, centre: float, spread: float
) -> Segments:
    """Log marginal likelihood and posterior mean level of every stretch of the series."""
    n = len(values)
    logs, means = np.full((n, n), -np.inf), np.zeros((n, n))
    variance = errors**2 + wobble**2
    weight = 1 / variance
    x = values - centre
    for start in range(n):
        w = np.cumsum(weight[start:])
        wx = np.cumsum(weight[start:] * x[start:])
        wxx = np.cumsum(weight[start:] * x[start:] ** 2)
        precision = w + 1 / spread**2
        logs[start, start:] = (
            -0.5 * np.cumsum(np.log(2 * np.pi * variance[start:]))
            - 0.5 * np.log(precision * spread**2)
            - 0.5 * (wxx - wx**2 / precision)
        )
        means[start, start:] = centre + wx / precision
    return logs, means


def _forward(segments: Segments, hazard: float) -> tuple[Floats, float]:
    """Log probability of the data before each start of a segment, and of all the data."""
    logs = segments[0]
    n = len(logs)
    before = np.full(n + 1, -np.inf)
    before[0] = 0.0
    for end in range(1, n + 1):
        starts = np.arange(end)
        terms = before[starts] + logs[starts, end - 1] + (end - 1 - starts) * np.log1p(-hazard)
        terms += np.where(starts > 0, np.log(hazard), 0.0)
        before[end] = np.logaddexp.reduce(terms)
    return before, float(before[n])


def _backward(segments: Segments, hazard: float) -> Floats:
    """Log probability of the data from each start of a segment on."""
    logs = segments[0]
    n = len(logs)
    after = np.full(n + 1, -np.inf)
    after[n] = 0.0
    for start in range(n - 1, -1, -1):
        ends = np.arange(start, n)
        terms = logs[start, ends] + (ends - start) * np.log1p(-hazard) + after[ends + 1]
        terms += np.where(ends + 1 < n, np.log(hazard), 0.0)
        after[start] = np.logaddexp.reduce(terms)
    return after
