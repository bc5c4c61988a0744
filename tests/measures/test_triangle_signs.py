"""Strategic triangles: the four configurations, against known triples and against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures.triangles import (
    SIDES,
    configurations,
    kind_of,
    pivots,
    sign_probabilities,
    wedge_room,
)

sides = st.lists(
    st.tuples(st.floats(-3, 3), st.floats(0.05, 2), st.floats(-1, 0), st.floats(0, 1)),
    min_size=3,
    max_size=3,
)


@pytest.mark.parametrize(
    ("triple", "kind", "corner"),
    [
        ((1, 1, 1), "menage", None),
        ((-1, -1, -1), "veto", None),
        ((1, 1, -1), "romantic", 0),
        ((1, -1, 1), "romantic", 1),
        ((-1, 1, 1), "romantic", 2),
        ((1, -1, -1), "marriage", 2),
        ((-1, 1, -1), "marriage", 1),
        ((-1, -1, 1), "marriage", 0),
        ((0, 1, 1), "undecided", None),
    ],
)
def test_every_triple_of_signs(triple, kind, corner):
    assert kind_of(triple) == (kind, corner)


@settings(deadline=None)
@given(sides)
def test_probabilities_sum_to_one(drawn):
    mean, sd, low, high = np.array(drawn).T
    signs = sign_probabilities(mean, sd, low, high)
    assert signs.min() >= 0
    assert signs.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-12)
    found = configurations(signs)
    assert sum(found.values()) == pytest.approx(1, abs=1e-9)
    romantic = [
        sum(p for triple, p in found.items() if kind_of(triple) == ("romantic", corner))
        for corner in range(3)
    ]
    assert pivots(signs) == pytest.approx(romantic, abs=1e-12)


@settings(deadline=None)
@given(sides, st.permutations([0, 1, 2]))
def test_the_order_of_the_states_does_not_matter(drawn, order):
    mean, sd, low, high = np.array(drawn).T
    place = [SIDES.index(tuple(sorted((order[i], order[j])))) for i, j in SIDES]
    first = pivots(sign_probabilities(mean, sd, low, high))
    other = pivots(sign_probabilities(mean[place], sd[place], low[place], high[place]))
    assert other == pytest.approx(first[order], abs=1e-12)


def test_draws_agree():
    """The slow twin: draw the sides and count."""
    mean, sd = np.array([0.8, -0.4, 0.1]), np.array([0.5, 0.6, 0.7])
    low, high = np.full(3, -0.3), np.full(3, 0.4)
    draws = np.random.default_rng(7).normal(mean, sd, (200_000, 3))
    seen = np.where(draws > high, 1, np.where(draws < low, -1, 0))
    for triple, chance in configurations(sign_probabilities(mean, sd, low, high)).items():
        assert (seen == triple).all(axis=1).mean() == pytest.approx(chance, abs=0.005)


def test_wedge_room_by_hand():
    gaps, errors = wedge_room(np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.4, 1.2]))
    assert gaps == pytest.approx([3.0, 0.5, -2.5])
    assert errors == pytest.approx([0.5, np.hypot(0.3, 1.2), np.hypot(0.4, 1.2)])
