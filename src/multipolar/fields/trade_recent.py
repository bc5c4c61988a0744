"""Trade shares of later years, each from its own source and never joined in level."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import RawFolder, comtrade, imf_dots, itpde, own_trade
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


def _own(read: Callable[[RawFolder], pl.DataFrame]) -> Compute:
    """Shares from a user's file, cut to the years and states in question."""

    def compute(scope: Scope) -> pl.DataFrame:
        import polars as pl

        frame = read(RawFolder()).filter(pl.col("year").is_between(scope.first, scope.last))
        if scope.states is not None:
            wanted = sorted(scope.states)
            frame = frame.filter(pl.col("ccode1").is_in(wanted), pl.col("ccode2").is_in(wanted))
        return frame.select("ccode1", "ccode2", "year", pl.col("share").alias("value"))

    return compute


def _complementarity(scope: Scope) -> pl.DataFrame:
    """Fit of what the first sells to what the second buys, year by year, from the user's BACI."""
    import numpy as np
    import polars as pl

    from multipolar.measures.overlap import basket_fit

    baskets = own_trade.baci_baskets(RawFolder())
    baskets = baskets.filter(pl.col("year").is_between(scope.first, scope.last))
    if scope.states is not None:
        baskets = baskets.filter(pl.col("ccode").is_in(sorted(scope.states)))
    keys = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32)
    found = [pl.DataFrame(schema=keys | {"value": pl.Float64})]
    for (year,), group in baskets.partition_by("year", as_dict=True).items():
        codes, row = np.unique(group["ccode"].to_numpy(), return_inverse=True)
        goods, column = np.unique(group["heading"].to_numpy(), return_inverse=True)
        matrices = np.zeros((2, len(codes), len(goods)))
        for matrix, part in zip(matrices, ("sold", "bought"), strict=True):
            matrix[row, column] = group[part].to_numpy()
        one, two = np.nonzero(~np.eye(len(codes), dtype=bool))
        fit = basket_fit(*matrices)[one, two]
        rows = {"ccode1": codes[one], "ccode2": codes[two], "year": year, "value": fit}
        found.append(pl.DataFrame(rows).select(*keys, "value").cast(keys))  # type: ignore[arg-type]
    return pl.concat(found).filter(pl.col("value").is_finite())


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
        user_source=source.key if source.own else "",
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
    _declare(
        "baci",
        "by BACI",
        "Both flows of goods over all that the first state sells and buys, by CEPII's BACI; only "
        "where the user supplies its files, for the years that they have.",
        own_trade.BACI_SOURCE,
        ref.GAULIER_2010,
        _own(own_trade.baci_shares),
    ),
    _declare(
        "cepii",
        "by CEPII Gravity",
        "Both flows of goods over all that the first state sells and buys, by the flows of BACI "
        "in CEPII's Gravity file; only where the user supplies it.",
        own_trade.GRAVITY_SOURCE,
        ref.CONTE_2022,
        _own(own_trade.gravity_shares),
    ),
    Indicator(
        name="trade.complementarity",
        title="goods that it sells and the other buys",
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="index",
        bounds=(0, 1),
        scale="0 nothing fits, 1 it sells exactly the goods that the other buys",
        high="what the first state sells to all is what the second buys from all; whether they "
        "trade it with each other it does not say",
        definition="One less half the sum, over the headings of four digits of the Harmonized "
        "System, of the absolute differences between the part of a heading in all that the first "
        "sells and its part in all that the second buys (Michaely, there times 100). Finer "
        "goods give lower values: compare within this indicator only. By BACI, where the user "
        "supplies its files; without product data see energy.complementarity.",
        sources=("baci",),
        references=(ref.MICHAELY_1996, ref.GAULIER_2010),
        compute=_complementarity,
        absent=Status.MISSING,
        coverage=own_trade.BACI_SOURCE.coverage,
        user_source="baci",
    ),
)
