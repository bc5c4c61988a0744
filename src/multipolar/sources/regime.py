"""Regimes: how democratic a state is, as a latent score and as the indices behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import (
    Coverage,
    RawFile,
    Reference,
    Source,
    Terms,
    as_integers,
    github,
)
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

PEMSTEIN_2010 = Reference(
    key="pemstein2010democratic",
    kind="article",
    authors=("Pemstein, Daniel", "Meserve, Stephen A.", "Melton, James"),
    year=2010,
    title="Democratic Compromise: A Latent Variable Analysis of Ten Measures of Regime Type",
    container="Political Analysis",
    volume="18",
    number="4",
    pages="426-449",
)
MARQUEZ_2016 = Reference(
    key="marquez2016quick",
    kind="report",
    authors=("Marquez, Xavier",),
    year=2016,
    title="A Quick Method for Extending the Unified Democracy Scores",
    container="SSRN",
    doi="10.2139/ssrn.2753830",
)

FILE = RawFile(
    "regime/cw_democracy.rda",
    github("svmiller/isard", "46944ad97a5532cd8e3b33129463c8435a69846a", "data/cw_democracy.rda"),
    "63817db0ed4be6d4faafe6a1c363ffe3862897fb1b28d53298099fef576be45a",
    214_470,
)


def democracy(raw: RawFolder) -> pl.DataFrame:
    """State-years with measures of democracy; one that a state-year lacks is null.

    Returns
    -------
    polars.DataFrame
        ``ccode, year``; ``democracy``, the extended Unified Democracy Score, adjusted so that 0
        is the average point at which dichotomous codings divide democracies from other regimes
        (a standard normal scale: the chance of being a democracy is its cumulative distribution);
        ``polity``, -10 to 10; ``polyarchy``, 0 to 1. State-years with none of them are left out.
    """
    import polars as pl

    measures = {"democracy": "aeuds", "polity": "polity2", "polyarchy": "v2x_polyarchy"}
    frame = as_integers(raw.read_r(FILE), "ccode", "year").select(
        "ccode", "year", *(pl.col(old).fill_nan(None).alias(new) for new, old in measures.items())
    )
    frame = frame.filter(pl.any_horizontal(pl.col(tuple(measures)).is_not_null()))
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


SOURCE = Source(
    key="extended-uds",
    title="Extended Unified Democracy Scores",
    producer="Xavier Marquez; joined to Correlates of War codes by Steven V. Miller",
    version="democracyData 0.7.1 (isard, after 0.1.0)",
    references=(MARQUEZ_2016, PEMSTEIN_2010),
    terms=Terms.LOCAL,
    terms_text="Terms of the scores not seen; the package that carries them is under GPL-2. Read "
    "from the user's own file until they are confirmed at the source.",
    home="https://github.com/xmarquez/democracyData",
    files=(FILE,),
    coverage=Coverage(
        1816, 2025, note="no score for Austria-Hungary 1867-1918, nor for two states of 1990"
    ),
    adds="democracy 1816-2025",
    readers={"democracy": democracy},
)
