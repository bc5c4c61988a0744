"""Tables of events between states: ICEWS counts, GDELT balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.measures import events as measure
from multipolar.sources import RawFolder, gdelt_daily, icews

if TYPE_CHECKING:
    import polars as pl

LEAST_DAYS = 30
"""Days with an event below which a year's balance is not given."""
DECIMALS = 3


def events(raw: RawFolder) -> pl.DataFrame:
    """Directed events of each dyad-year in four classes, zeros included."""
    import polars as pl

    return icews.dyad_years(raw).with_columns(pl.col(name).cast(pl.UInt16) for name in icews.QUADS)


def gdelt(raw: RawFolder) -> pl.DataFrame:
    """Balance of each dyad-year's daily scores, with its interval and the days behind it."""
    import polars as pl

    net, total = pl.col("net"), pl.col("total")
    frame = (
        gdelt_daily.weekly(raw)
        .group_by("year", "ccode1", "ccode2")
        .agg(
            net.sum(),
            total.sum(),
            (net**2).sum().alias("net_squares"),
            (net * total).sum().alias("products"),
            (total**2).sum().alias("total_squares"),
            pl.len().alias("weeks"),
            pl.col("days").sum().cast(pl.Int16),
        )
    )
    names = ("net", "total", "net_squares", "products", "total_squares", "weeks")
    found = measure.balance(*(frame[name].to_numpy() for name in names))
    enough = (pl.col("days") >= LEAST_DAYS) & (pl.col("total") > 0)
    figures = dict(zip(("balance", "low", "high"), found, strict=True))
    return frame.with_columns(pl.Series(name, array) for name, array in figures.items()).select(
        "year",
        "ccode1",
        "ccode2",
        *(
            pl.when(enough).then(pl.col(n).round(DECIMALS)).cast(pl.Float32).alias(n)
            for n in figures
        ),
        "days",
    )
