"""The slope of a short series against SciPy, and its words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from multipolar.measures.trend import LEAST_YEARS, slope


@pytest.mark.parametrize("n", [5, 6, 7, 8, 9, 10, 11, 14, 30])
def test_equals_scipy(n):
    random = np.random.default_rng(n)
    years, values = np.arange(2000.0, 2000 + n), random.normal(0, 1, n)
    found, twin = slope(years, values), stats.linregress(years, values)
    half = stats.t.ppf(0.95, n - 2) * twin.stderr
    assert found.value == pytest.approx(twin.slope, abs=1e-10)
    assert (found.low, found.high) == pytest.approx((twin.slope - half, twin.slope + half))
    assert found.n == n


def test_years_with_gaps():
    years = np.array([1990.0, 1991, 1995, 1998, 1999, 2003])
    values = np.array([0.1, 0.3, 0.2, 0.5, 0.4, 0.8])
    assert slope(years, values).value == pytest.approx(stats.linregress(years, values).slope)


def test_too_few_values_make_no_trend():
    assert slope(np.arange(LEAST_YEARS - 1.0), np.arange(LEAST_YEARS - 1.0)) is None
    assert slope(np.arange(float(LEAST_YEARS)), np.arange(float(LEAST_YEARS))) is not None


def test_words():
    years, wave = np.arange(10.0), np.array([0, 0.1] * 5)
    assert slope(years, years + wave).word == "rising"
    assert slope(years, -years + wave).word == "falling"
    assert slope(years, wave).word == "unclear"
    flat = slope(years, np.full(10, 0.3))
    assert flat == (0.0, None, None, 10)
    assert flat.word == "flat"


def test_interval_covers():
    """A line with independent noise: 90 % of intervals hold the slope (4 standard errors)."""
    random, years = np.random.default_rng(2), np.arange(10.0)
    hits = [
        found.low <= 0.3 <= found.high
        for found in (slope(years, 0.3 * years + random.normal(0, 1, 10)) for _ in range(2000))
    ]
    assert np.mean(hits) == pytest.approx(0.9, abs=0.03)
