"""Militarized interstate disputes of the Correlates of War Project, version 5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "mids/cow_mid_dirdisps.rda",
    peacesciencer("cow_mid_dirdisps.rda"),
    "7b9fc5fd0785b423b7ddc8b9319fa30d4e2c8a005342b88c2b1d87b7a6e62a0e",
    43_804,
)

WARS = RawFile(
    "mids/cow_war_inter.rda",
    peacesciencer("cow_war_inter.rda"),
    "d727523be3ab6f35653adc62a9b893101c8342e152af084d96f1297bb9a56131",
    6_333,
)


def disputes(raw: RawFolder) -> pl.DataFrame:
    """Dyad-years with a dispute: ``ccode1 < ccode2, year, ended``, and the highest level.

    ``level`` is COW's hostility level: 1 no militarised action, 2 threat, 3 display, 4 use of
    force, 5 war. It is coded for a dispute as a whole and stands in each of its years, so that
    ``ended``, the dispute's last year between the two, says when it was known. All disputes of a
    dyad-year count (the file is not whittled to one); both directions are folded into one row.
    """
    import polars as pl

    names = ("dispnum", "ccode1", "ccode2", "year", "hostlev1", "hostlev2")
    frame = as_integers(raw.read_r(FILE), *names).select(
        "dispnum",
        "year",
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        pl.max_horizontal("hostlev1", "hostlev2").alias("level"),
    )
    ended = pl.col("year").max().over("dispnum", "ccode1", "ccode2").alias("ended")
    return (
        frame.with_columns(ended)
        .group_by("ccode1", "ccode2", "year", "ended")
        .agg(pl.col("level").max(), pl.col("dispnum").n_unique().cast(pl.Int32).alias("disputes"))
        .sort("year", "ccode1", "ccode2", "ended")
    )


def wars(raw: RawFolder) -> pl.DataFrame:
    """Dyad-years of interstate war (1823-2003): ``ccode1 < ccode2, year``."""
    import polars as pl

    frame = as_integers(raw.read_r(WARS), "ccode1", "ccode2", "year")
    return (
        frame.select(
            "year",
            pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
            pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        )
        .unique()
        .sort("year", "ccode1", "ccode2")
    )


def joint(raw: RawFolder) -> pl.DataFrame:
    """Disputes that two states fought on one side: ``ccode1 < ccode2, year, level``.

    ``year`` is the first in which both had a dispute with the same opponent under one number, on
    the same side; ``level`` is the lower of the two states' highest hostility in the dispute.
    """
    import polars as pl

    names = ("dispnum", "ccode1", "ccode2", "year", "sidea1", "hostlev1")
    frame = as_integers(raw.read_r(FILE), *names)
    one = frame.select("dispnum", "year", "sidea1", foe="ccode2", ccode="ccode1", level="hostlev1")
    both = one.join(one, on=["dispnum", "year", "sidea1", "foe"], suffix="2")
    return (
        both.filter(pl.col("ccode") < pl.col("ccode2"))
        .group_by("dispnum", "ccode", "ccode2")
        .agg(pl.col("year").min(), pl.min_horizontal("level", "level2").max().alias("level"))
        .select(pl.col("ccode").alias("ccode1"), "ccode2", "year", "level")
        .sort("ccode1", "ccode2", "year", "level")
    )


SOURCE = Source(
    key="cow-mid",
    title="Militarized Interstate Disputes",
    producer="Correlates of War Project",
    version="5.0",
    references=(ref.PALMER_2022,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/mids/",
    files=(FILE, WARS),
    coverage=Coverage(1816, 2014),
    adds="militarised disputes 1816-2014",
    readers={"disputes": disputes, "wars": wars, "joint": joint},
)
