"""Ties among partners against a slow direct count."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.measures.networks import closure, shared_partners, ties_with_rivals

N = 7


@st.composite
def networks(draw, count=1):
    found = []
    for _ in range(count):
        tie = np.zeros((N, N), bool)
        for i, j in itertools.combinations(range(N), 2):
            tie[i, j] = tie[j, i] = draw(st.booleans())
        found.append(tie)
    return found


def partners(tie, i, but=()):
    return {j for j in range(N) if tie[i, j] and j not in but}


@given(networks())
def test_shared_partners(found):
    (tie,) = found
    overlap, either = shared_partners(tie)
    for i, j in itertools.permutations(range(N), 2):
        one, two = partners(tie, i, (j,)), partners(tie, j, (i,))
        assert either[i, j] == len(one | two)
        expected = len(one & two) / len(one | two) if one | two else np.nan
        assert overlap[i, j] == pytest.approx(expected, nan_ok=True)


@given(networks())
def test_closure(found):
    (tie,) = found
    share, count = closure(tie)
    for i in range(N):
        pairs = list(itertools.combinations(sorted(partners(tie, i)), 2))
        expected = sum(tie[a, b] for a, b in pairs) / len(pairs) if pairs else np.nan
        assert share[i] == pytest.approx(expected, nan_ok=True)
        assert count[i] == len(partners(tie, i))


@given(networks(count=2))
def test_ties_with_rivals(found):
    tie, rival = found
    share, count = ties_with_rivals(tie, rival)
    for i, j in itertools.permutations(range(N), 2):
        rivals = partners(rival, j, (i,))
        assert count[i, j] == len(rivals)
        expected = len(rivals & partners(tie, i)) / len(rivals) if rivals else np.nan
        assert share[i, j] == pytest.approx(expected, nan_ok=True)
