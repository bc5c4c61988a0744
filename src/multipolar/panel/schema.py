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
    derived
        Whether it is made from other tables of the release, and not from raw files.
    """

    name: str
    keys: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: str = ""
    tolerance: float = 0.0
    derived: bool = False

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Keys, then measured columns."""
        return (*self.keys, *self.columns)


_VOTES = ("un-votes", "un-votes-2024", "un-library-2025")
_DYAD = ("year", "ccode1", "ccode2")
_NEAR = ("geodist", "cow-contiguity")
_LAYERS = (
    *_VOTES,
    "cow-igo",
    "atop",
    "mme",
    "dcad",
    "cow-trade",
    "un-debate",
    "tss-rivalries",
    "cow-mid",
    *_NEAR,
)
_CRITERIA = (*_LAYERS, "nmc", "vdem")

_BLOCS = (*_VOTES, "atop", "nmc", "cow-trade", "cow-igo", "tss-rivalries", *_NEAR)

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
            "tallies",
            ("year", "session", "final", "ccode"),
            dict.fromkeys(("yes", "abstain", "no"), _VOTES),
            "How a state voted on the contested roll calls of one session in one calendar year.",
        ),
        Table(
            "opposition",
            ("year", "session", "final", "ccode1", "ccode2"),
            dict.fromkeys(("calls", "both"), _VOTES),
            "Contested roll calls on which the United States voted yes or no and both states of "
            "the dyad took part, and those on which both cast the opposite vote.",
        ),
        Table(
            "split_votes",
            ("year", "final", "third", "ccode1", "ccode2"),
            dict.fromkeys(CELLS, _VOTES),
            "Nine-cell vote tables of the pairs of sixteen large states by calendar year, on "
            "contested roll calls on which the United States voted Yes (third 1) or No (3).",
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
            "trade_states",
            ("year", "ccode"),
            {"openness": ("cow-trade", "world-bank-gdp"), "itpde_part": ("itpd-e",)},
            "Total trade over GDP, both in current dollars; and the state's part of the sum of "
            "the table trade_itpde, counted with every partner.",
        ),
        Table(
            "trade_itpde",
            _DYAD,
            {"part": ("itpd-e",)},
            "A pair's part of the trade of all pairs, with services; ccode1 < ccode2.",
        ),
        Table(
            "trade_focal",
            _DYAD,
            dict.fromkeys(("comtrade1", "comtrade2"), ("un-comtrade",))
            | dict.fromkeys(("imf1", "imf2"), ("imf-dots",)),
            "Share of the other in the trade of China and of the US (Comtrade), and of Russia "
            "(IMF): 1 where that is ccode1, 2 where it is ccode2; ccode1 < ccode2.",
        ),
        Table(
            "gravity",
            _DYAD,
            dict.fromkeys(("residual", "error"), ("cow-trade", "geodist", "cow-contiguity")),
            "Logarithm of the trade of a pair over what gravity expects in that year, null where "
            "there was none, and its standard error; ccode1 < ccode2.",
            tolerance=0.011,
        ),
        Table(
            "energy",
            ("year", "ccode"),
            dict.fromkeys(("oil_net", "gas_net", "balance"), ("energy-review", "owid-resources"))
            | {"coal_net": ("owid-resources",)}
            | dict.fromkeys(
                ("oil_years", "oil_low", "oil_high", "gas_years", "gas_low", "gas_high"),
                ("energy-review",),
            ),
            "Net exports in exajoules, balance of oil and gas, and reserves over production in "
            "years with a 90 % interval.",
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
            "events",
            _DYAD,
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
            _DYAD,
            dict.fromkeys(("balance", "low", "high", "days"), ("gdelt-daily",)),
            "Net over total daily score of a dyad-year with its 90 % interval (null below 30 "
            "days), and the days with an event; ccode1 < ccode2.",
        ),
        Table(
            "conflict",
            _DYAD,
            {"intensity": ("ucdp-acd",), "supporters": ("ucdp-acd",)},
            "Interstate armed conflict of two states on opposite sides: 1 from 25 battle deaths, "
            "2 from 1,000; supporters is 1 where one of them is a secondary party.",
        ),
        Table(
            "disputes",
            ("mid5", *_DYAD, "ended"),
            dict.fromkeys(("level", "unclear"), ("gml-mid", "cow-mid", "tss-rivalries"))
            | {"disputes": ("gml-mid", "cow-mid"), "unsettled": ("gml-mid", "tss-rivalries")},
            "Disputes by the year of their end: level 1 incidents, 2 deadly, answered or between "
            "rivals, null where unknown; unsettled is 1 if one of level 2 ended without a "
            "settlement; mid5 is 0 for the corrected data, 1 for COW's own.",
        ),
        Table(
            "joint_disputes",
            _DYAD,
            dict.fromkeys(("level", "disputes"), ("cow-mid",)),
            "Disputes in which two states stood on one side, by the year in which both had begun "
            "to: how many, and the highest hostility level that both reached; ccode1 < ccode2.",
        ),
        Table(
            "sanctions",
            (*_DYAD, "ended"),
            {"severity": ("ist",), "cases": ("ist",)},
            "Sanctions of ccode1 in force against ccode2, by the year of their end (2019 where "
            "they went on): greatest cost to the target (1 minor, 2 major, 3 severe), cases.",
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
        Table(
            "programme",
            ("entry", "year", "ccode"),
            {"uses": ("un-debate",)},
            "Uses of each entry of the dictionaries of programme and objection, by its place in "
            "them, in a state's speech; entries that it did not use have no row.",
        ),
        Table("distance", ("ccode1", "ccode2"), {"km": ("geodist",)}, "Distance of main cities."),
        Table(
            "capabilities",
            ("year", "ccode"),
            {name: ("nmc",) for name in ("milex", "milper", "irst", "pec", "tpop", "upop")},
            "State-years: share of the world in each component of capability.",
        ),
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
        Table(
            "exercises",
            _DYAD,
            {"bilateral": ("mme",), "multilateral": ("mme",)},
            "Joint military exercises of two listed participants, and of more; ccode1 < ccode2.",
        ),
        Table(
            "exercises_jme",
            _DYAD,
            {"listed": ("jme",)},
            "Exercises on an earlier, thinner list of the world's; ccode1 < ccode2.",
        ),
        Table(
            "exercises_russia",
            _DYAD,
            {"listed": ("russian-exercises",)},
            "Exercises on a partial list of Russia's; ccode1 < ccode2, one of them Russia.",
        ),
        Table(
            "defence_agreements",
            _DYAD,
            {"signed": ("dcad",), "in_force": ("dcad",), "general": ("dcad",)},
            "Defence agreements signed since 1980, in force, and framework agreements in force; "
            "ccode1 < ccode2.",
        ),
        Table(
            "military_states",
            ("year", "ccode"),
            {
                "exercises": ("mme",),
                "us_troops": ("us-troops",),
                "warheads": ("fas-warheads",),
            },
            "State-years: exercises with others, US forces there, nuclear warheads.",
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
            "regimes",
            ("year", "ccode"),
            dict.fromkeys(
                (
                    "polyarchy",
                    "polyarchy_low",
                    "polyarchy_high",
                    "liberal",
                    "liberal_low",
                    "liberal_high",
                ),
                ("vdem",),
            )
            | {"polity": ("polity5",), "type": ("regimes-of-the-world",)},
            "Indices of democracy with 90 % intervals, Polity score, type of regime (0 to 3).",
        ),
        Table(
            "religions",
            ("year", "ccode", "family"),
            {"share": ("world-religion",)},
            "Share of families of religions among adherents, by number of the family.",
        ),
        Table(
            "opinion",
            _DYAD,
            dict.fromkeys(("favourable", "n"), ("pew-attitudes",)),
            "Share of the public of ccode1 with a favourable view of ccode2, and respondents.",
        ),
        Table(
            "influence",
            _DYAD,
            {"fbic": ("fbic",)},
            "Capacity of ccode1 to influence ccode2.",
        ),
        Table(
            "china_visits",
            ("year", "ccode"),
            {"visits": ("who-where-when",)},
            "Visits of China's leaders to a state; states without a row were not visited.",
        ),
        Table(
            "china_engagements",
            ("year", "ccode"),
            {"days": ("china-vitae",)},
            "Days on which China's leading officials engaged with a state.",
        ),
        Table(
            "travel",
            ("year", "ccode"),
            {"sent": ("colt",), "received": ("colt",)},
            "Trips abroad of a state's leaders, and of other leaders to it.",
        ),
        Table(
            "affinity_levels",
            ("year", "ccode"),
            dict.fromkeys(
                ("votes", "votes_constant", "votes_km", "votes_border"), (*_VOTES, *_NEAR)
            )
            | dict.fromkeys(
                (
                    "institutions",
                    "institutions_constant",
                    "institutions_km",
                    "institutions_border",
                ),
                ("cow-igo", *_NEAR),
            ),
            "What is expected of a pair in votes and memberships, in parts: a state's own level, "
            "and the constant and the slopes on log distance and a land border of the year.",
            tolerance=0.002,
            derived=True,
        ),
        Table(
            "affinity_model",
            ("blind", "origin", "layer"),
            dict.fromkeys(
                (
                    "loading",
                    "common",
                    "persistence",
                    "noise",
                    "mean",
                    "scale",
                    "cut1",
                    "cut2",
                    "cut3",
                    "cut4",
                    "km",
                    "border",
                    "zero",
                    "low",
                    "high",
                ),
                _LAYERS,
            ),
            "Parameters of the affinity model that a year after the origin may use: layer 0 "
            "votes, 1 treaty, 2 practice, 3 trade, 4 institutions, 5 narrative, 6 hostility; blind "
            "is 1 for the model that does not see treaties. zero, low and high are the median and "
            "the ends of 90 % of the pairs between which nothing is.",
            tolerance=0.002,
            derived=True,
        ),
        Table(
            "verdict_cases",
            ("ccode1", "ccode2", "year"),
            dict.fromkeys(
                (
                    "affinity_blind",
                    "practice",
                    "hostility",
                    "depth_blind",
                    "unevenness_blind",
                    "stakes",
                    "need",
                    "power_gap",
                    "common_rivals",
                    "joint_no",
                    "regime_gap",
                    "democracy",
                    "distance",
                    "affinity",
                    "depth",
                    "unevenness",
                    "obligation",
                    "affinity_sd",
                    "affinity_blind_sd",
                ),
                _CRITERIA,
            ),
            "Predictors of the verdict in every third year of the reference relationships.",
            tolerance=0.02,
            derived=True,
        ),
        Table(
            "verdict_normal",
            ("blind", "origin", "place"),
            dict.fromkeys(("mean", *(f"with{k}" for k in range(14))), _CRITERIA),
            "Mean of a predictor of the verdict and its covariance with each, in their order, over "
            "relevant dyads up to the origin, from which those that are missing are drawn.",
            tolerance=0.02,
            derived=True,
        ),
        Table(
            "verdict_widths",
            ("blind", "year"),
            {"width": _CRITERIA},
            "Place in a list of widths of the prior that the references up to a year prefer.",
            tolerance=1.0,
            derived=True,
        ),
        Table(
            "reactions",
            ("third", "as_of"),
            dict.fromkeys(
                (
                    "persistence",
                    "slope",
                    "slope_error",
                    "placebo",
                    "placebo_error",
                    "p",
                    "mean",
                    "spread",
                    "observations",
                    "slopes",
                ),
                (*_VOTES, "tss-rivalries", "cow-mid"),
            ),
            "How votes of all pairs answer to the hostility of a third party, with data up to "
            "as_of: slopes and errors, permutation p, mean and spread of the pairs' own slopes.",
            tolerance=0.002,
            derived=True,
        ),
        Table(
            "reaction_years",
            ("third", "as_of", "year"),
            {"effect": (*_VOTES, "tss-rivalries", "cow-mid")},
            "Effect of each year in those regressions, up to a constant.",
            tolerance=0.002,
            derived=True,
        ),
        Table(
            "blocs",
            ("layer", "year", "ccode"),
            dict.fromkeys(("seen", "labels"), _BLOCS),
            "Blocs of states, drawn many times: layer 0 by votes, 1 by all layers together; labels "
            "has a byte for the bloc of each draw, 100 draws at each of five resolutions, and seen "
            "the layers that speak of the state (bits 1 votes, 2 treaty, 4 trade, 8 institutions, "
            "16 hostility).",
            derived=True,
        ),
        Table(
            "bloc_levels",
            ("layer", "year", "resolution"),
            dict.fromkeys(("quality", "chance", "chance_sd", "p", "together"), _BLOCS),
            "Modularity of the blocs at each resolution (0 to 4: 0.75 to 1.25), mean and standard "
            "deviation of it in networks without blocs, share of these with as great a one, and "
            "share of pairs that they have in one bloc.",
            tolerance=0.001,
            derived=True,
        ),
        Table(
            "realignments",
            ("seen", "year", "ccode1", "ccode2"),
            dict.fromkeys(
                (
                    "log_p",
                    "log_strict",
                    "size",
                    "sd",
                    "first",
                    "last",
                    "relevant",
                    "fresh",
                    "votes",
                    "treaty",
                    "practice",
                    "trade",
                    "institutions",
                    "narrative",
                    "hostility",
                ),
                _LAYERS,
            ),
            "Lasting shifts of affinity by a quarter of a standard deviation or more, after 3, 5 "
            "and 10 years seen: decimal logarithm of p, with a change of a code as a fact and "
            "(strict) as chance by the model, size with its standard deviation, first and last "
            "year of the interval of 90 %, whether the pair was politically relevant, and "
            "percent of the size that each layer gives; fresh is the percent of new layers.",
            tolerance=0.01,
            derived=True,
        ),
        Table(
            "realignment_tests",
            ("seen", "year", "relevant"),
            {"tests": _LAYERS},
            "Pairs, politically relevant ones and others, of which the year was tested for a "
            "lasting shift of affinity as the clearest of its neighbours.",
            tolerance=0.01,
            derived=True,
        ),
        Table(
            "realignment_usual",
            ("origin", "layer"),
            dict.fromkeys(("degrees", "variance", "most"), _LAYERS),
            "Variance of the innovations of each layer of affinity in ordinary years up to an "
            "origin, in that of the model, the degrees of freedom with which a pair's own is drawn "
            "to it, and the size up to which one counts.",
            tolerance=0.01,
            derived=True,
        ),
        Table(
            "realignment_years",
            ("year", "horizon", "layer"),
            dict.fromkeys(("centre", "scale"), _LAYERS),
            "Centre and scale, over all pairs, of the scores of shifts that began in a year, by "
            "the number of years they are read from.",
            tolerance=0.01,
            derived=True,
        ),
    )
}

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
