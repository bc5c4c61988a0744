"""Tables of trade: shares of all pairs, what each state trades in all, and the later segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import RawFolder, comtrade, cow_trade, imf_dots, itpde, world_bank

if TYPE_CHECKING:
    import polars as pl

TOTAL_TOLERANCE = 1.5
"""A state's total trade is not believed where its dyads add up to more than this many times it
(the totals of several states for 1960 are a tenth of the sum of their parts), or where one dyad
alone is more than the total."""


def trade(raw: RawFolder) -> pl.DataFrame:
    """Share of the other state in each one's total trade."""
    import polars as pl

    flows = _flows(raw)
    totals = _trusted_totals(flows, cow_trade.totals(raw))
    for side in ("1", "2"):
        renamed = totals.rename({"ccode": f"ccode{side}", "total": f"total{side}"})
        flows = flows.join(renamed, on=[f"ccode{side}", "year"], how="left")
    return flows.select(
        "year",
        "ccode1",
        "ccode2",
        *((pl.col("both") / pl.col(f"total{side}")).alias(f"share{side}") for side in ("1", "2")),
    ).filter(pl.col("share1").is_not_null() | pl.col("share2").is_not_null())


def trade_states(raw: RawFolder) -> pl.DataFrame:
    """Openness of each state-year, and its part of the trade of all pairs in ITPD-E."""
    import polars as pl

    totals = _trusted_totals(_flows(raw), cow_trade.totals(raw))
    opened = totals.join(world_bank.nominal_gdp(raw), on=["ccode", "year"]).select(
        "year", "ccode", (pl.col("total") / pl.col("gdp")).alias("openness")
    )
    pairs = itpde.parts(raw)
    sides = [pairs.select("year", pl.col(c).alias("ccode"), "part") for c in ("ccode1", "ccode2")]
    own = pl.concat(sides).group_by("year", "ccode").agg(pl.col("part").sum().alias("itpde_part"))
    return opened.join(own, on=["year", "ccode"], how="full", coalesce=True).with_columns(
        _short("openness"), _short("itpde_part")
    )


def trade_itpde(raw: RawFolder) -> pl.DataFrame:
    """Each pair's part of the trade of all pairs in ITPD-E."""
    return itpde.parts(raw).with_columns(_short("part"))


def trade_focal(raw: RawFolder) -> pl.DataFrame:
    """Shares of all partners in the trade of China and the US, and of Russia, by source."""
    import polars as pl

    keys = ["ccode1", "ccode2", "year"]
    listed = [
        _by_side(comtrade.partner_shares(raw), "comtrade"),
        _by_side(imf_dots.russian_shares(raw), "imf"),
    ]
    frame = pl.concat(listed).pivot("column", index=keys, values="share")
    return frame.with_columns(_short(name) for name in frame.columns if name not in keys)


def _by_side(shares: pl.DataFrame, source: str) -> pl.DataFrame:
    """Shares with the lower code first; ``column`` says in whose trade, 1 or 2."""
    import polars as pl

    first = pl.col("ccode1") < pl.col("ccode2")
    return shares.select(
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        "year",
        "share",
        pl.when(first).then(pl.lit(f"{source}1")).otherwise(pl.lit(f"{source}2")).alias("column"),
    )


def _short(column: str) -> pl.Expr:
    """Five digits, in which no source is exact, and half the bytes."""
    import polars as pl

    return pl.col(column).round_sig_figs(5).cast(pl.Float32)


def _flows(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    return (
        cow_trade.flows(raw)
        .drop_nulls(["imports1", "imports2"])
        .with_columns((pl.col("imports1") + pl.col("imports2")).alias("both"))
    )


def _trusted_totals(flows: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    sides = [flows.select(pl.col(c).alias("ccode"), "year", "both") for c in ("ccode1", "ccode2")]
    parts = (
        pl.concat(sides)
        .group_by("ccode", "year")
        .agg(pl.col("both").sum().alias("parts"), pl.col("both").max().alias("largest"))
    )
    total = totals.select("ccode", "year", (pl.col("imports") + pl.col("exports")).alias("total"))
    joined = total.drop_nulls().join(parts, on=["ccode", "year"], how="left")
    sum_fits = pl.col("parts").fill_null(0) <= TOTAL_TOLERANCE * pl.col("total")
    largest_fits = pl.col("largest").fill_null(0) <= pl.col("total")
    believed = (pl.col("total") > 0) & sum_fits & largest_fits
    return joined.filter(believed).select("ccode", "year", "total")
