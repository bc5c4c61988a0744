"""Table of sanctions in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import RawFolder, sanctions_ist

if TYPE_CHECKING:
    import polars as pl


def sanctions(raw: RawFolder) -> pl.DataFrame:
    """Sanctions of ``ccode1`` in force against ``ccode2``, by year and year of their end."""
    import polars as pl

    return sanctions_ist.imposed(raw).with_columns(pl.col("severity", "cases").cast(pl.Int16))
