"""Landscape theory of aggregation (Axelrod and Bennett 1993): camps, energy, basins, barriers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EXACT = 20
"""Up to so many members every way to part them into two camps is looked at."""
SLACK = 1e-9
"""Energies closer than this, relative to the largest possible, are equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """Stable ways to part members into two camps.

    Attributes
    ----------
    energies
        Energy of each minimum, the lowest first.
    camps
        Array (minima, members) of 0 and 1; member 0 is always in camp 0.
    basins
        Number of configurations from which the steepest way down ends in each minimum; a
        configuration and its mirror image count once. Of a search, the number of starts.
    total
        Number of configurations, ``2 ** (members - 1)``, or of starts.
    exact
        Whether every configuration was looked at.
    """

    energies: Floats
    camps: Ints
    basins: Ints
    total: int
    exact: bool


def weights(sizes: Floats, propensities: Floats) -> Floats:
    """Size of one times size of the other times their propensity to be together; 0 on itself.

    Raises
    ------
    ValueError
        If the propensities are no symmetric square matrix for so many members, a size is
        negative, or a figure is not finite.
    """
    sizes, propensities = np.asarray(sizes, float), np.asarray(propensities, float)
    n = len(sizes)
    if propensities.shape != (n, n) or not np.allclose(propensities, propensities.T):
        raise ValueError(f"propensities are a symmetric matrix of {n} by {n}")
    if not (np.isfinite(sizes).all() and np.isfinite(propensities).all()) or (sizes < 0).any():
        raise ValueError("sizes and propensities are finite, and no size is negative")
    found: Floats = np.outer(sizes, sizes) * propensities
    np.fill_diagonal(found, 0.0)
    return found


def energy(camps: Ints, weight: Floats) -> float:
    """Energy of a configuration (Axelrod and Bennett 1993, eq. 3).

    The sum over ordered pairs in different camps of the weight of `weights`: friends apart raise
    it, enemies apart lower it. Pairs in one camp are at distance 0.
    """
    apart = camps[:, None] != camps[None, :]
    return float(weight[apart].sum())


def landscape(
    sizes: Floats, propensities: Floats, starts: int = 20_000, seed: int = 0
) -> Landscape:
    """Find the minima of the energy, where no member gains by changing camps alone.

    Parameters
    ----------
    sizes
        Size of each member, shape (n,).
    propensities
        Propensity of each pair to be together, symmetric (n, n), positive for friends.
    starts, seed
        With more than `EXACT` members, number of random starts of the search and their seed.

    Returns
    -------
    Landscape
        From each configuration the member changes whose change lowers the energy most; of equal
        ones the first. A flat stretch (equal energies) is a minimum of its own at each point.

    Raises
    ------
    ValueError
        As `weights`, or with fewer than two members.
    """
    weight = weights(sizes, propensities)
    n = len(weight)
    if n < 2:
        raise ValueError("two members or more")
    if n <= EXACT:
        return _exact(weight)
    return _search(weight, starts, seed)


def _exact(weight: Floats) -> Landscape:
    n = len(weight)
    count = 1 << (n - 1)
    spins = _spins(np.arange(count), n)
    levels = _levels(spins, weight)
    least = SLACK * max(np.abs(weight).sum(), 1e-300)
    gains = _gains(spins, weight)
    step = gains.argmin(axis=1)
    down = gains[np.arange(count), step] < -least
    target = np.where(down, _neighbour(np.arange(count), step, n), np.arange(count))
    while True:  # each configuration points to where its neighbour leads, twice as far each time
        further = target[target]
        if (further == target).all():
            break
        target = further
    ends, basins = np.unique(target, return_counts=True)
    order = np.lexsort((ends, np.round(levels[ends] / least) if least > 0 else levels[ends]))
    ends, basins = ends[order], basins[order]
    camps = (spins[ends] < 0).astype(np.int64)
    return Landscape(levels[ends], camps, basins.astype(np.int64), count, True)


def _search(weight: Floats, starts: int, seed: int) -> Landscape:
    n = len(weight)
    rng = np.random.default_rng(seed)
    spins = rng.choice((-1.0, 1.0), (starts, n))
    spins *= spins[:, :1]
    least = SLACK * max(np.abs(weight).sum(), 1e-300)
    moving = np.arange(starts)
    while len(moving):
        gains = _gains(spins[moving], weight)
        step = gains.argmin(axis=1)
        down = gains[np.arange(len(moving)), step] < -least
        moving, step = moving[down], step[down]
        spins[moving, step] *= -1
    spins *= spins[:, :1]
    camps, basins = np.unique((spins < 0).astype(np.int64), axis=0, return_counts=True)
    levels = _levels((1.0 - 2.0 * camps).astype(np.float64), weight)
    order = np.lexsort((np.arange(len(camps)), np.round(levels / least)))
    return Landscape(levels[order], camps[order], basins[order].astype(np.int64), starts, False)


def barrier(sizes: Floats, propensities: Floats, one: Ints, two: Ints) -> float:
    """Height of the lowest pass between two configurations, above the higher of them.

    Parameters
    ----------
    sizes, propensities
        As `landscape`, for at most `EXACT` members.
    one, two
        Camps of the two configurations.

    Returns
    -------
    float
        How much the energy must rise on the best way on which one member changes at a time; 0
        where one can walk down from the higher to the lower.

    Raises
    ------
    ValueError
        With more than `EXACT` members.
    """
    weight = weights(sizes, propensities)
    n = len(weight)
    if n > EXACT:
        raise ValueError(f"passes are found for up to {EXACT} members")
    count = 1 << (n - 1)
    levels = _levels(_spins(np.arange(count), n), weight)
    start, goal = _number(np.asarray(one)), _number(np.asarray(two))
    parent = np.arange(count)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = int(parent[node])
        return node

    flooded = np.zeros(count, bool)
    for node in np.argsort(levels, kind="stable").tolist():  # the water rises
        flooded[node] = True
        for member in range(n):
            other = int(_neighbour(np.array([node]), np.array([member]), n)[0])
            if flooded[other]:
                parent[root(other)] = root(node)
        if flooded[start] and flooded[goal] and root(start) == root(goal):
            return float(levels[node] - max(levels[start], levels[goal]))
    raise AssertionError("every configuration can be reached")


def _spins(numbers: Ints, n: int) -> Floats:
    """Camps as 1 and -1; member 0 is 1, member k is bit k - 1."""
    bits = (numbers[:, None] >> np.arange(n - 1)[None, :]) & 1
    return np.concatenate([np.ones((len(numbers), 1)), 1.0 - 2.0 * bits], axis=1)


def _number(camps: Ints) -> int:
    turned = camps[1:] != camps[0]
    return int((turned.astype(np.int64) << np.arange(len(turned))).sum())


def _neighbour(numbers: Ints, member: Ints, n: int) -> Ints:
    """Number of the configuration after a member changed; of member 0, the mirror image."""
    whole = (1 << (n - 1)) - 1
    bit = np.where(member > 0, 1 << np.maximum(member - 1, 0), whole)
    changed: Ints = numbers ^ bit
    return changed


def _levels(spins: Floats, weight: Floats) -> Floats:
    found: Floats = (weight.sum() - np.einsum("ij,ij->i", spins @ weight, spins)) / 2
    return found


def _gains(spins: Floats, weight: Floats) -> Floats:
    """Change of the energy if each member changed camps; negative is down."""
    found: Floats = 2 * spins * (spins @ weight)
    return found
