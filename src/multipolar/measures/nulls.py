"""Networks without communities: as many ties by node, and chance says with whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GROUPS = 20
"""Groups of pairs by what is expected of them, within which weights are dealt out anew."""
SWEEPS = 20
"""Rounds in which every tie is offered one swap of ends with another."""


def rewired(ties: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.int64]:
    """Ties of a graph in which every node keeps its number (Maslov and Sneppen 2002).

    Parameters
    ----------
    ties
        Symmetric array (n, n), without ties of a node to itself.
    random
        Generator.

    Returns
    -------
    ndarray of int, shape (ties, 2)
        As many ties as given, no loop and no pair twice.
    """
    there = ties.copy()
    np.fill_diagonal(there, False)
    edges = np.argwhere(np.triu(there))
    n, half = len(ties), len(edges) // 2
    for _ in range(SWEEPS):
        turn = random.permutation(len(edges))
        one, two = turn[:half], turn[half : 2 * half]
        swap = random.random(half) < 0.5
        a, b = edges[one].T
        c, d = (
            np.where(swap, edges[two, 1], edges[two, 0]),
            np.where(swap, edges[two, 0], edges[two, 1]),
        )
        # a-b and c-d become a-d and c-b, unless that is a loop, or a tie that is there.
        fine = (a != d) & (c != b) & ~there[a, d] & ~there[c, b]
        new = np.concatenate([_codes(a, d, n), _codes(c, b, n)])
        _, place, times = np.unique(new, return_inverse=True, return_counts=True)
        once = times[place] == 1
        fine &= once[:half] & once[half:]
        a, b, c, d, one, two = (part[fine] for part in (a, b, c, d, one, two))
        there[a, b] = there[b, a] = there[c, d] = there[d, c] = False
        there[a, d] = there[d, a] = there[c, b] = there[b, c] = True
        edges[one] = np.column_stack([a, d])
        edges[two] = np.column_stack([c, b])
    return np.sort(edges, axis=1)


def _codes(one: NDArray[np.int64], two: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.minimum(one, two) * n + np.maximum(one, two)


def redealt(
    weights: Floats, hoped: Floats, seen: NDArray[np.bool_], random: np.random.Generator
) -> Floats:
    """Weights over what is expected of them, dealt out anew among pairs.

    They are dealt out among pairs of which about as much is expected: small pairs have far more
    or far less than expected, and great pairs that got theirs would be whole communities.

    Parameters
    ----------
    weights
        Symmetric array (n, n), not negative.
    hoped
        What is expected of each pair, of the same shape.
    seen
        Which nodes are observed; pairs with others stay without.
    random
        Generator.

    Returns
    -------
    ndarray, shape (n, n)
        Each node keeps the sum of its weights: what was dealt is fitted to the sums.
    """
    one, two = np.nonzero(np.triu(seen[:, None] & seen[None, :] & (hoped > 0), 1))
    much = hoped[one, two]
    ratio = weights[one, two] / much
    dealt = ratio.copy()
    for group in np.array_split(np.argsort(much, kind="stable"), GROUPS):
        dealt[group] = ratio[random.permutation(group)]
    found = np.zeros_like(weights)
    found[one, two] = found[two, one] = dealt * much
    return fitted(found, weights.sum(axis=1))


def fitted(weights: Floats, sums: Floats, rounds: int = 100) -> Floats:
    """Weights scaled by node so that they have these sums, as nearly as their zeros allow."""
    x = np.ones(len(weights))
    for _ in range(rounds):
        met = weights @ x
        with np.errstate(divide="ignore", invalid="ignore"):
            new = np.where((sums > 0) & (met > 0), np.sqrt(x * sums / met), 0.0)
        if np.allclose(new, x, rtol=1e-6, atol=0):
            break
        x = new
    return np.asarray(weights * np.outer(x, x))
