"""Event studies against regressions with dummies, general solvers, and simulated nulls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from multipolar.errors import BrokenTable
from multipolar.measures.event_study import (
    difference_in_differences,
    matched_on_variance,
    project_to_simplex,
    simplex_weights,
    synthetic_control,
)

BEFORE, AFTER = np.arange(6), np.arange(6, 10)
SEEDS = st.integers(0, 10_000)


def panel_of(seed, units=15, years=10):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(units, 1)) + rng.normal(size=(1, years)) + rng.normal(size=(units, years))
    )


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_difference_in_differences_is_the_two_way_regression(seed):
    panel = panel_of(seed)
    units, years = panel.shape
    unit, year = np.divmod(np.arange(panel.size), years)
    treated = ((unit == 0) & np.isin(year, AFTER)).astype(float)
    design = np.column_stack([treated, np.eye(units)[unit], np.eye(years)[year][:, 1:]])
    slope = np.linalg.lstsq(design, panel.ravel(), rcond=None)[0][0]
    found = difference_in_differences(panel, 0, np.arange(1, units), BEFORE, AFTER)
    assert found.value == pytest.approx(slope)


@given(SEEDS, st.floats(-5, 5), st.floats(-5, 5))
@settings(max_examples=25, deadline=None)
def test_levels_and_common_years_do_not_matter(seed, level, shift):
    panel = panel_of(seed)
    moved = panel.copy()
    moved[0] += level
    moved[:, 7] += shift
    donors = np.arange(1, len(panel))
    one = difference_in_differences(panel, 0, donors, BEFORE, AFTER)
    two = difference_in_differences(moved, 0, donors, BEFORE, AFTER)
    assert two.value == pytest.approx(one.value, abs=1e-9)
    assert two.p == one.p


def test_an_effect_is_found_with_its_size():
    panel = panel_of(3, units=40)
    panel[0, AFTER] += 6
    found = difference_in_differences(panel, 0, np.arange(1, 40), BEFORE, AFTER)
    assert found.low < 6 < found.high
    assert found.p == pytest.approx(1 / 40)


def test_p_values_are_uniform_without_an_effect():
    p = [
        difference_in_differences(panel_of(s, 20), 0, np.arange(1, 20), BEFORE, AFTER).p
        for s in range(400)
    ]
    for level in (0.1, 0.25, 0.5):
        assert np.mean(np.array(p) <= level) == pytest.approx(level, abs=0.06)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_simplex_weights_are_as_good_as_a_general_solver(seed):
    rng = np.random.default_rng(seed)
    pool, target = rng.normal(size=(5, 8)), rng.normal(size=8)
    found = simplex_weights(pool, target)
    solved = minimize(
        lambda w: ((w @ pool - target) ** 2).sum(),
        np.full(5, 0.2),
        bounds=[(0, 1)] * 5,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
    )
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    assert ((found @ pool - target) ** 2).sum() <= solved.fun + 1e-6


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=8))
def test_projection_is_the_nearest_point(point):
    found = project_to_simplex(np.array(point))
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    rng = np.random.default_rng(0)
    for other in rng.dirichlet(np.ones(len(point)), 50):
        nearer = ((found - point) ** 2).sum() <= ((other - point) ** 2).sum() + 1e-9
        assert nearer


def test_a_mixture_of_donors_is_recovered():
    panel = panel_of(5, units=14)
    panel[0] = 0.7 * panel[3] + 0.3 * panel[8]
    panel[0, AFTER] += 2
    effect, weights = synthetic_control(panel, 0, np.arange(1, 14), BEFORE, AFTER)
    assert effect.value == pytest.approx(2, abs=0.05)
    assert weights[[2, 7]] == pytest.approx([0.7, 0.3], abs=0.03)
    assert effect.p == pytest.approx(1 / 14)


def test_donors_are_matched_on_variance_and_complete():
    panel = panel_of(1, units=6)
    panel[1] *= 100
    panel[2, 1] = np.nan
    assert set(matched_on_variance(panel, 0, BEFORE)) <= {3, 4, 5}


def test_few_donors_decide_nothing():
    panel = panel_of(2, units=5)
    found = difference_in_differences(panel, 0, np.arange(1, 5), BEFORE, AFTER)
    assert np.isnan(found.p)
    assert np.isnan(found.low)


@pytest.mark.parametrize(
    ("donors", "before", "message"),
    [([0, 1], BEFORE, "among its donors"), ([1, 2], BEFORE[:0], "at least one year")],
)
def test_what_cannot_be_asked(donors, before, message):
    with pytest.raises(BrokenTable, match=message):
        difference_in_differences(panel_of(0), 0, np.array(donors), before, AFTER)
