"""Whether two states were members of the state system on one and the same day."""

from __future__ import annotations

from datetime import date

from .facts import spells


def share_a_day(ccode1: int, ccode2: int, year: int) -> bool:
    """Whether two states were both members on at least one day of a year.

    Parameters
    ----------
    ccode1, ccode2 : int
        COW codes; a code that never was one gives False.
    year : int
        Calendar year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    return any(
        max(one.start, two.start, first) <= min(one.end, two.end, last)
        for one in spells().get(ccode1, ())
        for two in spells().get(ccode2, ())
    )
