"""Over- and under-trading: trade of a pair against what gravity expects of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.sources import cow_trade
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

Z_90 = 1.6448536269514722


def _residual(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "gravity").drop_nulls("residual").collect()
    value, half = pl.col("residual").cast(pl.Float64), Z_90 * pl.col("error").cast(pl.Float64)
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        value.alias("value"),
        (value - half).alias("low"),
        (value + half).alias("high"),
    )


def _ratio(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "gravity").collect()
    half = Z_90 * pl.col("error").cast(pl.Float64)
    value = pl.col("residual").cast(pl.Float64)
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        value.exp().fill_null(0.0).alias("value"),
        (value - half).exp().fill_null(0.0).alias("low"),
        (value + half).exp().fill_null(0.0).alias("high"),
    )


_MODEL = (
    "Both flows together over what gravity expects of both: every year is fitted alone by Poisson "
    "pseudo-maximum likelihood with an effect of each exporter and of each importer, the "
    "logarithm of the distance, a common land border, a common official language and a colonial "
    "tie. Trade agreements are not in the model and so stay in the figure. Distances and "
    "languages are those of about 2010 in all years. The 90 % interval is that of the expected "
    "amount; flows are taken as reported, and zeros as the source has them. Missing where one of "
    "the flows is, or where a state traded with fewer than five partners."
)
_COVERAGE = Coverage(1946, cow_trade.SOURCE.coverage.last)


def _declare(
    name: str,
    title: str,
    least: float | None,
    scale: str,
    definition: str,
    compute: object,
) -> Indicator:
    return Indicator(
        name=f"trade.{name}",
        title=title,
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ratio",
        bounds=(least, None),
        scale=scale,
        high="they trade more than their size and nearness make one expect",
        definition=definition + _MODEL,
        sources=("cow-trade", "geodist", "cow-contiguity"),
        references=(ref.SANTOS_SILVA_2006, ref.ANDERSON_2003),
        compute=compute,  # type: ignore[arg-type]
        absent=Status.MISSING,
        coverage=_COVERAGE,
    )


INDICATORS = (
    _declare(
        "residual",
        "trade beyond gravity",
        None,
        "logarithm; 0 as expected, 0.69 twice as much, -0.69 half",
        "Natural logarithm of trade over expected trade; missing where they did not trade, for "
        "which see trade.gravity_ratio. ",
        _residual,
    ),
    _declare(
        "gravity_ratio",
        "trade over expected trade",
        0,
        "1 as expected, 2 twice as much, 0 no trade at all",
        "",
        _ratio,
    ),
)
