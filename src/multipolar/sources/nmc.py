"""National Material Capabilities: the six components behind CINC (Singer et al. 1972)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")
FILE = RawFile(
    "cinc-nmc/cow_nmc.rda",
    peacesciencer("cow_nmc.rda"),
    "c265ab4ffa73c87ddc565ce08a12963e8a6aa5020a56e3658108add14b24e82d",
    347_751,
)


def capabilities(raw: RawFolder) -> pl.DataFrame:
    """State-years with the six components, missing ones null, and the published CINC.

    Units: ``milex`` thousands of current pounds to 1913 and US dollars after, ``milper``
    thousands of persons, ``irst`` thousands of tons, ``pec`` thousands of coal-ton equivalents,
    ``tpop`` and ``upop`` thousands of persons.
    """
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode", "year")
    missing = [pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in COMPONENTS]
    frame = frame.select("ccode", "year", *missing, pl.col("cinc").alias("cinc_published"))
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="nmc",
    title="National Material Capabilities",
    producer="Correlates of War Project",
    version="7.0",
    references=(ref.SINGER_1972, ref.SINGER_1987),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    files=(FILE,),
    coverage=Coverage(1816, 2022),
    adds="capabilities 1816-2022",
    readers={"capabilities": capabilities},
)
