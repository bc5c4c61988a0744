"""Line index of signed graphs: known cases, brute force, properties."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures.balance import (
    frustration,
    odd_triangles,
    rewire,
    triangle_frustration,
)


def brute(nodes, edges, signs):
    """Least number of frustrated ties over all camps."""
    return min(
        sum((camps[i] != camps[j]) == (sign > 0) for (i, j), sign in zip(edges, signs, strict=True))
        for camps in product((0, 1), repeat=nodes)
    )


@st.composite
def graphs(draw):
    nodes = draw(st.integers(2, 8))
    pairs = [(i, j) for i in range(nodes) for j in range(i)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))
    signs = draw(st.lists(st.sampled_from((-1, 1)), min_size=len(edges), max_size=len(edges)))
    return nodes, edges, signs


@settings(deadline=None)
@given(graphs())
def test_equals_brute_force(graph):
    nodes, edges, signs = graph
    found = frustration(nodes, np.array(edges), np.array(signs))
    assert found.proven
    assert found.upper == brute(nodes, edges, signs)
    assert found.frustrated.sum() == found.upper


@settings(deadline=None)
@given(graphs(), st.integers(0, 7))
def test_turning_one_round_changes_nothing(graph, who):
    """To switch all signs of one node leaves the index as it is (Zaslavsky 1982)."""
    nodes, edges, signs = graph
    turned = [-s if who in e else s for e, s in zip(edges, signs, strict=True)]
    one = frustration(nodes, np.array(edges), np.array(signs)).upper
    assert one == frustration(nodes, np.array(edges), np.array(turned)).upper


@pytest.mark.parametrize(
    ("signs", "index"), [((1, 1, 1), 0), ((1, -1, -1), 0), ((1, 1, -1), 1), ((-1, -1, -1), 1)]
)
def test_triangles(signs, index):
    edges = np.array([(0, 1), (1, 2), (0, 2)])
    assert triangle_frustration(*signs) == index
    assert frustration(3, edges, np.array(signs)).upper == index
    assert len(odd_triangles(3, edges, np.array(signs))) == index


def test_all_enemies_of_five():
    """K5 of enemies: the best cut has 2 x 3 = 6 of 10 ties, so 4 are frustrated."""
    edges = np.array([(i, j) for i in range(5) for j in range(i)])
    found = frustration(5, edges, -np.ones(10, np.int64))
    assert (found.lower, found.upper) == (4, 4)
    assert found.balance == pytest.approx(0.2)
    assert len(odd_triangles(5, edges, -np.ones(10, np.int64))) == 10


def test_out_of_time_gives_bounds():
    rng = np.random.default_rng(1)
    edges = np.array([(i, j) for i in range(60) for j in range(i)])
    signs = rng.choice((-1, 1), len(edges))
    found = frustration(60, edges, signs, seconds=0.05)
    assert 0 <= found.lower <= found.upper
    assert not found.proven
    assert found.frustrated.sum() == found.upper


def test_no_ties_and_isolates():
    found = frustration(3, np.empty((0, 2), np.int64), np.empty(0, np.int64))
    assert (found.lower, found.upper, found.edges) == (0, 0, 0)
    assert np.isnan(found.balance)
    assert frustration(9, np.array([(2, 7)]), np.array([-1])).upper == 0


@pytest.mark.parametrize(
    ("edges", "signs", "words"),
    [
        ([(0, 1)], [2], "sign"),
        ([(0, 1)], [1, 1], "sign"),
        ([(0, 3)], [1], "nodes"),
        ([(1, 1)], [1], "itself"),
        ([(0, 1), (1, 0)], [1, -1], "twice"),
    ],
)
def test_bad_graphs(edges, signs, words):
    with pytest.raises(ValueError, match=words):
        frustration(3, np.array(edges), np.array(signs))


def test_sign_of_a_triangle():
    with pytest.raises(ValueError, match="sign"):
        triangle_frustration(1, 0, 1)


@given(st.integers(0, 50))
def test_rewired_graphs_keep_every_degree(seed):
    edges = np.array([(i, j) for i in range(8) for j in range(i) if (i * j) % 3 == 1 or j == 0])
    drawn = rewire(edges, seed)
    assert len(np.unique(np.sort(drawn, axis=1), axis=0)) == len(edges)
    assert (drawn[:, 0] != drawn[:, 1]).all()
    assert np.bincount(drawn.ravel(), minlength=8).tolist() == np.bincount(edges.ravel()).tolist()
    assert (rewire(edges, seed) == drawn).all()
