"""Tests of events and associations: break, turn, association, reaction, odds, overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from multipolar.claims.keys import FLAG, NOTHING, POSITIVE, WHOLE, Takes, build, key, one_of
from multipolar.claims.kinds.base import Expecting, Test, check_years, years_key
from multipolar.claims.places import PAIR, PLACES, STATE, Places
from multipolar.claims.problems import Site
from multipolar.claims.quantity import INDICATOR, QUANTITY, Quantity, check_quantity
from multipolar.claims.times import WINDOW, YEAR, Window
from multipolar.fields.registry import indicator as declared


def _against(raw: Any, site: Site) -> Any:
    if raw in ("chance", "pairs", "ideal points"):
        return raw
    return WINDOW.convert(raw, site)


@dataclass(frozen=True, kw_only=True)
class Break(Quantity, Expecting):
    """Difference in differences at a date against comparable cases, each of them a placebo.

    Cases are the politically relevant dyads (or the states) of the year before, without those that
    the event touched, that moved as much before; the interval is from their own changes.
    """

    kind: ClassVar[str] = "break"
    asks: ClassVar[str] = "did something change at a date, beyond what comparable cases did?"
    at: int = key(YEAR, "first year after the event")
    before: int = key(WHOLE, "years of the window before", 6)
    after: int = key(WHOLE, "years of the window after", 5)
    exposed: Places | None = key(PLACES, "further states that the event touched", None)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        Expecting.check(self, site)
        if self.what is None or not self.alone or self.of_world:
            site.at("who").wrong("a break is of one state or one pair of an indicator")
        if self.before < 2 or self.after < 1:
            site.at("before").wrong("the window before needs two years, the one after one")


@dataclass(frozen=True, kw_only=True)
class Turn(Quantity, Test):
    """Probability that a new level began in some years, and that it was a step the claimed way."""

    kind: ClassVar[str] = "turn"
    asks: ClassVar[str] = "did a new level begin in some years?"
    years: Window = years_key("the whole series")
    between: Window = key(WINDOW, "years in which the new level is claimed to begin")
    to: str = key(one_of("higher", "lower"), "which way")
    least: float = key(POSITIVE, "probability from which the claim is supported", 0.8)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        check_years(self.years, site)
        if self.least >= 1:
            site.at("least").wrong("a probability of 1 or more contradicts itself")


@dataclass(frozen=True, kw_only=True)
class Cause(Quantity):
    """A quantity that needs no states of its own in a panel."""

    def check(self, site: Site) -> None:
        """Note what does not go together; states may be missing."""
        if self.who or self.coded or not self.indicator:
            check_quantity(self, site)


def _cause(raw: Any, site: Site) -> Any:
    made = build(Cause, raw, site)
    return NOTHING if made is None else made


@dataclass(frozen=True, kw_only=True)
class Association(Expecting):
    """Whether a quantity moves with another, a year or more later.

    Over a panel: pairs or states, with effects of each of them and of years and errors that allow
    for common members. Over years: one series on another, both as yearly changes. The number is in
    standard deviations of the outcome for one of the cause.
    """

    kind: ClassVar[str] = "association"
    asks: ClassVar[str] = "do two quantities move together?"
    over: str = key(one_of("panel", "years"), "many pairs or states, or one series")
    outcome: Quantity = key(QUANTITY, "what is to be explained; sets name the members of a panel")
    cause: Quantity = key(
        Takes("table of a quantity", _cause),
        "what it is said to follow; in a panel without `who`, that of the same pair, or of its "
        "first member",
    )
    around: bool = key(
        FLAG, "panel: sum the cause over the neighbours of the first member instead", False
    )
    years: Window = years_key()
    lag: int = key(WHOLE, "years by which the cause comes before", 1)
    levels: bool = key(FLAG, "years: compare levels instead of yearly changes", False)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)
        if self.over == "panel" and (self.outcome.what is None or self.cause.what is None):
            site.at("over").wrong("a panel needs indicators of states or pairs")
        if self.over == "panel" and self.cause.who:
            site.at("cause").at("who").wrong("a panel has the cause of each pair or first member")
        if self.over == "years" and not self.cause.of_system:
            check_quantity(self.cause, site.at("cause"))


@dataclass(frozen=True, kw_only=True)
class Reaction(Expecting):
    """How much more alike a pair votes for a point more of a third state's hostility to one of it.

    The pair's own slope, drawn toward those of all pairs; the third party is named beforehand.
    """

    kind: ClassVar[str] = "reaction"
    asks: ClassVar[str] = "does a pair draw together when a third state is hostile to one of it?"
    pair: tuple[str, str] = key(PAIR, "the pair")
    third: str = key(STATE, "the third state")
    toward: str = key(STATE, "the one of the pair that the hostility is aimed at")

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        if self.toward not in self.pair:
            site.at("toward").wrong(f"{self.toward} is not written as one of {list(self.pair)}")


@dataclass(frozen=True, kw_only=True)
class Conditional(Expecting):
    """A conditional probability: joint vetoes, or votes given what a third state voted.

    `vetoes`: of the drafts that the first vetoed, the share that the second vetoed too, less its
    share of the other drafts put to a vote (of the other vetoed ones, if the years end after
    2021), or less the share of other years. `votes`: agreement of the pair where
    the third voted No, less that where it voted Yes.
    """

    kind: ClassVar[str] = "conditional"
    asks: ClassVar[str] = "given what one did, what did the other do?"
    of: str = key(one_of("vetoes", "votes"), "what is counted")
    pair: tuple[str, str] = key(PAIR, "given the first, the second")
    third: str = key(STATE, "for votes: whose vote splits them", "")
    measure: str = key(
        one_of("agreement", "kappa"), "for votes: how agreement is measured", "agreement"
    )
    base: str | None = key(
        one_of("final", "all"), "for votes: on texts as a whole, or all of them", None, "final"
    )
    among: Places | None = key(
        PLACES, "for votes against other pairs: whose pairs, of sixteen large states", None, "all"
    )
    years: Window = years_key()
    against: Any = key(
        Takes('"chance" | "pairs" | "ideal points" | span of years', _against),
        "what it is compared with: for vetoes chance or other years, for votes the difference of "
        "other pairs, or the one that the ideal points of the two let one expect by a line "
        "through those of other pairs",
        None,
        "nothing: the share or the difference itself",
    )

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)
        if self.of == "vetoes" and (self.base or self.among):
            site.at("base" if self.base else "among").wrong("is for votes")
        if (self.of == "votes") != bool(self.third):
            site.at("third").wrong("is for votes, which need it")
        allowed = (None, "chance") if self.of == "vetoes" else (None, "pairs", "ideal points")
        if not isinstance(self.against, Window) and self.against not in allowed:
            site.at("against").wrong(f"{self.against!r} is not for {self.of}")
        if isinstance(self.against, Window) and self.of == "votes":
            site.at("against").wrong("other years are for vetoes")


@dataclass(frozen=True, kw_only=True)
class Overlap(Expecting):
    """How much two states' dealings are spread over the same regions, among pairs of a set.

    The sum over six regions of the lesser of the two shares; the number is its percentile.
    """

    kind: ClassVar[str] = "overlap"
    asks: ClassVar[str] = "are two states busy in the same regions?"
    indicator: str = key(INDICATOR, "a directed indicator of each with all others, 0 or more")
    pair: tuple[str, str] = key(PAIR, "the pair")
    years: Window = years_key()
    among: Places | None = key(PLACES, "whose pairs it is compared with", None, "majors")

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)
        self.check_reach(site, 0, 100)
        if not declared(self.indicator).directed:
            site.at("indicator").wrong(f"{self.indicator} is not directed")
