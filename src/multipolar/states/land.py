"""Which of today's country shapes stand for a state of the past, and which states have none.

The table ``data/land.csv`` declares it line by line: a state is drawn by the shapes that its land
has today (the Soviet Union by fifteen), or by none, where the maps of the world at 1:110 million
lack it (small states) or where two states shared what is one shape today (the two Germanies).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from ..errors import BadYear
from .facts import DAWN, DUSK, day, rows, spells

FIRST = 1946
"""First year of the table: before it, shapes of today do not stand for the states of the time."""


class Land(NamedTuple):
    """How a state is drawn.

    Attributes
    ----------
    shapes
        ISO 3166 numeric codes of country shapes; Kosovo is -2, Northern Cyprus -1 and Somaliland
        -3, as in the map files that number what has no code. Empty where it has no shape.
    among
        Which list it stands in when it has no shape: a part of the world, or `SHARED`.
    """

    shapes: tuple[int, ...]
    among: str


SHARED = "Two on one shape"
"""What states are called that shared the land of one shape."""


def land(ccode: int, year: int) -> Land | None:
    """How a state is drawn on a map of the last day of a year.

    Returns
    -------
    Land or None
        None where it was no state on that day, such as one that ended within the year.

    Raises
    ------
    BadYear
        If the year is before `FIRST`.
    """
    if year < FIRST:
        raise BadYear(f"maps have the shapes of today and begin in {FIRST}, not in {year}")
    on = date(year, 12, 31)
    if not any(spell.start <= on <= spell.end for spell in spells().get(ccode, ())):
        return None
    return next((found for start, end, found in _table()[ccode] if start <= on <= end), None)


def shared_shapes(year: int) -> frozenset[int]:
    """Shapes that no state of a year has to itself, because two shared its land.

    Each is the shape of a state that came before or after.
    """
    there = {code for code in _table() for found in [land(code, year)] if _is_shared(found)}
    return frozenset(shape for shape, codes in HEIRS.items() if there & codes)


HEIRS = {276: {260, 265}, 887: {678, 680}, 704: {816, 817}}
"""Shapes of today by the states between which their land was divided: Germany, Yemen, Vietnam."""


def _is_shared(found: Land | None) -> bool:
    return found is not None and found.among == SHARED


@cache
def _table() -> dict[int, list[tuple[date, date, Land]]]:
    found: dict[int, list[tuple[date, date, Land]]] = {}
    for r in rows("land"):
        shapes = tuple(int(code) for code in r["shapes"].split("|") if code)
        spell = (day(r["from"], DAWN), day(r["to"], DUSK), Land(shapes, r["among"]))
        found.setdefault(int(r["ccode"]), []).append(spell)
    return found
