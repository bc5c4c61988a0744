"""Who is a state at a date: any name or code in, one Correlates of War code out.

The facts (codes, names, dates) are small tables coded by hand in ``data/``, with their sources in
``data/README.md``. The source lists end on 2016-12-31; spells that were open then are carried on
and marked so. Importing this package loads neither polars nor the tables.
"""

from __future__ import annotations

from .frames import (
    days_as_major,
    dyad_years,
    iso3_years,
    majors,
    names_table,
    state_years,
    states_table,
)
from .model import NoState, State
from .overlap import share_a_day
from .resolve import iso3, label, lookup, resolve
from .seats import un_seats, voters_from_iso3, voters_from_unvotes

__all__ = [
    "NoState",
    "State",
    "days_as_major",
    "dyad_years",
    "iso3",
    "iso3_years",
    "label",
    "lookup",
    "majors",
    "names_table",
    "resolve",
    "share_a_day",
    "state_years",
    "states_table",
    "un_seats",
    "voters_from_iso3",
    "voters_from_unvotes",
]
