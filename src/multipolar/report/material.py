"""What the charts are drawn from: series, disputes and partners up to the year of the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Estimate, Status
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.query import get
from multipolar.relations.ranking import Partner, partners
from multipolar.years import FIRST_YEAR

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.assessment import Assessment
    from multipolar.states.pair import Pair

SINCE = 1946
"""Charts over time begin here, or `LOOK_BACK` years before an earlier question."""
LOOK_BACK, LEAST, BEFORE = 60, 20, 2
"""Years shown of an early question, at least of any, and before both states existed."""

Run = tuple[Status, int, int]
"""A status, and the first and last year of a spell of it."""


@dataclass(frozen=True)
class Material:
    """What the charts of one assessment are drawn from.

    Attributes
    ----------
    assessment
        The assessment.
    release
        Where its data come from.
    years
        Years shown in charts over time.
    """

    assessment: Assessment
    release: Release
    years: range
    _known: dict[tuple[str, tuple[int, ...]], tuple[Estimate, ...]] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        """The two states and the year."""
        return self.assessment.pair

    def series(self, name: str, *codes: int) -> tuple[Estimate, ...]:
        """An indicator over the years shown, of the pair unless ``codes`` say otherwise."""
        who = codes or (self.pair.one.ccode, self.pair.two.ccode)
        return tuple(get(name, *who, years=self.years, as_of=self.pair.as_of, release=self.release))

    def disputes(self) -> dict[int, int]:
        """Highest hostility level of the disputes between the two, by year in which they ran."""
        import polars as pl

        low, high = self.pair.codes
        frame = (
            self.release.scan("mid")
            .filter((pl.col("ccode1") == low) & (pl.col("ccode2") == high))
            .filter(pl.col("year").is_between(self.years[0], self.years[-1]))
            .group_by("year")
            .agg(pl.col("level").max())
            .sort("year")
            .collect()
        )
        return {int(year): int(level) for year, level in frame.rows()}

    def partners(self, ccode: int) -> list[Partner]:
        """All partners of a state by votes in the year of the assessment; empty without votes."""
        own = next((rank for rank in self.assessment.ranks if rank.ccode == ccode), None)
        if own is None:
            return []
        return partners(ccode, own.indicator, own.year, self.pair.as_of, self.release)


def gather(assessment: Assessment, release: Release) -> Material:
    """Choose the years of the charts of an assessment."""
    pair = assessment.pair
    base = SINCE if pair.as_of >= SINCE + LEAST else pair.as_of - LOOK_BACK
    together = next(
        (
            year
            for year in range(max(base, FIRST_YEAR), pair.as_of + 1)
            if states.share_a_day(*pair.codes, year)
        ),
        base,
    )
    start = max(base, min(together - BEFORE, pair.as_of - LEAST), FIRST_YEAR)
    return Material(assessment, release, range(start, pair.as_of + 1))


def runs(estimates: Sequence[Estimate]) -> tuple[Run, ...]:
    """Spells of one status in a series of consecutive years."""
    found = []
    for status, group in groupby(estimates, key=lambda item: item.status):
        years = [item.year for item in group]
        found.append((status, years[0], years[-1]))
    return tuple(found)


def spells(known: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Level, first and last year of each spell of one level, from (year, level) in order."""
    found: list[tuple[int, int, int]] = []
    for year, level in known:
        if found and found[-1][0] == level and found[-1][2] == year - 1:
            found[-1] = (level, found[-1][1], year)
        else:
            found.append((level, year, year))
    return found


def last_covered(name: str) -> int:
    """Last year that the sources of an indicator cover."""
    return INDICATORS[name].coverage_for(Options()).last
