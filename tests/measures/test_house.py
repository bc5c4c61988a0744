"""Kappa of a whole house, and roll calls drawn and shuffled."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.house import drawn_calls, kappa_house, shuffled_house
from multipolar.measures.similarity import kappa
from multipolar.measures.vote_tables import nine_cells

RANDOM = np.random.default_rng(1)
HOUSE = RANDOM.integers(0, 4, (12, 30)).astype(np.int8)


def test_kappa_of_a_house_is_that_of_the_tables():
    value, calls = kappa_house(HOUSE)
    cells = nine_cells(HOUSE)
    assert np.allclose(value, kappa(cells).value, equal_nan=True, atol=1e-12)
    assert (calls == cells.sum(axis=(2, 3))).all()


def test_a_roll_call_that_counts_twice_is_there_twice():
    often = RANDOM.integers(0, 3, 30)
    value, calls = kappa_house(HOUSE, often)
    again, called = kappa_house(np.repeat(HOUSE, often, axis=1))
    assert np.allclose(value, again, equal_nan=True, atol=1e-12)
    assert (calls == called).all()


def test_kappa_is_undefined_where_both_always_cast_one_vote():
    votes = np.array([[1, 1, 1], [1, 1, 1], [1, 3, 1], [0, 0, 0]], np.int8)
    value, calls = kappa_house(votes)
    assert np.isnan(value[0, 1])
    assert value[0, 2] == 0
    assert np.isnan(value[0, 3])
    assert calls[0, 3] == 0


def test_drawn_calls_are_as_many_as_there_are():
    drawn = drawn_calls(30, np.random.default_rng(0))
    assert drawn.sum() == 30
    assert len(drawn_calls(0, np.random.default_rng(0))) == 0


def test_a_shuffled_house_keeps_divisions_and_presence_and_no_more():
    dealt = shuffled_house(HOUSE, np.random.default_rng(0))
    assert ((dealt > 0) == (HOUSE > 0)).all()
    for call in range(HOUSE.shape[1]):
        assert sorted(dealt[:, call]) == sorted(HOUSE[:, call])
    assert (dealt != HOUSE).any()


def test_shuffling_takes_away_who_votes_with_whom():
    random = np.random.default_rng(3)
    camp = np.repeat([0, 1], 30)
    votes = np.where(random.random((60, 80)) < 0.9, np.where(camp == 0, 1, 3)[:, None], 2)
    votes = np.where(random.random(80) < 0.5, votes, 4 - votes).astype(np.int8)
    inside = np.triu(camp[:, None] == camp, 1)
    real, _ = kappa_house(votes)
    mean = [
        kappa_house(shuffled_house(votes, np.random.default_rng(seed)))[0][inside].mean()
        for seed in range(5)
    ]
    assert real[inside].mean() > 0.6
    assert np.mean(mean) == pytest.approx(0, abs=0.03)
