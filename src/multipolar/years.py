"""Years as people ask for them, checked: no inverted range, no future, nothing after as_of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import index

from multipolar.errors import BadYear

FIRST_YEAR = 1816
"""The state system of the Correlates of War Project starts here."""


def this_year() -> int:
    """Calendar year of today."""
    return date.today().year


def check_as_of(as_of: int | None) -> int | None:
    """Return ``as_of`` if it is a year from 1816 to now.

    Raises
    ------
    BadYear
        If it is not.
    """
    if as_of is None:
        return None
    return check_year(as_of, "as-of year")


def check_year(year: int, what: str = "year") -> int:
    """Return a year that is from 1816 to now.

    Raises
    ------
    BadYear
        If it lies in the future or before the state system.
    """
    try:
        if isinstance(year, bool):
            raise TypeError
        year = index(year)
    except (TypeError, ValueError):
        raise BadYear(f"{what} {year!r} is not a whole number: write a year such as 2014") from None
    if year > this_year():
        raise BadYear(
            f"{what} {year} lies in the future: nothing has been observed after {this_year()}"
        )
    if year < FIRST_YEAR:
        raise BadYear(
            f"{what} {year} is before the state system starts in {FIRST_YEAR}: ask for a later year"
        )
    return year


def check_years(years: int | Iterable[int], as_of: int | None = None) -> list[int]:
    """Sorted distinct years, each from 1816 to now and none after ``as_of``.

    Raises
    ------
    BadYear
        If there is none, or one is out of range.
    """
    if isinstance(years, str | bytes) or not isinstance(years, Iterable):
        listed = [check_year(years)]  # type: ignore[arg-type]
    else:
        listed = sorted({check_year(year) for year in years})
    if not listed:
        raise BadYear("the range of years is empty: the first must not be after the last")
    if as_of is not None and listed[-1] > as_of:
        raise BadYear(
            f"year {listed[-1]} lies after --as-of {as_of}: nothing later than {as_of} may be used"
        )
    return listed


def parse_range(text: str) -> range:
    """Read ``2000:2014`` (both inclusive) or one year.

    Raises
    ------
    BadYear
        If the text is no range of years, or is inverted.
    """
    first, colon, last = text.partition(":")
    try:
        one, two = int(first), int(last if colon else first)
    except ValueError as reason:
        raise BadYear(f"years {text!r} are not understood: write them as 2000:2014") from reason
    if one > two:
        raise BadYear(f"years {text} are inverted: write {two}:{one}")
    return range(one, two + 1)


def spans(years: Iterable[int]) -> str:
    """Years in a row as spans, such as ``2007-2009, 2011``."""
    said: list[list[int]] = []
    for year in years:
        if said and year == said[-1][1] + 1:
            said[-1][1] = year
        else:
            said.append([year, year])
    return ", ".join(f"{a}-{b}" if a < b else str(a) for a, b in said)
