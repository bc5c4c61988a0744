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
        self._inside = seen.astype(float)
        self._per_pair = np.maximum(self._inside.sum(axis=1), 1.0)
        between = self._inside.T @ (self._inside / self._per_pair[:, None])
        whole = np.diag(self._inside.sum(axis=0)) - between
        self._inverse = np.linalg.pinv(whole, hermitian=True)

    def residual(self, values: Floats) -> Floats:
        """The panel less its effects of pairs and years; 0 where there is no observation."""
        return self.split(values)[0]

    def split(self, values: Floats) -> tuple[Floats, Floats]:
        """What is left without both effects, and the effects of years up to a constant."""
        kept = self.without_pairs(values)
        years = np.asarray(self._inverse @ kept.sum(axis=0), float)
        means = (self._inside @ years) / self._per_pair
        kept -= (years[None, :] - means[:, None]) * self._inside
        return kept, years

    def without_pairs(self, values: Floats) -> Floats:
        """The panel less the mean of each pair; 0 where there is no observation."""
        kept = np.where(self.seen, values, 0.0)
        means = kept.sum(axis=1) / self._per_pair
        kept -= means[:, None] * self._inside
        return kept


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
    years
        Effects of years, up to a constant.
    """

    slopes: Floats
    covariance: Floats
    residuals: Floats
    observations: int
    members: int
    years: Floats

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
    return fitted(Apart(outcome, regressors, TwoWay(seen)), members)


class Apart:
    """Outcome and regressors of a panel, each less the effects of pairs and years.

    Attributes
    ----------
    effects
        Effects over the observations.
    y, x
        Arrays (pairs, years) and (regressors, pairs, years), 0 where there is no observation.
    years
        Array (1 + regressors, years): effects of years on each, up to a constant.
    """

    def __init__(self, outcome: Floats, regressors: list[Floats], effects: TwoWay) -> None:
        self.effects = effects
        parts, years = zip(*(effects.split(c) for c in (outcome, *regressors)), strict=True)
        self.y, self.x, self.years = parts[0], np.stack(parts[1:]), np.stack(years)
        self.raw = [float(np.square(c[effects.seen]).sum()) ** 0.5 for c in regressors]


def fitted(panel: Apart, members: Places) -> Fit:
    """Least squares of what is left of the outcome on what is left of the regressors.

    Raises
    ------
    BrokenTable
        If the regressors do not vary beyond the effects, or are collinear.
    """
    x, y, seen = panel.x, panel.y, panel.effects.seen
    gram = np.tensordot(x, x, axes=([1, 2], [1, 2]))
    scale = np.sqrt(np.diag(gram))
    if (scale <= 1e-9 * np.maximum(panel.raw, 1e-300)).any():
        raise BrokenTable("a regressor does not vary beyond the effects of pairs and years")
    if np.linalg.cond(gram / np.outer(scale, scale)) > 1e10:
        raise BrokenTable("the regressors are collinear")
    bread = np.linalg.inv(gram)
    slopes = bread @ np.tensordot(x, y, axes=([1, 2], [0, 1]))
    residuals = y - np.tensordot(slopes, x, axes=1)
    scores = np.einsum("kij,ij->ik", x, residuals)
    present = np.unique(members[seen.any(axis=1)])
    meat = dyadic_meat(scores, members) * len(present) / max(len(present) - 1, 1)
    years = panel.years[0] - slopes @ panel.years[1:]
    covariance = bread @ meat @ bread
    return Fit(slopes, covariance, residuals, int(seen.sum()), len(present), years)


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
