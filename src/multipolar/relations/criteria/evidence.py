"""The strongest evidence for closeness, and against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from multipolar.relations.criteria.commitment import conflict
from multipolar.relations.criteria.criterion import Criterion
from multipolar.relations.reading import STALE

if TYPE_CHECKING:
    from multipolar.estimate import Estimate
    from multipolar.relations.reading import Reading

LACKING = {
    "obligation": "no pact of defence",
    "bilateral": "no pact of defence of these two alone",
    "need": "uneven need in trade",
}
"""Criteria that are evidence against where they are not met, in words."""
WEIGHT = 20.0
"""Weight of such a criterion beside percentiles, which weigh by their distance from the middle."""
WAR = 50.0
"""Weight of an armed conflict: as much as the last place."""


def evidence(
    readings: Sequence[Reading],
    tests: Sequence[Criterion],
    war: Estimate | None,
    as_of: int,
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
        end = "" if reading.closeness > 0 else " (0: most hostile)"
        words = (
            f"{reading.what.title}: percentile {standing.value:.0f}{end}, "
            f"{net}{reading.estimate.year}"
        )
        weighed.append((standing.value - 50, words))
    placed = any(
        reading.estimate.indicator == "hostility.mid" and reading.standing is not None
        for reading in readings
    )
    for test in tests:
        if test.met is False and test.key in LACKING:
            weighed.append((-WEIGHT, LACKING[test.key]))
        if test.met is False and test.key == "force" and war is None and not placed:
            weighed.append((-WEIGHT, f"use of force in ten years, {test.year}"))
    if war is not None:
        weighed.append((-WAR, conflict(war)))
    order = sorted(weighed, key=lambda item: -abs(item[0]))
    return (
        tuple(words for weight, words in order if weight > 0)[:3],
        tuple(words for weight, words in order if weight < 0)[:3],
    )
