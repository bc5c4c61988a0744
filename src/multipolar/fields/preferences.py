"""Ideal points: where states stand on the main dimension of UN votes, comparable over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.errors import BadOption
from multipolar.estimate import Status
from multipolar.fields.indicator import Base, By, Indicator, Scope, Unit
from multipolar.fields.votes import LEAST_VOTES, by_first_year
from multipolar.measures.similarity import Z90
from multipolar.sources import assembly_votes
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl


def _positions(scope: Scope) -> pl.DataFrame:
    """Positions in scope: filtered estimates where there is an ``as_of``, else smoothed ones."""
    import polars as pl

    options = scope.options
    if options.issue is not None or options.base is not Base.FINAL:
        raise BadOption("ideal points rest on one vote base: leave out --base and --issue")
    by_session = int(options.by is By.SESSION)
    frame = scope.release.scan("ideal").filter(
        (pl.col("by_session") == by_session)
        & (pl.col("filtered") == int(options.as_of is not None))
        & pl.col("year").is_between(scope.first, scope.last)
    )
    if scope.states is not None:
        frame = frame.filter(pl.col("ccode").is_in(sorted(scope.states)))
    return frame.with_columns(pl.col("ccode", "year").cast(pl.Int32)).collect()


def _point(scope: Scope) -> pl.DataFrame:
    import polars as pl

    value, half = pl.col("point"), Z90 * pl.col("error")
    return _judged(
        _positions(scope).select(
            "ccode",
            "year",
            value.alias("value"),
            (value - half).alias("low"),
            (value + half).alias("high"),
            pl.col("votes").alias("n"),
        ),
        scope,
    )


def _distance(scope: Scope) -> pl.DataFrame:
    import polars as pl

    one = _positions(scope).select("ccode", "year", "point", "error", "votes")
    pairs = one.join(one, on="year", suffix="2").filter(pl.col("ccode") < pl.col("ccode2"))
    gap = (pl.col("point") - pl.col("point2")).abs()
    half = Z90 * (pl.col("error") ** 2 + pl.col("error2") ** 2).sqrt()
    return _judged(
        pairs.select(
            pl.col("ccode").alias("ccode1"),
            "ccode2",
            "year",
            gap.alias("value"),
            (gap - half).clip(lower_bound=0).alias("low"),
            (gap + half).alias("high"),
            pl.min_horizontal("votes", "votes2").alias("n"),
        ),
        scope,
    )


def _judged(frame: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    import polars as pl

    options = scope.options
    # A session under way at the end of as_of rests on votes of the following year too.
    open_session = options.by is By.SESSION and options.as_of is not None
    status = (
        pl.when((pl.col("year") == (options.as_of or 0)) & pl.lit(open_session))
        .then(pl.lit(Status.PARTIAL.value))
        .when(pl.col("n") < LEAST_VOTES)
        .then(pl.lit(Status.INSUFFICIENT.value))
    )
    return frame.with_columns(status.alias("status"))


_SESSIONS = by_first_year(assembly_votes.SESSIONS_ALL)
_HOW = (
    "Dynamic ordinal item-response model of all states and roll calls since 1946 (paragraph and "
    "amendment votes to 1989), repeated texts tied together, mean 0 and variance 1 over all "
    "state-periods, the United States positive. Smoothed from the whole series; with as_of "
    "filtered, from the votes up to the year only; each year is then placed on the scale of the "
    "year before by the positions that both fits have, so a filtered series has one scale, "
    "that of its first year: 5 to 13 % shorter than the smoothed. Its intervals do not count the "
    "error of that placing."
)

INDICATORS = (
    Indicator(
        name="ideal.point",
        title="ideal point in UN votes",
        field="preferences",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="index",
        bounds=(None, None),
        scale="standard deviations of all state-periods",
        high="it votes with the side of the United States",
        definition=_HOW,
        sources=assembly_votes.KEYS,
        references=(ref.BAILEY_2017,),
        compute=_point,
        absent=Status.INSUFFICIENT,
        coverage=assembly_votes.YEARS_ALL,
        coverages={"year/final": assembly_votes.YEARS_ALL, "session/final": _SESSIONS},
        body="un",
    ),
    Indicator(
        name="ideal.distance",
        title="distance of ideal points",
        field="preferences",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, None),
        scale="standard deviations of all state-periods",
        high="they stand far apart in the UN",
        definition="Absolute difference of the two ideal points; the interval takes their errors "
        f"as independent. {_HOW}",
        sources=assembly_votes.KEYS,
        references=(ref.BAILEY_2017,),
        compute=_distance,
        absent=Status.INSUFFICIENT,
        coverage=assembly_votes.YEARS_ALL,
        coverages={"year/final": assembly_votes.YEARS_ALL, "session/final": _SESSIONS},
        body="un",
    ),
)
