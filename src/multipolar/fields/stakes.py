"""Stakes in the order: what say a state has in the International Monetary Fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Compute, Indicator, Scope, Unit
from multipolar.fields.scoping import states_in_scope
from multipolar.sources import imf_quotas

if TYPE_CHECKING:
    import polars as pl


def _quota(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _with_outsiders(scope, pl.col("quota"))


def _gap(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _with_outsiders(scope, (pl.col("quota") / pl.col("weight")).log())


def _with_outsiders(scope: Scope, value: pl.Expr) -> pl.DataFrame:
    """Members with their values; a state that is no member is none, and not one without say."""
    import polars as pl

    members = states_in_scope(scope, "fund").select("ccode", "year", value.alias("value")).collect()
    house = states.state_years(scope.first, scope.last).select(
        pl.col("ccode", "year").cast(pl.Int32)
    )
    outside = house.unique().join(members, on=["ccode", "year"], how="anti")
    lacking = pl.when(pl.col("value").is_null()).then(pl.lit(Status.MISSING.value))
    return pl.concat(
        [
            members.with_columns(lacking.alias("status")),
            outside.with_columns(
                pl.lit(None, pl.Float64).alias("value"),
                pl.lit(Status.NOT_A_MEMBER.value).alias("status"),
            ),
        ]
    )


_FORCE = (
    "Shares in force at the end of the year: those of the reform of 2008 to 2015, and of the 14th "
    "General Review from 2016 on, as if every member had taken up its increase."
)


def _declare(
    name: str,
    title: str,
    kind: str,
    scale: str,
    high: str,
    definition: str,
    compute: Compute,
    sources: tuple[str, ...] = ("imf-quotas",),
) -> Indicator:
    share = kind == "share"
    return Indicator(
        name=f"stakes.{name}",
        title=title,
        field="stakes",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind=kind,
        bounds=(0, 1) if share else (None, None),
        scale=scale,
        high=high,
        definition=definition,
        sources=sources,
        references=(imf_quotas.IMF_2020,),
        compute=compute,
        absent=Status.MISSING,
        coverage=imf_quotas.SOURCE.coverage,
    )


INDICATORS = (
    _declare(
        "imf_quota",
        "quota in the IMF",
        "share",
        "share of all quotas",
        "it pays in, and has a say, as a large economy does",
        _FORCE,
        _quota,
    ),
    _declare(
        "imf_gap",
        "say in the IMF over economic weight",
        "ratio",
        "log ratio; 0 is even, -0.69 half as much say as weight",
        "its quota is larger than its economy; a negative value says that it has less say than "
        "weight",
        "Natural logarithm of its share of quotas over its share of the gross domestic product of "
        "all members, in current dollars (World Bank). " + _FORCE + " Exchange rates that move far "
        "in a year move it too.",
        _gap,
        sources=("imf-quotas", "world-bank-gdp"),
    ),
)
