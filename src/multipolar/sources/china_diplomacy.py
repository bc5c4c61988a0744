"""Contact with China's leaders: their trips abroad 1949-2020, their engagements 2003-2018."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from multipolar.errors import RawFileDamaged
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

TURCSANYI_2021 = Reference(
    key="turcsanyi2021who",
    kind="dataset",
    authors=(
        "Turcsányi, Richard Q.",
        "Eckert, Kristína",
        "Šimalčík, Matej",
        "Majsniarová, Dominika",
    ),
    year=2021,
    title="WHO | WHERE | WHEN: International Travel of Chinese Leaders (1949-2020)",
    publisher="Central European Institute of Asian Studies",
    version="1.1",
)
CHINA_VITAE = Reference(
    key="chinavitae2018",
    kind="dataset",
    authors=("{China Vitae}",),
    year=2018,
    title="China Vitae: appearances and travel of Chinese officials",
    publisher="Carnegie Endowment for International Peace",
    url="https://www.chinavitae.com/",
)
TRIPS = RawFile(
    "china-diplomacy/WHO-WHERE-WHEN-dataset-v.1.1.xlsx",
    github(
        "milesdwilliams15/chinese_media_and_foreign_aid",
        "6d4593b9f3398b8af691e7fb58d07c01b432afaa",
        "01_data/PublicDiplomacy/WHO-WHERE-WHEN-dataset-v.1.1.xlsx",
    ),
    "4cfd7ff5b8f9aa77e9417e6149973a4fe1daa9d538939a2b48251006dd8df5b3",
    37_808,
)
ENGAGEMENTS = RawFile(
    "china-diplomacy/all_engagements_2003-2018.rds",
    github(
        "gbwalker/chinese-diplomacy-and-financing",
        "7b8fd3f6c0686ac95266f6d487b95816239fde48",
        "data/all_engagements_2003-2018.rds",
    ),
    "bc78134a7ca052aa2894c8ce653567e33d2bfdba46da7834548eb2c4a36785b9",
    1_197_046,
)
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PARTS_OF_STATES = ("England", "Wales", "Cook Islands")
"""Names in the engagements that stand beside the state that they are a part of, or are none."""


def trips(raw: RawFolder) -> pl.DataFrame:
    """Trips of China's leaders abroad: ``year, leader, ccode``, a row a trip.

    A leader can go to a state several times in a year; a tour of three states is three trips.
    The one to Palestine, which is no state, is left out.
    """
    import polars as pl

    rows = [row for row in _sheet(raw, "xl/worksheets/sheet2.xml") if row.get("A", "").isdigit()]
    frame = pl.DataFrame(
        {
            "year": pl.Series([int(row["A"]) for row in rows], dtype=pl.Int32),
            "leader": [row["B"] for row in rows],
            "name": [row["D"] for row in rows],
        }
    )
    placed = place_names(frame, "name", "year", TRIPS.path, at_end=True)
    return placed.select("year", "leader", "ccode").sort("year", "ccode", "leader")


def _sheet(raw: RawFolder, name: str) -> list[dict[str, str]]:
    """Rows of a sheet as text by column letter."""
    path = raw.verify(TRIPS)
    try:
        with zipfile.ZipFile(path) as archive:
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            sheet = ElementTree.fromstring(archive.read(name))
    except (zipfile.BadZipFile, KeyError, OSError, ElementTree.ParseError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read: {reason}", path) from reason
    shared = ["".join(t.text or "" for t in item.iter(f"{_CELL}t")) for item in strings]
    rows = []
    for row in sheet.iter(f"{_CELL}row"):
        cells = {}
        for cell in row.iter(f"{_CELL}c"):
            text = cell.findtext(f"{_CELL}v")
            if text is not None:
                column = re.sub(r"\d", "", cell.get("r", ""))
                cells[column] = shared[int(text)] if cell.get("t") == "s" else text
        rows.append(cells)
    return rows


def engagements(raw: RawFolder) -> pl.DataFrame:
    """Days on which one of China's leading officials engaged with a state: ``year, ccode, days``.

    The file is text searched for names of states, a row an official, a day and a state: several
    officials at one meeting are one day here. A mention is not always a meeting.
    """
    import polars as pl

    frame = raw.read_r(ENGAGEMENTS).select("date", "country", pl.col("year").cast(pl.Int32))
    days = frame.filter(~pl.col("country").is_in(PARTS_OF_STATES)).unique()
    placed = place_names(days, "country", "year", ENGAGEMENTS.path, at_end=True)
    counted = placed.group_by("year", "ccode").agg(pl.col("date").n_unique().alias("days"))
    return counted.sort("year", "ccode")


SOURCE = Source(
    key="who-where-when",
    title="WHO | WHERE | WHEN, travel of Chinese leaders",
    producer="Central European Institute of Asian Studies",
    version="1.1",
    references=(TURCSANYI_2021,),
    terms=Terms.DERIVE,
    terms_text="Free with the citation that the cover page asks for.",
    home="https://ceias.eu/",
    files=(TRIPS,),
    coverage=Coverage(1949, 2020, note="trips of China's presidents, premiers and party leaders"),
    adds="trips of China's leaders 1949-2020",
    readers={"trips": trips},
)
VITAE = Source(
    key="china-vitae",
    title="Engagements of Chinese officials",
    producer="China Vitae",
    version="2003-2018, as extracted",
    references=(CHINA_VITAE,),
    terms=Terms.DERIVE,
    terms_text="Terms not seen; counts only, with citation. Confirm at the source.",
    home="https://www.chinavitae.com/",
    files=(ENGAGEMENTS,),
    coverage=Coverage(
        2003,
        2018,
        partial=(2018,),
        note="three officials in most years, six in 2013; 2018 to 7 December",
    ),
    adds="engagements of China's leading officials 2003-2017",
    readers={"engagements": engagements},
)
