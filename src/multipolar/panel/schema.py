"""The tables of a data release: keys, columns, and the sources that each column comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SCHEMA_VERSION = 1
"""Raised when tables or columns change so that older code could misread them."""

ISSUES = {"me": 1, "nu": 2, "di": 3, "hr": 4, "co": 5, "ec": 6, "important": 7}
"""Codes of the issues in the table of votes by issue."""

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

CELLS = tuple(f"{a}{b}" for a in "yan" for b in "yan")
"""Nine cells of a dyad's votes: ``ya`` counts yes by ccode1 and abstention by ccode2."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the release.

    Attributes
    ----------
    name
        File name without ending.
    keys
        Columns that identify a row; rows are sorted by them.
    columns
        Measured columns, each with the keys of its sources.
    about
        What a row is.
    tolerance
        Difference up to which floats of an iterative estimate count as the same; 0 where every
        build must give the same numbers.
    """

    name: str
    keys: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: str = ""
    tolerance: float = 0.0

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Keys, then measured columns."""
        return (*self.keys, *self.columns)


_VOTES = ("un-votes", "un-votes-2024", "un-library-2025")
_DYAD = ("year", "ccode1", "ccode2")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "votes",
            ("year", "session", "final", "ccode1", "ccode2"),
            dict.fromkeys((*CELLS, "unanimous"), _VOTES),
            "Nine-cell vote tables of a dyad: contested roll calls of one session held in one "
            "calendar year; final is 1 for texts as a whole, 0 for parts, -1 where unknown. "
            "unanimous counts roll calls on which nobody differed and both voted yes or no.",
        ),
        Table(
            "votes_issue",
            ("issue", "year", "session", "final", "ccode1", "ccode2"),
            dict.fromkeys(CELLS, _VOTES[:2]),
            "The same tables by issue: 1 Middle East, 2 nuclear, 3 disarmament, 4 human rights, "
            "5 colonialism, 6 economic development, 7 important votes (US State Department).",
        ),
        Table(
            "roll_calls",
            ("year", "session", "final"),
            {"calls": _VOTES, "contested": _VOTES},
            "Number of roll calls, and of contested ones, behind the table of votes.",
        ),
        Table(
            "ideal",
            ("by_session", "filtered", "year", "ccode"),
            dict.fromkeys(("point", "error", "votes"), _VOTES),
            "Ideal points of states: by_session 1 for sessions (year is session + 1945), 0 for "
            "calendar years; filtered 1 for estimates from the votes up to the period only.",
            tolerance=0.02,
        ),
        Table(
            "treaty",
            _DYAD,
            {name: ("atop",) for name in ("pledged12", "pledged21", "bilateral12", "bilateral21")},
            "Obligations as bits (1 defence, 2 offence, 4 neutrality, 8 non-aggression, 16 "
            "consultation) of ccode1 toward ccode2 and back; ccode1 < ccode2.",
        ),
        Table(
            "trade",
            _DYAD,
            {"share1": ("cow-trade",), "share2": ("cow-trade",)},
            "Share of the other in each one's total trade; ccode1 < ccode2.",
        ),
        Table(
            "igo",
            _DYAD,
            {"joint": ("cow-igo",)},
            "Organisations of which both are full or associate members; ccode1 < ccode2.",
        ),
        Table(
            "mid",
            (*_DYAD, "ended"),
            {"level": ("cow-mid",), "disputes": ("cow-mid",)},
            "Highest hostility level and number of disputes of a dyad-year, by the year in which "
            "the disputes ended; ccode1 < ccode2.",
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
            _DYAD,
            dict.fromkeys(("joint", "vetoes1", "vetoes2", "drafts"), ("un-vetoes",))
            | {"adopted": ("un-council-votes",)},
            "Drafts vetoed by both, by each and by any member, and resolutions adopted (to 2021), "
            "while both held a permanent seat; ccode1 < ccode2.",
        ),
        Table(
            "rivalry",
            ("ccode1", "ccode2", "first", "last"),
            {},
            "Spells of strategic rivalry, first and last year.",
        ),
        Table(
            "contiguity",
            ("ccode1", "ccode2", "first", "last", "kind"),
            {},
            "Spells of contiguity, by kind (1 land to 5 up to 400 miles of sea).",
        ),
        Table(
            "speeches",
            ("year", "ccode"),
            dict.fromkeys(("words", *THEMES), ("un-debate",)),
            "Speeches in the UN General Debate: words, and uses of each theme's dictionary.",
        ),
        Table(
            "narrative",
            _DYAD,
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
        Table(
            "terms", ("term",), {"word": ("un-debate",)}, "The word of each number of the lexicon."
        ),
        Table("distance", ("ccode1", "ccode2"), {"km": ("geodist",)}, "Distance of main cities."),
        Table(
            "states",
            ("year", "ccode"),
            {
                "cinc": ("nmc",),
                "power_share": ("nmc",),
                "militarization": ("nmc",),
                "gdp": ("fariss-gdp",),
                "gdp_low": ("fariss-gdp",),
                "gdp_high": ("fariss-gdp",),
                "net_resources": ("fariss-gdp",),
                "net_resources_low": ("fariss-gdp",),
                "net_resources_high": ("fariss-gdp",),
                "igos": ("cow-igo",),
            },
            "State-years: capabilities, economy, full memberships in organisations.",
        ),
    )
}

SPELL_SOURCES = {"rivalry": ("tss-rivalries",), "contiguity": ("cow-contiguity",)}
"""Sources of the tables that have keys only."""


def sources_of(table: Table) -> tuple[str, ...]:
    """Keys of all the sources that a table was computed from."""
    found = dict.fromkeys(key for keys in table.columns.values() for key in keys)
    return tuple(found) or SPELL_SOURCES[table.name]
