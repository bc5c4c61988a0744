"""Empirical-Bayes shrinkage against closed forms and a numerical maximum of the likelihood."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from multipolar.measures.shrinkage import LEAST_DYADS, shrink, shrink_similarity
from multipolar.measures.similarity import MEASURES, Z90, fisher_scale, from_fisher_scale


def sample(n, spread, noise, seed):
    random = np.random.default_rng(seed)
    errors = random.uniform(0.5, 1.5, n) * noise
    return random.normal(0.3, spread, n) + random.normal(0, errors), errors


def maximum(values, errors):
    """Mean and spread by a direct search of the profile likelihood; tau² = 0 is allowed."""

    def profile(tau):
        weight = 1 / (tau**2 + errors**2)
        mean = (weight * values).sum() / weight.sum()
        return 0.5 * (weight * (values - mean) ** 2 - np.log(weight)).sum(), mean

    grid = np.linspace(0, 3 * values.std(), 400)
    best = grid[int(np.argmin([profile(tau)[0] for tau in grid]))]
    step = grid[1]
    fine = optimize.minimize_scalar(
        lambda tau: profile(tau)[0],
        bounds=(max(best - step, 0), best + step),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return profile(fine.x)[1], float(fine.x)


def posterior(values, errors, mean, spread):
    weight = spread**2 / (spread**2 + errors**2)
    return mean + weight * (values - mean)


def test_closed_form_with_equal_errors():
    """One error s for all: mu is the mean and tau² = variance (over n) - s², exactly."""
    values = np.array([-1.0, -0.2, 0.1, 0.7, 1.4, 2.0])
    errors = np.full(6, 0.3)
    spread2 = values.var() - 0.09
    found = shrink(values, errors)
    assert found.mean == pytest.approx(values.mean(), abs=1e-9)
    assert found.spread == pytest.approx(np.sqrt(spread2), abs=1e-6)
    weight = spread2 / (spread2 + 0.09)
    expected = values.mean() + weight * (values - values.mean())
    assert found.value == pytest.approx(expected, abs=1e-6)
    half = 1.6448536269514722 * np.sqrt(weight) * 0.3
    assert found.high - found.value == pytest.approx(np.full(6, half), abs=1e-6)
    assert found.value - found.low == pytest.approx(np.full(6, half), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("n", "spread", "noise"), [(200, 0.5, 0.3), (60, 0.4, 0.3)])
def test_is_the_maximum_of_the_marginal_likelihood(n, spread, noise, seed):
    values, errors = sample(n, spread, noise, seed)
    mean, tau = maximum(values, errors)
    found = shrink(values, errors)
    assert found.mean == pytest.approx(mean, abs=1e-4)
    assert found.spread == pytest.approx(tau, abs=1e-4)
    assert found.value == pytest.approx(posterior(values, errors, mean, tau), abs=1e-4)


@pytest.mark.parametrize(("n", "spread", "noise", "seed"), [(40, 0.5, 1.0, 1), (200, 0.05, 0.3, 3)])
def test_is_the_maximum_also_where_noise_dominates(n, spread, noise, seed):
    """The maxima are tau = .279 and .083; posterior means are off by .42 and .14."""
    values, errors = sample(n, spread, noise, seed)
    mean, tau = maximum(values, errors)
    assert tau > 0.05
    found = shrink(values, errors)
    assert found.value == pytest.approx(posterior(values, errors, mean, tau), abs=0.01)


def test_without_spread_the_mean_is_weighted_by_precision():
    """Where the likelihood is greatest at tau = 0, all go to the precision-weighted mean."""
    values, errors = sample(12, 0.2, 0.5, 0)
    mean, tau = maximum(values, errors)
    assert tau < 1e-3
    assert mean == pytest.approx((values / errors**2).sum() / (1 / errors**2).sum(), abs=1e-6)
    assert shrink(values, errors).mean == pytest.approx(mean, abs=0.01)


def test_the_noisier_go_further():
    values = np.array([1.0, 1.0, 1.0, -1.0, -0.5, 0.4])
    errors = np.array([0.1, 0.3, 0.9, 0.2, 0.2, 0.2])
    found = shrink(values, errors)
    assert 1 > found.value[0] > found.value[1] > found.value[2] > found.mean
    assert (found.high - found.low < 2 * 1.645 * errors).all()
    between = (found.value - found.mean) * (values - found.mean)
    assert (between >= 0).all()
    assert (abs(found.value - found.mean) <= abs(values - found.mean)).all()


def test_nan_stays_nan_and_moves_nobody():
    values, errors = sample(50, 0.5, 0.3, 1)
    plain = shrink(values, errors)
    holed = shrink(np.append(values, [np.nan, 2.0]), np.append(errors, [0.3, np.nan]))
    assert np.isnan([holed.value[50:], holed.low[50:], holed.high[50:]]).all()
    assert holed.value[:50] == pytest.approx(plain.value, abs=1e-12)


def test_intervals_cover():
    """Posterior 90 % intervals hold the true value in about 90 % of cases (4 standard errors)."""
    random = np.random.default_rng(5)
    truth, errors = random.normal(0.2, 0.5, 4000), random.uniform(0.1, 0.6, 4000)
    found = shrink(truth + random.normal(0, errors), errors)
    assert ((found.low <= truth) & (truth <= found.high)).mean() == pytest.approx(0.9, abs=0.02)


# --------------------------------------------------------------------- similarities of votes
def tables(dyads, most, seed):
    """Nine-cell tables of dyads with propensities of their own."""
    random = np.random.default_rng(seed)
    shares = random.dirichlet(np.ones(9), dyads)
    counts = random.integers(1, most, dyads)
    drawn = [random.multinomial(n, p) for n, p in zip(counts, shares, strict=True)]
    return np.array(drawn).reshape(-1, 3, 3)


@pytest.mark.parametrize("measure", MEASURES)
def test_shrunken_similarities_stay_within_bounds_and_nearer_to_the_middle(measure):
    cells = tables(400, 120, 3)
    enough = cells.sum(axis=(1, 2)) >= 15
    found = shrink_similarity(measure, cells, enough)
    plain = MEASURES[measure](cells).value
    least = 0 if measure in ("agreement", "identical") else -1
    assert np.isnan(found.value[~enough]).all()
    assert (least <= found.low[enough]).all()
    assert (found.low[enough] <= found.value[enough]).all()
    assert (found.value[enough] <= found.high[enough]).all()
    assert (found.high[enough] <= 1).all()
    assert np.std(found.value[enough]) < np.std(plain[enough])


@pytest.mark.parametrize("measure", MEASURES)
def test_dyads_with_too_few_votes_teach_nothing(measure):
    cells = tables(400, 120, 4)
    enough = cells.sum(axis=(1, 2)) >= 15
    every = shrink_similarity(measure, cells, enough).value[enough]
    alone = shrink_similarity(measure, cells[enough], enough[enough]).value
    assert every == pytest.approx(alone, abs=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_fishers_scale_is_that_of_the_measure(measure):
    """With many votes the padding is gone: the scale brings back the value and its interval."""
    cells = tables(50, 60, 5) * 1000
    cells = cells[cells.sum(axis=(1, 2)) >= 10_000]
    z, error = fisher_scale(measure, cells)
    interval = MEASURES[measure](cells)
    assert from_fisher_scale(measure, z) == pytest.approx(interval.value, abs=1e-3)
    assert from_fisher_scale(measure, z - Z90 * error) == pytest.approx(interval.low, abs=2e-3)
    assert from_fisher_scale(measure, z + Z90 * error) == pytest.approx(interval.high, abs=2e-3)


def test_identical_votes_are_drawn_in_and_few_dyads_give_nothing():
    cells = np.zeros((40, 3, 3))
    cells[:, 0, 0], cells[:, 2, 2] = 10, 10
    cells[:20, 0, 2] = np.arange(20)
    found = shrink_similarity("kappa", cells, np.ones(40, dtype=bool))
    assert np.isfinite(found.value).all()
    assert (found.value[20:] < 1).all()
    few = shrink_similarity("kappa", cells, np.arange(40) < LEAST_DYADS - 1)
    assert np.isnan(few.value).all()
