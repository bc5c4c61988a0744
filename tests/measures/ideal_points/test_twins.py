"""The fast estimator against slow direct ones: finite differences, dense algebra, sampling."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from multipolar.measures.ideal_points import IdealPoints, RollCalls, simulate
from multipolar.measures.ideal_points.chain import factorise
from multipolar.measures.ideal_points.layout import Layout, lay_out
from multipolar.measures.ideal_points.likelihood import slopes
from multipolar.measures.ideal_points.priors import text_prior, walk

TAU = 0.4


def in_turn(function, values):  # type: ignore[no-untyped-def]
    return [function(value) for value in values]


@pytest.fixture(scope="module")
def small() -> tuple[RollCalls, Layout, np.ndarray, np.ndarray]:
    simulated = simulate(9, 4, 5, tau=TAU, repeated=0.4, missing=0.15, seed=4)
    calls = RollCalls.from_table(simulated.table, simulated.link)
    layout = lay_out(calls)
    rng = np.random.default_rng(0)
    theta = rng.standard_normal(layout.n_nodes)
    return calls, layout, theta, 0.5 * rng.standard_normal((layout.n_texts, 3))


def direct_log_posterior(calls: RollCalls, layout: Layout, theta, text) -> float:  # type: ignore[no-untyped-def]
    """The model written vote by vote with scipy's normal distribution."""
    node = {
        (t, v): i
        for i, (t, v) in enumerate(zip(layout.node_period, layout.node_voter, strict=True))
    }
    seen = [set(calls.vote[calls.item_text[calls.item] == k]) for k in range(layout.n_texts)]
    total = 0.0
    for item, voter, vote in zip(calls.item, calls.voter, calls.vote, strict=True):
        k = calls.item_text[item]
        beta, low = text[k, 0], text[k, 1]
        high = low + np.exp(text[k, 2]) if len(seen[k]) == 3 else low
        x = beta * theta[node[calls.item_period[item], voter]]
        first, last = min(seen[k]), max(seen[k])
        if vote == first:
            total += norm.logcdf(low - x)
        elif vote == last:
            total += norm.logsf(high - x)
        else:
            total += np.log(norm.cdf(high - x) - norm.cdf(low - x))
    value = walk(layout, theta, TAU)[0] + text_prior(text, 1.0 * layout.three, True)[0]
    return float(total + value)


def fast(layout: Layout, theta, text, bilinear=True):  # type: ignore[no-untyped-def]
    three = 1.0 * layout.three
    parts = [
        slopes(b, theta[b.offset : b.offset + b.n], text[b.texts], three[b.texts], None, bilinear)
        for b in layout.blocks
    ]
    value, gradient, diagonal, drift = walk(layout, theta, TAU)
    prior, text_gradient, curve = text_prior(text, three, bilinear)
    for block, part in zip(layout.blocks, parts, strict=True):
        gradient[block.offset : block.offset + block.n] += part.theta
        diagonal[block.offset : block.offset + block.n] += part.theta_curve
        np.add.at(text_gradient, block.texts, part.text)
    total = value + prior + sum(part.value for part in parts)
    return total, gradient, text_gradient, parts, diagonal, curve, drift


def test_the_log_posterior_is_the_one_written_vote_by_vote(small) -> None:  # type: ignore[no-untyped-def]
    calls, layout, theta, text = small
    assert fast(layout, theta, text)[0] == pytest.approx(
        direct_log_posterior(calls, layout, theta, text), abs=1e-8
    )


def test_gradients_are_those_of_finite_differences(small) -> None:  # type: ignore[no-untyped-def]
    _, layout, theta, text = small
    _, gradient, text_gradient, *_ = fast(layout, theta, text)
    step = 1e-5
    for i in range(layout.n_nodes):
        d = step * (np.arange(layout.n_nodes) == i)
        slope = fast(layout, theta + d, text)[0] - fast(layout, theta - d, text)[0]
        assert gradient[i] == pytest.approx(slope / (2 * step), abs=1e-5)
    for k in range(layout.n_texts):
        for j in range(3):
            d = np.zeros_like(text)
            d[k, j] = step
            slope = fast(layout, theta, text + d)[0] - fast(layout, theta, text - d)[0]
            assert text_gradient[k, j] == pytest.approx(slope / (2 * step), abs=1e-5)


