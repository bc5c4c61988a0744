"""How a pair's votes changed: between two periods, and in which years, with probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.errors import BadOption, QuestionError
from multipolar.fields.indicator import Base, Indicator, Options, Scope
from multipolar.fields.registry import indicator as declared
from multipolar.fields.votes import LEAST_VOTES, cells
from multipolar.measures.bootstrap import difference
from multipolar.measures.changepoints import changes
from multipolar.measures.similarity import MEASURES, Z90
from multipolar.panel.release import Release, active
from multipolar.panel.schema import CELLS
from multipolar.query import get, options_from
from multipolar.states import State
from multipolar.states.pair import find_pair, titled
from multipolar.years import check_as_of, check_years, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

THIN = (
    f"they cast fewer than {LEAST_VOTES} votes in common, or always the same ones: choose a longer "
    "period"
)
"""Why years that the source covers have no similarity."""
LEAST_SERIES = 8
"""Fewer years than this make no series to look for changes in."""


@dataclass(frozen=True, slots=True)
class Change:
    """Change of a similarity from one period to another.

    Attributes
    ----------
    before, after
        Value in each period.
    value, low, high
        Change and its 90 % interval, by bootstrap over roll calls.
    probability
        Share of draws in which it rose.
    pooled
        Whether the periods' roll calls were pooled, or yearly values averaged: they differ.
    n
        Roll calls in the two periods.
    years
        Years of each period that were used: those that the source covers and, unless pooled,
        that have enough roll calls for a value of their own.
    """

    indicator: str
    before: float
    after: float
    value: float
    low: float
    high: float
    probability: float
    pooled: bool
    n: tuple[int, int]
    years: tuple[tuple[int, ...], tuple[int, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {name: getattr(self, name) for name in self.__slots__}


def change(
    indicator: str,
    first: str | int | State,
    second: str | int | State,
    before: Iterable[int],
    after: Iterable[int],
    *,
    by: str | None = None,
    base: str | None = None,
    issue: str | None = None,
    pooled: bool = False,
    as_of: int | None = None,
    release: Release | None = None,
) -> Change:
    """Change of a vote similarity between two periods, with an interval.

    Parameters
    ----------
    indicator
        ``votes.kappa``, ``votes.pi``, ``votes.s``, ``votes.agreement`` or ``votes.identical``.
    first, second
        States by any name or code, as of the last year.
    before, after
        The two periods, such as ``range(2007, 2014)`` and ``range(2014, 2020)``.
    by, base, issue
        Variant of the votes.
    pooled
        Pool the roll calls of a period; else average its yearly values.

    Raises
    ------
    BadOption
        If the second period does not begin after the first has ended.
    QuestionError
        If the pair has no roll calls in one of the periods.
    """
    what = declared(indicator)
    measure = _measure(what)
    check_as_of(as_of)
    periods = check_years(before, as_of), check_years(after, as_of)
    if periods[0][-1] >= periods[1][0]:
        raise BadOption(
            f"the second period begins in {periods[1][0]} and the first ends in {periods[0][-1]}: "
            "the periods must follow each other without a common year"
        )
    pair = find_pair(first, second, periods[1][-1])
    options = options_from(what, by, base, as_of, issue=issue)
    release = active() if release is None else release
    found = [_tables(pair.codes, period, what, options, release, pooled) for period in periods]
    sides = [tables for tables, _ in found]
    for side, period in zip(sides, periods, strict=True):
        if len(side) == 0:
            names = f"{titled(pair.one.name)} and {titled(pair.two.name)}"
            raise QuestionError(
                f"{names[0].upper()}{names[1:]} have no similarity of votes in {spans(period)}: "
                + (why_uncovered(what, period, options) or THIN)
            )
    counts = tuple(int(side.sum()) for side in sides)
    draws, value = difference(measure, sides[0], sides[1])
    levels = [float(np.nanmean(measure(side).value)) for side in sides]
    low, high = np.nanquantile(draws, [0.05, 0.95])
    return Change(
        what.name,
        levels[0],
        levels[1],
        value,
        float(low),
        float(high),
        float((draws > 0).mean()),
        pooled,
        (counts[0], counts[1]),
        (found[0][1], found[1][1]),
    )


def why_uncovered(what: Indicator, years: Sequence[int], options: Options) -> str:
    """Why the source has none of the years, and what would: empty where it has one of them."""
    coverage = what.coverage_for(options)
    if any(coverage.includes(year) for year in years):
        return ""
    within = any(coverage.first <= year <= coverage.last for year in years)
    reason = (
        coverage.note
        if within and coverage.note
        else f"the source covers {coverage.first}-{coverage.last}"
    )
    every = what.coverage_for(replace(options, base=Base.ALL))
    if options.base is not Base.ALL and any(every.includes(year) for year in years):
        return f"{reason}; --base all counts all roll calls"
    return f"{reason}: choose other years"


def _measure(what: Indicator) -> Any:
    name = what.name.removeprefix("votes.")
    if what.field != "votes" or name not in MEASURES:
        raise BadOption(
            f"the change of {what.name} is not measured: choose "
            + ", ".join(f"votes.{one}" for one in MEASURES)
        )
    return MEASURES[name]


def _tables(
    codes: tuple[int, int],
    period: Sequence[int],
    what: Indicator,
    options: Options,
    release: Release,
    pooled: bool,
) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """Tables of a period, one pooled or one for each year that has a value, and their years.

    Years that the source covers in part or not at all do not count, and neither does a table with
    too few roll calls or without variation: there is no similarity to compare then.
    """
    scope = Scope(release, period[0], period[-1], options, frozenset(codes))
    frame = cells(scope)
    coverage = what.coverage_for(options)
    covered = [coverage.includes(year) and year in period for year in frame["year"].to_list()]
    years = frame["year"].to_numpy()[covered]
    tables: NDArray[np.int64] = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)[covered]
    if pooled:
        tables = tables.sum(axis=0, keepdims=True)
    enough = tables.sum(axis=(1, 2)) >= LEAST_VOTES
    defined = ~np.isnan(_measure(what)(tables).value)
    held: NDArray[np.int64] = tables[enough & defined]
    used = years if pooled and len(held) else years[: len(enough)][enough & defined]
    return held, tuple(int(year) for year in used)


@dataclass(frozen=True, slots=True)
class Turn:
    """A year, its value, and the probability that a new level began with it."""

    year: int
    value: float
    probability: float
    level: float


def turning_points(
    indicator: str,
    first: str | int | State,
    second: str | int | State,
    years: range,
    *,
    by: str | None = None,
    base: str | None = None,
    as_of: int | None = None,
    release: Release | None = None,
) -> list[Turn]:
    """Probability for every year that a pair's similarity moved to a new level then.

    Works on Fisher's z with its standard errors, year by year, on the observations themselves;
    levels are given back on the scale of the measure.
    """
    what = declared(indicator)
    _measure(what)
    series = get(
        indicator, first, second, years=years, by=by, base=base, as_of=as_of, release=release
    )
    known = [item for item in series if item.value is not None and item.low is not None]
    if len(known) < LEAST_SERIES:
        lacking = [item.year for item in series if item not in known]
        options = options_from(what, by, base, as_of)
        why = why_uncovered(what, lacking, options) if lacking else ""
        raise QuestionError(
            f"only {len(known)} years of {spans(years)} have a value, and {LEAST_SERIES} are "
            f"needed: {why or 'choose a longer span'}"
        )
    squash = 1 - 1e-6
    scale = 1.0 if what.bounds[0] == -1 else 2.0
    shift = 0.0 if what.bounds[0] == -1 else 1.0

    def z(values: list[float | None]) -> NDArray[np.float64]:
        listed = np.array(values, dtype=float) * scale - shift
        return np.arctanh(np.clip(listed, -squash, squash))

    low, high = z([item.low for item in known]), z([item.high for item in known])
    found = changes((low + high) / 2, (high - low) / (2 * Z90))
    levels = (np.tanh(found.level) + shift) / scale
    return [
        Turn(item.year, float(item.value or 0.0), float(p), float(level))
        for item, p, level in zip(known, found.probability, levels, strict=True)
    ]
