"""Strategic rivalries, coded from perceptions of threat (Thompson, Sakuwa and Suhas 2021)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "rivalries/tss_rivalries.rda",
    peacesciencer("tss_rivalries.rda"),
    "7d4aabe829ed3f3d32cc16cb1cf4c4fa11588e6823a2c19d73678e29c6879f6f",
    3_604,
)


YEMEN, NORTH, SOUTH, OMAN = 679, 678, 680, 698
UNIFIED = 1990
"""The source gives the code of unified Yemen in all years. Before 1990 the rival of Oman was South
Yemen, and that of Saudi Arabia and Jordan the North."""


def spells(raw: RawFolder) -> pl.DataFrame:
    """Spells of rivalry: ``ccode1 < ccode2``, first and last year (both inclusive).

    Spells of Yemen that ended before the union of 1990 stand under the state of the time.
    """
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode1", "ccode2", "start", "end")
    one, two = pl.col("ccode1"), pl.col("ccode2")
    past = pl.when((one == OMAN) | (two == OMAN)).then(SOUTH).otherwise(NORTH)
    dated = [
        pl.when((code == YEMEN) & (pl.col("end") < UNIFIED)).then(past).otherwise(code).alias(name)
        for name, code in (("ccode1", one), ("ccode2", two))
    ]
    return (
        frame.with_columns(dated)
        .select(
            pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
            pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
            pl.col("start").alias("first"),
            pl.col("end").alias("last"),
        )
        .unique()
        .sort("ccode1", "ccode2", "first")
    )


SOURCE = Source(
    key="tss-rivalries",
    title="Strategic Rivalries",
    producer="William R. Thompson, Kentaro Sakuwa and Prashant Hosur Suhas",
    version="2021",
    references=(ref.THOMPSON_2021,),
    terms=Terms.DERIVE,
    terms_text="Published in a book; facts recoded with citation.",
    home="https://doi.org/10.1007/978-981-16-6671-1",
    files=(FILE,),
    coverage=Coverage(1494, 2020),
    adds="strategic rivalries to 2020",
    readers={"spells": spells},
)
