"""Measures of power against loops and the moments they are defined by."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.power import (
    cinc,
    lognormal_interval,
    net_resources,
    net_resources_interval,
)


def loop_cinc(components):
    """Singer, Bremer and Stuckey 1972: mean of the shares in the totals, known ones only."""
    out = []
    for row in components:
        shares = []
        for column, value in enumerate(row):
            known = [r[column] for r in components if not np.isnan(r[column])]
            total = sum(known)
            if total > 0 and not np.isnan(value):
                shares.append(value / total)
        out.append(sum(shares) / len(shares) if shares else float("nan"))
    return out


@pytest.mark.parametrize("seed", range(5))
def test_cinc_equals_the_loop(seed):
    rng = np.random.default_rng(seed)
    components = rng.lognormal(3, 2, (12, 6))
    components[rng.random((12, 6)) < 0.2] = np.nan
    components[0] = np.nan
    assert cinc(components) == pytest.approx(np.array(loop_cinc(components)), nan_ok=True)


def test_cinc_by_hand():
    """Shares of one state: 1/4, 1, 0, 1/2, 1/2, unknown; mean of five .45."""
    components = np.array([[1, 5, 0, 2, 3, np.nan], [3, 0, 7, 2, 3, 8]], float)
    assert cinc(components)[0] == pytest.approx(0.45)


def test_shares_of_complete_data_add_up_to_one():
    components = np.random.default_rng(0).lognormal(0, 1, (30, 6))
    assert cinc(components).sum() == pytest.approx(1)


def test_a_component_that_is_nought_everywhere_does_not_count():
    components = np.array([[1, 1, 0], [3, 1, 0]], float)
    assert cinc(components) == pytest.approx([0.375, 0.625])


def test_a_state_of_which_nothing_is_known_has_no_value():
    components = np.array([[np.nan] * 6, [1] * 6], float)
    assert np.isnan(cinc(components)[0])


def test_net_resources():
    """Beckley 2018: GDP times GDP per head; 100 * 100 / 4."""
    assert net_resources(np.array([100.0]), np.array([4.0])) == pytest.approx([2500])


@pytest.mark.parametrize("cv", [0.05, 0.4, 1.0])
def test_lognormal_interval_holds_nine_tenths_of_its_distribution(cv):
    low, high = lognormal_interval(np.array([10.0]), np.array([cv**2]))
    sigma = np.sqrt(np.log(1 + cv**2))
    drawn = np.random.default_rng(2).lognormal(np.log(10) - sigma**2 / 2, sigma, 200_000)
    assert drawn.mean() == pytest.approx(10, rel=0.02)
    assert (drawn < low).mean() == pytest.approx(0.05, abs=0.003)
    assert (drawn > high).mean() == pytest.approx(0.05, abs=0.003)


def test_lognormal_interval_without_error_is_the_value():
    low, high = lognormal_interval(np.array([10.0]), np.array([0.0]))
    assert (low, high) == (pytest.approx([10]), pytest.approx([10]))


def test_the_interval_of_net_resources_holds_nine_in_ten_draws():
    """Lognormal draws of GDP (coefficient of variation .44, as published) and population."""
    random = np.random.default_rng(5)
    spread_g, spread_p = np.sqrt(np.log1p(0.44**2)), np.sqrt(np.log1p(0.05**2))
    gdp = np.exp(random.normal(np.log(6.5e6) - spread_g**2 / 2, spread_g, 400_000))
    people = np.exp(random.normal(np.log(1217.0) - spread_p**2 / 2, spread_p, 400_000))
    low, high = net_resources_interval(
        np.array([6.5e6]), np.array([0.44**2]), np.array([1217.0]), np.array([0.05**2])
    )
    draws = gdp**2 / people
    assert abs(np.mean((draws > low) & (draws < high)) - 0.90) < 0.003
    assert abs(np.mean(draws > high) - 0.05) < 0.002
