"""Sanctions of all senders since 1949, from the Global Sanctions Database that the user gets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, Reference, Source, Terms
from multipolar.sources.own_file import LeftOut, OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed
from multipolar.sources.own_table import read_table
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

FELBERMAYR_2020 = Reference(
    key="felbermayr2020global",
    kind="article",
    authors=(
        "Felbermayr, Gabriel",
        "Kirilakha, Aleksandra",
        "Syropoulos, Constantinos",
        "Yalcin, Erdal",
        "Yotov, Yoto V.",
    ),
    year=2020,
    title="The Global Sanctions Data Base",
    container="European Economic Review",
    volume="129",
    doi="10.1016/j.euroecorev.2020.103561",
)

EUROPE = ("EU", "EEC", "European Union")
"""Groups whose members since 1957 are known: others can hold any state."""
EVER_IN_EUROPE = (
    200, 205, 210, 211, 212, 220, 225, 230, 235, 255, 260, 290, 305, 310, 316, 317, 325, 338, 344,
    349, 350, 352, 355, 360, 366, 367, 368, 375, 380, 390,
)  # fmt: skip
"""COW codes of all states that have ever been in the European Communities or the Union."""
GROUPS = (
    "UN", "United Nations", "African Union", "Balkans", "CSCE", "ChinCom", "CoCom", "Comecon",
    "Commonwealth", "ECOWAS", "EEU", "G7", "G8", "ICC Rome Statute Signatories",
    "Kimberly Process Participants", "League of Arab States", "MERCOSUR", "NAFTA", "NATO", "OAPEC",
    "OIC", "OSCE", "Organisation of African Unity", "Organization of American States",
    "Organization of Eastern Carribean States", "Pacific Islands Forum",
    "Paris Agreement Signatories", "SADC", "UNASUR", "Western countries",
)  # fmt: skip
"""Groups of states that the file names without their members."""
ANYONE, EUROPEAN = 0, -1
"""In place of a code: some states, perhaps this one; some of those ever in the European Union."""

OWN = OwnFile(
    folder="sanctions-gsdb",
    patterns=("GSDB*.csv",),
    how="ask for the file at https://www.globalsanctionsdatabase.com",
    columns={
        "target": ("sanctioned_state",),
        "sender": ("sanctioning_state",),
        "begin": ("begin",),
        "end": ("end",),
    },
    not_states=(
        "Cyprus (Northern)",
        "Terrorist Organizations (Al-Qaeda)",
        "Terrorist Organizations (ISIL and ANF)",
        "Terrorist Organizations (Taliban and Al-Qaeda)",
        "Terrorist Organizations (Taliban)",
    ),
    aliases={
        "Egypt, Arab Rep.": "Egypt",
        "Korea, South": "South Korea",
        "Korea, North": "North Korea",
        "Vietnam, North": "cow:816",
        "Vietnam, South": "cow:817",
        "Yemen, North": "cow:678",
        "Yemen, South": "cow:680",
        "Congo, Democratic Republic of the": "DR Congo",
        "Gambia, The": "Gambia",
        "Bahamas, The": "Bahamas",
        "Ethiopia (excludes Eritrea)": "Ethiopia",
    },
)
LAST = 2023


def sanctions(raw: RawFolder) -> pl.DataFrame:
    """Sanctions in force by year: ``year, ccode1`` (sender), ``ccode2`` (target), ``cases``.

    First and last year count. A group of states (the European Union, the United Nations) stands
    as `ANYONE` or `EUROPEAN` in place of a code, because the file does not list its members:
    who looks up one of its possible members must answer that it is not known. Cases that outlast
    a state (South Vietnam, North Yemen) are left out from then on, and the count of them is kept.
    """
    return parsed(raw, OWN, "gsdb 1", lambda path: _parse(raw, path)).frame


def _parse(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    text = read_table(path, OWN.columns).frame
    span = text.with_columns(pl.col("begin", "end").cast(pl.Int32, strict=False))
    wrong = span.filter((pl.col("begin") > pl.col("end")).fill_null(True))
    if wrong.height:
        lines = tuple(f"line {line}" for line in wrong["_line"].head(5).to_list())
        raise OwnFileRefused(
            f"{path} has {wrong.height} rows without a first and last year in order, such as "
            f"{', '.join(lines)}: mend or remove them",
            path,
            expected=("begin", "end"),
            rows=lines,
        )
    long = span.with_columns(
        pl.col("sender", "target").map_elements(_parties, return_dtype=pl.List(pl.String)),
        pl.int_ranges("begin", pl.min_horizontal("end", LAST) + 1, dtype=pl.Int32).alias("year"),
    )
    for column in ("sender", "target", "year"):
        long = long.explode(column)
    groups = {name: ANYONE for name in GROUPS} | {name: EUROPEAN for name in EUROPE}
    given = OWN.names_given(raw)
    left: list[LeftOut] = []
    for column, code in (("sender", "ccode1"), ("target", "ccode2")):
        group = pl.col(column).replace_strict(groups, default=None, return_dtype=pl.Int32)
        known = long.with_columns(group.alias(code)).filter(pl.col(code).is_not_null())
        named = long.filter(~pl.col(column).is_in(list(groups)).fill_null(False))
        coded, out = placed(named, (column,), OWN, path, given)
        left += out
        coded = coded.with_columns(pl.col(column).cast(pl.Int32).alias(code))
        long = pl.concat([known.drop(column), coded.drop(column)], how="diagonal")
    frame = (
        long.filter(pl.col("ccode1") != pl.col("ccode2"))
        .group_by("year", "ccode1", "ccode2")
        .agg(pl.len().cast(pl.Int32).alias("cases"))
        .sort("year", "ccode1", "ccode2")
    )
    return OwnTable(frame, path, tuple(left))


def _parties(text: str) -> list[str]:
    """Names in a list with commas, some of which belong to a name (``Korea, South``)."""
    held = text
    for name in OWN.aliases:
        held = held.replace(name, name.replace(", ", "\0"))
    return [part.strip().replace("\0", ", ") for part in held.split(",") if part.strip()]


SOURCE = Source(
    key="gsdb",
    title="Global Sanctions Database",
    producer="Gabriel Felbermayr, Aleksandra Kirilakha, Constantinos Syropoulos, Erdal Yalcin "
    "and Yoto Yotov",
    version="the user's own",
    references=(FELBERMAYR_2020,),
    terms=Terms.LOCAL,
    terms_text="Given on request for research, as recalled; passing it on is doubtful. Nothing "
    "of it is in the release.",
    home="https://www.globalsanctionsdatabase.com",
    files=(),
    coverage=Coverage(1949, LAST),
    adds="sanctions of all senders 1949-2023",
    readers={"sanctions": sanctions},
    own=OWN,
)
