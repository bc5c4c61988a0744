"""Stage of military cooperation after Korolev (2019), by documented items, with bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.sources import atop, dcad, exercises
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

WINDOW = 5
REGULAR = 3
"""Years with a joint exercise, of the last five, that make exercises regular."""
STATIONED = 1_000
"""US forces in the other's country that count as stationed there, and not as guards or staff."""
CONSULT = 1 | 2 | 4 | 16
"""Bits of the treaty table that oblige to consult or to more; non-aggression does not."""
UNITED_STATES = 2
KEYS = ("ccode1", "ccode2", "year")


def stage(
    consult: pl.Expr, agreed: pl.Expr, some: pl.Expr, often: pl.Expr, troops: pl.Expr
) -> pl.Expr:
    """Stage from five items that are each known to be so or known not to be (booleans).

    0 none; 1 early: a treaty, an agreement or some exercise; 2 moderate: at least two of treaty,
    agreement and regular exercises; 3 deep: moderate, and forces of one stationed with the other.
    More items never make a lower stage, so that unknown ones give bounds when they are taken as
    lacking and as there.
    """
    import polars as pl

    pillars = pl.sum_horizontal(item.cast(pl.Int8) for item in (consult, agreed, often))
    moderate = pillars >= 2
    any_item = (pillars >= 1) | some
    return (
        pl.when(moderate & troops)
        .then(3)
        .when(moderate)
        .then(2)
        .when(any_item)
        .then(1)
        .otherwise(0)
    )


def _items(scope: Scope) -> pl.LazyFrame:
    """All dyads in scope with each item: true, false, or null where no source tells."""
    import polars as pl

    years = states.dyad_years(scope.first, scope.last, among=scope.states)
    dyads = years.lazy().select(pl.col(KEYS).cast(pl.Int32))
    agreed_known = pl.col("year") <= dcad.SOURCE.coverage.last
    either = pl.col("pledged12") | pl.col("pledged21")
    consult = dyads_in_scope(scope, "treaty").select(
        *KEYS, ((either & CONSULT) > 0).alias("consult")
    )
    agreed = dyads_in_scope(scope, "defence_agreements").select(
        *KEYS, (pl.col("in_force") > 0).alias("agreed")
    )
    frame = dyads.join(consult, on=KEYS, how="left").join(agreed, on=KEYS, how="left")
    frame = frame.join(_years_with_exercises(scope), on=KEYS, how="left")
    frame = frame.join(_hosts(scope, "ccode1"), on=["ccode1", "year"], how="left")
    frame = frame.join(_hosts(scope, "ccode2"), on=["ccode2", "year"], how="left")
    unknown = pl.max_horizontal(0, pl.col("year") - exercises.SOURCE.coverage.last)
    unknown = pl.min_horizontal(unknown, pl.lit(WINDOW))
    seen = pl.col("seen").fill_null(0)
    american = (
        pl.when(pl.col("ccode1") == UNITED_STATES)
        .then(pl.col("troops_ccode2"))
        .when(pl.col("ccode2") == UNITED_STATES)
        .then(pl.col("troops_ccode1"))
    )
    return frame.select(
        *KEYS,
        pl.col("consult").fill_null(False),
        pl.when(agreed_known).then(pl.col("agreed").fill_null(False)).alias("agreed"),
        pl.when(seen > 0).then(True).when(unknown == 0).then(False).alias("some"),
        pl.when(seen >= REGULAR)
        .then(True)
        .when(seen + unknown < REGULAR)
        .then(False)
        .alias("often"),
        (american >= STATIONED).alias("troops"),
    )


def _years_with_exercises(scope: Scope) -> pl.LazyFrame:
    """Years with a joint exercise among the last five, by either list, as evidence of presence."""
    import polars as pl

    lists = [
        dyads_in_scope(scope, table, back=WINDOW - 1).select(KEYS)
        for table in ("exercises", "exercises_russia")
    ]
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    echoed = pl.concat(lists).unique().with_columns(echo).explode("year")
    return echoed.group_by(KEYS).agg(pl.len().cast(pl.Int32).alias("seen"))


def _hosts(scope: Scope, side: str) -> pl.LazyFrame:
    import polars as pl

    return (
        scope.release.scan("military_states")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .select(
            pl.col("ccode").cast(pl.Int32).alias(side),
            pl.col("year").cast(pl.Int32),
            pl.col("us_troops").alias(f"troops_{side}"),
        )
    )


def bounded(items: pl.LazyFrame) -> pl.LazyFrame:
    """Stage with unknown items taken as lacking (``low``) and as there (``high``)."""
    import polars as pl

    names = ("consult", "agreed", "some", "often", "troops")
    low = stage(*(pl.col(name).fill_null(False) for name in names))
    high = stage(*(pl.col(name).fill_null(True) for name in names))
    return items.with_columns(
        low.cast(pl.Float64).alias("low"), high.cast(pl.Float64).alias("high")
    )


def _stage(scope: Scope) -> pl.DataFrame:
    """The lower bound as value where the bounds are at most one stage apart."""
    import polars as pl

    wide = pl.col("high") - pl.col("low") > 1
    apart = pl.col("high") > pl.col("low")
    lacking = pl.when(wide).then(pl.lit(Status.INSUFFICIENT.value))
    none = pl.when((pl.col("high") == 0) & ~wide).then(pl.lit(Status.STRUCTURAL_ZERO.value))
    return (
        bounded(_items(scope))
        .select(
            *KEYS,
            pl.col("low").alias("value"),
            pl.when(apart).then(pl.col("low")).alias("low"),
            pl.when(apart).then(pl.col("high")).alias("high"),
            pl.coalesce(lacking, none).alias("status"),
        )
        .collect()
    )


STAGE = Indicator(
    name="practice.stage",
    title="stage of military cooperation",
    field="practice",
    unit=Unit.DYAD_YEAR,
    directed=False,
    kind="ordinal",
    bounds=(0, 3),
    scale="0 none, 1 early, 2 moderate, 3 deep",
    high="their military cooperation is institutionalised",
    definition="Early: a treaty that obliges to consult or to more, a defence agreement in force, "
    "or a joint exercise in five years. Moderate: two of treaty, agreement, and exercises in "
    f"{REGULAR} of the last five years. Deep: moderate, and {STATIONED:,} or more of one's forces "
    "stationed with the other; only those of the United States are known. The value takes "
    "what is unknown as lacking, the upper bound takes it as there; a value is given where the two "
    "are at most one stage apart. Agreements and exercises are unknown after 2010, except where a "
    "partial list shows exercises with Russia. Joint command and joint bases are not in it.",
    sources=("atop", "dcad", "mme", "russian-exercises", "us-troops"),
    references=(ref.KOROLEV_2019,),
    compute=_stage,
    absent=Status.MISSING,
    coverage=Coverage(
        exercises.SOURCE.coverage.first + WINDOW - 1,
        atop.SOURCE.coverage.last,
        note="bounds are wide after 2010, where agreements and most exercises are unknown",
    ),
)
