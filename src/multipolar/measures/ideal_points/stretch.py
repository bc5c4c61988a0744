"""The slow directions of the estimation: the scale and the middle of one era against another.

Positions of a period times c plus d, with discriminations divided by c and cut-points moved
along, leave the votes as likely as they were, so only priors and repeated texts settle c and d. A
step computed with the covariances held still goes about half of the way, since they would have
to stretch too. So the stretch and the shift in a step are doubled, and the covariances are
stretched with the means.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .cells import Moments
from .chain import Spread
from .layout import Array, Layout

FACTOR, MOST = 2.0, 3.0


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


class Lengthening:
    """How far the stretches and the shifts of all periods are taken, learned from their course.

    A step that goes the share *c* of its way leaves the next one 1 - *c f* of its length if it
    was taken *f* times, so two steps show *c*, and the next is taken 1 / *c* times (Aitken 1926).
    One factor serves the stretches of all periods and one the shifts.
    """

    def __init__(self) -> None:
        self.factor: Array = np.array([FACTOR, FACTOR])
        self.last: Array | None = None

    def learn(self, steps: Array) -> None:
        """Steps of all periods (periods, 2): the slope less one, and the shift."""
        if self.last is not None:
            square = (self.last**2).sum(0)
            left = (steps * self.last).sum(0) / np.maximum(square, 1e-300)
            self.factor = np.clip(self.factor / np.maximum(1.0 - left, 1e-9), 1.0, MOST)
        self.last = steps

    def lengthen(self, layout: Layout, old: Array, new: Array, text: Array) -> tuple[Array, Array]:
        """Positions and texts with stretch and shift of the step as long as they should be."""
        steps = np.array(stretches(layout, old, new)) - [1.0, 0.0]
        self.learn(steps)
        theta = new.copy()
        logs, moved, count = np.zeros((3, len(text)))
        for block, step in zip(layout.blocks, steps, strict=True):
            more, further = (self.factor - 1.0) * step
            at = slice(block.offset, block.offset + block.size)
            theta[at] = theta[at] * (1.0 + more) + further
            np.add.at(logs, block.texts, np.log1p(more))
            np.add.at(moved, block.texts, further)
            np.add.at(count, block.texts, 1.0)
        text, count = text.copy(), np.maximum(count, 1.0)
        text[:, 0] *= np.exp(-logs / count)
        text[:, 1] += text[:, 0] * moved / count
        return theta, text


def carry(
    layout: Layout, moments: list[Moments], old: Array, new: Array, spread: Spread[Any]
) -> None:
    """Stretch and shift the covariances of each period as its positions were, in place."""

    def one(at: tuple[Moments, tuple[float, float]]) -> None:
        moment, (slope, shift) = at
        turn = np.array([[1.0 / slope, 0.0, 0.0], [shift / slope, 1.0, 0.0], [0.0, 0.0, 1.0]])
        moment.theta[:] *= slope**2
        moment.text[:] = turn @ moment.text @ turn.T
        moment.cross[:, 1] += shift / slope * moment.cross[:, 0]
        moment.cross[:, 1:] *= slope

    list(spread(one, zip(moments, stretches(layout, old, new), strict=True)))
