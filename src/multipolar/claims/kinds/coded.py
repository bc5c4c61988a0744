"""Tests of facts that a file codes by hand: the record, cases counted, events in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from multipolar.claims.keys import NOTHING, TEXT, WHOLE, Takes, build, key, one_of
from multipolar.claims.kinds.base import Expecting, Test, check_years, years_key
from multipolar.claims.problems import Site, quoted
from multipolar.claims.times import DAY, WINDOW, YEAR, Window


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One dated fact that the file codes, with the place where it can be looked up."""

    on: date = key(DAY, "when it was so, or became known")
    what: str = key(TEXT, "the fact, in one sentence")
    cite: str = key(TEXT, "the document, with its date")
    speaks: str = key(one_of("for", "against"), "whether it agrees with the claim", "for")


def _facts(raw: Any, site: Site) -> Any:
    if not isinstance(raw, list) or not raw:
        site.wrong(f"{quoted(raw)} is no list of tables with on, what and cite")
        return NOTHING
    found = [build(Fact, item, site.at(str(place + 1))) for place, item in enumerate(raw)]
    return NOTHING if any(item is None for item in found) else tuple(found)


FACTS = Takes("list of {on, what, cite, speaks}", _facts)


@dataclass(frozen=True, kw_only=True)
class FactTest(Test):
    """Facts coded by hand, each with a citation: what was known by the year of the question."""

    kind: ClassVar[str] = "fact"
    asks: ClassVar[str] = "is it a matter of record?"
    facts: tuple[Fact, ...] = key(FACTS, "the facts", (), "none, where silence decides")
    silence: str = key(
        one_of("undetermined", "supported", "refuted"),
        "the outcome if no fact of either kind is dated by then, for claims that something "
        "would not happen; needs `watched`",
        "undetermined",
    )
    watched: int | None = key(YEAR, "last year for which the list was checked to be complete", None)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        if not self.facts and self.silence == "undetermined":
            site.at("facts").wrong("is missing")
        if self.silence != "undetermined" and self.watched is None:
            site.at("watched").wrong("is missing: until when was it watched?")


@dataclass(frozen=True, kw_only=True)
class Count(Expecting):
    """The share of coded cases that agree, with Jeffreys' interval, or their number."""

    kind: ClassVar[str] = "count"
    asks: ClassVar[str] = "in how many of the cases was it so?"
    facts: tuple[Fact, ...] = key(FACTS, "all cases; `speaks` tells which agree")
    of: str = key(
        one_of("share", "number"), "share of the cases, or number of those that agree", "share"
    )
    years: Window | None = key(WINDOW, "cases of these years only", None, "all up to the question")
    least: int = key(WHOLE, "fewer cases than this decide nothing", 1)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        self.check_reach(site, 0, 1 if self.of == "share" else None)


@dataclass(frozen=True, kw_only=True)
class Timing(Expecting):
    """Whether dated events follow other dated events more often than years at large do.

    The share of years with an outcome among those within so many years after a step, less the share
    among the other years; interval by Jeffreys' posteriors of the two shares.
    """

    kind: ClassVar[str] = "timing"
    asks: ClassVar[str] = "do events follow on others?"
    steps: tuple[Fact, ...] = key(FACTS, "what is said to come first")
    outcomes: tuple[Fact, ...] = key(FACTS, "what is said to follow")
    years: Window = years_key()
    within: int = key(WHOLE, "years after a step in which an outcome counts as following", 1)
    least: int = key(WHOLE, "fewer outcomes than this decide nothing", 8)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)
