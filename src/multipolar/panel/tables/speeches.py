"""Speeches in the UN General Debate."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

THEMES = (
    "multipolarity",
    "sovereignty",
    "hegemony",
    "sanctions",
    "terrorism",
    "development",
    "climate",
    "human_rights",
)
"""Themes of speeches, as in the dictionary of `multipolar.measures.text`."""

TABLES = (
    Table(
        "speeches",
        ("year", "ccode"),
        dict.fromkeys(("words", *THEMES), ("un-debate",)),
        "Speeches in the UN General Debate: words, and uses of each theme's dictionary.",
    ),
    Table(
        "narrative",
        DYAD,
        {"similarity": ("un-debate",), "error": ("un-debate",)},
        "Cosine of two states' speeches of the year among the topics of the five years that "
        "end with it, and its standard error, both in steps of .004; ccode1 < ccode2.",
        tolerance=0.005,
    ),
    Table(
        "narrative_levels",
        ("year", "ccode"),
        {"level": ("un-debate",), "nonaligned": ("cow-igo",)}
        | dict.fromkeys(("region", "both", "one"), ("un-debate", "cow-igo")),
        "Expected similarity in parts: a state's level, full membership in the Non-Aligned "
        "Movement (after 2014 carried), and what one region, both Non-Aligned and one "
        "Non-Aligned add in the year.",
        tolerance=0.005,
    ),
    Table(
        "lexicon",
        ("term", "ccode", "year"),
        {"z": ("un-debate",), "said": ("un-debate",)},
        "Up to fifty words most distinctive of a state in the five years that end with the "
        "year: z, and bits of the years in which it said them (1 the year, 2 the one before).",
        tolerance=0.21,
    ),
    Table("terms", ("term",), {"word": ("un-debate",)}, "The word of each number of the lexicon."),
    Table(
        "programme",
        ("entry", "year", "ccode"),
        {"uses": ("un-debate",)},
        "Uses of each entry of the dictionaries of programme and objection, by its place in "
        "them, in a state's speech; entries that it did not use have no row.",
    ),
)
