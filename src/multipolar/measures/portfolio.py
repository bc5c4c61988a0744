"""Similarity of foreign-policy portfolios: what each state has pledged to every other.

A portfolio is a row of graded ties (0 none to 3, say) to a list of others. Two rows are compared

* by S, ``1 - 2 sum w|x - y| / (max sum w)``, or with squares ``1 - 2 sum w(x - y)² / (max² sum w)``
  (Signorino and Ritter 1999);
* beyond chance, ``1 - D_o / D_e`` with squared distance: kappa with each row's own frequency of
  grades (Cohen 1968), pi with pooled frequencies (Scott 1955), as Häge (2011) proposes.

All rows are compared with all others at once by matrix products, exact for grades that are whole
numbers: ``(x - y)²`` is ``x² + y² - 2xy``, and ``|x - y|`` is the number of grades that one
reaches and the other does not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MAXIMUM = 3
"""Highest grade of an alliance: defence or offence."""


def s_matrix(
    portfolios: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    squared: bool = False,
    maximum: int = MAXIMUM,
) -> Floats:
    """Signorino and Ritter's S between every two rows, in [-1, 1]; 1 for equal portfolios.

    Parameters
    ----------
    portfolios
        Grades from 0 to ``maximum``, one row a state and one column a partner.
    weights
        Weight of each column, not negative (capabilities, say); None for equal weights.
    squared
        Squared instead of absolute distance.
    maximum
        Greatest possible difference of two grades.

    Returns
    -------
    numpy.ndarray
        Symmetric, (rows, rows); NaN where the weights add up to 0.

    Raises
    ------
    ValueError
        If a grade is no whole number from 0 to ``maximum``, or a weight is negative or unknown.
    """
    table = _checked(portfolios, maximum)
    weight = np.ones(table.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (table.shape[1],) or not (weight >= 0).all():
        raise ValueError("weights are one number of 0 or more for each column")
    if squared:
        distance = _squared_distances(table, weight) / maximum**2
    else:
        reached = (table >= grade for grade in range(1, maximum + 1))
        distance = sum(
            (_squared_distances(level.astype(float), weight) for level in reached),
            start=np.zeros((len(table), len(table))),
        )
        distance /= maximum
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - 2 * distance / weight.sum())


def kappa_matrix(portfolios: ArrayLike, *, maximum: int = MAXIMUM) -> Floats:
    """Weighted kappa with squared distance between every two rows, in [-1, 1].

    Chance is each row's own frequency of grades: the expected squared distance of two independent
    draws is the sum of their variances and of the squared difference of their means.

    Returns
    -------
    numpy.ndarray
        Symmetric, (rows, rows); NaN where both rows have one and the same grade throughout.
    """
    table = _checked(portfolios, maximum)
    mean, variance = table.mean(axis=1), table.var(axis=1)
    expected = variance[:, None] + variance[None, :] + (mean[:, None] - mean[None, :]) ** 2
    return _beyond_chance(table, expected)


def pi_matrix(portfolios: ArrayLike, *, maximum: int = MAXIMUM) -> Floats:
    """Scott's pi with squared distance between every two rows, in [-1, 1].

    Chance is the pooled frequency of grades of both rows, so that the expected squared distance
    is twice the pooled variance. NaN where both have one and the same grade throughout.
    """
    table = _checked(portfolios, maximum)
    mean, square = table.mean(axis=1), (table**2).mean(axis=1)
    pooled_mean = (mean[:, None] + mean[None, :]) / 2
    pooled_square = (square[:, None] + square[None, :]) / 2
    return _beyond_chance(table, 2 * (pooled_square - pooled_mean**2))


MATRICES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "s": lambda table, weights: s_matrix(table),
    "s_weighted": s_matrix,
    "kappa": lambda table, weights: kappa_matrix(table),
    "pi": lambda table, weights: pi_matrix(table),
}
"""Measures by name, of portfolios and of capabilities (which only ``s_weighted`` uses)."""


def _checked(portfolios: ArrayLike, maximum: int) -> Floats:
    table = np.asarray(portfolios, dtype=float)
    if table.ndim != 2 or not table.shape[1]:
        raise ValueError("portfolios are a table: one row a state and one column a partner")
    if not np.isin(table, np.arange(maximum + 1)).all():
        raise ValueError(f"grades are whole numbers from 0 to {maximum}")
    return table


def _squared_distances(table: Floats, weight: Floats) -> Floats:
    """Weighted sum of squared differences of every two rows."""
    product = (table * weight) @ table.T
    own = np.diag(product)
    return np.asarray(np.maximum(own[:, None] + own[None, :] - product - product.T, 0))


def _beyond_chance(table: Floats, expected: Floats) -> Floats:
    observed = _squared_distances(table, np.ones(table.shape[1])) / table.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 1e-12, 1 - observed / expected, np.nan))
