"""Country and Organizational Leader Travel: trips of leaders by state and year, 1990-2024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

COLT_2025 = Reference(
    key="colt2025travel",
    kind="dataset",
    authors=("{Frederick S. Pardee Center for International Futures}",),
    year=2025,
    title="Country and Organizational Leader Travel (COLT)",
    publisher="Diplometrics, University of Denver",
    version="2025-03-17",
)


def _file(name: str, sha256: str, size: int) -> RawFile:
    commit = "6067a3f2c4498aa68a06feb95425f270f81736b2"
    address = github("akomiqaia/Observable-Projects", commit, f"src/data/diplomatic-visits/{name}")
    return RawFile(f"colt/{name}", address, sha256, size)


SENT = _file(
    "top_sent.parquet", "4c67329f4d1fc1b0560aa0a7ec3fb9fc1450343957f5d2cab179ad3f878249ff", 53_202
)
RECEIVED = _file(
    "top_received.parquet",
    "f876ecdd4d42c8172b4b5b0edf3b22bb8b62f22d20d74543ca8b92c351c46df3",
    47_544,
)
ORGANISATIONS = (
    "African Union (AU)",
    "Association of Southeast Asian Nations (ASEAN)",
    "European Commission (EC)",
    "International Monetary Fund (IMF)",
    "North Atlantic Treaty Organization (NATO)",
    "Organisation of African Unity (OAU)",
    "United Nations (UN)",
    "World Bank (IBRD)",
)
PLACES = ("East Jerusalem", "Israeli Settlements", "Jammu and Kashmir", "Kherson", "Unknown")


def travel(raw: RawFolder) -> pl.DataFrame:
    """State-years with trips of leaders: ``year, ccode, sent, received``, null where none.

    ``sent`` are trips abroad of the state's head of state and of government, ``received`` trips
    of other states' and of organisations' leaders to it.
    """
    sent = _placed(raw, SENT, "LeaderCountryOrIGO", "sent")
    received = _placed(raw, RECEIVED, "CountryVisited", "received")
    both = sent.join(received, on=["year", "ccode"], how="full", coalesce=True)
    return both.sort("year", "ccode")


def _placed(raw: RawFolder, file: RawFile, name: str, count: str) -> pl.DataFrame:
    import polars as pl

    frame = pl.read_parquet(raw.verify(file)).select(
        # Called so from 1992, when it was the Federal Republic of Yugoslavia.
        pl.col(name).replace({"Serbia and Montenegro": "Yugoslavia"}).alias("name"),
        pl.col("TripYear").cast(pl.Int32).alias("year"),
        pl.col("count").cast(pl.Int32).alias(count),
    )
    later = (pl.col("name") == "Yugoslavia") & (pl.col("year") >= 2003)
    named = pl.when(later).then(pl.lit("Serbia")).otherwise(pl.col("name")).alias("name")
    placed = place_names(
        frame.with_columns(named), "name", "year", file.path, (*ORGANISATIONS, *PLACES), at_end=True
    )
    return placed.group_by("year", "ccode").agg(pl.col(count).sum())


SOURCE = Source(
    key="colt",
    title="Country and Organizational Leader Travel, totals of states",
    producer="Frederick S. Pardee Center for International Futures, University of Denver",
    version="2025-03-17",
    references=(COLT_2025,),
    terms=Terms.DERIVE,
    terms_text="Free with citation, as recalled; confirm at the source.",
    home="https://korbel.du.edu/pardee/",
    files=(SENT, RECEIVED),
    coverage=Coverage(
        1990,
        2024,
        note="totals of states, not who visited whom; nothing on trips of leaders of Iran",
    ),
    adds="trips of leaders by state 1990-2024",
    readers={"travel": travel},
)
