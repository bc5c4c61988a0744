"""Balances of events: properties, and slow direct twins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, norm, t

from multipolar.measures.events import balance, log_ratio, wilson

counts = st.integers(0, 20_000)


@given(counts, counts)
def test_log_ratio_by_the_beta_distribution(a, b):
    value, low, high = (float(x) for x in log_ratio(a, b))
    assert value == pytest.approx(math.log((a + 1) / (b + 1)))
    for found, tail in ((low, 0.05), (high, 0.95)):
        share = beta.ppf(tail, a + 1, b + 1)
        rest = beta.isf(tail, b + 1, a + 1)
        assert found == pytest.approx(math.log(share) - math.log(rest), abs=1e-6)
    assert low < value < high


@given(counts, counts)
def test_log_ratio_turns_its_sign_when_the_two_are_swapped(a, b):
    value, low, high = log_ratio(a, b)
    other, other_low, other_high = log_ratio(b, a)
    assert value == pytest.approx(-other)
    assert low == pytest.approx(-other_high, abs=1e-6)
    assert high == pytest.approx(-other_low, abs=1e-6)


@given(counts, counts)
def test_wilson_solves_its_quadratic(k, more):
    """Wilson's limits are the shares p at which k is z standard errors (of p) away."""
    n = k + more
    value, low, high = (float(x) for x in wilson(k, n))
    if n == 0:
        assert all(math.isnan(x) for x in (value, low, high))
        return
    assert 0 <= low <= value <= high <= 1
    z = norm.ppf(0.95)
    for limit in (low, high):
        if 0 < limit < 1:
            assert (value - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / n, rel=1e-6)


def test_wilson_against_a_published_interval():
    """15 of 148 at 95 % is [.0624, .1605] (Newcombe 1998, table I); at 90 % it is narrower."""
    value, low, high = (float(x) for x in wilson(15, 148))
    assert value == pytest.approx(0.1014, abs=5e-5)
    assert 0.0624 < low < value < high < 0.1605


weeks = st.lists(st.tuples(st.floats(-1, 1), st.floats(0.5, 100)), min_size=3, max_size=53).map(
    lambda pairs: (np.array([r * y for r, y in pairs]), np.array([y for _, y in pairs]))
)


@given(weeks)
def test_balance_against_a_direct_twin(pair):
    x, y = pair
    value, low, high = (float(v) for v in balance(x.sum(), y.sum(), x @ x, x @ y, y @ y, len(x)))
    ratio = x.sum() / y.sum()
    left = x - ratio * y
    error = math.sqrt(len(x) / (len(x) - 1) * sum(e**2 for e in left)) / y.sum()
    half = t.ppf(0.95, len(x) - 1) * error
    assert value == pytest.approx(ratio)
    assert low == pytest.approx(max(-1, ratio - half), abs=1e-5)
    assert high == pytest.approx(min(1, ratio + half), abs=1e-5)
    assert -1 <= low <= high <= 1


def test_balance_of_one_week_has_no_interval():
    value, low, high = balance([3.0], [5.0], [9.0], [15.0], [25.0], [1])
    assert value[0] == pytest.approx(0.6)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
