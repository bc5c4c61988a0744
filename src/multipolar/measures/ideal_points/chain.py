"""Linear algebra on the chain of fronts: solve, determinant and the covariances that are needed.

The curvature of all unknowns is an arrow in every period (a dense block of voters, a 3 x 3
block for every text) and tridiagonal over periods. Local texts are eliminated in their period;
then the fronts (nodes and open bridges) are eliminated forward in time, and the covariances of
each front follow backward (Takahashi's recursion on blocks). Work grows linearly with periods
and texts and with the cube of the voters in a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dpotrf, dpotri

from .cells import Moments
from .layout import Array, Block, Ints, Layout
from .likelihood import Slopes

T = TypeVar("T")
_FLOOR = 0.5
Spread = Callable[[Callable[[int], T], Iterable[int]], Iterable[T]]


class NotPositive(ArithmeticError):
    """The curvature is not positive definite: the point is not near an optimum."""


@dataclass(frozen=True)
class Factor:
    """What elimination leaves behind: of the local texts and of the fronts, period by period.

    ``root`` (texts, 3, 3) is the inverse of the Cholesky factor of each local text and ``reach``
    (3 texts, n) that times its curvature with the positions. ``inverse`` is that of the part of
    a front that goes out, and ``gain`` its regression on what remains: on the nodes of the next
    period, then on the bridges that go on (in the order of ``Block.up``).
    """

    layout: Layout
    root: list[Array]
    reach: list[Array]
    inverse: list[Array]
    gain: list[Array]
    log_det: float

    def solve(self, theta: Array, text: Array) -> tuple[Array, Array]:
        """Solve for right-hand sides (nodes, k) and (texts, 3, k)."""
        blocks = self.layout.blocks
        k = theta.shape[1]
        right, kept = [], []
        for t, block in enumerate(blocks):
            z = (self.root[t] @ text[block.local]).reshape(-1, k)
            front = np.zeros((block.size + 3 * len(block.active), k))
            front[: block.size] = theta[block.offset : block.offset + block.size]
            front[: block.n] -= self.reach[t].T @ z
            bridges = text[block.active] * block.opening[:, None, None]
            front[block.size :] = bridges.reshape(-1, k)
            right.append(front)
            kept.append(z)
        for t, block in enumerate(blocks[:-1]):
            e = block.eliminated
            rest = -(self.gain[t].T @ right[t][:e])
            rest[len(block.target) :] += right[t][e:]
            right[t + 1][block.up] += rest
        theta_out, text_out = np.empty_like(theta), np.empty_like(text)
        above: Array = np.zeros((0, k))
        for t in range(len(blocks) - 1, -1, -1):
            block, e = blocks[t], blocks[t].eliminated
            front = np.empty((block.size + 3 * len(block.active), k))
            front[:e] = self.inverse[t] @ right[t][:e]
            if t + 1 < len(blocks):
                later = above[block.up]
                front[:e] -= self.gain[t] @ later
                front[e:] = later[len(block.target) :]
            theta_out[block.offset : block.offset + block.size] = front[: block.size]
            text_out[block.active] = front[block.size :].reshape(-1, 3, k)
            rest = (kept[t] - self.reach[t] @ front[: block.n]).reshape(-1, 3, k)
            text_out[block.local] = np.swapaxes(self.root[t], 1, 2) @ rest
            above = front
        return theta_out, text_out

    def covariance(self, spread: Spread[Any]) -> tuple[list[Array], list[Array], list[Moments]]:
        """Variances of the nodes, lag-one covariances along the walk, and moments, by block."""
        blocks = self.layout.blocks
        variances: list[Array] = [np.empty(0)] * len(blocks)
        lags: list[Array] = [np.empty(0)] * len(blocks)

        def backward() -> Iterator[tuple[int, Array]]:
            front: Array = np.empty((0, 0))
            for t in range(len(blocks) - 1, -1, -1):
                front, lags[t] = self._front_covariance(t, front)
                variances[t] = np.diag(front)[: blocks[t].size].copy()
                yield t, front

        # Moments of a block are worked out on other threads while the recursion goes on.
        moments = list(spread(lambda at: self._moments(*at), backward()))
        return variances, lags, moments[::-1]

    def _front_covariance(self, t: int, later: Array) -> tuple[Array, Array]:
        """Covariance of front ``t`` from that of the next, and the lags along the walk.

        With x what goes out and z what remains, ``x = -gain z + rest`` and the rest has the
        covariance ``inverse``.
        """
        block, e = self.layout.blocks[t], self.layout.blocks[t].eliminated
        if not len(block.up):
            return self.inverse[t], np.empty(0)
        linked = len(block.target)
        upper = later[block.up][:, block.up]
        moved = self.gain[t] @ upper
        m = e + len(block.up) - linked
        cov = np.empty((m, m))
        np.matmul(moved, self.gain[t].T, out=cov[:e, :e])
        cov[:e, :e] += self.inverse[t]
        np.negative(moved[:, linked:], out=cov[:e, e:])
        cov[e:, :e] = cov[:e, e:].T
        cov[e:, e:] = upper[linked:, linked:]
        return cov, -moved[block.source, np.arange(linked)]

    def _moments(self, t: int, cov: Array) -> Moments:
        block = self.layout.blocks[t]
        n = block.n
        back = np.swapaxes(self.root[t], 1, 2)
        gain = back @ self.reach[t].reshape(-1, 3, n)
        cross = -(gain.reshape(-1, n) @ cov[:n, :n]).reshape(-1, 3, n)
        text = back @ self.root[t] - cross @ np.swapaxes(gain, 1, 2)
        if len(block.local) < block.n_local:
            row = np.searchsorted(block.local, block.texts[: block.n_local])
            cross, text = cross[row], text[row]
        if len(block.bridge_at):
            at = block.size + 3 * block.bridge_at[:, None] + np.arange(3)
            cross = np.concatenate([cross, cov[at][:, :, :n]])
            text = np.concatenate([text, cov[at[:, :, None], at[:, None, :]]])
        return Moments(np.diag(cov)[:n].copy(), text, cross)


def factorise(
    layout: Layout,
    parts: list[Slopes],
    theta_curve: Array,
    text_prior: Array,
    drift: list[float],
    spread: Spread[Any],
) -> Factor:
    """Factor the curvature: votes (``parts``), nodes' own terms, text priors, walk precision.

    ``theta_curve`` is the diagonal of the nodes (votes, priors and both ends of the walk),
    ``drift`` the precision of the random walk from each period to the next.
    """
    blocks = layout.blocks

    def local(t: int) -> tuple[Array, Array, Array, float]:
        return _local(blocks[t], parts[t], theta_curve, text_prior)

    roots, reaches, inverses, gains = [], [], [], []
    log_det = 0.0
    update: Array = np.empty((0, 0))
    for t, (root, reach, front, log_root) in enumerate(spread(local, range(len(blocks)))):
        block, e = blocks[t], blocks[t].eliminated
        if t:
            front += update[block.down][:, block.down]
        inverse, log_lower = _inverse(front[:e, :e])
        log_det += 2.0 * (log_root + log_lower)
        linked = len(block.target)
        gain = np.empty((e, len(block.up)))
        if len(block.up):
            # The walk is a diagonal with the weight -drift, so its part needs no product.
            np.multiply(inverse[:, block.source], -drift[t], out=gain[:, :linked])
            np.matmul(inverse, front[:e, e:], out=gain[:, linked:])
            update = np.zeros((len(block.up) + 1, len(block.up) + 1))
            np.multiply(gain[block.source], drift[t], out=update[:linked, :-1])
            update[linked:-1, :linked] = update[:linked, linked:-1].T
            update[linked:-1, linked:-1] = front[e:, e:] - front[:e, e:].T @ gain[:, linked:]
        roots.append(root)
        reaches.append(reach)
        inverses.append(inverse)
        gains.append(gain)
    return Factor(layout, roots, reaches, inverses, gains, log_det)


def _inverse(matrix: Array) -> tuple[Array, float]:
    """Inverse of a positive definite matrix and the sum of the logs of its Cholesky diagonal."""
    lower, bad = dpotrf(matrix, lower=1)
    if bad:
        raise NotPositive
    half = float(np.log(np.diag(lower)).sum())
    triangle, _ = dpotri(lower, lower=1, overwrite_c=1)
    inverse: Array = np.add(triangle, triangle.T, order="C")
    np.fill_diagonal(inverse, np.diag(triangle))
    return inverse, half


def _local(
    block: Block, part: Slopes, theta_curve: Array, text_prior: Array
) -> tuple[Array, Array, Array, float]:
    """Eliminate the local texts of a block and set up its front."""
    own, cross = part.text_curve[: block.n_local], part.cross_curve[: block.n_local]
    if len(block.local) < block.n_local:
        own = np.add.reduceat(own, block.local_start, 0)
        cross = np.add.reduceat(cross, block.local_start, 0)
    lower = np.linalg.cholesky(_positive(own + text_prior[block.local]))
    root = np.linalg.inv(lower)
    reach = (root @ cross).reshape(-1, block.n)
    m = block.size + 3 * len(block.active)
    front = np.zeros((m, m))
    front[: block.n, : block.n] = -(reach.T @ reach)
    diagonal = np.arange(block.size)
    front[diagonal, diagonal] += theta_curve[block.offset : block.offset + block.size]
    for row, place in enumerate(block.bridge_at, block.n_local):
        at = block.size + 3 * int(place)
        front[at : at + 3, at : at + 3] += part.text_curve[row]
        front[at : at + 3, : block.n] += part.cross_curve[row]
    front[: block.n, block.size :] = front[block.size :, : block.n].T
    for place in np.flatnonzero(block.opening):
        at = block.size + 3 * int(place)
        front[at : at + 3, at : at + 3] += text_prior[block.active[place]]
    log_root = float(np.log(np.diagonal(lower, axis1=1, axis2=2)).sum())
    return root, reach, front, log_root


def _positive(curve: Array) -> Array:
    """The same 3 x 3 blocks, their eigenvalues lifted to a floor where they are below it."""
    bad = ~_above(curve, _FLOOR)
    if bad.any():
        curve = curve.copy()
        values, vectors = np.linalg.eigh(curve[bad])
        lifted = vectors * np.maximum(values, _FLOOR)[:, None, :]
        curve[bad] = lifted @ np.swapaxes(vectors, 1, 2)
    return curve


def _above(curve: Array, floor: float) -> NDArray[np.bool_]:
    """Whether all eigenvalues of 3 x 3 blocks are above the floor, by Sylvester's minors."""
    a, d, f = (curve[:, i, i] - floor for i in range(3))
    b, c, e = curve[:, 0, 1], curve[:, 0, 2], curve[:, 1, 2]
    two = a * d - b * b
    three = f * two - a * e * e - d * c * c + 2.0 * b * c * e
    return np.asarray((a > 0) & (two > 0) & (three > 0))
