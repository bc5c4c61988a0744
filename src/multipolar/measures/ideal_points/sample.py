"""The posterior by Gibbs sampling, to check the fast estimates by.

Data augmentation for the ordered probit (Albert and Chib 1993): latent utilities, then
discriminations and positions from their Gaussian conditionals, positions of even and odd
periods in turn (within such a half they are independent given the rest). Cut-points move by
Metropolis steps with the utilities integrated out (Cowles 1996). The identifying pull is held at
the multipliers of the fast fit, and each draw is standardised. Every period has its own stream
of random numbers, so the draws do not depend on the number of workers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from .chain import Spread
from .layout import Array, Block, Layout
from .priors import BOUND, SOFT, links, walk

_TINY = 1e-300
Blocks = tuple[Block, ...]
Cuts = tuple[Array, ...]
Streams = list[np.random.Generator]


@dataclass(frozen=True)
class Chain:
    """Draws of the standardised positions (draws, nodes) and of the texts (draws, texts, 3).

    The texts' columns are discrimination, lower and upper cut-point.
    """

    theta: Array
    text: Array
    accepted: float


def sample(
    layout: Layout,
    theta: Array,
    text: Array,
    tau: float,
    pull: tuple[Array, Array],
    draws: int,
    warmup: int,
    thin: int,
    seed: int,
    spread: Spread[Any],
) -> Chain:
    """Run one chain from a fitted point; ``pull`` is the precision and linear pull of each node.

    ``warmup`` sweeps tune the cut-point steps and are thrown away; then every ``thin``-th of
    ``draws * thin`` sweeps is kept.
    """
    blocks, real = layout.blocks, layout.real
    streams = [np.random.default_rng([seed, t]) for t in range(len(blocks))]
    rng = np.random.default_rng([seed, len(blocks)])
    beta, low = text[:, 0].copy(), text[:, 1].copy()
    high = low + layout.three * np.exp(text[:, 2])
    position = theta.copy()
    step = np.full(layout.n_texts, 0.15)
    kept_theta, kept_text, accepted = [], [], []
    three = layout.three.astype(float)
    even = layout.node_period % 2 == 0
    for sweep in range(warmup + draws * thin):
        new_low = low + step * rng.standard_normal(len(low))
        moved = high + step * rng.standard_normal(len(low))
        new_high = np.where(layout.three, moved, new_low)
        ratio = _prior(new_low, new_high, three) - _prior(low, high, three)

        gain = partial(_gain, blocks, position, beta, (low, high, new_low, new_high))
        for block, part in zip(blocks, spread(gain, range(len(blocks))), strict=True):
            np.add.at(ratio, block.texts, part)
        ratio[new_high < new_low] = -np.inf
        taken = np.log(rng.random(len(ratio))) < ratio
        low, high = np.where(taken, new_low, low), np.where(taken, new_high, high)
        if sweep < warmup:
            step *= np.exp(0.1 * (np.exp(np.minimum(ratio, 0.0)) - 0.35))

        utility = partial(_utility, blocks, position, beta, (low, high), streams)
        product, square = np.zeros(len(beta)), np.ones(len(beta))
        latent = []
        for block, part in zip(blocks, spread(utility, range(len(blocks))), strict=True):
            np.add.at(product, block.texts, part[1])
            np.add.at(square, block.texts, part[2])
            latent.append(part[0])
        beta = product / square + rng.standard_normal(len(beta)) / np.sqrt(square)
        _, gradient, precision, drift = walk(layout, np.zeros_like(position), tau)
        precision = precision + pull[0]
        linear = gradient - pull[1]
        for block, z in zip(blocks, latent, strict=True):
            at, b = slice(block.offset, block.offset + block.n), beta[block.texts]
            precision[at] += (b**2) @ block.voted
            linear[at] += b @ z
        noise = rng.standard_normal(len(position)) / np.sqrt(precision)
        for half in (even, ~even):
            mean = linear.copy()
            for t, weight in enumerate(drift):
                here, there = links(layout, t)
                mean[here] += weight * position[there]
                mean[there] += weight * position[here]
            position = np.where(half, mean / precision + noise, position)
        if sweep >= warmup and (sweep - warmup) % thin == thin - 1:
            centre, scale = position[real].mean(), position[real].std()
            kept_theta.append((position - centre) / scale)
            kept_text.append(np.stack([beta * scale, low - beta * centre, high - beta * centre], 1))
            accepted.append(float(taken.mean()))
    return Chain(np.array(kept_theta), np.array(kept_text), float(np.mean(accepted)))


def _prior(low: Array, high: Array, three: Array) -> Array:
    """Log prior of the cut-points, as in :func:`priors.bounded`."""
    ends = [log_ndtr((BOUND - side * x) / SOFT) for x in (low, high) for side in (1.0, -1.0)]
    return np.asarray(ends[0] + ends[1] + three * (ends[2] + ends[3]))


def _location(block: Block, theta: Array, beta: Array) -> Array:
    at = theta[block.offset : block.offset + block.n]
    return np.asarray(beta[block.texts][:, None] * at)


def _gain(blocks: Blocks, theta: Array, beta: Array, cuts: Cuts, t: int) -> Array:
    """Change of each row's log-likelihood from the old cut-points to the new."""
    block = blocks[t]
    mean = _location(block, theta, beta)
    out = []
    for low, high in (cuts[:2], cuts[2:]):
        a, b = low[block.texts][:, None] - mean, high[block.texts][:, None] - mean
        mass = ndtr(np.where(block.sign > 0, a, -b))
        mass[block.voted == 0] = 1.0
        a, b = a.ravel()[block.abstain], b.ravel()[block.abstain]
        flip = a + b > 0
        mass.ravel()[block.abstain] = ndtr(np.where(flip, -a, b)) - ndtr(np.where(flip, -b, a))
        out.append(np.log(np.maximum(mass, _TINY)).sum(1))
    return np.asarray(out[1] - out[0])


def _utility(
    blocks: Blocks, theta: Array, beta: Array, cuts: Cuts, streams: Streams, t: int
) -> tuple[Array, Array, Array]:
    """Truncated normal utilities of a block, with each row's products for its discrimination."""
    block, rng = blocks[t], streams[t]
    mean = _location(block, theta, beta)
    a, b = (cut[block.texts][:, None] - mean for cut in cuts)
    u = rng.random(mean.shape)
    error = ndtri(np.maximum(u * ndtr(np.where(block.sign > 0, a, -b)), _TINY))
    error = np.where(block.sign > 0, error, -error)
    a, b, u = a.ravel()[block.abstain], b.ravel()[block.abstain], u.ravel()[block.abstain]
    flip = a + b > 0
    low, high = ndtr(np.where(flip, -b, a)), ndtr(np.where(flip, -a, b))
    inside = ndtri(np.maximum(low + u * (high - low), _TINY))
    error.ravel()[block.abstain] = np.where(flip, -inside, inside)
    z = (mean + error) * block.voted
    at = theta[block.offset : block.offset + block.n]
    return z, z @ at, block.voted @ at**2
