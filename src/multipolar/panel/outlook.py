"""Tables of outlook: regimes, religions, opinion of other states, capacity to influence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.measures.similarity import Z90
from multipolar.sources import RawFolder, fbic, pew, regime, religion, vdem

if TYPE_CHECKING:
    import polars as pl


def regimes(raw: RawFolder) -> pl.DataFrame:
    """Indices of democracy with 90 % intervals, Polity score and type of regime by state-year.

    The source's bounds lie about one standard deviation off; each half is widened to the 90 %
    of a normal error, and cut off at 0 and 1.
    """
    import polars as pl

    def bound(name: str, end: str) -> pl.Expr:
        wide = pl.col(name) + Z90 * (pl.col(f"{name}_{end}") - pl.col(name))
        return wide.clip(0, 1).round(4).alias(f"{name}_{end}")

    wide = [bound(name, end) for name in vdem.INDICES for end in ("low", "high")]
    indices = vdem.democracy(raw).with_columns(wide)
    polity = regime.polity(raw).with_columns(pl.col("polity").cast(pl.Int8))
    types = regime.types(raw).with_columns(pl.col("type").cast(pl.Int8))
    keys = ["year", "ccode"]
    frame = indices.join(polity, on=keys, how="full", coalesce=True)
    return frame.join(types, on=keys, how="full", coalesce=True)


def religions(raw: RawFolder) -> pl.DataFrame:
    """Share of each family of religions in each census year."""
    import polars as pl

    return religion.shares(raw).with_columns(pl.col("share").round(5))


def opinion(raw: RawFolder) -> pl.DataFrame:
    """Favourable shares of publics and the number of respondents."""
    import polars as pl

    frame = pew.opinions(raw).drop("unfavourable")
    return frame.with_columns(pl.col("favourable").round(4), pl.col("n").cast(pl.Int16))


def influence(raw: RawFolder) -> pl.DataFrame:
    """Capacity of one state to influence another."""
    return fbic.influence(raw)
