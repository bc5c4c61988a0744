"""How often leaders visit: shares of their trips, and change against a pair's own past."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from multipolar.measures.similarity import Interval
from multipolar.measures.special import gammaincinv

TAIL = 0.05
"""Probability beyond each end of a 90 % interval."""


def visit_rate(visits: ArrayLike, trips: ArrayLike) -> Interval:
    """Visits to one state for each trip abroad: ``visits / trips``.

    Visits are Poisson with mean rate times trips; with the prior Gamma(1/2, 0) of Jeffreys the
    rate is Gamma(visits + 1/2, trips), whose 5th and 95th percentiles are the interval. It
    starts at 0 where there was no visit. NaN where there were no trips.
    """
    count, exposure = np.broadcast_arrays(np.asarray(visits, float), np.asarray(trips, float))
    if not count.size:
        return Interval(count, count, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = count / exposure
        low = np.where(count == 0, 0.0, gammaincinv(count + 0.5, TAIL)) / exposure
        high = gammaincinv(count + 0.5, 1 - TAIL) / exposure
    none = exposure == 0
    return Interval(*(np.where(none, np.nan, bound) for bound in (value, low, high)))


def visit_shift(
    visits: ArrayLike, trips: ArrayLike, visits_before: ArrayLike, trips_before: ArrayLike
) -> Interval:
    """Natural logarithm of the visit rate over that of an earlier period.

    Given the sum of the two counts, the later one is binomial with odds ratio times
    ``trips / trips_before``; with the prior Beta(1/2, 1/2) of Jeffreys the interval holds the
    5th to 95th percentile, and the value is the median. Unlike the plain ratio it is finite with
    no visits in one of the periods. NaN without trips in one, or without a visit in either.
    """
    from scipy.special import betaincinv

    now, n, before, n_before = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (visits, trips, visits_before, trips_before))
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        exposure = np.log(n) - np.log(n_before)
        bounds = []
        for part in (0.5, TAIL, 1 - TAIL):
            share = betaincinv(now + 0.5, before + 0.5, part)
            bounds.append(np.log(share) - np.log1p(-share) - exposure)
    undefined = (n == 0) | (n_before == 0) | (now + before == 0)
    return Interval(*(np.where(undefined, np.nan, bound) for bound in bounds))
