"""Sanctions of one state against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.sources import sanctions_ist

if TYPE_CHECKING:
    import polars as pl

SENDER = int(sanctions_ist.UNITED_STATES)
"""The one state whose sanctions the source codes: of others nothing is known, not zero."""


def _none_in_force(scope: Scope, found: pl.DataFrame) -> pl.DataFrame:
    """The findings, and a structural zero for every target that the sender left alone."""
    import polars as pl

    keys = ["ccode1", "ccode2", "year"]
    targets = states.dyad_years(scope.first, scope.last, directed=True)
    targets = targets.filter(pl.col("ccode1") == SENDER).select(pl.col(keys).cast(pl.Int32))
    zero = pl.lit(Status.STRUCTURAL_ZERO.value).alias("status")
    return pl.concat(
        [found, targets.join(found, on=keys, how="anti").with_columns(zero)], how="diagonal"
    )


def _imposed(scope: Scope) -> pl.DataFrame:
    import polars as pl

    found = (
        dyads_in_scope(scope, "sanctions")
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.lit(1.0).alias("value"), pl.col("cases").cast(pl.Int32).sum().alias("n"))
    )
    return _none_in_force(scope, found.collect())


def _severity(scope: Scope) -> pl.DataFrame:
    """Greatest cost to the target; of a case that outlasts ``as_of`` it is not known."""
    import polars as pl

    as_of = scope.options.as_of
    over = pl.lit(True) if as_of is None else pl.col("ended") <= as_of
    severe = max(sanctions_ist.SEVERITY.values())
    found = (
        dyads_in_scope(scope, "sanctions")
        .with_columns(over.alias("over"))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.col("severity").filter(pl.col("over")).max().cast(pl.Float64).alias("value"),
            pl.col("cases").cast(pl.Int32).sum().alias("n"),
            pl.col("over").all().alias("settled"),
        )
    )
    known = pl.col("settled") | (pl.col("value") == severe).fill_null(False)
    status = pl.when(~known).then(pl.lit(Status.PARTIAL.value)).alias("status")
    return _none_in_force(scope, found.with_columns(status).drop("settled").collect())


_SENDERS = (
    "The source codes the United States and organisations (European Union, United Nations, "
    "African Union and others) as senders. Those of organisations are not laid at the door of "
    "their members, as the source does not do so; of other states it says nothing, and their "
    "values are missing."
)

INDICATORS = (
    Indicator(
        name="sanctions.imposed",
        title="sanctions in force",
        field="sanctions",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="binary",
        bounds=(0, 1),
        scale="1 if the first has sanctions in force against the second",
        high="the first punishes the second",
        definition="1 if sanctions of the first state were formally in force against the second "
        "on at least one day of the year; n counts cases. Cuts of aid, arms embargoes and travel "
        "bans count like trade embargoes. " + _SENDERS,
        sources=("ist",),
        references=(sanctions_ist.ATTIA_2023,),
        compute=_imposed,
        absent=Status.MISSING,
        coverage=sanctions_ist.SOURCE.coverage,
    ),
    Indicator(
        name="sanctions.severity",
        title="cost of sanctions to the target",
        field="sanctions",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ordinal",
        bounds=(0, 3),
        scale="0 none, 1 minor, 2 major, 3 severe",
        high="the first hurts the second's economy much",
        definition="Greatest cost to the target among the sanctions of the first state in force "
        "in the year. The source codes it for a case as a whole: with as_of, a case that was "
        "still in force then makes the value partial. " + _SENDERS,
        sources=("ist",),
        references=(sanctions_ist.ATTIA_2023,),
        compute=_severity,
        absent=Status.MISSING,
        coverage=sanctions_ist.SOURCE.coverage,
    ),
)
