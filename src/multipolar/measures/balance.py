"""Structural balance of a signed graph: the least number of ties that disturb two camps.

Two camps without a quarrel inside and without a friendship across are balance (Cartwright and
Harary 1956). The line index, or frustration index, is the least number of ties whose removal
brings it about (Harary 1959). Finding it is a problem of integer programming (Aref, Mason and
Wilson 2020), solved here to a proven optimum by HiGHS, or to the bounds reached in the time given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Frustration:
    """Line index of a signed graph, with its proof.

    Attributes
    ----------
    lower, upper
        Bounds of the index; equal where it is proven.
    edges
        Number of ties.
    frustrated
        Whether each tie is against the camps of the best solution found; as many as ``upper``.
    camps
        Camp (0 or 1) of each node in it. Every component may be turned round by itself.
    """

    lower: int
    upper: int
    edges: int
    frustrated: NDArray[np.bool_]
    camps: Ints

    @property
    def proven(self) -> bool:
        """Whether the index is known exactly."""
        return self.lower == self.upper

    @property
    def balance(self) -> float:
        """``F = 1 - 2 L / m`` at the upper bound: 1 is balance, 0 as bad as can be; NaN: no tie."""
        return 1 - 2 * self.upper / self.edges if self.edges else float("nan")


def triangle_frustration(one: int, two: int, three: int) -> int:
    """Line index of three ties: 0 where the product of their signs is positive, else 1.

    Raises
    ------
    ValueError
        If a sign is not 1 or -1.
    """
    if any(sign not in (-1, 1) for sign in (one, two, three)):
        raise ValueError("a sign is 1 or -1")
    return int(one * two * three < 0)


def frustration(nodes: int, edges: Ints, signs: Ints, seconds: float = 60.0) -> Frustration:
    """Find the line index of a signed graph.

    Parameters
    ----------
    nodes
        Number of nodes.
    edges
        Array (ties, 2) of node numbers, each pair once, no loops.
    signs
        1 or -1 for each tie.
    seconds
        Time for the solver, all components together; when it is up, bounds are returned.

    Returns
    -------
    Frustration
        Deterministic for the same graph where the index is proven; of several best solutions one
        is shown.

    Raises
    ------
    ValueError
        If a node is unknown, a pair stands twice, or a sign is not 1 or -1.
    """
    edges, signs = _checked(nodes, edges, signs)
    camps = np.zeros(nodes, np.int64)
    lower = 0
    for part in _components(nodes, edges):
        inside, local = np.unique(edges[part], return_inverse=True)
        bound, found = _solve(len(inside), local.reshape(-1, 2), signs[part], seconds)
        lower += bound
        camps[inside] = found
    frustrated = (camps[edges[:, 0]] != camps[edges[:, 1]]) == (signs > 0)
    return Frustration(lower, int(frustrated.sum()), len(edges), frustrated, camps)


def _checked(nodes: int, edges: Ints, signs: Ints) -> tuple[Ints, Ints]:
    edges, signs = np.asarray(edges, np.int64).reshape(-1, 2), np.asarray(signs, np.int64)
    if len(edges) != len(signs) or not np.isin(signs, (-1, 1)).all():
        raise ValueError("every tie needs a sign of 1 or -1")
    if len(edges) and (edges.min() < 0 or edges.max() >= nodes):
        raise ValueError(f"ties join nodes 0 to {nodes - 1}")
    if (edges[:, 0] == edges[:, 1]).any():
        raise ValueError("a node has no tie with itself")
    if len(np.unique(np.sort(edges, axis=1), axis=0)) != len(edges):
        raise ValueError("a pair of nodes stands twice")
    return edges, signs


def _components(nodes: int, edges: Ints) -> list[Ints]:
    """Numbers of the ties of each connected component."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not len(edges):
        return []
    links = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(nodes, nodes))
    _, label = connected_components(links, directed=False)
    of_edge = label[edges[:, 0]]
    return [np.flatnonzero(of_edge == one) for one in np.unique(of_edge)]


