"""Religious adherents of states, every five years 1945-2010 (Maoz and Henderson 2013)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

MAOZ_2013 = Reference(
    key="maoz2013world",
    kind="article",
    authors=("Maoz, Zeev", "Henderson, Errol A."),
    year=2013,
    title="The World Religion Dataset, 1945-2010: Logic, Estimates, and Trends",
    container="International Interactions",
    volume="39",
    number="3",
    pages="265-291",
)
FILE = RawFile(
    "religion/WRP_national.csv",
    github(
        "10515546/World-Religion-Population",
        "26637ede067d55df9e7dbb8a9dd870fbc48294da",
        "WRP_national.csv",
    ),
    "a79d395595067c2f59cb3fd43b48f67a86e5c7225614a3a6be23c91fbd18d65e",
    361_994,
)
FAMILIES = (
    "total christians",
    "total jews",
    "total muslims",
    "total buddhists",
    "total zoroastrains/parsis",
    "total hindus",
    "total sikhs",
    "total shinto",
    "total baha'i",
    "total taoists",
    "total jains",
    "total confucists",
    "total syncretics",
    "total animists",
    "non religious",
    "other religions",
)
"""Families of religions, as the file spells them; the place in this list is their number."""
YEARS = tuple(range(1945, 2011, 5))


def shares(raw: RawFolder) -> pl.DataFrame:
    """Share of each family among all adherents of a state: ``year, ccode, family, share``.

    People without religion are a family. Families that nobody belongs to have no row. Where
    people are counted under two religions, as in Japan, the shares are of all countings.
    """
    import polars as pl

    number = {name: place for place, name in enumerate(FAMILIES)}
    frame = raw.read_csv(FILE, encoding="latin1").select(
        pl.col("year").cast(pl.Int32),
        pl.col("state").cast(pl.Int32).alias("ccode"),
        pl.col(FAMILIES).cast(pl.Float64),
    )
    check_unique(frame, ["year", "ccode"], FILE.path)
    long = frame.unpivot(index=["year", "ccode"], variable_name="name", value_name="people")
    share = pl.col("people") / pl.col("people").sum().over("year", "ccode")
    return (
        long.select(
            "year",
            "ccode",
            pl.col("name").replace_strict(number, return_dtype=pl.Int32).alias("family"),
            share.alias("share"),
        )
        .filter(pl.col("share") > 0)
        .sort("year", "ccode", "family")
    )


SOURCE = Source(
    key="world-religion",
    title="World Religion Project, national",
    producer="Correlates of War Project",
    version="1.1",
    references=(MAOZ_2013,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/world-religion-data/",
    files=(FILE,),
    coverage=Coverage(
        1945,
        2010,
        missing=tuple(year for year in range(1945, 2011) if year not in YEARS),
        note="every fifth year",
    ),
    adds="religions of states 1945-2010",
    readers={"shares": shares},
)
