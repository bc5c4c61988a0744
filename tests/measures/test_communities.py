"""Communities of signed networks against brute force, published optima and another library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures.communities import (
    communities,
    expected,
    expected_near,
    nearness_by_bins,
    numbered,
    observed_and_expected,
    quality,
    signed_modularity,
)

KARATE = """
1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32 2-3 2-4 2-8 2-14 2-18 2-20
2-22 2-31 3-4 3-8 3-9 3-10 3-14 3-28 3-29 3-33 4-8 4-13 4-14 5-7 5-11 6-7 6-11 6-17 7-17 9-31 9-33
9-34 10-34 14-34 15-33 15-34 16-33 16-34 19-33 19-34 20-34 21-33 21-34 23-33 23-34 24-26 24-28
24-30 24-33 24-34 25-26 25-28 25-32 26-32 27-30 27-34 28-34 29-32 29-34 30-33 30-34 31-33 31-34
32-33 32-34 33-34
"""
"""Friendships in a karate club (Zachary 1977), members numbered from 1."""


def karate():
    found = np.zeros((34, 34))
    for tie in KARATE.split():
        i, j = (int(part) - 1 for part in tie.split("-"))
        found[i, j] = found[j, i] = 1
    return found


def some_graph(seed, n=7):
    random = np.random.default_rng(seed)
    weights = random.normal(0, 1, (n, n)) * (random.random((n, n)) < 0.7)
    weights = np.triu(weights, 1)
    return weights + weights.T


def searched(benefit, tries=20, seed=0, kicks=0):
    many = np.broadcast_to(benefit, (tries, *benefit.shape))
    return communities(many, np.array([[seed, one] for one in range(tries)]), kicks)


def all_partitions(n):
    """Every partition of n nodes, as restricted growth strings."""

    def grow(line, top):
        if len(line) == n:
            yield np.array(line)
            return
        for label in range(top + 1):
            yield from grow([*line, label], max(top, label + 1))

    return grow([], 0)


def modularity_by_loops(weights, labels, resolution, enemies=1.0):
    """Equation of Traag and Bruggeman (2009), pair by pair."""
    n = len(weights)
    plus = [[max(weights[i][j], 0) if i != j else 0 for j in range(n)] for i in range(n)]
    minus = [[max(-weights[i][j], 0) if i != j else 0 for j in range(n)] for i in range(n)]
    k_plus, k_minus = [sum(row) for row in plus], [sum(row) for row in minus]
    m_plus, m_minus = sum(k_plus), sum(k_minus)
    total = 0.0
    for i in range(n):
        for j in range(n):
            if labels[i] != labels[j]:
                continue
            total += plus[i][j] - minus[i][j]
            if m_plus:
                total -= resolution * k_plus[i] * k_plus[j] / m_plus
            if m_minus:
                total += enemies * resolution * k_minus[i] * k_minus[j] / m_minus
    return total / (m_plus + m_minus)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("enemies", [1.0, 0.0])
def test_signed_modularity_is_that_of_the_paper(seed, enemies):
    weights = some_graph(seed)
    labels = np.random.default_rng(seed).integers(0, 3, len(weights))
    for resolution in (0.5, 1.0, 1.7):
        benefit = signed_modularity(weights, resolution, enemies=enemies)
        wanted = modularity_by_loops(weights.tolist(), labels.tolist(), resolution, enemies)
        assert quality(benefit, labels) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_the_search_finds_the_best_of_all_partitions(seed):
    benefit = signed_modularity(some_graph(seed), (0.8, 1.0, 1.4)[seed % 3])
    best = max(quality(benefit, labels) for labels in all_partitions(len(benefit)))
    plain = max(quality(benefit, labels) for labels in searched(benefit))
    kicked = max(quality(benefit, labels) for labels in searched(benefit, kicks=3))
    assert kicked == pytest.approx(best, abs=1e-6)
    assert plain >= 0.97 * best


def test_kicks_only_help():
    benefit = signed_modularity(some_graph(8, 60))
    plain, kicked = (
        np.array([quality(benefit, x) for x in searched(benefit, 10, kicks=kicks)])
        for kicks in (0, 2)
    )
    assert (kicked >= plain - 1e-6).all()
    assert kicked.mean() > plain.mean()


def test_the_karate_club_has_its_published_optimum():
    """0.4198 in four communities is the proven maximum (Brandes et al. 2008)."""
    benefit = signed_modularity(karate())
    found = searched(benefit, 50)
    values = np.array([quality(benefit, labels) for labels in found])
    assert karate().sum() == 2 * 78
    assert values.max() == pytest.approx(0.419790, abs=1e-6)
    assert found[values.argmax()].max() + 1 == 4
    assert np.mean(values > 0.41) > 0.8


def test_another_library_measures_the_same_and_finds_no_more():
    networkx = pytest.importorskip("networkx")
    random = np.random.default_rng(5)
    camp = random.integers(0, 4, 60)
    weights = np.triu(random.random((60, 60)) * np.where(camp[:, None] == camp, 1.0, 0.35), 1)
    weights += weights.T
    graph = networkx.from_numpy_array(weights)
    for resolution in (0.75, 1.0, 1.25):
        benefit = signed_modularity(weights, resolution)
        theirs = []
        for seed in range(10):
            sets = networkx.community.louvain_communities(graph, resolution=resolution, seed=seed)
            labels = np.zeros(60, int)
            for number, members in enumerate(sets):
                labels[list(members)] = number
            value = networkx.community.modularity(graph, sets, resolution=resolution)
            assert quality(benefit, labels) == pytest.approx(value, abs=1e-10)
            theirs.append(value)
        ours = [quality(benefit, labels) for labels in searched(benefit, 10)]
        assert max(ours) >= max(theirs) - 1e-6
        assert np.mean(ours) >= np.mean(theirs) - 1e-3


def test_benefits_sum_to_nothing_and_no_ties_bring_none():
    assert signed_modularity(some_graph(3)).sum() == pytest.approx(0, abs=1e-12)
    assert not signed_modularity(np.zeros((4, 4))).any()
    assert searched(np.zeros((4, 4)), 2).tolist() == [[0, 1, 2, 3]] * 2


def test_planted_communities_are_found_whatever_the_order_of_the_nodes():
    random = np.random.default_rng(2)
    camp = np.repeat([0, 1, 2], 12)
    weights = (camp[:, None] == camp) * 1.0 + random.random((36, 36)) * 0.4
    weights = (weights + weights.T) / 2
    order = random.permutation(36)
    plain = searched(signed_modularity(weights), 5)
    mixed = searched(signed_modularity(weights[np.ix_(order, order)]), 5)
    for labels, other in zip(plain, mixed, strict=True):
        assert (numbered(camp[None])[0] == labels).all()
        back = np.empty(36, int)
        back[order] = other
        assert (numbered(back[None])[0] == labels).all()


def test_negative_ties_part_and_isolates_stand_alone():
    weights = np.zeros((7, 7))
    for i, j in ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)):
        weights[i, j] = weights[j, i] = 1.0
    weights[0, 3] = weights[3, 0] = -1.0
    for labels in searched(signed_modularity(weights), 5):
        assert labels.tolist() == [0, 0, 0, 1, 1, 1, 2]


def test_common_enemies_are_drawn_together_only_if_asked_for():
    weights = np.zeros((4, 4))
    for i, j in ((0, 2), (1, 2), (0, 3), (1, 3)):
        weights[i, j] = weights[j, i] = -1.0
    assert searched(signed_modularity(weights), 3)[0].tolist() == [0, 0, 1, 1]
    apart = signed_modularity(weights, enemies=0.0)
    assert searched(apart, 3)[0].tolist() == [0, 1, 2, 3]


def test_a_seed_gives_the_same_alone_and_in_company():
    graphs = np.stack([signed_modularity(some_graph(seed, 40)) for seed in range(6)])
    seeds = np.array([[9, one] for one in range(6)])
    together = communities(graphs, seeds)
    assert (communities(graphs, seeds) == together).all()
    for place in range(6):
        alone = communities(graphs[place : place + 1], seeds[place : place + 1])
        assert (alone[0] == together[place]).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.3, 2.0))
def test_no_node_gains_by_moving_and_no_two_communities_by_merging(seed, resolution):
    benefit = signed_modularity(some_graph(seed, 12), resolution)
    labels = searched(benefit, 1, seed)[0]
    inside = benefit - np.diag(np.diag(benefit))
    here = quality(inside, labels)
    slack = 12 * np.abs(benefit).max() * 12 / (1 << 22)
    for node in range(12):
        for label in range(int(labels.max()) + 2):
            moved = labels.copy()
            moved[node] = label
            assert quality(inside, moved) <= here + slack
    for one in range(int(labels.max()) + 1):
        for two in range(one):
            assert quality(inside, np.where(labels == one, two, labels)) <= here + slack


def test_finer_resolutions_give_no_fewer_communities():
    weights = karate()
    counts = [searched(signed_modularity(weights, g), 10).max(axis=1).mean() for g in (0.5, 1, 2)]
    assert counts[0] < counts[1] < counts[2]


def test_nearness_keeps_the_sums_of_nodes_and_of_bins():
    random = np.random.default_rng(4)
    place = random.random(25)
    apart = np.abs(place[:, None] - place)
    weights = np.exp(-3 * apart) * random.random((25, 25))
    weights = weights + weights.T
    np.fill_diagonal(weights, 0)
    bins = np.digitize(apart, [0.2, 0.5])
    factor = nearness_by_bins(weights, bins)
    hoped = expected_near(weights, factor)
    assert np.allclose(hoped.sum(axis=1), weights.sum(axis=1), rtol=1e-6)
    other = ~np.eye(25, dtype=bool)
    for one in range(3):
        inside = (bins == one) & other
        assert hoped[inside].sum() == pytest.approx(weights[inside].sum(), rel=1e-3)
    near = [factor[(bins == one) & other].mean() for one in range(3)]
    assert near[0] > near[1] > near[2]


def test_without_nearness_the_expectation_is_the_product_of_sums():
    weights = np.abs(some_graph(1))
    plain = expected(weights)
    assert plain[0, 1] == pytest.approx(weights[0].sum() * weights[1].sum() / weights.sum())
    observed, hoped = observed_and_expected(weights)
    assert np.allclose(hoped, plain / weights.sum())
    assert observed.sum() == pytest.approx(1.0)
