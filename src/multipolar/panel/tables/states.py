"""What a state is and has, where it lies, and who visits whom."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

TABLES = (
    Table(
        "contiguity",
        ("ccode1", "ccode2", "first", "last", "kind"),
        {},
        "Spells of contiguity, by kind (1 land to 5 up to 400 miles of sea).",
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
        DYAD,
        dict.fromkeys(("favourable", "n"), ("pew-attitudes",)),
        "Share of the public of ccode1 with a favourable view of ccode2, and respondents.",
    ),
    Table(
        "influence",
        DYAD,
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
)
