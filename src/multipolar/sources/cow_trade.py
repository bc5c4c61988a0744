"""COW trade 4.0: who trades how much with whom, 1870-2014 (Barbieri, Keshk and Pollins 2009)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import (
    Coverage,
    RawFile,
    Source,
    Terms,
    as_integers,
    github,
    peacesciencer,
)
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

DYADS = RawFile(
    "cow-trade/cow_trade_ddy.rds",
    github(
        "svmiller/svmiller.github.io",
        "05300716985a2a0997138ea2b459889db6e675eb",
        "R/peacesciencer/cow_trade_ddy.rds",
    ),
    "b904e5dad332013c1ee68188c099902e18417ef906e9545043db30212420aeb7",
    4_148_977,
)
STATES = RawFile(
    "cow-trade/cow_trade_sy.rda",
    peacesciencer("cow_trade_sy.rda"),
    "41ad9d312b6146aa9eaa70d8f5a16a0164b6e27ee4ebe86a928c2ea4de415142",
    126_652,
)
NON_REPORTING = {
    365: (1917, 1991),
    710: (1950, 1979),
    265: (1949, 1990),
    290: (1946, 1989),
    315: (1948, 1989),
    310: (1948, 1989),
    360: (1948, 1989),
    355: (1946, 1989),
    339: (1945, 1991),
    712: (1921, 1991),
    731: (1948, 2014),
    816: (1954, 1991),
    812: (1975, 1991),
    811: (1975, 1991),
    40: (1961, 2014),
}
"""Communist states and the years for which they gave the IMF no full account of their trade.

Zeros of these dyads stand for a missing report, not for no trade: the Soviet Union and China are
0 for 1960-63, years of heavy trade. The spans follow communist rule (China to the year before it
took its IMF seat in 1980; North Korea and Cuba to the end, as they never reported).
"""


def flows(raw: RawFolder) -> pl.DataFrame:
    """Dyad-years with both flows: ``ccode1 < ccode2, year, imports1, imports2``.

    ``imports1`` is what ``ccode1`` imports from ``ccode2``, in millions of current US dollars;
    null where the source has none, and where both flows are 0 in a dyad with a state that did
    not report (`NON_REPORTING`).
    """
    import polars as pl

    frame = as_integers(raw.read_r(DYADS), "ccode1", "ccode2", "year").select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("flow1").alias("imports1"),
        pl.col("flow2").alias("imports2"),
    )
    check_unique(frame, ["ccode1", "ccode2", "year"], DYADS.path)
    frame = frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    silent = _unreported(frame["ccode1"], frame["year"]) | _unreported(
        frame["ccode2"], frame["year"]
    )
    empty = (pl.col("imports1") == 0) & (pl.col("imports2") == 0) & silent
    return frame.with_columns(
        pl.when(~empty).then(pl.col(name)).alias(name) for name in ("imports1", "imports2")
    ).sort("year", "ccode1", "ccode2")


def _unreported(ccode: pl.Series, year: pl.Series) -> pl.Series:
    import polars as pl

    first = ccode.replace_strict({c: y[0] for c, y in NON_REPORTING.items()}, default=9999)
    last = ccode.replace_strict({c: y[1] for c, y in NON_REPORTING.items()}, default=0)
    return pl.Series((year >= first) & (year <= last))


def totals(raw: RawFolder) -> pl.DataFrame:
    """State-years with total imports and exports, millions of current US dollars."""
    import polars as pl

    frame = as_integers(raw.read_r(STATES), "ccode", "year").select(
        "ccode",
        "year",
        pl.col("imports").cast(pl.Float64),
        pl.col("exports").cast(pl.Float64),
    )
    return check_unique(frame, ["ccode", "year"], STATES.path).sort("year", "ccode")


SOURCE = Source(
    key="cow-trade",
    title="Trade",
    producer="Correlates of War Project",
    version="4.0",
    references=(ref.BARBIERI_2009, ref.BARBIERI_2016),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/bilateral-trade/",
    files=(DYADS, STATES),
    coverage=Coverage(1870, 2014),
    adds="bilateral trade 1870-2014",
    readers={"flows": flows, "totals": totals},
)
