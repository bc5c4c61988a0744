"""Joint military exercises: the world 1980-2010, an earlier list, and one of Russia's 2009-2018.

They are kept apart: the first was coded from news of the whole world; the others are thinner, and
can show that there was an exercise and never that there was none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import AmbiguousState, UnknownState
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder
from multipolar.sources.workbook import read_old_sheet

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "exercises/mme_v7.csv",
    github("meflynn/troopdata", "3946bcf89a6d72de8abace812dc557f1f249f5f7", "data-raw/mme_v7.csv"),
    "e6356ed4b8569133841723ad4bc6fe436b49b28570dd721940d61edb771d8719",
    1_096_316,
)
EARLIER_FILE = RawFile(
    "exercises/jme_v3.xls",
    github("meflynn/troopdata", "3946bcf89a6d72de8abace812dc557f1f249f5f7", "data-raw/jme_v3.xls"),
    "8b584c9b50bfb8058516b89874306e1a9b6ac5e2fcb21c379b9edbde8dd9a77a",
    786_432,
)
RUSSIA_FILE = RawFile(
    "exercises/joint_military_exercises_involving_russia.csv",
    github(
        "zleffel-afk/Visualization-of-NAM-country-data",
        "bba038e34b90ed2fa380b73bf7657f9239af3ac1",
        "Joint%20Military%20Exercises%20Involving%20Russia.csv",
    ),
    "ec40148323555a050fe06bdb3d8bc8e4ebaf23ed33b041db5f86a1f0cf88975f",
    48_002,
)
RUSSIA = 365
SPELLINGS = {"st. christopher": "Saint Kitts and Nevis"}
NOT_NAMED = frozenset({"-9", "NATO", "8 NATO members", "Baltic States"})
"""Participants that the source does not name one by one."""


def participants(raw: RawFolder) -> pl.DataFrame:
    """Who took part in each exercise: ``exercise, year, ccode, named``.

    ``exercise`` numbers the rows of the file (three identifiers stand for two exercises each);
    the year is that of its start; ``ccode`` is null for participants that are not named or were
    no state, and ``named`` is the number of participants of any kind that the file lists.
    """
    import polars as pl

    frame = raw.read_csv(FILE).with_row_index("exercise")
    columns = [name for name in frame.columns if name.startswith("State")]
    long = (
        frame.select("exercise", pl.col("s.year").cast(pl.Int32).alias("year"), *columns)
        .unpivot(columns, index=["exercise", "year"], value_name="name")
        .with_columns(pl.col("name").str.strip_chars())
        .drop_nulls("name")
        .filter(pl.col("name") != "")
    )
    return _coded(long)


def russian(raw: RawFolder) -> pl.DataFrame:
    """Exercises of Russia that the partial list has, in the columns of `participants`."""
    import polars as pl

    frame = raw.read_csv(RUSSIA_FILE, encoding="utf8-lossy").with_row_index("exercise")
    columns = [name for name in frame.columns if name.startswith("part")]
    frame = frame.filter(pl.col("yr").is_not_null()).with_columns(
        pl.col("yr").cast(pl.Int32).alias("year"), pl.lit("Russia").alias("host")
    )
    long = (
        frame.select("exercise", "year", "host", *columns)
        .unpivot(["host", *columns], index=["exercise", "year"], value_name="name")
        .with_columns(pl.col("name").str.strip_chars())
        .drop_nulls("name")
    )
    return _coded(long)


def earlier(raw: RawFolder) -> pl.DataFrame:
    """Exercises of the earlier list of one of the authors, in the columns of `participants`.

    The year is that of the start, which stands in its date where it has no column of its own.
    Rows without a year to 2010, and rows that repeat another, are left out.
    """
    import polars as pl

    heading, *rows = read_old_sheet(raw.verify(EARLIER_FILE))
    states_of = [place for place, name in enumerate(heading) if name.startswith("State ")]
    dated, start = heading.index("s.year"), heading.index("Start Date")
    listed = dict.fromkeys(
        (row[heading.index("Exercise Name")], row[start], row[dated], *(row[i] for i in states_of))
        for row in rows
    )
    found = []
    for number, (_, day, year, *names) in enumerate(listed):
        when = year or day[-4:]
        if re.fullmatch(r"(?:19|20)\d\d", when) and int(when) <= EARLIER.coverage.last:
            found += [(number, int(when), name) for name in names if name not in ("", "0")]
    schema = {"exercise": pl.UInt32, "year": pl.Int32, "name": pl.String}
    return _coded(pl.DataFrame(found, schema, orient="row"))


def _coded(long: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    long = long.unique(["exercise", "name"], maintain_order=True)
    codes = [member(name, year) for name, year in long.select("name", "year").rows()]
    return long.with_columns(
        pl.Series("ccode", codes, pl.Int32), pl.len().over("exercise").alias("named")
    ).select("exercise", "year", "name", "ccode", "named")


@cache
def member(name: str, year: int) -> int | None:
    """COW code of a participant in a year; None where it is not named or no state then.

    Yugoslavia of 2004 is Serbia and Montenegro, which keeps the code 345.
    """
    if name in NOT_NAMED:
        return None
    try:
        found = states.lookup(SPELLINGS.get(name, name), year)
    except (UnknownState, AmbiguousState):
        return None
    if isinstance(found, states.State):
        return found.ccode
    return 345 if name == "Yugoslavia" else None


SOURCE = Source(
    key="mme",
    title="Multinational Military Exercises",
    producer="Vito D'Orazio and Kevin Galambos",
    version="7",
    references=(ref.DORAZIO_2021,),
    terms=Terms.DERIVE,
    terms_text="Harvard Dataverse, terms not seen; counts with citation.",
    home="https://doi.org/10.7910/DVN/KHFODX",
    files=(FILE,),
    coverage=Coverage(1980, 2010),
    adds="joint military exercises 1980-2010",
    readers={"participants": participants},
)
EARLIER = Source(
    key="jme",
    title="Joint Military Exercises, version 3",
    producer="Vito D'Orazio",
    version="3",
    references=(ref.DORAZIO_2012,),
    terms=Terms.DERIVE,
    terms_text="Terms not seen; counts with citation.",
    home="https://github.com/meflynn/troopdata",
    files=(EARLIER_FILE,),
    coverage=Coverage(1974, 2010, note="presence only, thin before 1977 and after 2005"),
    adds="listed exercises of the world 1974-2010",
    readers={"earlier": earlier},
)
RUSSIAN = Source(
    key="russian-exercises",
    title="Joint Military Exercises Involving Russia",
    producer="Zachary Leffel, from the Russian Ministry of Defence and press reports",
    version="commit bba038e",
    references=(ref.LEFFEL_RUSSIA,),
    terms=Terms.DERIVE,
    terms_text="No licence stated; counts with citation.",
    home="https://github.com/zleffel-afk/Visualization-of-NAM-country-data",
    files=(RUSSIA_FILE,),
    coverage=Coverage(2009, 2018, note="a partial list, thin from 2013: presence only"),
    adds="listed exercises of Russia 2009-2018",
    readers={"russian": russian},
)
