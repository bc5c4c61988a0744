"""Events: what the news report the two to do to each other, friendly and hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.measures import events as measure
from multipolar.sources import gdelt_daily, icews

if TYPE_CHECKING:
    import polars as pl

COOPERATION = ("verbal_cooperation", "material_cooperation")
CONFLICT = ("verbal_conflict", "material_conflict")
PER = 10_000
"""Events of the world that a pair's events are given per."""


def _counts(scope: Scope) -> pl.LazyFrame:
    """Directed cooperation and conflict of each dyad-year."""
    import polars as pl

    return dyads_in_scope(scope, "events").select(
        "ccode1",
        "ccode2",
        "year",
        pl.sum_horizontal(pl.col(COOPERATION).cast(pl.Int32)).alias("cooperation"),
        pl.sum_horizontal(pl.col(CONFLICT).cast(pl.Int32)).alias("conflict"),
    )


def _both_ways(scope: Scope) -> pl.DataFrame:
    """Cooperation and conflict of both directions together, ``ccode1 < ccode2``."""
    import polars as pl

    return (
        _counts(scope)
        .group_by(
            pl.min_horizontal("ccode1", "ccode2").alias("one"),
            pl.max_horizontal("ccode1", "ccode2").alias("two"),
            "year",
        )
        .agg(
            pl.col("cooperation", "conflict").sum(),
            (pl.col("cooperation") + pl.col("conflict")).sum().alias("n"),
        )
        .rename({"one": "ccode1", "two": "ccode2"})
        .collect()
    )


