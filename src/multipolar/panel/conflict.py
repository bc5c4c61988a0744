"""Tables of armed conflict and of serious disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import RawFolder, mid_gml, mids, rivalries, ucdp

if TYPE_CHECKING:
    import polars as pl

MINOR, SERIOUS = 1, 2
"""Levels of a dispute: an incident, or one that counts."""


def conflict(raw: RawFolder) -> pl.DataFrame:
    """Intensity of interstate armed conflict of two states on opposite sides, by year."""
    import polars as pl

    return ucdp.conflicts(raw).with_columns(pl.col("intensity", "supporters").cast(pl.Int8))


def disputes(raw: RawFolder) -> pl.DataFrame:
    """Level of the disputes of a dyad-year, by the year of their end, in both datasets."""
    import polars as pl

    rivals = _rival_years(raw)
    return pl.concat(
        _levels(rows, rivals).with_columns(pl.lit(mid5, pl.Int16).alias("mid5"))
        for mid5, rows in enumerate((mid_gml.disputes(raw), mid_gml.disputes_mid5(raw)))
    )


def joint_disputes(raw: RawFolder) -> pl.DataFrame:
    """Disputes that two states began to fight on one side, by year, and their highest level."""
    import polars as pl

    return (
        mids.joint(raw)
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.len().cast(pl.Int8).alias("disputes"), pl.col("level").max().cast(pl.Int8))
    )


def _rival_years(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    years = pl.int_ranges(pl.max_horizontal("first", 1816), pl.col("last") + 1, dtype=pl.Int32)
    spells = rivalries.spells(raw).filter(pl.col("last") >= 1816)
    unrolled = spells.with_columns(years.alias("year")).explode("year")
    return unrolled.select("ccode1", "ccode2", "year").unique()


def _levels(rows: pl.DataFrame, rivals: pl.DataFrame) -> pl.DataFrame:
    """A dispute counts if someone died, if both took action, or if the two are coded as rivals.

    Where deaths are unknown and neither of the other grounds holds, the level is unknown. Of those
    that count, ``unsettled`` is 1 if one ended without a settlement, 0 if all were settled.
    """
    import polars as pl

    keys = ["ccode1", "ccode2", "year"]
    flagged = rows.join(rivals.with_columns(rival=pl.lit(True)), on=keys, how="left")
    grounds = pl.any_horizontal("answered", "deaths", pl.col("rival").fill_null(False))
    level = pl.when(grounds).then(SERIOUS).when(~grounds).then(MINOR)
    serious = pl.col("level") == SERIOUS
    open_ended = (~pl.col("settled")).filter(serious)
    unsettled = (
        pl.when(open_ended.any(ignore_nulls=True))
        .then(1)
        .when(open_ended.is_null().any().not_() & serious.any())
        .then(0)
    )
    return (
        flagged.with_columns(level.cast(pl.Int8).alias("level"))
        .group_by(*keys, "ended")
        .agg(
            pl.col("level").max(),
            pl.col("level").is_null().any().cast(pl.Int8).alias("unclear"),
            unsettled.cast(pl.Int8).alias("unsettled"),
            pl.len().cast(pl.Int16).alias("disputes"),
        )
    )
