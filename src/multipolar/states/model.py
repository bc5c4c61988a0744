"""What the resolver answers: a state, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class State:
    """A member of the Correlates of War (COW) state system at a date.

    Attributes
    ----------
    ccode : int
        COW country code.
    stateabb : str
        COW letters.
    iso3 : str or None
        ISO 3166 alpha-3 code at that date; None where there is none (Bavaria, Zanzibar).
    gwcode : int or None
        Gleditsch-Ward code at that date; None where that list has no such state.
    name : str
        Short English name borne at that date.
    start, end : date, date or None
        First and last day of the spell of membership; None when it is open.
    carried : bool
        The date lies after the end of the source list (2016-12-31) and the spell was open then.
    note : str
        How the name was read, where that is not obvious; otherwise empty.
    """

    ccode: int
    stateabb: str
    iso3: str | None
    gwcode: int | None
    name: str
    start: date
    end: date | None
    carried: bool
    note: str = ""

    def __str__(self) -> str:
        """Its name, as messages print it."""
        return self.name


@dataclass(frozen=True, slots=True)
class NoState:
    """A known entity that is no member of the state system at that date.

    Attributes
    ----------
    query : str
        What was asked.
    name : str
        The entity's usual name.
    reason : str
        One sentence that says why, and who holds the place.
    ccode : int or None
        Its COW code, when it has one in another era.
    """

    query: str
    name: str
    reason: str
    ccode: int | None
