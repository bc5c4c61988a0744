"""CEPII GeoDist: distance between the main cities of two countries (Mayer and Zignago 2011)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "cepii-geodist/dist_cepii.rda",
    github(
        "pachadotdev/cepiigeodist",
        "534f1711d59d2a0bce46a48876fa2ab91e4bedaa",
        "data/dist_cepii.rda",
    ),
    "5d38f8c769ab5aa2769a20995b2547fa719b98138150b5764d045436ff9394b9",
    527_892,
)
MODERN = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "YUG": "SRB", "PAL": "PSE"}
"""Codes that GeoDist keeps from before, and the codes of today for the same places."""


def distances(raw: RawFolder) -> pl.DataFrame:
    """Distance in kilometres between the most populous cities: ``iso3_1 < iso3_2, km``."""
    import polars as pl

    frame = raw.read_r(FILE).select(
        pl.col("iso_o").replace(MODERN).alias("iso3_1"),
        pl.col("iso_d").replace(MODERN).alias("iso3_2"),
        pl.col("dist").cast(pl.Float64).alias("km"),
    )
    frame = frame.filter(pl.col("iso3_1") < pl.col("iso3_2"))
    return check_unique(frame, ["iso3_1", "iso3_2"], FILE.path).sort("iso3_1", "iso3_2")


def ties(raw: RawFolder) -> pl.DataFrame:
    """Distance, common official language and colonial tie: ``iso3_1 < iso3_2``.

    ``language`` and ``colony`` are 0 or 1: a language that is official in both, and whether one
    has ever been a colony of the other for long and with settlers of weight.
    """
    import polars as pl

    frame = raw.read_r(FILE).select(
        pl.col("iso_o").replace(MODERN).alias("iso3_1"),
        pl.col("iso_d").replace(MODERN).alias("iso3_2"),
        pl.col("dist").cast(pl.Float64).alias("km"),
        pl.col("comlang_off").cast(pl.Float64).alias("language"),
        pl.col("colony").cast(pl.Float64),
    )
    frame = frame.filter(pl.col("iso3_1") < pl.col("iso3_2"))
    return check_unique(frame, ["iso3_1", "iso3_2"], FILE.path).sort("iso3_1", "iso3_2")


SOURCE = Source(
    key="geodist",
    title="GeoDist",
    producer="CEPII, Paris",
    version="2011",
    references=(ref.MAYER_2011,),
    terms=Terms.EMBED,
    terms_text="Package CC0; CEPII free with citation (Etalab 2.0), as recalled.",
    home="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    files=(FILE,),
    coverage=Coverage(1816, 2100, note="timeless: cities and borders of about 2010"),
    adds="distances between states",
    readers={"distances": distances, "ties": ties},
)