def _cooperation(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return (
        _counts(scope)
        .select("ccode1", "ccode2", "year", pl.col("cooperation").alias("value"))
        .collect()
    )


def _conflict(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return (
        _counts(scope)
        .select("ccode1", "ccode2", "year", pl.col("conflict").alias("value"))
        .collect()
    )


def _attention(scope: Scope) -> pl.DataFrame:
    """Of every ten thousand events between states in the year, those between the two."""
    import polars as pl

    world = (
        scope.release.scan("events")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by(pl.col("year").cast(pl.Int32))
        .agg(pl.sum_horizontal(pl.col(*COOPERATION, *CONFLICT).cast(pl.Int64).sum()).alias("all"))
        .collect()
    )
    frame = _both_ways(scope).join(world, on="year")
    return frame.select(
        "ccode1", "ccode2", "year", (PER * pl.col("n") / pl.col("all")).alias("value"), "n"
    )


def _with_interval(
    frame: pl.DataFrame, found: tuple[measure.Floats, measure.Floats, measure.Floats]
) -> pl.DataFrame:
    """Values and intervals; a pair without any event in the year has too few observations."""
    import polars as pl

    names = ("value", "low", "high")
    some = pl.col("n") > 0
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        "n",
        *(pl.Series(name, array) for name, array in zip(names, found, strict=True)),
    ).with_columns(
        *(pl.when(some).then(pl.col(name)).alias(name) for name in names),
        pl.when(~some).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"),
    )


def _net(scope: Scope) -> pl.DataFrame:
    frame = _both_ways(scope)
    return _with_interval(
        frame, measure.log_ratio(frame["cooperation"].to_numpy(), frame["conflict"].to_numpy())
    )


def _conflict_share(scope: Scope) -> pl.DataFrame:
    frame = _both_ways(scope)
    return _with_interval(
        frame, measure.wilson(frame["conflict"].to_numpy(), frame["n"].to_numpy())
    )


def _balance(scope: Scope) -> pl.DataFrame:
    import polars as pl

    too_few = pl.when(pl.col("balance").is_null()).then(pl.lit(Status.INSUFFICIENT.value))
    return (
        dyads_in_scope(scope, "gdelt")
        .select(
            "ccode1",
            "ccode2",
            "year",
            pl.col("balance").alias("value"),
            "low",
            "high",
            pl.col("days").alias("n"),
            too_few.alias("status"),
        )
        .collect()
    )


_ICEWS = (
    "News events as ICEWS coded them by machine, for 152 states (Turkey, Venezuela, Serbia, "
    "Taiwan and small states are not among them: missing)."
)

INDICATORS = (
    Indicator(
        name="events.cooperation",
        title="cooperative events",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="events in the year",
        high="the first is often reported to offer, consult or help; large states always are",
        definition="Events of verbal and material cooperation of the first state toward the "
        "second. " + _ICEWS + " Counts rise with the number of reports: compare pairs of one "
        "year, or use events.net, where reporting cancels.",
        sources=("icews",),
        references=(icews.BOSCHEE_2015,),
        compute=_cooperation,
        absent=Status.MISSING,
        coverage=icews.SOURCE.coverage,
    ),
    Indicator(
        name="events.conflict",
        title="conflictual events",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="events in the year",
        high="the first is often reported to accuse, threaten or attack; large states always are",
        definition="Events of verbal and material conflict of the first state toward the second, "
        "by ICEWS's classes (investigations are verbal, protests material conflict). "
        + _ICEWS
        + " Counts rise with the number of reports.",
        sources=("icews",),
        references=(icews.BOSCHEE_2015,),
        compute=_conflict,
        absent=Status.MISSING,
        coverage=icews.SOURCE.coverage,
    ),
    Indicator(
        name="events.attention",
        title="share of the world's events",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ratio",
        bounds=(0, PER),
        scale=f"events per {PER:,} of all states in the year",
        high="much of what is reported between states happens between the two",
        definition=f"Events between the two, both directions and all classes, per {PER:,} events "
        "between all the states coded in that year: what remains of the volume when the growth "
        "of reporting is taken out. " + _ICEWS,
        sources=("icews",),
        references=(icews.BOSCHEE_2015,),
        compute=_attention,
        absent=Status.MISSING,
        coverage=icews.SOURCE.coverage,
    ),
    Indicator(
        name="events.net",
        title="net cooperation in events",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ratio",
        bounds=(None, None),
        scale="log ratio; 0 is even, 0.69 twice as much cooperation as conflict",
        high="far more cooperation than conflict is reported between them",
        definition="Natural logarithm of cooperative over conflictual events of both directions, "
        "one added to each; the amount of reporting cancels. The interval is that of counting "
        "alone (two Poisson counts); it leaves out that reports come in clusters and that the "
        "machine errs. A pair without an event has too few. " + _ICEWS,
        sources=("icews",),
        references=(icews.BOSCHEE_2015,),
        compute=_net,
        absent=Status.MISSING,
        coverage=icews.SOURCE.coverage,
    ),
    Indicator(
        name="events.conflict_share",
        title="share of conflict in events",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of all events between the two",
        high="much of what they do to each other is hostile",
        definition="Conflictual events over all events between the two, both directions, with "
        "Wilson's interval, which is that of counting alone. A pair without an event has too "
        "few. " + _ICEWS,
        sources=("icews",),
        references=(icews.BOSCHEE_2015,),
        compute=_conflict_share,
        absent=Status.MISSING,
        coverage=icews.SOURCE.coverage,
    ),
    Indicator(
        name="events.gdelt",
        title="balance of news scores (GDELT)",
        field="events",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(-1, 1),
        scale="-1 every day hostile, 1 every day friendly",
        high="most of what is reported between them is friendly",
        definition="Sum of a pair's daily scores over the sum of their sizes without sign. A "
        "day's score sums Goldstein weights that are moved away from zero by the number of "
        "sources and articles, and a hundredth of the tone, over events between actors coded "
        "as the two states and nothing more. Interval from the variation between weeks. Too few "
        "below 30 days with an event; a pair that never occurs is missing, as are states without "
        "an actor code (Serbia, Bosnia, Slovenia, Montenegro, East Timor). Days are missing in "
        "December 2020 and from November 2022 to June 2023. A series of its own: not to be "
        "joined to the counts of ICEWS.",
        sources=("gdelt-daily",),
        references=(gdelt_daily.LEETARU_2013,),
        compute=_balance,
        absent=Status.MISSING,
        coverage=gdelt_daily.SOURCE.coverage,
    ),
)
