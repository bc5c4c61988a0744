"""Cutting the tables of a release to the years and states that a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.fields.indicator import Scope

if TYPE_CHECKING:
    import polars as pl


def _only_states(frame: pl.LazyFrame, scope: Scope, *columns: str) -> pl.LazyFrame:
    import polars as pl

    if scope.states is None:
        return frame
    wanted = sorted(scope.states)
    return frame.filter(pl.all_horizontal(pl.col(name).is_in(wanted) for name in columns))


def dyads_in_scope(scope: Scope, table: str, back: int = 0) -> pl.LazyFrame:
    """Rows of a dyad-year table in scope, and of ``back`` years before it; Int32 keys."""
    import polars as pl

    first, keys = scope.first - back, pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    if scope.states is not None:
        frame = scope.release.among(table, scope.states, first, scope.last)
    else:
        frame = scope.release.scan(table).filter(pl.col("year").is_between(first, scope.last))
    return frame.with_columns(keys)


def states_in_scope(scope: Scope, table: str) -> pl.LazyFrame:
    """Rows of a state-year table in scope; Int32 keys."""
    import polars as pl

    frame = scope.release.scan(table).filter(pl.col("year").is_between(scope.first, scope.last))
    return _only_states(frame, scope, "ccode").with_columns(pl.col("ccode", "year").cast(pl.Int32))


def spells_in_scope(scope: Scope, table: str) -> pl.LazyFrame:
    """Spells of a dyad unrolled to the years in scope."""
    import polars as pl

    frame = _only_states(scope.release.scan(table), scope, "ccode1", "ccode2").filter(
        (pl.col("first") <= scope.last) & (pl.col("last") >= scope.first)
    )
    first = pl.max_horizontal(pl.col("first").cast(pl.Int32), scope.first)
    last = pl.min_horizontal(pl.col("last").cast(pl.Int32), scope.last)
    unrolled = frame.with_columns(pl.int_ranges(first, last + 1, dtype=pl.Int32).alias("year"))
    return unrolled.explode("year").with_columns(pl.col("ccode1", "ccode2").cast(pl.Int32))
