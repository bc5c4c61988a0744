"""Criteria of an alliance for one pair: met, not met or unknown, each with its number and year.

Their definitions and thresholds stand in ``docs/explanation/criteria.md``. They are single
conditions with their evidence; two definitions of an alliance are drawn from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from multipolar.relations.criteria import commitment, logic, stakes, ties
from multipolar.relations.criteria.criterion import GROUPS, Criterion
from multipolar.relations.criteria.definitions import Definition, definitions
from multipolar.relations.criteria.evidence import evidence
from multipolar.relations.reading import STALE
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from multipolar.estimate import Estimate
    from multipolar.panel.release import Release
    from multipolar.relations.balance import Need, Ratio
    from multipolar.relations.reaction import Reaction
    from multipolar.relations.reading import Reading
    from multipolar.states.pair import Pair

__all__ = [
    "GROUPS",
    "Criterion",
    "Definition",
    "criteria",
    "definitions",
    "evidence",
]


def criteria(
    pair: Pair,
    readings: Sequence[Reading],
    need: Need,
    ratios: Sequence[Ratio],
    reaction: Reaction,
    war: Estimate | None,
    release: Release,
) -> tuple[Criterion, ...]:
    """Check every criterion of a pair.

    Parameters
    ----------
    pair
        The pair and the year of the question; nothing later is used.
    readings, need, ratios
        What the assessment has read already.
    reaction
        Cross-reaction to the third party, whose choice holds for the stakes as well.
    war
        The last armed conflict of which the disputes do not tell.
    release
        Data release.

    Returns
    -------
    tuple of Criterion
        In the order of `GROUPS`.
    """
    found = {reading.estimate.indicator: reading for reading in readings}
    frame = ties.layers_of(pair, release, STALE + logic.YEARS)
    recent = frame.filter(frame["year"] >= pair.as_of - STALE)
    as_of = pair.as_of
    third = "" if reaction.third is None else titled(reaction.third.name)
    return (
        *ties.ties(ties.scores(recent), as_of),
        logic.obstruction(pair, release),
        logic.cross_reaction(reaction, pair).facing(third),
        logic.movement(frame, as_of),
        logic.programme(pair, release),
        stakes.stakes(pair, reaction.third, release).facing(third),
        stakes.fund(pair, release),
        stakes.bonds(pair, release),
        commitment.obligation(found["treaty.obligation"], as_of),
        commitment.bilateral(pair, release),
        commitment.stage(pair, release),
        stakes.power(ratios, pair),
        stakes.need(need, pair),
        stakes.hedging(pair, release),
        stakes.issues(pair, release),
        commitment.rivalry(found["hostility.rivalry"], as_of),
        commitment.no_force(found["hostility.mid"], war, as_of),
        commitment.settled(pair, release),
    )
