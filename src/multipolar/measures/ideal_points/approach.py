"""From the linear start to near the solution: steps of items and positions in turn, at the means.

Each costs a sixth of a step of all unknowns together and moves as far while the start is a
standard error or more away. What is left is where items and positions move together, which is
for :mod:`fit`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .cells import Moments
from .chain import Spread
from .layout import Array, Block, Layout
from .likelihood import position_slopes, slopes, text_slopes
from .priors import text_prior, walk
from .start import along_walk, walk_variance

_LONGEST = 1.5
"""No position or parameter moves farther in one step."""


def item_step(
    layout: Layout, theta: Array, text: Array, three: Array, spread: Spread[Any]
) -> Array:
    """One Newton step of the items with the positions held: the new items."""

    def one(t: int) -> tuple[Array, Array]:
        block, x, rows, wide = _of_block(layout, theta, text, three, t)
        return text_slopes(block, x, rows, wide)

    parts = list(spread(one, range(len(layout.blocks))))
    _, gradient, curve = text_prior(text, three, False)
    for block, (slope, bend) in zip(layout.blocks, parts, strict=True):
        np.add.at(gradient, block.texts, slope)
        np.add.at(curve, block.texts, bend)
    step = np.linalg.solve(curve, gradient[..., None])[..., 0]
    longest = np.abs(step).max(1, keepdims=True)
    return np.asarray(text + step * np.minimum(1.0, _LONGEST / np.maximum(longest, 1e-12)))


def position_step(
    layout: Layout, theta: Array, text: Array, three: Array, tau: float, spread: Spread[Any]
) -> Array:
    """One Newton step of the positions with the items held: the new positions."""

    def one(t: int) -> tuple[Array, Array]:
        block, x, rows, wide = _of_block(layout, theta, text, three, t)
        return position_slopes(block, x, rows, wide)

    parts = list(spread(one, range(len(layout.blocks))))
    _, gradient, precision, drift = walk(layout, theta, tau)
    for block, (slope, bend) in zip(layout.blocks, parts, strict=True):
        gradient[block.offset : block.offset + block.n] += slope
        precision[block.offset : block.offset + block.n] += bend
    step = along_walk(layout, precision, gradient, drift)
    return np.asarray(theta + np.clip(step, -_LONGEST, _LONGEST))


def apart(
    layout: Layout, theta: Array, text: Array, three: Array, tau: float, spread: Spread[Any]
) -> tuple[Array, Array, list[Moments]]:
    """Covariances as if items and positions were independent: variances, texts', by block.

    On roll calls of the General Assembly the standard errors are 2 % too short; they serve the
    first step of all unknowns.
    """

    def one(t: int) -> tuple[Array, Array]:
        part = slopes(*_of_block(layout, theta, text, three, t), None, False)
        return part.theta_curve, part.text_curve

    parts = list(spread(one, range(len(layout.blocks))))
    _, _, precision, drift = walk(layout, theta, tau)
    curve = text_prior(text, three, False)[2]
    for block, (bend, text_bend) in zip(layout.blocks, parts, strict=True):
        precision[block.offset : block.offset + block.n] += bend
        np.add.at(curve, block.texts, text_bend)
    variance = walk_variance(layout, precision, drift)
    text_cov: Array = np.asarray(np.linalg.inv(curve), float)
    moments = [
        Moments(
            variance[block.offset : block.offset + block.n].copy(),
            text_cov[block.texts],
            np.zeros((len(block.texts), 3, block.n)),
        )
        for block in layout.blocks
    ]
    return variance, text_cov, moments


def _of_block(
    layout: Layout, theta: Array, text: Array, three: Array, t: int
) -> tuple[Block, Array, Array, Array]:
    block = layout.blocks[t]
    at = slice(block.offset, block.offset + block.n)
    return block, theta[at], text[block.texts], three[block.texts]
