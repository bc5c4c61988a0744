"""Portfolio similarity against a slow twin written out from the formulas, and its properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multipolar.measures.portfolio import MATRICES, kappa_matrix, pi_matrix, s_matrix

grades = st.integers(2, 6).flatmap(
    lambda rows: st.integers(1, 9).flatmap(
        lambda columns: arrays(np.int8, (rows, columns), elements=st.integers(0, 3))
    )
)


def slow_s(x, y, weights, squared=False):
    """Signorino and Ritter 1999, one partner after the other."""
    power, largest = (2, 9) if squared else (1, 3)
    distance = sum(w * abs(int(a) - int(b)) ** power for a, b, w in zip(x, y, weights, strict=True))
    return 1 - 2 * distance / (largest * sum(weights))


def slow_chance(x, y, pooled):
    """1 - D_o / D_e with the expected distance summed over all pairs of grades."""
    n = len(x)
    observed = sum((int(a) - int(b)) ** 2 for a, b in zip(x, y, strict=True)) / n
    one = [sum(int(a) == g for a in x) / n for g in range(4)]
    two = [sum(int(b) == g for b in y) / n for g in range(4)]
    if pooled:
        one = two = [(p + q) / 2 for p, q in zip(one, two, strict=True)]
    expected = sum((a - b) ** 2 * one[a] * two[b] for a in range(4) for b in range(4))
    return 1 - observed / expected if expected > 1e-12 else np.nan


@given(grades, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_matrices_equal_the_slow_twin(table, random):
    weights = [random.random() + 0.01 for _ in range(table.shape[1])]
    plain = [1.0] * table.shape[1]
    found = {
        "absolute": s_matrix(table),
        "squared": s_matrix(table, squared=True),
        "weighted": s_matrix(table, weights),
        "kappa": kappa_matrix(table),
        "pi": pi_matrix(table),
    }
    for i, x in enumerate(table):
        for j, y in enumerate(table):
            expected = {
                "absolute": slow_s(x, y, plain),
                "squared": slow_s(x, y, plain, squared=True),
                "weighted": slow_s(x, y, weights),
                "kappa": slow_chance(x, y, pooled=False),
                "pi": slow_chance(x, y, pooled=True),
            }
            for name, value in expected.items():
                assert found[name][i, j] == pytest.approx(value, abs=1e-9, nan_ok=True), name


@given(grades)
@settings(max_examples=60, deadline=None)
def test_symmetric_within_bounds_and_one_on_the_diagonal(table):
    for measure in MATRICES.values():
        found = measure(table, np.ones(table.shape[1]))
        known = ~np.isnan(found)
        assert np.allclose(found, found.T, equal_nan=True)
        assert (np.abs(found[known]) <= 1 + 1e-9).all()
        own = np.diag(found)
        assert own[~np.isnan(own)] == pytest.approx(1)


@given(grades)
@settings(max_examples=40, deadline=None)
def test_order_of_partners_does_not_count_and_pi_is_never_above_kappa(table):
    turned = table[:, ::-1]
    for measure in (s_matrix, kappa_matrix, pi_matrix):
        assert np.allclose(measure(table), measure(turned), equal_nan=True)
    # Chance disagreement holds the squared gap of the means in full for kappa, by half for pi.
    known = ~np.isnan(pi_matrix(table))
    assert (pi_matrix(table)[known] <= kappa_matrix(table)[known] + 1e-9).all()


def test_bad_portfolios_are_refused():
    with pytest.raises(ValueError, match="grades"):
        s_matrix([[0, 4], [1, 2]])
    with pytest.raises(ValueError, match="grades"):
        kappa_matrix([[0, np.nan], [1, 2]])
    with pytest.raises(ValueError, match="table"):
        pi_matrix([1, 2, 3])
    with pytest.raises(ValueError, match="weights"):
        s_matrix([[0, 1], [1, 2]], [1, -1])
    with pytest.raises(ValueError, match="weights"):
        s_matrix([[0, 1], [1, 2]], [1, np.nan])
    assert np.isnan(s_matrix([[0, 1], [1, 2]], [0, 0])).all()
