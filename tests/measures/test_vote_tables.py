"""Nine-cell tables against a loop over voters and roll calls."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from multipolar.measures.vote_tables import CODES, contested, nine_cells

votes = hnp.arrays(
    np.int8, st.tuples(st.integers(1, 6), st.integers(1, 9)), elements=st.integers(0, 3)
)


def loop_cells(matrix):
    voters, calls = matrix.shape
    out = np.zeros((voters, voters, 3, 3), int)
    for i in range(voters):
        for j in range(voters):
            for k in range(calls):
                if matrix[i, k] in CODES and matrix[j, k] in CODES:
                    out[i, j, matrix[i, k] - 1, matrix[j, k] - 1] += 1
    return out


@given(votes)
def test_nine_cells_equal_the_loop(matrix):
    assert (nine_cells(matrix) == loop_cells(matrix)).all()


@given(votes)
def test_the_other_order_is_the_transpose(matrix):
    cells = nine_cells(matrix)
    assert (cells == cells.transpose(1, 0, 3, 2)).all()


@given(votes)
def test_contested_equals_the_loop(matrix):
    found = contested(matrix)
    for k in range(matrix.shape[1]):
        cast = {int(v) for v in matrix[:, k] if v in CODES}
        assert found[k] == (len(cast) > 1)


def test_codes_of_absence_and_non_membership_are_no_votes():
    """COW and Voeten code absence 8 and non-membership 9; here both are 0 or ignored."""
    matrix = np.array([[1, 8, 9, 0], [1, 1, 1, 1]], np.int8)
    assert nine_cells(matrix)[0, 1].sum() == 1
    assert contested(matrix).tolist() == [False, False, False, False]


def test_counts_stay_exact_for_many_roll_calls():
    """Single precision is exact below 2**24; a session has under 1,000 roll calls."""
    matrix = np.ones((2, 70_001), np.int8)
    assert nine_cells(matrix)[0, 1, 0, 0] == 70_001
