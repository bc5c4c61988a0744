"""ICEWS: counts of coded news events between states, and the rows that they are counted from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

BOSCHEE_2015 = Reference(
    key="boschee2015icews",
    kind="dataset",
    authors=(
        "Boschee, Elizabeth",
        "Lautenschlager, Jennifer",
        "O'Brien, Sean",
        "Shellman, Steve",
        "Starz, James",
        "Ward, Michael",
    ),
    year=2015,
    title="ICEWS Coded Event Data",
    publisher="Harvard Dataverse",
    doi="10.7910/DVN/28075",
)

FILE = RawFile(
    "icews-dyad-year/icews.rda",
    github("netify-dev/netify", "d0dceb6a666e013651d017c5f6a55a51fee7bff2", "data/icews.rda"),
    "7267fb4350b8926f389b1f7eeef0a1ef3e93a8f40cdb751a9d7d240e7348f5e9",
    851_180,
)

QUADS = {
    "verbal_cooperation": "verbCoop",
    "material_cooperation": "matlCoop",
    "verbal_conflict": "verbConf",
    "material_conflict": "matlConf",
}
"""Our names of the four classes of events, and those of the file."""


def dyad_years(raw: RawFolder) -> pl.DataFrame:
    """Events of ``ccode1`` toward ``ccode2`` in a year, in four classes (``QUADS``).

    The file is balanced: 152 states, every ordered pair, 2002 to 2014, zeros included. States
    that are not in it (Turkey, Venezuela, Serbia, Taiwan and small ones) have no row: unknown.
    """
    import polars as pl

    codes = states.iso3_years(2002, 2014).with_columns(pl.col("year", "ccode").cast(pl.Int32))
    frame = raw.read_r(FILE).with_columns(pl.col("year").cast(pl.Int32))
    for side, iso3 in (("1", "i_iso3c"), ("2", "j_iso3c")):
        coded = codes.rename({"iso3": iso3, "ccode": f"ccode{side}"})
        frame = frame.join(coded, on=[iso3, "year"], how="inner")
    tidy = frame.select(
        "year",
        "ccode1",
        "ccode2",
        *(pl.col(theirs).cast(pl.Int32).alias(ours) for ours, theirs in QUADS.items()),
    )
    return check_unique(tidy, ["year", "ccode1", "ccode2"], "ICEWS dyad-years").sort(
        "year", "ccode1", "ccode2"
    )


def events(path: Path | str) -> pl.LazyFrame:
    """Rows of an ICEWS file as it is distributed (tab) or as comma text, with classes and weights.

    Parameters
    ----------
    path
        File with a header line: ``Event Date``, ``Source Country``, ``CAMEO Code``,
        ``Target Country`` (or the same in lower case with underscores). Ending ``.csv`` or
        ``.csv.gz`` means commas, any other tabs.

    Returns
    -------
    polars.LazyFrame
        ``date, source, target`` (names of countries), ``code`` (CAMEO), ``goldstein`` (ICEWS's
        own weight, its column ``Intensity``) and ``quad`` (ICEWS's classes), for events between
        two countries. Nothing is read before it is collected.
    """
    import polars as pl

    from multipolar.sources.cameo import with_weights

    name = str(path)
    commas = name.endswith((".csv", ".csv.gz"))
    rows = pl.scan_csv(
        path,
        separator="," if commas else "\t",
        quote_char='"' if commas else None,
        infer_schema=False,
        null_values=["", "NULL", "NA"],
    )
    given = {column: column.strip().lower().replace(" ", "_") for column in _header(rows)}
    rows = rows.rename(given).select(
        pl.col("event_date").str.to_date("%Y-%m-%d").alias("date"),
        pl.col("source_country").alias("source"),
        pl.col("target_country").alias("target"),
        pl.col("cameo_code").alias("code"),
        pl.col("intensity").cast(pl.Float64).alias("goldstein"),
    )
    between = rows.filter(pl.col("source") != pl.col("target"))
    return with_weights(between, "icews")


def count(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Event rows counted by ``year, source, target`` and class, with the sums of their weights.

    The sums of positive and of negative Goldstein weights stand apart: a crisis that is both
    fought and negotiated is not quiet.
    """
    import polars as pl

    weight = pl.col("goldstein")
    return (
        rows.group_by(pl.col("date").dt.year().alias("year"), "source", "target")
        .agg(
            *((pl.col("quad") == place).sum().alias(n) for place, n in enumerate(QUADS, 1)),
            weight.filter(weight > 0).sum().alias("positive"),
            weight.filter(weight < 0).sum().alias("negative"),
        )
        .sort("year", "source", "target")
    )


def _header(rows: pl.LazyFrame) -> list[str]:
    return rows.collect_schema().names()


SOURCE = Source(
    key="icews",
    title="Integrated Crisis Early Warning System, dyad-year counts",
    producer="Elizabeth Boschee and others; counts by Cassy Dorff and Shahryar Minhas (netify)",
    version="2002-2014",
    references=(BOSCHEE_2015,),
    terms=Terms.DERIVE,
    terms_text="Free with citation, as recalled; the terms at Dataverse must be confirmed.",
    home="https://doi.org/10.7910/DVN/28075",
    files=(FILE,),
    coverage=Coverage(2002, 2014, note="152 states; Turkey, Venezuela, Serbia are not among them"),
    adds="events of cooperation and conflict 2002-2014",
    readers={"dyad_years": dyad_years},
)