def test_the_chain_solves_and_inverts_the_whole_curvature(small) -> None:  # type: ignore[no-untyped-def]
    _, layout, theta, text = small
    *_, parts, diagonal, curve, drift = fast(layout, theta, text, bilinear=False)
    n, m = layout.n_nodes, 3 * layout.n_texts
    dense = np.zeros((n + m, n + m))
    dense[np.arange(n), np.arange(n)] = diagonal
    for t, weight in enumerate(drift):
        block, later = layout.blocks[t], layout.blocks[t + 1]
        i, j = block.offset + block.source, later.offset + block.target
        dense[i, j] = dense[j, i] = -weight
    for k in range(layout.n_texts):
        dense[n + 3 * k : n + 3 * k + 3, n + 3 * k : n + 3 * k + 3] += curve[k]
    for block, part in zip(layout.blocks, parts, strict=True):
        nodes = np.arange(block.offset, block.offset + block.n)
        for row, k in enumerate(block.texts):
            at = n + 3 * k + np.arange(3)
            dense[np.ix_(at, at)] += part.text_curve[row]
            dense[np.ix_(at, nodes)] += part.cross_curve[row]
            dense[np.ix_(nodes, at)] += part.cross_curve[row].T
    factor = factorise(layout, parts, diagonal, curve, drift, in_turn)
    rng = np.random.default_rng(1)
    right = rng.standard_normal((n + m, 2))
    x, y = factor.solve(right[:n], right[n:].reshape(-1, 3, 2), in_turn)
    expected = np.linalg.solve(dense, right)
    assert np.allclose(np.concatenate([x, y.reshape(-1, 2)]), expected, atol=1e-8)
    assert factor.log_det == pytest.approx(np.linalg.slogdet(dense)[1], abs=1e-8)
    inverse = np.linalg.inv(dense)
    variances, lags, moments = factor.covariance(in_turn)
    for t, block in enumerate(layout.blocks):
        nodes = np.arange(block.offset, block.offset + block.size)
        assert np.allclose(variances[t], np.diag(inverse)[nodes])
        for row, k in enumerate(block.texts):
            at = n + 3 * k + np.arange(3)
            assert np.allclose(moments[t].text[row], inverse[np.ix_(at, at)])
            assert np.allclose(moments[t].cross[row], inverse[np.ix_(at, nodes[: block.n])])
        if t + 1 < len(layout.blocks):
            later = layout.blocks[t + 1].offset + block.target
            assert np.allclose(lags[t], inverse[block.offset + block.source, later])


def test_means_and_errors_agree_with_the_sampled_posterior() -> None:
    simulated = simulate(20, 4, 25, tau=TAU, repeated=0.2, seed=8)
    calls = RollCalls.from_table(simulated.table, simulated.link)
    start = np.nanmean(simulated.theta, 0)
    model = IdealPoints({int(np.argmax(start)): 1, int(np.argmin(start)): -1}, tau=TAU)
    fitted = model.fit(calls).table()
    drawn, chain = model.sample(calls, draws=250, warmup=300, thin=4, seed=1)
    gap = (fitted["ideal_point"] - drawn["ideal_point"]).to_numpy()
    assert np.sqrt(np.mean((gap / drawn["std_error"].to_numpy()) ** 2)) < 0.35
    ratio = (fitted["std_error"] / drawn["std_error"]).to_numpy()
    assert 0.9 < np.median(ratio) < 1.1
    assert 0.15 < chain.accepted < 0.7


def test_sampling_does_not_depend_on_the_workers() -> None:
    simulated = simulate(8, 3, 8, tau=TAU, seed=2)
    calls = RollCalls.from_table(simulated.table)
    options = {"draws": 5, "warmup": 5, "seed": 7}
    one, two = (
        IdealPoints({0: 1}, tau=TAU, workers=workers).sample(calls, **options)[0]
        for workers in (1, 2)
    )
    assert one.equals(two)
