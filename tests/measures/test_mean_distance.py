"""Typical distance of a state's partners against a direct weighted mean."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multipolar.measures.reach import mean_distance

SHAPE = (4, 4)
MAYBE = st.one_of(st.just(math.nan), st.floats(0.01, 1))


@given(arrays(float, SHAPE, elements=MAYBE), arrays(float, SHAPE, elements=st.floats(50, 20_000)))
def test_weighted_geometric_mean(weights, km):
    distance, covered = mean_distance(weights, km)
    for i in range(4):
        known = [j for j in range(4) if not math.isnan(weights[i, j])]
        total = sum(weights[i, j] for j in known)
        assert covered[i] == pytest.approx(total)
        if not known:
            assert math.isnan(distance[i])
            continue
        product = math.prod(km[i, j] ** (weights[i, j] / total) for j in known)
        assert distance[i] == pytest.approx(product)
        assert km[i].min() * 0.999 <= distance[i] <= km[i].max() * 1.001


def test_partners_of_unknown_distance_are_not_covered():
    weights = np.array([[np.nan, 0.5, 0.3]])
    km = np.array([[np.nan, 1000.0, np.nan]])
    distance, covered = mean_distance(weights, km)
    assert distance[0] == pytest.approx(1000)
    assert covered[0] == pytest.approx(0.5)
