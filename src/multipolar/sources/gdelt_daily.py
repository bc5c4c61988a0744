"""GDELT 2.0: a daily score of each pair of states, 2018 to February 2024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

LEETARU_2013 = Reference(
    key="leetaru2013gdelt",
    kind="report",
    authors=("Leetaru, Kalev", "Schrodt, Philip A."),
    year=2013,
    title="GDELT: Global Data on Events, Location, and Tone, 1979-2012",
    container="Conference paper",
    publisher="International Studies Association",
    url="https://www.gdeltproject.org/",
)

FILE = RawFile(
    "gdelt-graph-daily/gdelt_daily_dyad_score_2018_2024.parquet",
    "github.com/gzemo/gdelt-graph-data at 8b719115c084afada0325538dc13c1b8fb75e578, "
    "networks/*.zip (2,149 daily matrices, put into one long table without loss)",
    "e2daa5aeba2fa859dc0335f8c027511a7b5a0315f3cad431e876fe16cec46eba",
    22_803_719,
)


def daily(raw: RawFolder) -> pl.LazyFrame:
    """Scores by day: ``ccode1 < ccode2, date, year, score``; days without an event have no row.

    The score sums, over the day's events between actors coded as the two states and nothing
    more (no ministries, no armies), the Goldstein weight, which is moved away from zero by 0.025
    a source and 0.01 an article, and a hundredth of the tone. It mixes how much with how
    friendly: its level means nothing, its sign and its balance do.
    """
    import polars as pl

    first, last = SOURCE.coverage.first, SOURCE.coverage.last
    codes = states.iso3_years(first, last).lazy()
    codes = codes.with_columns(pl.col("year", "ccode").cast(pl.Int32))
    frame = pl.scan_parquet(raw.verify(FILE)).with_columns(
        pl.col("iso3_a", "iso3_b").cast(pl.String),
        pl.col("date").dt.date(),
        pl.col("date").dt.year().cast(pl.Int32).alias("year"),
    )
    for side in ("a", "b"):
        coded = codes.rename({"iso3": f"iso3_{side}", "ccode": f"code_{side}"})
        frame = frame.join(coded, on=[f"iso3_{side}", "year"], how="inner")
    return frame.filter(pl.col("code_a") != pl.col("code_b")).select(
        "date",
        "year",
        pl.min_horizontal("code_a", "code_b").alias("ccode1"),
        pl.max_horizontal("code_a", "code_b").alias("ccode2"),
        "score",
    )


def weekly(raw: RawFolder) -> pl.DataFrame:
    """Sums by week: ``year, ccode1, ccode2, week, net, total, days``.

    ``net`` is the sum of the daily scores, ``total`` that of their sizes without sign, ``days``
    the number of days with an event.
    """
    import polars as pl

    week = ((pl.col("date").dt.ordinal_day() - 1) // 7).alias("week")
    return (
        daily(raw)
        .group_by("year", "ccode1", "ccode2", week)
        .agg(
            pl.col("score").sum().alias("net"),
            pl.col("score").abs().sum().alias("total"),
            pl.len().cast(pl.Int32).alias("days"),
        )
        .collect()
    )


SOURCE = Source(
    key="gdelt-daily",
    title="GDELT 2.0 daily scores of pairs of states",
    producer="GDELT Project; scores by gzemo (gdelt-graph-data)",
    version="2018-2024",
    references=(LEETARU_2013,),
    terms=Terms.EMBED,
    terms_text="GDELT is free for any use with citation and a link to gdeltproject.org, as "
    "recalled; the scores' repository is under GPL-3.",
    home="https://www.gdeltproject.org/",
    files=(FILE,),
    coverage=Coverage(
        2018,
        2024,
        partial=(2024,),
        note="2024 ends on 23 February; days are missing in December 2020 and from November 2022 "
        "to June 2023",
    ),
    adds="a yearly balance of friendly and hostile news 2018-2023",
    readers={"weekly": weekly},
)
