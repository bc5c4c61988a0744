"""Communities of a signed network: who stands together more than chance makes likely.

Every pair has a benefit, which counts if its two nodes are in one community; a partition is the
better the greater the sum of the benefits inside its communities. With the benefit of
`signed_modularity` that sum is the modularity of Newman and Girvan (2004), with a resolution
(Reichardt and Bornholdt 2006) and with negative ties (Traag and Bruggeman 2009).

The search moves single nodes, then merges whole communities, then moves nodes again, until
neither helps: Louvain (Blondel et al. 2008) with refinement at the level of nodes (Rotta and Noack
2011). Many networks of one size are searched at once. Benefits are rounded to whole numbers
first, so that sums are exact and a seed gives the same communities on every machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int16]

EXACT = 1 << 23
"""Whole numbers up to this, and their differences, are exact in single precision."""
KICKED = 0.5
"""Share of the nodes that a kick moves."""
AT_ONCE = 1 << 20
"""Numbers worked on at once, so that the arrays of a step stay in the processor's cache."""
SPARE = 2
"""Empty communities kept at hand, so that a node may go off alone."""


def signed_modularity(
    weights: Floats,
    resolution: float = 1.0,
    nearness: Floats | None = None,
    enemies: float = 1.0,
) -> Floats:
    """Benefit of having two nodes in one community, against chance.

    ``(A+ - g k+ k+ / 2m+  -  A- + g e k- k- / 2m-) / (2m+ + 2m-)``, with ``A+`` and ``A-`` the
    positive and the negative part of the weights, ``k`` their sums by node and ``2m`` their
    totals: positive ties are expected inside communities, negative ones between them.

    Parameters
    ----------
    weights
        Symmetric array (n, n) of weights of either sign; the diagonal does not count.
    resolution
        Weight ``g`` of what is expected: the greater, the smaller the communities.
    nearness, enemies
        As `observed_and_expected` takes them.

    Returns
    -------
    ndarray, shape (n, n)
        Benefits, which sum to 0 at resolution 1 with enemies 1; all 0 without any tie.
    """
    observed, hoped = observed_and_expected(weights, nearness, enemies)
    return observed - resolution * hoped


def observed_and_expected(
    weights: Floats, nearness: Floats | None = None, enemies: float = 1.0
) -> tuple[Floats, Floats]:
    """The two parts of `signed_modularity`: ties as they are, and as chance would have them.

    Parameters
    ----------
    weights
        Symmetric array (n, n) of weights of either sign; the diagonal does not count.
    nearness
        Symmetric array (n, n): how many times likelier nearness makes a positive tie. It
        multiplies what is expected (Expert et al. 2011), which is then scaled anew so that each
        node is expected to have the ties that it has.
    enemies
        Weight ``e`` of the negative ties that are expected. With 1 two nodes that have many, and
        none with each other, are drawn together; with 0 a negative tie parts the two that have
        it and does nothing else.

    Returns
    -------
    observed, expected : ndarray, shape (n, n)
        Over the sum of all weights without their signs; 0 without any tie.
    """
    weights = np.array(weights, dtype=np.float64)
    np.fill_diagonal(weights, 0.0)
    total = np.abs(weights).sum()
    if total == 0:
        return np.zeros_like(weights), np.zeros_like(weights)
    positive, negative = np.maximum(weights, 0.0), np.maximum(-weights, 0.0)
    hoped = expected(positive) if nearness is None else expected_near(positive, nearness)
    return weights / total, (hoped - enemies * expected(negative)) / total


def expected(weights: Floats) -> Floats:
    """Weight expected of each pair by the sums of its nodes, ``k_i k_j / 2m``."""
    sums = weights.sum(axis=1)
    total = sums.sum()
    return np.outer(sums, sums) / total if total > 0 else np.zeros_like(weights)


def expected_near(weights: Floats, nearness: Floats, rounds: int = 200) -> Floats:
    """The same where near nodes have more ties: ``x_i x_j f_ij`` with the sums of the nodes kept.

    Parameters
    ----------
    weights, nearness
        As `signed_modularity` takes them.
    rounds
        Rounds of proportional fitting at most.
    """
    sums = weights.sum(axis=1)
    factor = np.array(nearness, dtype=np.float64)
    np.fill_diagonal(factor, 0.0)
    there = sums > 0
    x = np.where(there, np.sqrt(sums / np.maximum(sums.sum(), 1e-300)), 0.0)
    for _ in range(rounds):
        met = factor @ x
        with np.errstate(divide="ignore", invalid="ignore"):
            # The geometric mean of the old and the fitted values, which settles and never swings.
            new = np.where(there & (met > 0), np.sqrt(x * sums / met), 0.0)
        if np.allclose(new, x, rtol=1e-9, atol=0):
            break
        x = new
    return np.asarray(np.outer(x, x) * factor)


