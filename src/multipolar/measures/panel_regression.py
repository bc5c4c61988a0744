"""Regression on a panel of pairs and years, with effects of pairs and years, and dyadic errors.

Two observations whose pairs share a member are not independent: a revolution in one state moves
all its pairs at once. The dyadic-robust covariance lets every two such observations be correlated,
in the same year and across years (Aronow, Samii and Assenova 2015; Cameron and Miller 2014).

Arrays are (pairs, years), NaN where unknown; ``members`` names the two places of each pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.errors import BrokenTable

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class TwoWay:
    """Takes effects of pairs and of years out of a panel, exactly, also where it has gaps.

    The effects of years solve a system as large as the number of years, once the means of pairs
    are taken out; no iteration is needed.

    Parameters
    ----------
    seen
        Array (pairs, years): which observations there are.
    """

    def __init__(self, seen: Flags) -> None:
        self.seen = seen
        inside = seen.astype(float)
        self._per_pair = np.maximum(inside.sum(axis=1), 1.0)
        between = inside.T @ (inside / self._per_pair[:, None])
        self._inverse = np.linalg.pinv(np.diag(inside.sum(axis=0)) - between, hermitian=True)

    def residual(self, values: Floats) -> Floats:
        """The panel less its effects of pairs and years; 0 where there is no observation."""
        kept = self.without_pairs(values)
        years = self._inverse @ kept.sum(axis=0)
        return kept - self.without_pairs(np.broadcast_to(years, values.shape))

    def without_pairs(self, values: Floats) -> Floats:
        """The panel less the mean of each pair; 0 where there is no observation."""
        kept = np.where(self.seen, values, 0.0)
        means = kept.sum(axis=1) / self._per_pair
        return np.where(self.seen, kept - means[:, None], 0.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of a panel regression.

    Attributes
    ----------
    slopes
        One for each regressor.
    covariance
        Their dyadic-robust covariance.
    residuals
        Array (pairs, years), 0 where there is no observation.
    observations, members
        Numbers of observations, and of members with at least one.
    """

    slopes: Floats
    covariance: Floats
    residuals: Floats
    observations: int
    members: int

    @property
    def errors(self) -> Floats:
        """Standard errors of the slopes."""
        return np.sqrt(np.diag(self.covariance))


def panel_regression(outcome: Floats, regressors: list[Floats], members: Places) -> Fit:
    """Least squares with effects of pairs and years, and dyadic-robust errors.

    Parameters
    ----------
    outcome
        Array (pairs, years); an observation with any NaN, here or in a regressor, is left out.
    regressors
        Arrays of the same shape.
    members
        Array (pairs, 2) of places from 0 on: the members of each pair.

    Returns
    -------
    Fit

    Raises
    ------
    BrokenTable
        If the regressors do not vary beyond the effects, or are collinear.
    """
    seen = np.isfinite(outcome)
    for column in regressors:
        seen &= np.isfinite(column)
    effects = TwoWay(seen)
    y = effects.residual(outcome)
    x = np.stack([effects.residual(column) for column in regressors])
    gram = np.tensordot(x, x, axes=([1, 2], [1, 2]))
    scale = np.sqrt(np.diag(gram))
    raw = np.array([np.sqrt(np.square(c[seen]).sum()) for c in regressors])
    if (scale <= 1e-9 * np.maximum(raw, 1e-300)).any():
        raise BrokenTable("a regressor does not vary beyond the effects of pairs and years")
    if np.linalg.cond(gram / np.outer(scale, scale)) > 1e10:
        raise BrokenTable("the regressors are collinear")
    bread = np.linalg.inv(gram)
    slopes = bread @ np.tensordot(x, y, axes=([1, 2], [0, 1]))
    residuals = y - np.tensordot(slopes, x, axes=1)
    scores = (x * residuals).sum(axis=2).T
    present = np.unique(members[seen.any(axis=1)])
    meat = dyadic_meat(scores, members) * len(present) / max(len(present) - 1, 1)
    return Fit(slopes, bread @ meat @ bread, residuals, int(seen.sum()), len(present))


def dyadic_meat(scores: Floats, members: Places) -> Floats:
    """Sum of the products of scores over all ordered pairs of pairs that share a member.

    Summed by members, a pair with itself comes twice, so that it is taken off once (Aronow, Samii
    and Assenova 2015, equation 3, without the loop). Directions in which the sum is negative, which
    happens with few members, are set to zero, as Cameron and Miller (2014) propose.

    Parameters
    ----------
    scores
        Array (pairs, regressors): regressor times residual, summed over years.
    members
        Array (pairs, 2).

    Returns
    -------
    ndarray, shape (regressors, regressors)
    """
    places = int(members.max()) + 1
    by_member = np.stack(
        [
            np.bincount(members[:, 0], column, places) + np.bincount(members[:, 1], column, places)
            for column in scores.T
        ]
    )
    meat = by_member @ by_member.T - scores.T @ scores
    sizes, directions = np.linalg.eigh((meat + meat.T) / 2)
    return np.asarray((directions * np.maximum(sizes, 0.0)) @ directions.T, float)
