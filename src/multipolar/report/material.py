"""What the charts are drawn from: series, disputes and partners up to the year of the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Estimate, Status
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.query import get
from multipolar.relations.group import group_of
from multipolar.relations.ranking import Rank, rank_of
from multipolar.years import FIRST_YEAR

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.assessment import Assessment
    from multipolar.relations.pair import Pair

SINCE = 1946
"""Charts over time begin here, or `LOOK_BACK` years before an earlier question."""
LOOK_BACK, LEAST, BEFORE = 60, 20, 2
"""Years shown of an early question, at least of any, and before both states existed."""
TOP = 10
"""Partners shown at the head of a ranking."""

Run = tuple[Status, int, int]
"""A status, and the first and last year of a spell of it."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner in the ranking of a state: name, rank, and the value that ranks it."""

    name: str
    rank: Rank
    estimate: Estimate


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

    def partners(self, ccode: int, other: int) -> tuple[Partner, ...]:
        """The first partners of a state by votes, and the other of the pair wherever it stands."""
        own = next((rank for rank in self.assessment.ranks if rank.ccode == ccode), None)
        if own is None:
            return ()
        group = group_of(own.indicator, own.year, self.release)
        rows = [
            (row["value"], row["ccode2"] if row["ccode1"] == ccode else row["ccode1"])
            for row in group.frame.iter_rows(named=True)
            if ccode in (row["ccode1"], row["ccode2"])
        ]
        first = [code for _, code in sorted(rows, key=lambda row: (-row[0], row[1]))[:TOP]]
        shown = first if other in first else [*first, other]
        ranks = {code: rank_of(group, ccode, code, own.year) for code in shown}
        return tuple(
            Partner(
                states.label(code, own.year),
                rank,
                get(
                    own.indicator,
                    ccode,
                    code,
                    year=own.year,
                    as_of=self.pair.as_of,
                    release=self.release,
                ),
            )
            for code, rank in ranks.items()
            if rank is not None
        )


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
