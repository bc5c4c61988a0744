"""Which states belonged to a body in a period: a non-member has no value, rather than a low one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.fields.indicator import By

if TYPE_CHECKING:
    import polars as pl


@lru_cache(maxsize=64)
def un_members(first: int, last: int, by: By) -> pl.DataFrame:
    """States that held a seat in the United Nations on a day of the period: ``ccode, year``.

    A session is labelled by its first year and taken to run from September of that year to the
    following August; the first session, of 1946, has its calendar year.
    """
    import polars as pl

    if by is By.YEAR:
        opens, closes = (1, 1), (12, 31)
        offset = 0
    else:
        opens, closes = (9, 1), (8, 31)
        offset = 1
    periods = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int32})
    periods = periods.with_columns(
        pl.date("year", *opens).alias("opens"),
        pl.date(pl.col("year") + offset, *closes).alias("closes"),
    )
    if by is By.SESSION:
        january = pl.when(pl.col("year") == 1946).then(pl.date(1946, 1, 1))
        periods = periods.with_columns(january.otherwise(pl.col("opens")).alias("opens"))
    seats = states.un_seats().select("ccode", "start", "end").drop_nulls("ccode")
    held = periods.join(seats, how="cross").filter(
        (pl.col("start") <= pl.col("closes"))
        & (pl.col("end").is_null() | (pl.col("end") >= pl.col("opens")))
    )
    return held.select(pl.col("ccode").cast(pl.Int32), "year").unique()
