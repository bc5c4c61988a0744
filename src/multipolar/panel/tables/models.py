"""Models fitted to the other tables: affinity, the verdict, reactions to a third party."""

from __future__ import annotations

from multipolar.panel.tables.table import LAYERS, NEAR, VOTES, Table

CRITERIA = (*LAYERS, "nmc", "vdem")
"""Sources of the predictors of the verdict."""

TABLES = (
    Table(
        "affinity_levels",
        ("year", "ccode"),
        dict.fromkeys(("votes", "votes_constant", "votes_km", "votes_border"), (*VOTES, *NEAR))
        | dict.fromkeys(
            (
                "institutions",
                "institutions_constant",
                "institutions_km",
                "institutions_border",
            ),
            ("cow-igo", *NEAR),
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
            LAYERS,
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
            CRITERIA,
        ),
        "Predictors of the verdict in every third year of the reference relationships.",
        tolerance=0.02,
        derived=True,
    ),
    Table(
        "verdict_normal",
        ("blind", "origin", "place"),
        dict.fromkeys(("mean", *(f"with{k}" for k in range(14))), CRITERIA),
        "Mean of a predictor of the verdict and its covariance with each, in their order, over "
        "relevant dyads up to the origin, from which those that are missing are drawn.",
        tolerance=0.02,
        derived=True,
    ),
    Table(
        "verdict_widths",
        ("blind", "year"),
        {"width": CRITERIA},
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
            (*VOTES, "tss-rivalries", "cow-mid"),
        ),
        "How votes of all pairs answer to the hostility of a third party, with data up to "
        "as_of: slopes and errors, permutation p, mean and spread of the pairs' own slopes.",
        tolerance=0.002,
        derived=True,
    ),
    Table(
        "reaction_years",
        ("third", "as_of", "year"),
        {"effect": (*VOTES, "tss-rivalries", "cow-mid")},
        "Effect of each year in those regressions, up to a constant.",
        tolerance=0.002,
        derived=True,
    ),
)
