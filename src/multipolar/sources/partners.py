"""Placing the partner names of trade and energy files: which state a name means in a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from multipolar import states
from multipolar.errors import AmbiguousState, BrokenTable, UnknownState

if TYPE_CHECKING:
    import polars as pl


def place_partners(
    frame: pl.DataFrame,
    name: str,
    code: str,
    what: str,
    renamed: Mapping[str, str] | None = None,
    stateless: Collection[str] = (),
) -> pl.DataFrame:
    """Add the column ``code``: the state that ``name`` means in ``year``, null where it is none.

    Parameters
    ----------
    renamed
        Names of the file, and the name or code that the list of states knows.
    stateless
        Names that stand for no state: regions, totals, territories that no list has.

    Raises
    ------
    BrokenTable
        If a name is neither a state, nor a known territory, nor declared here.
    """
    import polars as pl

    renamed = renamed or {}
    rows, strange = [], set()
    for label, year in frame.select(name, "year").unique().iter_rows():
        if label in stateless:
            continue
        try:
            found = states.lookup(renamed.get(label, label), year)
        except (UnknownState, AmbiguousState):
            strange.add(label)
            continue
        if isinstance(found, states.State):
            rows.append((label, year, found.ccode))
    if strange:
        raise BrokenTable(f"{what} names what is not in the list of states: {sorted(strange)[:10]}")
    schema: dict[str, Any] = {
        name: frame.schema[name],
        "year": frame.schema["year"],
        code: pl.Int32,
    }
    return frame.join(pl.DataFrame(rows, schema, orient="row"), on=[name, "year"], how="left")
