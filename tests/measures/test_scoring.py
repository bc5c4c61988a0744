"""Differences of scores with intervals, and calibration beside its null."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures import scoring


def test_draws_of_single_clusters_have_the_interval_of_the_mean():
    values = np.random.default_rng(1).normal(2, 1, 400)
    drawn = scoring.case_draws(np.arange(400), 4000, 1)
    found = scoring.mean_with_interval(values, drawn)
    half = 1.645 * values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.01)
    assert found.high == pytest.approx(values.mean() + half, abs=0.01)


def test_cases_of_a_cluster_are_drawn_together():
    drawn = scoring.case_draws(np.array([7, 7, 3, 3, 3]), 200, 2)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, 2] == drawn[:, 4]).all()
    assert set((drawn[:, 0] + drawn[:, 2]).tolist()) == {2.0}


def test_clusters_widen_the_interval():
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(20), 20)
    values = rng.normal(size=20)[groups] + 0.1 * rng.normal(size=400)

    def width(clusters):
        found = scoring.mean_with_interval(values, scoring.case_draws(clusters, 2000, 1))
        return found.high - found.low

    assert width(groups) > 3 * width(np.arange(400))


def test_two_clusters_multiply():
    pairs = np.array([[1, 2], [1, 3], [2, 3]])
    drawn = scoring.case_draws(pairs, 500, 4)
    # with three states drawn three times, products are 0, 1 or 2
    assert set(np.unique(drawn).tolist()) <= {0.0, 1.0, 2.0}
    assert drawn[(drawn > 0).all(axis=1)].tolist() == [[1, 1, 1]] * int(
        (drawn > 0).all(axis=1).sum()
    )


def test_a_perfect_model_is_within_its_null_and_a_bold_one_is_not():
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(4), 300)
    y = (rng.random((300, 1)) > p.cumsum(axis=1)).sum(axis=1)
    fair = scoring.calibration(p, y, 400, 1)
    assert fair.p > 0.05
    assert fair.value < fair.perfect_high
    bold = p**3 / (p**3).sum(axis=1, keepdims=True)
    assert scoring.calibration(bold, y, 400, 1).p < 0.01


def test_the_null_agrees_with_a_slow_twin():
    rng = np.random.default_rng(6)
    p = rng.dirichlet(np.ones(3), 100)
    found = scoring.calibration(p, np.zeros(100, np.int64), 400, 2)
    errors = []
    for _ in range(150):
        y = np.array([rng.choice(3, p=row) for row in p])
        errors.append(scoring.calibration_error(p, y))
    assert found.perfect == pytest.approx(np.mean(errors), rel=0.1)
    assert found.perfect_high == pytest.approx(np.quantile(errors, 0.95), rel=0.2)


def test_reliability_by_hand():
    p, y = np.array([[0.25, 0.75], [0.35, 0.65]]), np.array([1, 0])
    rows = scoring.reliability(p, y, 2)
    assert rows[0] == {"forecast": pytest.approx(0.3), "frequency": 0.5, "n": 2}
    assert rows[1] == {"forecast": pytest.approx(0.7), "frequency": 0.5, "n": 2}
