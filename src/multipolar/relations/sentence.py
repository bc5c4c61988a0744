"""The reading of an assessment in plain words, each clause resting on one measured value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.relations.balance import EVEN
from multipolar.relations.percentile import Percentile
from multipolar.relations.reading import STALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.relations.balance import Need
    from multipolar.relations.pair import Pair
    from multipolar.relations.reading import Reading


WAR = 5
"""Hostility level of a war."""

_WITH_ARTICLE = (
    "United ", "Soviet Union", "Netherlands", "Philippines", "Republic of ", "Dominican Republic",
    "Czech Republic", "Central African Republic", "Democratic Republic", "Bahamas", "Gambia",
    "Maldives", "Marshall Islands", "Solomon Islands", "Comoros", "Seychelles", "Ottoman Empire",
    "Papal States",
)  # fmt: skip


def titled(name: str) -> str:
    """Name of a state as it stands in a sentence: with its article where English has one."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def first_sentence(pair: Pair, readings: Sequence[Reading], need: Need) -> str:
    """Two sentences at most: how they vote and what binds or divides them; who needs whom."""
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
            _war(fresh.get("hostility.mid")),
            _rivalry(fresh.get("hostility.rivalry")),
        )
        if clause
    ]
    names = f"{titled(pair.one.name)} and {titled(pair.two.name)}"
    known = f"{names} {_join(clauses)}." if clauses else f"Little is known of {names}."
    known = known[0].upper() + known[1:]
    return f"{known} {_need(pair, need)}".strip()


def _votes(reading: Reading | None) -> str:
    if reading is None or reading.standing is None:
        return ""
    return f"voted {_place(reading.standing)} in the UN in {reading.estimate.year}"


def _place(standing: Percentile) -> str:
    """Closer or less close than most, only where the whole interval says so."""
    low = standing.value if standing.low is None else standing.low
    high = standing.value if standing.high is None else standing.high
    if low > 75:
        return "more alike than three in four relevant pairs"
    if low > 50:
        return "more alike than most relevant pairs"
    if high < 25:
        return "less alike than three in four relevant pairs"
    if high < 50:
        return "less alike than most relevant pairs"
    return "neither clearly more nor less alike than other relevant pairs"


def _treaty(reading: Reading | None) -> str:
    if reading is None or reading.estimate.value is None:
        return ""
    words = (
        "had no alliance treaty",
        "had promised only not to attack each other",
        "had a pact of neutrality or consultation but none of defence",
        "had a pact of defence or offence",
    )
    return f"{words[int(reading.estimate.value)]} in {reading.estimate.year}"


def _war(reading: Reading | None) -> str:
    if reading is None or reading.estimate.value != WAR:
        return ""
    return f"were at war in the ten years to {reading.estimate.year}"


def _rivalry(reading: Reading | None) -> str:
    if reading is None or reading.estimate.value is None:
        return ""
    return f"were strategic rivals in {reading.estimate.year}" if reading.estimate.value else ""


def _need(pair: Pair, need: Need) -> str:
    gap = need.asymmetry.value
    if gap is None or pair.as_of - need.asymmetry.year > STALE:
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
