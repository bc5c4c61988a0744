"""The slow direction of the estimation: the scale of one era against another.

Positions of a period times c and its discriminations divided by c leave the votes as likely as
they were, so only priors and repeated texts settle c. A step computed with the covariances held
still goes about half of the way, since they would have to stretch too. So the stretch in a step
is doubled, and the covariances are stretched with the means.
"""

from __future__ import annotations

import numpy as np

from .cells import Moments
from .layout import Array, Layout

FACTOR = 2.0


def stretches(layout: Layout, old: Array, new: Array) -> list[tuple[float, float]]:
    """For each period the line (slope, shift) from old positions to new; the slope is bounded."""
    out = []
    for block in layout.blocks:
        at = slice(block.offset, block.offset + block.n)
        x, y = old[at], new[at]
        around = x - x.mean()
        square = float(around @ around)
        slope = float(around @ y) / square if square > 0 and len(x) > 2 else 1.0
        slope = float(np.clip(slope, 0.5, 2.0))
        out.append((slope, float(y.mean() - slope * x.mean())))
    return out


def lengthen(layout: Layout, old: Array, new: Array, text: Array) -> tuple[Array, Array]:
    """Positions and texts with the stretch of the step ``FACTOR`` times as long."""
    theta, logs, count = new.copy(), np.zeros(len(text)), np.zeros(len(text))
    for block, (slope, _) in zip(layout.blocks, stretches(layout, old, new), strict=True):
        more = 1.0 + (FACTOR - 1.0) * (slope - 1.0)
        theta[block.offset : block.offset + block.size] *= more
        np.add.at(logs, block.texts, np.log(more))
        np.add.at(count, block.texts, 1.0)
    text = text.copy()
    text[:, 0] *= np.exp(-logs / np.maximum(count, 1.0))
    return theta, text


def carry(layout: Layout, moments: list[Moments], old: Array, new: Array) -> None:
    """Stretch and shift the covariances of each period as its positions were, in place."""
    for moment, (slope, shift) in zip(moments, stretches(layout, old, new), strict=True):
        turn = np.array([[1.0 / slope, 0.0, 0.0], [shift / slope, 1.0, 0.0], [0.0, 0.0, 1.0]])
        moment.theta[:] *= slope**2
        moment.text[:] = turn @ moment.text @ turn.T
        moment.cross[:, 1] += shift / slope * moment.cross[:, 0]
        moment.cross[:, 1:] *= slope
