"""Stakes in the order, bonds of the partners, balance between the two, and doors kept open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.relations.balance import EVEN
from multipolar.relations.criteria.criterion import (
    Condition,
    Criterion,
    at_least,
    latest,
    latest_both,
    newest,
    spoken,
    united,
)
from multipolar.relations.reading import STALE, unknown
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.panel.release import Release
    from multipolar.relations.balance import Need, Ratio
    from multipolar.states import State
    from multipolar.states.pair import Pair

CAMP = 0.5
"""Share of the pairs of a state's allies that are allies too, from which they are a camp (ours)."""
MEASURES = {
    "power.cinc": "capabilities",
    "power.gdp": "product",
    "power.net_resources": "net resources",
}
"""Words for the measures of power."""
ISSUES = 0.0924
"""Median spread of vote similarity over issues of politically relevant dyads, every fifth year of
1950 to 2010, without China and Russia."""


def stakes(pair: Pair, third: State | None, release: Release) -> Criterion:
    """Share of the third party in each one's trade, and their ratio."""
    condition = Condition("stakes", "stakes", "even stakes with the third party")
    if third is None:
        return condition.lacking("no outside state has a known power", pair.as_of)
    first, second = ((code, third.ccode) for code in pair.asked)
    both, lacking = latest_both("trade.share", first, second, pair, release)
    name = titled(third.name)
    if lacking is not None:
        return condition.unknown(lacking, f"trade with {name}: {unknown(lacking)}")
    one, two = both
    why = (
        f"{name} has {one.value or 0:.1%} of the trade of {titled(pair.one.name)} and "
        f"{two.value or 0:.1%} of that of {titled(pair.two.name)} in {one.year}"
    )
    return _ratio(condition, one.value or 0.0, two.value or 0.0, why, both)


def fund(pair: Pair, release: Release) -> Criterion:
    """Say in the IMF over economic weight, of the one and of the other."""
    condition = Condition("fund", "stakes", "even say in the IMF")
    both, lacking = latest_both("stakes.imf_gap", pair.asked[:1], pair.asked[1:], pair, release)
    if lacking is not None:
        return condition.unknown(lacking)
    one, two = both
    assert one.value is not None and two.value is not None
    gap = one.value - two.value
    told = [
        f"{titled(state.name)} {math.exp(side.value or 0.0):.2f}"
        for state, side in zip((pair.one, pair.two), both, strict=True)
    ]
    why = f"quota over share of the members' product: {told[0]}, {told[1]} in {one.year}"
    return _of_both(condition, abs(gap) < EVEN, why, gap, both)


def bonds(pair: Pair, release: Release) -> Criterion:
    """Whether the allies of either are allies of each other."""
    condition = Condition("bonds", "stakes", "partners bound to one another")
    both, lacking = latest_both("bonds.closure", pair.asked[:1], pair.asked[1:], pair, release)
    if lacking is not None:
        who = pair.one if lacking.ccode1 == pair.one.ccode else pair.two
        return condition.unknown(lacking, f"{titled(who.name)}: {unknown(lacking)}")
    values = [side.value or 0.0 for side in both]
    told = [
        f"{titled(state.name)} {value:.2f}"
        for state, value in zip((pair.one, pair.two), values, strict=True)
    ]
    why = f"{told[0]}, {told[1]} of the pairs of its allies in {both[0].year}, {CAMP:.2f} is needed"
    return _of_both(condition, min(values) >= CAMP, why, min(values), both)


