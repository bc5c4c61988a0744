"""The multinomial model against slow twins and another program; scores against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from multipolar.measures import multinomial


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(150, 3))
    slopes = np.array([[1.0, 0, -0.5], [0, 1, 0.5], [-1, -1, 0]])
    p = multinomial.softmax(x @ slopes.T + [0.2, 0, -0.2])
    y = np.array([rng.choice(3, p=row) for row in p])
    return x, y, rng.uniform(0.5, 1.5, len(x))


def loss_of(theta, data, width, wide):
    """Negative log posterior, written anew and case by case."""
    x, y, weights = data
    beta = theta.reshape(3, -1)
    total = 0.0
    for row, kind, weight in zip(x, y, weights, strict=True):
        scores = beta[:, 0] + beta[:, 1:] @ row
        total -= weight * (scores[kind] - np.log(np.exp(scores).sum()))
    return total + (beta[:, 0] ** 2).sum() / 2 / wide**2 + (beta[:, 1:] ** 2).sum() / 2 / width**2


@pytest.mark.parametrize("width", [0.3, 1.5])
def test_the_mode_is_that_of_a_slow_twin(data, width):
    found = multinomial.fit(*data, 3, width)
    twin = minimize(
        loss_of, np.zeros(12), (data, width, multinomial.WIDE), "BFGS", options={"gtol": 1e-6}
    )
    assert found.coefficients.ravel() == pytest.approx(twin.x, abs=1e-4)


def test_the_covariance_is_the_inverse_of_the_numerical_curvature(data):
    found = multinomial.fit(*data, 3, 0.8)
    at, step = found.coefficients.ravel(), 1e-3
    size = len(at)
    hessian = np.zeros((size, size))
    for i in range(size):
        for j in range(i, size):
            values = [
                loss_of(at + a * step * np.eye(size)[i] + b * step * np.eye(size)[j], data, 0.8, 3)
                for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            curve = (values[0] - values[1] - values[2] + values[3]) / 4 / step**2
            hessian[i, j] = hessian[j, i] = curve
    assert found.covariance == pytest.approx(np.linalg.inv(hessian), abs=1e-4)


def test_flat_priors_give_the_estimates_of_statsmodels(data, monkeypatch):
    statsmodels = pytest.importorskip("statsmodels.api")
    x, y, _ = data
    monkeypatch.setattr(multinomial, "WIDE", 1e4)
    found = multinomial.fit(x, y, np.ones(len(x)), 3, 1e4)
    other = statsmodels.MNLogit(y, statsmodels.add_constant(x)).fit(disp=0)
    against_first = (found.coefficients[1:] - found.coefficients[0]).T
    assert against_first == pytest.approx(np.asarray(other.params), abs=1e-4)
    contrast = np.kron(np.array([[-1.0, 1, 0], [-1, 0, 1]]), np.eye(4))
    errors = np.sqrt(np.diag(contrast @ found.covariance @ contrast.T)).reshape(2, 4).T
    assert errors == pytest.approx(np.asarray(other.bse), rel=1e-3)


def test_the_evidence_is_that_of_sampling():
    """Laplace's approximation beside an average of the likelihood over the prior."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(40, 1))
    y = (rng.random(40) < 1 / (1 + np.exp(-x[:, 0]))).astype(np.int64)
    w = np.ones(40)
    gaps = []
    for width in (0.3, 1.0):
        drawn = rng.normal(size=(40_000, 2, 2)) * [multinomial.WIDE, width]
        p = multinomial.probabilities(drawn, x)
        likelihood = np.log(p[:, np.arange(40), y]).sum(axis=1)
        top = likelihood.max()
        sampled = top + np.log(np.exp(likelihood - top).mean())
        gaps.append(multinomial.fit(x, y, w, 2, width).evidence - sampled)
    assert gaps[0] == pytest.approx(gaps[1], abs=0.2)


def test_the_evidence_shrinks_what_says_nothing():
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(120, 4)), rng.integers(0, 3, 120)
    assert multinomial.fit(x, y, np.ones(120), 3).width <= multinomial.WIDTHS[2]
    y = (x[:, 0] > 0).astype(np.int64) + (x[:, 1] > 0)
    assert multinomial.fit(x, y, np.ones(120), 3).width > 1


def test_a_start_changes_nothing(data):
    plain = multinomial.fit(*data, 3, 0.8)
    moved = multinomial.fit(*data, 3, 0.8, np.random.default_rng(1).normal(size=(3, 4)))
    assert moved.coefficients == pytest.approx(plain.coefficients, abs=1e-4)


def test_weights_count_cases(data):
    x, y, _ = data
    twice = multinomial.fit(np.vstack([x, x]), np.r_[y, y], np.ones(2 * len(x)), 3, 0.8)
    heavy = multinomial.fit(x, y, np.full(len(x), 2.0), 3, 0.8)
    assert twice.coefficients == pytest.approx(heavy.coefficients, abs=1e-6)


def test_draws_have_the_covariance_and_are_seeded(data):
    found = multinomial.fit(*data, 3, 0.8)
    drawn = found.draws(20_000, 3).reshape(20_000, -1)
    assert drawn.mean(axis=0) == pytest.approx(found.coefficients.ravel(), abs=0.02)
    assert np.cov(drawn.T) == pytest.approx(found.covariance, abs=0.06)
    assert (found.draws(5, 3) == found.draws(5, 3)).all()


def test_gaps_are_refused(data):
    x, y, w = data
    with pytest.raises(ValueError, match="whole"):
        multinomial.fit(np.where(x > 2, np.nan, x), y, w, 3)


P = np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
Y = np.array([1, 2])


def test_scores_by_hand():
    assert multinomial.log_loss(P, Y) == pytest.approx([-np.log(0.3), -np.log(0.8)])
    assert multinomial.brier(P, Y) == pytest.approx(
        [0.5**2 + 0.7**2 + 0.2**2, 0.1**2 + 0.1**2 + 0.2**2]
    )
    # cumulative .5, .8 against 0, 1; .1, .2 against 0, 0
    assert multinomial.ranked_probability(P, Y) == pytest.approx(
        [(0.25 + 0.04) / 2, (0.01 + 0.04) / 2]
    )


def test_calibration_error_by_hand():
    """Two bins: [0, .5) holds .3 (hit), .2, .1, .1; [.5, 1] holds .5 and .8 (hit)."""
    low = abs(np.mean([0.3, 0.2, 0.1, 0.1]) - 1 / 4)
    high = abs(np.mean([0.5, 0.8]) - 1 / 2)
    assert multinomial.calibration_error(P, Y, 2) == pytest.approx(low * 4 / 6 + high * 2 / 6)


def test_truth_has_the_best_expected_scores():
    """Proper scores: no other forecast is better on average over the true distribution."""
    truth, rng = np.array([0.5, 0.2, 0.3]), np.random.default_rng(6)
    for score in (multinomial.log_loss, multinomial.brier, multinomial.ranked_probability):

        def expected(p, score=score):
            rows = np.tile(p, (3, 1))
            return float(truth @ score(rows, np.arange(3)))

        for other in rng.dirichlet(np.ones(3), 50):
            assert expected(truth) <= expected(other) + 1e-12
