"""Country and Organizational Leader Travel: trips of leaders by state and year, 1990-2024."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.own_file import OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import read_table, years
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

OWN = OwnFile(
    folder="colt",
    patterns=("COLT*.csv", "COLT*.xlsx"),
    how="get the trips of heads of government and state (HOGS) from the Pardee Institute, "
    "University of Denver",
    columns={
        "state": ("LeaderCountryOrIGO", "Leader Country or IGO", "LeaderCountry"),
        "visited": ("CountryVisited", "Country Visited"),
        "year": ("TripYear", "Trip Year", "Year"),
    },
    optional={"trip": ("TripID", "Trip ID")},
    not_states=(*ORGANISATIONS, *PLACES),
    aliases={"Serbia and Montenegro": "Serbia"},
)


def trips(raw: RawFolder) -> pl.DataFrame:
    """Trips of leaders by pair and year from the user's file: ``ccode1, ccode2, year, trips``.

    ``ccode1`` is the state whose leader travels. A row of the file is a trip of one leader to
    one country. Trips of organisations' leaders, and to places that are no state, have no row.
    """
    return parsed(raw, OWN, "colt 2", lambda path: _parse(raw, path)).frame


def _parse(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    table = read_table(path, OWN.columns, OWN.optional)
    frame = table.frame.with_columns(years(table, "year"))
    unique_keys(frame.drop_nulls("trip"), ("trip",), path)
    undated = frame.filter(pl.col("year").is_null())
    if undated.height:
        lines = tuple(str(line) for line in undated["_line"].head(5))
        raise OwnFileRefused(
            f"{path} has {undated.height} trips without a year, such as in lines "
            f"{', '.join(lines)}: give the year of each",
            path,
            expected=("a year for each trip",),
            rows=lines,
        )
    frame, left = placed(frame, ("state", "visited"), OWN, path, OWN.names_given(raw))
    counted = frame.filter(pl.col("state") != pl.col("visited")).group_by(
        pl.col("state").alias("ccode1"), pl.col("visited").alias("ccode2"), "year"
    )
    trips = counted.agg(pl.len().cast(pl.Int32).alias("trips"))
    return OwnTable(trips.sort("year", "ccode1", "ccode2"), path, left)


def travel(raw: RawFolder) -> pl.DataFrame:
    """State-years with trips of leaders: ``year, ccode, sent, received``, null where none.

    ``sent`` are trips abroad of the state's head of state and of government, ``received`` trips
    of other states' and of organisations' leaders to it.
    """
    sent = _totals(raw, SENT, "LeaderCountryOrIGO", "sent")
    received = _totals(raw, RECEIVED, "CountryVisited", "received")
    both = sent.join(received, on=["year", "ccode"], how="full", coalesce=True)
    return both.sort("year", "ccode")


def _totals(raw: RawFolder, file: RawFile, name: str, count: str) -> pl.DataFrame:
    import polars as pl

    frame = pl.read_parquet(raw.verify(file)).select(
        # Called so from 1992, when it was the Federal Republic of Yugoslavia.
        pl.col(name).replace({"Serbia and Montenegro": "Yugoslavia"}).alias("name"),
        pl.col("TripYear").cast(pl.Int32).alias("year"),
        pl.col("count").cast(pl.Int32).alias(count),
    )
    later = (pl.col("name") == "Yugoslavia") & (pl.col("year") >= 2003)
    named = pl.when(later).then(pl.lit("Serbia")).otherwise(pl.col("name")).alias("name")
    found = place_names(
        frame.with_columns(named), "name", "year", file.path, (*ORGANISATIONS, *PLACES), at_end=True
    )
    return found.group_by("year", "ccode").agg(pl.col(count).sum())


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
OWN_SOURCE = Source(
    key="colt-trips",
    title="Country and Organizational Leader Travel, trips",
    producer="Frederick S. Pardee Center for International Futures, University of Denver",
    version="the user's own",
    references=(COLT_2025,),
    terms=Terms.LOCAL,
    terms_text="Terms not seen; the file of trips is not in the release and is read from the "
    "user's own copy.",
    home="https://korbel.du.edu/pardee/",
    files=(),
    coverage=Coverage(1990, 2024, note="to the last year of the user's file"),
    adds="who visited whom 1990-2024",
    readers={"trips": trips},
    own=OWN,
)
