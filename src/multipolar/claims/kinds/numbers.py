"""Tests of a quantity: trend, change, level, comparison, ratio, rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from multipolar.claims.keys import FLAG, NOTHING, WHOLE, Takes, key
from multipolar.claims.kinds.base import Expecting, Test, check_years, years_key
from multipolar.claims.places import PLACES, STATE, WHO, Places
from multipolar.claims.problems import Site
from multipolar.claims.quantity import QUANTITY, Quantity, check_quantity
from multipolar.claims.times import HORIZON, WINDOW, Window
from multipolar.fields.indicator import Unit


def _group(raw: Any, site: Site) -> Any:
    if raw in ("relevant", "all", "own past"):
        return raw
    if isinstance(raw, str) and raw.startswith("partners of "):
        found = STATE.convert(raw.removeprefix("partners of ").removeprefix("the "), site)
        return NOTHING if found is NOTHING else f"partners of {found}"
    return WHO.convert(raw, site)


@dataclass(frozen=True, kw_only=True)
class Trend(Quantity, Expecting):
    """The change that a straight line through the years gives from the first to the last.

    The interval allows for years that resemble their neighbours.
    """

    kind: ClassVar[str] = "trend"
    asks: ClassVar[str] = "did a quantity rise or fall over some years?"
    years: Window = years_key()

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        Expecting.check(self, site)
        check_years(self.years, site)


@dataclass(frozen=True, kw_only=True)
class Change(Quantity, Expecting):
    """Mean of later years less (or over) the mean of earlier ones.

    For similarities of votes the interval is by bootstrap over roll calls; for counts it is that of
    two Poisson rates; for all else it is that of the scatter of years about the two means.
    """

    kind: ClassVar[str] = "change"
    asks: ClassVar[str] = "did a quantity change from one period to another?"
    before: Window = key(WINDOW, "the earlier years")
    after: Window = key(WINDOW, "the later years", HORIZON, "the horizon, in a forecast")
    pooled: bool = key(FLAG, "pool the roll calls of a period instead of averaging years", False)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        Expecting.check(self, site)
        if self.after.horizon and not site.in_forecast:
            site.at("after").wrong("is missing")
        if self.before.horizon:
            site.at("before").wrong("the earlier years cannot be the horizon")
        ends = (self.before.last, self.after.first)
        if None not in ends and ends[0] >= ends[1]:  # type: ignore[operator]
            site.at("after").wrong(
                f"begins in {ends[1]}, before the earlier years end in {ends[0]}"
            )
        if self.pooled and not self.indicator.startswith("votes."):
            site.at("pooled").wrong(f"{self.indicator} has no roll calls to pool")


@dataclass(frozen=True, kw_only=True)
class Level(Quantity, Expecting):
    """The mean over some years: as a percentile of a group (ties count half), or as it is.

    A percentile carries the sampling errors of the whole group.
    """

    kind: ClassVar[str] = "level"
    asks: ClassVar[str] = "is a quantity high or low, in itself or among comparable ones?"
    years: Window = years_key()
    group: Any = key(
        Takes(
            '"relevant" | "all" | "partners of STATE" | "own past" | [set, set] | set',
            _group,
        ),
        "whom it is compared with; the number is then a percentile from 0 to 100",
        None,
        "nobody: the value itself",
    )
    past: Window | None = key(WINDOW, "for `own past`: the earlier years", None)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        Expecting.check(self, site)
        check_years(self.years, site)
        if self.group is None:
            what = self.what
            if what is not None and not self.of_world and self.combine != "sum":
                self.check_reach(site, *what.bounds)
            return
        self.check_reach(site, 0, 100)
        if self.group == "own past" and self.past is None:
            site.at("past").wrong("is missing: which earlier years?")
        if self.group != "own past" and self.past is not None:
            site.at("past").wrong("is only for the group 'own past'")
        self._check_group(site)

    def _check_group(self, site: Site) -> None:
        what = self.what
        if self.group == "own past":
            return
        if what is None or not self.alone or self.of_world:
            site.at("group").wrong("only one state or one pair of an indicator has a percentile")
            return
        by_state = what.unit is Unit.STATE_YEAR
        pairs = self.group in ("relevant",) or (
            isinstance(self.group, str) and self.group.startswith("partners of ")
        )
        pairs = pairs or (isinstance(self.group, tuple) and len(self.group) == 2)
        sets = isinstance(self.group, tuple) and len(self.group) == 1
        if (by_state and pairs) or (not by_state and sets):
            site.at("group").wrong(f"does not go with {what.name}, measured per {what.unit}")


@dataclass(frozen=True, kw_only=True)
class Comparison(Expecting):
    """Mean of the first quantity less (or over) that of the second, over the same years."""

    kind: ClassVar[str] = "comparison"
    asks: ClassVar[str] = "is one quantity larger than another?"
    first: Quantity = key(QUANTITY, "a quantity")
    second: Quantity = key(QUANTITY, "the quantity that it is compared with")
    years: Window = years_key()
    second_years: Window | None = key(WINDOW, "other years for the second", None, "the same")

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)


@dataclass(frozen=True, kw_only=True)
class Ratio(Expecting):
    """The first quantity over the second, each its mean over the years."""

    kind: ClassVar[str] = "ratio"
    asks: ClassVar[str] = "how many times as large is one quantity as another?"
    first: Quantity = key(QUANTITY, "the quantity above the line")
    second: Quantity = key(QUANTITY, "the quantity below it")
    years: Window = years_key()

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        Expecting.check(self, site)
        check_years(self.years, site)
        self.check_reach(site, 0, None)


@dataclass(frozen=True, kw_only=True)
class Rank(Quantity, Test):
    """The place by the mean over some years, 1 for the highest value.

    A state is ranked among a set of states; of a pair, the second among the partners of the first.
    """

    kind: ClassVar[str] = "rank"
    asks: ClassVar[str] = "is it among the first so many?"
    years: Window = years_key()
    at_most: int = key(WHOLE, "the lowest place that agrees with the claim")
    among: Places | None = key(PLACES, "the set that is ranked", None, "all states")
    reverse: bool = key(FLAG, "count the lowest value as first", False)

    def check(self, site: Site) -> None:
        """Note what does not go together."""
        check_quantity(self, site)
        check_years(self.years, site)
        if self.at_most < 1:
            site.at("at_most").wrong("contradicts itself: the first place is 1")
        if self.what is None or not self.alone or self.of_world:
            site.at("who").wrong("only one state or one pair of an indicator has a rank")