def power(ratios: Sequence[Ratio], pair: Pair) -> Criterion:
    """Power by several measures: even, uneven, or they disagree."""
    condition, as_of = Condition("power", "balance", "even power"), pair.as_of
    known = [ratio for ratio in ratios if ratio.value and as_of - ratio.year <= STALE]
    if not known:
        return condition.lacking("no figures for both states", as_of, Status.MISSING)
    found = {even for ratio in known if (even := _even(ratio)) is not None}
    seen = {abs(math.log(ratio.value or 1.0)) < EVEN for ratio in known}
    met = found.pop() if len(found) == 1 and found == seen else None
    told = ", ".join(
        f"{MEASURES[ratio.indicator]} {_times(ratio.value or 0.0)} ({ratio.year})"
        for ratio in known
    )
    names = f"{titled(pair.one.name)} over {titled(pair.two.name)}"
    first = known[0]
    assert first.value is not None
    low, high = first.interval or (None, None)
    return Criterion(
        condition.key, condition.group, condition.name, met, f"{names}: {told}",
        first.value, low, high, first.year, Status.OBSERVED,
        united(side for ratio in known for side in (ratio.first, ratio.second)),
    )  # fmt: skip


def _times(ratio: float) -> str:
    """A ratio in the digits it deserves."""
    if ratio >= 10:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}" if ratio >= 0.01 else "below 0.01"


def _even(ratio: Ratio) -> bool | None:
    """Whether a ratio lies within the even ones; None where its interval holds an end of them."""
    assert ratio.value is not None
    low, high = (math.log(end) for end in ratio.interval or (ratio.value, ratio.value))
    if low >= EVEN or high <= -EVEN:
        return False
    return True if low > -EVEN and high < EVEN else None


def need(found: Need, pair: Pair) -> Criterion:
    """Who needs whom in trade."""
    condition = Condition("need", "balance", "even need in trade")
    one, two = titled(pair.one.name), titled(pair.two.name)
    told = (
        f"{two} has {found.first.value or 0:.1%} of the trade of {one}, which has "
        f"{found.second.value or 0:.1%} of that of {two},"
    )
    return condition.coded(found.asymmetry, pair.as_of, lambda v: abs(v) < EVEN, lambda v: told)


def hedging(pair: Pair, release: Release) -> Criterion:
    """Allies that one has among the strategic rivals of the other."""
    condition = Condition("hedging", "contingency", "no ally among the other's rivals")
    one, two = pair.asked
    ends = [
        newest("hedging.rival_alliances", who, pair, release) for who in ((one, two), (two, one))
    ]
    if any(end.status not in HAS_VALUE and not _no_rivals(end) for end in ends):
        return condition.unknown(next(end for end in ends if end.status not in HAS_VALUE))
    values = [end.value or 0.0 for end in ends]
    told = [
        "the other has no rival" if _no_rivals(end) else f"{end.value:.2f} of the other's rivals"
        for end in ends
    ]
    names = (titled(pair.one.name), titled(pair.two.name))
    why = f"{names[0]}: {told[0]}; {names[1]}: {told[1]}; {ends[0].year}"
    return _of_both(condition, max(values) == 0, why, max(values), (ends[0], ends[1]))


def _no_rivals(estimate: Estimate) -> bool:
    return estimate.status is Status.INSUFFICIENT and estimate.n == 0


def issues(pair: Pair, release: Release) -> Criterion:
    """How far vote similarity differs by issue."""
    condition = Condition("issues", "contingency", "as alike on one issue as on another")
    found = latest("issues.spread", pair.codes, pair, release)
    if found.status not in HAS_VALUE or found.value is None:
        return condition.unknown(found)
    wide = at_least(found.value, found.low, found.high, ISSUES)
    why = f"standard deviation over issues {spoken(found)}, below {ISSUES:.2f} is alike"
    return condition.found(None if wide is None else not wide, why, found)


def _ratio(
    condition: Condition, one: float, two: float, why: str, both: tuple[Estimate, Estimate]
) -> Criterion:
    """Even where neither is half as much again as the other; the value is their log ratio."""
    if not one or not two:
        even, value = one == two, None
    else:
        value = math.log(one / two)
        even = abs(value) < EVEN
    return _of_both(condition, even, why, value, both)


def _of_both(
    condition: Condition, met: bool, why: str, value: float | None, both: tuple[Estimate, Estimate]
) -> Criterion:
    return Criterion(
        condition.key, condition.group, condition.name, met, why, value,
        year=both[0].year, status=Status.OBSERVED, origins=united(both),
    )  # fmt: skip
