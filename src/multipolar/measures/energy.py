"""Energy: surplus and need, how two states' fit, and how long reserves last."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HORIZON_CAP = 500.0
"""Years; a longer horizon is given as this many."""
DRAWS = 4000
SEED = 20_261_123
WINDOW = 20
LEAST = 5
"""Least number of annual changes from which their spread is taken."""
DECADE = 10


def balance(made: Floats, used: Floats) -> Floats:
    """Surplus over the sum of what is made and used: -1 buys all, 0 is even, 1 sells all."""
    total = made + used
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, (made - used) / total, np.nan))


def complementarity(net1: Floats, net2: Floats) -> Floats:
    """How far one state's surplus meets the other's need, fuel by fuel, from 0 to 1.

    ``sum_f [min(x1_f, m2_f) + min(x2_f, m1_f)] / sum_f (|n1_f| + |n2_f|) / 2`` with net exports
    ``n``, surplus ``x = max(n, 0)`` and need ``m = max(-n, 0)``: 1 where each sells exactly what
    the other lacks, 0 where both sell or both lack every fuel.

    Parameters
    ----------
    net1, net2
        Net exports in one unit, shape (pairs, fuels).
    """
    met = np.minimum(np.maximum(net1, 0), np.maximum(-net2, 0))
    met = met + np.minimum(np.maximum(net2, 0), np.maximum(-net1, 0))
    volume = (np.abs(net1) + np.abs(net2)).sum(axis=1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(volume > 0, met.sum(axis=1) / volume, np.nan))


def exhaustion(ratio: Floats, growth: Floats) -> Floats:
    """Years until a reserve is used up if production grows at a constant rate.

    Parameters
    ----------
    ratio
        Reserves over a year's production.
    growth
        Rate by which production grows a year (natural logarithm).

    Returns
    -------
    ndarray
        ``ln(1 + g r) / g``, ``r`` where ``g`` is 0, at most `HORIZON_CAP`: where production
        falls fast enough, the reserve is never used up.
    """
    grown = growth * ratio
    with np.errstate(invalid="ignore", divide="ignore"):
        years = np.where(np.abs(grown) < 1e-9, ratio, np.log1p(grown) / growth)
    return np.asarray(np.where(grown <= -1, HORIZON_CAP, np.minimum(years, HORIZON_CAP)))


def reserves_horizon(reserves: Floats, production: Floats) -> tuple[float, float, float]:
    """Reserves over production in the last year of a series, with a 90 % interval.

    The interval draws two things: the booked reserve (lognormal, with the spread of its own
    annual changes over the last `WINDOW` years) and the rate at which production grows over a
    decade (normal around 0, with the spread of the annual changes over the root of `DECADE`).
    Reserves that are still to be found are not in it.

    Parameters
    ----------
    reserves, production
        One figure a year up to the year asked for, in order; production in the reserve's unit
        a year. NaN where there is none.

    Returns
    -------
    value, low, high : float
        Years, at most `HORIZON_CAP`; NaN where the last year has no figure or fewer than `LEAST`
        changes are known.
    """
    if not (reserves[-1] > 0 and production[-1] > 0):
        return (np.nan, np.nan, np.nan)
    spreads = [_spread(series) for series in (reserves, production)]
    if np.isnan(spreads).any():
        return (np.nan, np.nan, np.nan)
    random = np.random.default_rng(SEED)
    ratio = float(reserves[-1] / production[-1])
    booked = ratio * np.exp(spreads[0] * random.standard_normal(DRAWS))
    growth = spreads[1] / np.sqrt(DECADE) * random.standard_normal(DRAWS)
    low, high = np.quantile(exhaustion(booked, growth), [0.05, 0.95])
    value = min(ratio, HORIZON_CAP)
    return value, min(float(low), value), max(float(high), value)


def _spread(series: Floats) -> float:
    """Standard deviation of the annual changes in logarithms over the last years."""
    recent = np.where(series > 0, series, np.nan)[-WINDOW - 1 :]
    changes = np.diff(np.log(recent))
    changes = changes[np.isfinite(changes)]
    return float(changes.std(ddof=1)) if len(changes) >= LEAST else float("nan")


def cover(net1: Floats, net2: Floats) -> Floats:
    """Part of the first state's need that the second's surplus could meet, from 0 to 1.

    ``sum_f min(m1_f, x2_f) / sum_f m1_f``; NaN where the first needs nothing. The parameters are
    those of `complementarity`.
    """
    need, surplus = np.maximum(-net1, 0), np.maximum(net2, 0)
    whole = need.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            np.where(whole > 0, np.minimum(need, surplus).sum(axis=1) / whole, np.nan)
        )
