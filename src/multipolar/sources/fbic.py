"""Formal Bilateral Influence Capacity: China over every state, and 18 economies over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

MOYER_2021 = Reference(
    key="moyer2021influence",
    kind="report",
    authors=(
        "Moyer, Jonathan D.",
        "Meisel, Collin J.",
        "Matthews, Austin S.",
        "Bohl, David K.",
        "Burrows, Mathew J.",
    ),
    year=2021,
    title="China-US Competition: Measuring Global Influence",
    publisher="Atlantic Council and Frederick S. Pardee Center for International Futures",
)
CHINA = RawFile(
    "fbic/base_china_west_fbic_1994_2023.RData",
    github(
        "Henning-Aasheim/Authoritarian-Diffusion-MA-Thesis",
        "3405e20277f921e8337f1ed4f1428020812e19f5",
        "data/base.RData",
    ),
    "b2f91dd24f4b3e3bc10bff21f2aa84686213ae347cb77dfc6a20ca4c77fd2fa3",
    468_945,
)
ECONOMIES = RawFile(
    "fbic/FBIC_T5G1_cleaned.csv",
    github(
        "Saptow/T5G1",
        "5247ced19c91979dee876009aa03178e98798b89",
        "data/cleaned/FBIC_cleaned.csv",
    ),
    "fa56f704aa8578b5b0ff1265dfa0a6dfc6eb8f4808dcfd6c4185101bd30c6f9d",
    994_303,
)
_OWN_CODES = {"UNK": "Kosovo"}
_NO_STATES = ("HKG", "PSE", "PSG")


def influence(raw: RawFolder) -> pl.DataFrame:
    """Capacity of ``ccode1`` to influence ``ccode2`` in a year: ``ccode1, ccode2, year, fbic``.

    The two extracts agree to the last digit where both speak of a dyad; they are merged.
    """
    import polars as pl

    china = raw.read_r(CHINA).select(
        pl.lit("CHN").alias("one"),
        pl.col("iso3c").replace(_OWN_CODES).alias("two"),
        pl.col("year").cast(pl.Int32),
        pl.col("fbic").cast(pl.Float64),
    )
    economies = raw.read_csv(ECONOMIES).select(
        pl.col("iso3a").alias("one"),
        pl.col("iso3b").alias("two"),
        pl.col("year").cast(pl.Int32),
        pl.col("fbic").cast(pl.Float64),
    )
    frame = pl.concat([china, economies]).drop_nulls("fbic")
    for name, code in (("one", "ccode1"), ("two", "ccode2")):
        frame = place_names(frame, name, "year", CHINA.path, _NO_STATES).rename({"ccode": code})
    keys = ["year", "ccode1", "ccode2"]
    merged = frame.select(*keys, pl.col("fbic").round(6)).unique()
    return check_unique(merged, keys, CHINA.path).sort(keys)


SOURCE = Source(
    key="fbic",
    title="Formal Bilateral Influence Capacity, extracts",
    producer="Frederick S. Pardee Center for International Futures",
    version="extracts to 2023",
    references=(MOYER_2021,),
    terms=Terms.DERIVE,
    terms_text="Free with citation, as recalled; confirm at the source.",
    home="https://korbel.du.edu/pardee/",
    files=(CHINA, ECONOMIES),
    coverage=Coverage(
        1994,
        2023,
        note="China over about 170 states from 1994, and 17 economies over each other from 1999; "
        "of Russia only as the target of China",
    ),
    adds="capacity to influence, for the dyads of two extracts",
    readers={"influence": influence},
)
