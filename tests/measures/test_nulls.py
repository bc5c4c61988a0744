"""Networks without communities keep what they must and lose the rest."""

from __future__ import annotations

import numpy as np

from multipolar.measures.communities import expected, signed_modularity
from multipolar.measures.nulls import fitted, redealt, rewired


def graph(seed=0, n=40, density=0.2):
    ties = np.triu(np.random.default_rng(seed).random((n, n)) < density, 1)
    return ties | ties.T


def test_rewired_ties_keep_every_node_s_number():
    ties = graph()
    found = rewired(ties, np.random.default_rng(1))
    degree = np.bincount(found.ravel(), minlength=40)
    assert (degree == ties.sum(axis=1)).all()
    assert (found[:, 0] < found[:, 1]).all()
    assert len(np.unique(found, axis=0)) == len(found) == ties.sum() // 2
    old = {tuple(x) for x in np.argwhere(np.triu(ties)).tolist()}
    kept = sum(tuple(x) in old for x in found.tolist())
    assert kept < 0.5 * len(found)


def test_rewiring_two_camps_takes_them_away():
    camp = np.repeat([0, 1], 20)
    ties = (camp[:, None] == camp) & graph(2, density=0.5)
    found = rewired(ties, np.random.default_rng(1))
    across = (camp[found[:, 0]] != camp[found[:, 1]]).mean()
    assert 0.4 < across < 0.6


def test_graphs_that_cannot_be_rewired_stay():
    for ties in (np.zeros((3, 3), bool), ~np.eye(4, dtype=bool)):
        found = rewired(ties, np.random.default_rng(0))
        assert len(found) == ties.sum() // 2


def test_redealt_weights_keep_the_sums_of_the_nodes_seen():
    random = np.random.default_rng(5)
    weights = random.gamma(0.5, 1, (30, 30)) * np.outer(*[random.gamma(2, 1, 30)] * 2)
    weights = weights + weights.T
    np.fill_diagonal(weights, 0)
    seen = np.arange(30) < 27
    weights[~seen] = weights[:, ~seen] = 0
    found = redealt(weights, expected(weights), seen, np.random.default_rng(0))
    assert np.allclose(found, found.T)
    assert np.allclose(found.sum(axis=1), weights.sum(axis=1), rtol=1e-3)
    assert not found[~seen].any()
    assert np.corrcoef(found[seen][:, seen].ravel(), weights[seen][:, seen].ravel())[0, 1] < 0.9
    assert abs(signed_modularity(found).sum()) < 1e-9


def test_fitted_weights_have_the_sums_asked_for():
    weights = np.array([[0.0, 1, 2], [1, 0, 3], [2, 3, 0]])
    assert np.allclose(fitted(weights, np.array([3.0, 4, 5])).sum(axis=1), [3, 4, 5], rtol=1e-4)
