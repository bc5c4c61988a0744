"""One field of a relationship as it is read: the value, its year, and where it places the pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.fields.indicator import Indicator, Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.trend import Slope, slope
from multipolar.query import get
from multipolar.relations.group import Group, group_of
from multipolar.relations.levels import at_least
from multipolar.relations.percentile import Percentile
from multipolar.sources.base import Coverage
from multipolar.years import FIRST_YEAR

TREND_YEARS = 10
"""Years, the last one included, over which a trend is taken."""
STALE = 15
"""Values older than this many years before the question are shown, but decide nothing."""
STRIDE = 20
"""Years asked for at once in looking for the last value."""
NET_BY = {"trade.salience": "trade.gravity_ratio", "narrative.similarity": "narrative.net"}
"""Indicators that measure the same net of size and nearness by a model of their own."""
TOO_FEW = {
    "votes": "too few common votes",
    "issues": "too few common votes",
    "obstruction": "too few common votes",
    "ideal": "too few votes",
    "reach": "trade with too few partners is known",
    "hedging": "the other has no rival in the data",
    "bonds": "too few allies",
    "igo": "too few memberships",
    "practice": "too few of the items are known",
    "opinion": "too few answers",
    "narrative": "too few speeches or shared words",
}
"""What there is too little of, by the first part of an indicator's name."""
OUTSIDE = {
    "p5": "not both permanent members of the Council",
    "stakes": "not a member of the IMF",
}
"""What a pair or state is not in, by the body of an indicator or by the first part of its name,
where that is not the United Nations."""
NO_FIGURE = {"contact": "known with China only"}
"""Why a source has no figure, by the first part of an indicator's name, where it is known."""
_HOSTILE = {"rising": "more hostile", "falling": "less hostile"}

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator of a pair at its last adequate year.

    Attributes
    ----------
    field
        Key of the field.
    estimate
        The value; without one its status says why.
    standing
        Percentile of the raw value among the politically relevant dyads of that year, always so
        that a high percentile is close; None where there is no value.
    net
        The same of what is left after both states' own levels, distance and contiguity; None
        for hostility, which size does not drive.
    trend
        Slope over the ten years up to that one; None with too few values.
    closeness
        1 where a high value is close, -1 where it is distant.
    """

    field: str
    estimate: Estimate
    standing: Percentile | None
    net: Percentile | None
    trend: Slope | None
    closeness: int

    @property
    def what(self) -> Indicator:
        """Declaration of the indicator."""
        return INDICATORS[self.estimate.indicator]

    @property
    def speaks(self) -> bool:
        """Whether it says anything: a value that is placed, or the least that it can be."""
        return self.standing is not None or at_least(self.estimate) != ""

    @property
    def remark(self) -> str:
        """How the year is known in another way than the years before it, or nothing."""
        remarks = dict(self.what.coverage_for(Options()).remarks)
        return remarks.get(self.estimate.year, "") if self.estimate.value is not None else ""

    @property
    def trend_word(self) -> str:
        """Where it goes: ``rising``, or ``more hostile``; empty with too few values."""
        word = "" if self.trend is None else self.trend.word
        return word if self.closeness > 0 else _HOSTILE.get(word, word)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        trend = self.trend
        return {
            "field": self.field,
            **self.estimate.to_dict(),
            "percentile": None if self.standing is None else self.standing.to_dict(),
            "net_of_size": None if self.net is None else self.net.to_dict(),
            "trend": None if trend is None else trend._asdict() | {"word": self.trend_word},
        }


def last_adequate(name: str, pair: Pair, release: Release) -> Estimate:
    """The indicator in the last year up to ``as_of`` in which the pair has a value.

    Without any, the estimate of the last covered year, whose status says why.
    """
    return series_to_last(name, pair, release)[-1]


def series_to_last(name: str, pair: Pair, release: Release) -> list[Estimate]:
    """Up to `TREND_YEARS` years of an indicator, ending with the last that has a value."""
    codes = (pair.one.ccode, pair.two.ccode)
    what = INDICATORS[name]
    coverage = what.coverage_for(Options())
    newest, oldest = min(pair.as_of, coverage.last), max(coverage.first, FIRST_YEAR)
    if newest < oldest:
        return [get(name, *codes, year=pair.as_of, as_of=pair.as_of, release=release)]
    found: list[Estimate] = []
    for end in range(newest, oldest - 1, -STRIDE):
        span = range(max(end - STRIDE + 1, oldest), end + 1)
        found = [*get(name, *codes, years=span, as_of=pair.as_of, release=release), *found]
        if end == newest and _under_way(found[-1], coverage):
            return found[-1:]
        last = max((i for i, item in enumerate(found) if item.status in HAS_VALUE), default=None)
        if last is not None and (last >= TREND_YEARS - 1 or span[0] == oldest):
            return found[max(last - TREND_YEARS + 1, 0) : last + 1]
    if newest < pair.as_of and found[-1].status is Status.NOT_A_STATE:
        # They are both states now: what is lacking is the source, which ended before they were.
        return [get(name, *codes, year=pair.as_of, as_of=pair.as_of, release=release)]
    return found[-1:]


def _under_way(estimate: Estimate, coverage: Coverage) -> bool:
    """Whether something was still going on: the years before it must not speak for it."""
    return estimate.status is Status.PARTIAL and estimate.year not in coverage.partial


def read(field: str, name: str, pair: Pair, release: Release, closeness: int = 1) -> Reading:
    """Read an indicator of a pair, place it among the relevant dyads, and see where it goes."""
    series = series_to_last(name, pair, release)
    estimate = series[-1]
    if estimate.status not in HAS_VALUE:
        return Reading(field, estimate, None, None, None, closeness)
    group = group_of(name, estimate.year, release, pair.as_of)
    # A year that is known in another way than the rest takes no part in the trend.
    other = dict(INDICATORS[name].coverage_for(Options()).remarks)
    known = [
        (item.year, item.value)
        for item in series
        if item.value is not None and item.year not in other
    ]
    years, values = np.array(known, dtype=float).reshape(-1, 2).T
    return Reading(
        field,
        estimate,
        group.place(*pair.codes, closeness),
        _net(group, pair, release) if closeness > 0 else None,
        slope(years, values),
        closeness,
    )


def _net(group: Group, pair: Pair, release: Release) -> Percentile | None:
    """Place net of size: by the field's own model where it has one for the year, else by ours."""
    name, year = NET_BY.get(group.what.name), int(group.frame["year"][0])
    if name is not None:
        first, last = INDICATORS[name].coverage.first, INDICATORS[name].coverage.last
        if first <= year <= last:
            return group_of(name, year, release, pair.as_of).place(*pair.codes, 1)
    return group.place_net(*pair.codes)


def unknown(estimate: Estimate) -> str:
    """Why there is no value, in words, and what is known nevertheless."""
    if bound := at_least(estimate):
        return f"{bound}, while something was still going on"
    subject, body = (
        estimate.indicator.split(".", maxsplit=1)[0],
        INDICATORS[estimate.indicator].body,
    )
    last = INDICATORS[estimate.indicator].coverage.last
    ended = f"the source ends in {last}"
    words = {
        Status.MISSING: NO_FIGURE.get(subject, "no figure in the source"),
        Status.OUT_OF_COVERAGE: ended if estimate.year > last else "outside the source's years",
        Status.NOT_A_STATE: "not both states",
        Status.NOT_A_MEMBER: OUTSIDE.get(body or subject, "not both members of the United Nations"),
        Status.INSUFFICIENT: TOO_FEW.get(subject, "too few observations"),
        Status.PARTIAL: "still going on, or covered only in part",
        Status.NOT_LICENSED: "needs a file of your own",
    }
    return words.get(estimate.status, estimate.status.value)
