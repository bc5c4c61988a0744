"""Similarity of alliance portfolios: whether two states have the same allies (ATOP).

A tie counts in both portfolios by the stronger of the two directions. Few differ (one to five
pairs a year), and kappa by direction correlates with ours at .994 in 1914, .9998 in 1980 and
.99998 in 2014; a single pair can differ by .27 (1914).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.fields.treaty import strongest
from multipolar.measures.portfolio import MATRICES, MAXIMUM
from multipolar.sources import atop
from multipolar.sources import references as ref
from multipolar.sources.base import Reference

if TYPE_CHECKING:
    import polars as pl

_CODING = (
    "Each state's portfolio is its strongest obligation with every member of the state system of "
    "the year: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none, by "
    "any treaty and in either direction, and 3 with itself. "
)


def _portfolios(scope: Scope) -> pl.DataFrame:
    """Obligations of all pairs in the years of the scope, both orders, coded 1 to 3."""
    import polars as pl

    either = pl.col("pledged12") | pl.col("pledged21")
    ties = (
        dyads_in_scope(replace(scope, states=None), "treaty")
        .select("ccode1", "ccode2", "year", strongest(either).alias("grade"))
        .collect()
    )
    back = ties.select(ccode1="ccode2", ccode2="ccode1", year="year", grade="grade")
    return pl.concat([ties, back])


def _members(scope: Scope) -> pl.DataFrame:
    """Members of the state system in the years of the scope, with their share of capabilities."""
    import polars as pl

    everyone = states.state_years(scope.first, scope.last)
    power = states_in_scope(replace(scope, states=None), "states").select(
        "ccode", "year", "power_share"
    )
    return (
        everyone.select(pl.col("ccode", "year").cast(pl.Int32))
        .unique()
        .join(power.collect(), on=["ccode", "year"], how="left")
        .sort("year", "ccode")
    )


def table_of_year(
    members: pl.DataFrame, ties: pl.DataFrame
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """Codes of a year's members, their portfolios as a square table, and their capabilities.

    Obligations with those who are no member of the system that year are left out. A member whose
    capabilities are not known has the weight 0.
    """
    codes = members["ccode"].to_numpy().astype(np.int32)
    inside = ties.filter(ties["ccode1"].is_in(codes) & ties["ccode2"].is_in(codes))
    table = np.zeros((len(codes), len(codes)))
    rows = np.searchsorted(codes, inside["ccode1"].to_numpy())
    columns = np.searchsorted(codes, inside["ccode2"].to_numpy())
    table[rows, columns] = inside["grade"].to_numpy()
    np.fill_diagonal(table, MAXIMUM)
    return codes, table, members["power_share"].fill_null(0).to_numpy()


def _similarity(measure: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    ties = _portfolios(scope).partition_by("year", as_dict=True)
    none = pl.DataFrame(schema={"ccode1": pl.Int32, "ccode2": pl.Int32, "grade": pl.Int32})
    found = []
    for (year,), members in _members(scope).partition_by("year", as_dict=True).items():
        codes, table, capabilities = table_of_year(members, ties.get((year,), none))
        values = MATRICES[measure](table, capabilities)
        first, second = np.triu_indices(len(codes), 1)
        if scope.states is not None:
            wanted = np.isin(codes, list(scope.states))
            both = wanted[first] & wanted[second]
            first, second = first[both], second[both]
        counted = int((capabilities > 0).sum()) if measure == "s_weighted" else len(codes)
        found.append(
            pl.DataFrame({"ccode1": codes[first], "ccode2": codes[second]}).with_columns(
                pl.lit(year, pl.Int32).alias("year"),
                pl.Series("value", values[first, second], pl.Float64),
                pl.lit(counted, pl.Int32).alias("n"),
            )
        )
    return pl.concat(found).with_columns(pl.col("value").fill_nan(None)).drop_nulls("value")


def _declare(
    measure: str,
    title: str,
    high: str,
    definition: str,
    *references: Reference,
    sources: tuple[str, ...] = ("atop",),
) -> Indicator:
    return Indicator(
        name=f"portfolio.{measure}",
        title=title,
        field="treaty",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(-1.0, 1.0),
        scale="1 is the same obligations with everyone",
        high=high,
        definition=f"{definition} {_CODING}n is the number of states compared over.",
        sources=sources,
        references=(*references, ref.LEEDS_2002),
        compute=partial(_similarity, measure),
        absent=Status.MISSING,
        coverage=replace(
            atop.SOURCE.coverage,
            first=1816,
            note="membership of the state system is carried after 2016, when its list ends",
        ),
    )


INDICATORS = (
    _declare(
        "s",
        "similarity of alliances (S)",
        "they have the same obligations; most pairs do, since most states share no treaty",
        "S, 1 - 2 sum|x - y| / 3n, absolute and unweighted.",
        ref.SIGNORINO_1999,
    ),
    _declare(
        "s_weighted",
        "similarity of alliances (S, by capability)",
        "they have the same obligations with the strong states",
        "S, 1 - 2 sum w|x - y| / 3 sum w, absolute, each partner weighted by its share of "
        "capabilities. A partner whose capabilities are not known has no weight.",
        ref.SIGNORINO_1999,
        ref.SINGER_1972,
        sources=("atop", "nmc"),
    ),
    _declare(
        "kappa",
        "similarity of alliances beyond chance (kappa)",
        "they have the same allies more than their own numbers of obligations explain",
        "Weighted kappa, 1 - observed / expected squared distance, with each state's own "
        "frequency of obligations. Two states without any treaty are about 0 (and near 1 in S).",
        ref.COHEN_1968,
        ref.HAEGE_2011,
    ),
    _declare(
        "pi",
        "similarity of alliances beyond chance (pi)",
        "they have the same allies more than their common number of obligations explains",
        "Scott's pi, 1 - observed / expected squared distance, with the pooled frequency of "
        "obligations. Two states without any treaty are about 0 (and near 1 in S).",
        ref.SCOTT_1955,
        ref.HAEGE_2011,
    ),
)
