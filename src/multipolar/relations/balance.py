"""Who is stronger, and who needs whom: the asymmetries of a pair."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.trend import Slope, slope
from multipolar.query import get
from multipolar.relations.reading import TREND_YEARS, last_adequate

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

EVEN = math.log(1.5)
"""Log ratio of trade shares below which need is called even: less than half as much again."""

POWER = ("power.cinc", "power.gdp", "power.net_resources")


@dataclass(frozen=True, slots=True)
class Ratio:
    """One state's measure over the other's, in one year; values in the order of the pair.

    Attributes
    ----------
    indicator
        Name of the measure.
    year
        Year of both values.
    first, second
        The two estimates.
    trend
        Slope of the logarithm of the ratio over the ten years up to that one: rising where the
        first gains on the second. None with too few values.
    """

    indicator: str
    year: int
    first: Estimate
    second: Estimate
    trend: Slope | None = None

    @property
    def value(self) -> float | None:
        """First over second; None where one is unknown or the second is 0."""
        if self.first.value is None or not self.second.value:
            return None
        return self.first.value / self.second.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """90 % interval of the ratio, errors independent and lognormal; None for exact codings."""
        spreads = []
        for part in (self.first, self.second):
            if part.low is None or part.high is None or part.low <= 0:
                return None
            spreads.append((math.log(part.high) - math.log(part.low)) / 2)
        if self.value is None:
            return None
        half = math.hypot(*spreads)
        return self.value * math.exp(-half), self.value * math.exp(half)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        interval = self.interval
        return {
            "indicator": self.indicator,
            "year": self.year,
            "first": self.first.value,
            "second": self.second.value,
            "ratio": self.value,
            "low": interval[0] if interval else None,
            "high": interval[1] if interval else None,
            "trend": None if self.trend is None else self.trend._asdict() | {"word": self.word},
        }

    @property
    def word(self) -> str:
        """Where the ratio goes; empty with too few values."""
        return "" if self.trend is None else self.trend.word


def power_ratios(pair: Pair, release: Release) -> list[Ratio]:
    """Several measures of power side by side, each in its last common year up to ``as_of``."""
    return [ratio for name in POWER if (ratio := _power_ratio(name, pair, release)) is not None]


def _power_ratio(name: str, pair: Pair, release: Release) -> Ratio | None:
    coverage = INDICATORS[name].coverage_for(Options())
    newest = min(pair.as_of, coverage.last)
    years = range(max(coverage.first, newest - 10), newest + 1)
    if not years:
        return None
    sides = [
        get(name, state.ccode, years=years, as_of=pair.as_of, release=release)
        for state in (pair.one, pair.two)
    ]
    for one, two in zip(reversed(sides[0]), reversed(sides[1]), strict=True):
        if one.status in HAS_VALUE and two.status in HAS_VALUE:
            return Ratio(name, one.year, one, two, _course(sides, one.year))
    return None


def _course(sides: Sequence[Iterable[Estimate]], last: int) -> Slope | None:
    """Slope of the log ratio over the years in which both are known and above 0."""
    import numpy as np

    first = last - TREND_YEARS + 1
    known = [
        (one.year, math.log(one.value / two.value))
        for one, two in zip(*sides, strict=True)
        if first <= one.year <= last and one.value and two.value
    ]
    if not known:
        return None
    years, values = (np.array(part, dtype=float) for part in zip(*known, strict=True))
    return slope(years, values)


@dataclass(frozen=True, slots=True)
class Need:
    """Share of the other in each one's trade, in the order of the pair, and the asymmetry.

    Attributes
    ----------
    first, second
        ``trade.share`` in the two directions, of one year where both are known.
    asymmetry
        Log ratio of the two shares; positive where the first needs the second more.
    """

    first: Estimate
    second: Estimate
    asymmetry: Estimate

    @property
    def source_ends(self) -> int:
        """Last year for which the source of trade speaks."""
        return INDICATORS["trade.asymmetry"].coverage.last

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "year": self.asymmetry.year,
            "first": self.first.value,
            "second": self.second.value,
            "asymmetry": self.asymmetry.value,
            "status": self.asymmetry.status.value,
        }


def need(pair: Pair, release: Release) -> Need:
    """Who needs whom in trade, in the last year in which both shares are known."""
    asymmetry = last_adequate("trade.asymmetry", pair, release)
    codes = (pair.one.ccode, pair.two.ccode)
    year = min(asymmetry.year, pair.as_of)
    first = get("trade.share", *codes, year=year, as_of=pair.as_of, release=release)
    second = get("trade.share", *reversed(codes), year=year, as_of=pair.as_of, release=release)
    return Need(first, second, asymmetry)
