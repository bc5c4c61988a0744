"""Military expenditure, from the workbook that the user gets from SIPRI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, Source, Terms
from multipolar.sources.own_file import OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import TextTable, numbers, read_table
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

OWN = OwnFile(
    folder="sipri-milex",
    patterns=("SIPRI-Milex-data*.xlsx", "SIPRI-Milex*.csv"),
    how="get the Excel workbook of all countries at https://milex.sipri.org",
    columns={"state": ("Country", "State", "Country name")},
    not_states=(
        "Africa", "North Africa", "sub-Saharan Africa", "Americas", "North America",
        "Central America and the Caribbean", "Central America & the Caribbean", "South America",
        "Asia & Oceania", "Asia and Oceania", "Oceania", "Central Asia", "East Asia", "South Asia",
        "South East Asia", "South-East Asia", "Europe", "Eastern Europe", "Central Europe",
        "Western Europe", "Central and Western Europe", "Middle East", "European Union", "World*",
        "World total*",
    ),
    aliases={
        "USSR": "Russia",
        "Congo, Republic": "Republic of the Congo",
        "Congo, Rep.": "Republic of the Congo",
        "Congo, Dem. Rep.": "DR Congo",
        "Congo, DR": "DR Congo",
        "German Democratic Republic": "East Germany",
        "Yemen, North": "cow:678",
    },
    sheet="Constant",
)  # fmt: skip


def spending(raw: RawFolder) -> pl.DataFrame:
    """State-years with military spending: ``ccode, year, milex`` (million constant US dollars)."""
    return parsed(raw, OWN, "sipri-milex 2", lambda path: _parse(raw, path)).frame


def _parse(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    table = read_table(path, OWN.columns, also=r"(?:19|20)\d{2}(?:\.0)?", sheet=OWN.sheet)
    years = [name for name in table.frame.columns if name[:2] in ("19", "20")]
    if not years:
        raise OwnFileRefused(
            f"{path} has no columns headed by years: expected one for each year from 1949",
            path,
            found=tuple(table.frame.columns),
            expected=("years as headings",),
        )
    long = table.frame.unpivot(years, index=["state", "_line"], variable_name="year")
    figures = numbers(TextTable(long, path, table.separator), "value").alias("milex")
    long = long.with_columns(figures, pl.col("year").str.slice(0, 4).cast(pl.Int32))
    frame, left = placed(
        long.drop_nulls("milex").select("state", "year", "milex", "_line"),
        ("state",), OWN, path, OWN.names_given(raw),
    )  # fmt: skip
    frame = frame.rename({"state": "ccode"})
    unique_keys(frame, ("ccode", "year"), path)
    return OwnTable(frame.select("ccode", "year", "milex").sort("year", "ccode"), path, left)


SOURCE = Source(
    key="sipri-milex",
    title="SIPRI Military Expenditure Database",
    producer="Stockholm International Peace Research Institute",
    version="the user's own",
    references=(ref.SIPRI_MILEX,),
    terms=Terms.LOCAL,
    terms_text="Fair use with attribution; passing on the whole needs permission, as recalled; "
    "confirm at the source. Nothing of it is in the release.",
    home="https://milex.sipri.org",
    files=(),
    coverage=Coverage(1949, 2024, note="to the last year of the user's file"),
    adds="military spending 1949-2024",
    readers={"spending": spending},
    own=OWN,
)
