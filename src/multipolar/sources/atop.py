"""ATOP: which obligations a state has taken on toward another, by treaty (Leeds et al. 2002)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.errors import BrokenTable
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

OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")

DYADS = RawFile(
    "atop/atop_alliance.rda",
    peacesciencer("atop_alliance.rda"),
    "1449ca0369aed33ccf3ac66e959d1d7429c981a3840981facc84fcb2c2bc0441",
    32_646,
)
MEMBERS = RawFile(
    "atop/atop4_01_member-level.csv",
    github(
        "joshuaalley/treaty-depth",
        "4908275a7b23f904142856818e5e1ac46127deeb",
        "data/atop-member-level.csv",
    ),
    "37533634acbba64af9b900425fad50fcecb69f4a80f9f1d22d9847911bf21e40",
    543_083,
)


def obligations(raw: RawFolder) -> pl.DataFrame:
    """Directed dyad-years with at least one obligation of ``ccode1`` toward ``ccode2``.

    Returns
    -------
    polars.DataFrame
        ``ccode1, ccode2, year`` and one Boolean column for each of `OBLIGATIONS`. A dyad-year
        without a row has no ATOP treaty, within 1815-2018. Both directions of a dyad are there.
    """
    import polars as pl

    names = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
    frame = as_integers(raw.read_r(DYADS), "ccode1", "ccode2", "year", *names)
    if frame.null_count().sum_horizontal().item():
        raise BrokenTable(f"{DYADS.path} has empty cells where obligations are coded 0 or 1")
    frame = frame.select(
        "ccode1",
        "ccode2",
        "year",
        *(
            pl.col(old).cast(pl.Boolean).alias(new)
            for old, new in zip(names, OBLIGATIONS, strict=True)
        ),
    )
    check_unique(frame, ["ccode1", "ccode2", "year"], DYADS.path)
    mirrored = frame.select(
        pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year"
    )
    if mirrored.join(frame, on=["ccode1", "ccode2", "year"], how="anti").height:
        raise BrokenTable(f"{DYADS.path} has a dyad-year in one direction only")
    return frame.sort("year", "ccode1", "ccode2")


def bilateral_obligations(raw: RawFolder) -> pl.DataFrame:
    """Directed dyad-years of obligations by treaties of exactly two members (ATOP 4.01).

    The columns are those of `obligations`; coverage ends in 2016. The dyad-year file of version
    5.1 does not tell bilateral treaties from multilateral ones, so the member file of 4.01 does.
    """
    import polars as pl

    frame = (
        raw.read_csv(MEMBERS, encoding="latin-1")
        .select(
            *(pl.col(name).cast(pl.Int32, strict=False) for name in ("atopid", "phase", "bilat")),
            pl.col("member").cast(pl.Int32, strict=False).alias("ccode"),
            pl.col("yrent").cast(pl.Int32).alias("first"),
            pl.col("yrexit").cast(pl.Int32).replace(0, BILATERAL.last).alias("last"),
            *(
                (pl.col(old).cast(pl.Int32) == 1).alias(new)
                for old, new in zip(
                    ("defense", "offense", "neutral", "nonagg", "consul"), OBLIGATIONS, strict=True
                )
            ),
        )
        .filter((pl.col("bilat") == 1) & pl.col("ccode").is_not_null())
    )
    pairs = frame.join(
        frame.select("atopid", "phase", pl.col("ccode").alias("ccode2"), "first", "last"),
        on=["atopid", "phase"],
        suffix="_other",
    ).filter(pl.col("ccode") != pl.col("ccode2"))
    years = pairs.select(
        pl.col("ccode").alias("ccode1"),
        "ccode2",
        pl.int_ranges(
            pl.max_horizontal("first", "first_other"), pl.min_horizontal("last", "last_other") + 1
        ).alias("year"),
        *OBLIGATIONS,
    ).explode("year")
    return (
        years.drop_nulls("year")
        .with_columns(pl.col("year").cast(pl.Int32))
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.col(name).any() for name in OBLIGATIONS)
        .sort("year", "ccode1", "ccode2")
    )


BILATERAL = Coverage(1815, 2016, note="bilateral treaties are told apart in version 4.01 only")

SOURCE = Source(
    key="atop",
    title="Alliance Treaty Obligations and Provisions",
    producer="Brett Ashley Leeds and others, Rice University",
    version="5.1 (dyad-years), 4.01 (members)",
    references=(ref.LEEDS_2002,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="http://www.atopdata.org",
    files=(DYADS, MEMBERS),
    coverage=Coverage(1815, 2018),
    coverages={"bilateral": BILATERAL},
    adds="treaty obligations 1815-2018",
    readers={"obligations": obligations, "bilateral": bilateral_obligations},
)
