"""Panel regression against dummies and a double loop over observations."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import BrokenTable
from multipolar.measures.panel_regression import TwoWay, dyadic_meat, panel_regression


def world(seed, states=7, years=9, gaps=0.2):
    rng = np.random.default_rng(seed)
    members = np.array(list(itertools.combinations(range(states), 2)))
    shape = (len(members), years)
    x, z = rng.normal(size=shape), rng.normal(size=shape)
    y = 0.7 * x - 0.3 * z + rng.normal(size=(shape[0], 1)) + rng.normal(size=shape)
    y[rng.random(shape) < gaps] = np.nan
    x[rng.random(shape) < gaps / 4] = np.nan
    return y, x, z, members


def slow(y, columns, members):
    """Dummies by least squares, then the meat by comparing every two observations."""
    seen = np.isfinite(y) & np.all([np.isfinite(c) for c in columns], axis=0)
    rows, years = np.nonzero(seen)
    dummies = np.concatenate([np.eye(y.shape[0])[rows], np.eye(y.shape[1])[years]], axis=1)
    x = np.stack([c[seen] for c in columns], axis=1)
    x = x - dummies @ np.linalg.lstsq(dummies, x, rcond=None)[0]
    target = y[seen] - dummies @ np.linalg.lstsq(dummies, y[seen], rcond=None)[0]
    slopes = np.linalg.lstsq(x, target, rcond=None)[0]
    left = target - x @ slopes
    meat = np.zeros((len(columns),) * 2)
    for a, b in itertools.product(range(len(rows)), repeat=2):
        if set(members[rows[a]]) & set(members[rows[b]]):
            meat += np.outer(x[a], x[b]) * left[a] * left[b]
    count = len(np.unique(members[np.unique(rows)]))
    bread = np.linalg.inv(x.T @ x)
    sizes, directions = np.linalg.eigh(meat)
    meat = directions @ np.diag(np.maximum(sizes, 0)) @ directions.T
    return slopes, bread @ meat @ bread * count / (count - 1)


@pytest.mark.parametrize("seed", range(5))
def test_slopes_and_covariance_are_those_of_the_slow_way(seed):
    y, x, z, members = world(seed)
    fit = panel_regression(y, [x, z], members)
    slopes, covariance = slow(y, [x, z], members)
    np.testing.assert_allclose(fit.slopes, slopes, atol=1e-9)
    np.testing.assert_allclose(fit.covariance, covariance, atol=1e-10)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(-3, 3))
def test_effects_of_pairs_and_years_change_nothing(seed, size):
    y, x, z, members = world(seed)
    rng = np.random.default_rng(seed + 1)
    moved = y + size * (rng.normal(size=(len(y), 1)) + rng.normal(size=(1, y.shape[1])))
    one, two = panel_regression(y, [x, z], members), panel_regression(moved, [x, z], members)
    np.testing.assert_allclose(one.slopes, two.slopes, atol=1e-8)
    np.testing.assert_allclose(one.covariance, two.covariance, atol=1e-8)


def test_residuals_have_no_effects_left():
    y, x, _, _ = world(3)
    seen = np.isfinite(y)
    left = TwoWay(seen).residual(y)
    np.testing.assert_allclose(left.sum(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(left.sum(axis=1), 0, atol=1e-9)
    assert (left[~seen] == 0).all()
    del x


def test_independent_pairs_get_the_sum_of_their_own_squares():
    members = np.array([[0, 1], [2, 3], [4, 5]])
    scores = np.array([[1.0], [2.0], [-3.0]])
    assert dyadic_meat(scores, members)[0, 0] == pytest.approx(14)


def test_errors_by_member_cover_where_states_move_all_their_pairs():
    """With shocks of states the dyadic interval covers about 90 %, the classical far less."""
    rng = np.random.default_rng(8)
    members = np.array(list(itertools.combinations(range(40), 2)))
    inside = naive = 0
    for _ in range(200):
        h, shock = rng.normal(size=(40, 8)).cumsum(axis=1), rng.normal(size=(40, 8)).cumsum(axis=1)
        x = h[members[:, 0]] + h[members[:, 1]]
        y = shock[members[:, 0]] + shock[members[:, 1]] + rng.normal(size=x.shape)
        fit = panel_regression(y, [x], members)
        kept = TwoWay(np.isfinite(x)).residual(x)
        classical = np.sqrt(fit.residuals.var() / (kept**2).sum())
        inside += abs(fit.slopes[0]) < 1.645 * fit.errors[0]
        naive += abs(fit.slopes[0]) < 1.645 * classical
    assert 160 <= inside <= 192
    assert naive < 120


def test_a_regressor_that_the_effects_explain_is_refused():
    y, x, _, members = world(1, gaps=0)
    constant = np.broadcast_to(np.arange(len(y), dtype=float)[:, None], y.shape)
    with pytest.raises(BrokenTable, match="does not vary"):
        panel_regression(y, [constant], members)
    with pytest.raises(BrokenTable, match="collinear"):
        panel_regression(y, [x, 2 * x], members)
