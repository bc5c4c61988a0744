"""Did the level of a filtered closeness shift in a year, and stay? Scores of its innovations.

A shift of the state from year ``t`` on leaves a known signature in the innovations of the filter:
it is seen whole in the first, and in the later ones as far as the filter has not yet followed. The
score of the shift is the sum of the innovations against that signature, and their information its
variance where nothing happened (de Jong and Penzer 1998; Harvey and Koopman 1992 for the residuals
of the state; for coded layers the same derivatives of the log probability that assumed density
filtering uses). No level is smoothed or filtered before it is tested.

The variance that the model gives to an innovation holds for all years together, the rare ones in
which much changes included. In ordinary years layers move less, and some pairs less than others.
So a pair's score is measured against its own past innovations in each layer, drawn toward those of
all pairs as far as that past is short (the moderated variance of Smyth 2004).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.affinity import Floats, Innovations, Layer

Places = NDArray[np.intp]

HORIZON = 8
"""Years of innovations that a shift is read from, its own included."""


class Scores(NamedTuple):
    """Score and information of a shift, by lag, case and layer."""

    score: Floats
    information: Floats

    def of(self, horizon: int) -> tuple[Floats, Floats]:
        """Sums over the first years and all layers, by case."""
        return (
            self.score[:horizon].sum(axis=(0, 2)),
            self.information[:horizon].sum(axis=(0, 2)),
        )


def common_response(layers: tuple[Layer, ...], run: Innovations) -> Floats:
    """Response of each layer to a shift of affinity by 1.

    A realignment moves a pair as if it were drawn anew among the pairs, so the states move as they
    go with affinity in that population: ``V w / w'V w``, with weights ``w`` and variances ``V``.
    """
    moved = run.stationary * run.weights / (run.weights**2 @ run.stationary)
    return np.array(
        [
            layer.loading * moved[0] + moved[place + 1] if layer.loading else 0.0
            for place, layer in enumerate(layers)
        ]
    )


def lasting(response: Floats, horizon: int = HORIZON) -> Floats:
    """A response that stays: (horizon, layers)."""
    return np.tile(response, (horizon, 1))


def passing(layer: int, count: int, years: int, horizon: int = HORIZON) -> Floats:
    """A reading of one layer that is off for some years and then as before: (horizon, layers)."""
    moved = np.zeros((horizon, count))
    moved[:years, layer] = 1.0
    return moved


def scores(
    run: Innovations, layers: tuple[Layer, ...], at: Places, who: Places, moved: Floats
) -> Scores:
    """Score and information of one kind of shift, for cases of a year and a dyad.

    Parameters
    ----------
    run, layers
        Innovations of the filter, and its layers.
    at, who
        First year of the shift and dyad of each case, as places in the arrays of ``run``.
    moved
        What the shift adds to the response of each layer in each year from the first on, shape
        (horizon, layers).

    Returns
    -------
    Scores
        Arrays (horizon, cases, layers); 0 for years beyond the end of ``run``.
    """
    years = run.step.shape[0]
    followed = np.zeros((len(at), len(layers) + 1))
    shape = (len(moved), len(at), len(layers))
    found = Scores(np.zeros(shape), np.zeros(shape))
    for lag in range(len(moved)):
        if lag:
            followed *= run.decay
        year = np.minimum(at + lag, years - 1)
        inside = at + lag < years
        for place, layer in enumerate(layers):
            if layer.loading == 0:
                continue
            weight = np.where(inside, run.weight[year, place, who], 0.0)
            step = np.where(inside, run.step[year, place, who], 0.0)
            left = moved[lag, place] + layer.loading * followed[:, 0] + followed[:, place + 1]
            followed -= run.gain[year, place, who] * (weight * left)[:, None]
            found.score[lag, :, place] = step * left
            found.information[lag, :, place] = weight * left**2
    return found


def state_scores(
    run: Innovations, layers: tuple[Layer, ...], at: Places, who: Places, horizon: int = HORIZON
) -> tuple[Floats, Floats]:
    """Score of a lasting shift of each state, and their information.

    Returns
    -------
    score : ndarray, shape (cases, layers, states)
        By the layer that it comes from.
    information : ndarray, shape (cases, states, states)
    """
    years, count = run.step.shape[0], len(layers) + 1
    followed = np.zeros((len(at), count, count))
    score = np.zeros((len(at), len(layers), count))
    information = np.zeros((len(at), count, count))
    for lag in range(horizon):
        if lag:
            followed *= run.decay[:, None]
        year = np.minimum(at + lag, years - 1)
        inside = at + lag < years
        for place, layer in enumerate(layers):
            if layer.loading == 0:
                continue
            weight = np.where(inside, run.weight[year, place, who], 0.0)
            step = np.where(inside, run.step[year, place, who], 0.0)
            left = layer.loading * followed[:, 0] + followed[:, place + 1]
            left[:, 0] += layer.loading
            left[:, place + 1] += 1.0
            gain = run.gain[year, place, who]
            followed -= gain[:, :, None] * (weight[:, None] * left)[:, None, :]
            score[:, place] += step[:, None] * left
            information += weight[:, None, None] * left[:, :, None] * left[:, None, :]
    return score, information


class Jump(NamedTuple):
    """Size of a shift of affinity, its standard deviation, and the part that each layer adds."""

    size: Floats
    sd: Floats
    parts: Floats


def jump(run: Innovations, score: Floats, information: Floats) -> Jump:
    """Shift of affinity given the innovations, by the variances of the model.

    Every state may have moved, as far as the variance of the state over pairs goes.
    """
    use = run.stationary > 1e-9
    prior = np.diag(1 / run.stationary[use])
    covariance = np.linalg.inv(information[:, use][:, :, use] + prior)
    reach = covariance @ run.weights[use]
    parts = np.einsum("cfs,cs->cf", score[:, :, use], reach)
    return Jump(parts.sum(axis=1), np.sqrt(reach @ run.weights[use]), parts)


class Usual(NamedTuple):
    """How one layer's standardised innovations vary in ordinary years, over pairs.

    Attributes
    ----------
    degrees, variance
        Degrees of freedom and value to which a pair's own variance is drawn.
    most
        Size up to which an innovation counts in that variance, so that rare leaps do not.
    """

    degrees: float
    variance: float
    most: float


def usual(standardised: Floats, least: int, cap: float = 4.0) -> Usual:
    """Ordinary variance of a layer from the past of many pairs.

    Parameters
    ----------
    standardised
        Innovations over their standard deviation by the model, (years, pairs), NaN where none.
    least
        Innovations that a pair must have.
    cap
        Times the size that two in three are below, up to which an innovation counts in full.
    """
    most = cap * float(np.nanquantile(np.abs(standardised), 0.6827))
    held = np.clip(standardised, -most, most)
    count = np.isfinite(held).sum(axis=0)
    enough = count >= least
    own = np.nansum(held[:, enough] ** 2, axis=0) / count[enough]
    degrees, variance = moderated_prior(np.maximum(own, 1e-6), count[enough].astype(float))
    return Usual(min(degrees, 1000.0), variance, most)


def usual_coded(standardised: Floats, lags: int = 3) -> Usual:
    """Ordinary variance of a coded layer: the mean square, grown by what goes from year to year.

    A coded layer says the same every year until it changes, so its innovations are small, alike
    and rarely large. No pair has a variance of its own.
    """
    square = float(np.nanmean(standardised**2))
    grown = 1.0
    for lag in range(1, lags + 1):
        one, two = standardised[lag:], standardised[:-lag]
        both = np.isfinite(one) & np.isfinite(two)
        if both.any():
            grown += 2 * max(float(np.mean(one[both] * two[both])) / max(square, 1e-12), 0.0)
    return Usual(1000.0, max(square * grown, 1e-6), np.inf)


def own_variance(
    standardised: Floats, typical: Usual, at: Places, who: Places
) -> tuple[Floats, Floats]:
    """Variance of a layer's innovations before a year, and its degrees of freedom, by case."""
    if not np.isfinite(typical.most):
        return np.full(len(at), typical.variance), np.full(len(at), typical.degrees)
    held = np.clip(standardised, -typical.most, typical.most) ** 2
    count = np.cumsum(np.isfinite(held), axis=0)[at - 1, who]
    total = np.cumsum(np.nan_to_num(held), axis=0)[at - 1, who]
    degrees = typical.degrees + count
    return (typical.degrees * typical.variance + total) / degrees, degrees


