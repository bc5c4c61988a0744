"""What holds of every similarity of two voters, whatever they vote."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from multipolar.measures.similarity import MEASURES
from multipolar.measures.vote_tables import contested, nine_cells

pairs = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=60)
LEAST = {"kappa": -1, "pi": -1, "s": -1, "agreement": 0, "identical": 0}
measures = pytest.mark.parametrize("measure", MEASURES)


def cells(votes):
    table = np.zeros((3, 3))
    for a, b in votes:
        table[a - 1, b - 1] += 1
    return table


def answer(measure, votes):
    return np.array([float(x) for x in MEASURES[measure](cells(votes))])


@measures
@given(pairs)
def test_symmetric_in_the_two_voters(measure, votes):
    swapped = [(b, a) for a, b in votes]
    assert answer(measure, votes) == pytest.approx(answer(measure, swapped), abs=1e-9, nan_ok=True)


@measures
@given(pairs)
def test_bounded_and_inside_its_interval(measure, votes):
    value, low, high = answer(measure, votes)
    assume(not np.isnan(value))
    assert LEAST[measure] - 1e-9 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 1 + 1e-9


@measures
@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_roll_calls_does_not_matter(measure, votes, random):
    mixed = list(votes)
    random.shuffle(mixed)
    assert answer(measure, votes) == pytest.approx(answer(measure, mixed), nan_ok=True)


@measures
@given(pairs)
def test_yes_and_no_can_change_places(measure, votes):
    turned = [(4 - a, 4 - b) for a, b in votes]
    assert answer(measure, votes) == pytest.approx(answer(measure, turned), abs=1e-9, nan_ok=True)


@given(pairs)
def test_s_is_twice_agreement_less_one(votes):
    assert answer("s", votes) == pytest.approx(2 * answer("agreement", votes) - 1)


@given(pairs)
def test_pi_never_exceeds_kappa(votes):
    """The pooled margins never promise less disagreement than the own ones do."""
    kappa, pi = answer("kappa", votes)[0], answer("pi", votes)[0]
    assume(not np.isnan(kappa))
    assert pi <= kappa + 1e-9


@given(st.lists(st.lists(st.integers(0, 3), min_size=8, max_size=8), min_size=2, max_size=5))
def test_unanimous_roll_calls_and_absences_change_nothing(rows):
    matrix = np.array(rows, np.int8)
    kept = matrix[:, contested(matrix)]
    unanimous = np.repeat([[1, 3, 0]], len(rows), axis=0).astype(np.int8)
    more = np.hstack([matrix, unanimous])
    assert (nine_cells(more[:, contested(more)]) == nine_cells(kept)).all()
