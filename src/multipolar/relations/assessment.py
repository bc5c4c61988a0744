"""The assessment of a pair: every measured field, power, need, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from multipolar.fields.reactions import REPORTED
from multipolar.fields.registry import FIELDS, TO_COME
from multipolar.panel.release import Release, active
from multipolar.relations.balance import Need, Ratio, need, power_ratios
from multipolar.relations.context import Around, context
from multipolar.relations.criteria import (
    Criterion,
    Definition,
    criteria,
    definitions,
    evidence,
)
from multipolar.relations.criteria.commitment import fighting
from multipolar.relations.group import group_of
from multipolar.relations.ranking import Rank, rank_of
from multipolar.relations.reaction import Reaction, reaction
from multipolar.relations.reading import Reading, read
from multipolar.relations.sentence import first_sentence
from multipolar.relations.third import ThirdParty, outside, third_party
from multipolar.states import State, lookup
from multipolar.states.pair import Pair, find_pair
from multipolar.years import this_year

if TYPE_CHECKING:
    from multipolar.estimate import Estimate
    from multipolar.relations.judged import Judged

READINGS = (
    ("votes", "votes.kappa", 1),
    ("treaty", "treaty.obligation", 1),
    ("practice", "practice.overlap", 1),
    ("trade", "trade.salience", 1),
    ("institutions", "igo.jaccard", 1),
    ("contact", "contact.chinese_side", 1),
    ("narrative", "narrative.similarity", 1),
    ("hostility", "hostility.rivalry", -1),
    ("hostility", "hostility.mid", -1),
)
"""Field, its indicator, and whether a high value is close (1) or distant (-1)."""


PLACED_BY = ["cow-states", "cow-contiguity", "geodist"]
"""Sources behind every percentile: the lists of states and majors, contiguity, distance."""


@dataclass(frozen=True)
class Assessment:
    """What is known of the relationship of two states at a year.

    Attributes
    ----------
    pair
        The states and the year of the question.
    readings
        The fields measured so far.
    power
        Ratios of power, several measures side by side.
    need
        Who needs whom in trade.
    ranks
        Place of each in the other's ranking of partners by votes.
    to_come
        Fields that are not measured yet.
    release
        Data release that everything is read from.
    named
        Code of the third state where the user named one.
    known
        Last year of the reference relationships of the verdict: the year of the question where
        one was given, else this year.
    """

    pair: Pair
    readings: tuple[Reading, ...]
    power: tuple[Ratio, ...]
    need: Need
    ranks: tuple[Rank, ...]
    to_come: tuple[str, ...]
    release: Release = field(repr=False, compare=False)
    named: int | None = None
    known: int | None = None

    @property
    def data_version(self) -> str:
        """Version of the data release."""
        return self.release.version

    @cached_property
    def reaction(self) -> Reaction:
        """How the votes of the two answer to the hostility of the third party."""
        return reaction(self.pair, self.release, self.named)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Conditions of an alliance: met, not met, unknown, and why."""
        known = (self.readings, self.need, self.power, self.reaction, self.war)
        return criteria(self.pair, *known, self.release)

    @cached_property
    def war(self) -> Estimate | None:
        """The last armed conflict of the two in ten years, if disputes do not tell of it."""
        disputes = next(r for r in self.readings if r.estimate.indicator == "hostility.mid")
        return fighting(disputes, self.pair, self.release)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Years of fields that are known in another way than the years before them."""
        told = {(one.estimate.year, one.remark) for one in self.readings if one.remark}
        return tuple(f"{year}: {said}; it takes no part in trends." for year, said in sorted(told))

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Two definitions of an alliance, the article's and Snyder's, decided by the criteria."""
        return definitions(self.criteria)

    @cached_property
    def evidence(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Strongest evidence for closeness, and against it."""
        return evidence(self.readings, self.criteria, self.war, self.pair.as_of)

    @cached_property
    def context(self) -> tuple[Around, ...]:
        """What stands around the fields: outlook, need, scope and obstruction, bonds."""
        return context(self.pair, self.release)

    @cached_property
    def third(self) -> ThirdParty | None:
        """The third party, and both states' ties with it; None where no power is known."""
        return third_party(self.pair, self.release, self.named)

    @cached_property
    def verdict(self) -> Judged:
        """What kind of relationship it is, with probabilities."""
        from multipolar.relations.judged import judged

        return judged(self.pair, self.known or self.pair.as_of, self.release)

    @property
    def sentence(self) -> str:
        """The reading in one or two plain sentences."""
        return first_sentence(self.pair, self.readings, self.need, self.war)

    @property
    def indicators_used(self) -> tuple[str, ...]:
        """Indicators whose values are shown."""
        shown = [reading.estimate for reading in self.readings if reading.speaks]
        shown += [ratio.first for ratio in self.power]
        shown += [one for one in (self.need.first, self.need.asymmetry) if one.value is not None]
        return tuple(dict.fromkeys(estimate.indicator for estimate in shown))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources of the values shown."""
        shown = [reading.estimate for reading in self.readings if reading.speaks]
        shown += [ratio.first for ratio in self.power]
        shown += [one for one in (self.need.first, self.need.asymmetry) if one.value is not None]
        keys = [key for estimate in shown for key in estimate.origins]
        keys += [key for one in self.criteria if one.value is not None for key in one.origins]
        if any(reading.standing is not None for reading in self.readings):
            keys += PLACED_BY
        keys += self.verdict.origins
        return tuple(dict.fromkeys(keys))

    @property
    def name(self) -> str:
        """Name by which the assessment is cited, such as ``assess:CHN-RUS@2014``."""
        one, two = (_short(state, self.pair.as_of) for state in (self.pair.one, self.pair.two))
        return f"assess:{one}-{two}@{self.pair.as_of}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys: the JSON answer."""
        return {
            "question": {
                "states": [_identity(self.pair.one), _identity(self.pair.two)],
                "as_of": self.pair.as_of,
                "note": self.pair.note,
            },
            "sentence": self.sentence,
            "verdict": self.verdict.to_dict(),
            "fields": [reading.to_dict() for reading in self.readings],
            "power": [ratio.to_dict() for ratio in self.power],
            "need": self.need.to_dict(),
            "ranks": [rank.to_dict() for rank in self.ranks],
            "criteria": [test.to_dict() for test in self.criteria],
            "definitions": [item.to_dict() for item in self.definitions],
            "evidence": {"for": list(self.evidence[0]), "against": list(self.evidence[1])},
            "cross_reaction": [
                self.reaction.to_dict(),
                reaction(self.pair, self.release, self.named, outcome=REPORTED).to_dict(),
            ],
            "third_party": None if self.third is None else self.third.to_dict(),
            "context": [item.to_dict() for item in self.context],
            "to_come": list(self.to_come),
            "origins": list(self.origins),
            "cite": self.name,
            "data_version": self.data_version,
        }


def _short(state: State, as_of: int) -> str:
    """ISO3 code where it means this state at the date, else the COW code."""
    if state.iso3:
        found = lookup(state.iso3, as_of)
        if isinstance(found, State) and found.ccode == state.ccode:
            return state.iso3
    return f"cow:{state.ccode}"


def _identity(state: State) -> dict[str, Any]:
    return {"ccode": state.ccode, "iso3": state.iso3, "name": state.name}


def assess(
    first: str | int | State,
    second: str | int | State,
    as_of: int | None = None,
    release: Release | None = None,
    third: str | int | State | None = None,
) -> Assessment:
    """Assess the relationship of two states.

    Parameters
    ----------
    first, second
        States by any name or code.
    as_of
        Nothing later than this year is used; without it the latest data, or for states that have
        ended the last year in which both existed.
    release
        Data release, the active one by default.
    third
        The third party by any name or code; None to let the declared rule choose.

    Returns
    -------
    Assessment
        Each field at the last year up to ``as_of`` in which the pair has a value.

    Raises
    ------
    UnknownState, AmbiguousState, NotAState, SameState, BadYear
    BadOption
        If the third party is one of the pair.
    """
    pair = find_pair(first, second, as_of)
    named = None if third is None else outside(pair, third).ccode
    release = active() if release is None else release
    readings = tuple(read(field, name, pair, release, sign) for field, name, sign in READINGS)
    return Assessment(
        pair=pair,
        readings=readings,
        power=tuple(power_ratios(pair, release)),
        need=need(pair, release),
        ranks=_ranks(pair, readings, release),
        to_come=tuple(TO_COME.values()),
        release=release,
        named=named,
        known=this_year() if as_of is None else as_of,
    )


def _ranks(pair: Pair, readings: tuple[Reading, ...], release: Release) -> tuple[Rank, ...]:
    """Each one's place among the other's partners by votes; closeness is not symmetric in rank."""
    found = next((r for r in readings if r.field == "votes" and r.standing is not None), None)
    if found is None:
        return ()
    estimate = found.estimate
    group = group_of(estimate.indicator, estimate.year, release, pair.as_of)
    ranks = (rank_of(group, a, b, estimate.year) for a, b in (pair.codes, pair.codes[::-1]))
    return tuple(rank for rank in ranks if rank is not None)


def field_title(reading: Reading) -> str:
    """Words for the field of a reading."""
    if reading.field == "hostility":
        return reading.what.title
    return FIELDS[reading.field]
