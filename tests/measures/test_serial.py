"""Lines through series of years: against the textbook, and what the interval covers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit

from multipolar.measures.serial import drift, pooled_difference, serial_line, trend_line


def test_the_slope_is_that_of_least_squares():
    years = np.array([2000, 2001, 2002, 2004, 2005, 2007.0])
    values = np.array([1.0, 1.4, 1.1, 2.0, 1.9, 2.6])
    found = serial_line(years, years, values)
    assert found.value == pytest.approx(np.polyfit(years, values, 1)[0], abs=1e-12)


def test_without_runs_of_years_the_error_is_the_textbook_one():
    years = np.arange(2000.0, 2012)
    values = 0.1 * years + np.where(np.arange(12) % 2, 0.3, -0.3)  # swings to and fro every year
    found = serial_line(years, years, values)
    fit = np.polyfit(years, values, 1)
    rest = ((values - np.polyval(fit, years)) ** 2).sum()
    error = np.sqrt(rest / 10 / ((years - years.mean()) ** 2).sum())
    assert found.effective == 12
    assert found.error == pytest.approx(error, rel=1e-9)


def test_runs_of_years_cut_the_effective_number():
    years = np.arange(1990.0, 2014)
    values = np.sin(years / 3)
    found = serial_line(years, years, values)
    assert found.effective < 6


def test_too_few_years_and_constant_regressors_give_no_line():
    assert serial_line(np.arange(4.0), np.arange(4.0), np.arange(4.0)) is None
    assert serial_line(np.arange(8.0), np.ones(8), np.arange(8.0)) is None


def test_values_on_the_line_have_no_error():
    assert serial_line(np.arange(6.0), np.arange(6.0), 2 * np.arange(6.0)).error == 0


def test_drift_is_the_change_from_end_to_end():
    years = np.array([2000.0, 2001, 2003, 2004, 2005])
    values = np.array([1.0, 1.5, 2.0, 2.6, 3.0])
    found = drift(years, values)
    steps, changes = np.diff(years), np.diff(values)
    scaled = (changes - 0.4 * steps) / np.sqrt(steps)
    assert found.value == pytest.approx(0.4)
    assert found.error == pytest.approx(np.sqrt((scaled**2).sum() / 3) / np.sqrt(5))


def test_a_difference_of_periods_is_that_of_their_means():
    before, after = np.array([1.0, 2, 1, 2]), np.array([4.0, 5, 4, 5])
    found = pooled_difference(np.arange(4.0), before, np.arange(4.0, 8), after)
    assert found.value == pytest.approx(3.0)


@pytest.mark.parametrize(("rho", "least", "most"), [(0.0, 0.89, 0.97), (0.6, 0.83, 0.95)])
def test_the_interval_of_a_trend_covers(rho, least, most):
    """Nominally 90 %: a little more without runs of years, a little less with them."""
    random, n, runs = np.random.default_rng(5), 15, 400
    years, hits = np.arange(float(n)), 0
    for _ in range(runs):
        values = np.zeros(n + 30)
        for step, shock in enumerate(random.normal(size=n + 29)):
            values[step + 1] = rho * values[step] + shock
        line, _ = trend_line(years, values[30:])
        hits += abs(line.value) <= stdtrit(line.freedom, 0.95) * line.error
    assert least <= hits / runs <= most
