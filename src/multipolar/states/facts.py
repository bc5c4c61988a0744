"""The hand-coded facts, read once from ``data/*.csv`` (see ``data/README.md`` for the sources)."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SYSTEM_START = date(1816, 1, 1)
SOURCE_END = date(2016, 12, 31)  # last day of the COW lists; open spells are carried after it
DAWN, DUSK = date.min, date.max  # bounds of a fact that has none


class Spell(NamedTuple):
    """One spell of membership in the COW state system."""

    ccode: int
    stateabb: str
    iso3: str | None
    gwcode: int | None
    name: str
    start: date
    end: date  # DUSK when open


class Era(NamedTuple):
    """What a state was called, and its other codes, in one era."""

    name: str
    iso3: str | None
    gwcode: int | None
    start: date
    end: date
    gone: str  # said of the name when it cannot be used after its era


class Meaning(NamedTuple):
    """A name or code means this state in this era."""

    label: str
    ccode: int
    start: date
    end: date
    note: str = ""


class Entity(NamedTuple):
    """Something known that COW never counts as a state."""

    name: str
    aliases: tuple[str, ...]
    reason: str


def rows(table: str) -> list[dict[str, str]]:
    """Rows of ``data/<table>.csv`` as text."""
    text = files(__package__).joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def day(text: str, default: date) -> date:
    """Read an ISO date; an empty one is ``default``."""
    return date.fromisoformat(text) if text else default


@cache
def spells() -> dict[int, tuple[Spell, ...]]:
    """Spells of membership by COW code, in order of time."""
    found: dict[int, list[Spell]] = defaultdict(list)
    for r in rows("states"):
        spell = Spell(
            ccode=int(r["ccode"]),
            stateabb=r["stateabb"],
            iso3=r["iso3"] or None,
            gwcode=int(r["gwcode"]) if r["gwcode"] else None,
            name=r["name"],
            start=day(r["start"], DAWN),
            end=day(r["end"], DUSK),
        )
        found[spell.ccode].append(spell)
    return {code: tuple(sorted(s, key=lambda x: x.start)) for code, s in found.items()}


@cache
def eras() -> dict[int, tuple[Era, ...]]:
    """Eras by COW code; a state whose name never changed has one a spell."""
    changed: dict[int, list[Era]] = defaultdict(list)
    for r in rows("names"):
        code = int(r["ccode"])
        start, end = day(r["from"], DAWN), day(r["to"], DUSK)
        spell = next(s for s in spells()[code] if s.start <= end and start <= s.end)
        gw = spell.gwcode if r["gwcode"] == "" else int(r["gwcode"].replace("-", "0")) or None
        changed[code].append(Era(r["name"], r["iso3"] or spell.iso3, gw, start, end, r["gone"]))
    plain = {
        code: [Era(s.name, s.iso3, s.gwcode, s.start, s.end, "") for s in group]
        for code, group in spells().items()
    }
    return {code: tuple(group) for code, group in (plain | changed).items()}


@cache
def aliases() -> tuple[Meaning, ...]:
    """Names other than those borne (``aliases.csv``)."""
    return tuple(
        Meaning(r["alias"], int(r["ccode"]), day(r["from"], DAWN), day(r["to"], DUSK), r["note"])
        for r in rows("aliases")
    )


@cache
def iso_codes() -> tuple[tuple[str, str, Meaning], ...]:
    """Rows of ``iso.csv``: alpha-3, alpha-2 (or empty), and which state it means when."""
    return tuple(
        (
            r["iso3"],
            r["iso2"],
            Meaning(
                r["iso3"], int(r["ccode"]), day(r["from"], DAWN), day(r["to"], DUSK), r["read"]
            ),
        )
        for r in rows("iso")
    )


@cache
def places() -> dict[int, tuple[tuple[date, date, str], ...]]:
    """Who holds the place of a state while it is not a member, by COW code."""
    found: dict[int, list[tuple[date, date, str]]] = defaultdict(list)
    for r in rows("places"):
        found[int(r["ccode"])].append((day(r["from"], DAWN), day(r["to"], DUSK), r["text"]))
    return {code: tuple(group) for code, group in found.items()}


@cache
def entities() -> tuple[Entity, ...]:
    """Read ``entities.csv``."""
    return tuple(
        Entity(r["name"], tuple(a for a in r["aliases"].split("|") if a), r["reason"])
        for r in rows("entities")
    )
