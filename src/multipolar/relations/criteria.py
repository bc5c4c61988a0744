"""What the verdict of an alliance asks for, as far as it can be measured: met, not met, unknown.

These are single conditions with their evidence, not the verdict: a class with probabilities
needs the fields that are still to come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.relations.reading import Reading, last_adequate, unknown

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.balance import Need
    from multipolar.relations.pair import Pair

CLOSE = 75.0
"""Percentile above which a pair is called close."""
FORCE = 4
"""Hostility level of a use of force."""
EVEN = math.log(2)
"""Log ratio of trade shares up to which need is even: less than twice as much."""

TO_COME = (
    "military stage: exercises, arms, bases",
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
        _votes(found["votes.kappa"]),
        _coded("a pact of defence", found["treaty.obligation"].estimate, lambda v: v >= 3),
        _coded("a pact of defence of these two alone", bilateral, lambda v: v == 1),
        _coded("no strategic rivalry", found["hostility.rivalry"].estimate, lambda v: v == 0),
        _coded(
            "no use of force in ten years", found["hostility.mid"].estimate, lambda v: v < FORCE
        ),
        _coded("even need in trade", need.asymmetry, lambda v: abs(v) < EVEN),
    ]
    return (*known, *(Criterion(name, None, "not measured yet") for name in TO_COME))


def _coded(name: str, estimate: Estimate, test: object) -> Criterion:
    if estimate.status not in HAS_VALUE or estimate.value is None:
        return Criterion(name, None, unknown(estimate))
    what = f"{estimate.indicator} {estimate.value:.3g} in {estimate.year}"
    return Criterion(name, bool(test(estimate.value)), what)  # type: ignore[operator]


def _votes(reading: Reading) -> Criterion:
    name = "votes closer than three in four, net of habit and nearness"
    if reading.net is None:
        return Criterion(name, None, unknown(reading.estimate))
    low = reading.net.value if reading.net.low is None else reading.net.low
    high = reading.net.value if reading.net.high is None else reading.net.high
    what = f"percentile {reading.net.value:.0f} [{low:.0f}, {high:.0f}] in {reading.estimate.year}"
    if low > CLOSE:
        return Criterion(name, True, what)
    if high < CLOSE:
        return Criterion(name, False, what)
    return Criterion(name, None, f"{what}: the interval holds {CLOSE:.0f}")


def evidence(
    readings: tuple[Reading, ...], tests: tuple[Criterion, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Strongest evidence for closeness and against it, in order of weight.

    A field weighs by how far its percentile (net of size where there is one) lies from the
    middle, and counts only if its whole interval lies on one side.
    """
    weighed: list[tuple[float, str]] = []
    for reading in readings:
        standing = reading.net or reading.standing
        if standing is None or reading.estimate.value is None:
            continue
        low = standing.value if standing.low is None else standing.low
        high = standing.value if standing.high is None else standing.high
        if low <= 50 <= high:
            continue
        net = "net of size, " if reading.net is not None else ""
        words = (
            f"{reading.what.title}: percentile {standing.value:.0f} {net}{reading.estimate.year}"
        )
        weighed.append((standing.value - 50, words.replace(" net", ", net")))
    for test in tests:
        if test.met is False and test.name.startswith(("a pact of defence", "even need")):
            weighed.append((-20.0, f"no {test.name}".replace("no a ", "no ")))
    order = sorted(weighed, key=lambda item: -abs(item[0]))
    return (
        tuple(words for weight, words in order if weight > 0)[:3],
        tuple(words for weight, words in order if weight < 0)[:3],
    )
