"""Stockpiled nuclear warheads by state (Federation of American Scientists, Our World in Data)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "nuclear/nuclear_warhead_stockpiles_fas_owid_1945_2023.csv",
    github(
        "ahasoplakus/nuclearweapons", "123f3aa1ace23cc4edb8c8445908024978e6e8b9", "stockpiles.csv"
    ),
    "5c9b980391187a8ba0a254d1206443f0fb3d6d8e9812fc8ce852d151caa7bd5c",
    19_346,
)
WORLD = "OWID_WRL"


def warheads(raw: RawFolder) -> pl.DataFrame:
    """State-years of the ten states that have had warheads: ``ccode, year, warheads``.

    Military stockpiles: warheads that are retired and wait to be dismantled are not in them.
    """
    import polars as pl

    frame = raw.read_csv(FILE).rename({"Number of nuclear warheads": "warheads"})
    frame = frame.filter(pl.col("Code") != WORLD).with_columns(
        pl.col("Year").cast(pl.Int32).alias("year"), pl.col("warheads").cast(pl.Int32)
    )
    rows = []
    for letters, year, number in frame.select("Code", "year", "warheads").rows():
        found = states.lookup(f"iso:{letters}", year)
        if isinstance(found, states.State):
            rows.append((found.ccode, year, number))
    coded = pl.DataFrame(
        rows, {"ccode": pl.Int32, "year": pl.Int32, "warheads": pl.Int32}, orient="row"
    )
    return check_unique(coded, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="fas-warheads",
    title="Estimated nuclear warhead stockpiles",
    producer="Federation of American Scientists, by way of Our World in Data",
    version="2023",
    references=(ref.OWID_WARHEADS,),
    terms=Terms.EMBED,
    terms_text="Our World in Data: CC BY 4.0.",
    home="https://ourworldindata.org/nuclear-weapons",
    files=(FILE,),
    coverage=Coverage(1945, 2023),
    adds="nuclear warheads 1945-2023",
    readers={"warheads": warheads},
)
