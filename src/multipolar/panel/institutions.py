"""Tables of institutions: memberships in organisations, and agreements on trade and investment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.sources import RawFolder, bits, cow_igo, desta
from multipolar.sources.placing import codes_in_year

if TYPE_CHECKING:
    import polars as pl

TRADE, INVESTMENT = 1, 2
"""Kinds of agreement in the table."""
SIGNED, IN_FORCE = 1, 2
"""Standing of an agreement at the end of a year."""
STATELESS = ("Macao SAR China",)


def igo_members(raw: RawFolder) -> pl.DataFrame:
    """Spells of full or associate membership: ``body, ccode, first, last``."""
    import polars as pl

    wide = cow_igo.memberships(raw)
    belongs = np.isin(wide.select(_bodies(wide)).to_numpy(), cow_igo.MEMBER)
    row, body = np.nonzero(belongs)
    keys = {name: wide[name].to_numpy()[row] for name in ("ccode", "year")}
    return spells(pl.DataFrame({"body": body} | keys), ["body", "ccode"])


def igo_bodies(raw: RawFolder) -> pl.DataFrame:
    """Abbreviation of each organisation by its number."""
    import polars as pl

    names = _bodies(cow_igo.memberships(raw))
    return pl.DataFrame({"body": range(len(names)), "name": [name.upper() for name in names]})


def _bodies(wide: pl.DataFrame) -> list[str]:
    return sorted(name for name in wide.columns if name not in ("ccode", "year"))


def agreements(raw: RawFolder) -> pl.DataFrame:
    """Spells of equal standing and depth of the agreements of a dyad, by kind."""
    import polars as pl

    trade = _standing(desta.agreements(raw), desta.SOURCE.coverage.last)
    investment = bits.treaties(raw).with_columns(pl.lit(None, pl.Int32).alias("depth"))
    last = bits.SOURCE.coverage.last_before(9999)
    investment = _standing(investment, last or bits.SOURCE.coverage.last)
    years = pl.concat(
        [
            trade.with_columns(pl.lit(TRADE, pl.Int8).alias("kind")),
            investment.with_columns(pl.lit(INVESTMENT, pl.Int8).alias("kind")),
        ]
    )
    keys = ["kind", "ccode1", "ccode2"]
    return spells(years.select(*keys, "year", "standing", "depth"), keys, ["standing", "depth"])


def _standing(treaties: pl.DataFrame, last: int) -> pl.DataFrame:
    """Highest standing and greatest depth in force of each dyad at the end of each year.

    An agreement stands as signed from its signature, as in force from its entry into force, and
    not at all from the year in which it ended.
    """
    import polars as pl

    until = pl.min_horizontal(pl.col("ended") - 1, pl.lit(last, pl.Int32))
    year = pl.int_ranges(pl.col("signed"), until + 1, dtype=pl.Int32)
    there = treaties.filter(until >= pl.col("signed")).with_columns(year.alias("year"))
    in_force = (pl.col("force") <= pl.col("year")).fill_null(False)
    years = there.explode("year").with_columns(
        pl.when(in_force).then(IN_FORCE).otherwise(SIGNED).cast(pl.UInt8).alias("standing"),
        pl.when(in_force).then(pl.col("depth")).cast(pl.UInt8).alias("depth"),
    )
    best = years.group_by("name1", "name2", "year").agg(pl.col("standing", "depth").max())
    for side in ("1", "2"):
        codes = _codes(best, f"name{side}").rename({"ccode": f"ccode{side}"})
        best = best.join(codes, on=[f"name{side}", "year"])
    one, two = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    dyads = best.with_columns(one.alias("ccode1"), two.alias("ccode2"))
    dyads = dyads.filter(pl.col("ccode1") < pl.col("ccode2"))
    return dyads.group_by("ccode1", "ccode2", "year").agg(pl.col("standing", "depth").max())


def _codes(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """States that each name means in each year; Czechoslovakia where its successors are named."""
    import polars as pl

    rows = []
    for label, year in frame.select(name, "year").unique().iter_rows():
        if label in STATELESS:
            continue
        codes = codes_in_year(label, year)
        if label in ("Czechia", "Slovakia") and year <= 1992:
            codes = codes_in_year("Czechoslovakia", year)
        rows += [(label, year, code) for code in codes]
    schema = {name: pl.String, "year": pl.Int32, "ccode": pl.Int32}
    return pl.DataFrame(rows, schema, orient="row")


def spells(years: pl.DataFrame, keys: list[str], values: list[str] | None = None) -> pl.DataFrame:
    """Runs of consecutive years with the same values, as ``first`` and ``last`` year."""
    import polars as pl

    same = [*keys, *(values or [])]
    ordered = years.sort(*keys, "year")
    breaks = [pl.col(name).ne_missing(pl.col(name).shift()) for name in same]
    gap = pl.col("year") != pl.col("year").shift() + 1
    begins = pl.any_horizontal(*breaks, gap).fill_null(True)
    run = ordered.with_columns(begins.cum_sum().alias("run"))
    found = run.group_by("run", *same).agg(
        pl.col("year").min().alias("first"), pl.col("year").max().alias("last")
    )
    return found.drop("run")
