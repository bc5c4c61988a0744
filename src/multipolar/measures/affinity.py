"""One latent closeness behind several layers of a relationship, filtered year by year.

A linear dynamic factor model of each dyad. Layer ``f`` has a latent response
``y_f = l_f x + u_f + e_f`` of variance 1, in which ``x`` is the affinity that all layers share,
``u_f`` what persists in this layer alone (a treaty that outlives its reason) and ``e_f`` noise;
``x`` and ``u_f`` are autoregressive of order one and stationary with their own persistence. A
layer measured on a continuous scale shows ``y_f``; a coded one shows between which of its cut
points ``y_f`` lies, less what nearness alone makes likely (an ordered probit). A layer that is
not observed says nothing.

The filter is Kalman's (Harvey 1989, chapter 3), with each coded observation taken in by matching
the first two moments of the truncated normal (assumed density filtering: Minka 2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.special import ndtr

Floats = NDArray[np.float64]

LEAST_NOISE = 0.02
"""Variance of the noise of a layer at least, so that no single reading settles its state."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Parameters of one layer.

    Attributes
    ----------
    name
        Key of the layer.
    loading
        Correlation of its response with affinity; 0 leaves the layer out.
    persistence, noise
        Yearly autocorrelation of what is its own, and variance of its noise.
    mean, scale
        Of a continuous layer: what is taken off and divided by.
    cuts
        Of a coded layer: its cut points, ascending; empty for a continuous one.
    slopes
        Change of a coded layer's response with each measure of nearness.
    """

    name: str
    loading: float
    persistence: float
    noise: float
    mean: float = 0.0
    scale: float = 1.0
    cuts: tuple[float, ...] = ()
    slopes: tuple[float, ...] = ()

    @property
    def own(self) -> float:
        """Variance of what is its own and persists."""
        return max(1.0 - self.loading**2 - self.noise, 0.0)


def filtered(
    layers: tuple[Layer, ...],
    persistence: float,
    low: Floats,
    high: Floats,
    errors: Floats,
    nearness: Floats,
    enmity: str = "",
) -> tuple[Floats, Floats]:
    """Mean and standard deviation of affinity at the end of each year, from the years up to it.

    With a layer of ``enmity`` (its high values friendly), affinity is the sum of what the layers
    share and of that layer's whole response, over the standard deviation of that sum: enmity is
    no mere reflection of little in common, but the other half of the matter.

    Parameters
    ----------
    layers
        Parameters.
    persistence
        Yearly autocorrelation of affinity.
    low, high
        Arrays (years, layers, dyads): a continuous value twice, or the least and the greatest
        level that a coded one may have; NaN where not observed.
    errors
        Standard error of a continuous value, in its units, of the same shape; NaN for none.
    nearness
        Array (years, dyads, measures) behind the slopes of coded layers.
    enmity
        Name of the layer that counts in full; none by default.

    Returns
    -------
    mean, sd : ndarray, shape (years, dyads)
        In standard deviations of affinity over the dyads that the parameters are from.
    """
    run = innovations(layers, persistence, low, high, errors, nearness, enmity, keep=False)
    return run.mean, run.sd


@dataclass(frozen=True, slots=True)
class Innovations:
    """What each observation told the filter that it did not expect.

    Attributes
    ----------
    mean, sd
        Of affinity at the end of each year, (years, dyads).
    step, weight
        First derivative of the log probability of an observation by its expected response, and
        minus the second, arrays (years, layers, dyads); 0 where nothing was observed. Of a
        continuous layer they are the prediction error over its variance, and 1 over that variance.
    gain
        Covariance of the expected response with each state, (years, layers, dyads, states).
    decay, stationary
        Yearly persistence and variance of each state: what layers share, then what is each one's.
    weights
        Weights of the states in affinity.
    """

    mean: Floats
    sd: Floats
    step: Floats
    weight: Floats
    gain: Floats
    decay: Floats
    stationary: Floats
    weights: Floats


def innovations(
    layers: tuple[Layer, ...],
    persistence: float,
    low: Floats,
    high: Floats,
    errors: Floats,
    nearness: Floats,
    enmity: str = "",
    keep: bool = True,
) -> Innovations:
    """Filter as `filtered` does, and give back what each observation added.

    Parameters
    ----------
    layers, persistence, low, high, errors, nearness, enmity
        As `filtered` takes them.
    keep
        Whether to keep ``step``, ``weight`` and ``gain``, which are large; else they are empty.
    """
    years, count, dyads = low.shape
    decay = np.array([persistence, *(layer.persistence for layer in layers)])
    stationary = np.array([1.0, *(layer.own for layer in layers)])
    mean = np.zeros((dyads, count + 1))
    spread = np.broadcast_to(np.diag(stationary), (dyads, count + 1, count + 1)).copy()
    kept = (years, count, dyads) if keep else (0, 0, 0)
    weights = weights_of(layers, enmity)
    run = Innovations(
        np.empty((years, dyads)),
        np.empty((years, dyads)),
        np.zeros(kept),
        np.zeros(kept),
        np.zeros((*kept, count + 1)),
        decay,
        stationary,
        weights,
    )
    fresh = np.diag(stationary * (1 - decay**2))
    for year in range(years):
        if year:
            mean *= decay
            spread *= decay[:, None] * decay[None, :]
            spread += fresh
        for place, layer in enumerate(layers):
            seen = np.flatnonzero(~np.isnan(low[year, place]))
            if layer.loading == 0 or not len(seen):
                continue
            values = (low[year, place, seen], high[year, place, seen])
            expected, gain, variance = _response(mean, spread, seen, place, layer)
            if layer.cuts:
                near = nearness[year, seen] @ np.array(layer.slopes)
                step, weight = _coded(layer, values, near, expected, variance)
            else:
                error = errors[year, place, seen]
                step, weight = _measured(layer, values[0], error, expected, variance)
            _update(mean, spread, seen, gain, step, weight)
            if keep:
                run.step[year, place, seen] = step
                run.weight[year, place, seen] = weight
                run.gain[year, place, seen] = gain
        run.mean[year] = mean @ weights
        run.sd[year] = np.sqrt(np.einsum("i,nij,j->n", weights, spread, weights))
    return run


def weights_of(layers: tuple[Layer, ...], enmity: str) -> Floats:
    """Weights of the states in affinity, of variance 1."""
    weights = np.zeros(len(layers) + 1)
    weights[0] = 1.0
    for place, layer in enumerate(layers):
        if layer.name == enmity:
            weights[0] += layer.loading
            weights[place + 1] = 1.0
            variance = weights[0] ** 2 + layer.own
            weights /= np.sqrt(variance)
    return weights


def _measured(
    layer: Layer, values: Floats, errors: Floats, expected: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    error = np.nan_to_num(errors / layer.scale)
    noise = np.maximum(max(layer.noise, LEAST_NOISE), error**2)
    surprise = (values - layer.mean) / layer.scale - expected
    return surprise / (variance + noise), 1 / (variance + noise)


def _coded(
    layer: Layer,
    levels: tuple[Floats, Floats],
    near: Floats,
    expected: Floats,
    variance: Floats,
) -> tuple[Floats, Floats]:
    variance = variance + max(layer.noise, LEAST_NOISE)
    cuts = np.array([-np.inf, *layer.cuts, np.inf])
    root = np.sqrt(variance)
    below = (cuts[levels[0].astype(int)] - near - expected) / root
    above = (cuts[levels[1].astype(int) + 1] - near - expected) / root
    shift, shrink = truncated_moments(below, above)
    return shift / root, (1 - shrink) / variance


def _response(
    mean: Floats, spread: Floats, seen: NDArray[np.intp], place: int, layer: Layer
) -> tuple[Floats, Floats, Floats]:
    """Expected response of a layer, its covariance with the state, and its variance."""
    own = place + 1
    expected = layer.loading * mean[seen, 0] + mean[seen, own]
    gain = layer.loading * spread[seen, :, 0] + spread[seen, :, own]
    return expected, gain, layer.loading * gain[:, 0] + gain[:, own]


def _update(
    mean: Floats,
    spread: Floats,
    seen: NDArray[np.intp],
    gain: Floats,
    step: Floats,
    weight: Floats,
) -> None:
    mean[seen] += gain * step[:, None]
    spread[seen] -= (gain * weight[:, None])[:, :, None] * gain[:, None, :]


def truncated_moments(below: Floats, above: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a standard normal between two bounds (Johnson et al. 1994, 10.1).

    Bounds so far out that nothing is left give the nearer bound and a variance of 0.
    """
    flip = below > 0
    one = np.where(flip, -above, below)
    two = np.where(flip, -below, above)
    mass = ndtr(two) - ndtr(one)
    density_one, density_two = _density(one), _density(two)
    thin = mass < 1e-10
    safe = np.where(thin, 1.0, mass)
    mean = (density_one - density_two) / safe
    edges = _times(one, density_one) - _times(two, density_two)
    variance = 1 + edges / safe - mean**2
    mean = np.where(thin, two, mean)
    variance = np.clip(np.where(thin, 0.0, variance), 0.0, 1.0)
    return np.where(flip, -mean, mean), variance


def _density(at: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi))


def _times(at: Floats, density: Floats) -> Floats:
    """Product that is 0 at an infinite bound."""
    return np.asarray(np.where(np.isfinite(at), at, 0.0) * density)
