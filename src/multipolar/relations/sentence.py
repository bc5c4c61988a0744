"""The reading of an assessment in plain words, each clause resting on one measured value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.relations.balance import EVEN
from multipolar.relations.levels import LEVELS
from multipolar.relations.percentile import Percentile
from multipolar.relations.reading import STALE
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.estimate import Estimate
    from multipolar.relations.balance import Need
    from multipolar.relations.reading import Reading
    from multipolar.states.pair import Pair


FORCE, WAR = 4, 5
"""Hostility levels of a use of force and of a war."""
LEAST_SHARE = 0.01
"""Where trade with the other is less than this of either one's trade, need is not spoken of."""
NEAR = 5
"""Years before the question, or before the end of its source, up to which need is spoken of."""


def first_sentence(
    pair: Pair, readings: Sequence[Reading], need: Need, war: Estimate | None = None
) -> str:
    """How they vote and what binds or divides them; who needs whom; where disputes end."""
    by_name = {reading.estimate.indicator: reading for reading in readings}
    fresh = {
        name: reading
        for name, reading in by_name.items()
        if pair.as_of - reading.estimate.year <= STALE
    }
    clauses = [
        clause
        for clause in (
            _votes(fresh.get("votes.kappa")),
            _treaty(fresh.get("treaty.obligation")),
            _force(fresh.get("hostility.mid"), war),
            _rivalry(fresh.get("hostility.rivalry")),
        )
        if clause
    ]
    names = f"{titled(pair.one.name)} and {titled(pair.two.name)}"
    known = f"{names} {_join(clauses)}." if clauses else f"Little is known of {names}."
    known = known[0].upper() + known[1:]
    last = by_name["hostility.mid"].what.coverage.last if "hostility.mid" in by_name else pair.as_of
    ends = f"The data on disputes end in {last}." if pair.as_of > last else ""
    return " ".join(part for part in (known, _need(pair, need), ends) if part)


def _votes(reading: Reading | None) -> str:
    if reading is None or reading.standing is None:
        return ""
    return f"voted {_place(reading.standing)} in the UN in {reading.estimate.year}"


def _place(standing: Percentile) -> str:
    """Closer or less close than most, only where the whole interval says so."""
    low = standing.value if standing.low is None else standing.low
    high = standing.value if standing.high is None else standing.high
    if low > 75:
        return "more alike than three in four politically relevant pairs"
    if low > 50:
        return "more alike than most politically relevant pairs"
    if high < 25:
        return "less alike than three in four politically relevant pairs"
    if high < 50:
        return "less alike than most politically relevant pairs"
    return "neither clearly more nor less alike than other politically relevant pairs"


def _treaty(reading: Reading | None) -> str:
    if reading is None or reading.estimate.value is None:
        return ""
    words = (
        "had no alliance treaty",
        "were bound by treaty only not to attack each other",
        "had a pact of neutrality or consultation but none of defence",
        "had a military alliance",
    )
    return f"{words[int(reading.estimate.value)]} in {reading.estimate.year}"


def _force(reading: Reading | None, war: Estimate | None) -> str:
    """War or use of force, also where a dispute still under way leaves the level open."""
    if war is not None and war.value:
        deaths = LEVELS["hostility.conflict"][int(war.value)]
        return f"were on opposite sides of an armed conflict in {war.year} ({deaths})"
    if reading is None:
        return ""
    value, low = reading.estimate.value, reading.estimate.low
    level = value if value is not None else (low or 0)
    if level < FORCE:
        return ""
    when = f"in the ten years to {reading.estimate.year}"
    return f"were at war {when}" if level == WAR else f"had a dispute with use of force {when}"


def _rivalry(reading: Reading | None) -> str:
    if reading is None or reading.estimate.value is None:
        return ""
    return f"were strategic rivals in {reading.estimate.year}" if reading.estimate.value else ""


def _need(pair: Pair, need: Need) -> str:
    gap = need.asymmetry.value
    year, last = need.asymmetry.year, need.source_ends
    if gap is None or pair.as_of - year > STALE or min(pair.as_of, last) - year > NEAR:
        return ""
    if max(need.first.value or 0, need.second.value or 0) < LEAST_SHARE:
        return ""
    if abs(gap) < EVEN:
        return f"In trade they needed each other about equally ({need.asymmetry.year})."
    needy, other = (pair.one, pair.two) if gap > 0 else (pair.two, pair.one)
    name = titled(needy.name)
    return (
        f"{name[0].upper()}{name[1:]} needed trade with {titled(other.name)} more than the reverse "
        f"({need.asymmetry.year})."
    )


def _join(clauses: Sequence[str]) -> str:
    if len(clauses) == 1:
        return clauses[0]
    return f"{', '.join(clauses[:-1])} and {clauses[-1]}"
