"""Tests of conditional probabilities, of coded facts and of cases counted."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar.claims.found import Basis, Found, judged, undetermined
from multipolar.claims.kinds import Conditional, Count, Fact, FactTest, Timing
from multipolar.claims.outcome import Effect, Outcome, drawn, exact
from multipolar.claims.places import code_of
from multipolar.claims.scale import PROBABILITY, Smallest
from multipolar.claims.series import Look, NotCovered
from multipolar.claims.times import Window
from multipolar.fields.council import PAIRS
from multipolar.measures import tandem
from multipolar.sources.security_council import RESOLUTIONS, SOURCE

Floats = NDArray[np.float64]
DRAWS, SEED = 8000, 20141101
LEAST_VETOES = 5
VETOED, PUT_TO_VOTE = "vetoed drafts", "drafts put to a vote"
LATER = (
    "adopted resolutions are known to 2021: of a window that ends later vetoed drafts alone are "
    "compared, so that its number does not compare with one among all drafts"
)
"""What a reader of two windows must know."""
TENTH = Smallest(PROBABILITY, "0.1, one case in ten")


def conditional(test: Conditional, look: Look) -> Found:
    """What the second did given what the first did."""
    if test.of == "votes":
        from multipolar.claims.trials.split_votes import split_votes

        return split_votes(test, look)
    return _vetoes(test, look)


def beta(successes: float, trials: float, seed: int = SEED) -> Floats:
    """Draws of a share by Jeffreys' posterior."""
    random = np.random.default_rng(seed)
    return random.beta(successes + 0.5, trials - successes + 0.5, DRAWS)


def _vetoes(test: Conditional, look: Look) -> Found:
    years = test.years.at(look.as_of, look.horizon)
    counts = _counted(test.pair, years, look)
    joint, first = counts.joint, counts.first
    if first < LEAST_VETOES:
        raise NotCovered(f"{first} vetoes of {test.pair[0]}; {LEAST_VETOES} are needed", years[1])
    share, draws = joint / first, beta(joint, first)
    one, two = test.pair
    kind = VETOED if counts.vetoed_only else PUT_TO_VOTE
    said = f"{two} joined {joint} of {first} vetoes of {one} in {years[0]}-{years[1]}"
    behind = Basis(
        ("council.tandem",), (SOURCE.key, RESOLUTIONS.key), years,
        group=f"{counts.drafts:,} {kind}", group_size=counts.drafts,
        among="" if test.against != "chance" else f"among {kind}",
        notes=(LATER,) if counts.vetoed_only and test.against == "chance" else (),
    )  # fmt: skip
    if isinstance(test.against, Window):
        earlier = test.against.at(look.as_of, look.horizon)
        before = _counted(test.pair, earlier, look)
        joint0, first0 = before.joint, before.first
        if first0 < LEAST_VETOES:
            raise NotCovered(f"{first0} vetoes of {one} in {earlier[0]}-{earlier[1]}", earlier[1])
        gap = draws - beta(joint0, first0, SEED + 1)
        said += f", {joint0} of {first0} in {earlier[0]}-{earlier[1]}"
        effect = drawn(share - joint0 / first0, gap)
        return judged(test, effect, "difference of shares", TENTH, behind, said)
    if test.against == "chance":
        alone, rest = counts.second - joint, counts.drafts - first
        chance = tandem.chance(joint, first, counts.second, counts.drafts)
        said += f", and vetoed {alone} of {rest} other {kind} (p by chance {_p(chance.more)})"
        if not rest:
            raise NotCovered(f"there is no draft that {one} did not veto", years[1])
        effect = drawn(share - alone / rest, draws - beta(alone, rest, SEED + 1))
        return judged(test, effect, "difference of shares", TENTH, behind, said)
    return judged(test, drawn(share, draws), "share", TENTH, behind, said)


def _p(value: float) -> str:
    return "<.001" if value < 0.001 else f"{value:.3f}"


class Vetoes(NamedTuple):
    """Drafts that both vetoed, the first did, the second did, and all drafts of the comparison.

    ``vetoed_only`` says that these are the vetoed ones, for want of the adopted ones.
    """

    joint: int
    first: int
    second: int
    drafts: int
    vetoed_only: bool


def _counted(pair: tuple[str, str], years: tuple[int, int], look: Look) -> Vetoes:
    """Vetoes of a pair in some years, among drafts put to a vote where these are known.

    Adopted resolutions are known to 2021; later only vetoed drafts are. What nobody vetoed is then
    left out, so that an excess over chance is one, and a deficit shows nothing.
    """
    import polars as pl

    if years[1] > look.as_of or years[1] > SOURCE.coverage.last:
        ends = min(look.as_of, SOURCE.coverage.last)
        raise NotCovered(f"vetoes are known to {ends}, the years end in {years[1]}", ends)
    one, two = (code_of(name, years[1]) for name in pair)
    assert one is not None and two is not None
    frame = (
        look.release.scan(PAIRS)
        .filter((pl.col("ccode1") == min(one, two)) & (pl.col("ccode2") == max(one, two)))
        .filter(pl.col("year").is_between(*years))
        .collect()
    )
    if not frame.height:
        raise NotCovered(f"{pair[0]} and {pair[1]} held no permanent seats at once", None)
    sums = [int(frame[name].sum()) for name in ("joint", "vetoes1", "vetoes2", "drafts")]
    if one > two:
        sums[1], sums[2] = sums[2], sums[1]
    vetoed_only = bool(frame["adopted"].null_count())
    if not vetoed_only:
        sums[3] += int(frame["adopted"].sum())
    return Vetoes(sums[0], sums[1], sums[2], sums[3], vetoed_only)


