"""Preferential trade agreements and how deep they go, 1948-2023 (Dür, Baccini and Elsig 2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

DUR_2014 = Reference(
    key="dur2014design",
    kind="article",
    authors=("Dür, Andreas", "Baccini, Leonardo", "Elsig, Manfred"),
    year=2014,
    title="The Design of International Trade Agreements: Introducing a New Dataset",
    container="The Review of International Organizations",
    volume="9",
    number="3",
    pages="353-375",
)


def _file(name: str, sha256: str, size: int) -> RawFile:
    commit = "404972095f61b481311089fbb75bcac4a7b700fd"
    address = github("bkey15/dissertation", commit, f"data/ch1/raw/desta/{name}")
    return RawFile(f"desta/{name}", address, sha256, size)


DYADS = _file(
    "desta_list_of_treaties_02_02_dyads.txt",
    "bed4ac1f3938f93732a8a2245751f6a11e9b594b4dac516d4a70ffbcfb7b6cb6",
    3_083_827,
)
WITHDRAWALS = _file(
    "desta_dyadic_withdrawal_02_02.txt",
    "9f61c1ebf786b48c8f5f8daf017b51a921116a43211968879636614096a0d99f",
    712_892,
)
INDICES = _file(
    "desta_indices_version_02_02.txt",
    "73888b2173e85287d24bcb8b593a00aecc877340a4f32551d856c622d5c891e3",
    62_869,
)


LEAVER, LEFT = "United Kingdom", 2020
"""The one state that has left the European Union, and the year."""
AS_MEMBER = r"\bEC\b|European Economic Area|^Lome |^Cotonou "
"""Names of agreements that a state is party to as a member of the Union. The file codes a
withdrawal from most of them, and not from the older treaties of the Union itself (Maastricht,
Nice), from the European Economic Area and from some with other states."""


def agreements(raw: RawFolder) -> pl.DataFrame:
    """Pairs of parties to each treaty, a row a pair and treaty.

    Returns
    -------
    polars.DataFrame
        ``name1, name2`` (as the source writes them, in alphabetical order), ``signed``,
        ``force`` (year of entry into force, null if it never entered or the year is not
        known), ``ended`` (year of a withdrawal, null if none), ``depth`` (0 to 7: number of
        fields with substantive provisions; null where the treaty is not coded). For the United
        Kingdom all that it was party to as a member of the European Union ends in 2020.
    """
    import polars as pl

    years = pl.col("year", "entryforceyear").cast(pl.Int32)
    treaties = _ordered(raw.read_csv(DYADS, encoding="latin1").with_columns(years))
    depth = raw.read_csv(INDICES).select("number", pl.col("depth_index").cast(pl.Int32))
    # An accession is to the treaty that it accedes to, and as deep as that one.
    base = depth.rename({"number": "base_treaty", "depth_index": "base_depth"})
    treaties = treaties.join(depth, on="number", how="left").join(
        base, on="base_treaty", how="left"
    )
    left = _ordered(raw.read_csv(WITHDRAWALS, encoding="latin1").with_columns(years))
    ended = left.group_by("name1", "name2", "base_treaty").agg(pl.col("year").max().alias("ended"))
    treaties = treaties.join(ended, on=["name1", "name2", "base_treaty"], how="left")
    # A treaty that is signed again after a withdrawal is not ended by it.
    over = pl.col("ended") >= pl.col("year")
    gone = pl.any_horizontal(pl.col("name1", "name2") == LEAVER)
    gone &= pl.col("name").str.contains(AS_MEMBER) & (pl.col("year") < LEFT)
    return (
        treaties.with_columns(
            pl.when(gone).then(LEFT).otherwise(pl.when(over).then(pl.col("ended"))).alias("ended")
        )
        .select(
            "name1",
            "name2",
            pl.col("year").alias("signed"),
            pl.col("entryforceyear").alias("force"),
            "ended",
            pl.coalesce("depth_index", "base_depth").alias("depth"),
        )
        .sort("name1", "name2", "signed", "force", "depth")
    )


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    # The file is in a Windows code page: its apostrophe is a control character in Latin 1.
    plain = [pl.col(c).str.replace_all("\x92", "'", literal=True) for c in ("country1", "country2")]
    return frame.with_columns(plain).with_columns(
        pl.min_horizontal("country1", "country2").alias("name1"),
        pl.max_horizontal("country1", "country2").alias("name2"),
    )


SOURCE = Source(
    key="desta",
    title="Design of Trade Agreements (DESTA)",
    producer="Andreas Dür, Leonardo Baccini and Manfred Elsig",
    version="2.02",
    references=(DUR_2014,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://www.designoftradeagreements.org/",
    files=(DYADS, WITHDRAWALS, INDICES),
    coverage=Coverage(
        1948,
        2023,
        note="treaties of Czechoslovakia, the Soviet Union and Yugoslavia stand under the Czech "
        "Republic, Russia and Serbia; nothing on East Germany, South Yemen and South Vietnam",
    ),
    adds="trade agreements and their depth 1948-2023",
    readers={"agreements": agreements},
)