def _solve(nodes: int, edges: Ints, signs: Ints, seconds: float) -> tuple[int, Ints]:
    """Lower bound and camps of a connected graph."""
    camps = _two_colours(nodes, edges, signs)
    start = _cost(camps, edges, signs)
    if start == 0:
        return 0, camps
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    many = len(edges)
    rows, columns, values, least = _rules(nodes, edges, signs)
    matrix = csr_array((values, (rows, columns)), shape=(len(least), nodes + many))
    # Older versions of SciPy hand only indices of 32 bits to the solver.
    matrix.indices, matrix.indptr = (
        part.astype(np.int32) for part in (matrix.indices, matrix.indptr)
    )
    cost = np.concatenate([np.zeros(nodes), np.ones(many)])
    root = int(np.bincount(edges.ravel(), minlength=nodes).argmax())
    upper = np.ones(nodes + many)
    upper[root] = 0  # the two camps have no names: the node with most ties is in camp 0
    answer = milp(
        cost,
        integrality=np.concatenate([np.ones(nodes), np.zeros(many)]),
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(matrix, lb=least),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    bound = int(np.ceil((answer.mip_dual_bound or 0.0) - 1e-6))
    if answer.x is None:
        return max(bound, 0), camps
    found = np.rint(answer.x[:nodes]).astype(np.int64)
    best = found if _cost(found, edges, signs) <= start else camps
    return min(max(bound, 0), _cost(best, edges, signs)), best


def _rules(
    nodes: int, edges: Ints, signs: Ints
) -> tuple[Ints, Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Constraints: a tie is frustrated if the camps say so, and one in every odd triangle is.

    For a positive tie, ``f >= x_i - x_j`` and ``f >= x_j - x_i``; for a negative one,
    ``f >= x_i + x_j - 1`` and ``f >= 1 - x_i - x_j``. The triangles follow from these for whole
    numbers, and tighten the bound of the relaxation a great deal.
    """
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    least: list[float] = []
    for number, ((i, j), sign) in enumerate(zip(edges.tolist(), signs.tolist(), strict=True)):
        for way in (1.0, -1.0):
            row = len(least)
            rows += [row] * 3
            columns += [i, j, nodes + number]
            values += [way, -way * sign, 1.0]
            least.append(0.0 if sign > 0 else way)
    for three in odd_triangles(nodes, edges, signs).tolist():
        rows += [len(least)] * 3
        columns += [nodes + number for number in three]
        values += [1.0] * 3
        least.append(1.0)
    return (
        np.array(rows, np.int64),
        np.array(columns, np.int64),
        np.array(values),
        np.array(least),
    )


def odd_triangles(nodes: int, edges: Ints, signs: Ints) -> Ints:
    """Numbers of the ties of every triangle whose product of signs is negative, shape (k, 3)."""
    number = np.full((nodes, nodes), -1, np.int64)
    number[edges[:, 0], edges[:, 1]] = number[edges[:, 1], edges[:, 0]] = np.arange(len(edges))
    found = []
    negative = np.flatnonzero(signs < 0)
    for tie in negative.tolist():
        i, j = edges[tie]
        for k in np.flatnonzero((number[i] >= 0) & (number[j] >= 0)).tolist():
            one, two = number[i, k], number[j, k]
            both = signs[one] * signs[two]
            if both > 0 and (signs[one] > 0 or tie < min(one, two)):
                found.append((tie, one, two))
    return np.array(found, np.int64).reshape(-1, 3)


def _two_colours(nodes: int, edges: Ints, signs: Ints) -> Ints:
    """Camps along a spanning tree from the node with most ties, then moves that help."""
    near: list[list[tuple[int, int]]] = [[] for _ in range(nodes)]
    for (i, j), sign in zip(edges.tolist(), signs.tolist(), strict=True):
        near[i].append((j, sign))
        near[j].append((i, sign))
    root = max(range(nodes), key=lambda node: len(near[node]))
    camp = {root: 0}
    waiting = [root]
    for node in waiting:
        for other, sign in sorted(near[node], key=lambda item: -item[1]):
            if other not in camp:
                camp[other] = camp[node] if sign > 0 else 1 - camp[node]
                waiting.append(other)
    camps = np.array([camp[node] for node in range(nodes)], np.int64)
    moved = True
    while moved:
        moved = False
        for node in range(nodes):
            against = sum((camps[o] != camps[node]) == (sign > 0) for o, sign in near[node])
            if 2 * against > len(near[node]):
                camps[node] ^= 1
                moved = True
    return camps


def _cost(camps: Ints, edges: Ints, signs: Ints) -> int:
    return int(((camps[edges[:, 0]] != camps[edges[:, 1]]) == (signs > 0)).sum())


def rewire(edges: Ints, seed: int, moves: int = 10) -> Ints:
    """Draw a graph at random in which every node keeps its number of ties (Maslov and Sneppen).

    Parameters
    ----------
    edges
        Array (ties, 2), each pair once.
    seed
        Seed of the draw.
    moves
        Tries of a swap of two ties' ends, for each tie.

    Returns
    -------
    ndarray, shape (ties, 2)
        As many ties, no loops and no pair twice.
    """
    rng = np.random.default_rng(seed)
    found = [tuple(sorted(pair)) for pair in np.asarray(edges).tolist()]
    there = set(found)
    if len(found) < 2:
        return np.array(found, np.int64).reshape(-1, 2)
    picks = rng.integers(0, len(found), (moves * len(found), 2))
    turns = rng.integers(0, 2, len(picks))
    for (one, two), turn in zip(picks.tolist(), turns.tolist(), strict=True):
        (a, b), (c, d) = found[one], found[two]
        new = [tuple(sorted(p)) for p in ([(a, d), (c, b)] if turn else [(a, c), (b, d)])]
        if len({a, b, c, d}) < 4 or new[0] == new[1] or any(pair in there for pair in new):
            continue
        there -= {found[one], found[two]}
        there |= set(new)
        found[one], found[two] = new
    return np.array(found, np.int64)
