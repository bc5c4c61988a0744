"""Event studies on a panel of units and years: what changed at a date, against what else did.

Three readings of one question, each with its own assumption. Differences in differences: without
the event the unit would have moved as the donors did on average. Synthetic control: it would have
moved as the mixture of donors that fits it best before the event (Abadie, Diamond and Hainmueller
2010). Placebo: the event's effect is compared with what the same computation gives for every
donor, and its rank is the p-value, valid if the event could as well have hit any of them.

Arrays are (units, years); a window lists the columns before and after the event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.errors import BrokenTable

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

LEAST_DONORS = 10
"""With fewer donors the smallest possible p-value is above .09: the placebo decides nothing."""
STEPS = 2_000
"""Most steps of the projected gradient for the weights of a synthetic control."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect with the distribution that it is compared with.

    Attributes
    ----------
    value
        Effect on the unit, in the unit of the outcome.
    placebo
        The same of every donor.
    low, high
        90 % interval by inversion: the effect less the 95th and the 5th percentile of the
        donors' effects.
    p
        Two-sided rank of the effect's size among the donors and itself, (1 + number at least as
        large) / (1 + donors); NaN with fewer than `LEAST_DONORS`.
    """

    value: float
    placebo: Floats
    low: float
    high: float
    p: float


def matched_on_variance(panel: Floats, unit: int, before: Places, factor: float = 3.0) -> Places:
    """Donors whose movement before the event is of the size of the unit's.

    A volatile dyad says nothing about a steady one: its placebo effects are large by themselves.

    Parameters
    ----------
    panel
        Array (units, years).
    unit
        Place of the unit.
    before
        Columns before the event.
    factor
        Donors are kept whose standard deviation before lies within this factor of the unit's.

    Returns
    -------
    ndarray of int
        Places of the donors with all values in ``before``, the unit itself left out.
    """
    early = panel[:, before]
    spread = early.std(axis=1)
    kept = (
        np.isfinite(spread) & (spread <= factor * spread[unit]) & (spread >= spread[unit] / factor)
    )
    kept[unit] = False
    return np.flatnonzero(kept)


def difference_in_differences(
    panel: Floats, unit: int, donors: Places, before: Places, after: Places
) -> Effect:
    """Change of the unit from before to after, less the mean change of the donors.

    With unit and year effects and one treated unit the regression estimate is just this.

    Parameters
    ----------
    panel
        Array (units, years) of outcomes, NaN where unknown.
    unit
        Place of the unit that the event hit.
    donors
        Places of units that it did not hit.
    before, after
        Columns of the two windows.

    Returns
    -------
    Effect
        A donor's placebo effect is its change less the mean change of the *other* donors.

    Raises
    ------
    BrokenTable
        If a window is empty, the unit is among the donors, or the unit lacks a value.
    """
    _check(panel, unit, donors, before, after)
    donors = _complete(panel, donors, before, after)
    change = panel[:, after].mean(axis=1) - panel[:, before].mean(axis=1)
    others = change[donors]
    value = float(change[unit] - others.mean())
    total, count = others.sum(), len(others)
    placebo = others - (total - others) / max(count - 1, 1)
    return _compared(value, placebo)


def synthetic_control(
    panel: Floats,
    unit: int,
    donors: Places,
    before: Places,
    after: Places,
    placebos: bool = True,
) -> tuple[Effect, Floats]:
    """Mean gap after the event between the unit and the mixture of donors that fits it before.

    Parameters
    ----------
    panel, unit, donors, before, after
        As in `difference_in_differences`.
    placebos
        Whether to fit a mixture to every donor as well, which takes as long as there are donors;
        without them there is neither an interval nor a p-value.

    Returns
    -------
    effect : Effect
        Placebo effects let each donor take the unit's place, with the other donors as its pool.
        Values are in root mean squared errors of the fit before the event, so that badly fitted
        donors do not pass for large effects; ``value`` and its interval are in outcome units.
    weights : ndarray, shape (complete donors,)
        Not negative, summing to 1; in the order of the donors with all values.

    Raises
    ------
    BrokenTable
        As above.
    """
    _check(panel, unit, donors, before, after)
    donors = _complete(panel, donors, before, after)
    weights = simplex_weights(panel[donors][:, before], panel[unit, before])
    gap, error = _gap(panel, unit, donors, weights, before, after)
    if not placebos:
        nan = float("nan")
        return Effect(gap, np.empty(0), nan, nan, nan), weights
    gaps, ratios = np.empty(len(donors)), np.empty(len(donors))
    for place, donor in enumerate(donors):
        rest = np.delete(donors, place)
        mixed = simplex_weights(panel[rest][:, before], panel[donor, before])
        gaps[place], fit = _gap(panel, int(donor), rest, mixed, before, after)
        ratios[place] = abs(gaps[place]) / fit
    effect = _compared(gap, gaps)
    larger = 1 + int((ratios >= abs(gap) / error).sum())
    p = larger / (1 + len(donors)) if len(donors) >= LEAST_DONORS else float("nan")
    return Effect(effect.value, gaps, effect.low, effect.high, p), weights


def simplex_weights(pool: Floats, target: Floats) -> Floats:
    """Weights, not negative and summing to 1, whose mixture of the pool is nearest to the target.

    Accelerated projected gradient on the squared distance, from equal weights.

    Parameters
    ----------
    pool
        Array (donors, years).
    target
        Array (years,).

    Returns
    -------
    ndarray, shape (donors,)
    """
    gram, cross = pool @ pool.T, pool @ target
    bound = max(float(np.linalg.norm(gram, 2)), 1e-12)
    weights = ahead = np.full(len(pool), 1 / len(pool))
    momentum = 1.0
    for _ in range(STEPS):
        new = project_to_simplex(ahead - (gram @ ahead - cross) / bound)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / faster * (new - weights)
        moved = float(np.abs(new - weights).max())
        weights, momentum = new, faster
        if moved < 1e-9:
            break
    return weights


def project_to_simplex(point: Floats) -> Floats:
    """Nearest point with coordinates that are not negative and sum to 1 (Held et al. 1974)."""
    falling = np.sort(point)[::-1]
    excess = (np.cumsum(falling) - 1) / np.arange(1, len(point) + 1)
    last = int(np.flatnonzero(falling > excess)[-1])
    return np.asarray(np.maximum(point - excess[last], 0.0), float)


def _gap(
    panel: Floats, unit: int, donors: Places, weights: Floats, before: Places, after: Places
) -> tuple[float, float]:
    """Mean gap after the event, and root mean squared error of the fit before."""
    mixture = weights @ panel[donors]
    error = np.sqrt(np.mean((panel[unit, before] - mixture[before]) ** 2))
    return float(np.mean(panel[unit, after] - mixture[after])), max(float(error), 1e-12)


def _compared(value: float, placebo: Floats) -> Effect:
    enough = len(placebo) >= LEAST_DONORS
    larger = 1 + int((np.abs(placebo) >= abs(value)).sum())
    low, high = value - np.quantile(placebo, [0.95, 0.05])
    nan = float("nan")
    return Effect(
        value,
        placebo,
        float(low) if enough else nan,
        float(high) if enough else nan,
        larger / (1 + len(placebo)) if enough else nan,
    )


def _complete(panel: Floats, donors: Places, before: Places, after: Places) -> Places:
    """Donors with a value in every year of both windows."""
    used = np.concatenate([before, after])
    kept = donors[np.isfinite(panel[donors][:, used]).all(axis=1)]
    if not len(kept):
        raise BrokenTable("no donor has a value in every year of both windows")
    return kept


def _check(panel: Floats, unit: int, donors: Places, before: Places, after: Places) -> None:
    if not len(before) or not len(after):
        raise BrokenTable("both windows need at least one year")
    if unit in donors:
        raise BrokenTable("the unit that the event hit is among its donors")
    if not np.isfinite(panel[unit][np.concatenate([before, after])]).all():
        raise BrokenTable("the unit lacks a value in one of the windows")
