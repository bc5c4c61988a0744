"""Military practice: exercises, defence agreements, deployments and warheads, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources import RawFolder, dcad, exercises, nuclear, us_troops

if TYPE_CHECKING:
    import polars as pl


def joint_exercises(raw: RawFolder) -> pl.DataFrame:
    """Joint exercises of each dyad-year, those of two participants and those of more apart.

    An exercise counts as bilateral where the source lists two participants and no other, named
    or not.
    """
    import polars as pl

    return _pairs(exercises.participants(raw)).select(
        "year",
        "ccode1",
        "ccode2",
        pl.col("bilateral").cast(pl.UInt8),
        (pl.col("all") - pl.col("bilateral")).cast(pl.UInt8).alias("multilateral"),
    )


def russian_exercises(raw: RawFolder) -> pl.DataFrame:
    """Exercises on the partial list of Russia by dyad-year; pairs with Russia only."""
    import polars as pl

    pairs = _pairs(exercises.russian(raw))
    russia = pl.any_horizontal(pl.col("ccode1", "ccode2") == exercises.RUSSIA)
    return pairs.filter(russia).select(
        "year", "ccode1", "ccode2", pl.col("all").cast(pl.UInt8).alias("listed")
    )


def earlier_exercises(raw: RawFolder) -> pl.DataFrame:
    """Exercises on the earlier list by dyad-year."""
    import polars as pl

    pairs = _pairs(exercises.earlier(raw))
    return pairs.select("year", "ccode1", "ccode2", pl.col("all").cast(pl.UInt8).alias("listed"))


def _pairs(taking_part: pl.DataFrame) -> pl.DataFrame:
    """Number of exercises of each pair and year, all and bilateral."""
    import polars as pl

    rows = taking_part.drop_nulls("ccode").unique(["exercise", "ccode"])
    one = rows.select("exercise", "year", "named", ccode1="ccode")
    two = rows.select("exercise", ccode2="ccode")
    both = one.join(two, on="exercise").filter(pl.col("ccode1") < pl.col("ccode2"))
    return both.group_by("year", "ccode1", "ccode2").agg(
        pl.len().alias("all"), (pl.col("named") == 2).sum().alias("bilateral")
    )


def agreements(raw: RawFolder) -> pl.DataFrame:
    """Defence agreements of each dyad-year: signed since 1980, in force, and general in force."""
    import polars as pl

    first, last = dcad.SOURCE.coverage.first, dcad.SOURCE.coverage.last
    table = dcad.agreements(raw)
    key = ("year", "ccode1", "ccode2")
    signed = (
        _years(table, pl.col("signed"), pl.lit(last))
        .group_by(key)
        .agg(pl.len().cast(pl.UInt8).alias("signed"))
    )
    force = _years(table, pl.col("start"), pl.min_horizontal("last", pl.lit(last)))
    in_force = force.group_by(key).agg(
        pl.len().cast(pl.UInt8).alias("in_force"),
        pl.col("general").sum().cast(pl.UInt8).alias("general"),
    )
    joined = signed.join(in_force, on=key, how="left")
    existing = states.dyad_years(first, last).select(pl.col(*key).cast(pl.Int32))
    return joined.join(existing, on=key, how="semi").with_columns(
        pl.col("in_force", "general").fill_null(0)
    )


def _years(table: pl.DataFrame, first: pl.Expr, last: pl.Expr) -> pl.DataFrame:
    """Agreements unrolled to the years from first to last, both included."""
    import polars as pl

    spans = table.filter(first <= last).with_columns(
        pl.int_ranges(first, last + 1, dtype=pl.Int32).alias("year")
    )
    return spans.explode("year")


def state_years(raw: RawFolder) -> pl.DataFrame:
    """Exercises with others, US forces and warheads of each state-year."""
    import polars as pl

    taking_part = exercises.participants(raw)
    counted = (
        taking_part.filter(pl.col("named") > 1)
        .drop_nulls("ccode")
        .unique(["exercise", "ccode"])
        .group_by("year", "ccode")
        .agg(pl.len().cast(pl.Int16).alias("exercises"))
    )
    troops = us_troops.deployments(raw).with_columns(pl.col("troops").cast(pl.Int32))
    frame = counted.join(
        troops.rename({"troops": "us_troops"}), on=["year", "ccode"], how="full", coalesce=True
    )
    stock = nuclear.warheads(raw).filter(pl.col("warheads") > 0)
    return frame.join(stock, on=["year", "ccode"], how="full", coalesce=True)
