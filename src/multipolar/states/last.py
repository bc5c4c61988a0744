"""The last year of states that have ended, for questions that name no year."""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.errors import StateError
from multipolar.years import FIRST_YEAR

from .model import NoState, State
from .resolve import lookup

Queries = Sequence[str | int | State]


def years_to_ask(queries: Queries, latest: int) -> tuple[int, ...]:
    """Years in which a question that names none may be answered, the best first.

    The latest one if all were states then, or never were. Else the last one in which all were,
    and after it the one before, since little may be known of a year that they did not see out.
    """
    last = _last(queries, latest)
    if last is None or last == latest:
        return (latest,)
    return (last, last - 1) if _all_there(queries, last - 1) else (last,)


def was_last(queries: Queries, latest: int) -> str:
    """Sentence on states that had ended by the latest year; empty where none had."""
    from .pair import titled

    last = _last(queries, latest)
    if last is None or last == latest:
        return ""
    *others, name = [titled(lookup(query, last).name) for query in queries]
    names = f"{', '.join(others)} and {name}" if others else name
    how = ("was last a state", "were last both states", "were last all states")[len(others)]
    return f"{names[0].upper()}{names[1:]} {how} in {last}."


def _last(queries: Queries, latest: int) -> int | None:
    try:
        found = [lookup(query, latest) for query in queries]
    except StateError:
        return None  # of which the one who asks is told
    if any(isinstance(place, NoState) and place.ccode is None for place in found):
        return None
    years = range(latest, FIRST_YEAR - 1, -1)
    return next((year for year in years if _all_there(queries, year)), None)


def _all_there(queries: Queries, year: int) -> bool:
    try:
        return all(isinstance(lookup(query, year), State) for query in queries)
    except StateError:
        return False  # the name meant several states then