def nearness_by_bins(weights: Floats, bins: NDArray[np.integer], rounds: int = 30) -> Floats:
    """How many times likelier a tie is in each bin of distance than by the sums of the nodes.

    Parameters
    ----------
    weights
        Symmetric array (n, n), not negative.
    bins
        Symmetric array (n, n) with the bin of each pair; -1 where distance is unknown, for which
        nearness is 1.
    rounds
        Rounds in which bins and sums are fitted in turn.

    Returns
    -------
    ndarray, shape (n, n)
        Factor of each pair: with it `expected_near` has the weight of each node and of each bin.
    """
    apart = ~np.eye(len(weights), dtype=np.bool_)
    factor = np.ones_like(weights)
    found = [(bins == one) & apart for one in np.unique(bins[apart]) if one >= 0]
    there = [weights[mask].sum() for mask in found]
    for _ in range(rounds):
        hoped = expected_near(weights, factor)
        for mask, total in zip(found, there, strict=True):
            met = hoped[mask].sum()
            factor[mask] *= total / met if met > 0 else 1.0
    return factor


def quality(benefit: Floats, labels: NDArray[np.integer]) -> float:
    """Sum of the benefits inside communities, each pair both ways and nodes with themselves."""
    same = labels[:, None] == labels[None, :]
    return float(benefit[same].sum())


