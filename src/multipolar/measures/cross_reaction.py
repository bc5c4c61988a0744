"""Cross-reaction: whether two states move together when a third is hostile to either.

For all pairs and years, with k the third party,

    y[ij, t] = rho y[ij, t-1] + beta (h[i, t-1] + h[j, t-1]) + pair + year + error

with y the cooperation of the pair and h the hostility between k and a state. The order of a pair
is arbitrary, so that over all pairs there is one beta; a pair of its own has two. Hostility of the
year after serves as placebo: where it "explains" cooperation beyond the hostility of the year and
of the year before, hostility follows cooperation, or both follow something else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.panel_regression import (
    Apart,
    Fit,
    Floats,
    Places,
    TwoWay,
    fitted,
    panel_regression,
)
from multipolar.measures.shrinkage import Shrunk, shrink

LEAST_YEARS = 20
"""With fewer years a pair has no slope of its own."""
LEAST_SLOPES = 30
"""From fewer slopes than this no distribution of them is learned."""
ONE_YEAR = 0.5
"""Share of a hostility's variation in one year from which on that year alone makes the slope."""
TOGETHER = 0.95
"""Correlation from which on two hostilities of a pair cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """Reaction of all pairs to one third party.

    Attributes
    ----------
    pooled
        Regression with regressors: cooperation of the year before, hostility of the year before.
    placebo
        The same with hostility of the year and of the year after as third and fourth regressor;
        None where there are no later years.
    p
        Permutation p-value of the pooled slope, two-sided.
    slopes, errors
        Arrays (pairs, 2): own slopes on hostility to the first and to the second, and their
        standard errors; NaN where unknown.
    years
        Observed years of each pair.
    drawn
        Own slopes drawn toward those of all pairs, flattened; None with too few.
    """

    pooled: Fit
    placebo: Fit | None
    p: float
    slopes: Floats
    errors: Floats
    years: Places
    drawn: Shrunk | None


def cross_reaction(
    cooperation: Floats,
    hostility: Floats,
    members: Places,
    *,
    permutations: int = 999,
    seed: int = 0,
) -> Reactions:
    """Regress the cooperation of all pairs on the hostility of a third party to either.

    Parameters
    ----------
    cooperation
        Array (pairs, years), NaN where unknown; years without gaps.
    hostility
        Array (states, years) of hostility between the third party and each state.
    members
        Array (pairs, 2) of places of states.
    permutations, seed
        Number of permutations, and seed of their order.

    Returns
    -------
    Reactions

    Raises
    ------
    BrokenTable
        If hostility does not vary beyond the effects of pairs and years.
    """
    either = hostility[members[:, 0]] + hostility[members[:, 1]]
    before, driven = shifted(cooperation, 1), shifted(either, 1)
    seen = np.isfinite(cooperation) & np.isfinite(before) & np.isfinite(driven)
    panel = Apart(cooperation, [before, driven], TwoWay(seen))
    pooled = fitted(panel, members)
    slopes, errors = own_slopes(pooled, seen, shifted(hostility, 1), members)
    known = np.isfinite(slopes) & np.isfinite(errors)
    later = shifted(either, -1)
    placebo = None
    if (seen & np.isfinite(either) & np.isfinite(later)).any():
        placebo = panel_regression(cooperation, [before, driven, either, later], members)
    return Reactions(
        pooled=pooled,
        placebo=placebo,
        p=_permuted(panel, hostility, members, permutations, seed),
        slopes=slopes,
        errors=errors,
        years=seen.sum(axis=1),
        drawn=shrink(slopes.ravel(), errors.ravel()) if known.sum() >= LEAST_SLOPES else None,
    )


def shifted(panel: Floats, years: int) -> Floats:
    """The panel as it was ``years`` before (or after, where negative), NaN beyond its ends."""
    out = np.full_like(panel, np.nan)
    if years > 0:
        out[:, years:] = panel[:, :-years]
    else:
        out[:, :years] = panel[:, -years:]
    return out


def own_slopes(
    pooled: Fit, seen: NDArray[np.bool_], hostility: Floats, members: Places
) -> tuple[Floats, Floats]:
    """Slopes of each pair on hostility to its first and to its second member.

    What all pairs share (the year, and the persistence of cooperation) is taken out as the pooled
    regression has it; least squares on the rest, with classical errors. A hostility that did not
    vary, or in one year alone, has no slope and is left out; two that moved together have none.

    Parameters
    ----------
    pooled
        Regression of which the last slope is that on hostility to either.
    seen
        Array (pairs, years): observations of the regression.
    hostility
        Array (states, years), lagged as in the regression.
    members
        Array (pairs, 2).

    Returns
    -------
    slopes, errors : ndarray, shape (pairs, 2)
        NaN where unknown or with fewer than `LEAST_YEARS` years.
    """
    effects = TwoWay(seen)
    first, second = (effects.without_pairs(hostility[members[:, side]]) for side in (0, 1))
    rest = pooled.residuals + pooled.slopes[-1] * (first + second)
    rest = effects.without_pairs(rest)
    aa, bb, ab = (
        np.einsum("ij,ij->i", *two) for two in ((first,) * 2, (second,) * 2, (first, second))
    )
    ay, by = np.einsum("ij,ij->i", first, rest), np.einsum("ij,ij->i", second, rest)
    yy, count = np.einsum("ij,ij->i", rest, rest), seen.sum(axis=1)
    moved: NDArray[np.bool_] = np.stack([_moved(first), _moved(second)], axis=1)
    both: NDArray[np.bool_] = np.logical_and(moved[:, 0], moved[:, 1])
    tied = both & (ab**2 > TOGETHER**2 * aa * bb)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = aa * bb - ab**2
        pair = np.stack([bb * ay - ab * by, aa * by - ab * ay], axis=1) / apart[:, None]
        alone = np.stack([ay / aa, by / bb], axis=1)
        slopes = np.where(both[:, None], pair, np.where(moved, alone, np.nan))
        used = np.where(moved & ~tied[:, None], slopes, 0.0)
        wrong = yy - used[:, 0] * ay - used[:, 1] * by
        noise = np.maximum(wrong, 0.0) / (count - 1 - moved.sum(axis=1))
        spread = np.where(
            both[:, None], np.stack([bb, aa], axis=1) / apart[:, None], 1 / np.stack([aa, bb], 1)
        )
        errors = np.sqrt(noise[:, None] * spread)
    unknown = ~moved | (count < LEAST_YEARS)[:, None] | tied[:, None] | ~(errors > 0)
    slopes[unknown], errors[unknown] = np.nan, np.nan
    return slopes, errors


def _moved(hostility: Floats) -> NDArray[np.bool_]:
    """Whether hostility (less its mean) varied, and not in one year alone."""
    total = np.einsum("ij,ij->i", hostility, hostility)
    alone = (hostility**2).max(axis=1) >= ONE_YEAR * total
    return np.asarray((total > 1e-9) & ~alone, bool)


def _permuted(
    panel: Apart, hostility: Floats, members: Places, permutations: int, seed: int
) -> float:
    """Rank of the real score among those with the states' histories of hostility exchanged.

    The score is the product of hostility with what is left of cooperation after its own past and
    the effects, summed by state over the root of its sum of squares by state: it needs no new
    regression for each permutation, and does not take noise of much observed states for effect.
    """
    past = panel.x[0]
    left = panel.y - (past * panel.y).sum() / (past * past).sum() * past
    places = hostility.shape[0]
    by_state = np.zeros(hostility.shape)
    for side in (0, 1):
        np.add.at(by_state, members[:, side], left)
    products = np.nan_to_num(shifted(hostility, 1)) @ by_state.T
    generator = np.random.default_rng(seed)
    orders = [np.arange(places), *(generator.permutation(places) for _ in range(permutations))]
    parts = products[np.stack(orders), np.arange(places)]
    size = np.sqrt((parts**2).sum(axis=1))
    scores = np.abs(parts.sum(axis=1)) / np.maximum(size, 1e-300)
    return float((scores >= scores[0] * (1 - 1e-12)).mean())
