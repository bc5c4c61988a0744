"""What many partitions of the same nodes have in common, and how far two of them agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.communities import Floats, Labels, communities

Ints = NDArray[np.int64]

HALF = 0.5
STEPS = 200
"""Steps of probability at which the interval of `interval_over` is read."""


def together(labels: NDArray[np.integer]) -> Floats:
    """Share of partitions in which each two nodes are in one community.

    Parameters
    ----------
    labels
        Array (partitions, n).

    Returns
    -------
    ndarray, shape (n, n)
        Shares in [0, 1], 1 on the diagonal.
    """
    return together_counts(labels) / max(len(labels), 1)


def together_counts(labels: NDArray[np.integer]) -> Floats:
    """Number of partitions in which each two nodes are in one community."""
    n = labels.shape[1]
    counts = np.zeros((n, n), np.int32)
    for line in labels:
        counts += line[:, None] == line[None, :]
    return counts.astype(np.float64)


def median_partition(share: Floats, seed: int = 0, tries: int = 10) -> Labels:
    """Partition that contradicts the fewest draws: the median partition (Binder 1978).

    Two nodes are better put together the more their share exceeds one half.

    Parameters
    ----------
    share
        Symmetric array (n, n) of shares, as `together` gives them.
    seed, tries
        Seed, and number of searches, of which the best result counts.

    Returns
    -------
    ndarray of int16, shape (n,)
        Communities by size, the largest 0.
    """
    n = len(share)
    benefit = share - HALF
    if n == 0:
        return np.zeros(0, np.int16)
    seeds = np.array([[seed, one] for one in range(tries)])
    found = communities(np.broadcast_to(benefit, (tries, n, n)), seeds)
    same = found[:, :, None] == found[:, None, :]
    score = (same * benefit).sum(axis=(1, 2))
    return by_size(found[int(score.argmax())])


def by_size(labels: NDArray[np.integer]) -> Labels:
    """The same partition with communities numbered by size, the largest 0; ties by first node."""
    _, first, place, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.lexsort((first, -size)).argsort()
    return np.asarray(rank[place], dtype=np.int16)


def membership(share: Floats, labels: NDArray[np.integer]) -> Floats:
    """Mean share of each node with the members of each community, itself left out.

    Parameters
    ----------
    share
        Symmetric array (n, n) of shares.
    labels
        A partition, shape (n,), numbered from 0.

    Returns
    -------
    ndarray, shape (n, communities)
        In [0, 1]; NaN for a node with the community in which it is alone.
    """
    slots = int(labels.max()) + 1 if len(labels) else 0
    member = (labels[:, None] == np.arange(slots)).astype(np.float64)
    total = share @ member - np.diag(share)[:, None] * member
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / (member.sum(axis=0) - member))


def core_of(share: Floats, least: float) -> NDArray[np.bool_]:
    """Members of a community that stand together with all the rest of them.

    The member with the least mean share with the others is left out, one after the other, until
    each that remains has a mean share of at least ``least`` with the others that remain.

    Parameters
    ----------
    share
        Symmetric array (n, n) of shares among the members.
    least
        Mean share that a member of the core has.

    Returns
    -------
    ndarray of bool, shape (n,)
        All False where fewer than two remain.
    """
    inside = np.ones(len(share), np.bool_)
    total = share.sum(axis=1) - np.diag(share)
    while inside.sum() > 1:
        mean = np.where(inside, total / (inside.sum() - 1), np.inf)
        weakest = int(mean.argmin())
        if mean[weakest] >= least:
            return inside
        inside[weakest] = False
        total = total - share[:, weakest]
    return np.zeros(len(share), np.bool_)


def interval_over(counts: Ints, draws: int) -> tuple[Floats, Floats]:
    """90 % interval of a probability that was counted at several resolutions.

    What the probability would be at one resolution, drawn from the grid, with the error of
    counting: at each the posterior is ``Beta(1/2 + k, 1/2 + draws - k)`` (Jeffreys), and the
    interval holds the middle 90 % of the mixture.

    Parameters
    ----------
    counts
        Array (resolutions, ...) of draws in which the event took place.
    draws
        Draws at each resolution.

    Returns
    -------
    low, high : ndarray, shape (...)
    """
    from scipy.special import betainc

    grid = np.linspace(0, 1, STEPS + 1)
    k = np.arange(draws + 1)[:, None]
    below = betainc(0.5 + k, 0.5 + draws - k, grid)
    flat = counts.reshape(len(counts), -1)
    lines, place = np.unique(flat, axis=1, return_inverse=True)
    chance = below[lines].mean(axis=0)
    low = grid[np.maximum((chance <= 0.05).sum(axis=1) - 1, 0)]
    high = grid[np.minimum((chance < 0.95).sum(axis=1), STEPS)]
    shape = counts.shape[1:]
    return low[place.ravel()].reshape(shape), high[place.ravel()].reshape(shape)


# ------------------------------------------------------------------ agreement of two partitions
def contingency(one: NDArray[np.integer], two: NDArray[np.integer]) -> Ints:
    """Counts of nodes by their communities in two partitions, shape (communities, communities)."""
    _, a = np.unique(one, return_inverse=True)
    _, b = np.unique(two, return_inverse=True)
    table = np.zeros((int(a.max(initial=-1)) + 1, int(b.max(initial=-1)) + 1), np.int64)
    np.add.at(table, (a, b), 1)
    return table


def adjusted_rand(one: NDArray[np.integer], two: NDArray[np.integer]) -> float:
    """Rand index adjusted for chance (Hubert and Arabie 1985): 1 the same, 0 as by chance.

    NaN where there are fewer than two nodes; 1 where both partitions are trivial in the same way.
    """
    table = contingency(one, two)
    n = int(table.sum())
    if n < 2:
        return float("nan")
    pairs = _pairs(table).sum()
    a, b = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    chance = a * b / (n * (n - 1) / 2)
    top = (a + b) / 2
    return 1.0 if top == chance else float((pairs - chance) / (top - chance))


def _pairs(counts: Ints) -> Floats:
    return counts * (counts - 1) / 2.0


def adjusted_information(one: NDArray[np.integer], two: NDArray[np.integer]) -> float:
    """Mutual information adjusted for chance (Vinh, Epps and Bailey 2010): 1 the same, 0 chance.

    ``(MI - E[MI]) / (mean of the entropies - E[MI])``, with the expectation over all partitions
    with the same sizes.

    NaN where there are fewer than two nodes; 1 where both partitions are trivial in the same way.
    """
    table = contingency(one, two)
    n = int(table.sum())
    if n < 2:
        return float("nan")
    a, b = table.sum(axis=1), table.sum(axis=0)
    if len(a) == len(b) == 1 or len(a) == len(b) == n:
        return 1.0
    share = table / n
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = share * np.log(share / np.outer(a / n, b / n))
    found = float(np.nansum(terms))
    chance = expected_information(a, b)
    most = (_entropy(a) + _entropy(b)) / 2
    return 1.0 if abs(most - chance) < 1e-12 else (found - chance) / (most - chance)


def _entropy(sizes: Ints) -> float:
    share = sizes / sizes.sum()
    return float(-(share * np.log(share)).sum())


def expected_information(a: Ints, b: Ints) -> float:
    """Mutual information expected of two partitions with these sizes, drawn at random."""
    from scipy.special import gammaln

    n = int(a.sum())
    sizes_a, times_a = np.unique(a, return_counts=True)
    sizes_b, times_b = np.unique(b, return_counts=True)
    k = np.arange(1, n + 1)
    total = 0.0
    for x, many_x in zip(sizes_a.tolist(), times_a.tolist(), strict=True):
        for y, many_y in zip(sizes_b.tolist(), times_b.tolist(), strict=True):
            at = k[max(x + y - n, 1) - 1 : min(x, y)]
            log_chance = (
                gammaln(x + 1) + gammaln(y + 1) + gammaln(n - x + 1) + gammaln(n - y + 1)
                - gammaln(n + 1) - gammaln(at + 1) - gammaln(x - at + 1) - gammaln(y - at + 1)
                - gammaln(n - x - y + at + 1)
            )  # fmt: skip
            term = at / n * np.log(n * at / (x * y)) * np.exp(log_chance)
            total += many_x * many_y * float(term.sum())
    return total


# ------------------------------------------------------------------ from one year to the next
def continued(before: NDArray[np.integer], after: NDArray[np.integer], least: float = 0.0) -> Ints:
    """Community of the earlier partition that each later one goes on, one for one.

    The pairs are chosen so that the most nodes stay (an assignment problem).

    Parameters
    ----------
    before, after
        Two partitions of the same nodes, numbered from 0.
    least
        Overlap (Jaccard) below which no later community goes on an earlier one.

    Returns
    -------
    ndarray of int, shape (later communities,)
        Number of the earlier community; -1 for none.
    """
    from scipy.optimize import linear_sum_assignment

    before, after = before.astype(np.int64), after.astype(np.int64)
    later = int(after.max(initial=-1)) + 1
    earlier = int(before.max(initial=-1)) + 1
    table = np.zeros((earlier, later), np.int64)
    np.add.at(table, (before, after), 1)
    found = np.full(later, -1, np.int64)
    rows, columns = linear_sum_assignment(-table)
    either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        if table[i, j] > 0 and table[i, j] >= least * either[i, j]:
            found[j] = i
    return found


def aligned(labels: NDArray[np.integer], reference: NDArray[np.integer]) -> Ints:
    """The same partitions with communities named after those of a reference that they match.

    Parameters
    ----------
    labels
        Array (partitions, n), numbered from 0.
    reference
        One partition, shape (n,), numbered from 0.

    Returns
    -------
    ndarray of int, shape (partitions, n)
        The assignment of names is the one under which the most nodes keep theirs.
    """
    from scipy.optimize import linear_sum_assignment

    found = np.empty(labels.shape, np.int64)
    for row, table in enumerate(_tables(labels, np.broadcast_to(reference, labels.shape))):
        _, name = linear_sum_assignment(-table)
        found[row] = name[labels[row]]
    return found


def switched(before: NDArray[np.integer], after: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Nodes whose later community does not go on their earlier one, shape (n,)."""
    return np.asarray(continued(before, after)[after] != before)


def switch_rates(before: NDArray[np.integer], after: NDArray[np.integer]) -> Floats:
    """Share of nodes that switch, for many pairs of partitions at once.

    Parameters
    ----------
    before, after
        Arrays (pairs, n), numbered from 0.

    Returns
    -------
    ndarray, shape (pairs,)
        In [0, 1]; NaN without nodes. It does not depend on the names of communities.
    """
    from scipy.optimize import linear_sum_assignment

    n = before.shape[1]
    tables = _tables(before, after)
    stay = [table[linear_sum_assignment(-table)].sum() for table in tables]
    with np.errstate(invalid="ignore"):
        return 1.0 - np.array(stay, dtype=np.float64) / np.float64(n)


def _tables(one: NDArray[np.integer], two: NDArray[np.integer]) -> Ints:
    """Nodes by their communities in the two partitions of each pair, shape (pairs, k, k)."""
    many, k = len(one), int(max(one.max(initial=0), two.max(initial=0))) + 1
    cell = (np.arange(many)[:, None] * k + one.astype(np.int64)) * k + two.astype(np.int64)
    return np.bincount(cell.ravel(), minlength=many * k * k).reshape(many, k, k)
