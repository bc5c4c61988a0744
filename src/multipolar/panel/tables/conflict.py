"""Disputes, wars, rivalries and sanctions, and events in the news."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

TABLES = (
    Table(
        "mid",
        (*DYAD, "ended"),
        {"level": ("cow-mid",), "disputes": ("cow-mid",)},
        "Highest hostility level and number of disputes of a dyad-year, by the year in which "
        "the disputes ended; ccode1 < ccode2.",
    ),
    Table(
        "events",
        DYAD,
        dict.fromkeys(
            (
                "verbal_cooperation",
                "material_cooperation",
                "verbal_conflict",
                "material_conflict",
            ),
            ("icews",),
        ),
        "News events of ccode1 toward ccode2 in four classes; every ordered pair of 152 "
        "states, zeros included.",
    ),
    Table(
        "gdelt",
        DYAD,
        dict.fromkeys(("balance", "low", "high", "days"), ("gdelt-daily",)),
        "Net over total daily score of a dyad-year with its 90 % interval (null below 30 "
        "days), and the days with an event; ccode1 < ccode2.",
    ),
    Table(
        "conflict",
        DYAD,
        {"intensity": ("ucdp-acd",), "supporters": ("ucdp-acd",)},
        "Interstate armed conflict of two states on opposite sides: 1 from 25 battle deaths, "
        "2 from 1,000; supporters is 1 where one of them is a secondary party.",
    ),
    Table(
        "disputes",
        ("mid5", *DYAD, "ended"),
        dict.fromkeys(("level", "unclear"), ("gml-mid", "cow-mid", "tss-rivalries"))
        | {"disputes": ("gml-mid", "cow-mid"), "unsettled": ("gml-mid", "tss-rivalries")},
        "Disputes by the year of their end: level 1 incidents, 2 deadly, answered or between "
        "rivals, null where unknown; unsettled is 1 if one of level 2 ended without a "
        "settlement; mid5 is 0 for the corrected data, 1 for COW's own.",
    ),
    Table(
        "joint_disputes",
        DYAD,
        dict.fromkeys(("level", "disputes"), ("cow-mid",)),
        "Disputes in which two states stood on one side, by the year in which both had begun "
        "to: how many, and the highest hostility level that both reached; ccode1 < ccode2.",
    ),
    Table(
        "sanctions",
        (*DYAD, "ended"),
        {"severity": ("ist",), "cases": ("ist",)},
        "Sanctions of ccode1 in force against ccode2, by the year of their end (2019 where "
        "they went on): greatest cost to the target (1 minor, 2 major, 3 severe), cases.",
    ),
    Table(
        "rivalry",
        ("ccode1", "ccode2", "first", "last"),
        {},
        "Spells of strategic rivalry, first and last year.",
    ),
)
