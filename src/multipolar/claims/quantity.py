"""A quantity that a claim is about: an indicator of whom, or a series that the file codes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from multipolar.claims.keys import FLAG, NOTHING, NUMBER, TEXT, Takes, build, key, one_of
from multipolar.claims.places import WHO, Places
from multipolar.claims.problems import Site, quoted
from multipolar.claims.times import YEAR
from multipolar.errors import QuestionError, UnknownIndicator
from multipolar.fields.indicator import Indicator, Issue, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.query import options_from
from multipolar.system.polarity import BASES

SYSTEM = {
    f"system.{measure}_{base}_{group}": (measure, base, group)
    for measure in ("poles", "concentration")
    for base in BASES
    for group in ("majors", "top8", "all")
}
"""Measures of the whole system by year: name, and measure, base of power and group behind it."""
LOG_KINDS = ("amount", "share", "count")
"""Kinds of indicators that are compared by ratios: their spread grows with their size."""
MOST_DEEP = 20
"""Keys that may lead to a quantity; more of them are nonsense."""
COMBINED = ("mean", "sum", "max", "min")


def _indicator(raw: Any, site: Site) -> Any:
    if not isinstance(raw, str):
        site.wrong(f"{quoted(raw)} is no name of an indicator")
        return NOTHING
    name = raw.strip().lower()
    if name in SYSTEM:
        return name
    try:
        return declared(name).name
    except UnknownIndicator as error:
        site.wrong(str(error) if len(str(error)) < 300 else f"no indicator is called {quoted(raw)}")
        return NOTHING


INDICATOR = Takes("indicator", _indicator)


@dataclass(frozen=True, kw_only=True)
class Coded:
    """One number that the file itself gives."""

    year: int = key(YEAR, "its year")
    value: float = key(NUMBER, "the number")
    cite: str = key(TEXT, "where it can be looked up, if not where the series says", "")
    known: int | None = key(YEAR, "year in which it became known", None, "its year")

    def check(self, site: Site) -> None:
        """Note a number that was known before its year."""
        if self.known is not None and self.known < self.year:
            site.at("known").wrong(f"{self.known} lies before its year, {self.year}")


def _coded(raw: Any, site: Site) -> Any:
    if not isinstance(raw, list) or not raw:
        site.wrong(f"{quoted(raw)} is no list of tables with year and value")
        return NOTHING
    found = [build(Coded, item, site.at(str(place + 1))) for place, item in enumerate(raw)]
    if any(item is None for item in found):
        return NOTHING
    years = [item.year for item in found if item is not None]
    if len(set(years)) < len(years):
        site.wrong("a year has two values")
        return NOTHING
    return tuple(found)


def _over(raw: Any, site: Site) -> Any:
    if len(site.path) > MOST_DEEP:
        site.wrong("quantities are nested too deep")
        return NOTHING
    return _quantity(raw, site)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What is measured."""

    indicator: str = key(
        INDICATOR,
        "what is measured: any name of `multipolar indicators`, or a measure of the whole system "
        "such as `system.poles_cinc_top8` (effective poles or `concentration`; by `cinc`, `gdp`, "
        "`net_resources`, `milex`, `components`; among `majors`, `top8`, `all`)",
        "",
        "left out for a coded series",
    )
    who: tuple[Places, ...] = key(
        WHO,
        "whose: one state or a set for a state-year indicator; two, each a state or a set, for a "
        "dyad-year indicator, in their order if it is directed",
        (),
        "left out for measures of the system",
    )
    combine: str = key(
        one_of(*COMBINED), "how the values of several states or pairs become one", "mean"
    )
    of_world: bool = key(
        FLAG, "take the state's part of the sum over all states with a value", False
    )
    base: str | None = key(one_of("final", "all"), "votes: texts as a whole, or all", None)
    by: str | None = key(one_of("year", "session"), "votes: period", None)
    issue: str | None = key(one_of(*Issue), "votes: on one issue only", None)
    scale: str = key(
        one_of("ratio", "plain"),
        "whether changes and differences are ratios, or in the indicator's own unit",
        "",
        "ratio for amounts, shares and counts above 0, else plain",
    )
    coded: tuple[Coded, ...] = key(
        Takes("list of {year, value, cite}", _coded),
        "a series that the file gives itself, where no indicator can say it",
        (),
    )
    cite: str = key(TEXT, "where the coded series can be looked up", "")
    over: Any = key(
        Takes("table of a quantity", _over),
        "another quantity that this one is divided by, year by year",
        None,
    )
    title: str = key(TEXT, "what to call the quantity", "", "made from indicator and states")

    @property
    def what(self) -> Indicator | None:
        """The declaration of the indicator; None for a measure of the system or a coded series."""
        return declared(self.indicator) if self.indicator and not self.of_system else None

    @property
    def of_system(self) -> bool:
        """Whether it is a measure of the whole system."""
        return self.indicator in SYSTEM

    def options(self, as_of: int | None) -> Options:
        """Options of the indicator, as of a year."""
        what = self.what
        assert what is not None
        return options_from(what, self.by, self.base, as_of, issue=self.issue)

    @property
    def sets(self) -> tuple[Places, ...]:
        """The sides: one for a state-year indicator (two states are a set), two for a dyad."""
        what = self.what
        if what is None or what.unit is Unit.DYAD_YEAR or len(self.who) < 2:
            return self.who
        one, two = self.who
        return (_joined(one, two),)

    @property
    def alone(self) -> bool:
        """Whether it is of one state or one pair, so that nothing is combined."""
        return bool(self.sets) and all(side.single for side in self.sets) and self.over is None

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)


def _joined(one: Places, two: Places) -> Places:
    return Places(f"{one.words} and {two.words}", united=(one, two))


def check_quantity(quantity: Quantity, site: Site) -> None:
    """Note what does not go together in a quantity."""
    if quantity.coded:
        if quantity.indicator or quantity.who:
            site.at("coded").wrong("give an indicator or a coded series, not both")
        if not quantity.cite and not all(item.cite for item in quantity.coded):
            site.at("cite").wrong("is missing: a coded number needs a place to look it up")
        if not quantity.title:
            site.at("title").wrong("is missing: a coded series needs a name")
        return
    if not quantity.indicator:
        site.at("indicator").wrong("is missing")
        return
    if quantity.of_system:
        if quantity.who:
            site.at("who").wrong(f"{quantity.indicator} is a measure of the whole system")
        return
    _check_who(quantity, site)
    try:
        quantity.options(None)
    except QuestionError as error:
        site.wrong(str(error))


def _check_who(quantity: Quantity, site: Site) -> None:
    what = quantity.what
    assert what is not None
    if not quantity.who:
        site.at("who").wrong("is missing")
        return
    if what.unit is Unit.DYAD_YEAR and len(quantity.who) != 2:
        site.at("who").wrong(
            f"{what.name} is measured per dyad-year: name two sides, as in ['China', 'Russia']"
        )
        return
    if quantity.of_world and what.unit is Unit.DYAD_YEAR:
        site.at("of_world").wrong(f"{what.name} is measured per dyad-year")


def _quantity(raw: Any, site: Site) -> Any:
    made = build(Quantity, raw, site)
    return NOTHING if made is None else made


QUANTITY = Takes("table of a quantity", _quantity)


def only_quantity(test: Quantity) -> Quantity:
    """The quantity in a test that is one, without the keys of the test."""
    names = [field.name for field in dataclasses.fields(Quantity)]
    return Quantity(**{name: getattr(test, name) for name in names})
