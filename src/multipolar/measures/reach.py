"""How far a state's ties reach: regional, or across the whole system."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_distance(weights: Floats, km: Floats) -> tuple[Floats, Floats]:
    """Typical distance of a state's partners: the weighted geometric mean.

    Parameters
    ----------
    weights
        Array (states, states), ``weights[i, j]`` of j among the partners of i, not negative; NaN
        where not known.
    km
        Distances in kilometres, of the same shape; NaN where not known.

    Returns
    -------
    distance : ndarray, shape (states,)
        Kilometres; NaN where no weight has a distance.
    covered : ndarray, shape (states,)
        Sum of the weights that have a distance.
    """
    use = np.isfinite(weights) & np.isfinite(km) & (km > 0)
    weighed = np.where(use, weights, 0.0)
    log = np.log(np.where(use, km, 1.0))
    covered = weighed.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(covered > 0, np.exp((weighed * log).sum(axis=1) / covered), np.nan), covered
