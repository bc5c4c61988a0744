"""Institutions: organisations that two states belong to together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import cow_igo
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl


def _joint(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "igo")
    return frame.select(
        "ccode1", "ccode2", "year", pl.col("joint").cast(pl.Float64).alias("value")
    ).collect()


def _jaccard(scope: Scope) -> pl.DataFrame:
    import polars as pl

    counts = states_in_scope(scope, "states").select("ccode", "year", "igos")
    frame = dyads_in_scope(scope, "igo")
    for side in ("1", "2"):
        renamed = counts.rename({"ccode": f"ccode{side}", "igos": f"igos{side}"})
        frame = frame.join(renamed, on=[f"ccode{side}", "year"])
    either = pl.col("igos1") + pl.col("igos2") - pl.col("joint").cast(pl.Int32)
    value = pl.when(either > 0).then(pl.col("joint") / either)
    return (
        frame.select("ccode1", "ccode2", "year", value.alias("value"), n=either)
        .drop_nulls("value")
        .collect()
    )


INDICATORS = (
    Indicator(
        name="igo.joint",
        title="joint organisations",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="organisations",
        high="they sit in many organisations together; states that join much always do",
        definition="Number of intergovernmental organisations of which both are full or associate "
        "members; "
        "memberships that the source does not know are not counted.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_joint,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    Indicator(
        name="igo.jaccard",
        title="overlap of memberships",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of the organisations that either belongs to",
        high="they belong to the same organisations",
        definition="Joint memberships, full or associate, over organisations of which at least one "
        "is a member (Jaccard); n is the latter number.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_jaccard,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
)
