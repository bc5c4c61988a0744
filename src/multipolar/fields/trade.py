"""Trade: how much of its trade each does with the other, and who needs whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.measures import dependence
from multipolar.measures.dependence import Floats
from multipolar.sources import cow_trade
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl


def _both_directions(scope: Scope, there: pl.Expr, back: pl.Expr) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "trade").collect()
    rows = pl.concat(
        [
            frame.select("ccode1", "ccode2", "year", there.alias("value")),
            frame.select(
                pl.col("ccode2").alias("ccode1"),
                pl.col("ccode1").alias("ccode2"),
                "year",
                back.alias("value"),
            ),
        ]
    )
    return rows.filter(pl.col("value").is_finite())


def _share(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _both_directions(scope, pl.col("share1"), pl.col("share2"))


def _salience(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "trade").collect()
    value = (pl.col("share1") * pl.col("share2")).sqrt()
    return frame.select("ccode1", "ccode2", "year", value.alias("value")).drop_nulls()


def _asymmetry(scope: Scope) -> pl.DataFrame:
    import polars as pl

    ratio = pl.col("share1").log() - pl.col("share2").log()
    return _both_directions(scope, ratio, -ratio)


def _symmetry(scope: Scope) -> pl.DataFrame:
    return _of_shares(scope, dependence.symmetry)


def _interdependence(scope: Scope) -> pl.DataFrame:
    return _of_shares(scope, dependence.interdependence)


def _of_shares(scope: Scope, measure: Callable[[Floats, Floats], Floats]) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "trade").collect().drop_nulls(["share1", "share2"])
    value = measure(frame["share1"].to_numpy(), frame["share2"].to_numpy())
    return frame.select("ccode1", "ccode2", "year", pl.Series("value", value))


_SHARE_NOTE = (
    "Both flows between them over the state's total imports and exports (monadic totals); zeros "
    "of communist states that did not report are missing, and so are years in which a state's "
    "total is contradicted by the sum of its dyads."
)

INDICATORS = (
    Indicator(
        name="trade.share",
        title="share of the other in its trade",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="share",
        bounds=(0, 1),
        scale="share of total trade",
        high="much of the first state's trade is with the second",
        definition=_SHARE_NOTE,
        sources=("cow-trade",),
        references=(ref.BARBIERI_1996,),
        compute=_share,
        absent=Status.MISSING,
        coverage=cow_trade.SOURCE.coverage,
    ),
    Indicator(
        name="trade.salience",
        title="trade salience",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="geometric mean of the two shares",
        high="each matters much to the other's trade; large and near states always do",
        definition="Square root of the product of the two trade shares. " + _SHARE_NOTE,
        sources=("cow-trade",),
        references=(ref.BARBIERI_1996,),
        compute=_salience,
        absent=Status.MISSING,
        coverage=cow_trade.SOURCE.coverage,
    ),
    Indicator(
        name="trade.symmetry",
        title="symmetry of trade",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="1 less the gap of the two shares",
        high="neither depends on the other's trade more than the other on its; so it is for two "
        "states that hardly trade",
        definition="One less the absolute difference of the two trade shares. " + _SHARE_NOTE,
        sources=("cow-trade",),
        references=(ref.BARBIERI_1996,),
        compute=_symmetry,
        absent=Status.MISSING,
        coverage=cow_trade.SOURCE.coverage,
    ),
    Indicator(
        name="trade.interdependence",
        title="interdependence of trade",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="salience times symmetry",
        high="each matters much to the other's trade, and about equally",
        definition="Trade salience times the symmetry of trade. " + _SHARE_NOTE,
        sources=("cow-trade",),
        references=(ref.BARBIERI_1996,),
        compute=_interdependence,
        absent=Status.MISSING,
        coverage=cow_trade.SOURCE.coverage,
    ),
    Indicator(
        name="trade.asymmetry",
        title="asymmetry of need in trade",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ratio",
        bounds=(None, None),
        scale="log ratio of shares; 0 is even, 0.69 twice as much",
        high="the first needs the second's trade more than the second needs the first's",
        definition="Natural logarithm of the first's trade share with the second over the "
        "second's with the first; missing where they did not trade. " + _SHARE_NOTE,
        sources=("cow-trade",),
        references=(ref.BARBIERI_1996,),
        compute=_asymmetry,
        absent=Status.MISSING,
        coverage=cow_trade.SOURCE.coverage,
    ),
)
