"""Transfers of major arms, from the register that the user gets from SIPRI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, Source, Terms
from multipolar.sources.own_file import LeftOut, OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import TextTable, numbers, read_table, years
from multipolar.sources.raw import RawFolder
from multipolar.years import this_year

if TYPE_CHECKING:
    import polars as pl

OWN = OwnFile(
    folder="sipri-arms",
    patterns=("*trade*register*.csv", "sipri*exports*.csv", "*tiv*.csv"),
    how="get the trade register of all suppliers and recipients at "
    "https://armstransfers.sipri.org as CSV",
    columns={
        "seller": ("Supplier", "Supplier name", "Seller", "Exporter", "From"),
        "buyer": ("Recipient", "Recipient name", "Buyer", "Importer", "To"),
        "tiv": (
            "SIPRI TIV of delivered weapons",
            "TIV of delivered weapons",
            "TIV delivery values",
            "TIV delivered",
            "tiv",
            "value",
        ),
    },
    optional={
        "years": ("Year(s) of delivery", "Year(s) of deliveries", "Delivery year"),
        "year": ("year",),
    },
    not_states=("*[*]", "unknown supplier(s)", "unknown recipient(s)", "Libya GNC"),
    aliases={
        "Congo": "Republic of the Congo",
        "Soviet Union": "cow:365",
        "East Germany (GDR)": "East Germany",
        "Yemen Arab Republic (North Yemen)": "cow:678",
        "South Yemen": "cow:680",
    },
)


FIRST = 1900
"""Years of delivery lie between this one and the next."""


def deliveries(raw: RawFolder) -> pl.DataFrame:
    """Delivered volume by seller, buyer and year, in millions of SIPRI's trend indicator value.

    Columns ``seller, buyer, year, tiv``; a null buyer stands for all buyers of a seller, a null
    seller for all sellers to a buyer, those that are no state or not known included. The register
    gives a deal's volume and the years of its deliveries: it is split evenly over those years.
    """
    return parsed(raw, OWN, "sipri-arms 2", lambda path: _parse(raw, path)).frame


def _parse(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    table = read_table(path, OWN.columns, OWN.optional)
    volumes = _by_year(table)
    given = OWN.names_given(raw)
    pairs, left = placed(volumes, ("seller", "buyer"), OWN, path, given)
    sellers, _ = placed(volumes, ("seller",), OWN, path, given)
    buyers, _ = placed(volumes, ("buyer",), OWN, path, given)
    no_code = pl.lit(None, pl.Int32)
    columns = ("seller", "buyer", "year", "tiv")
    rows = pl.concat(
        [
            pairs.select(columns),
            sellers.with_columns(no_code.alias("buyer")).select(columns),
            buyers.with_columns(no_code.alias("seller")).select(columns),
        ]
    )
    frame = rows.group_by("seller", "buyer", "year").agg(pl.col("tiv").sum())
    return OwnTable(frame.sort("year", "seller", "buyer"), path, left)


def _by_year(table: TextTable) -> pl.DataFrame:
    """Names of seller and buyer, year and volume: a row a deal and year of delivery."""
    import polars as pl

    frame = table.frame.with_columns(numbers(table, "tiv"))
    if frame["years"].null_count() < frame.height:
        listed = pl.col("years").str.extract_all(r"\d+")
        dated = listed.list.eval(
            pl.element().cast(pl.Int64).is_between(FIRST, this_year() + 1)
        ).list.all()
        plain = pl.col("years").str.contains(r"^\s*\d{4}(?:[;,\s]+\d{4})*[;,\s]*$")
        odd = frame.filter(pl.col("years").is_not_null()).filter(~plain)
        odd = odd if odd.height else frame.filter(pl.col("years").is_not_null()).filter(~dated)
        if odd.height:
            _refuse(table, odd, "years of delivery")
        known = frame.drop_nulls("years").with_columns(listed.alias("years"))
        split = known.with_columns(pl.col("tiv") / pl.col("years").list.len())
        frame = split.explode("years").with_columns(pl.col("years").cast(pl.Int32).alias("year"))
    elif frame["year"].null_count() < frame.height:
        frame = frame.with_columns(years(table, "year"))
        if frame["year"].null_count():
            _refuse(table, frame.filter(pl.col("year").is_null()), "years")
        unique_keys(frame, ("seller", "buyer", "year"), table.path)
    else:
        expected = OWN.optional["years"]
        raise OwnFileRefused(
            f"{table.path} says no year of delivery: expected a column {expected[0]!r} or 'Year'",
            table.path,
            expected=expected,
        )
    return frame.select("seller", "buyer", "year", "tiv").drop_nulls("tiv")


def _refuse(table: TextTable, odd: pl.DataFrame, what: str) -> None:
    lines = tuple(str(line) for line in odd["_line"].to_list())
    raise OwnFileRefused(
        f"{table.path} has {what} that cannot be read, in lines {', '.join(lines[:5])}",
        table.path,
        rows=lines,
    )


def left_out(raw: RawFolder) -> tuple[LeftOut, ...]:
    """Rows of the user's register of which a side is no state, with the reason."""
    return parsed(raw, OWN, "sipri-arms 2", lambda path: _parse(raw, path)).left_out


SOURCE = Source(
    key="sipri-arms",
    title="SIPRI Arms Transfers Database",
    producer="Stockholm International Peace Research Institute",
    version="the user's own",
    references=(ref.SIPRI_ARMS,),
    terms=Terms.LOCAL,
    terms_text="Free for non-commercial use with credit; reproducing much of it needs written "
    "permission, as recalled; confirm at the source. Nothing of it is in the release.",
    home="https://armstransfers.sipri.org",
    files=(),
    coverage=Coverage(1950, 2025, note="to the last year of the user's file"),
    adds="arms transfers 1950-2025",
    readers={"deliveries": deliveries},
    own=OWN,
)
