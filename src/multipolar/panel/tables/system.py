"""Blocs of states and lasting realignments, found in the other tables."""

from __future__ import annotations

from multipolar.panel.tables.table import LAYERS, NEAR, VOTES, Table

BLOCS = (*VOTES, "atop", "nmc", "cow-trade", "cow-igo", "tss-rivalries", *NEAR)
"""Sources of the layers of the network that blocs are found in."""

TABLES = (
    Table(
        "blocs",
        ("layer", "year", "ccode"),
        dict.fromkeys(("seen", "labels"), BLOCS),
        "Blocs of states, drawn many times: layer 0 by votes, 1 by all layers together; labels "
        "has a byte for the bloc of each draw, 100 draws at each of five resolutions, and seen "
        "the layers that speak of the state (bits 1 votes, 2 treaty, 4 trade, 8 institutions, "
        "16 hostility).",
        derived=True,
    ),
    Table(
        "bloc_levels",
        ("layer", "year", "resolution"),
        dict.fromkeys(("quality", "chance", "chance_sd", "p", "together"), BLOCS),
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
            LAYERS,
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
        {"tests": LAYERS},
        "Pairs, politically relevant ones and others, of which the year was tested for a "
        "lasting shift of affinity as the clearest of its neighbours.",
        tolerance=0.01,
        derived=True,
    ),
    Table(
        "realignment_usual",
        ("origin", "layer"),
        dict.fromkeys(("degrees", "variance", "most"), LAYERS),
        "Variance of the innovations of each layer of affinity in ordinary years up to an "
        "origin, in that of the model, the degrees of freedom with which a pair's own is drawn "
        "to it, and the size up to which one counts.",
        tolerance=0.01,
        derived=True,
    ),
    Table(
        "realignment_years",
        ("year", "horizon", "layer"),
        dict.fromkeys(("centre", "scale"), LAYERS),
        "Centre and scale, over all pairs, of the scores of shifts that began in a year, by "
        "the number of years they are read from.",
        tolerance=0.01,
        derived=True,
    ),
)
