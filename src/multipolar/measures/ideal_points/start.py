"""Where the estimation starts: positions from a linear version of the model, which is cheap.

Votes count as numbers (no 1, abstain 0, yes -1), linear in the position, with the same random
walk; texts and positions are least squares of each other in turn. A start that lets voters move
matters: from one position for all periods the estimator needs three times as many steps. The
sign is arbitrary and left so: polarity is set by anchors after the fit.
"""

from __future__ import annotations

import numpy as np

from .layout import Array, Layout
from .priors import links, walk

_SWEEPS = 10
_RIDGE = 10.0


def starting_positions(layout: Layout, tau: float) -> Array:
    """Positions of all nodes, mean 0 and variance 1."""
    theta = _standard(layout, _axis(layout)[layout.node_voter])
    texts = np.concatenate([block.texts for block in layout.blocks])
    ends = np.cumsum([len(block.texts) for block in layout.blocks])[:-1]

    def by_text(rows: list[Array]) -> Array:
        return np.asarray(np.bincount(texts, np.concatenate(rows), layout.n_texts), float)

    blocks = layout.blocks
    count = by_text([block.voted.sum(1) for block in blocks])
    total = by_text([-block.sign.sum(1) for block in blocks])
    for _ in range(_SWEEPS):
        at = [theta[block.offset : block.offset + block.n] for block in blocks]
        mean = by_text([b.voted @ x for b, x in zip(blocks, at, strict=True)]) / count
        square = by_text([b.voted @ x**2 for b, x in zip(blocks, at, strict=True)])
        product = by_text([-(b.sign @ x) for b, x in zip(blocks, at, strict=True)])
        beta = (product - mean * total) / (square - count * mean**2 + _RIDGE)
        level = (total - beta * count * mean) / count
        _, _, precision, drift = walk(layout, theta, tau)
        linear = np.zeros(layout.n_nodes)
        rows = np.split(beta[texts], ends), np.split(level[texts], ends)
        for block, b, a in zip(blocks, *rows, strict=True):
            here = slice(block.offset, block.offset + block.n)
            precision[here] += b**2 @ block.voted
            linear[here] -= b @ block.sign + (b * a) @ block.voted
        theta = _standard(layout, along_walk(layout, precision, linear, drift))
    return theta


def along_walk(layout: Layout, precision: Array, linear: Array, drift: list[float]) -> Array:
    """Solve for the positions: forward along each voter's walk, and back."""
    for t, weight in enumerate(drift):
        here, there = links(layout, t)
        share = weight / precision[here]
        precision[there] -= share * weight
        linear[there] += share * linear[here]
    theta = linear / precision
    for t in reversed(range(len(drift))):
        here, there = links(layout, t)
        theta[here] += drift[t] * theta[there] / precision[here]
    return np.asarray(theta)


def walk_variance(layout: Layout, precision: Array, drift: list[float]) -> Array:
    """Variances of the positions: what the walk leaves of each from before and from after."""
    forward, backward = precision.copy(), precision.copy()
    for t, weight in enumerate(drift):
        here, there = links(layout, t)
        forward[there] -= weight**2 / forward[here]
    for t, weight in reversed(list(enumerate(drift))):
        here, there = links(layout, t)
        backward[here] -= weight**2 / backward[there]
    return np.asarray(1.0 / (forward + backward - precision))


def _axis(layout: Layout) -> Array:
    """First axis of the correlation of voters, each with one position for all periods."""
    n = int(layout.node_voter.max()) + 1
    gram = np.zeros((n, n))
    for block in layout.blocks:
        voter = layout.node_voter[block.offset : block.offset + block.n]
        vote = block.sign - (block.sign.sum(1) / block.voted.sum(1))[:, None]
        vote *= block.voted
        vote /= np.sqrt((vote**2).sum(1, keepdims=True)) + 1e-9
        gram[np.ix_(voter, voter)] += vote.T @ vote
    scale = np.sqrt(np.diag(gram)) + 1e-9
    return np.asarray(np.linalg.eigh(gram / np.outer(scale, scale))[1][:, -1])


def _standard(layout: Layout, theta: Array) -> Array:
    real = theta[layout.real]
    return np.asarray((theta - real.mean()) / max(float(real.std()), 1e-9))
