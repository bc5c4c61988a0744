"""A normal from data with gaps: against whole data, a slow twin and a known case."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import multivariate_normal

from multipolar.measures.incomplete import Normal, fit_normal, patterns


@pytest.fixture(scope="module")
def gaps():
    rng = np.random.default_rng(5)
    x = rng.multivariate_normal([1, -2, 0], [[2, 0.8, 0.3], [0.8, 1, -0.2], [0.3, -0.2, 0.5]], 60)
    x[rng.random(x.shape) < 0.25] = np.nan
    return x[~np.isnan(x).all(axis=1)]


def test_whole_data_give_the_plain_mean_and_covariance():
    x = np.random.default_rng(1).normal(size=(40, 3))
    found = fit_normal(x)
    assert found.mean == pytest.approx(x.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(x.T, bias=True))


def test_it_is_the_maximum_of_the_likelihood(gaps):
    """A slow twin: the likelihood of what is known, maximised over a Cholesky factor."""
    size = gaps.shape[1]
    lower = np.tril_indices(size)

    def normal_of(theta):
        root = np.zeros((size, size))
        root[lower] = theta[size:]
        return theta[:size], root @ root.T

    def loss(theta):
        mean, covariance = normal_of(theta)
        total = 0.0
        for rows, known in patterns(gaps):
            part = np.ix_(known, known)
            law = multivariate_normal(mean[known], covariance[part], allow_singular=True)
            total -= np.sum(law.logpdf(gaps[rows][:, known]))
        return total

    start = np.r_[np.nanmean(gaps, axis=0), np.eye(size)[lower]]
    twin = minimize(loss, start, method="BFGS", options={"gtol": 1e-5})
    mean, covariance = normal_of(twin.x)
    found = fit_normal(gaps)
    assert found.mean == pytest.approx(mean, abs=2e-3)
    assert found.covariance == pytest.approx(covariance, abs=4e-3)


def test_what_is_known_stays_and_gaps_follow_the_regression():
    law = Normal(np.array([0.0, 1.0]), np.array([[4.0, 1.0], [1.0, 1.0]]))
    x = np.array([[2.0, np.nan], [np.nan, 1.0], [3.0, 4.0], [np.nan, np.nan]])
    filled = law.completed(x)
    assert filled == pytest.approx(np.array([[2, 1.5], [0, 1], [3, 4], [0, 1]]), abs=1e-6)


def test_draws_have_the_conditional_mean_and_spread():
    law = Normal(np.array([0.0, 1.0]), np.array([[4.0, 1.0], [1.0, 1.0]]))
    x = np.array([[2.0, np.nan], [np.nan, np.nan]])
    noise = np.random.default_rng(2).standard_normal((40_000, 2))
    drawn = law.completed(x, noise)
    assert (drawn[:, 0, 0] == 2).all()
    assert drawn[:, 0, 1].mean() == pytest.approx(1.5, abs=0.02)
    assert drawn[:, 0, 1].var() == pytest.approx(0.75, abs=0.02)
    assert np.cov(drawn[:, 1].T) == pytest.approx(law.covariance, abs=0.08)


def test_draws_of_a_row_do_not_depend_on_other_rows():
    law = Normal(np.zeros(3), np.eye(3) + 0.5)
    x = np.array([[1.0, np.nan, np.nan], [np.nan, 2.0, 0.0], [1.0, np.nan, 1.0]])
    noise = np.random.default_rng(3).standard_normal((5, 3))
    together = law.completed(x, noise)
    for row in range(3):
        assert together[:, row] == pytest.approx(law.completed(x[[row]], noise)[:, 0])


def test_noise_by_row_and_noise_for_all_agree():
    law = Normal(np.zeros(2), np.eye(2) + 0.5)
    x = np.array([[np.nan, 1.0], [np.nan, np.nan]])
    noise = np.random.default_rng(3).standard_normal((4, 2))
    by_row = np.repeat(noise[:, None], 2, axis=1)
    assert law.completed(x, noise) == pytest.approx(law.completed(x, by_row))


def test_a_column_without_values_is_refused():
    with pytest.raises(ValueError, match="two values"):
        fit_normal(np.array([[1.0, np.nan], [2.0, np.nan]]))
