"""Overlap of memberships: what two states belong to together, of what either belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def weighted_overlap(
    belongs: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight of the bodies that two states share, and of those that at least one belongs to.

    Parameters
    ----------
    belongs
        A row a state, a column a body.
    weights
        Weight of each body: 1, or the reciprocal of its number of members, or 0 to leave it out.

    Returns
    -------
    tuple of arrays
        ``joint`` and ``either``, states by states. Their ratio is the (weighted) Jaccard index,
        0 to 1; it is undefined where ``either`` is 0.
    """
    weighted = belongs * weights
    joint = weighted @ belongs.T.astype(np.float64)
    own = weighted.sum(axis=1)
    return joint, own[:, None] + own[None, :] - joint


def exclusivity(belongs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weight of each body: 1 over its number of members, 0 for one without any."""
    members = belongs.sum(axis=0).astype(np.float64)
    weights: NDArray[np.float64] = np.zeros_like(members)
    np.divide(1.0, members, out=weights, where=members > 0)
    return weights


def common_share(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Part of two distributions that they have in common: the sum of the smaller shares.

    Parameters
    ----------
    shares
        A row a state, a column a group; rows add up to 1.

    Returns
    -------
    array
        States by states, 0 (nothing in common) to 1 (the same shares); 1 less half the sum of
        the absolute differences.
    """
    common = np.zeros((len(shares), len(shares)))
    for column in shares.T:
        common += np.minimum.outer(column, column)
    return np.clip(common, 0, 1)


def basket_fit(sold: NDArray[np.float64], bought: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far what one state sells to all is what another buys from all (Michaely 1996).

    ``TCI_ij = 1 - sum_k |m_kj - x_ki| / 2``, which is the sum of the smaller shares.

    Parameters
    ----------
    sold, bought
        A row a state, a column a good; rows add up to 1.

    Returns
    -------
    array
        Seller by buyer, 0 (nothing fits) to 1 (the same shares); NaN where either trades nothing.
    """
    fit = np.full((len(sold), len(bought)), np.nan)
    buys = bought.sum(axis=1) > 0
    for place, basket in enumerate(sold):
        if basket.sum() > 0:
            fit[place, buys] = np.minimum(basket, bought[buys]).sum(axis=1)
    return np.asarray(np.minimum(fit, 1.0))
