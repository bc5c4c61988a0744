"""Tests of whole claims: the verdict, forecasts, combinations, and what cannot be tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from multipolar.claims.keys import NOTHING, TEXT, WHOLE, Takes, build, key, one_of
from multipolar.claims.kinds.base import Expecting, Test
from multipolar.claims.kinds.coded import Count, FactTest, Timing
from multipolar.claims.kinds.events import (
    Association,
    Break,
    Conditional,
    Overlap,
    Reaction,
    Turn,
)
from multipolar.claims.kinds.numbers import Change, Comparison, Level, Rank, Ratio, Trend
from multipolar.claims.places import PAIR
from multipolar.claims.problems import Site, nearest, quoted
from multipolar.claims.times import SPAN, WINDOW, Window
from multipolar.verdict.references import CLASSES

MOST_DEEP = 6
"""Tests inside tests go no deeper than this."""


@dataclass(frozen=True, kw_only=True)
class VerdictTest(Expecting):
    """The probability of a class of relationships, by the model of `assess`."""

    kind: ClassVar[str] = "verdict"
    asks: ClassVar[str] = "what sort of relationship is it?"
    pair: tuple[str, str] = key(PAIR, "the pair")
    class_: str = key(one_of(*CLASSES), "the class")
    of: str = key(
        one_of("probability", "leads"),
        "the probability of the class, or the probability that it is the likeliest one",
        "probability",
    )
    sight: str = key(
        one_of("blind", "sighted"), "the model that does not see treaties, or does", "blind"
    )
    years: Window = key(WINDOW, "the year: the last one of the span", Window(length=1), "now")

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        self.check_reach(site, 0, 1)


def _test(raw: Any, site: Site) -> Any:
    made = read_test(raw, site)
    return NOTHING if made is None else made


def _tests(raw: Any, site: Site) -> Any:
    if not isinstance(raw, list) or not raw:
        site.wrong(f"{quoted(raw)} is no list of tests")
        return NOTHING
    found = [read_test(item, site.at(str(place + 1))) for place, item in enumerate(raw)]
    return NOTHING if any(item is None for item in found) else tuple(found)


def _test_in_forecast(raw: Any, site: Site) -> Any:
    made = read_test(raw, site.inside_forecast())
    return NOTHING if made is None else made


TEST = Takes("table of a test", _test)
TESTS = Takes("list of tables of tests", _tests)
FORECAST_TEST = Takes("table of a test", _test_in_forecast)


@dataclass(frozen=True, kw_only=True)
class Forecast(Test):
    """A test on years after the paper was written, and on no others; open before they begin."""

    kind: ClassVar[str] = "forecast"
    asks: ClassVar[str] = "has it come true?"
    horizon: Window = key(SPAN, "the years of which the claim speaks, all later than the paper")
    test: Test = key(FORECAST_TEST, "the test; its years are the horizon unless it says otherwise")
    known: Test | None = key(TEST, "what was known when the paper was written", None)


@dataclass(frozen=True, kw_only=True)
class Combination(Test):
    """Several tests of which so many have to hold; mixed where they differ and neither is so."""

    kind: ClassVar[str] = "combination"
    asks: ClassVar[str] = "do its parts hold?"
    parts: tuple[Test, ...] = key(TESTS, "the tests")
    least: int | None = key(WHOLE, "how many have to hold", None, "all of them")

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        if self.least is not None and not 1 <= self.least <= len(self.parts):
            site.at("least").wrong(f"{self.least} of {len(self.parts)} parts contradicts itself")
        if len(self.parts) < 2:
            site.at("parts").wrong("a combination has two parts or more")
        if any(not part.name for part in self.parts):
            site.at("parts").wrong("every part of a combination needs a name")


@dataclass(frozen=True, kw_only=True)
class Untestable(Test):
    """No data can decide it; the nearest proxy is shown and decides nothing."""

    kind: ClassVar[str] = "untestable"
    asks: ClassVar[str] = "what comes nearest, where nothing can decide?"
    why: str = key(TEXT, "why it cannot be tested")
    proxy: str = key(TEXT, "the nearest thing that can be measured, in words", "")
    test: Test | None = key(TEST, "a test of the proxy", None)


KINDS: dict[str, type[Test]] = {
    kind.kind: kind
    for kind in (
        Trend,
        Change,
        Level,
        Comparison,
        Ratio,
        Rank,
        Break,
        Turn,
        Association,
        Reaction,
        Conditional,
        Overlap,
        FactTest,
        Count,
        Timing,
        VerdictTest,
        Forecast,
        Combination,
        Untestable,
    )
}


def read_test(raw: Any, site: Site) -> Test | None:
    """Read the table of a test; None, with the mistakes noted, if there is one."""
    if len(site.path) > 3 * MOST_DEEP:
        site.wrong("tests are nested too deep")
        return None
    if not isinstance(raw, dict):
        site.wrong(f"{quoted(raw)} is no table of a test")
        return None
    if "kind" not in raw:
        site.at("kind").wrong(f"is missing: one of {', '.join(KINDS)}")
        return None
    word = raw["kind"]
    if not isinstance(word, str) or word not in KINDS:
        close = nearest(word, KINDS) if isinstance(word, str) else ""
        site.at("kind").wrong(f"{quoted(word)} is no kind of test{close}")
        return None
    return build(KINDS[word], raw, site, {"kind": NOTHING})
