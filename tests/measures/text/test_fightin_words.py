"""Log-odds with an informative Dirichlet prior: by hand, by a slow twin, and its symmetries."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from multipolar.measures.text import against_rest, log_odds, shared_index


def test_by_hand():
    """Two speakers, two words, 10 and 30 of 40 against 20 and 20 of 40; prior 3 and 5.

    delta = ln(13/35) - ln(23/25), variance = 1/13 + 1/23 for the first word.
    """
    delta, z = log_odds([10, 30], 40, [20, 20], 40, [3, 5], 8)
    expected = math.log(13 / 35) - math.log(23 / 25)
    assert delta[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / math.sqrt(1 / 13 + 1 / 23))
    assert delta[1] == pytest.approx(math.log(35 / 13) - math.log(25 / 23))


def slow(counts, prior_words):
    """The formulas of METHODS, word by word and speaker by speaker."""
    everything = sum(sum(row) for row in counts)
    found = []
    for i, row in enumerate(counts):
        line = []
        for w, y in enumerate(row):
            word = sum(other[w] for other in counts)
            a = prior_words * word / everything
            n, y2 = sum(row), word - y
            n2 = everything - n
            delta = math.log((y + a) / (n + prior_words - y - a))
            delta -= math.log((y2 + a) / (n2 + prior_words - y2 - a))
            line.append(delta / math.sqrt(1 / (y + a) + 1 / (y2 + a)))
        found.append(line)
        assert i < len(counts)
    return found


tables = hnp.arrays(
    np.int64, st.tuples(st.integers(2, 5), st.integers(2, 6)), elements=st.integers(0, 60)
).filter(lambda table: (table.sum(axis=0) > 0).all() and (table.sum(axis=0) < table.sum()).all())


@settings(deadline=None, max_examples=60)
@given(tables, st.floats(1, 500))
def test_is_its_slow_twin(table, prior_words):
    assert against_rest(table.astype(float), prior_words) == pytest.approx(
        np.array(slow(table.tolist(), prior_words)), rel=1e-9, abs=1e-9
    )


@settings(deadline=None, max_examples=60)
@given(tables)
def test_the_default_prior_is_a_mean_speaker(table):
    size = table.sum() / len(table)
    assert against_rest(table.astype(float)) == pytest.approx(
        against_rest(table.astype(float), size)
    )


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0.1, 20))
def test_swapping_the_speakers_turns_the_sign(one, two, prior):
    there = log_odds(one, 100, two, 120, prior, 30)[1]
    back = log_odds(two, 120, one, 100, prior, 30)[1]
    assert there == pytest.approx(-back, abs=1e-12)


@given(hnp.arrays(float, (4, 7), elements=st.floats(-5, 9)))
def test_shared_index_is_its_slow_twin(z):
    found = shared_index(z)
    for i in range(4):
        for j in range(4):
            both = sum(min(a, b) for a, b in zip(z[i], z[j], strict=True) if a > 2 and b > 2)
            assert found[i, j] == pytest.approx(both)
