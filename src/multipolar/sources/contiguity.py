"""Direct contiguity by land and by up to 400 miles of sea (Stinnett et al. 2002)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "distance/cow_contdir.rda",
    peacesciencer("cow_contdir.rda"),
    "779062fb96238a7c55dbb3436a0925f67d8f0b5bd8e522731c0c3c55f492dd70",
    5_990,
)


def spells(raw: RawFolder) -> pl.DataFrame:
    """Spells of contiguity: ``ccode1 < ccode2, kind, first, last`` as years (both inclusive).

    ``kind`` is 1 land or river border, 2 up to 12 miles of water, 3 up to 24, 4 up to 150,
    5 up to 400. Spells that the file codes 0 say that there is none, and are left out.
    """
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode1", "ccode2", "conttype", "stdate", "enddate")
    return (
        frame.filter(pl.col("conttype") > 0)
        .select(
            pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
            pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
            pl.col("conttype").alias("kind"),
            pl.col("stdate").cast(pl.Date).dt.year().alias("first"),
            pl.col("enddate").cast(pl.Date).dt.year().alias("last"),
        )
        .unique()
        .sort("ccode1", "ccode2", "first", "kind")
    )


SOURCE = Source(
    key="cow-contiguity",
    title="Direct Contiguity",
    producer="Correlates of War Project",
    version="3.2",
    references=(ref.STINNETT_2002,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/direct-contiguity/",
    files=(FILE,),
    coverage=Coverage(1816, 2016, note="spells open at the end can be carried, labelled so"),
    adds="contiguity 1816-2016, and with it which dyads are politically relevant",
    readers={"spells": spells},
)
