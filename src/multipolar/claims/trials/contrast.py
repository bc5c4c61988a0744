"""Tests of one quantity against another: difference and ratio."""

from __future__ import annotations

import math

import numpy as np

from multipolar.claims.found import Found, basis, judged
from multipolar.claims.kinds import Comparison, Ratio
from multipolar.claims.outcome import Effect, exact, normal
from multipolar.claims.scale import smallest_difference
from multipolar.claims.series import Look, Series, in_ratios, require, series_of
from multipolar.claims.trials.movement import RATIO


def comparison(test: Comparison, look: Look) -> Found:
    """Mean of the first quantity less (or over) that of the second.

    Only sampling errors count: which of two coded numbers is larger is a matter of fact.
    """
    years = test.years.at(look.as_of, look.horizon)
    other = years if test.second_years is None else test.second_years.at(look.as_of, look.horizon)
    one, two = series_of(test.first, *years, look), series_of(test.second, *other, look)
    require(one, *years, test.first, look)
    require(two, *other, test.second, look)
    ratio = in_ratios(test.first, one, two)
    mean = float(np.mean([abs(one.values.mean()), abs(two.values.mean())]))
    least = RATIO if ratio else smallest_difference(test.first, look, mean)
    effect = _difference(one.logged(), two.logged()) if ratio else _difference(one, two)
    said = f"{one.title} {'over' if ratio else 'less'} {two.title}"
    behind = basis([one, two], [test.first.indicator, test.second.indicator])
    return judged(test, effect, "difference", least, behind, said, ratio=ratio)


def quotient(test: Ratio, look: Look) -> Found:
    """The first quantity over the second."""
    years = test.years.at(look.as_of, look.horizon)
    one, two = series_of(test.first, *years, look), series_of(test.second, *years, look)
    require(one, *years, test.first, look)
    require(two, *years, test.second, look)
    if not ((one.values > 0).all() and (two.values > 0).all()):
        return _with_zeros(test, one, two)
    effect = _difference(one.logged(), two.logged())
    said = f"{one.title} over {two.title}"
    behind = basis([one, two], [test.first.indicator, test.second.indicator])
    return judged(test, effect, "times", RATIO, behind, said, than=0.0, ratio=True)


def _with_zeros(test: Ratio, one: Series, two: Series) -> Found:
    """A ratio of counts some of which are 0: the two sums as Poisson numbers."""
    from multipolar.claims.trials.movement import _of_counts

    effect = _of_counts(float(two.values.sum()), len(two.years),
                        float(one.values.sum()), len(one.years))  # fmt: skip
    said = f"{one.title} over {two.title}"
    behind = basis([one, two], [test.first.indicator, test.second.indicator])
    return judged(test, effect, "times", RATIO, behind, said, ratio=True)


def _difference(one: Series, two: Series) -> Effect:
    """Difference of two means, their errors independent."""
    (value_one, down_one, up_one), (value_two, down_two, up_two) = one.mean(), two.mean()
    value = value_one - value_two
    if math.isnan(down_one) and math.isnan(down_two):
        return exact(value)
    down = float(np.hypot(*np.nan_to_num([down_one, up_two])))
    up = float(np.hypot(*np.nan_to_num([up_one, down_two])))
    return normal(value, down, up=up)
