"""Linear algebra on the chain of fronts: solve, determinant and the covariances that are needed.

The curvature of all unknowns is an arrow in every period (a dense block of voters, a 3 x 3
block for every text) and tridiagonal over periods. Local texts are eliminated in their period;
then the fronts (nodes and open bridges) are eliminated from both ends of the series toward a
period in the middle, each of the two arms on a thread of its own, and the covariances of each
front follow outward (Takahashi's recursion on blocks). Work grows linearly with periods and texts
and with the cube of the voters in a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dpotrf, dpotri

from .cells import Moments
from .layout import Array, Block, Layout
from .likelihood import Slopes

T = TypeVar("T")
_FLOOR = 0.5
_WHOLE = 100
"""Matrices with more rows are inverted by halves: products are much faster than LAPACK's inverse
of a triangle, and other threads run meanwhile."""
Spread = Callable[[Callable[[Any], T], Iterable[Any]], Iterable[T]]


class NotPositive(ArithmeticError):
    """The curvature is not positive definite: the point is not near an optimum."""


@dataclass(frozen=True)
class Piece:
    """What elimination leaves behind of one period.

    ``root`` (texts, 3, 3) is the inverse of the Cholesky factor of each local text and ``reach``
    (3 texts, n) that times its curvature with the positions. ``inverse`` is that of the part of
    the front that goes out, and ``gain`` its regression on what remains: on the nodes of the
    receiving front, then on the bridges that go on (in the order of ``Block.up``).
    """

    root: Array
    reach: Array
    inverse: Array
    gain: Array
    half_log_det: float


@dataclass(frozen=True)
class Factor:
    """The curvature eliminated: a piece for each period."""

    layout: Layout
    pieces: list[Piece]

    @property
    def log_det(self) -> float:
        """Logarithm of the determinant."""
        return 2.0 * sum(piece.half_log_det for piece in self.pieces)

    def solve(self, theta: Array, text: Array, spread: Spread[Any]) -> tuple[Array, Array]:
        """Solve for right-hand sides (nodes, k) and (texts, 3, k)."""
        layout, blocks = self.layout, self.layout.blocks
        right: list[Array] = [np.empty(0)] * len(blocks)
        theta_out, text_out = np.empty_like(theta), np.empty_like(text)

        def inward(periods: Iterable[int]) -> None:
            for t in periods:
                block, piece = blocks[t], self.pieces[t]
                front = _right_hand_side(block, piece, theta, text)
                for child in block.children:
                    front += _passed_on(blocks[child], self.pieces[child], right[child])
                right[t] = front

        def outward(periods: Iterable[int]) -> None:
            for t in periods:
                block, piece, e = blocks[t], self.pieces[t], blocks[t].eliminated
                front = right[t]
                front[:e] = piece.inverse @ front[:e]
                if len(block.up):
                    later = right[block.onto][block.up]
                    front[:e] -= piece.gain @ later
                    front[e:] = later[len(block.there) :]
                theta_out[block.offset : block.offset + block.size] = front[: block.size]
                text_out[block.active] = front[block.size :].reshape(-1, 3, theta.shape[1])
                rest = _local_right(block, piece, text) - piece.reach @ front[: block.n]
                rest = rest.reshape(-1, 3, theta.shape[1])
                text_out[block.local] = np.swapaxes(piece.root, 1, 2) @ rest

        list(spread(inward, layout.arms))
        inward([layout.middle])
        outward([layout.middle])
        list(spread(outward, [arm[::-1] for arm in layout.arms]))
        return theta_out, text_out

    def covariance(self, spread: Spread[Any]) -> tuple[list[Array], list[Array], list[Moments]]:
        """Variances of the nodes, lag-one covariances along the walk, and moments, by block."""
        layout, blocks = self.layout, self.layout.blocks
        empty: Array = np.empty(0)
        variances, lags = [empty] * len(blocks), [empty] * len(blocks)
        moments = [Moments(empty, empty, empty)] * len(blocks)
        middle = self.pieces[layout.middle].inverse

        def outward(periods: Iterable[int]) -> None:
            front = middle
            for t in periods:
                if t != layout.middle:
                    front, lag = _front_covariance(blocks[t], self.pieces[t], front)
                    lags[min(t, blocks[t].onto)] = lag
                variances[t] = np.diag(front)[: blocks[t].size].copy()
                moments[t] = _moments(blocks[t], self.pieces[t], front)

        list(spread(outward, [arm[::-1] for arm in (*layout.arms, (layout.middle,))]))
        return variances, lags, moments


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
    pieces: list[Piece | None] = [None] * len(blocks)

    def inward(periods: Iterable[int], given: tuple[tuple[int, Array], ...] = ()) -> Array:
        update: Array = np.empty((0, 0))
        for t in periods:
            block = blocks[t]
            root, reach, front, log_root = _local(block, parts[t], theta_curve, text_prior)
            for child, passed in given:
                front += passed[blocks[child].down][:, blocks[child].down]
            inverse, log_lower = _inverse(front[: block.eliminated, : block.eliminated])
            walk = drift[min(t, block.onto)] if len(block.up) else 0.0
            gain, update = _eliminate(block, front, inverse, walk)
            pieces[t] = Piece(root, reach, inverse, gain, log_root + log_lower)
            given = ((t, update),)
        return update

    updates = list(spread(inward, layout.arms))
    ends = [(arm[-1], update) for arm, update in zip(layout.arms, updates, strict=True) if arm]
    inward([layout.middle], tuple(ends))
    return Factor(layout, [piece for piece in pieces if piece is not None])


def _eliminate(block: Block, front: Array, inverse: Array, walk: float) -> tuple[Array, Array]:
    """Regression of what goes out on what remains, and what that adds to the receiving front.

    The last row and column of the addition are zero: a place for variables that are new there.
    """
    e, linked, left = block.eliminated, len(block.there), len(block.up)
    gain, update = np.empty((e, left)), np.zeros((left + 1, left + 1))
    if left:
        # The walk is a diagonal with the weight -walk, so its part needs no product.
        np.multiply(inverse[:, block.here], -walk, out=gain[:, :linked])
        np.matmul(inverse, front[:e, e:], out=gain[:, linked:])
        np.multiply(gain[block.here], walk, out=update[:linked, :-1])
        update[linked:-1, :linked] = update[:linked, linked:-1].T
        update[linked:-1, linked:-1] = front[e:, e:] - front[:e, e:].T @ gain[:, linked:]
    return gain, update


def _inverse(matrix: Array) -> tuple[Array, float]:
    """Inverse of a positive definite matrix and the sum of the logs of its Cholesky diagonal."""
    n = len(matrix)
    if n <= _WHOLE:
        lower, bad = dpotrf(matrix, lower=1)
        if bad:
            raise NotPositive
        half = float(np.log(np.diag(lower)).sum())
        triangle, _ = dpotri(lower, lower=1, overwrite_c=1)
        whole: Array = np.add(triangle, triangle.T, order="C")
        np.fill_diagonal(whole, np.diag(triangle))
        return whole, half
    at = n // 2
    first, half = _inverse(matrix[:at, :at])
    reach = first @ matrix[:at, at:]
    second, rest = _inverse(matrix[at:, at:] - matrix[at:, :at] @ reach)
    out = np.empty((n, n))
    back = reach @ second
    np.matmul(back, reach.T, out=out[:at, :at])
    out[:at, :at] += first
    np.negative(back, out=out[:at, at:])
    out[at:, :at] = out[:at, at:].T
    out[at:, at:] = second
    return out, half + rest


def _right_hand_side(block: Block, piece: Piece, theta: Array, text: Array) -> Array:
    """Right-hand side of a front, its local texts eliminated."""
    front = np.empty((block.size + 3 * len(block.active), theta.shape[1]))
    front[: block.size] = theta[block.offset : block.offset + block.size]
    front[: block.n] -= piece.reach.T @ _local_right(block, piece, text)
    bridges = text[block.active] * block.opening[:, None, None]
    front[block.size :] = bridges.reshape(-1, theta.shape[1])
    return front


def _local_right(block: Block, piece: Piece, text: Array) -> Array:
    return np.asarray((piece.root @ text[block.local]).reshape(-1, text.shape[2]))


def _passed_on(block: Block, piece: Piece, front: Array) -> Array:
    """What the right-hand side of a front adds to that of the receiving one."""
    e = block.eliminated
    rest = np.zeros((len(block.up) + 1, front.shape[1]))
    rest[:-1] -= piece.gain.T @ front[:e]
    rest[len(block.there) : -1] += front[e:]
    return rest[block.down]


def _front_covariance(block: Block, piece: Piece, later: Array) -> tuple[Array, Array]:
    """Covariance of a front from that of the receiving one, and the lags along the walk.

    With x what goes out and z what remains, ``x = -gain z + rest`` and the rest has the
    covariance ``inverse``.
    """
    e, linked = block.eliminated, len(block.there)
    upper = later[block.up][:, block.up]
    moved = piece.gain @ upper
    m = e + len(block.up) - linked
    cov = np.empty((m, m))
    np.matmul(moved, piece.gain.T, out=cov[:e, :e])
    cov[:e, :e] += piece.inverse
    np.negative(moved[:, linked:], out=cov[:e, e:])
    cov[e:, :e] = cov[:e, e:].T
    cov[e:, e:] = upper[linked:, linked:]
    return cov, -moved[block.here, np.arange(linked)]


def _moments(block: Block, piece: Piece, cov: Array) -> Moments:
    """Covariances of positions, texts and both in one block."""
    n = block.n
    back = np.swapaxes(piece.root, 1, 2)
    gain = back @ piece.reach.reshape(-1, 3, n)
    cross = -(gain.reshape(-1, n) @ cov[:n, :n]).reshape(-1, 3, n)
    text = back @ piece.root - cross @ np.swapaxes(gain, 1, 2)
    if len(block.local) < block.n_local:
        row = np.searchsorted(block.local, block.texts[: block.n_local])
        cross, text = cross[row], text[row]
    if len(block.bridge_at):
        at = block.size + 3 * block.bridge_at[:, None] + np.arange(3)
        cross = np.concatenate([cross, cov[at][:, :, :n]])
        text = np.concatenate([text, cov[at[:, :, None], at[:, None, :]]])
    return Moments(np.diag(cov)[:n].copy(), text, cross)


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
    np.negative(reach.T @ reach, out=front[: block.n, : block.n])
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
