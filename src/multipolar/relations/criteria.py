"""What the verdict of an alliance asks for, as far as it can be measured: met, not met, unknown.

These are single conditions with their evidence, not the verdict: a class with probabilities
needs the fields that are still to come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.relations.balance import EVEN
from multipolar.relations.reading import STALE, Reading, last_adequate, unknown

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.balance import Need
    from multipolar.relations.pair import Pair

CLOSE = 75.0
"""Percentile above which a pair is called close."""
FORCE = 4
"""Hostility level of a use of force."""
DEEP = 3
"""Stage of military cooperation called deep."""
TO_COME = (
    "joint programme rather than joint objection",
    "reaction of both to a third party",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition, whether it is met (None: unknown), and why."""

    name: str
    met: bool | None
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {"criterion": self.name, "met": self.met, "why": self.why}


def criteria(
    pair: Pair, readings: tuple[Reading, ...], need: Need, release: Release
) -> tuple[Criterion, ...]:
    """Check the criteria that can be measured, each with the year of its evidence."""
    found = {reading.estimate.indicator: reading for reading in readings}
    bilateral = last_adequate("treaty.defense_bilateral", pair, release)
    known = [
        _votes(found["votes.kappa"], pair.as_of),
        _coded(
            "a pact of defence", found["treaty.obligation"].estimate, pair.as_of, lambda v: v >= 3
        ),
        _coded("a pact of defence of these two alone", bilateral, pair.as_of, lambda v: v == 1),
        _coded(
            "no strategic rivalry",
            found["hostility.rivalry"].estimate,
            pair.as_of,
            lambda v: v == 0,
        ),
        _no_force(found["hostility.mid"], pair.as_of),
        _stage(last_adequate("practice.stage", pair, release), pair.as_of),
        _coded("even need in trade", need.asymmetry, pair.as_of, lambda v: abs(v) < EVEN),
    ]
    return (*known, *(Criterion(name, None, "not measured yet") for name in TO_COME))


def _coded(name: str, estimate: Estimate, as_of: int, test: Callable[[float], bool]) -> Criterion:
    if estimate.status not in HAS_VALUE or estimate.value is None:
        return Criterion(name, None, unknown(estimate))
    what = f"{estimate.indicator} {estimate.value:.3g} in {estimate.year}"
    if as_of - estimate.year > STALE:
        return Criterion(name, None, f"last known in {estimate.year}")
    return Criterion(name, bool(test(estimate.value)), what)


def _no_force(reading: Reading, as_of: int) -> Criterion:
    """Not met as soon as a dispute that had ended shows force, whatever is still under way."""
    name, estimate = "no use of force in ten years", reading.estimate
    if estimate.value is None and estimate.low is not None and estimate.low >= FORCE:
        why = f"{estimate.indicator} at least {estimate.low:.3g} in {estimate.year}"
        return Criterion(name, False, why)
    return _coded(name, estimate, as_of, lambda v: v < FORCE)


def _stage(estimate: Estimate, as_of: int) -> Criterion:
    """Deep military cooperation; with items unknown, only what holds at both bounds decides."""
    name = "deep military cooperation"
    if estimate.status not in HAS_VALUE or estimate.value is None:
        return Criterion(name, None, unknown(estimate))
    if as_of - estimate.year > STALE:
        return Criterion(name, None, f"last known in {estimate.year}")
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    what = f"stage {low:.0f} to {high:.0f} of {DEEP} in {estimate.year}"
    return Criterion(name, True if low >= DEEP else False if high < DEEP else None, what)


def _votes(reading: Reading, as_of: int) -> Criterion:
    name = "votes closer than three in four, net of habit and nearness"
    if reading.net is None:
        known = reading.standing is not None
        why = "their distance is not known" if known else unknown(reading.estimate)
        return Criterion(name, None, why)
    if as_of - reading.estimate.year > STALE:
        return Criterion(name, None, f"last known in {reading.estimate.year}")
    low = reading.net.value if reading.net.low is None else reading.net.low
    high = reading.net.value if reading.net.high is None else reading.net.high
    what = f"percentile {reading.net.value:.0f} [{low:.0f}, {high:.0f}] in {reading.estimate.year}"
    if low > CLOSE:
        return Criterion(name, True, what)
    if high < CLOSE:
        return Criterion(name, False, what)
    return Criterion(name, None, f"{what}: the interval holds {CLOSE:.0f}")


def evidence(
    readings: tuple[Reading, ...], tests: tuple[Criterion, ...], as_of: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Strongest evidence for closeness and against it, in order of weight.

    A field weighs by how far its percentile (net of size where there is one) lies from the
    middle, and counts only if its whole interval lies on one side.
    """
    weighed: list[tuple[float, str]] = []
    for reading in readings:
        standing = reading.net if reading.closeness > 0 else reading.standing
        stale = as_of - reading.estimate.year > STALE
        if standing is None or reading.estimate.value is None or stale:
            continue
        low = standing.value if standing.low is None else standing.low
        high = standing.value if standing.high is None else standing.high
        if low <= 50 <= high:
            continue
        if reading.estimate.value == 0 and (reading.closeness < 0 or standing.value > 50):
            continue  # none is the rule: no dispute, or no treaty where few are due, shows nothing
        net = "net of size, " if reading.net is not None else ""
        words = (
            f"{reading.what.title}: percentile {standing.value:.0f}, {net}{reading.estimate.year}"
        )
        weighed.append((standing.value - 50, words))
    placed = {reading.estimate.indicator for reading in readings if reading.standing is not None}
    for test in tests:
        if test.met is False and test.name.startswith(("a pact of defence", "even need")):
            words = "uneven need in trade" if "need" in test.name else f"no {test.name[2:]}"
            weighed.append((-20.0, words))
        if test.met is False and "force" in test.name and "hostility.mid" not in placed:
            weighed.append((-20.0, f"use of force in ten years, {test.why[-4:]}"))
    order = sorted(weighed, key=lambda item: -abs(item[0]))
    return (
        tuple(words for weight, words in order if weight > 0)[:3],
        tuple(words for weight, words in order if weight < 0)[:3],
    )
