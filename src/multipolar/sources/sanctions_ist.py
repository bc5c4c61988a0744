"""Sanctions by the United States and by organisations: International Sanctions Termination."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from multipolar.errors import BrokenTable, RawFileDamaged
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

ATTIA_2023 = Reference(
    key="attia2023international",
    kind="article",
    authors=("Attia, Hana", "Grauvogel, Julia"),
    year=2023,
    title="International Sanctions Termination, 1990-2018: Introducing the IST Dataset",
    container="Journal of Peace Research",
)

FILE = RawFile(
    "sanctions-ist/IST_JPR_Attia_Grauvogel.xlsx",
    github(
        "bkey15/dissertation",
        "404972095f61b481311089fbb75bcac4a7b700fd",
        "data/ch3/raw/ist_dat/IST_JPR_Attia%26Grauvogel.xlsx",
    ),
    "bf3d604aca32d5f432ed9069a1fdae754dd756ca42fd146309025ab329cf7f1e",
    126_090,
)
SEVERITY = {"Minor": 1, "Major": 2, "Severe": 3}
"""Cost to the target, as coded for a case as a whole."""
UNITED_STATES = "2"
"""The only state among the senders; the others are organisations."""

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cases(raw: RawFolder) -> pl.DataFrame:
    """Cases: ``case, senders, target, begin, end, severity, measures``.

    ``senders`` is the file's text: the COW code 2 for the United States, COW codes of
    organisations otherwise (1830 the European Union, 4400 the United Nations), which the file
    does not break down into members, and neither do we. ``end`` is the formal end, null where
    the sanctions were still in force when coding ended.

    Raises
    ------
    BrokenTable
        If a date or a severity is not one that the file is known to have.
    """
    import polars as pl

    frame = _sheet(raw)
    if unknown := set(frame["costtarget"]) - set(SEVERITY):
        raise BrokenTable(f"{FILE.path} has costs to the target that we do not know: {unknown}")
    tidy = frame.select(
        pl.col("caseid").str.strip_chars().alias("case"),
        pl.col("sender").alias("senders"),
        pl.col("target").cast(pl.Int32),
        pl.col("startdate").str.to_date("%d.%m.%Y").alias("begin"),
        pl.col("terdate").str.to_date("%d.%m.%Y").alias("end"),
        pl.col("costtarget").replace_strict(SEVERITY, return_dtype=pl.Int32).alias("severity"),
        pl.col("measures"),
    )
    return check_unique(tidy, ["case"], FILE.path)


def imposed(raw: RawFolder) -> pl.DataFrame:
    """Sanctions of a state in force in a year: ``ccode1`` toward ``ccode2, year, ended``.

    A case counts in every year in which it was formally in force on at least one day, from 1990.
    ``ended`` is the year of its end, or the year after coverage for one that went on; the file
    codes ``severity`` (1 minor, 2 major, 3 severe) for the whole case. ``cases`` counts them.
    """
    import polars as pl

    span = SOURCE.coverage
    ended = pl.col("end").dt.year().fill_null(span.last + 1).cast(pl.Int32)
    first = pl.max_horizontal(pl.col("begin").dt.year(), span.first).cast(pl.Int32)
    last = pl.min_horizontal(ended, span.last).cast(pl.Int32)
    return (
        cases(raw)
        .filter(pl.col("senders") == UNITED_STATES)
        .with_columns(
            pl.lit(int(UNITED_STATES), pl.Int32).alias("ccode1"),
            pl.col("target").alias("ccode2"),
            ended.alias("ended"),
            pl.int_ranges(first, last + 1, dtype=pl.Int32).alias("year"),
        )
        .explode("year")
        .drop_nulls("year")
        .group_by("year", "ccode1", "ccode2", "ended")
        .agg(pl.col("severity").max(), pl.len().cast(pl.Int32).alias("cases"))
        .sort("year", "ccode1", "ccode2", "ended")
    )


def _sheet(raw: RawFolder) -> pl.DataFrame:
    """The first sheet of the workbook as text, by the names in its first row."""
    import polars as pl

    path = raw.verify(FILE)
    try:
        with zipfile.ZipFile(path) as book:
            shared = [
                "".join(part.text or "" for part in item.iter(f"{_SPACE}t"))
                for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            ]
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as reason:
        raise RawFileDamaged(f"raw file {path} is no workbook: {reason}", path) from reason
    rows = [_cells(row, shared) for row in sheet.iter(f"{_SPACE}row")]
    names = rows[0]
    return pl.DataFrame(
        {name: [row.get(column) for row in rows[1:]] for column, name in names.items()},
        schema=dict.fromkeys(names.values(), pl.String),
    )


def _cells(row: ElementTree.Element, shared: list[str]) -> dict[str, str]:
    """Text of the filled cells of a row, by the letters of their column."""
    cells = {}
    for cell in row:
        value = cell.find(f"{_SPACE}v")
        if value is not None and value.text:
            letters = re.sub(r"\d", "", cell.get("r", ""))
            text = shared[int(value.text)] if cell.get("t") == "s" else value.text
            cells[letters] = text
    return cells


SOURCE = Source(
    key="ist",
    title="International Sanctions Termination",
    producer="Hana Attia and Julia Grauvogel",
    version="1990-2018",
    references=(ATTIA_2023,),
    terms=Terms.DERIVE,
    terms_text="Replication data of an article, free with citation as recalled; confirm.",
    home="https://www.giga-hamburg.de/",
    files=(FILE,),
    coverage=Coverage(1990, 2018),
    adds="sanctions of the United States and of organisations 1990-2018",
    readers={"cases": cases},
)
