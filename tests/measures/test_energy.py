"""Balance, fit and horizon of energy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import trapezoid

from multipolar.measures.energy import (
    HORIZON_CAP,
    balance,
    complementarity,
    cover,
    exhaustion,
    reserves_horizon,
)

flow = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-6)
state = st.lists(flow, min_size=2, max_size=2)


@given(state, state)
def test_complementarity_equals_its_sentence(one, two):
    met = sum(
        min(max(a, 0), max(-b, 0)) + min(max(b, 0), max(-a, 0))
        for a, b in zip(one, two, strict=True)
    )
    volume = sum(abs(a) + abs(b) for a, b in zip(one, two, strict=True)) / 2
    a, b = np.array([one]), np.array([two])
    found = complementarity(a, b)[0]
    if volume == 0:
        assert np.isnan(found)
        return
    assert found == pytest.approx(met / volume)
    assert -1e-12 <= found <= 1 + 1e-12
    assert found == pytest.approx(complementarity(b, a)[0])
    part = cover(a, b)[0]
    assert np.isnan(part) == (max(-one[0], 0) + max(-one[1], 0) == 0)
    assert np.isnan(part) or 0 <= part <= 1


def test_mirror_images_fit_wholly_and_twins_not_at_all():
    one = np.array([[3.0, -2.0]])
    assert complementarity(one, -one)[0] == 1
    assert complementarity(one, one)[0] == 0
    assert cover(one, -one)[0] == 1


def test_balance_at_its_ends():
    found = balance(np.array([0.0, 2.0, 3.0, 0.0]), np.array([2.0, 2.0, 0.0, 0.0]))
    assert found[:3] == pytest.approx([-1, 0, 1])
    assert np.isnan(found[3])


@given(st.floats(0.5, 80), st.floats(-0.02, 0.05))
def test_exhaustion_equals_counting_down(ratio, growth):
    """Production summed in small steps reaches the reserve at that time."""
    years = exhaustion(np.array([ratio]), np.array([growth]))[0]
    if years >= HORIZON_CAP:
        assert growth * ratio < -0.99
        return
    steps = np.linspace(0, years, 4001)
    used = trapezoid(np.exp(growth * steps), steps)
    assert used == pytest.approx(ratio, rel=1e-3)


def test_horizon_of_a_steady_producer_is_certain():
    value, low, high = reserves_horizon(np.full(12, 50.0), np.full(12, 2.0))
    assert (value, low, high) == pytest.approx((25, 25, 25))


def test_horizon_is_the_same_every_time_and_wider_for_uncertain_books():
    random = np.random.default_rng(1)
    made = 2 * np.exp(np.cumsum(random.normal(0, 0.03, 30)))
    calm = 50 * np.exp(np.cumsum(random.normal(0, 0.01, 30)))
    wild = 50 * np.exp(np.cumsum(random.normal(0, 0.15, 30)))
    assert reserves_horizon(calm, made) == reserves_horizon(calm, made)
    widths = [np.log(h / lo) for _, lo, h in (reserves_horizon(r, made) for r in (calm, wild))]
    assert widths[0] < widths[1]


def test_no_horizon_without_figures_or_history():
    assert np.isnan(reserves_horizon(np.full(4, 50.0), np.full(4, 2.0))).all()
    gap = np.full(12, 50.0)
    gap[-1] = np.nan
    assert np.isnan(reserves_horizon(gap, np.full(12, 2.0))).all()
