"""The probability of a class of relationships, by the model of the verdict."""

from __future__ import annotations

import math

from multipolar.claims.found import Basis, Found, judged
from multipolar.claims.kinds import VerdictTest
from multipolar.claims.outcome import Effect, Outcome
from multipolar.claims.scale import PROBABILITY, Smallest
from multipolar.claims.series import Look, NotCovered
from multipolar.estimate import Status
from multipolar.measures.similarity import Z90
from multipolar.sources.catalog import SOURCES

TENTH = Smallest(PROBABILITY, "0.1")
SURE = 0.95
"""Probability from which the statement that a class leads is taken as true, or as false."""


def verdict(test: VerdictTest, look: Look) -> Found:
    """Probability of the class in the last year of the span, from data up to it."""
    from multipolar.fields.registry import INDICATORS
    from multipolar.verdict import judge

    year = min(test.years.at(look.as_of, look.horizon)[1], look.as_of)
    found = judge(*test.pair, as_of=year, release=look.release)
    begun = [key for key in INDICATORS["affinity.blind"].sources if _begun(key, found.year)]
    origins = tuple(begun)
    if found.status is not Status.OBSERVED:
        raise NotCovered(found.reason, found.last_enough, origins)
    sight = found.blind if test.sight == "blind" else found.sighted
    if sight is None:
        raise NotCovered("too few reference relationships by then", None, origins)
    chance = sight.of(test.class_)
    leading = sight.leading
    said = (
        f"{chance.title} has probability {chance.value:.2f} in {found.year}; the likeliest class "
        f"is {leading.title} ({leading.value:.2f})"
    )
    behind = Basis(
        ("verdict",), origins, (found.year, found.year),
        group="reference relationships", group_size=found.spells,
    )  # fmt: skip
    if test.of == "leads":
        return _leads(test, chance.leads, said, behind)
    effect = _effect(chance.value, chance.low, chance.high)
    return judged(test, effect, "probability", TENTH, behind, said)


def _begun(source: str, year: int) -> bool:
    """Whether a source begins by a year; what ended before it still counts in a verdict."""
    return (SOURCES[source].coverage.first or year) <= year


def _effect(value: float, low: float, high: float) -> Effect:
    """A probability with its interval; between the ends it is normal in log odds."""
    from scipy.special import ndtr

    ends = [min(max(end, 1e-6), 1 - 1e-6) for end in (low, high)]
    odds = [math.log(end / (1 - end)) for end in ends]
    middle, spread = sum(odds) / 2, max((odds[1] - odds[0]) / (2 * Z90), 1e-9)

    def below(x: float) -> float:
        if x <= 0 or x >= 1:
            return float(x >= 1)
        return float(ndtr((math.log(x / (1 - x)) - middle) / spread))

    return Effect(value, low, high, below)


def _leads(test: VerdictTest, leads: float, said: str, behind: Basis) -> Found:
    outcome = Outcome.UNDETERMINED
    if leads >= SURE:
        outcome = Outcome.SUPPORTED
    elif leads <= 1 - SURE:
        outcome = Outcome.REFUTED
    return Found(
        test.kind, test.name, outcome,
        f"with probability {leads:.2f} it is the likeliest class; {SURE:g} would decide it",
        value=leads, unit="probability", expect="above", than=SURE, probability=leads,
        wrong=None if outcome is Outcome.UNDETERMINED else min(leads, 1 - leads),
        indicators=behind.indicators, origins=behind.origins, years=behind.years,
        group=behind.group, group_size=behind.group_size, said=said,
    )  # fmt: skip
