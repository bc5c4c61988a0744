"""Membership of the state system and the list of major powers, to check our own list against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

STATES = RawFile(
    "state-system/cow_states.rda",
    peacesciencer("cow_states.rda"),
    "9248b9fc801124d2bb48c58740bb335a1ee4938c4096e4d5e0bd01c22bf1dc09",
    4_081,
)
MAJORS = RawFile(
    "state-system/cow_majors.rda",
    peacesciencer("cow_majors.rda"),
    "673cb752c2d1af045ea8e2c602b45bc037b84dda9537bfb060142ff255c7f2b6",
    394,
)


def _spells(raw: RawFolder, file: RawFile) -> pl.DataFrame:
    import polars as pl

    names = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")
    frame = as_integers(raw.read_r(file), "ccode", *names)
    return frame.select(
        "ccode",
        pl.date("styear", "stmonth", "stday").alias("start"),
        pl.date("endyear", "endmonth", "endday").alias("end"),
    ).sort("ccode", "start")


def states(raw: RawFolder) -> pl.DataFrame:
    """Spells of membership: ``ccode, start, end``; open spells end on 31 December 2016."""
    return _spells(raw, STATES)


def majors(raw: RawFolder) -> pl.DataFrame:
    """Spells as a major power: ``ccode, start, end``."""
    return _spells(raw, MAJORS)


SOURCE = Source(
    key="cow-states",
    title="State System Membership",
    producer="Correlates of War Project",
    version="2016",
    references=(ref.COW_STATES,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://correlatesofwar.org/data-sets/state-system-membership/",
    files=(STATES, MAJORS),
    coverage=Coverage(1816, 2016, note="spells open at the end are carried, labelled so"),
    adds="a check of the package's own list of states",
    readers={"states": states, "majors": majors},
)
