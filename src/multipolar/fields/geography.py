"""Geography: how far apart two states are, and whether they touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import spells_in_scope
from multipolar.sources import contiguity, geodist
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl


def _kilometres(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = scope.release.scan("distance").with_columns(
        pl.col("ccode1", "ccode2").cast(pl.Int32), pl.col("km").alias("value")
    )
    if scope.states is not None:
        wanted = sorted(scope.states)
        frame = frame.filter(pl.col("ccode1").is_in(wanted) & pl.col("ccode2").is_in(wanted))
    years = pl.LazyFrame({"year": range(scope.first, scope.last + 1)}, schema={"year": pl.Int32})
    return frame.drop("km").join(years, how="cross").collect()


def _contiguity(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = spells_in_scope(scope, "contiguity")
    return (
        frame.group_by("ccode1", "ccode2", "year")
        .agg(pl.col("kind").min().cast(pl.Float64).alias("value"))
        .collect()
    )


INDICATORS = (
    Indicator(
        name="distance.km",
        title="distance",
        field="geography",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="amount",
        bounds=(0, 20100),
        scale="kilometres",
        high="they are far apart",
        definition="Great-circle distance of the most populous cities, of countries as of about "
        "2010; for states that had ended by then, or are not in the source, of cities coded by "
        "hand.",
        sources=("geodist",),
        references=(ref.MAYER_2011,),
        compute=_kilometres,
        absent=Status.MISSING,
        coverage=geodist.SOURCE.coverage,
    ),
    Indicator(
        name="distance.contiguity",
        title="contiguity",
        field="geography",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 5),
        scale="0 none, 1 land or river, 2 up to 12 miles of sea, 3 up to 24, 4 up to 150, 5 up "
        "to 400",
        high="1 is a common border; 0 none at all",
        definition="Closest kind of direct contiguity on any day of the year.",
        sources=("cow-contiguity",),
        references=(ref.STINNETT_2002,),
        compute=_contiguity,
        absent=Status.STRUCTURAL_ZERO,
        coverage=contiguity.SOURCE.coverage,
        carries=True,
    ),
)
