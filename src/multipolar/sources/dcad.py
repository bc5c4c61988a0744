"""Bilateral defence cooperation agreements (Kinne 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "dcad/DCAD-v1.0-main.csv",
    github(
        "QiqiNerd/dcad_mining", "d3398b0666e4fe49d49f54ec6e5c6869b73d442e", "DCAD-v1.0-main.csv"
    ),
    "f7d56e1703ae7cd7395b636210fa5d33a5fc3feafe5686734c212ffd5af7405a",
    254_938,
)


def agreements(raw: RawFolder) -> pl.DataFrame:
    """Agreements: ``id, ccode1 < ccode2, signed, start, last, general``.

    ``start`` is the year of entry into force, or of signature where that is not known; ``last``
    the last year in force as the source estimates it (an agreement without a known term is taken
    to lapse after six years unless it is known to go on), 2010 where it goes on beyond.
    ``general`` tells framework agreements from those on one subject.
    """
    import polars as pl

    frame = raw.read_csv(FILE)
    years = ("signYear", "EIFYear", "endYearEstimate")
    frame = frame.with_columns(
        *(pl.col(c).cast(pl.Float64).cast(pl.Int32).alias(c) for c in (*years, "ccode1", "ccode2"))
    ).with_columns(pl.when(pl.col(c) > 0).then(pl.col(c)).alias(c) for c in years)
    table = frame.select(
        pl.col("DCAid").alias("id"),
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        pl.col("signYear").alias("signed"),
        pl.coalesce("EIFYear", "signYear").alias("start"),
        pl.col("endYearEstimate").alias("last"),
        (pl.col("type") == "general").alias("general"),
    )
    return check_unique(table, ["id"], FILE.path).sort("signed", "ccode1", "ccode2", "id")


SOURCE = Source(
    key="dcad",
    title="Defense Cooperation Agreement Dataset",
    producer="Brandon J. Kinne",
    version="1.0",
    references=(ref.KINNE_2020,),
    terms=Terms.DERIVE,
    terms_text="Free with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/",
    files=(FILE,),
    coverage=Coverage(1980, 2010),
    adds="defence cooperation agreements 1980-2010",
    readers={"agreements": agreements},
)
