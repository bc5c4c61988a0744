"""Politically relevant dyads: contiguous by land or up to 400 miles of sea, or one a major."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources import contiguity

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

LISTS_END = contiguity.SOURCE.coverage.last
"""Last year of the lists of contiguity and major powers; open spells are carried beyond it."""


def relevant_dyads(release: Release, first: int, last: int) -> pl.DataFrame:
    """Politically relevant dyad-years (Weede 1976; Lemke and Reed 2001).

    Returns
    -------
    polars.DataFrame
        ``ccode1 < ccode2, year, carried``; ``carried`` is True after the lists end, where open
        spells are taken to go on.
    """
    import polars as pl

    dyads = states.dyad_years(first, last).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    near = _contiguous(release, first, last)
    major = states.majors(first, last).select(pl.col("ccode", "year").cast(pl.Int32)).unique()
    marked = major.with_columns(pl.lit(True).alias("great"))
    joined = dyads.join(near, on=["ccode1", "ccode2", "year"], how="left")
    for side in ("1", "2"):
        renamed = marked.rename({"ccode": f"ccode{side}", "great": f"great{side}"})
        joined = joined.join(renamed, on=[f"ccode{side}", "year"], how="left")
    relevant = pl.any_horizontal(pl.col("near", "great1", "great2").fill_null(False))
    return (
        joined.filter(relevant)
        .select("ccode1", "ccode2", "year", (pl.col("year") > LISTS_END).alias("carried"))
        .sort("year", "ccode1", "ccode2")
    )


def _contiguous(release: Release, first: int, last: int) -> pl.DataFrame:
    import polars as pl

    carried = pl.when(pl.col("last") >= LISTS_END).then(pl.max_horizontal("last", last))
    spells = release.scan("contiguity").with_columns(
        carried.otherwise(pl.col("last")).cast(pl.Int32).alias("last"),
        pl.col("first", "ccode1", "ccode2").cast(pl.Int32),
    )
    years = pl.int_ranges(
        pl.max_horizontal("first", first), pl.min_horizontal("last", last) + 1, dtype=pl.Int32
    )
    unrolled = spells.with_columns(years.alias("year")).explode("year").drop_nulls("year")
    return (
        unrolled.select("ccode1", "ccode2", "year", pl.lit(True).alias("near")).unique().collect()
    )
