"""One criterion of an alliance: a condition, whether it is met, and the number behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.query import get
from multipolar.relations.reading import STALE, unknown

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

GROUPS = {
    "ties": "ties",
    "logic": "logic",
    "stakes": "stakes in the order",
    "commitment": "commitment",
    "balance": "balance",
    "contingency": "contingency",
    "quarrels": "quarrels",
}
"""Groups of criteria, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition, whether it is met (None: unknown), why, and the number that decides.

    Attributes
    ----------
    key, group
        Stable short names.
    name
        Words of the condition, such that "met" after them makes sense.
    met
        None where the data do not tell.
    why
        The reason, in words.
    value, low, high
        What was measured, with its 90 % interval, or its bounds where something is unknown; None
        where there is no value, and no interval where a coding has none.
    year
        Year of the value, or the last that was looked at.
    status
        Status of the value, as of any estimate.
    origins
        Keys of the sources.
    third
        The third party that it is about, as it stands in a sentence; empty for most.
    """

    key: str
    group: str
    name: str
    met: bool | None
    why: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    year: int | None = None
    status: Status = Status.OBSERVED
    origins: tuple[str, ...] = ()
    third: str = ""

    @property
    def label(self) -> str:
        """The condition, with the third party by name where it is about one."""
        return f"{self.name} ({self.third})" if self.third else self.name

    def facing(self, third: str) -> Criterion:
        """The same criterion, with the third party by name."""
        return dataclasses.replace(self, third=third)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "criterion": self.name,
            "key": self.key,
            "group": self.group,
            "met": self.met,
            "why": self.why,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "year": self.year,
            "status": self.status.value,
            "origins": list(self.origins),
            "third_party": self.third or None,
        }


@dataclass(frozen=True, slots=True)
class Condition:
    """What a criterion is called, and where it stands."""

    key: str
    group: str
    name: str

    def unknown(self, estimate: Estimate, why: str = "") -> Criterion:
        """Not decided, for want of a value."""
        return Criterion(
            self.key,
            self.group,
            self.name,
            None,
            why or unknown(estimate),
            year=estimate.year,
            status=estimate.status,
            origins=estimate.origins,
        )

    def lacking(self, why: str, year: int, status: Status = Status.INSUFFICIENT) -> Criterion:
        """Not decided, for a reason that is no single estimate's."""
        return Criterion(self.key, self.group, self.name, None, why, year=year, status=status)

    def found(
        self, met: bool | None, why: str, estimate: Estimate, value: float | None = None
    ) -> Criterion:
        """Decided, or left open, by one estimate (or by a value that was made from it)."""
        return Criterion(
            self.key,
            self.group,
            self.name,
            met,
            why,
            estimate.value if value is None else value,
            estimate.low if value is None else None,
            estimate.high if value is None else None,
            estimate.year,
            estimate.status,
            estimate.origins,
        )

    def coded(
        self,
        estimate: Estimate,
        as_of: int,
        test: Callable[[float], bool],
        say: Callable[[float], str],
    ) -> Criterion:
        """Decided by a coding without an error; a stale one decides nothing."""
        if estimate.status not in HAS_VALUE or estimate.value is None:
            return self.unknown(estimate)
        if as_of - estimate.year > STALE:
            return self.found(None, f"last known in {estimate.year}", estimate)
        why = f"{say(estimate.value)} in {estimate.year}"
        return self.found(bool(test(estimate.value)), why, estimate)


def at_least(value: float, low: float | None, high: float | None, threshold: float) -> bool | None:
    """Whether a value reaches a threshold, None where its interval holds it."""
    if (value if low is None else low) >= threshold:
        return True
    return False if (value if high is None else high) < threshold else None


def spoken(estimate: Estimate) -> str:
    """A value with its interval and year, such as ``0.34 [0.22, 0.72] in 2014``."""
    bounds = ""
    if estimate.low is not None and estimate.high is not None:
        bounds = f" [{_digits(estimate.low)}, {_digits(estimate.high)}]"
    return f"{_digits(estimate.value or 0.0)}{bounds} in {estimate.year}"


def _digits(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00")


# ------------------------------------------------------------------ looking back
def newest(name: str, who: tuple[int, ...], pair: Pair, release: Release) -> Estimate:
    """An indicator in the last covered year up to ``as_of``, with a value or without."""
    coverage = INDICATORS[name].coverage_for(Options())
    year = min(pair.as_of, coverage.last)
    if not max(pair.as_of - STALE, coverage.first) <= year:
        year = pair.as_of
    found = get(name, *who, year=year, as_of=pair.as_of, release=release)
    if found.status is Status.NOT_A_STATE and year < pair.as_of:
        return get(name, *who, year=pair.as_of, as_of=pair.as_of, release=release)
    return found


def series(name: str, who: tuple[int, ...], pair: Pair, release: Release) -> list[Estimate]:
    """An indicator in the years that may decide: up to ``as_of``, at most fifteen before it.

    Where the source covers none of them, the estimate of ``as_of`` alone, which says so.
    """
    coverage = INDICATORS[name].coverage_for(Options())
    last = min(pair.as_of, coverage.last)
    years = range(max(pair.as_of - STALE, coverage.first), last + 1)
    if not years:
        return [newest(name, who, pair, release)]
    return [*get(name, *who, years=years, as_of=pair.as_of, release=release)]


def latest(name: str, who: tuple[int, ...], pair: Pair, release: Release) -> Estimate:
    """An indicator in the last year that may decide and has a value, else in the last year."""
    found = newest(name, who, pair, release)
    if found.status in HAS_VALUE:
        return found
    known = [item for item in series(name, who, pair, release) if item.status in HAS_VALUE]
    return known[-1] if known else found


def latest_both(
    name: str, one: tuple[int, ...], two: tuple[int, ...], pair: Pair, release: Release
) -> tuple[tuple[Estimate, Estimate], Estimate | None]:
    """An indicator of two in the last year that may decide and in which both have a value.

    Without such a year the estimates of the last one, and that of a side that never has a value.
    """
    last = (newest(name, one, pair, release), newest(name, two, pair, release))
    if all(item.status in HAS_VALUE for item in last):
        return last, None
    sides = [series(name, who, pair, release) for who in (one, two)]
    for first, second in zip(*map(reversed, sides), strict=True):
        if first.status in HAS_VALUE and second.status in HAS_VALUE:
            return (first, second), None
    silent = [side for side in sides if not any(item.status in HAS_VALUE for item in side)]
    return last, (silent or sides)[0][-1]


def united(estimates: Iterable[Estimate]) -> tuple[str, ...]:
    """Origins of several estimates."""
    return tuple(dict.fromkeys(key for item in estimates for key in item.origins))
