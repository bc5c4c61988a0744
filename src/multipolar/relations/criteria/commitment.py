"""Commitment, and what stands against it: pacts, military stage, rivalry, force, quarrels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.relations.criteria.criterion import (
    Condition,
    Criterion,
    latest,
    series,
    united,
)
from multipolar.relations.levels import LEVELS
from multipolar.relations.reading import STALE, Reading, last_adequate

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

PACT = 3
"""Level of an obligation to help with arms: defence or offence."""
FORCE = 4
"""Hostility level of a use of force."""
TEN = 10
"""Years without force that count as peace."""
DEEP = 3
"""Stage of military cooperation called deep."""


def obligation(reading: Reading, as_of: int) -> Criterion:
    """The strongest obligation by any treaty, in words."""
    condition = Condition("obligation", "commitment", "a pact of defence")
    level = _level("treaty.obligation")
    return condition.coded(
        reading.estimate, as_of, lambda v: v >= PACT, lambda v: level(v) if v else "no obligation"
    )


def _level(name: str) -> Callable[[float], str]:
    """Words for the levels of a coded indicator."""
    return lambda value: LEVELS[name][int(value)]


def bilateral(pair: Pair, release: Release) -> Criterion:
    """A pact of defence by a treaty without others."""
    condition = Condition("bilateral", "commitment", "a pact of defence of these two alone")
    estimate = last_adequate("treaty.defense_bilateral", pair, release)
    return condition.coded(
        estimate, pair.as_of, lambda v: v == 1, lambda v: "there was one" if v else "there was none"
    )


def stage(pair: Pair, release: Release) -> Criterion:
    """Deep military cooperation; with items unknown, only what holds at both bounds decides."""
    condition = Condition("stage", "commitment", "deep military cooperation")
    estimate = last_adequate("practice.stage", pair, release)
    if estimate.status not in HAS_VALUE or estimate.value is None:
        return condition.unknown(estimate)
    if pair.as_of - estimate.year > STALE:
        return condition.found(None, f"last known in {estimate.year}", estimate)
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    why = f"stage {low:.0f} to {high:.0f} of {DEEP} in {estimate.year}"
    return condition.found(True if low >= DEEP else False if high < DEEP else None, why, estimate)


def rivalry(reading: Reading, as_of: int) -> Criterion:
    """No strategic rivalry in the year."""
    condition = Condition("rivalry", "quarrels", "no strategic rivalry")
    return condition.coded(reading.estimate, as_of, lambda v: v == 0, _level("hostility.rivalry"))


def fighting(reading: Reading, pair: Pair, release: Release) -> Estimate | None:
    """The last armed conflict between the two in ten years, unless disputes to then show force.

    The source of armed conflicts goes on where that of disputes (the reading) ends.
    """
    years = [
        item
        for item in series("hostility.conflict", pair.codes, pair, release)
        if item.value and item.year > pair.as_of - TEN
    ]
    if not years:
        return None
    level = reading.estimate.value or reading.estimate.low or 0
    told = level >= FORCE and reading.estimate.year >= years[-1].year
    return None if told else years[-1]


def no_force(reading: Reading, war: Estimate | None, as_of: int) -> Criterion:
    """Not met as soon as a dispute that had ended shows force, whatever is still under way.

    Nor with an armed conflict (`fighting`) of which the disputes do not tell.
    """
    condition = Condition("force", "quarrels", "no use of force in ten years")
    if war is not None:
        return condition.found(False, conflict(war), war)
    estimate, say = reading.estimate, _level("hostility.mid")
    if estimate.value is None and estimate.low is not None and estimate.low >= FORCE:
        why = f"highest dispute: at least {say(estimate.low)} in the ten years to {estimate.year}"
        return condition.found(False, why, estimate)
    found = condition.coded(estimate, as_of, lambda v: v < FORCE, say)
    if found.met is None or found.value is None:
        return found
    why = f"highest dispute: {say(found.value)} in the ten years to {estimate.year}"
    return condition.found(found.met, why, estimate)


def conflict(war: Estimate) -> str:
    """An armed conflict in words."""
    return f"armed conflict with {_level('hostility.conflict')(war.value or 0.0)} in {war.year}"


def settled(pair: Pair, release: Release) -> Criterion:
    """No serious dispute that was broken off, and no rivalry, in fifteen years."""
    condition = Condition("settled", "quarrels", "no quarrel left unsettled")
    dispute = latest("hostility.unsettled", pair.codes, pair, release)
    rivals = [
        item
        for item in series("hostility.rivalry", pair.codes, pair, release)
        if item.status in HAS_VALUE
    ]
    known: list[Estimate] = [dispute] if dispute.status in HAS_VALUE else []
    years = [item.year for item in rivals if item.value]
    if years or dispute.value:
        parts = [f"rivals until {years[-1]}"] if years else []
        parts += [f"a serious dispute without a settlement, by {dispute.year}"] * bool(
            dispute.value
        )
        sign = dispute if dispute.value else next(i for i in rivals if i.year == years[-1])
        found = condition.found(False, "; ".join(parts), sign, 1.0)
    elif not known or not rivals:
        return condition.unknown(dispute if not known else rivals[-1] if rivals else dispute)
    else:
        why = f"no serious dispute to {dispute.year} without a settlement, no rivalry to "
        found = condition.found(True, f"{why}{rivals[-1].year}", dispute, 0.0)
    return Criterion(
        found.key, found.group, found.name, found.met, found.why, found.value,
        year=found.year, status=found.status, origins=united((*known, *rivals[-1:])),
    )  # fmt: skip
