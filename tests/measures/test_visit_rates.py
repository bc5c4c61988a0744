"""Rates of visits against simulation and known figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.measures.contact import visit_rate, visit_shift

COUNTS = st.integers(0, 40)


@given(COUNTS, st.integers(1, 200))
def test_the_rate_lies_in_its_interval(visits: int, trips: int) -> None:
    found = visit_rate(visits, trips)
    assert found.low <= found.value <= found.high
    assert found.value == visits / trips
    assert (found.low == 0) == (visits == 0)


def test_rate_of_five_visits_in_a_hundred_trips() -> None:
    # Quantiles of Gamma(5.5) are half of those of chi-squared with 11 degrees of freedom:
    # 4.575 and 19.675 at 5 and 95 % (any table).
    found = visit_rate(5, 100)
    assert [found.low, found.high] == pytest.approx([0.04575 / 2, 0.19675 / 2], abs=1e-5)


def test_the_interval_of_the_rate_holds_the_truth_in_nine_of_ten() -> None:
    rng = np.random.default_rng(7)
    found = visit_rate(rng.poisson(0.06 * 90, 20_000), 90)
    held = ((found.low <= 0.06) & (found.high >= 0.06)).mean()
    assert 0.87 < held < 0.93


@given(COUNTS, st.integers(1, 200), COUNTS, st.integers(1, 200))
def test_the_shift_is_symmetric(now: int, n: int, before: int, n_before: int) -> None:
    there, back = visit_shift(now, n, before, n_before), visit_shift(before, n_before, now, n)
    if now + before == 0:
        assert np.isnan(there.value)
        return
    assert there.low < there.value < there.high
    assert there.value == pytest.approx(-back.value, abs=1e-9)
    assert there.low == pytest.approx(-back.high, abs=1e-9)


def test_the_shift_against_draws() -> None:
    # Two Gamma posteriors with Jeffreys' prior: the ratio of their draws.
    rng = np.random.default_rng(11)
    ratio = rng.gamma(12.5, size=400_000) / 90 / (rng.gamma(20.5, size=400_000) / 400)
    found = visit_shift(12, 90, 20, 400)
    direct = np.log(np.quantile(ratio, [0.5, 0.05, 0.95]))
    assert [found.value, found.low, found.high] == pytest.approx(direct, abs=0.01)


def test_no_trips_is_unknown() -> None:
    assert np.isnan(visit_rate(0, 0).value)
    assert np.isnan(visit_shift(0, 0, 3, 10).value)
