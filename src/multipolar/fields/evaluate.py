"""Computing an indicator for given state-years or dyad-years, every value with its status.

This is the one path from the release to a number: single values, tables, percentiles and the
assessment all take it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from multipolar.errors import BadOption
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Options, Scope
from multipolar.fields.membership import seats
from multipolar.sources import RawFolder
from multipolar.sources.catalog import SOURCES

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from multipolar.panel.release import Release

RESULT = ("value", "low", "high", "n", "status")
_NUMBER = {status: number for number, status in enumerate(Status)}
_OBSERVED, _ZERO = _NUMBER[Status.OBSERVED], _NUMBER[Status.STRUCTURAL_ZERO]
_PARTIAL, _CARRIED = _NUMBER[Status.PARTIAL], _NUMBER[Status.CARRIED]
_INSUFFICIENT = _NUMBER[Status.INSUFFICIENT]
_NONE = len(_NUMBER)
"""Number of a status that the computation does not give."""


@cache
def _statuses() -> pl.Enum:
    """Statuses as a type whose numbers are `_NUMBER`."""
    import polars as pl

    return pl.Enum([status.value for status in Status])


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
    import numpy as np
    import polars as pl

    if options.carry and not indicator.carries:
        raise BadOption(f"{indicator.name} changes from year to year and cannot be carried forward")
    if indicator.user_source and not _has_own_file(indicator.user_source):
        indicator = replace(indicator, compute=_nothing, absent=Status.NOT_LICENSED)
    asked = keys["year"].to_numpy()
    coverage = indicator.coverage_for(options)
    years = np.minimum(asked, coverage.last) if options.carry else asked
    looked_up = keys.with_columns(pl.Series("year", years, pl.Int32))
    found = looked_up.join(
        _computed(indicator, looked_up, options, release),
        on=list(indicator.keys),
        how="left",
        maintain_order="left",
    )
    own = found["status"].cast(_statuses()).to_physical().fill_null(_NONE).to_numpy()
    status = _resolved(indicator, looked_up, own, options)
    there, zero = status == _OBSERVED, status == _ZERO
    # A value that is not settled has no number, but may have a least or greatest one.
    unsettled = (own == _PARTIAL) & (status == _PARTIAL) & ~np.isin(years, coverage.partial)
    bounded = pl.Series(there | unsettled)
    value = pl.when(pl.Series(zero)).then(0.0).when(pl.Series(there)).then(pl.col("value"))
    n = pl.col("n")
    if indicator.absent is Status.INSUFFICIENT:
        n = pl.when(pl.Series(status == _INSUFFICIENT)).then(n.fill_null(0)).otherwise(n)
    found = found.with_columns(
        pl.Series("year", asked, pl.Int32),
        value.alias("value"),
        *(pl.when(bounded).then(pl.col(end)).alias(end) for end in ("low", "high")),
        n.alias("n"),
    )
    if options.carry:
        status[(asked != years) & found["value"].is_not_null().to_numpy()] = _CARRIED
    return found.with_columns(pl.Series("status", list(Status))[status].alias("status"))


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
) -> pl.DataFrame:
    """What the indicator's own computation finds, with all result columns."""
    import numpy as np
    import polars as pl

    coverage = indicator.coverage_for(options)
    years = np.unique(keys["year"].to_numpy())
    covered = years[(years >= coverage.first) & (years <= coverage.last)].tolist()
    codes = [name for name in indicator.keys if name.startswith("ccode")]
    distinct = {code for name in codes for code in np.unique(keys[name].to_numpy()).tolist()}
    scope = Scope(
        release=release,
        first=min(covered, default=1),
        last=max(covered, default=0),
        options=replace(options, carry=False),
        states=frozenset(distinct) if len(distinct) <= 20 else None,
        focus=_in_all(keys, codes),
    )
    types: dict[str, Any] = {
        **dict.fromkeys(indicator.keys, pl.Int32),
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int32,
        "status": pl.String,
    }
    if not covered:
        return pl.DataFrame(schema=types)
    found = indicator.compute(scope)
    if "status" not in found.columns:
        found = found.with_columns(pl.lit(None, pl.String).alias("status"))
    return found.select(
        (pl.col(name) if name in found.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in types.items()
    ).with_columns(pl.col("status").fill_null(Status.OBSERVED.value))


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


def _resolved(
    indicator: Indicator, keys: pl.DataFrame, own: NDArray[np.uint8], options: Options
) -> NDArray[np.uint8]:
    """Statuses in order of precedence: coverage, membership, the computation's own, absence."""
    import numpy as np

    coverage, years = indicator.coverage_for(options), keys["year"].to_numpy()
    status = np.where(own == _NONE, _NUMBER[indicator.absent], own)
    status[np.isin(years, coverage.partial)] = _PARTIAL
    if indicator.body and keys.height:
        seated = np.ones(len(years), np.bool_)
        for name in [name for name in indicator.keys if name.startswith("ccode")]:
            seated &= seats(indicator.body, keys[name].to_numpy(), years, options.by)
        status[~seated] = _NUMBER[Status.NOT_A_MEMBER]
    status[np.isin(years, coverage.missing)] = _NUMBER[Status.MISSING]
    status[(years < coverage.first) | (years > coverage.last)] = _NUMBER[Status.OUT_OF_COVERAGE]
    return status
