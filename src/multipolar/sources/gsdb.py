"""Sanctions of all senders since 1949, from the Global Sanctions Database that the user gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources.base import Coverage, Reference, Source, Terms
from multipolar.sources.own_file import LeftOut, OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import read_table
from multipolar.sources.raw import RawFolder
from multipolar.years import this_year

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
"""Names of the European Union and of the Community before it, whose sanctions bind its members."""
UNITED = ("UN", "United Nations")
"""Names of the United Nations, whose sanctions bind its members."""
Ranges = tuple[tuple[int, int], ...]
_AFRICA: Ranges = ((402, 626), (651, 651))
_AMERICAS: Ranges = ((2, 165),)
_SOUTH_AMERICA: Ranges = ((100, 165),)
_WEST: Ranges = (
    (2, 2), (20, 20), (200, 260), (305, 305), (325, 325), (350, 350), (375, 395), (640, 640),
    (740, 740), (900, 920),
)  # fmt: skip
_SEVEN: Ranges = ((2, 2), (20, 20), (200, 200), (220, 220), (255, 260), (325, 325), (365, 365),
    (740, 740))  # fmt: skip
_ANYWHERE: Ranges = ((2, 999),)
GROUPS: Mapping[str, Ranges] = {
    "African Union": _AFRICA,
    "Balkans": ((339, 349),),
    "CSCE": ((2, 20), (200, 395), (640, 640), (701, 712)),
    "ChinCom": _WEST,
    "CoCom": _WEST,
    "Comecon": ((40, 40), (265, 265), (290, 315), (339, 365), (712, 712), (816, 816)),
    "Commonwealth": _ANYWHERE,
    "ECOWAS": ((402, 475),),
    "EEU": ((365, 371), (703, 705)),
    "G7": _SEVEN,
    "G8": _SEVEN,
    "ICC Rome Statute Signatories": _ANYWHERE,
    "Kimberly Process Participants": _ANYWHERE,
    "League of Arab States": (
        (435, 435), (520, 522), (581, 581), (600, 626), (645, 645), (651, 652), (660, 663),
        (670, 698),
    ),
    "MERCOSUR": _SOUTH_AMERICA,
    "NAFTA": ((2, 2), (20, 20), (70, 70)),
    "NATO": _WEST,
    "OAPEC": ((615, 620), (645, 645), (651, 652), (670, 696)),
    "OIC": _ANYWHERE,
    "OSCE": ((2, 20), (200, 395), (640, 640), (701, 712)),
    "Organisation of African Unity": _AFRICA,
    "Organization of American States": _AMERICAS,
    "Organization of Eastern Carribean States": ((54, 60),),
    "Pacific Islands Forum": ((900, 999),),
    "Paris Agreement Signatories": _ANYWHERE,
    "SADC": ((490, 591),),
    "UNASUR": _SOUTH_AMERICA,
    "Western countries": _WEST,
}  # fmt: skip
"""Groups of states that the file names without their members, and whose decisions need not bind
them: ranges of codes outside which there is no member."""
EUROPEAN, MEMBER, GROUP = -1, -2, -10
"""In place of a code: the members of the European Union; the members of the United Nations; and,
from `GROUP` downward, a group by its place in `GROUPS`, of whose states it may be any."""


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
    optional={"case": ("case_id",)},
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
EARLIEST = 1900
LAST = 2025
"""Last year that a file may reach; what it has of later years is not read."""


def sanctions(raw: RawFolder) -> pl.DataFrame:
    """Sanctions in force by year: ``year, ccode1`` (sender), ``ccode2`` (target), ``cases``.

    First and last year count. The European Union and the United Nations stand as `EUROPEAN` and
    `MEMBER` in place of a code, any other group by `code_of_group`, because the file does not list
    the members: who looks up one of its `possible` members must answer that it is not known.
    Cases that outlast a state (South Vietnam, North Yemen) are left out from then on.
    """
    return parsed(raw, OWN, "gsdb 4", lambda path: _parse(raw, path)).frame


def code_of_group(name: str) -> int:
    """Number that stands for a group of `GROUPS` in place of a code."""
    return GROUP - list(GROUPS).index(name)


def possible(codes: Iterable[int]) -> list[tuple[int, int]]:
    """Each group, by its number, with every code that a member of it may have."""
    ranges = list(GROUPS.values())
    return [
        (GROUP - place, code)
        for place in range(len(ranges))
        for code in codes
        if any(low <= code <= high for low, high in ranges[place])
    ]


def left_out(raw: RawFolder) -> tuple[LeftOut, ...]:
    """Rows of the user's file of which a side is no state, with the reason."""
    return parsed(raw, OWN, "gsdb 4", lambda path: _parse(raw, path)).left_out


def _parse(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    text = read_table(path, OWN.columns, OWN.optional).frame
    unique_keys(text.drop_nulls("case"), ("case",), path)
    span = text.with_columns(pl.col("begin", "end").cast(pl.Int32, strict=False))
    early = (pl.col("begin") < EARLIEST) | (pl.col("begin") > this_year() + 1)
    both = pl.all_horizontal(pl.col("sender", "target").is_not_null())
    wrong = span.filter(((pl.col("begin") > pl.col("end")) | early | ~both).fill_null(True))
    if wrong.height:
        lines = tuple(f"line {line}" for line in wrong["_line"].head(5).to_list())
        raise OwnFileRefused(
            f"{path} has {wrong.height} rows without sender, target, and a first and last year in "
            f"order, such as {', '.join(lines)}: mend or remove them",
            path,
            expected=tuple(OWN.columns),
            rows=lines,
        )
    long = span.with_columns(
        pl.col("sender", "target").map_elements(_parties, return_dtype=pl.List(pl.String)),
        pl.int_ranges("begin", pl.min_horizontal("end", LAST) + 1, dtype=pl.Int32).alias("year"),
    )
    for column in ("sender", "target", "year"):
        long = long.explode(column)
    long = long.drop_nulls("year")  # a case that begins after the last year that is read
    groups = {name: code_of_group(name) for name in GROUPS} | dict.fromkeys(EUROPE, EUROPEAN)
    groups |= dict.fromkeys(UNITED, MEMBER)
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
    coverage=Coverage(1949, LAST, note="to the last year of the user's file"),
    adds="sanctions of all senders since 1949",
    readers={"sanctions": sanctions},
    own=OWN,
)
