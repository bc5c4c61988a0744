"""Cross-reaction on worlds of which the answer is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from multipolar.measures.cross_reaction import cross_reaction, own_slopes, shifted
from multipolar.measures.panel_regression import panel_regression

STATES, YEARS = 24, 50


def world(seed, beta, rho=0.5, noise=0.1):
    """Cooperation that answers to hostility of the year before with ``beta`` of each pair."""
    rng = np.random.default_rng(seed)
    members = np.array(list(itertools.combinations(range(STATES), 2)))
    h = (rng.random((STATES, YEARS)) < 0.3).astype(float)
    y = np.zeros((len(members), YEARS))
    level = rng.normal(size=len(members))
    beta = np.broadcast_to(beta, (len(members),))
    for t in range(1, YEARS):
        push = beta * (h[members[:, 0], t - 1] + h[members[:, 1], t - 1])
        y[:, t] = level + rho * y[:, t - 1] + push + noise * rng.normal(size=len(members))
    return y, h, members


def test_the_slope_put_in_is_found_and_the_placebo_is_zero():
    y, h, members = world(1, 0.2)
    found = cross_reaction(y, h, members, permutations=199)
    assert found.pooled.slopes[1] == pytest.approx(0.2, abs=0.01)
    assert found.p == pytest.approx(1 / 200)
    assert abs(found.placebo.slopes[3]) < 3 * found.placebo.errors[3]


def test_without_reaction_nothing_is_found():
    ps = []
    for seed in range(40):
        y, h, members = world(seed, 0.0)
        ps.append(cross_reaction(y, h, members, permutations=99, seed=seed).p)
    assert 0.3 < np.mean(ps) < 0.7
    assert np.mean(np.array(ps) <= 0.1) <= 0.25


def test_own_slopes_are_those_of_least_squares_pair_by_pair():
    y, h, members = world(2, 0.1)
    y[0, 5:9] = np.nan
    either = h[members[:, 0]] + h[members[:, 1]]
    pooled = panel_regression(y, [shifted(y, 1), shifted(either, 1)], members)
    seen = np.isfinite(y) & np.isfinite(shifted(y, 1)) & np.isfinite(shifted(either, 1))
    slopes, errors = own_slopes(pooled, seen, shifted(h, 1), members)
    for pair in (0, 7, 100):
        kept = seen[pair]
        x = np.stack([shifted(h, 1)[members[pair, side]][kept] for side in (0, 1)], axis=1)
        x = x - x.mean(axis=0)
        target = pooled.residuals[pair][kept] + pooled.slopes[-1] * x.sum(axis=1)
        target = target - target.mean()
        slope = np.linalg.lstsq(x, target, rcond=None)[0]
        noise = ((target - x @ slope) ** 2).sum() / (kept.sum() - 3)
        np.testing.assert_allclose(slopes[pair], slope, atol=1e-10)
        expected = np.sqrt(noise * np.diag(np.linalg.inv(x.T @ x)))
        np.testing.assert_allclose(errors[pair], expected, atol=1e-10)


def test_pairs_that_react_differently_are_told_apart_and_drawn_together():
    rng = np.random.default_rng(5)
    beta = rng.normal(0.1, 0.1, STATES * (STATES - 1) // 2)
    y, h, members = world(5, beta)
    found = cross_reaction(y, h, members, permutations=9)
    truth = np.repeat(beta, 2)
    drawn, raw = found.drawn, found.slopes.ravel()
    assert drawn.spread == pytest.approx(0.1, abs=0.03)
    assert np.square(drawn.value - truth).mean() <= np.square(raw - truth).mean()
    inside = (drawn.low <= truth) & (truth <= drawn.high)
    assert 0.85 < inside.mean() < 0.95


def test_few_years_no_movement_and_movement_together_have_no_own_slope():
    y, h, members = world(3, 0.1)
    h[0] = 0.0
    h[2] = h[1]
    h[3] = 0.0
    h[3, 20] = 1.0
    y[members[:, 1] == 23, 15:] = np.nan
    found = cross_reaction(y, h, members, permutations=9)
    rows = {tuple(pair): place for place, pair in enumerate(members.tolist())}
    assert np.isnan(found.slopes[rows[0, 5]]).tolist() == [True, False]
    assert np.isnan(found.slopes[rows[1, 2]]).all()
    assert np.isnan(found.slopes[rows[3, 5]]).tolist() == [True, False]
    assert np.isnan(found.slopes[rows[5, 23]]).all()


def test_the_seed_decides_the_permutations():
    y, h, members = world(4, 0.003)
    one, two = (cross_reaction(y, h, members, permutations=50, seed=9).p for _ in range(2))
    assert one == two
