"""Trade shares of later years, each from its own source and never joined in level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import comtrade, imf_dots, itpde
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl

    from multipolar.fields.indicator import Compute
    from multipolar.sources.base import Reference, Source


def _focal(source: str) -> Compute:
    def compute(scope: Scope) -> pl.DataFrame:
        import polars as pl

        frame = dyads_in_scope(scope, "trade_focal")
        there = frame.select("ccode1", "ccode2", "year", pl.col(f"{source}1").alias("value"))
        back = frame.select(
            pl.col("ccode2").alias("ccode1"),
            pl.col("ccode1").alias("ccode2"),
            "year",
            pl.col(f"{source}2").alias("value"),
        )
        return pl.concat([there, back]).drop_nulls("value").collect()

    return compute


def _itpde(scope: Scope) -> pl.DataFrame:
    import polars as pl

    pairs = dyads_in_scope(scope, "trade_itpde")
    there = pairs.select("ccode1", "ccode2", "year", "part")
    back = pairs.select(
        pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year", "part"
    )
    own = states_in_scope(scope, "trade_states").select(
        pl.col("ccode").alias("ccode1"), "year", "itpde_part"
    )
    value = pl.col("part").cast(pl.Float64) / pl.col("itpde_part").cast(pl.Float64)
    frame = pl.concat([there, back]).join(own, on=["ccode1", "year"])
    return frame.select("ccode1", "ccode2", "year", value.alias("value")).collect()


def _declare(
    name: str, words: str, definition: str, source: Source, reference: Reference, compute: Compute
) -> Indicator:
    return Indicator(
        name=f"trade.share_{name}",
        title=f"share of the other in its trade, {words}",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="share",
        bounds=(0, 1),
        scale="share of total trade, not to be joined to other sources",
        high="much of the first state's trade is with the second",
        definition=definition,
        sources=(source.key,),
        references=(reference,),
        compute=compute,
        absent=Status.MISSING,
        coverage=source.coverage,
    )


INDICATORS = (
    _declare(
        "comtrade",
        "by UN Comtrade",
        "Both flows as the other state reports them, over the sum of what all who report say of "
        "the first state, which is China (2014-24) or the United States (2001-23); other states "
        "have none. Trade within one's own territories (Hong Kong) counts in the sum. An other "
        "that did not report both flows has none, as Russia after 2021, and is then not in the "
        "sum either.",
        comtrade.SOURCE,
        ref.UN_COMTRADE,
        _focal("comtrade"),
    ),
    _declare(
        "imf",
        "by IMF Direction of Trade",
        "Both flows over those with the world, as the first state reports them, which is Russia "
        "(2011-21); other states have none. What the Fund estimates for 2022 and 2023 is left "
        "out.",
        imf_dots.SOURCE,
        ref.IMF_DOTS,
        _focal("imf"),
    ),
    _declare(
        "itpde",
        "by ITPD-E with services",
        "Both flows over the sum of the first state's flows with all states, goods and services "
        "in constant dollars. Pairs without a positive figure are missing, as none and unknown "
        "are not told apart.",
        itpde.SOURCE,
        ref.BORCHERT_2021,
        _itpde,
    ),
)
