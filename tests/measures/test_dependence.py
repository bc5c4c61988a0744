"""Barbieri's measures and the cost of leaving, against slow twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.measures import dependence

shares = st.floats(0, 1)
portfolio = st.lists(st.floats(0.001, 1), min_size=2, max_size=12)


@given(shares, shares)
def test_barbieri_is_symmetric_and_bounded(one, two):
    a, b = np.array([one]), np.array([two])
    for measure in (dependence.salience, dependence.symmetry, dependence.interdependence):
        assert measure(a, b) == measure(b, a)
        assert 0 <= measure(a, b)[0] <= 1
    assert dependence.interdependence(a, b)[0] <= dependence.salience(a, b)[0]


def test_barbieri_by_hand():
    """Shares .16 and .04: salience .08, symmetry .88, interdependence .0704."""
    a, b = np.array([0.16]), np.array([0.04])
    assert dependence.salience(a, b)[0] == pytest.approx(0.08)
    assert dependence.symmetry(a, b)[0] == pytest.approx(0.88)
    assert dependence.interdependence(a, b)[0] == pytest.approx(0.0704)


@given(portfolio)
def test_exit_cost_equals_sharing_the_trade_out(amounts):
    """Partner by partner: what each other one would take over, weighted by its size."""
    share = np.array(amounts) / sum(amounts)
    rest = share[1:] / share[1:].sum()
    slow = sum(part * (share[0] * part) for part in rest)
    found = dependence.exit_cost(share[:1], np.array([1.0]), np.array([(share**2).sum()]))
    assert found[0] == pytest.approx(slow, abs=1e-9)
    assert 0 <= found[0] <= 1
    growth = dependence.absorption(share[:1], np.array([1.0]))
    assert growth[0] == pytest.approx(share[0] / (1 - share[0]), rel=1e-6)


def test_equal_partners_and_a_single_one():
    concentration = dependence.rest_concentration
    assert concentration(np.array([0.5]), np.array([1.0]), np.array([0.375]))[0] == pytest.approx(
        0.5
    )
    assert np.isnan(concentration(np.array([1.0]), np.array([1.0]), np.array([1.0]))[0])
    assert np.isnan(dependence.absorption(np.array([1.0]), np.array([1.0]))[0])
