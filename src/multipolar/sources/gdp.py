"""Latent GDP and population with their uncertainty, 1816-2019 (Fariss et al. 2022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "gdp-population/cw_gdppop.rda",
    github("svmiller/isard", "46944ad97a5532cd8e3b33129463c8435a69846a", "data/cw_gdppop.rda"),
    "205017f75f9d65b1b01c48d594a018e6ef7de285891dfea15b2dfb95a5174b97",
    679_708,
)


def economies(raw: RawFolder) -> pl.DataFrame:
    """State-years: GDP (million 2017 international dollars), population (millions), and sd's."""
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode", "year").select(
        "ccode",
        "year",
        pl.col("pwtrgdp").alias("gdp"),
        pl.col("sd_pwtrgdp").alias("gdp_sd"),
        pl.col("pwtpop").alias("population"),
        pl.col("sd_pwtpop").alias("population_sd"),
    )
    frame = frame.drop_nulls(["gdp", "population"])
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="fariss-gdp",
    title="Latent estimates of GDP and population",
    producer="Christopher J. Fariss, Therese Anders, Jonathan N. Markowitz and Miriam Barnum",
    version="2022",
    references=(ref.FARISS_2022,),
    terms=Terms.EMBED,
    terms_text="Free with citation, as recalled; confirm at the source.",
    home="https://doi.org/10.1177/00220027211054432",
    files=(FILE,),
    coverage=Coverage(1816, 2019),
    adds="GDP and population 1816-2019 with standard deviations",
    readers={"economies": economies},
)
