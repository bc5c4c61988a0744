"""Rates of false discovery against scipy, by simulation under dependence, and a slow twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from multipolar.measures import discoveries as many

VALUES = st.lists(st.floats(1e-12, 1), min_size=1, max_size=40)


@given(VALUES)
def test_q_values_are_those_of_scipy(values):
    p = np.array(values)
    for ours, name in ((many.benjamini_hochberg, "bh"), (many.benjamini_yekutieli, "by")):
        np.testing.assert_allclose(
            ours(p, len(p)), stats.false_discovery_control(p, method=name), rtol=1e-10
        )


@given(VALUES, st.integers(0, 39))
def test_the_smallest_are_enough(values, kept):
    """q of the small ones is the same whatever the larger ones are, as long as it is under 1."""
    p = np.sort(np.array(values))
    part = p[: kept + 1]
    whole = many.benjamini_yekutieli(p, len(p))[: len(part)]
    found = many.benjamini_yekutieli(part, len(p))
    assert (found >= whole - 1e-12).all()
    settled = found < 1
    best = np.minimum.accumulate(found[::-1])[::-1]
    np.testing.assert_allclose(found[settled], best[settled])


def test_the_rate_holds_under_dependence():
    """Tests in blocks that share a shock, half of them with the other sign."""
    random = np.random.default_rng(0)
    shares = {"by": [], "e": []}
    for _ in range(300):
        shock = np.repeat(random.normal(size=40), 25)
        sign = np.tile([1.0, -1.0], 500)
        z = sign * 0.8 * shock + 0.6 * random.normal(size=1000)
        real = np.arange(1000) < 50
        z[real] += 4.5
        p = 2 * stats.norm.sf(np.abs(z))
        e = many.e_values(p)
        for name, q in (
            ("by", many.benjamini_yekutieli(p, 1000)),
            ("e", many.e_benjamini_hochberg(e, 1000)),
        ):
            listed = q <= 0.1
            shares[name].append((listed & ~real).sum() / max(listed.sum(), 1))
    assert np.mean(shares["by"]) < 0.1
    assert np.mean(shares["e"]) < 0.1


def test_e_values_have_mean_one_at_most_under_the_null():
    """By integral: of kappa p^(kappa - 1) over (0, 1)."""
    grid = (np.arange(200_000) + 0.5) / 200_000
    assert many.e_values(grid, 0.5).mean() == pytest.approx(1, abs=0.01)
    assert many.e_values(grid, 0.1).mean() <= 1


def _slow_majorant(p, tests):
    """Slope of the least concave majorant left of each point, by all chords."""
    x = np.r_[0.0, np.sort(p), 1.0]
    y = np.r_[0.0, np.arange(1, len(p) + 1) / tests, 1.0]
    found = []
    for at in range(1, len(x) - 1):
        # The majorant's slope at a point is the least over starts of the greatest over ends.
        slopes = [
            max((y[end] - y[start]) / (x[end] - x[start]) for end in range(at, len(x)))
            for start in range(at)
        ]
        found.append(min(slopes))
    return np.array(found)


def test_the_density_is_the_slope_of_the_least_concave_majorant():
    random = np.random.default_rng(3)
    p = np.sort(np.r_[random.beta(0.3, 20, 20), random.uniform(0, 0.2, 10)])
    found = many.no_noise(p, 150)
    wanted = 1 - np.minimum(1 / _slow_majorant(p, 150), 1)
    np.testing.assert_allclose(found, wanted, atol=1e-10)
    assert (np.diff(found) <= 1e-12).all()


def test_noise_alone_is_called_noise():
    p = np.random.default_rng(4).uniform(size=5000)
    small = np.sort(p)[:50]
    assert many.no_noise(small, 5000)[10:].max() < 0.6


def test_probability_is_about_right_on_average():
    random = np.random.default_rng(5)
    real = random.random(20_000) < 0.05
    p = 2 * stats.norm.sf(np.abs(random.normal(size=20_000) + np.where(real, 3.5, 0)))
    order = np.argsort(p)[:1500]
    chance = many.no_noise(p[order], 20_000)
    band = (chance > 0.6) & (chance < 0.95)
    assert band.sum() > 100
    assert real[order][band].mean() >= chance[band].mean() - 0.06
