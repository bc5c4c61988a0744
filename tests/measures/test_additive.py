"""State effects against dummy variables: least squares with a ridge, and Poisson regression."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.additive import RIDGE, additive_residuals, multiplicative_ratios

STATES = 25


@pytest.fixture
def dyads():
    """Codes, state effects, covariates and a measure over all pairs of some states."""
    random = np.random.default_rng(8)
    one, two = np.triu_indices(STATES, 1)
    codes = random.permutation(900)[:STATES] + 1
    effects = random.normal(0, 1, STATES)
    near = np.column_stack([random.normal(8, 1, len(one)), random.random(len(one)) < 0.2])
    level = effects[one] + effects[two] - 0.4 * (near[:, 0] - 8) + near[:, 1]
    return one, two, codes, near, level, random


def dummies(one, two):
    found = np.zeros((len(one), STATES))
    found[np.arange(len(one)), one] += 1
    found[np.arange(len(two)), two] += 1
    return found


def test_equals_least_squares_on_dummies_with_a_ridge(dyads):
    one, two, codes, near, level, random = dyads
    values = 3 + level + random.normal(0, 0.5, len(level))
    design = np.column_stack([dummies(one, two), np.ones(len(level)), near - near.mean(axis=0)])
    pull = np.sqrt(RIDGE) * np.eye(STATES, design.shape[1])
    stacked = np.concatenate([values, np.zeros(STATES)])
    solved = np.linalg.lstsq(np.vstack([design, pull]), stacked, rcond=None)[0]
    found = additive_residuals(codes[one], codes[two], values, near)
    assert found == pytest.approx(values - design @ solved, abs=1e-8)
    bare = np.delete(design, [-2, -1], axis=1)
    pull = np.sqrt(RIDGE) * np.eye(STATES, STATES + 1)
    solved = np.linalg.lstsq(np.vstack([bare, pull]), stacked, rcond=None)[0]
    assert additive_residuals(codes[one], codes[two], values) == pytest.approx(
        values - bare @ solved, abs=1e-8
    )


def test_residual_does_not_depend_on_the_level_or_a_covariate(dyads):
    one, two, codes, near, level, random = dyads
    values = level + random.normal(0, 0.5, len(level))
    plain = additive_residuals(codes[one], codes[two], values, near)
    for moved in (values + 100, values + 3 * near[:, 0], values - 5 * near[:, 1]):
        found = additive_residuals(codes[one], codes[two], moved, near)
        assert found == pytest.approx(plain, abs=1e-6)


def test_residual_hardly_depends_on_a_state_s_own_level(dyads):
    """The ridge leaves about 1 / (1 + dyads of a state) of what is added to a state's level."""
    one, two, codes, near, level, random = dyads
    values = level + random.normal(0, 0.5, len(level))
    plain = additive_residuals(codes[one], codes[two], values, near)
    own = random.normal(0, 1, STATES)
    moved = additive_residuals(codes[one], codes[two], values + own[one] + own[two], near)
    left = moved - plain
    assert left.std() < 2 / STATES * (own[one] + own[two]).std()
    assert abs(left).max() < 0.3


def test_order_of_states_and_rows_does_not_matter(dyads):
    one, two, codes, near, level, random = dyads
    values = level + random.normal(0, 0.5, len(level))
    plain = additive_residuals(codes[one], codes[two], values, near)
    swapped = additive_residuals(codes[two], codes[one], values, near)
    assert swapped == pytest.approx(plain, abs=1e-10)
    mixed = random.permutation(len(values))
    found = additive_residuals(codes[one][mixed], codes[two][mixed], values[mixed], near[mixed])
    assert found == pytest.approx(plain[mixed], abs=1e-9)


def test_a_close_pair_stands_out_net_of_two_generous_states(dyads):
    """Two states high with everyone and average with each other are distant net of that."""
    one, two, codes, near, _, random = dyads
    values = random.normal(0, 0.1, len(one))
    generous = (one < 2) | (two < 2)
    values[generous] += 3
    pair = (one == 0) & (two == 1)
    assert additive_residuals(codes[one], codes[two], values, near)[pair][0] < -1


def test_gravity_equals_poisson_regression(dyads):
    statsmodels = pytest.importorskip("statsmodels.api")
    one, two, codes, near, level, random = dyads
    values = random.poisson(np.exp(1 + level)).astype(float)
    assert (values == 0).any()
    design = np.column_stack([dummies(one, two), near - near.mean(axis=0)])
    fit = statsmodels.GLM(values, design, family=statsmodels.families.Poisson()).fit()
    found = multiplicative_ratios(codes[one], codes[two], values, near)
    assert found == pytest.approx(values / fit.fittedvalues, abs=1e-4)


def expected_of(values, ratios):
    """Fitted amounts of the dyads that traded; the others' ratio is 0 and hides them."""
    return values[values > 0] / ratios[values > 0]


def test_fitted_totals_equal_observed_totals(dyads):
    """First-order conditions of Poisson maximum likelihood: sums by state and by covariate."""
    one, two, codes, near, level, random = dyads
    values = np.exp(level + random.normal(0, 0.6, len(level)))
    fitted = expected_of(values, multiplicative_ratios(codes[one], codes[two], values, near))
    by_state = dummies(one, two).T
    assert by_state @ fitted == pytest.approx(by_state @ values, rel=1e-4)
    assert near.T @ fitted == pytest.approx(near.T @ values, rel=1e-4)


def test_no_trade_is_ratio_zero_and_units_do_not_matter(dyads):
    one, two, codes, near, level, random = dyads
    values = random.poisson(np.exp(level)).astype(float)
    found = multiplicative_ratios(codes[one], codes[two], values, near)
    assert (found[values == 0] == 0).all()
    assert (found[values > 0] > 0).all()
    other = multiplicative_ratios(codes[one], codes[two], values * 1e-4, near)
    assert other == pytest.approx(found, rel=1e-4, abs=1e-6)


def test_a_state_that_trades_with_nobody_does_no_harm(dyads):
    one, two, codes, near, level, random = dyads
    values = np.exp(level + random.normal(0, 0.3, len(level)))
    values[(one == 3) | (two == 3)] = 0
    found = multiplicative_ratios(codes[one], codes[two], values, near)
    rest = (one != 3) & (two != 3)
    alone = multiplicative_ratios(codes[one][rest], codes[two][rest], values[rest], near[rest])
    assert found[rest] == pytest.approx(alone, rel=1e-3)


def test_a_fit_that_fails_says_nan():
    """COW trade of 1942: few dyads, most of them zero."""
    from multipolar.panel.release import active
    from multipolar.relations.group import _nearness, group_of

    frame = group_of("trade.salience", 1942, active(), 1942).frame
    near = _nearness(frame.select("ccode1", "ccode2", "year"), active())
    known = ~np.isnan(near).any(axis=1)
    codes = frame.select("ccode1", "ccode2").to_numpy().astype(np.int64)[known]
    values = frame["value"].to_numpy()[known]
    found = multiplicative_ratios(codes[:, 0], codes[:, 1], values, near[known])
    assert np.isnan(found).all() or np.isfinite(found).all()
