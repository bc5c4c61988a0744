"""Log-likelihood of single votes: its derivatives by location and width, plain and averaged.

These run over every vote of every step, so they write into arrays that are there already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from .layout import Array, Block

_ROOT = 1.0 / np.sqrt(2.0 * np.pi)
_FAR = 30.0


@dataclass(frozen=True)
class Moments:
    """Covariances in one block.

    Of positions ``theta`` (n), of texts (rows, 3, 3), and between them ``cross`` (rows, 3, n).
    """

    theta: Array
    text: Array
    cross: Array

    def mix(self, old: Moments, share: float) -> None:
        """Weigh them, in place, with older ones: ``share`` is the weight of the new."""
        for new, before in (
            (self.theta, old.theta),
            (self.text, old.text),
            (self.cross, old.cross),
        ):
            np.multiply(new, share, out=new)
            np.add(new, (1.0 - share) * before, out=new)


@dataclass(frozen=True)
class Cells:
    """Log-likelihood of a block (``value``) and its derivatives at every cell (rows, n).

    ``by_location`` and ``twice`` are the first and second by the location *l*, zero where there
    is no vote. The width *w* matters to noes and abstentions only. A no's derivatives by it are
    those by location; ``width`` holds those of the abstentions: f_w, f_lw and f_ww.
    """

    value: float
    by_location: Array
    twice: Array
    width: tuple[Array, Array, Array]

    def mixed(self, block: Block) -> Array:
        """f_lw at every cell."""
        out = self.twice * block.no
        out.ravel()[block.abstain] = self.width[1]
        return out

    def width_sums(self, block: Block) -> tuple[Array, Array]:
        """Sums over voters of f_w and f_ww, by row."""
        rows = len(self.twice)
        first = np.bincount(block.abstain_row, self.width[0], rows)
        second = np.bincount(block.abstain_row, self.width[2], rows)
        return first + inner(self.by_location, block.no), second + inner(self.twice, block.no)


def inner(one: Array, other: Array) -> Array:
    """Sum of the products of two blocks of cells, by row."""
    return np.asarray(np.einsum("ij,ij->i", one, other))


def cells_at(block: Block, location: Array, width: Array) -> Cells:
    """Derivatives at these locations (rows, n), which are clipped in place, and widths (rows)."""
    np.clip(location, -_FAR, _FAR, out=location)
    inside = block.no * width[:, None]
    inside += location
    inside *= block.sign
    np.maximum(inside, -_FAR, out=inside)
    mass = ndtr(inside)
    ratio = np.square(inside)
    ratio *= -0.5
    np.exp(ratio, out=ratio)
    ratio *= _ROOT
    ratio /= mass
    inside += ratio
    inside *= ratio
    inside *= block.against
    ratio *= block.sign
    np.log(mass, out=mass)
    value = float(mass.sum()) + np.log(2.0) * block.undecided
    a = location.ravel()[block.abstain]
    b = a + width[block.abstain_row]
    flip = a + b > 0
    between = ndtr(np.where(flip, -a, b)) - ndtr(np.where(flip, -b, a))
    between = np.maximum(between, 1e-280)
    low = _ROOT * np.exp(-0.5 * a * a) / between
    high = _ROOT * np.exp(-0.5 * b * b) / between
    value += float(np.log(between).sum())
    high_high, low_high = -high * (b + high), low * high
    ratio.ravel()[block.abstain] = high - low
    inside.ravel()[block.abstain] = low * (a - low) + 2.0 * low_high + high_high
    return Cells(value, ratio, inside, (high, high_high + low_high, high_high))


@dataclass(frozen=True)
class Spread:
    """Covariances of beta, theta and delta with the location, and its variance, at every cell."""

    beta: Array
    theta: Array
    delta: Array
    variance: Array


def spread_of(block: Block, theta: Array, b: Array, width: Array, moments: Moments) -> Spread:
    """How the location varies with what is not known exactly.

    The location is that of the cut-point which the vote is about: the lower for yes, the upper
    for no, midway for an abstention (``block.upper``).
    """
    upper = width[:, None] * block.upper
    bt, ct, dt = moments.cross[:, 0], moments.cross[:, 1], moments.cross[:, 2]
    bb, bc, bd, cc, cd, dd = (
        moments.text[:, i, j][:, None] for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
    )
    beta = bc - theta * bb
    beta -= b * bt
    position = ct - b * moments.theta
    position -= theta * bt
    delta = cd - theta * bd
    delta -= b * dt
    variance = np.square(bt)
    variance += bb * moments.theta
    variance += cc
    variance -= theta * (bc + beta)
    variance -= b * (ct + position)
    variance += upper * (2.0 * delta + upper * dd)
    beta += upper * bd
    position += upper * dt
    delta += upper * dd
    return Spread(beta, position, delta, variance)


def averaged(block: Block, location: Array, width: Array, variance: Array) -> tuple[Cells, Array]:
    """Cells averaged over two points a standard deviation of the location to either side.

    Also the mean of the third derivative, from the difference of the two.
    """
    s = np.sqrt(np.maximum(variance, 1e-12))
    up, down = cells_at(block, location + s, width), cells_at(block, location - s, width)
    third = up.twice - down.twice
    third /= 2.0 * s
    for one, other in ((up.by_location, down.by_location), (up.twice, down.twice)):
        np.add(one, other, out=one)
        np.multiply(one, 0.5, out=one)
    first, mixed, second = (0.5 * (x + y) for x, y in zip(up.width, down.width, strict=True))
    value = 0.5 * (up.value + down.value)
    return Cells(value, up.by_location, up.twice, (first, mixed, second)), third
