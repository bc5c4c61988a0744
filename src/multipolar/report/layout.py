"""Places for the nodes of a network: near where they are tied, and never one on another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def stress_layout(distance: Floats, seed: int = 0, steps: int = 300) -> Floats:
    """Points of which the distances are as near to given ones as a plane allows.

    Parameters
    ----------
    distance
        Symmetric array (n, n) of positive distances.
    seed
        Seed of the start.
    steps
        Greatest number of steps; it ends earlier when nothing moves.

    Returns
    -------
    ndarray, shape (n, 2)
        Centred; turned so that the direction of the greatest spread lies flat.

    Notes
    -----
    Gansner, E. R., Koren, Y. and North, S. (2005), "Graph Drawing by Stress Majorization", *Graph
    Drawing 2004*, 239-250: each step places all points at the minimum of a bound on the stress
    ``sum w (|x_i - x_j| - d)^2`` with ``w = d^-2``, so that the stress never rises.
    """
    n = len(distance)
    if n < 2:
        return np.zeros((n, 2))
    weight = np.where(np.eye(n, dtype=bool), 0.0, 1 / np.maximum(distance, 1e-9) ** 2)
    total = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(total)
    points = np.random.default_rng(seed).normal(size=(n, 2)) * distance.max() / 4
    for _ in range(steps):
        apart = points[:, None] - points[None, :]
        length = np.sqrt((apart**2).sum(axis=2))
        pull = np.where(length > 1e-12, weight * distance / np.maximum(length, 1e-12), 0.0)
        moved = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ points)
        done = np.abs(moved - points).max() < 1e-6 * distance.max()
        points = moved
        if done:
            break
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned = points @ axes.T
    signs = np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    return np.asarray(turned * signs)


def stress(points: Floats, distance: Floats) -> float:
    """``sum w (|x_i - x_j| - d)^2`` over pairs, with ``w = d^-2``."""
    one, two = np.triu_indices(len(points), 1)
    length = np.sqrt(((points[one] - points[two]) ** 2).sum(axis=1))
    given = distance[one, two]
    return float((((length - given) / given) ** 2).sum())


def fitted(points: Floats, width: float, height: float, margin: tuple[float, float]) -> Floats:
    """Points stretched to fill a frame, each side by itself, a margin kept."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([width - 2 * margin[0], height - 2 * margin[1]])
    scale = room / np.maximum(high - low, 1e-9)
    return np.asarray(np.array(margin) + (points - low) * scale)


def without_overlap(
    points: Floats, sizes: Floats, width: float, height: float, steps: int = 500
) -> Floats:
    """Boxes moved apart as little as it takes, within a frame.

    Parameters
    ----------
    points
        Middles of the boxes, shape (n, 2).
    sizes
        Width and height of each, shape (n, 2), with the space wanted around it.
    width, height
        The frame.
    steps
        Rounds at most; in each every two boxes that overlap part along the shorter way, and in
        every fifth along the other, so that a pile does not become a tower.

    Returns
    -------
    ndarray, shape (n, 2)
        Without overlaps where the frame has room for that.
    """
    at = points.copy()
    half = sizes / 2
    one, two = np.triu_indices(len(at), 1)
    reach = half[one] + half[two]
    for turn in range(steps):
        apart = at[two] - at[one]
        over = reach - np.abs(apart)
        hit = np.flatnonzero((over > 1e-6).all(axis=1))
        if not len(hit):
            break
        for place in hit.tolist():
            i, j = one[place], two[place]
            gap = at[j] - at[i]
            push = reach[place] - np.abs(gap)
            if (push <= 1e-6).any():
                continue
            side = int(push[1] < push[0]) ^ (turn % 5 == 4)
            sign = 1.0 if gap[side] > 0 or (gap[side] == 0 and i < j) else -1.0
            at[i, side] -= sign * push[side] / 2 * 1.02
            at[j, side] += sign * push[side] / 2 * 1.02
        at = np.clip(at, half, np.array([width, height]) - half)
    return np.asarray(at)
