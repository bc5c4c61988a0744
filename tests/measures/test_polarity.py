"""Measures of polarity: known cases, properties, slow twins."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.measures.polarity import (
    concentration,
    effective_number,
    entropy,
    mean_shares,
    shares,
    spread,
)

POWER = st.lists(st.floats(1e-3, 1e6), min_size=2, max_size=30).map(np.array)


def test_equal_shares_are_no_concentration():
    assert concentration(np.ones(5)) == pytest.approx(0, abs=1e-7)
    assert effective_number(np.ones(5)) == pytest.approx(5)
    assert entropy(np.ones(5)) == pytest.approx(1)


def test_one_with_all_is_full_concentration():
    alone = np.array([7.0, 0, 0])
    assert concentration(alone) == pytest.approx(1)
    assert effective_number(alone) == pytest.approx(1)
    assert entropy(alone) == 0
    assert math.isnan(spread(alone).top_two)


def test_two_of_four_with_half_each():
    """sum s^2 = 1/2: sqrt((1/2 - 1/4) / (3/4)) = sqrt(1/3)."""
    half = np.array([1.0, 1, 0, 0])
    assert concentration(half) == pytest.approx(math.sqrt(1 / 3))
    assert spread(half).gap == 1


@given(POWER)
def test_it_is_the_standard_deviation_over_its_greatest_value(values):
    part = values / values.sum()
    greatest = np.std(np.eye(len(part))[0])
    assert concentration(values) == pytest.approx(np.std(part) / greatest, abs=1e-6)


@given(POWER, st.floats(0.01, 100))
def test_units_do_not_matter(values, factor):
    one, two = spread(values), spread(values * factor)
    assert one == pytest.approx(two, nan_ok=True, abs=1e-6)


@given(POWER)
def test_bounds(values):
    found = spread(values)
    assert 0 <= found.concentration <= 1 + 1e-9
    assert 1 - 1e-9 <= found.poles <= len(values) + 1e-6
    assert -1e-9 <= found.entropy <= 1 + 1e-9
    assert found.top_two >= 1


@pytest.mark.parametrize("bad", [[-1.0, 2], [np.nan, 1], [0.0, 0], [[1.0]]])
def test_what_is_no_power(bad):
    with pytest.raises(ValueError, match="power"):
        shares(np.array(bad))


def test_one_state_has_no_concentration():
    with pytest.raises(ValueError, match="two states"):
        concentration(np.array([1.0]))


def test_mean_shares_leave_out_what_is_unknown():
    found = mean_shares(np.array([[1.0, 3.0], [3.0, np.nan]]))
    assert found == pytest.approx([(0.25 + 1.0) / 2, 0.75])
