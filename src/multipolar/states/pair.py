"""The two states of a question, and the last year in which both existed."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.errors import NotAState, SameState
from multipolar.years import FIRST_YEAR, check_as_of, this_year

from .model import NoState, State
from .overlap import share_a_day
from .resolve import lookup

_WITH_ARTICLE = (
    "United ", "Soviet Union", "Netherlands", "Philippines", "Republic of ", "Dominican Republic",
    "Czech Republic", "Central African Republic", "Democratic Republic", "Bahamas", "Gambia",
    "Maldives", "Marshall Islands", "Solomon Islands", "Comoros", "Seychelles", "Ottoman Empire",
    "Papal States",
)  # fmt: skip


def titled(name: str) -> str:
    """Name of a state as it stands in a sentence: with its article where English has one."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def possessive(name: str, mark: str = "'") -> str:
    """Whose something is: ``the United States'``, ``France's``."""
    return f"{titled(name)}{mark}{'' if name.endswith('s') else 's'}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states as they were at the date of the question, in the order they were named.

    Attributes
    ----------
    one, two
        The states.
    as_of
        Year of the question: nothing later is used.
    note
        Why that year is not the one asked for, or an empty string.
    """

    one: State
    two: State
    as_of: int
    note: str = ""

    @property
    def codes(self) -> tuple[int, int]:
        """Codes in the order ``ccode1 < ccode2``."""
        low, high = sorted(self.asked)
        return low, high

    @property
    def asked(self) -> tuple[int, int]:
        """Codes in the order in which the states were named."""
        return self.one.ccode, self.two.ccode


def find_pair(
    first: str | int | State, second: str | int | State, as_of: int | None = None
) -> Pair:
    """Resolve two states at a year; without one, today or the last year both existed.

    Raises
    ------
    UnknownState, AmbiguousState, SameState, BadYear
    NotAState
        If one was no state in ``as_of``, with the reason, or the two never existed together.
    """
    check_as_of(as_of)
    year = this_year() if as_of is None else as_of
    found = [lookup(query, year) for query in (first, second)]
    note = ""
    if as_of is None and any(isinstance(place, NoState) for place in found):
        year, found = _last_together(first, second, found)
        gone = " and ".join(titled(place.name) for place in found)
        note = f"{gone[0].upper()}{gone[1:]} were last both states in {year}."
    for query, place in zip((first, second), found, strict=True):
        if isinstance(place, NoState):
            raise NotAState(str(query), place.reason, place.ccode)
    one, two = found
    assert isinstance(one, State) and isinstance(two, State)
    if one.ccode == two.ccode:
        raise SameState(
            f"{first} and {second} are the same state ({one.name}): a pair needs two", str(first)
        )
    if not share_a_day(one.ccode, two.ccode, year):
        raise NotAState(
            str(first),
            f"{one.name} and {two.name} were not both states on any one day of {year}: choose "
            "another --as-of",
            one.ccode,
        )
    return Pair(one, two, year, note)


def _last_together(
    first: str | int | State, second: str | int | State, today: list[State | NoState]
) -> tuple[int, list[State | NoState]]:
    for year in range(this_year() - 1, FIRST_YEAR - 1, -1):
        found = [lookup(query, year) for query in (first, second)]
        if all(isinstance(place, State) for place in found):
            return year, found
    reasons = [place.reason for place in today if isinstance(place, NoState)]
    raise NotAState(str(first), "; ".join(reasons))
