"""Shared movement: what noise gives, what a factor gives, and a slow twin."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.shared_movement import (
    LEAST_CHANGES,
    first_share,
    shared_movement,
)


def world(rng, loading, fields=4, years=20):
    """Levels whose annual changes share a factor."""
    factor, own = rng.normal(size=years), rng.normal(size=(fields, years))
    changes = loading * factor + np.sqrt(1 - loading**2) * own
    return np.concatenate([np.zeros((fields, 1)), np.cumsum(changes, axis=1)], axis=1)


def test_share_is_the_largest_eigenvalue_of_the_correlations():
    x = np.random.default_rng(1).normal(size=(7, 4, 15))
    slow = [np.linalg.eigvalsh(np.corrcoef(case)).max() / 4 for case in x]
    np.testing.assert_allclose(first_share(x), slow, atol=1e-12)


def test_noise_passes_one_half_in_nearly_every_second_case_of_three_fields_and_twelve_years():
    """Why the share is never read without its null."""
    rng = np.random.default_rng(2)
    shares = first_share(rng.normal(size=(4000, 3, 12)))
    assert (shares > 0.5).mean() == pytest.approx(0.45, abs=0.03)


def test_the_null_is_calibrated():
    rng = np.random.default_rng(3)
    p = [shared_movement(world(rng, 0.0), seed, draws=99).p for seed in range(300)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.03)
    assert np.mean(p) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("loading", [0.0, 0.4, 0.6, 0.8])
def test_intervals_hold_the_true_share(loading):
    rng = np.random.default_rng(4)
    truth = (1 + 3 * loading**2) / 4
    found = [shared_movement(world(rng, loading), seed, draws=99) for seed in range(200)]
    inside = np.mean([one.low <= truth + 1e-9 and truth <= one.high for one in found])
    assert 0.82 <= inside <= 0.99
    assert all(0.25 <= one.low <= one.share <= one.high <= 1 for one in found)


def test_fields_that_move_as_one():
    rng = np.random.default_rng(5)
    level = np.cumsum(rng.normal(size=21))
    found = shared_movement(np.stack([level, 2 * level + 1, level - 3]), 1)
    assert found.share == pytest.approx(1)
    assert found.p == pytest.approx(1 / 1000)
    assert found.chance < 0.6


def test_too_few_fields_or_years_are_no_answer():
    rng = np.random.default_rng(6)
    series = world(rng, 0.5)
    assert shared_movement(series[:2], 1) is None
    assert shared_movement(series[:, : LEAST_CHANGES - 1], 1) is None
    series[0] = 1.0  # never changes
    series[1, ::2] = np.nan  # no two years in a row
    assert shared_movement(series, 1) is None
    assert shared_movement(world(rng, 0.5), 1).fields == 4


def test_the_seed_decides():
    series = world(np.random.default_rng(7), 0.3)
    assert shared_movement(series, 5) == shared_movement(series, 5)
