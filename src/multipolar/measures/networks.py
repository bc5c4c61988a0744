"""Ties among the partners of states: shared partners, closure, ties with a partner's rivals.

Networks of one year are square boolean arrays, ``tie[i, j]`` for a tie between the states at
places i and j; symmetric unless said otherwise, and without ties of a state to itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ties = NDArray[np.bool_]
Floats = NDArray[np.float64]


def shared_partners(tie: Ties) -> tuple[Floats, NDArray[np.int64]]:
    """Overlap of the partners of every two states, the two themselves left out.

    Parameters
    ----------
    tie
        Array (states, states).

    Returns
    -------
    overlap : ndarray of float, shape (states, states)
        Partners of both over partners of either (Jaccard 1901), in [0, 1]; NaN where neither has
        a partner besides the other.
    either : ndarray of int, shape (states, states)
        Number of partners of either.
    """
    there = tie.astype(np.float64)  # whole numbers, of which BLAS multiplies matrices
    both = there @ there
    count = there.sum(axis=1)
    either = (count[:, None] + count[None, :] - both - 2 * there).astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        overlap = np.where(either > 0, both / either, np.nan)
    return overlap, either


def closure(tie: Ties) -> tuple[Floats, NDArray[np.int64]]:
    """Share of the pairs of a state's partners that are tied to each other (Watts 1998).

    Parameters
    ----------
    tie
        Array (states, states).

    Returns
    -------
    share : ndarray of float, shape (states,)
        In [0, 1]; NaN where a state has fewer than two partners.
    partners : ndarray of int, shape (states,)
        Number of partners.
    """
    there = tie.astype(np.float64)
    count = tie.sum(axis=1)
    closed = np.einsum("ij,ji->i", there @ there, there)
    possible = count * (count - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(possible > 0, closed / possible, np.nan), count


def ties_with_rivals(tie: Ties, rival: Ties) -> tuple[Floats, NDArray[np.int64]]:
    """Share of the second state's rivals with which the first has a tie.

    Parameters
    ----------
    tie, rival
        Arrays (states, states).

    Returns
    -------
    share : ndarray of float, shape (states, states)
        ``share[i, j]``: of the rivals of j other than i, those with a tie to i; NaN where j has
        none.
    rivals : ndarray of int, shape (states, states)
        Number of the rivals of j other than i.
    """
    hostile = rival.astype(np.int64)
    met = tie.astype(np.float64) @ hostile.astype(np.float64)
    count = hostile.sum(axis=0)[None, :] - hostile
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, met / count, np.nan), count
