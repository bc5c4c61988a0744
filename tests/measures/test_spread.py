"""Spread beyond sampling error: a published example, simulations, and the edge of no spread."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.spread import LEAST, scatter, spread

BCG = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
        (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619),
        (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
        (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    float,
)  # fmt: skip
"""Thirteen trials of a vaccine against tuberculosis (Colditz et al. 1994): ill and healthy with
vaccine, and without. The textbook example of such spreads."""


def trials():
    treated, control = BCG[:, :2].sum(axis=1), BCG[:, 2:].sum(axis=1)
    x = np.log(BCG[:, 0] / treated) - np.log(BCG[:, 2] / control)
    return x, 1 / BCG[:, 0] - 1 / treated + 1 / BCG[:, 2] - 1 / control


@pytest.mark.parametrize(
    ("tau2", "q"), [(0.0, 152.233), (0.3181, 12.0), (0.1197, 23.337), (1.1115, 4.404)]
)
def test_scatter_is_that_of_the_textbook(tau2, q):
    """Cochran's Q, the estimate of Paule and Mandel, and both ends of the 95 % Q-profile
    (Viechtbauer 2010, J. Statistical Software 36(3), package metafor)."""
    x, s2 = trials()
    found = scatter(np.array([tau2]), x[None], s2[None], np.ones((1, 13), bool))
    assert found[0] == pytest.approx(q, rel=2e-3)


@pytest.mark.parametrize("tau", [0.0, 0.1, 0.3])
def test_nine_intervals_in_ten_hold_the_truth(tau):
    rng = np.random.default_rng(7)
    errors = rng.uniform(0.03, 0.15, (2000, 6))
    values = tau * rng.normal(size=errors.shape) + errors * rng.normal(size=errors.shape)
    found = spread(values, errors)
    inside = (found.low <= tau) & (tau <= found.high)
    assert 0.88 <= inside.mean() <= 0.97
    assert np.median(found.value) == pytest.approx(tau, abs=0.03)


def test_estimate_solves_its_equation_and_order_does_not_matter():
    rng = np.random.default_rng(3)
    x, s = rng.normal(0, 0.4, (50, 5)), rng.uniform(0.05, 0.1, (50, 5))
    found = spread(x, s)
    q = scatter(found.value**2, x, s**2, np.ones_like(x, bool))
    some = found.value > 0
    assert some.sum() > 40
    np.testing.assert_allclose(q[some], 4.0, rtol=1e-6)
    assert (found.low <= found.value).all() and (found.value <= found.high).all()
    turned = spread(x[:, ::-1], s[:, ::-1])
    np.testing.assert_allclose(turned.value, found.value, atol=1e-9)


def test_the_same_values_are_not_known_to_be_the_same_for_ever():
    """Equal estimates: the Q-profile would end at 0; their errors still allow for a spread."""
    found = spread(np.zeros((1, 6)), np.full((1, 6), 0.1))
    assert (found.value[0], found.low[0]) == (0, 0)
    assert 0.1 < found.high[0] < 0.3


def test_two_values_have_no_spread():
    few = np.full((1, 6), np.nan)
    few[0, : LEAST - 1] = 0.5
    assert np.isnan(spread(few, np.full((1, 6), 0.1)).value).all()
