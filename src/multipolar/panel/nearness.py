"""How near two states are to each other, under the codes of the state system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources import RawFolder, geodist

if TYPE_CHECKING:
    import polars as pl


def distance(raw: RawFolder) -> pl.DataFrame:
    """Distance of the main cities of any two states."""
    return by_codes(geodist.distances(raw))


def ties(raw: RawFolder) -> pl.DataFrame:
    """Distance, common official language and colonial tie of any two states that have them."""
    return by_codes(geodist.ties(raw))


def by_codes(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of ISO codes, each once, as pairs of state codes with ``ccode1 < ccode2``."""
    import polars as pl

    measured = pl.concat([pairs["iso3_1"], pairs["iso3_2"]]).unique()
    codes = (
        states.states_table()
        .select(pl.col("ccode").cast(pl.Int32), "iso3")
        .filter(pl.col("iso3").is_in(measured.implode()))
    )
    # A state that has had several codes (Yugoslavia, Serbia) keeps the last one measured.
    codes = codes.sort("ccode", "iso3").unique("ccode", keep="last", maintain_order=True)
    turned = pairs.rename({"iso3_1": "iso3_2", "iso3_2": "iso3_1"}).select(pairs.columns)
    one = codes.rename({"ccode": "ccode1", "iso3": "iso3_1"})
    two = codes.rename({"ccode": "ccode2", "iso3": "iso3_2"})
    both = pl.concat([pairs, turned]).join(one, on="iso3_1").join(two, on="iso3_2")
    values = [name for name in pairs.columns if not name.startswith("iso3")]
    return both.filter(pl.col("ccode1") < pl.col("ccode2")).select("ccode1", "ccode2", *values)
