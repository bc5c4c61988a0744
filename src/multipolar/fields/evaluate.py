"""Computing an indicator for given state-years or dyad-years, every value with its status.

This is the one path from the release to a number: single values, tables, percentiles and the
assessment all take it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from multipolar.errors import BadOption
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Options, Scope
from multipolar.fields.membership import un_members
from multipolar.sources import RawFolder
from multipolar.sources.catalog import SOURCES
from multipolar.sources.security_council import permanent_members

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

RESULT = ("value", "low", "high", "n", "status")


def evaluate(
    indicator: Indicator, keys: pl.DataFrame, options: Options, release: Release
) -> pl.DataFrame:
    """Add ``value, low, high, n, status`` to every row of ``keys``.

    Parameters
    ----------
    indicator
        What to compute.
    keys
        The indicator's key columns (Int32), for states that existed and, unless the indicator is
        directed, with ``ccode1 < ccode2``. Years after ``as_of`` must not occur.
    options
        Variant and date.
    release
        Where the data come from.

    Returns
    -------
    polars.DataFrame
        ``keys`` in its order with the five columns; ``value`` is null unless the status has one.
        Where something was still going on, ``low`` may hold the least that the value can be.

    Raises
    ------
    BadOption
        If values are to be carried that this indicator does not carry.
    """
    import polars as pl

    if options.carry and not indicator.carries:
        raise BadOption(f"{indicator.name} changes from year to year and cannot be carried forward")
    if indicator.user_source and not _has_own_file(indicator.user_source):
        indicator = replace(indicator, compute=_nothing, absent=Status.NOT_LICENSED)
    keys = keys.with_row_index("_row")
    coverage = indicator.coverage_for(options)
    beyond = (pl.col("year") > coverage.last) & pl.lit(options.carry)
    lookup = pl.when(beyond).then(coverage.last).otherwise(pl.col("year")).cast(pl.Int32)
    keys = keys.with_columns(pl.col("year").alias("_asked"), lookup.alias("year"))
    found = _computed(indicator, keys, options, release)
    frame = keys.lazy().join(found, on=list(indicator.keys), how="left")
    frame = _with_status(indicator, frame, keys, options)
    carried = (pl.col("_asked") != pl.col("year")) & pl.col("value").is_not_null()
    return (
        frame.with_columns(
            pl.when(carried)
            .then(pl.lit(Status.CARRIED.value))
            .otherwise(pl.col("status"))
            .alias("status"),
            pl.col("_asked").alias("year"),
        )
        .sort("_row")
        .drop("_row", "_asked")
        .collect()
    )


def _has_own_file(key: str) -> bool:
    """Whether the user's file of a source is in the folder of raw files."""
    own = SOURCES[key].own
    return own is not None and own.find(RawFolder()) is not None


def _nothing(scope: Scope) -> pl.DataFrame:
    """Stand in for a computation without its file: no rows."""
    import polars as pl

    keys = ("ccode", "ccode1", "ccode2", "year")
    return pl.DataFrame(schema=dict.fromkeys(keys, pl.Int32) | {"value": pl.Float64})


def _computed(
    indicator: Indicator, keys: pl.DataFrame, options: Options, release: Release
) -> pl.LazyFrame:
    """What the indicator's own computation finds, with all result columns."""
    import polars as pl

    coverage = indicator.coverage_for(options)
    years = keys["year"].unique()
    covered = [year for year in years.to_list() if coverage.first <= year <= coverage.last]
    codes = [name for name in indicator.keys if name.startswith("ccode")]
    distinct = set().union(*(keys[name].unique().to_list() for name in codes))
    scope = Scope(
        release=release,
        first=min(covered, default=1),
        last=max(covered, default=0),
        options=replace(options, carry=False),
        states=frozenset(distinct) if len(distinct) <= 20 else None,
        focus=_in_all(keys, codes),
    )
    types = {
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int32,
        "status": pl.String,
    }
    if not covered:
        keyed: dict[str, Any] = dict.fromkeys(indicator.keys, pl.Int32)
        return pl.LazyFrame(schema=keyed | types)
    found = indicator.compute(scope)
    lacking = [
        pl.lit(None, dtype=types[name]).alias(name) for name in RESULT if name not in found.columns
    ]
    typed = (
        found.lazy()
        .with_columns(lacking)
        .with_columns(pl.col(name).cast(kind) for name, kind in types.items())
    )
    return typed.select(
        *(pl.col(k).cast(pl.Int32) for k in indicator.keys),
        *RESULT[:-1],
        pl.col("status").fill_null(Status.OBSERVED.value),
    )


def _in_all(keys: pl.DataFrame, codes: list[str]) -> int | None:
    """The state that is on one side or the other of every pair."""
    import numpy as np

    if len(codes) < 2 or not keys.height:
        return None
    sides = np.column_stack([keys[name].to_numpy() for name in codes])
    for code in sides[0]:
        if (sides == code).any(axis=1).all():
            return int(code)
    return None


def _with_status(
    indicator: Indicator, frame: pl.LazyFrame, keys: pl.DataFrame, options: Options
) -> pl.LazyFrame:
    """Statuses in order of precedence: coverage, membership, the computation's own, absence."""
    import polars as pl

    coverage = indicator.coverage_for(options)
    outside = ~pl.col("year").is_between(coverage.first, coverage.last)
    status: Any = (
        pl.when(outside)
        .then(pl.lit(Status.OUT_OF_COVERAGE.value))
        .when(pl.col("year").is_in(list(coverage.missing)))
        .then(pl.lit(Status.MISSING.value))
    )
    partial = pl.col("year").is_in(list(coverage.partial))
    flags = []
    if indicator.body and keys.height:
        first, last = int(keys["year"].min()), int(keys["year"].max())  # type: ignore[arg-type]
        if indicator.body == "p5":
            members = permanent_members(first, last)
        else:
            members = un_members(first, last, options.by)
        for name in [name for name in indicator.keys if name.startswith("ccode")]:
            seated = members.select(
                pl.col("ccode").alias(name), "year", pl.lit(True).alias(f"_{name}")
            )
            frame = frame.join(seated.lazy(), on=[name, "year"], how="left")
            flags.append(f"_{name}")
        outsider = pl.any_horizontal(pl.col(flags).is_null())
        status = status.when(outsider).then(pl.lit(Status.NOT_A_MEMBER.value))
    status = (
        status.when(partial)
        .then(pl.lit(Status.PARTIAL.value))
        .when(pl.col("status").is_not_null())
        .then(pl.col("status"))
        .otherwise(pl.lit(indicator.absent.value))
    )
    unsettled = (pl.col("status") == Status.PARTIAL.value) & ~partial
    frame = frame.with_columns(status.alias("status"), unsettled.alias("_unsettled")).drop(flags)
    zero = pl.col("status") == Status.STRUCTURAL_ZERO.value
    there = pl.col("status") == Status.OBSERVED.value
    if indicator.absent is Status.INSUFFICIENT:
        lacking = pl.col("status") == Status.INSUFFICIENT.value
        frame = frame.with_columns(
            pl.when(lacking).then(pl.col("n").fill_null(0)).otherwise(pl.col("n")).alias("n")
        )
    # A value that is not settled has no number, but may have a least or greatest one.
    bounded = there | ((pl.col("status") == Status.PARTIAL.value) & pl.col("_unsettled"))
    return frame.with_columns(
        pl.when(zero).then(0.0).when(there).then(pl.col("value")).alias("value"),
        *(pl.when(bounded).then(pl.col(name)).alias(name) for name in ("low", "high")),
    ).drop("_unsettled")
