"""Change points against the enumeration of all ways to cut a series."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from multipolar.measures.changepoints import HAZARD, changes


def series(n, seed, step=0.0, at=0, error=0.2):
    values = np.random.default_rng(seed).normal(0, error, n)
    values[at:] += step
    return values, np.full(n, error)


def enumerated(values, errors, hazard, wobble):
    """Probability of each change and level, summed over all 2^(n-1) segmentations."""
    n = len(values)
    centre, spread = values.mean(), max(values.std(), 1e-3)
    total, starts, level = 0.0, np.zeros(n), np.zeros(n)
    for cuts in product([False, True], repeat=n - 1):
        edges = [0, *(k + 1 for k, cut in enumerate(cuts) if cut), n]
        weight = hazard ** sum(cuts) * (1 - hazard) ** (n - 1 - sum(cuts))
        means = np.zeros(n)
        for one, two in pairwise(edges):
            noise = np.diag(errors[one:two] ** 2 + wobble**2)
            covariance = noise + spread**2
            x = values[one:two] - centre
            weight *= multivariate_normal.pdf(x, np.zeros(two - one), covariance)
            means[one:two] = centre + spread**2 * np.linalg.solve(covariance, x).sum()
        total += weight
        starts[1:] += weight * np.array(cuts)
        level += weight * means
    return starts / total, level / total, total


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("n", [3, 5, 8])
def test_equals_the_sum_over_all_segmentations(n, seed):
    random = np.random.default_rng(100 + seed)
    values = random.normal(0, 0.5, n) + (np.arange(n) > n // 2) * random.normal(0, 1)
    errors = random.uniform(0.1, 0.5, n)
    found = changes(values, errors)
    starts, level, _ = enumerated(values, errors, HAZARD, found.wobble)
    assert found.probability == pytest.approx(starts, abs=1e-10)
    assert found.level == pytest.approx(level, abs=1e-10)


@pytest.mark.parametrize("seed", range(4))
def test_the_wobble_is_the_likeliest_of_its_grid(seed):
    random = np.random.default_rng(seed)
    values, errors = random.normal(0, 1, 6), np.full(6, 0.2)
    grid = values.std() * np.array([0, 0.1, 0.2, 0.35, 0.5, 0.75, 1])
    fits = [enumerated(values, errors, HAZARD, wobble)[2] for wobble in grid]
    assert changes(values, errors).wobble == pytest.approx(grid[int(np.argmax(fits))])


def test_a_step_is_found_where_it_was_made():
    """Ten years at one level and ten five standard errors higher; 20 samples."""
    for seed in range(20):
        values, errors = series(20, seed, step=1.0, at=10)
        found = changes(values, errors)
        near = found.probability[9:12]
        assert near.sum() > 0.9, seed
        assert int(np.argmax(found.probability)) in (9, 10, 11)
    values, errors = series(20, 0, step=2.0, at=10)
    assert changes(values, errors).probability[10] > 0.99


def test_noise_has_no_change():
    """60 series without a change: the largest probability averages under .25, few reach .5."""
    largest = np.array([changes(*series(25, seed)).probability.max() for seed in range(60)])
    assert largest.mean() < 0.25
    assert (largest >= 0.5).mean() <= 0.05


def test_probabilities_are_probabilities():
    for seed in range(10):
        found = changes(*series(15, seed, step=seed / 5, at=7))
        assert found.probability[0] == 0
        assert ((found.probability >= 0) & (found.probability <= 1)).all()
        assert 0 <= found.probability.sum() <= 14


def test_a_constant_series_keeps_its_prior():
    """Nothing is learnt where the prior of the level is as narrow as the errors are wide."""
    found = changes(np.full(9, 0.5), np.full(9, 0.1))
    assert found.probability[1:] == pytest.approx(np.full(8, HAZARD), abs=1e-4)
    assert found.level == pytest.approx(np.full(9, 0.5))


@pytest.mark.parametrize("seed", range(6))
def test_time_has_no_direction(seed):
    """A change between two years is as likely when the series is read backwards."""
    random = np.random.default_rng(seed)
    values, errors = random.normal(0, 1, 15), random.uniform(0.1, 0.5, 15)
    forward, backward = changes(values, errors), changes(values[::-1], errors[::-1])
    assert forward.probability[1:] == pytest.approx(backward.probability[1:][::-1], abs=1e-9)
    assert forward.level == pytest.approx(backward.level[::-1], abs=1e-9)


def test_scale_and_level_do_not_matter():
    values, errors = series(14, 3, step=0.7, at=6)
    plain, moved = changes(values, errors), changes(40 + 10 * values, 10 * errors)
    assert plain.probability == pytest.approx(moved.probability, abs=1e-8)
    assert moved.level == pytest.approx(40 + 10 * plain.level, abs=1e-7)


def test_a_greater_hazard_sees_more_changes():
    values, errors = series(20, 4, step=0.5, at=10)
    rare, often = (changes(values, errors, hazard).probability.sum() for hazard in (0.01, 0.2))
    assert rare < often
