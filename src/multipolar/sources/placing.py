"""Placing the names that a source uses: which state a name means in a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import AmbiguousState, BrokenTable, UnknownState

if TYPE_CHECKING:
    import polars as pl


def place_names(
    frame: pl.DataFrame,
    name: str,
    year: str,
    what: str,
    stateless: Iterable[str] = (),
    at_end: bool = False,
) -> pl.DataFrame:
    """Add ``ccode``, the state that a name or ISO code means in a year; rows without are dropped.

    In the year in which one state follows another under the same name both are placed, so that
    neither looks as if the source had nothing on it, unless ``at_end`` asks for the later one
    alone, as counts need it.

    Parameters
    ----------
    name, year
        Columns with the name and the calendar year.
    what
        The file, for the message.
    stateless
        Names that are no state and are in no list of names: organisations and places.
    at_end
        Place each name with one state, that at the end of the year.

    Raises
    ------
    BrokenTable
        Naming what cannot be placed, so that no row is lost for its spelling.
    """
    import polars as pl

    known = set(stateless)
    rows, unplaced = [], set()
    for label, when in frame.select(name, year).unique().iter_rows():
        if label in known:
            continue
        try:
            codes = codes_in_year(label, int(when))
        except (UnknownState, AmbiguousState):
            unplaced.add(label)
            continue
        rows += [(label, when, code) for code in (codes[-1:] if at_end else codes)]
    if unplaced:
        raise BrokenTable(f"{what} has names that no state goes by: {sorted(unplaced)[:8]}")
    placed = pl.DataFrame(rows, {name: pl.String, year: pl.Int32, "ccode": pl.Int32}, orient="row")
    return frame.join(placed, on=[name, year])


@cache
def codes_in_year(label: str, year: int) -> tuple[int, ...]:
    """Codes of the states that a name means at the start, during or at the end of a year."""
    found = (states.lookup(label, when) for when in (date(year, 1, 1), year, date(year, 12, 31)))
    codes = dict.fromkeys(s.ccode for s in found if isinstance(s, states.State))
    return tuple(codes)
