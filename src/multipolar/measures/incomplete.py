"""A multivariate normal from data with gaps, and what it says of the gaps.

Mean and covariance are those of maximum likelihood where values are missing at random, by the EM
algorithm (Dempster, Laird and Rubin 1977; Little and Rubin 2002, section 11.2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TOLERANCE = 1e-6
MOST_STEPS = 500
RIDGE = 1e-9
"""Added to the variances, in their units, so that a column that others determine does no harm."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A multivariate normal.

    Attributes
    ----------
    mean, covariance
        Of shape (columns,) and (columns, columns).
    """

    mean: Floats
    covariance: Floats

    def completed(self, x: Floats, noise: Floats | None = None) -> Floats:
        """Values with the gaps filled from what the row has.

        Parameters
        ----------
        x
            Rows with NaN where not known, of shape (rows, columns).
        noise
            Standard normal draws of shape (draws, columns), the same for each row, or
            (draws, rows, columns); None fills with the conditional mean.

        Returns
        -------
        ndarray
            Of shape (rows, columns), or (draws, rows, columns) with noise.
        """
        shape = x.shape if noise is None else (noise.shape[0], *x.shape)
        filled = np.broadcast_to(x, shape).copy()
        for rows, known in patterns(x):
            if known.all():
                continue
            slope, left = self._given(known)
            centre = self.mean[~known] + (x[np.ix_(rows, known)] - self.mean[known]) @ slope
            places = np.ix_(rows, ~known)
            if noise is None:
                filled[places] = centre
                continue
            root = np.linalg.cholesky(left + RIDGE * np.diag(self.covariance.diagonal()[~known]))
            gap = noise[:, None, ~known] if noise.ndim == 2 else noise[:, rows][:, :, ~known]
            filled[:, places[0], places[1]] = centre + gap @ root.T
        return filled

    def _given(self, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Regression of the unknown columns on the known, and the covariance that is left."""
        across = self.covariance[np.ix_(known, ~known)]
        within = self.covariance[np.ix_(known, known)]
        slope = np.linalg.solve(within + RIDGE * np.diag(within.diagonal()), across)
        left = self.covariance[np.ix_(~known, ~known)] - across.T @ slope
        return np.asarray(slope, dtype=np.float64), (left + left.T) / 2


def patterns(x: Floats) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_]]]:
    """Rows that know the same columns, and which."""
    known = ~np.isnan(x)
    kinds, of_row = np.unique(known, axis=0, return_inverse=True)
    of_row = of_row.ravel()
    order = np.argsort(of_row, kind="stable")
    ends = np.cumsum(np.bincount(of_row, minlength=len(kinds)))
    for place, end in enumerate(ends):
        yield order[ends[place - 1] if place else 0 : end], kinds[place]


def fit_normal(x: Floats) -> Normal:
    """Mean and covariance of rows with gaps.

    Parameters
    ----------
    x
        Rows with NaN where not known, of shape (rows, columns).

    Raises
    ------
    ValueError
        If a column has fewer than two values.
    """
    if ((~np.isnan(x)).sum(axis=0) < 2).any():
        raise ValueError("every column needs two values or more")
    x = x[~np.isnan(x).all(axis=1)]
    groups = [(x[rows][:, known], known) for rows, known in patterns(x)]
    scale = np.nanstd(x, axis=0)
    found = Normal(np.nanmean(x, axis=0), np.diag(scale**2))
    for _ in range(MOST_STEPS):
        new = _step(found, groups, len(x))
        moved = max(
            float(np.abs((new.mean - found.mean) / scale).max()),
            float(np.abs((new.covariance - found.covariance) / np.outer(scale, scale)).max()),
        )
        found = new
        if moved < TOLERANCE:
            break
    return found


def _step(old: Normal, groups: list[tuple[Floats, NDArray[np.bool_]]], count: int) -> Normal:
    size = len(old.mean)
    total, square = np.zeros(size), np.zeros((size, size))
    for values, known in groups:
        whole = np.empty((len(values), size))
        whole[:, known] = values
        if not known.all():
            slope, left = old._given(known)
            whole[:, ~known] = old.mean[~known] + (values - old.mean[known]) @ slope
            square[np.ix_(~known, ~known)] += len(values) * left
        centred = whole - old.mean
        total += centred.sum(axis=0)
        square += centred.T @ centred
    shift = total / count
    return Normal(old.mean + shift, square / count - np.outer(shift, shift))