class Statistic(NamedTuple):
    """A score over its standard deviation in ordinary years, and the p of two sides."""

    t: Floats
    p: Floats


def statistic(score: Floats, variance: Floats, degrees: Floats) -> Statistic:
    """Student's t of the sum of the layers' scores.

    Parameters
    ----------
    score, variance, degrees
        Score of each layer, its variance in ordinary years and the degrees of freedom of that
        variance, (cases, layers). The degrees of the sum are Satterthwaite's (1946).
    """
    from scipy.special import stdtr

    total = variance.sum(axis=1)
    known = total > 0
    safe = np.where(known, total, 1.0)
    t = np.where(known, score.sum(axis=1) / np.sqrt(safe), 0.0)
    freedom = safe**2 / np.maximum((variance**2 / degrees).sum(axis=1), 1e-300)
    return Statistic(t, 2 * stdtr(np.minimum(freedom, 1e6), -np.abs(t)))


def moderated_prior(variances: Floats, degrees: Floats) -> tuple[float, float]:
    """Degrees of freedom and value of the variance to which those of pairs are drawn.

    Smyth (2004), section 6.2: by the moments of the log of sample variances over their degrees of
    freedom. Infinite degrees where they differ by chance alone.
    """
    from scipy.special import digamma, polygamma

    half = degrees / 2
    log = np.log(variances) - digamma(half) + np.log(half)
    excess = float(np.var(log, ddof=1) - polygamma(1, half).mean())
    if excess <= 0:
        return np.inf, float(np.exp(log.mean()))
    found = 0.5 + 1 / excess
    for _ in range(100):
        value = float(polygamma(1, found))
        change = value * (1 - value / excess) / float(polygamma(2, found))
        found += change
        if abs(change) < 1e-10 * found:
            break
    return 2 * found, float(np.exp(log.mean() + digamma(found) - np.log(found)))
