"""Table of stakes in the order: say in the International Monetary Fund beside economic weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import RawFolder, imf_quotas, world_bank

if TYPE_CHECKING:
    import polars as pl


def fund(raw: RawFolder) -> pl.DataFrame:
    """Share of quotas of each member and year, and of the product of all members.

    The product is in current dollars, over the members whose product is known.
    """
    import polars as pl

    keys = ["year", "ccode"]
    frame = imf_quotas.quotas(raw).join(world_bank.nominal_gdp(raw), on=keys, how="left")
    weight = pl.col("gdp") / pl.col("gdp").sum().over("year")
    return frame.select(*keys, "quota", weight.alias("weight")).sort(keys)
