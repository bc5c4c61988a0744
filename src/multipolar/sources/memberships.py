"""Dated memberships of organisations, and pledges after 2018: facts coded by hand, each cited."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from multipolar import states
from multipolar.errors import BrokenTable
from multipolar.sources import references as ref
from multipolar.sources.atop import SOURCE as ATOP
from multipolar.sources.base import Coverage, Source, Terms

if TYPE_CHECKING:
    import polars as pl

    from multipolar.sources.raw import RawFolder

LAST = 2025
"""Last year that the lists were checked for."""
OPEN = date(9999, 12, 31)


class Organisation(NamedTuple):
    """One grouping: 2 obliges to defend, 1 is for security without that, 0 is neither."""

    key: str
    name: str
    obligation: int
    basis: str


class Spell(NamedTuple):
    """One state's membership from a first to a last day, within its spell as a state."""

    organisation: str
    ccode: int
    start: date
    end: date
    citation: str


class Pledge(NamedTuple):
    """A pledge of a pair, ``ccode1 < ccode2``, made or renewed after ATOP's end."""

    ccode1: int
    ccode2: int
    start: date
    end: date
    obligation: int
    treaty: str
    clause: str
    citation: str


def _rows(table: str) -> list[dict[str, str]]:
    text = files("multipolar.sources").joinpath("facts", f"{table}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else OPEN


@cache
def organisations() -> dict[str, Organisation]:
    """All groupings of the list, by key."""
    return {
        row["key"]: Organisation(row["key"], row["name"], int(row["obligation"]), row["basis"])
        for row in _rows("organisations")
    }


@cache
def _state_spells() -> dict[str, list[tuple[int, date, date]]]:
    """Spells as a state by ISO code, so that DEU is 260 to 1990 and 255 from then on."""
    found: dict[str, list[tuple[int, date, date]]] = {}
    table = states.states_table().filter(states.states_table()["iso3"].is_not_null())
    for code, iso3, start, end in table.select("ccode", "iso3", "start", "end").iter_rows():
        found.setdefault(iso3, []).append((code, start, end or OPEN))
    return found


def _within(iso3: str, start: date, end: date, where: str) -> list[tuple[int, date, date]]:
    """Code and days of the state, or states, that a code means between two days."""
    spells = [
        (code, max(first, start), min(last, end))
        for code, first, last in _state_spells().get(iso3, [])
        if first <= end and start <= last
    ]
    if not spells:
        raise BrokenTable(f"{where}: {iso3} is no state between {start} and {end}")
    return spells


@cache
def spells() -> tuple[Spell, ...]:
    """All memberships, a row a state and spell."""
    found = []
    for row in _rows("memberships"):
        if row["organisation"] not in organisations():
            raise BrokenTable(f"memberships of an undeclared organisation {row['organisation']}")
        for iso3 in row["states"].split():
            start, end = _day(row["from"]), _day(row["to"])
            for code, first, last in _within(iso3, start, end, row["organisation"]):
                found.append(Spell(row["organisation"], code, first, last, row["citation"]))
    return tuple(found)


def members(organisation: str, year: int) -> list[int]:
    """Codes of the states that were members on at least one day of a year, in order."""
    return sorted(
        {
            spell.ccode
            for spell in spells()
            if spell.organisation == organisation and spell.start.year <= year <= spell.end.year
        }
    )


@cache
def shared(year: int) -> dict[tuple[int, int], tuple[str, ...]]:
    """Groupings of which both states of a pair were members on one and the same day of a year."""
    found: dict[tuple[int, int], dict[str, None]] = {}
    for key in organisations():
        own = [s for s in spells() if s.organisation == key and s.start.year <= year <= s.end.year]
        for one in own:
            for two in own:
                from_day, to_day = max(one.start, two.start), min(one.end, two.end)
                together = from_day <= to_day and from_day.year <= year <= to_day.year
                if one.ccode < two.ccode and together:
                    found.setdefault((one.ccode, two.ccode), {})[key] = None
    return {pair: tuple(keys) for pair, keys in found.items()}


@cache
def later_pledges() -> tuple[Pledge, ...]:
    """Pledges made or renewed after 2018: those listed, and accessions to an alliance."""
    found = []
    for row in _rows("later_pledges"):
        start, end = _day(row["from"]), _day(row["to"])
        sides = [_within(row[side], start, end, row["treaty"])[0][0] for side in ("one", "other")]
        words = (row["treaty"], row["clause"], row["citation"])
        found.append(Pledge(min(sides), max(sides), start, end, int(row["obligation"]), *words))
    alliances = {key: item for key, item in organisations().items() if item.obligation == 2}
    for key, item in alliances.items():
        own = [spell for spell in spells() if spell.organisation == key]
        for new in (spell for spell in own if spell.start.year > ATOP.coverage.last):
            for old in own:
                start, end = max(new.start, old.start), min(new.end, old.end)
                later = old.start < new.start or (old.start == new.start and old.ccode < new.ccode)
                if start <= end and later and old.ccode != new.ccode:
                    one, two = sorted([new.ccode, old.ccode])
                    found.append(Pledge(one, two, start, end, 3, key, item.basis, new.citation))
    return tuple(found)


def _memberships(raw: RawFolder | None = None) -> pl.DataFrame:
    """Memberships as a table: ``organisation, ccode, start, end, citation``."""
    import polars as pl

    return pl.DataFrame(list(spells()), schema=list(Spell._fields), orient="row")


def _pledges(raw: RawFolder | None = None) -> pl.DataFrame:
    """Later pledges as a table."""
    import polars as pl

    return pl.DataFrame(list(later_pledges()), schema=list(Pledge._fields), orient="row")


ALLIANCES = Coverage(1949, LAST, note="rosters of the alliances of the list, checked to 2025")
GROUPINGS = Coverage(
    1992, LAST, note="the list is of groupings of today, so that it starts after the Cold War"
)
LATER = Coverage(
    ATOP.coverage.last + 1,
    LAST,
    note="a hand-coded list of known new pledges, not a complete coding",
)

SOURCE = Source(
    key="hand-memberships",
    title="Dated memberships of organisations and groupings",
    producer="the developers of multipolar, from the founding and accession documents",
    version="2025-12",
    references=(ref.HAND_MEMBERSHIPS,),
    terms=Terms.EMBED,
    terms_text="Facts coded by hand, part of the package and under its licence.",
    home="https://treaties.un.org",
    files=(),
    coverage=ALLIANCES,
    coverages={"groupings": GROUPINGS},
    adds="members of alliances 1949-2025 and of 24 groupings 1992-2025",
    readers={"memberships": _memberships},
)
PLEDGES = Source(
    key="hand-treaties",
    title="Security pledges after 2018",
    producer="the developers of multipolar, from the texts of the treaties",
    version="2025-12",
    references=(ref.HAND_TREATIES,),
    terms=Terms.EMBED,
    terms_text="Facts coded by hand, part of the package and under its licence.",
    home="https://treaties.un.org",
    files=(),
    coverage=LATER,
    adds="pledges made or renewed 2019-2025, as far as known",
    readers={"pledges": _pledges},
)
