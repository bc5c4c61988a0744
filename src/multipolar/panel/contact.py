"""Tables of contact between leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import RawFolder, china_diplomacy, colt

if TYPE_CHECKING:
    import polars as pl


def china_visits(raw: RawFolder) -> pl.DataFrame:
    """Trips of China's leaders to a state, by year."""
    import polars as pl

    trips = china_diplomacy.trips(raw)
    return trips.group_by("year", "ccode").agg(pl.len().cast(pl.UInt8).alias("visits"))


def china_engagements(raw: RawFolder) -> pl.DataFrame:
    """Days on which China's leading officials engaged with a state, by year."""
    import polars as pl

    return china_diplomacy.engagements(raw).with_columns(pl.col("days").cast(pl.UInt8))


def travel(raw: RawFolder) -> pl.DataFrame:
    """Trips of a state's leaders and of leaders to it."""
    import polars as pl

    return colt.travel(raw).with_columns(pl.col("sent", "received").cast(pl.Int16))
