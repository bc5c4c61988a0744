"""Which states belonged to a body in a period: a non-member has no value, rather than a low one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.fields.indicator import By
from multipolar.sources.security_council import permanent_members
from multipolar.years import this_year

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

FOUNDED = 1945
"""Year from which both bodies exist."""


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


@lru_cache(maxsize=8)
def _grid(body: str, last: int, by: By) -> NDArray[np.bool_]:
    """Whether a code belonged in a year, of shape (years from `FOUNDED` on, codes)."""
    import numpy as np

    members = permanent_members(FOUNDED, last) if body == "p5" else un_members(FOUNDED, last, by)
    grid = np.zeros((last - FOUNDED + 1, 1 << 10), np.bool_)
    grid[members["year"].to_numpy() - FOUNDED, members["ccode"].to_numpy()] = True
    return grid


def seats(
    body: str, codes: NDArray[np.integer], years: NDArray[np.integer], by: By
) -> NDArray[np.bool_]:
    """Whether each state belonged to a body (`Indicator.body`) in the year beside it."""
    import numpy as np

    grid = _grid(body, max(this_year(), int(years.max())), by)
    place = np.maximum(years - FOUNDED, 0)
    found: NDArray[np.bool_] = grid[place, codes] & (years >= FOUNDED)
    return found
