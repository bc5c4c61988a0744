"""The filter of affinity against slow twins, and its parameters on data drawn from the model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from multipolar.measures import affinity_fit as fit
from multipolar.measures.affinity import LEAST_NOISE, Layer, filtered, truncated_moments


@given(st.floats(-6, 6), st.floats(0.05, 8))
def test_truncated_moments_are_those_of_scipy(below, width):
    mean, variance = truncated_moments(np.array([below]), np.array([below + width]))
    twin = stats.truncnorm(below, below + width)
    assert mean[0] == pytest.approx(twin.mean(), abs=1e-5)
    assert variance[0] == pytest.approx(twin.var(), abs=1e-4)


def test_bounds_far_out_give_the_nearer_bound():
    mean, variance = truncated_moments(np.array([12.0, -np.inf]), np.array([np.inf, -15.0]))
    assert mean.tolist() == [12.0, -15.0]
    assert variance.tolist() == [0.0, 0.0]


def _continuous(count=3):
    return tuple(
        Layer(f"l{k}", 0.4 + 0.15 * k, 0.8 + 0.05 * k, 0.1 + 0.1 * k, mean=k, scale=1 + k)
        for k in range(count)
    )


def _dense_twin(layers, persistence, low, errors):
    """Posterior of affinity by one big normal distribution over all years and states."""
    years, _count = low.shape
    covariance = [persistence ** np.abs(np.subtract.outer(range(years), range(years)))]
    covariance += [
        layer.own * layer.persistence ** np.abs(np.subtract.outer(range(years), range(years)))
        for layer in layers
    ]
    means, deviations = [], []
    for last in range(years):
        rows, noise, seen = [], [], []
        for year in range(last + 1):
            for place, layer in enumerate(layers):
                if np.isnan(low[year, place]):
                    continue
                error = np.nan_to_num(errors[year, place] / layer.scale)
                rows.append((year, place))
                noise.append(max(layer.noise, LEAST_NOISE, error**2))
                seen.append((low[year, place] - layer.mean) / layer.scale)
        cross = np.array([layers[p].loading * covariance[0][last, y] for y, p in rows])
        total = np.array(
            [
                [
                    layers[p].loading * layers[q].loading * covariance[0][y, z]
                    + (p == q) * covariance[p + 1][y, z]
                    for z, q in rows
                ]
                for y, p in rows
            ]
        )
        gain = np.linalg.solve(total + np.diag(noise), cross)
        means.append(gain @ np.array(seen))
        deviations.append(np.sqrt(1 - gain @ cross))
    return np.array(means), np.array(deviations)


def test_continuous_layers_give_what_one_big_normal_gives():
    layers = _continuous()
    rng = np.random.default_rng(3)
    low = rng.normal(size=(7, 3, 1)) * 2 + 1
    low[2, 1] = low[4] = np.nan
    low[4, 0] = 1.0
    errors = np.full_like(low, np.nan)
    errors[1, 0] = 0.9
    mean, sd = filtered(layers, 0.95, low, low, errors, np.zeros((7, 1, 2)))
    wanted = _dense_twin(layers, 0.95, low[:, :, 0], errors[:, :, 0])
    np.testing.assert_allclose(mean[:, 0], wanted[0], atol=1e-10)
    np.testing.assert_allclose(sd[:, 0], wanted[1], atol=1e-10)


def test_one_coded_reading_gives_the_moments_of_its_posterior():
    layer = Layer("coded", 0.7, 0.9, 0.05, cuts=(-0.5, 0.8), slopes=(0.3, 0.0))
    low, high = np.array([[[1.0]]]), np.array([[[2.0]]])  # at least the first cut point
    nearness = np.array([[[0.5, 1.0]]])
    mean, sd = filtered((layer,), 0.95, low, high, np.full_like(low, np.nan), nearness)

    def weight(x):
        return stats.norm.pdf(x) * stats.norm.sf(-0.5 - 0.15 - 0.7 * x, scale=np.sqrt(1 - 0.49))

    mass, first, second = (
        integrate.quad(lambda x, k=k: x**k * weight(x), -8, 8)[0] for k in range(3)
    )
    assert mean[0, 0] == pytest.approx(first / mass, abs=1e-6)
    assert sd[0, 0] == pytest.approx(np.sqrt(second / mass - (first / mass) ** 2), abs=1e-6)


def test_nothing_observed_leaves_the_prior():
    low = np.full((4, 3, 2), np.nan)
    mean, sd = filtered(_continuous(), 0.9, low, low, low, np.zeros((4, 2, 2)))
    np.testing.assert_array_equal(mean, 0)
    np.testing.assert_allclose(sd, 1)


@given(st.integers(0, 5))
def test_later_years_do_not_reach_earlier_ones(cut):
    rng = np.random.default_rng(8)
    low = rng.normal(size=(6, 3, 2))
    changed = low.copy()
    changed[cut + 1 :] += 5
    none, near = np.full_like(low, np.nan), np.zeros((6, 2, 2))
    one, _ = filtered(_continuous(), 0.9, low, low, none, near)
    two, _ = filtered(_continuous(), 0.9, changed, changed, none, near)
    np.testing.assert_array_equal(one[: cut + 1], two[: cut + 1])


def _draws(cases=40_000, seed=5):
    """Layers drawn from the model: two continuous, two coded."""
    rng = np.random.default_rng(seed)
    loads = np.array([0.7, 0.4, 0.6, 0.5])
    x = rng.normal(size=cases)
    y = loads * x[:, None] + rng.normal(size=(cases, 4)) * np.sqrt(1 - loads**2)
    near = np.column_stack([rng.normal(size=cases), rng.random(cases) < 0.3]).astype(float)
    coded = y[:, 2] + near @ [0.4, -0.5]
    level = (coded[:, None] > np.array([0.3, 1.1, 1.9])).sum(axis=1).astype(float)
    rare = (y[:, 3] > -2.0).astype(float)
    return loads, y, near, level, rare


def test_parameters_come_back_from_data_of_the_model():
    loads, y, near, level, rare = _draws()
    y[:8000, 0] = np.nan  # a layer may be missing by design
    first, mean, scale = fit.measured_scores(y[:, 0] * 3 + 2)
    assert (mean, scale) == (pytest.approx(2, abs=0.05), pytest.approx(3, rel=0.02))
    second, *_ = fit.measured_scores(y[:, 1])
    coded, cuts, slopes = fit.coded_scores(level, near, 3)
    np.testing.assert_allclose(cuts, [0.3, 1.1, 1.9], atol=0.03)
    np.testing.assert_allclose(slopes, [0.4, -0.5], atol=0.03)
    rarely, *_ = fit.coded_scores(rare, near, 1)
    found = fit.all_correlations([first, second, coded, rarely])
    off = ~np.eye(4, dtype=bool)
    np.testing.assert_allclose(found[off], np.outer(loads, loads)[off], atol=0.035)
    np.testing.assert_allclose(fit.loadings(found), loads, atol=0.04)


def test_a_layer_seldom_seen_with_others_is_left_out():
    found = np.array([[1, 0.3, np.nan], [0.3, 1, np.nan], [np.nan, np.nan, 1.0]])
    assert fit.loadings(found)[2] == 0
    short, *_ = fit.measured_scores(np.r_[np.ones(100), np.zeros(100)])
    assert np.isnan(fit.correlation(short, short))


def test_persistence_comes_back():
    common = 0.97
    now = np.outer([0.7, 0.5], [0.7, 0.5])
    assert fit.common_persistence(now, now * common**6, 6) == pytest.approx(common)
    near, far = (0.49 * common**k + 0.3 * 0.8**k for k in (1, 6))
    persistence, variance = fit.own_persistence(near, far, (1, 6), 0.7, common)
    assert (persistence, variance) == (pytest.approx(0.8), pytest.approx(0.3))


@pytest.mark.parametrize("rho", [0.3, 0.9, 0.98])
def test_a_coded_layers_memory_comes_back(rho):
    rng = np.random.default_rng(1)
    one = rng.normal(size=200_000)
    two = rho * one + np.sqrt(1 - rho**2) * rng.normal(size=len(one))
    scores = [fit.Scores((((s > 1.2) - 0.1151, np.full(len(s), 1.2)),), True) for s in (one, two)]
    assert fit.agreement_correlation(*scores) == pytest.approx(rho, abs=0.01)
