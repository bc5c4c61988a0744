"""The overlap of memberships against a slow direct computation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from multipolar.measures.overlap import basket_fit, common_share, exclusivity, weighted_overlap

MEMBERSHIPS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=6))


def slow(belongs: np.ndarray, weights: np.ndarray, i: int, j: int) -> tuple[float, float]:
    """Add up the weights body by body."""
    joint = sum(w for b, w in enumerate(weights) if belongs[i, b] and belongs[j, b])
    either = sum(w for b, w in enumerate(weights) if belongs[i, b] or belongs[j, b])
    return joint, either


@given(MEMBERSHIPS, st.booleans())
def test_overlap_is_the_sum_over_bodies(belongs: np.ndarray, exclusive: bool) -> None:
    weights = exclusivity(belongs) if exclusive else np.ones(belongs.shape[1])
    joint, either = weighted_overlap(belongs, weights)
    for i in range(len(belongs)):
        for j in range(len(belongs)):
            assert (joint[i, j], either[i, j]) == pytest.approx(slow(belongs, weights, i, j))
    assert (joint <= either + 1e-9).all()
    assert joint == pytest.approx(joint.T)


def test_a_small_club_weighs_more() -> None:
    # Three states; the first two share a club of two, all share one of three.
    belongs = np.array([[True, True], [True, True], [False, True]])
    assert exclusivity(belongs) == pytest.approx([1 / 2, 1 / 3])
    joint, either = weighted_overlap(belongs, exclusivity(belongs))
    assert joint[0, 1] / either[0, 1] == pytest.approx(1)
    assert joint[0, 2] / either[0, 2] == pytest.approx((1 / 3) / (1 / 2 + 1 / 3))


@given(hnp.arrays(np.float64, (4, 3), elements=st.floats(0.01, 1)))
def test_common_share_is_one_less_half_the_differences(weights: np.ndarray) -> None:
    shares = weights / weights.sum(axis=1, keepdims=True)
    common = common_share(shares)
    for i in range(4):
        for j in range(4):
            direct = 1 - sum(abs(a - b) for a, b in zip(shares[i], shares[j], strict=True)) / 2
            assert common[i, j] == pytest.approx(direct)


@given(hnp.arrays(np.float64, (2, 5, 7), elements=st.floats(0, 10)))
def test_basket_fit_is_one_less_half_the_differences(amounts):
    """Michaely 1996, against the formula as he writes it, pair by pair."""
    with np.errstate(invalid="ignore", divide="ignore"):
        sold, bought = (np.nan_to_num(part / part.sum(axis=1, keepdims=True)) for part in amounts)
    fit = basket_fit(sold, bought)
    for i, basket in enumerate(sold):
        for j, other in enumerate(bought):
            if basket.sum() == 0 or other.sum() == 0:
                assert np.isnan(fit[i, j])
            else:
                assert abs(fit[i, j] - (1 - np.abs(other - basket).sum() / 2)) < 1e-9
