"""Organisations and agreements, and two bodies by themselves: the Fund and the Council."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

TABLES = (
    Table(
        "igo",
        DYAD,
        {"joint": ("cow-igo",)},
        "Organisations of which both are full or associate members; ccode1 < ccode2.",
    ),
    Table(
        "igo_members",
        ("body", "ccode", "first", "last"),
        {},
        "Spells of full or associate membership in organisations, by number of the body.",
    ),
    Table("igo_bodies", ("body",), {"name": ("cow-igo",)}, "Abbreviations of organisations."),
    Table(
        "agreements",
        ("kind", "ccode1", "ccode2", "first", "last"),
        {"standing": ("desta", "unctad-bits"), "depth": ("desta",)},
        "Spells of equal standing (1 signed, 2 in force) and depth of agreements on trade "
        "(kind 1) and investment (kind 2); ccode1 < ccode2.",
    ),
    Table(
        "fund",
        ("year", "ccode"),
        {"quota": ("imf-quotas",), "weight": ("imf-quotas", "world-bank-gdp")},
        "Members of the International Monetary Fund: shares of quotas, and of the product of "
        "all members.",
    ),
    Table(
        "council_vetoes",
        ("year", "ccode"),
        {"vetoes": ("un-vetoes",), "solo": ("un-vetoes",)},
        "Drafts that a permanent member of the Security Council vetoed, and vetoed alone; a "
        "row for each year with a permanent seat.",
    ),
    Table(
        "council_pairs",
        DYAD,
        dict.fromkeys(("joint", "vetoes1", "vetoes2", "drafts"), ("un-vetoes",))
        | {"adopted": ("un-council-votes",)},
        "Drafts vetoed by both, by each and by any member, and resolutions adopted (to 2021), "
        "while both held a permanent seat; ccode1 < ccode2.",
    ),
)