def communities(benefits: Floats, seeds: NDArray[np.int64], kicks: int = 0) -> Labels:
    """Search communities in many networks of the same nodes at once.

    Parameters
    ----------
    benefits
        Array (k, n, n), symmetric in its last axes; the diagonal does not matter.
    seeds
        A seed for each network, shape (k,) or (k, parts): it gives the order in which nodes are
        tried. The communities of a network do not depend on those searched with it.
    kicks
        How often half of the nodes are then put into communities at random and the search goes
        on from there; what is better is kept.

    Returns
    -------
    ndarray of int16, shape (k, n)
        Community of each node, numbered from 0 by the first node in it. A node whose ties bring
        no benefit stands alone.
    """
    many, n = benefits.shape[:2]
    found = np.zeros((many, n), np.int16)
    if n == 0:
        return found
    piece = max(AT_ONCE // (n * n), 1)
    for start in range(0, many, piece):
        part = slice(start, start + piece)
        found[part] = _searched(benefits[part], seeds[part], kicks)
    return found


def _searched(benefits: Floats, seeds: NDArray[np.int64], kicks: int) -> Labels:
    many, n = benefits.shape[:2]
    whole = _whole_numbers(benefits)
    random = [np.random.default_rng(seed) for seed in seeds.tolist()]
    best = _settled(whole, np.tile(np.arange(n), (many, 1)), _orders(random, n))
    for _ in range(kicks):
        other = np.stack([_kicked(line, one) for line, one in zip(best, random, strict=True)])
        other = _settled(whole, _compact(other), _orders(random, n))
        better = _worth(whole, other) > _worth(whole, best)
        best[better] = other[better]
    return numbered(best)


def _orders(random: list[np.random.Generator], n: int) -> NDArray[np.int64]:
    return np.stack([one.permutation(n) for one in random])


def _kicked(labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Half of the nodes each put into any community, or a new one."""
    moved = random.random(len(labels)) < KICKED
    return np.where(moved, random.integers(0, labels.max() + 2, len(labels)), labels)


def _worth(whole: NDArray[np.float32], labels: NDArray[np.int64]) -> Floats:
    same = labels[:, :, None] == labels[:, None, :]
    return np.asarray(np.where(same, whole, 0).sum(axis=(1, 2), dtype=np.float64))


def _settled(
    whole: NDArray[np.float32], labels: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Move and merge until neither helps."""
    labels = labels.copy()
    left = np.arange(len(labels))
    while len(left):
        labels[left] = _moved(whole, labels[left], order[left], left)
        labels[left], changed = _merged(whole, labels[left], left)
        left = left[changed]
    return labels


def numbered(labels: NDArray[np.integer]) -> Labels:
    """The same partitions, communities numbered from 0 in the order of their first nodes."""
    found = np.empty(labels.shape, np.int16)
    for row, line in enumerate(labels):
        _, first, place = np.unique(line, return_index=True, return_inverse=True)
        found[row] = np.argsort(np.argsort(first))[place]
    return found


def _whole_numbers(benefits: Floats) -> NDArray[np.float32]:
    """Benefits as whole numbers of which n add up exactly in single precision, diagonal 0."""
    n = benefits.shape[-1]
    top = np.abs(benefits).max(axis=(-2, -1), keepdims=True)
    scale = (EXACT // max(n, 1)) / np.where(top > 0, top, 1.0)
    whole = np.asarray(np.rint(benefits * scale), dtype=np.float32)
    whole[:, np.arange(n), np.arange(n)] = 0.0
    return whole


def _compact(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    return numbered(labels).astype(np.int64)


def _sums(
    whole: NDArray[np.float32], labels: NDArray[np.int64], rows: NDArray[np.int64], slots: int
) -> NDArray[np.float32]:
    """Benefit of each node with each community, shape (k, n, slots)."""
    n = labels.shape[1]
    if slots >= n and (labels == np.arange(n)).all():
        return np.pad(whole[rows], ((0, 0), (0, 0), (0, slots - n)))
    member = (labels[:, :, None] == np.arange(slots)).astype(np.float32)
    return np.asarray(np.matmul(whole[rows], member), dtype=np.float32)


def _moved(
    whole: NDArray[np.float32],
    labels: NDArray[np.int64],
    order: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Move nodes one by one to the community that they gain most from, until none gains.

    In a round those nodes have a turn that would gain at its beginning, in the order of their
    network; whether they still do is seen when it comes.
    """
    part = _compact(labels)
    gains = _sums(whole, part, rows, int(part.max()) + 1 + SPARE)
    _close(gains, part)
    left, found = np.arange(len(labels)), part.copy()
    while len(left):
        own = np.take_along_axis(gains, part[:, :, None], axis=2)[:, :, 0]
        wish = np.take_along_axis(gains.max(axis=2) > own, order[left], axis=1)
        many = wish.sum(axis=1)
        # Those that wish to move first, in their order.
        turn = np.take_along_axis(order[left], np.argsort(~wish, axis=1, kind="stable"), axis=1)
        by_need = np.argsort(-many, kind="stable")
        for step in range(int(many.max(initial=0))):
            here = by_need[: int((many > step).sum())]
            _step(whole, rows[left], gains, part, here, turn[here, step])
        found[left] = part
        again = many > 0
        left, gains, part = left[again], gains[again], part[again]
        if len(left):
            gains, part = _renumbered(gains, part)
    return found


def _close(gains: NDArray[np.float32], part: NDArray[np.int64]) -> None:
    """Leave a network its own communities and the spare ones, whatever is searched with it."""
    for line, have in zip(gains, (part.max(axis=1) + 1 + SPARE).tolist(), strict=True):
        line[:, have:] = -np.inf


def _renumbered(
    gains: NDArray[np.float32], part: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Communities numbered anew without the empty ones, and benefits with them and the spare."""
    new = _compact(part)
    slots = int(new.max()) + 1
    old = np.zeros((len(part), slots), np.int64)
    np.put_along_axis(old, new, part, axis=1)
    kept = np.take_along_axis(gains, old[:, None, :], axis=2)
    count = new.max(axis=1) + 1
    for line, have in zip(kept, count.tolist(), strict=True):
        line[:, have:] = 0.0
    kept = np.pad(kept, ((0, 0), (0, 0), (0, SPARE)))
    _close(kept, new)
    return kept, new


def _step(
    whole: NDArray[np.float32],
    rows: NDArray[np.int64],
    gains: NDArray[np.float32],
    part: NDArray[np.int64],
    here: NDArray[np.int64],
    node: NDArray[np.int64],
) -> None:
    """Give one node of each of some networks its turn; gains and communities change in place."""
    line = gains[here, node]
    own, best = part[here, node], line.argmax(axis=1)
    each = np.arange(len(here))
    better = line[each, best] > line[each, own]
    if not better.any():
        return
    here, node, own, best = here[better], node[better], own[better], best[better]
    change = whole[rows[here], node]
    gains[here, :, best] += change
    gains[here, :, own] -= change
    part[here, node] = best


def _merged(
    whole: NDArray[np.float32], labels: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Merge the two communities that gain most from it, again and again; whether any did."""
    labels = _compact(labels)
    slots = int(labels.max()) + 1
    member = (labels[:, :, None] == np.arange(slots)).astype(np.float64)
    sums = _sums(whole, labels, rows, slots).astype(np.float64)
    between = np.matmul(member.transpose(0, 2, 1), sums)
    between[:, np.arange(slots), np.arange(slots)] = -np.inf
    changed = np.zeros(len(labels), np.bool_)
    left = np.arange(len(labels))
    while len(left):
        flat = between[left].reshape(len(left), -1)
        best = flat.argmax(axis=1)
        helps = flat[np.arange(len(left)), best] > 0
        left, best = left[helps], best[helps]
        one, two = best // slots, best % slots
        for row, a, b in zip(left.tolist(), one.tolist(), two.tolist(), strict=True):
            between[row, a] += between[row, b]
            between[row, :, a] = between[row, a]
            between[row, b] = between[row, :, b] = between[row, a, a] = -np.inf
            labels[row, labels[row] == b] = a
        changed[left] = True
    return labels, changed
