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
from scipy.linalg.blas import dtrsm
from scipy.linalg.lapack import dpotrf, dpotri

from .layout import Array, Block, Layout
from .likelihood import Moments, Slopes

T = TypeVar("T")
_FLOOR = 0.5
Spread = Callable[[Callable[[int], T], Iterable[int]], Iterable[T]]


class NotPositive(ArithmeticError):
    """The curvature is not positive definite: the point is not near an optimum."""


@dataclass(frozen=True)
class Factor:
    """Triangular factors: of the local texts (``root``, ``reach``) and of the fronts."""

    layout: Layout
    root: list[Array]
    reach: list[Array]
    cross: list[Array]
    lower: list[Array]
    side: list[Array]
    drift: list[float]
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
        half = []
        for t, block in enumerate(blocks):
            e = block.eliminated
            y = dtrsm(1.0, self.lower[t], right[t][:e], lower=1)
            half.append(y)
            if t + 1 < len(blocks):
                rest = -(self.side[t].T @ y)
                rest[len(block.target) :] += right[t][e:]
                right[t + 1][block.up] += rest
        theta_out, text_out = np.empty_like(theta), np.empty_like(text)
        above: Array = np.zeros((0, k))
        for t in range(len(blocks) - 1, -1, -1):
            block, e = blocks[t], blocks[t].eliminated
            front = np.empty((block.size + 3 * len(block.active), k))
            y = half[t]
            if t + 1 < len(blocks):
                later = above[block.up]
                y = y - self.side[t] @ later
                front[e:] = later[len(block.target) :]
            front[:e] = dtrsm(1.0, self.lower[t], y, lower=1, trans_a=1)
            theta_out[block.offset : block.offset + block.size] = front[: block.size]
            text_out[block.active] = front[block.size :].reshape(-1, 3, k)
            rest = (kept[t] - self.reach[t] @ front[: block.n]).reshape(-1, 3, k)
            text_out[block.local] = np.swapaxes(self.root[t], 1, 2) @ rest
            above = front
        return theta_out, text_out

    def covariance(self, spread: Spread[Any]) -> tuple[list[Array], list[Array], list[Moments]]:
        """Front covariances, lag-one covariances along the walk, and moments by block."""
        blocks = self.layout.blocks
        fronts: list[Array] = [np.empty(0)] * len(blocks)
        lags: list[Array] = [np.empty(0)] * len(blocks)

        def backward() -> Iterator[int]:
            for t in range(len(blocks) - 1, -1, -1):
                self._front_covariance(t, fronts, lags)
                yield t

        # Moments of a block are worked out on other threads while the recursion goes on.
        moments = list(spread(lambda t: self._moments(t, fronts[t]), backward()))
        return fronts, lags, moments[::-1]

    def _front_covariance(self, t: int, fronts: list[Array], lags: list[Array]) -> None:
        """Covariance of front ``t`` from that of the next, both put into the lists."""
        blocks = self.layout.blocks
        block, e = blocks[t], blocks[t].eliminated
        m = block.size + 3 * len(block.active)
        cov = np.empty((m, m))
        inverse, _ = dpotri(self.lower[t], lower=1)
        inverse = np.tril(inverse)
        inverse += np.tril(inverse, -1).T
        if t + 1 < len(blocks):
            upper = fronts[t + 1][np.ix_(block.up, block.up)]
            gain = dtrsm(1.0, self.lower[t], self.side[t], lower=1, trans_a=1)
            moved = gain @ upper
            inverse += moved @ gain.T
            linked = len(block.target)
            cov[:e, e:] = -moved[:, linked:]
            cov[e:, :e] = cov[:e, e:].T
            cov[e:, e:] = upper[linked:, linked:]
            lags[t] = -moved[block.source, np.arange(linked)]
        cov[:e, :e] = inverse
        fronts[t] = cov

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

    def local(t: int) -> tuple[Array, Array, Array, Array, float]:
        return _local(blocks[t], parts[t], theta_curve, text_prior)

    done, lower, side = [], [], []
    log_det = 0.0
    update: Array | None = None
    for t, item in enumerate(spread(local, range(len(blocks)))):
        done.append(item)
        block, front, e = blocks[t], item[3], blocks[t].eliminated
        log_det += 2.0 * item[4]
        if update is not None:
            front[np.ix_(blocks[t - 1].up, blocks[t - 1].up)] += update
        root, bad = dpotrf(front[:e, :e], lower=1, clean=1)
        if bad:
            raise NotPositive
        log_det += 2.0 * float(np.log(np.diag(root)).sum())
        linked = len(block.target)
        wide = np.zeros((e, len(block.up)), order="F")
        if t + 1 < len(blocks):
            wide[block.source, np.arange(linked)] = -drift[t]
            wide[:, linked:] = front[:e, e:]
            wide = dtrsm(1.0, root, wide, lower=1, overwrite_b=1)
            update = -(wide.T @ wide)
            update[linked:, linked:] += front[e:, e:]
        lower.append(root)
        side.append(wide)
    return Factor(
        layout=layout,
        root=[item[0] for item in done],
        reach=[item[1] for item in done],
        cross=[item[2] for item in done],
        lower=lower,
        side=side,
        drift=drift,
        log_det=log_det,
    )


def _local(
    block: Block, part: Slopes, theta_curve: Array, text_prior: Array
) -> tuple[Array, Array, Array, Array, float]:
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
        front[: block.n, at : at + 3] += part.cross_curve[row].T
    for place in np.flatnonzero(block.opening):
        at = block.size + 3 * int(place)
        front[at : at + 3, at : at + 3] += text_prior[block.active[place]]
    log_root = float(np.log(np.diagonal(lower, axis1=1, axis2=2)).sum())
    return root, reach, cross, front, log_root


def _positive(curve: Array) -> Array:
    """The same 3 x 3 blocks, their eigenvalues lifted to a floor where they are below it."""
    values, vectors = np.linalg.eigh(curve)
    bad = values[:, 0] < _FLOOR
    if bad.any():
        curve = curve.copy()
        lifted = vectors[bad] * np.maximum(values[bad], _FLOOR)[:, None, :]
        curve[bad] = lifted @ np.swapaxes(vectors[bad], 1, 2)
    return curve
