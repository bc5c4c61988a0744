"""The tables of a data release: keys, columns, and the sources that each column comes from."""

from __future__ import annotations

from multipolar.panel.tables import (
    conflict,
    institutions,
    military,
    models,
    speeches,
    states,
    system,
    trade,
    votes,
)
from multipolar.panel.tables.speeches import THEMES
from multipolar.panel.tables.table import Table
from multipolar.panel.tables.votes import CELLS, ISSUES

__all__ = [
    "CELLS",
    "ISSUES",
    "SCHEMA_VERSION",
    "SPELL_SOURCES",
    "TABLES",
    "THEMES",
    "Table",
    "sources_of",
]

SCHEMA_VERSION = 1
"""Raised when tables or columns change so that older code could misread them."""

TABLES: dict[str, Table] = {
    table.name: table
    for subject in (
        votes,
        military,
        trade,
        institutions,
        conflict,
        speeches,
        states,
        models,
        system,
    )
    for table in subject.TABLES
}
"""Every table by name; the derived ones come last, as they are made from the others."""

SPELL_SOURCES = {
    "rivalry": ("tss-rivalries",),
    "contiguity": ("cow-contiguity",),
    "igo_members": ("cow-igo",),
}
"""Sources of the tables that have keys only."""


def sources_of(table: Table) -> tuple[str, ...]:
    """Keys of all the sources that a table was computed from."""
    found = dict.fromkeys(key for keys in table.columns.values() for key in keys)
    return tuple(found) or SPELL_SOURCES[table.name]
