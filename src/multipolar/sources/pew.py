"""What publics think of other states: shares with a favourable view, 2002-2023 (Pew)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

PEW_2023 = Reference(
    key="pew2023global",
    kind="dataset",
    authors=("{Pew Research Center}",),
    year=2023,
    title="Global Attitudes Survey, 2002-2023",
    publisher="Pew Research Center",
    url="https://www.pewresearch.org/topic/international-affairs/",
)
_RESPONDENTS = github(
    "worldregio/pew_opi", "9fa28b630975c2ca32f2e28e696508c6adfe13d6", "data/pew_all_opi.RDS"
)
FILE = RawFile(
    "attitudes-pew/pew_favourability_country_year.csv",
    f"made from {_RESPONDENTS}",
    "e79022ddc7b5328462ea5f8c66fa0934803af294646f9d35a2a6d45c895e7417",
    91_380,
)
NO_STATES = ("EU", "UN", "PLS", "PSE")


def opinions(raw: RawFolder) -> pl.DataFrame:
    """Public by year and state judged: ``ccode1, ccode2, year, favourable, unfavourable, n``.

    ``ccode1`` is the public's state, ``ccode2`` the one judged. Shares (0 to 1) are weighted and
    of all respondents, those without an opinion included. Views of one's own state are left out.
    """
    import polars as pl

    frame = raw.read_csv(FILE).select(
        pl.col("respondent_iso3").alias("public"),
        pl.col("target").alias("judged"),
        pl.col("year").cast(pl.Int32),
        (pl.col("fav_pct").cast(pl.Float64) / 100).alias("favourable"),
        (pl.col("unfav_pct").cast(pl.Float64) / 100).alias("unfavourable"),
        pl.col("n").cast(pl.Int32),
    )
    for name, code in (("public", "ccode1"), ("judged", "ccode2")):
        frame = place_names(frame, name, "year", FILE.path, NO_STATES).rename({"ccode": code})
    frame = frame.filter(pl.col("ccode1") != pl.col("ccode2")).drop("public", "judged")
    keys = ["year", "ccode1", "ccode2"]
    return check_unique(frame, keys, FILE.path).sort(keys)


SOURCE = Source(
    key="pew-attitudes",
    title="Favourable views of other states",
    producer="Pew Research Center; aggregated from an extract of its surveys",
    version="2002-2023",
    references=(PEW_2023,),
    terms=Terms.DERIVE,
    terms_text="Aggregates with attribution, as recalled; confirm at the source. Pew Research "
    "Center bears no responsibility for the analyses.",
    home="https://www.pewresearch.org/",
    files=(FILE,),
    coverage=Coverage(
        2002,
        2023,
        note="some publics in some years, on the United States, China, Russia, Iran, Japan, "
        "Germany, France, India, Brazil and Taiwan",
    ),
    adds="favourable views of ten states 2002-2023",
    readers={"opinions": opinions},
)
