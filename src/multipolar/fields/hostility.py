"""Hostility: strategic rivalry and militarised disputes between two states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, spells_in_scope
from multipolar.sources import mids, rivalries
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

WINDOW = 10
"""Years, the year itself included, over which the highest dispute is taken."""
WAR = 5
LEAST = 1.0
"""Lowest level of a dispute."""


def _rivalry(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = spells_in_scope(scope, "rivalry").select("ccode1", "ccode2", "year").unique()
    return frame.with_columns(pl.lit(1.0).alias("value")).collect()


def _highest_dispute(scope: Scope) -> pl.DataFrame:
    """Highest level in the window; of a dispute that outlasts ``as_of`` the level is not known.

    Such a dispute makes the value `partial`, unless one that had ended was a war already; what
    had ended, or that there was a dispute at all, is the least it can be, given in ``low``.
    """
    import polars as pl

    frame = dyads_in_scope(scope, "mid", back=WINDOW - 1)
    as_of = scope.options.as_of
    over = pl.lit(True) if as_of is None else pl.col("ended") <= as_of
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    found = (
        frame.with_columns(over.alias("over"), echo)
        .explode("year")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.when("over").then(pl.col("level")).max().cast(pl.Float64).alias("value"),
            pl.col("disputes").sum().alias("n"),
            pl.col("over").all().alias("settled"),
        )
    )
    known = pl.col("settled") | (pl.col("value") == WAR).fill_null(False)
    least = pl.col("value").fill_null(LEAST)
    return (
        found.with_columns(
            pl.when(~known).then(pl.lit(Status.PARTIAL.value)).alias("status"),
            pl.when(~known).then(least).alias("low"),
        )
        .drop("settled")
        .collect()
    )


INDICATORS = (
    Indicator(
        name="hostility.rivalry",
        title="strategic rivalry",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="binary",
        bounds=(0, 1),
        scale="1 if rivals",
        high="each sees the other as a threatening competitor",
        definition="1 in every year of a strategic rivalry, coded from the perceptions of "
        "decision makers; first and last year count.",
        sources=("tss-rivalries",),
        references=(ref.THOMPSON_2021,),
        compute=_rivalry,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(1816, rivalries.SOURCE.coverage.last),
        carries=True,
    ),
    Indicator(
        name="hostility.mid",
        title="highest dispute in ten years",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 5),
        scale="0 none, 1 no militarised action, 2 threat, 3 display, 4 use of force, 5 war",
        high="they have threatened or fought each other",
        definition=f"Highest hostility level of either side in a militarised dispute between them "
        f"in the {WINDOW} years up to the year; n counts disputes by year. COW codes a dispute as "
        "a whole, in each of its years: with as_of, one that was still going on then makes the "
        "value partial, and low alone then has the highest level of those that had ended. A "
        "level alone is no rivalry: incidents at sea count as use of force.",
        sources=("cow-mid",),
        references=(ref.PALMER_2022,),
        compute=_highest_dispute,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(
            1816,
            mids.SOURCE.coverage.last,
            partial=tuple(range(1816, 1816 + WINDOW - 1)),
            note="before 1825 the ten years reach back beyond the source",
        ),
    ),
)
