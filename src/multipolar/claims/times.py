"""Years in a claims file: spans, spans that end with the year of the question, and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from multipolar.claims.keys import NOTHING, Takes
from multipolar.claims.problems import Site, quoted

EARLIEST, LATEST = 1816, 2100
"""Years outside these are mistakes."""
_LAST = re.compile(r"last (\d{1,3})(?: years)?$")


@dataclass(frozen=True, slots=True)
class Window:
    """A span of years.

    Attributes
    ----------
    first, last
        Ends, both inclusive; ``last`` None is the year of the question.
    length
        For the last so many years up to the year of the question; ``first`` is then None.
    horizon
        For the horizon of the forecast that the test is in.
    """

    first: int | None = None
    last: int | None = None
    length: int | None = None
    horizon: bool = False

    def at(self, as_of: int, horizon: tuple[int, int] | None = None) -> tuple[int, int]:
        """First and last year, asked in a year; a span that is over by then keeps its own end."""
        if self.horizon and horizon is not None:
            return horizon[0], min(horizon[1], as_of)
        if self.length is not None:
            return as_of - self.length + 1, as_of
        return self.first or EARLIEST, as_of if self.last is None else self.last

    def __str__(self) -> str:
        """The span as a file writes it."""
        if self.horizon:
            return "the horizon"
        if self.length is not None:
            return f"last {self.length} years"
        if self.first == self.last and self.first is not None:
            return str(self.first)
        return f"{self.first or 'start'}-{'now' if self.last is None else self.last}"


HORIZON = Window(horizon=True)


def _year_in(raw: Any, site: Site) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int):
        site.wrong(f"{quoted(raw)} is no year: write it as 2014")
        return None
    if not EARLIEST <= raw <= LATEST:
        site.wrong(f"{quoted(raw)} is no possible year: {EARLIEST} to {LATEST}")
        return None
    return raw


def _year(raw: Any, site: Site) -> Any:
    found = _year_in(raw, site)
    return NOTHING if found is None else found


def _window(raw: Any, site: Site) -> Any:
    if isinstance(raw, str):
        return _spoken(raw, site)
    if isinstance(raw, int):
        found = _year_in(raw, site)
        return NOTHING if found is None else Window(found, found)
    if not isinstance(raw, list) or len(raw) != 2:
        site.wrong(f'{quoted(raw)} is no span: write [2000, 2014], [2000, "now"] or "last 10"')
        return NOTHING
    first = _year_in(raw[0], site)
    if raw[1] == "now":
        return NOTHING if first is None else Window(first, None)
    last = _year_in(raw[1], site)
    if first is None or last is None:
        return NOTHING
    if first > last:
        site.wrong(f"the years are inverted: write [{last}, {first}]")
        return NOTHING
    return Window(first, last)


def _spoken(raw: str, site: Site) -> Any:
    found = _LAST.match(raw.strip().lower())
    if raw.strip().lower() == "now":
        return Window(length=1)
    if raw.strip().lower() == "horizon" and site.in_forecast:
        return HORIZON
    if found is None or not 1 <= int(found[1]) <= 200:
        site.wrong(f'{quoted(raw)} is no span: write [2000, 2014], [2000, "now"] or "last 10"')
        return NOTHING
    return Window(length=int(found[1]))


def _horizon(raw: Any, site: Site) -> Any:
    window = _window(raw, site)
    if window is NOTHING:
        return NOTHING
    if window.first is None or window.last is None:
        site.wrong("a horizon has a first and a last year, such as [2015, 2024]")
        return NOTHING
    if site.written is not None and window.first <= site.written:
        site.wrong(
            f"the horizon begins in {window.first}, and the paper was written in {site.written}: "
            "a prediction is tested on later years only"
        )
        return NOTHING
    return window


def _day(raw: Any, site: Site) -> Any:
    """A date, or a year alone, which stands for its last day."""
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    if isinstance(raw, int) and not isinstance(raw, bool):
        year = _year_in(raw, site)
        return NOTHING if year is None else date(year, 12, 31)
    site.wrong(f"{quoted(raw)} is no date: write 2014-05-21, or a year")
    return NOTHING


YEAR = Takes("year", _year)
WINDOW = Takes('[first, last] | [first, "now"] | "last N" | year', _window)
SPAN = Takes("[first, last]", _horizon)
DAY = Takes("date or year", _day)
