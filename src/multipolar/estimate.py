"""One number as users need it: value, interval, observations, status and where it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Why a value is there, or why it is not."""

    OBSERVED = "observed"
    STRUCTURAL_ZERO = "structural_zero"
    """The source covers the case and codes it as none."""
    MISSING = "missing"
    """Within coverage, but the source has no figure."""
    OUT_OF_COVERAGE = "out_of_coverage"
    """The source says nothing of that year."""
    NOT_A_STATE = "not_a_state"
    """One of the two was no member of the state system, or they shared no day of the year."""
    NOT_A_MEMBER = "not_a_member"
    """A state, but no member of the body that the measure is about."""
    INSUFFICIENT = "insufficient"
    """Too few observations for the measure, or no variation in them."""
    PARTIAL = "partial"
    """The source covers the year only in part."""
    NOT_LICENSED = "not_licensed"
    """The terms of the source keep it out; a user's own file can supply it."""
    CARRIED = "carried"
    """The last covered year's value, carried forward because the user asked for it."""


HAS_VALUE = frozenset({Status.OBSERVED, Status.STRUCTURAL_ZERO, Status.CARRIED})
"""Statuses that come with a value; with every other the value is None, never 0."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value of a state or a dyad in a year.

    Attributes
    ----------
    indicator
        Name of the indicator.
    ccode1, ccode2
        Correlates of War codes; ``ccode2`` is None for a state-year. ``ccode1 < ccode2`` unless
        the indicator is directed, when the order is the direction.
    year
        Calendar year, or session + 1945 where ``by`` is ``session``.
    value
        The value, None unless the status is one that has a value.
    low, high
        90 % interval; None where the value is a deterministic coding. With status ``partial``
        and no value, ``low`` alone is the least that the value can be.
    n
        Number of observations behind the value, None where the notion does not apply.
    status
        A `Status`.
    origins
        Keys of the sources that the value was computed from.
    note
        What a reader should know, or an empty string.
    """

    indicator: str
    ccode1: int
    ccode2: int | None
    year: int
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    status: Status
    origins: tuple[str, ...]
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary with the stable keys of the JSON answer."""
        answer = asdict(self)
        answer["status"] = self.status.value
        answer["origins"] = list(self.origins)
        return answer
