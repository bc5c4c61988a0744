"""Comparing forecasts: differences of scores with intervals, calibration against its own null."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.multinomial import calibration_error

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean of a score, or of a difference of scores, with a 90 % interval."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Plain data with stable keys."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration error beside what a perfect model would have on as many cases.

    Attributes
    ----------
    value
        Expected calibration error.
    perfect, perfect_high
        Mean and 95th percentile of the error of a model whose probabilities are true.
    p
        Share of perfect models with at least this error.
    """

    value: float
    perfect: float
    perfect_high: float
    p: float

    def to_dict(self) -> dict[str, float]:
        """Plain data with stable keys."""
        return asdict(self)


def case_draws(clusters: Labels, draws: int, seed: int) -> Floats:
    """How often each case is drawn when clusters are drawn with replacement.

    Parameters
    ----------
    clusters
        Cluster of each case, of shape (cases,); or the two clusters of each, of shape (cases, 2),
        when a case is drawn as often as the product of the two says (the pigeonhole bootstrap:
        Owen 2007).

    Returns
    -------
    ndarray, shape (draws, cases)
    """
    rng = np.random.default_rng(seed)
    names, place = np.unique(clusters, return_inverse=True)
    place = place.reshape(clusters.shape)
    even = np.full(len(names), 1 / len(names))
    times = rng.multinomial(len(names), even, size=draws).astype(np.float64)
    return times[:, place] if place.ndim == 1 else times[:, place[:, 0]] * times[:, place[:, 1]]


def mean_with_interval(values: Floats, drawn: Floats) -> Gap:
    """Mean over cases, with the interval that draws of the cases give."""
    total = drawn.sum(axis=1)
    means = (drawn[total > 0] @ values) / total[total > 0]
    low, high = np.quantile(means, ENDS)
    return Gap(float(values.mean()), float(low), float(high))


def calibration(p: Floats, y: Labels, draws: int, seed: int, bins: int = 10) -> Calibration:
    """Calibration error and its null: outcomes drawn from the probabilities themselves."""
    rng = np.random.default_rng(seed)
    value = calibration_error(p, y, bins)
    steps = np.cumsum(p, axis=1)
    steps[:, -1] = 1.0
    null = np.array(
        [
            calibration_error(p, (rng.random((len(p), 1)) > steps).sum(axis=1), bins)
            for _ in range(draws)
        ]
    )
    high = float(np.quantile(null, 0.95))
    return Calibration(value, float(null.mean()), high, float((null >= value).mean()))


def reliability(p: Floats, y: Labels, bins: int = 10) -> list[dict[str, float]]:
    """Mean forecast and frequency by bins of the forecasts of all classes; empty bins left out."""
    flat, hit = p.ravel(), np.eye(p.shape[1])[y].ravel()
    place = np.minimum((flat * bins).astype(int), bins - 1)
    return [
        {
            "forecast": float(flat[place == box].mean()),
            "frequency": float(hit[place == box].mean()),
            "n": int((place == box).sum()),
        }
        for box in range(bins)
        if (place == box).any()
    ]