# ------------------------------------------------------------------ coded facts
def known_facts(facts: tuple[Fact, ...], look: Look) -> tuple[Fact, ...]:
    """Facts known by the question, and of the horizon if there is one, in order of date."""
    first, last = look.horizon or (0, 9999)
    kept = [fact for fact in facts if first <= fact.on.year <= min(last, look.as_of)]
    return tuple(sorted(kept, key=lambda fact: fact.on))


def fact(test: FactTest, look: Look) -> Found:
    """What is on record by the year of the question."""
    known = known_facts(test.facts, look)
    speaks = {one.speaks for one in known}
    if not known:
        return _silence(test, look)
    outcome = (
        Outcome.MIXED
        if len(speaks) == 2
        else Outcome.SUPPORTED
        if speaks == {"for"}
        else Outcome.REFUTED
    )
    years = (known[0].on.year, known[-1].on.year)
    number = f"{len(known)} coded facts" if len(known) > 1 else "a coded fact"
    both = "on both sides" if len(speaks) == 2 else f"{'for' if 'for' in speaks else 'against'} it"
    return Found(
        test.kind, test.name, outcome, f"{number} {both}", years=years, facts=known,
        said=known[-1].what,
    )  # fmt: skip


def _silence(test: FactTest, look: Look) -> Found:
    """No fact of either kind: an outcome only where the list was watched until then."""
    if test.silence == "undetermined" or test.watched is None:
        return undetermined(test, f"nothing is on record by {look.as_of}")
    until = look.as_of if look.horizon is None else look.horizon[1]
    if until > look.as_of:
        return undetermined(test, f"nothing by {look.as_of}; the horizon runs to {until}")
    if until > test.watched:
        return undetermined(test, f"the record was watched to {test.watched}", test.watched)
    since = look.written if look.horizon is None else look.horizon[0]
    said = f"nothing of the kind on record by {until}"
    return Found(test.kind, test.name, Outcome(test.silence), said,
                 years=(min(since, until), until), said=said)  # fmt: skip


def count(test: Count, look: Look) -> Found:
    """Share or number of the coded cases that agree."""
    cases = known_facts(test.facts, look)
    if test.years is not None:
        first, last = test.years.at(look.as_of, look.horizon)
        cases = tuple(one for one in cases if first <= one.on.year <= last)
    agree = sum(one.speaks == "for" for one in cases)
    if len(cases) < max(test.least, 1) and test.of == "share":
        return undetermined(test, f"{len(cases)} cases by {look.as_of}; {test.least} are needed",
                            facts=cases)  # fmt: skip
    years = (cases[0].on.year, cases[-1].on.year) if cases else None
    behind = Basis(years=years, group=f"{len(cases)} coded cases", group_size=len(cases))
    said = f"{agree} of {len(cases)} coded cases agree"
    effect = exact(float(agree))
    if test.of == "share":
        effect = drawn(agree / len(cases), beta(agree, len(cases)))
    least = TENTH if test.of == "share" else Smallest(0.0, "a number is a number")
    found = judged(test, effect, test.of, least, behind, said)
    return _with_facts(found, cases)


def _with_facts(found: Found, facts: tuple[Fact, ...]) -> Found:
    return dataclasses.replace(found, facts=facts)


def timing(test: Timing, look: Look) -> Found:
    """Whether outcomes fall in the years after steps more often than in other years."""
    first, last = test.years.at(look.as_of, look.horizon)
    if last > look.as_of:
        raise NotCovered(f"{first}-{last} is not over by {look.as_of}", look.as_of)
    steps = {one.on.year for one in known_facts(test.steps, look)}
    outcomes = {one.on.year for one in known_facts(test.outcomes, look)}
    years = range(first, last + 1)
    after = {t for t in years if any(0 <= t - step <= test.within for step in steps)}
    rest = set(years) - after
    if not after or not rest:
        raise NotCovered("there is no year after a step, or none without one", last)
    hits, misses = len(outcomes & after), len(outcomes & rest)
    effect: Effect = drawn(
        hits / len(after) - misses / len(rest),
        beta(hits, len(after)) - beta(misses, len(rest), SEED + 1),
    )
    said = (
        f"{hits} of {len(after)} years within {test.within} of a step had one, {misses} of "
        f"{len(rest)} others"
    )
    behind = Basis(years=(first, last), group="the other years", group_size=len(rest))
    found = judged(test, effect, "difference of shares", TENTH, behind, said)
    if len(outcomes) < test.least:
        reason = f"{len(outcomes)} outcomes; with fewer than {test.least} nothing is decided"
        found = dataclasses.replace(found, outcome=Outcome.UNDETERMINED, reason=reason, wrong=None)
    listed = sorted(
        (*known_facts(test.steps, look), *known_facts(test.outcomes, look)), key=lambda one: one.on
    )
    return _with_facts(found, tuple(listed))
