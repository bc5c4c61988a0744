"""What a test found: an outcome with its numbers, its data, and what to draw."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from multipolar.claims.kinds import Expecting, Fact, Test
from multipolar.claims.outcome import Effect, Expect, Outcome, decide
from multipolar.claims.scale import Smallest
from multipolar.claims.series import Series

Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Course:
    """A yearly series as a chart and a reader of numbers need it."""

    title: str
    points: tuple[Point, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"title": self.title, "points": [list(point) for point in self.points]}


@dataclass(frozen=True)
class Found:
    """Result of one test.

    Attributes
    ----------
    kind, name
        Kind of the test, and the name of the part it is.
    outcome, reason
        What became of it, and why.
    value, low, high
        Estimate and 90 % interval; the ends None where nothing was estimated.
    unit
        What the estimate is counted in: ``times`` for ratios.
    ends_mean
        Of a percentile: what 0 and what 100 mean.
    among
        A few words on what was compared, to stand beside the estimate where it may differ from one
        year of the question to another.
    expect, than, upto, smallest, rule
        What was expected of it, and the smallest difference that matters with its rule.
    probability, wrong
        Probability of the claimed direction, and that the decision is wrong, by sampling error
        alone; None where nothing was estimated or decided.
    group, group_size
        Whom it was compared with, and how many these are.
    indicators, origins
        What it was measured by, and the sources of that.
    years
        First and last year of the data that were used.
    ends
        Last year of the data where they do not cover the test, else None.
    said
        The finding in words.
    courses, facts, parts, notes
        Series, coded facts and parts behind it, and what a reader should know.
    known
        Of a forecast: what was known when the paper was written.
    """

    kind: str
    name: str
    outcome: Outcome
    reason: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ends_mean: tuple[str, str] | None = None
    among: str = ""
    expect: str = ""
    than: float | None = None
    upto: float | None = None
    smallest: float | None = None
    rule: str = ""
    probability: float | None = None
    wrong: float | None = None
    group: str = ""
    group_size: int | None = None
    indicators: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    ends: int | None = None
    said: str = ""
    courses: tuple[Course, ...] = ()
    facts: tuple[Fact, ...] = ()
    parts: tuple[Found, ...] = ()
    notes: tuple[str, ...] = ()
    known: Found | None = None

    @property
    def leaves(self) -> Iterator[Found]:
        """The tests of numbers or facts in it, itself if it has no parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves

    @property
    def last(self) -> int | None:
        """Last year of the data used, over all parts."""
        known = [one.years[1] for one in self.leaves if one.years is not None]
        return max(known, default=None)

    @property
    def all_origins(self) -> tuple[str, ...]:
        """Sources of all parts."""
        return tuple(dict.fromkeys(key for one in self.leaves for key in one.origins))

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "kind": self.kind,
            "name": self.name,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "estimate": finite(self.value),
            "low": finite(self.low),
            "high": finite(self.high),
            "unit": self.unit,
            "percentile_ends": None if self.ends_mean is None else list(self.ends_mean),
            "among": self.among,
            "expect": self.expect,
            "than": self.than,
            "upto": self.upto,
            "smallest": self.smallest,
            "smallest_by": self.rule,
            "probability": self.probability,
            "wrong": self.wrong,
            "group": self.group,
            "group_size": self.group_size,
            "indicators": list(self.indicators),
            "origins": list(self.all_origins),
            "years": None if self.years is None else list(self.years),
            "data_end": self.ends,
            "said": self.said,
            "series": [course.to_dict() for course in self.courses],
            "facts": [
                {"on": f.on.isoformat(), "what": f.what, "cite": f.cite, "speaks": f.speaks}
                for f in self.facts
            ],
            "parts": [part.to_dict() for part in self.parts],
            "notes": list(self.notes),
            "known_when_written": None if self.known is None else self.known.to_dict(),
        }


def finite(value: float | None) -> float | None:
    """A number, or None where it is none."""
    return value if value is not None and math.isfinite(value) else None


@dataclass(frozen=True)
class Basis:
    """What stands behind a number: indicators, sources, years, series, group, notes, ends."""

    indicators: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    courses: tuple[Course, ...] = ()
    group: str = ""
    group_size: int | None = None
    notes: tuple[str, ...] = ()
    ends_mean: tuple[str, str] | None = None
    among: str = ""


def basis(found: Iterable[Series], indicators: Iterable[str], **more: Any) -> Basis:
    """The basis of a number that comes from series."""
    listed = list(found)
    years = [int(year) for one in listed for year in (one.years[0], one.years[-1])]
    return Basis(
        indicators=tuple(dict.fromkeys(name for name in indicators if name)),
        origins=tuple(dict.fromkeys(key for one in listed for key in one.origins)),
        years=(min(years), max(years)),
        courses=tuple(course(one) for one in listed),
        notes=tuple(dict.fromkeys(note for one in listed for note in one.notes))
        + tuple(more.pop("notes", ())),
        **more,
    )


def course(found: Series) -> Course:
    """A series as a course."""
    points = zip(found.years, found.values, strict=True)
    return Course(found.title, tuple((int(year), float(value)) for year, value in points))


def judged(
    test: Expecting,
    effect: Effect,
    unit: str,
    smallest: Smallest,
    behind: Basis,
    said: str,
    than: float = 0.0,
    ratio: bool = False,
) -> Found:
    """Decide a test of a number, and say what was found.

    Parameters
    ----------
    test
        What is expected.
    effect
        The number; with ``ratio`` its logarithm, and so is the smallest difference.
    unit
        What it is counted in.
    smallest
        By the rule; that of the file, if it gives one, goes before.
    behind
        Data and comparison group.
    said
        The finding in words.
    than
        Reference value if the file gives none, on the scale of the effect.
    ratio
        Whether the number is a logarithm that people see as a ratio.
    """
    taken = (lambda x: math.log(x) if x > 0 else -math.inf) if ratio else float
    least = smallest
    if test.smallest is not None:
        size = math.log(test.smallest) if ratio else test.smallest
        least = Smallest(abs(size), test.because)
    if test.expect is Expect.BETWEEN:
        least = Smallest(0.0, "the bounds are the claim's own")
    reference = taken(test.than) if test.than is not None else than
    bound = taken(test.upto) if test.upto is not None else math.inf
    decision = decide(effect, test.expect, reference, least.value, bound)
    shown = (lambda x: math.exp(x) if x < 700 else math.inf) if ratio else float
    estimated = not effect.exact
    return Found(
        kind=test.kind,
        name=test.name,
        outcome=decision.outcome,
        reason=decision.reason,
        value=shown(effect.value),
        low=shown(effect.low) if estimated else None,
        high=shown(effect.high) if estimated else None,
        unit="times" if ratio else unit,
        expect=test.expect.value,
        than=shown(reference),
        upto=None if math.isinf(bound) else shown(bound),
        smallest=shown(least.value),
        rule=least.rule,
        probability=decision.probability,
        wrong=decision.wrong,
        said=said,
        **{field.name: getattr(behind, field.name) for field in dataclasses.fields(behind)},
    )


def undetermined(test: Test, reason: str, ends: int | None = None, **more: Any) -> Found:
    """A test that could not be decided, with the reason."""
    return Found(test.kind, test.name, Outcome.UNDETERMINED, reason, ends=ends, **more)
