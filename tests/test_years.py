"""Years as people ask for them."""

from __future__ import annotations

from datetime import date

import pytest

from multipolar.errors import BadYear
from multipolar.years import FIRST_YEAR, check_as_of, check_year, check_years, parse_range

NOW = date.today().year


@pytest.mark.parametrize("year", [FIRST_YEAR, 1900, NOW])
def test_a_year_that_makes_sense(year):
    assert check_year(year) == check_as_of(year) == year


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, 0, -5, NOW + 1, 20014])
def test_a_year_that_does_not(year):
    for check in (check_year, check_as_of):
        with pytest.raises(BadYear, match=str(year)):
            check(year)


@pytest.mark.parametrize("year", [True, 2014.0, "2014", None, "China"])
def test_what_is_no_whole_number(year):
    with pytest.raises(BadYear, match="whole number"):
        check_year(year)


def test_no_as_of_is_no_limit():
    assert check_as_of(None) is None


def test_years_are_sorted_and_distinct():
    assert check_years([2014, 1990, 2014]) == [1990, 2014]
    assert check_years(range(2000, 2003)) == [2000, 2001, 2002]
    assert check_years(2000) == [2000]


@pytest.mark.parametrize("years", [[], range(2014, 2000), range(0)])
def test_no_years_at_all(years):
    with pytest.raises(BadYear, match="empty"):
        check_years(years)


def test_no_year_after_as_of():
    assert check_years([2013, 2014], 2014) == [2013, 2014]
    with pytest.raises(BadYear, match="2015 lies after"):
        check_years([2013, 2015], 2014)


@pytest.mark.parametrize(
    ("text", "years"),
    [("2000:2003", [2000, 2001, 2002, 2003]), ("2000", [2000]), ("2000:2000", [2000])],
)
def test_ranges_include_both_ends(text, years):
    assert list(parse_range(text)) == years


@pytest.mark.parametrize(
    "text", ["", ":", "2000:", ":2000", "2000-2003", "x", "2000:2003:2", "20.5"]
)
def test_ranges_that_are_not_understood(text):
    with pytest.raises(BadYear, match="not understood"):
        parse_range(text)


def test_an_inverted_range_is_told_how_to_write_it():
    with pytest.raises(BadYear, match="write 1990:2014"):
        parse_range("2014:1990")


def test_years_of_numpy_and_pandas_are_years():
    """Years taken from a column or an array are numpy integers."""
    import numpy as np

    assert check_years(np.arange(2000, 2002)) == [2000, 2001]
