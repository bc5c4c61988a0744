"""World Bank: gross domestic product in current US dollars, 1960-2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "gdp-population/wb_gdp.csv",
    github("datasets/gdp", "822019c80142c162e4ca4eb1a63699ae36075078", "data/gdp.csv"),
    "f0a8408195646dbb1a9d7fc4424e2d302ee5380d0ec8834793f12ca25cbd7e2c",
    576_746,
)
SINCE = {"RUS": 1992, "DEU": 1991, "YEM": 1991, "SRB": 2006, "PAK": 1972, "SDN": 2012, "ETH": 1993}
"""First year from which a code means the state that has it in the state system: before, the Bank
counts a part of the state (Russia without the other republics), or another territory."""


def nominal_gdp(raw: RawFolder) -> pl.DataFrame:
    """State-years: ``ccode, year, gdp`` in millions of current US dollars; regions are dropped."""
    import polars as pl

    frame = raw.read_csv(FILE).select(
        pl.col("Country Code").alias("iso3"),
        pl.col("Year").cast(pl.Int64).alias("year"),
        (pl.col("Value").cast(pl.Float64) / 1e6).alias("gdp"),
    )
    since = pl.col("iso3").replace_strict(SINCE, default=0, return_dtype=pl.Int64)
    frame = frame.filter(pl.col("year") >= since, pl.col("gdp") > 0)
    codes = states.iso3_years(SOURCE.coverage.first, SOURCE.coverage.last)
    placed = frame.join(codes, on=["iso3", "year"]).select(
        pl.col("ccode", "year").cast(pl.Int32), "gdp"
    )
    return check_unique(placed, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="world-bank-gdp",
    title="World Development Indicators, GDP in current US dollars",
    producer="World Bank",
    version="2024",
    references=(ref.WORLD_BANK,),
    terms=Terms.EMBED,
    terms_text="CC BY 4.0; the file that is read is under the ODC PDDL.",
    home="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
    files=(FILE,),
    coverage=Coverage(1960, 2023),
    adds="GDP in current dollars 1960-2023, to set trade against",
    readers={"nominal_gdp": nominal_gdp},
)
