"""Scores of a shift against one big normal, and what is ordinary on data with known variances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from multipolar.measures import level_shift as shift
from multipolar.measures.affinity import LEAST_NOISE, Layer, innovations, truncated_moments

LAYERS = (
    Layer("one", 0.7, 0.9, 0.1),
    Layer("two", 0.5, 0.6, 0.3, mean=1.0, scale=2.0),
    Layer("enmity", 0.3, 0.95, 0.05),
)
PERSISTENCE = 0.97
YEARS, START = 9, 4


def observed(seed=0, dyads=1):
    random = np.random.default_rng(seed)
    low = random.normal(size=(YEARS, 3, dyads)) * 1.5
    low[3, 1] = low[5, 0] = np.nan
    errors = np.full_like(low, np.nan)
    errors[2, 0] = 0.8
    return low, errors


def run_of(low, errors, layers=LAYERS):
    near = np.zeros((len(low), low.shape[2], 2))
    return innovations(layers, PERSISTENCE, low, low, errors, near, "enmity")


def dense(low, errors, moved):
    """Score and information of a shift by the joint normal of everything up to the horizon."""
    last = START + len(moved)
    rows = [
        (year, place)
        for year in range(min(last, YEARS))
        for place in range(3)
        if not np.isnan(low[year, place, 0])
    ]
    cover = np.empty((len(rows), len(rows)))
    for i, (y, p) in enumerate(rows):
        for j, (z, q) in enumerate(rows):
            gap = abs(y - z)
            one, two = LAYERS[p], LAYERS[q]
            cover[i, j] = one.loading * two.loading * PERSISTENCE**gap
            if p == q:
                cover[i, j] += one.own * one.persistence**gap
            if i == j:
                error = np.nan_to_num(errors[y, p, 0] / one.scale)
                cover[i, j] += max(one.noise, LEAST_NOISE, error**2)
    seen = np.array([(low[y, p, 0] - LAYERS[p].mean) / LAYERS[p].scale for y, p in rows])
    mark = np.array([moved[y - START, p] if y >= START else 0.0 for y, p in rows])
    return mark @ np.linalg.solve(cover, seen), mark @ np.linalg.solve(cover, mark)


@pytest.mark.parametrize("horizon", [1, 3, 5])
@pytest.mark.parametrize("kind", ["common", "layer", "passing"])
def test_scores_are_those_of_one_big_normal(horizon, kind):
    low, errors = observed()
    run = run_of(low, errors)
    moved = {
        "common": shift.lasting(shift.common_response(LAYERS, run), horizon),
        "layer": shift.passing(1, 3, horizon, horizon),
        "passing": shift.passing(0, 3, 1, horizon),
    }[kind]
    found = shift.scores(run, LAYERS, np.array([START]), np.array([0]), moved).of(horizon)
    wanted = dense(low, errors, moved)
    assert found[0][0] == pytest.approx(wanted[0], abs=1e-10)
    assert found[1][0] == pytest.approx(wanted[1], abs=1e-10)


def test_the_score_of_all_states_holds_that_of_affinity():
    low, errors = observed(3)
    run = run_of(low, errors)
    at, who = np.array([START]), np.array([0])
    score, information = shift.state_scores(run, LAYERS, at, who, 4)
    states = run.stationary * run.weights / (run.weights**2 @ run.stationary)
    moved = shift.lasting(shift.common_response(LAYERS, run), 4)
    one = shift.scores(run, LAYERS, at, who, moved)
    np.testing.assert_allclose(score[0] @ states, one.score.sum(axis=(0, 1)), atol=1e-10)
    assert states @ information[0] @ states == pytest.approx(float(one.of(4)[1][0]))


def test_the_response_is_the_correlation_with_affinity():
    low, errors = observed()
    run = run_of(low, errors)
    found = shift.common_response(LAYERS, run)
    cover = [run.weights[0] * one.loading for one in LAYERS]
    cover[2] += run.weights[3] * LAYERS[2].own
    np.testing.assert_allclose(found, cover)


def test_a_coded_reading_gives_the_slope_of_its_log_probability():
    layer = Layer("enmity", 0.6, 0.9, 0.1, cuts=(-1.0, 0.5), slopes=(0.2, 0.0))
    low = np.array([[[2.0]]])
    run = innovations((layer,), 0.9, low, low, np.full_like(low, np.nan), np.ones((1, 1, 2)))

    def log_probability(moved):
        return stats.norm.logsf(0.5 - 0.2 - moved)

    slope = (log_probability(1e-4) - log_probability(-1e-4)) / 2e-4
    bend = -(log_probability(1e-3) - 2 * log_probability(0) + log_probability(-1e-3)) / 1e-6
    assert run.step[0, 0, 0] == pytest.approx(slope, rel=1e-6)
    assert run.weight[0, 0, 0] == pytest.approx(bend, rel=1e-4)


@given(st.integers(0, 1000), st.integers(1, 5))
def test_the_other_sign_gives_the_other_sign(seed, horizon):
    low, errors = observed(seed)
    layers = tuple(Layer(x.name, x.loading, x.persistence, x.noise) for x in LAYERS)
    found = []
    for sign in (1, -1):
        run = run_of(sign * low, errors, layers)
        moved = shift.lasting(shift.common_response(layers, run), horizon)
        score, _ = shift.scores(run, layers, np.array([START]), np.array([0]), moved).of(horizon)
        parts, known = shift.state_scores(run, layers, np.array([START]), np.array([0]), horizon)
        found.append((float(score[0]), float(shift.jump(run, parts, known).size[0])))
    assert found[0] == pytest.approx(tuple(-value for value in found[1]), abs=1e-12)


def test_years_after_the_horizon_do_not_matter():
    low, errors = observed(5)
    changed = low.copy()
    changed[START + 2 :] += 4
    found = []
    for values in (low, changed):
        run = run_of(values, errors)
        moved = shift.lasting(shift.common_response(LAYERS, run), 2)
        found.append(shift.scores(run, LAYERS, np.array([START]), np.array([0]), moved).of(2)[0][0])
    assert found[0] == found[1]


def test_a_jump_is_found_with_its_size():
    """Continuous readings of 400 pairs that all moved by two: the size is right on average."""
    random = np.random.default_rng(1)
    low, moved = drawn(random, 400), 2.0
    response = shift.common_response(LAYERS, run_of(*low))
    low[0][START:] += moved * response[:, None] * np.array([x.scale for x in LAYERS])[:, None]
    run = run_of(*low)
    at, who = np.full(400, START), np.arange(400)
    found = shift.jump(run, *shift.state_scores(run, LAYERS, at, who, 5))
    covered = np.abs(found.size - moved) < 1.645 * found.sd
    assert 1.0 < found.size.mean() < moved  # drawn to zero by its prior, as it should
    assert covered.mean() > 0.5
    assert (found.size > 0).mean() > 0.98
    np.testing.assert_allclose(found.parts.sum(axis=1), found.size)


def drawn(random, pairs):
    """Readings of the model itself, and no errors of their own."""
    x = random.normal(size=pairs)
    own = [np.sqrt(layer.own) * random.normal(size=pairs) for layer in LAYERS]
    low = np.empty((YEARS, 3, pairs))
    for year in range(YEARS):
        if year:
            x = PERSISTENCE * x + np.sqrt(1 - PERSISTENCE**2) * random.normal(size=pairs)
        for place, layer in enumerate(LAYERS):
            kept = layer.persistence
            fresh = np.sqrt(layer.own * (1 - kept**2)) * random.normal(size=pairs)
            own[place] = kept * own[place] + fresh if year else own[place]
            noise = np.sqrt(max(layer.noise, LEAST_NOISE)) * random.normal(size=pairs)
            low[year, place] = layer.mean + layer.scale * (layer.loading * x + own[place] + noise)
    return low, np.full_like(low, np.nan)


def test_the_score_has_the_size_that_it_claims_where_the_model_holds():
    random = np.random.default_rng(2)
    run = run_of(*drawn(random, 4000))
    at, who = np.full(4000, START), np.arange(4000)
    moved = shift.lasting(shift.common_response(LAYERS, run), 5)
    found = shift.scores(run, LAYERS, at, who, moved)
    by_layer = found.score.sum(axis=0), found.information.sum(axis=0)
    t, p = shift.statistic(*by_layer, np.full((4000, 3), 1e6))
    assert t.std() == pytest.approx(1, abs=0.04)
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.012)
    assert (p < 0.01).mean() == pytest.approx(0.01, abs=0.006)


def test_the_ordinary_variance_of_pairs_is_found_again():
    random = np.random.default_rng(4)
    degrees, variance, pairs, years = 8.0, 0.3, 6000, 20
    own = variance * degrees / random.chisquare(degrees, pairs)
    values = np.sqrt(own) * random.normal(size=(years, pairs))
    values[random.random(values.shape) < 0.1] = np.nan
    found = shift.usual(values, 3, cap=100)
    assert found.degrees == pytest.approx(degrees, rel=0.15)
    assert found.variance == pytest.approx(variance, rel=0.05)
    held, freedom = shift.own_variance(values, found, np.full(pairs, years - 1), np.arange(pairs))
    known = np.isfinite(values[: years - 1]).sum(axis=0)
    np.testing.assert_allclose(freedom, found.degrees + known)
    assert np.corrcoef(np.log(held), np.log(own))[0, 1] > 0.8
    t = values[-1] / np.sqrt(held)
    p = 2 * stats.t.sf(np.abs(t[np.isfinite(t)]), freedom[np.isfinite(t)])
    assert (p < 0.01).mean() == pytest.approx(0.01, abs=0.005)


def test_pairs_of_one_variance_have_no_variance_of_their_own():
    """They are drawn to the common one almost entirely."""
    values = np.random.default_rng(5).normal(size=(20, 3000))
    assert shift.usual(values, 3, cap=100).degrees > 100


def test_a_rare_leap_does_not_make_a_pair_restless():
    values = np.random.default_rng(6).normal(size=(30, 500))
    leap = values.copy()
    leap[10, 0] = 50
    usual = shift.usual(values, 3)
    at, who = np.array([29]), np.array([0])
    assert shift.own_variance(leap, usual, at, who)[0][0] < 2.5


def test_a_coded_layer_has_one_variance_that_grows_with_its_drift():
    steady = np.tile(np.array([0.1, -0.1] * 50), (6, 1))
    assert shift.usual_coded(steady).variance == pytest.approx(0.01 * 7)
    loose = np.random.default_rng(7).normal(size=(400, 500)) * 0.1
    assert shift.usual_coded(loose).variance == pytest.approx(0.01, rel=0.1)


def test_truncation_of_nothing_is_nothing():
    mean, variance = truncated_moments(np.array([-np.inf]), np.array([np.inf]))
    assert (mean[0], variance[0]) == (0.0, 1.0)
