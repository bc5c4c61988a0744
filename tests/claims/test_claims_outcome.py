"""Outcomes by a region of equivalence, and many of them at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.claims.multiple import benjamini_yekutieli
from multipolar.claims.outcome import Effect, Expect, Outcome, decide, drawn, exact, normal, within

S, R, U = Outcome.SUPPORTED, Outcome.REFUTED, Outcome.UNDETERMINED


def interval(low, high):
    return Effect((low + high) / 2, low, high, normal((low + high) / 2, (high - low) / 3.29).below)


# interval, expectation, outcome: reference 0, smallest difference .1
TABLE = [
    ((0.2, 0.4), Expect.MORE, S),
    ((0.05, 0.4), Expect.MORE, U),
    ((-0.3, -0.2), Expect.MORE, R),
    ((-0.05, 0.05), Expect.MORE, R),  # shown to be no difference that matters
    ((-0.36, 0.07), Expect.MORE, R),
    ((-0.36, 0.17), Expect.MORE, U),
    ((-0.4, -0.2), Expect.LESS, S),
    ((-0.05, 0.05), Expect.LESS, R),
    ((-0.05, 0.05), Expect.SAME, S),
    ((0.2, 0.3), Expect.SAME, R),
    ((-0.3, -0.2), Expect.SAME, R),
    ((0.0, 0.3), Expect.SAME, U),
    ((-0.3, 0.05), Expect.NOT_MORE, S),
    ((0.15, 0.3), Expect.NOT_MORE, R),
    ((0.05, 0.3), Expect.NOT_MORE, U),
    ((-0.05, 0.3), Expect.NOT_LESS, S),
    ((-0.3, -0.15), Expect.NOT_LESS, R),
    ((0.2, 0.3), Expect.ABOVE, S),
    ((-0.05, 0.05), Expect.ABOVE, U),  # too near to a line that someone drew
    ((-0.3, -0.2), Expect.ABOVE, R),
    ((-0.3, -0.2), Expect.BELOW, S),
    ((0.2, 0.3), Expect.BELOW, R),
]


@pytest.mark.parametrize(
    ("ends", "outcome"), [((1.0, 2.0), S), ((2.0, 3.0), U), ((3.0, 4.0), R)], ids=str
)
def test_bounds_of_a_coding_decide_together_and_have_no_probability(ends, outcome):
    decision = decide(within(ends[0], *ends), Expect.BELOW, 2.5, 0.0)
    assert decision.outcome is outcome
    assert decision.probability is None
    assert decision.wrong is None


@pytest.mark.parametrize(("ends", "expect", "outcome"), TABLE)
def test_an_interval_decides_by_where_it_lies(ends, expect, outcome):
    assert decide(interval(*ends), expect, 0.0, 0.1).outcome is outcome


def test_between_takes_its_bounds_as_they_are():
    assert decide(interval(21, 29), Expect.BETWEEN, 20, 0.0, 30).outcome is S
    assert decide(interval(31, 39), Expect.BETWEEN, 20, 0.0, 30).outcome is R
    assert decide(interval(25, 39), Expect.BETWEEN, 20, 0.0, 30).outcome is U


@pytest.mark.parametrize(
    ("value", "expect", "than", "smallest", "outcome"),
    [
        (2, Expect.BELOW, 2.5, 0.0, S),
        (3, Expect.BELOW, 2.5, 0.0, R),
        (0, Expect.ABOVE, 0.0, 0.0, R),  # on the line is not above it
        (0, Expect.MORE, 0.0, 0.5, R),
        (0.5, Expect.MORE, 0.0, 0.5, S),  # the smallest difference that matters is reached
        (76, Expect.ABOVE, 75, 5.0, U),
        (0, Expect.SAME, 0.0, 0.0, S),
    ],
)
def test_counted_numbers_have_neither_probability_nor_error(value, expect, than, smallest, outcome):
    found = decide(exact(value), expect, than, smallest)
    assert found.outcome is outcome
    assert found.probability is None
    assert found.wrong is None


@given(
    st.floats(-3, 3),
    st.floats(0.01, 2),
    st.floats(0, 1),
    st.sampled_from([Expect.MORE, Expect.LESS, Expect.SAME]),
)
def test_supported_and_refuted_exclude_each_other_and_failing_to_confirm_refutes_nothing(
    value, error, smallest, expect
):
    found = decide(normal(value, error), expect, 0.0, smallest)
    effect = normal(value, error)
    if found.outcome in (S, R):
        assert found.wrong <= 0.1 + 1e-9
    if found.outcome is R:
        assert not (effect.low < -smallest and effect.high > smallest)


def test_an_error_can_differ_on_the_two_sides():
    found = normal(60, 12, up=200)
    assert (found.low, found.high) == pytest.approx((60 - 1.645 * 12, 60 + 1.645 * 200), rel=1e-3)
    assert found.below(60 - 12) == pytest.approx(0.1587, abs=1e-3)
    assert found.below(60 + 200) == pytest.approx(0.8413, abs=1e-3)


def test_an_infinite_error_decides_nothing():
    assert decide(normal(5, float("inf")), Expect.MORE, 0.0, 0.1).outcome is U


def test_draws_give_their_quantiles_and_shares():
    draws = np.random.default_rng(1).normal(size=4000)
    found = drawn(0.0, draws)
    assert (found.low, found.high) == pytest.approx((-1.645, 1.645), abs=0.08)
    assert found.below(0.0) == pytest.approx(0.5, abs=0.03)


def naive_benjamini_yekutieli(p, tests, rate=0.1):
    """All of the k smallest stand, for the largest k whose p-value passes."""
    harmonic = sum(1 / k for k in range(1, tests + 1))
    best = 0
    for k, value in enumerate(sorted(p), start=1):
        if value <= rate * k / (tests * harmonic):
            best = k
    return sorted(p)[:best]


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=30), st.integers(0, 20))
def test_the_false_discovery_rate_is_held_as_by_the_slow_way(p, more):
    kept = benjamini_yekutieli(p, len(p) + more)
    slow = naive_benjamini_yekutieli(p, len(p) + more)
    assert sorted(value for value, stands in zip(p, kept, strict=True) if stands) == slow
