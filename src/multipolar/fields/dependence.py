"""Need in trade: how much of an economy hangs on a partner, and what it costs to leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.measures import dependence
from multipolar.measures.dependence import Floats
from multipolar.sources import cow_trade
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

    from multipolar.fields.indicator import Compute

LEAST_KNOWN = 0.8
"""Least part of a state's trade that its partners with known figures must add up to."""


def _directed_shares(frame: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each direction: ``ccode1, ccode2, year, share`` of ccode2 in ccode1's trade."""
    import polars as pl

    there = frame.select("ccode1", "ccode2", "year", pl.col("share1").alias("share"))
    back = frame.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        pl.col("share2").alias("share"),
    )
    return pl.concat([there, back]).drop_nulls("share")


def _over_gdp(scope: Scope) -> pl.DataFrame:
    import polars as pl

    shares = _directed_shares(dyads_in_scope(scope, "trade"))
    opened = states_in_scope(scope, "trade_states").select(
        pl.col("ccode").alias("ccode1"), "year", "openness"
    )
    value = pl.col("share") * pl.col("openness").cast(pl.Float64)
    frame = shares.join(opened, on=["ccode1", "year"])
    return frame.select("ccode1", "ccode2", "year", value.alias("value")).drop_nulls().collect()


def _lower(scope: Scope) -> pl.DataFrame:
    return _of_both(scope, "min")


def _higher(scope: Scope) -> pl.DataFrame:
    return _of_both(scope, "max")


def _of_both(scope: Scope, which: str) -> pl.DataFrame:
    import polars as pl

    one = _over_gdp(scope)
    two = one.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        pl.col("value").alias("other"),
    )
    both = one.join(two, on=["ccode1", "ccode2", "year"]).filter(
        pl.col("ccode1") < pl.col("ccode2")
    )
    choose = pl.min_horizontal if which == "min" else pl.max_horizontal
    return both.select("ccode1", "ccode2", "year", choose("value", "other").alias("value"))


def _openness(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "trade_states").select(
        "ccode", "year", pl.col("openness").alias("value")
    )
    return frame.drop_nulls().collect()


def _with_partners(scope: Scope) -> pl.DataFrame:
    """Shares in scope, with the sums of all the state's shares and of their squares."""
    import numpy as np
    import polars as pl

    years = pl.col("year").is_between(scope.first, scope.last)
    keys = pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    every = (
        _directed_shares(scope.release.scan("trade").filter(years).with_columns(keys))
        .sort("ccode1", "year", "ccode2")
        .collect()
    )
    if every.is_empty():
        return every.with_columns(total="share", squares="share")
    # Summed row by row in one order, so that the last digit is the same with any number of threads.
    state_year = every.select(pl.struct("ccode1", "year").rle_id()).to_series().to_numpy()
    share = every["share"].to_numpy()
    every = every.with_columns(
        total=np.bincount(state_year, share)[state_year],
        squares=np.bincount(state_year, share**2)[state_year],
    ).filter(pl.col("total") >= LEAST_KNOWN)
    if scope.states is not None:
        wanted = sorted(scope.states)
        every = every.filter(pl.col("ccode1").is_in(wanted), pl.col("ccode2").is_in(wanted))
    return every


def _of_partners(measure: Callable[[Floats, Floats, Floats], Floats]) -> Compute:
    def compute(scope: Scope) -> pl.DataFrame:
        import polars as pl

        frame = _with_partners(scope)
        columns = (frame[name].to_numpy() for name in ("share", "total", "squares"))
        value = pl.Series("value", measure(*columns))
        found = frame.select("ccode1", "ccode2", "year", value)
        return found.filter(pl.col("value").is_finite())

    return compute


def _absorption(share: Floats, total: Floats, squares: Floats) -> Floats:
    return dependence.absorption(share, total)


def _alternatives(share: Floats, total: Floats, squares: Floats) -> Floats:
    return 1 / dependence.rest_concentration(share, total, squares)


_GDP_NOTE = (
    "Both flows between them over the state's gross domestic product, both in current US dollars "
    "(World Bank, NY.GDP.MKTP.CD; not the constant dollars of power.gdp), computed as the trade "
    "share times openness (Gartzke and Li 2003). Years in which the Bank's country is not the "
    "state (Russia before 1992, Germany before 1991) are missing, and so are those in which all "
    "its trade is more than four times its product, or is counted with a neighbour's (Luxembourg "
    "before 1997). Where official exchange rates were far off (Iraq 1991), so is the figure."
)
_PARTNERS_NOTE = (
    f" Missing where the partners with known figures add up to less than {LEAST_KNOWN:.0%} of the "
    "state's total trade."
)
_GDP_SOURCES = ("cow-trade", "world-bank-gdp")
_GDP_COVERAGE = Coverage(1960, cow_trade.SOURCE.coverage.last)


def _declare(
    name: str,
    title: str,
    kind: str,
    scale: str,
    high: str,
    definition: str,
    compute: Compute,
    *,
    directed: bool = True,
    most: float | None = 1,
    over_gdp: bool = False,
) -> Indicator:
    references = (
        (ref.ONEAL_RUSSETT_1997, ref.GARTZKE_LI_2003) if over_gdp else (ref.HIRSCHMAN_1945,)
    )
    return Indicator(
        name=f"trade.{name}",
        title=title,
        field="trade",
        unit=Unit.DYAD_YEAR,
        directed=directed,
        kind=kind,
        bounds=(0, most),
        scale=scale,
        high=high,
        definition=definition,
        sources=_GDP_SOURCES if over_gdp else ("cow-trade",),
        references=references,
        compute=compute,
        absent=Status.MISSING,
        coverage=_GDP_COVERAGE if over_gdp else cow_trade.SOURCE.coverage,
    )


INDICATORS = (
    _declare(
        "dependence",
        "dependence of its economy on trade with the other",
        "ratio",
        "trade with the other over GDP",
        "much of the first state's economy hangs on trade with the second",
        _GDP_NOTE,
        _over_gdp,
        most=None,
        over_gdp=True,
    ),
    _declare(
        "dependence_low",
        "dependence of the less dependent",
        "ratio",
        "lower of the two, trade over GDP",
        "even the less dependent of the two economies hangs on their trade (the weak link)",
        "Lower of the two states' dependence. " + _GDP_NOTE,
        _lower,
        directed=False,
        most=None,
        over_gdp=True,
    ),
    _declare(
        "dependence_high",
        "dependence of the more dependent",
        "ratio",
        "higher of the two, trade over GDP",
        "one of the two economies hangs on their trade",
        "Higher of the two states' dependence. " + _GDP_NOTE,
        _higher,
        directed=False,
        most=None,
        over_gdp=True,
    ),
    Indicator(
        name="trade.openness",
        title="openness to trade",
        field="trade",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="ratio",
        bounds=(0, None),
        scale="total trade over GDP",
        high="the state trades much for the size of its economy; small states and ports do",
        definition="Imports and exports over gross domestic product, in current US dollars; "
        "missing above four, which no port reaches, and for Luxembourg before 1997, whose trade "
        "the source counts with that of Belgium.",
        sources=_GDP_SOURCES,
        references=(ref.GARTZKE_LI_2003,),
        compute=_openness,
        absent=Status.MISSING,
        coverage=_GDP_COVERAGE,
    ),
    _declare(
        "exit_cost",
        "cost of leaving",
        "index",
        "share of all its trade that a typical other partner would have to take over",
        "the second is large in the first's trade and few others stand ready",
        "The other's share times the Herfindahl index of the rest of the state's partners: if the "
        "other's trade went to the rest in proportion to what they have, this is what one of "
        "them, weighted by its size, would take over." + _PARTNERS_NOTE,
        _of_partners(dependence.exit_cost),
    ),
    _declare(
        "absorption",
        "growth of the rest that would make up for the other",
        "ratio",
        "0.1 means that trade with all others would have to grow by a tenth",
        "the rest of the first state's partners could hardly take over its trade with the second",
        "The other's share over the share of all the rest." + _PARTNERS_NOTE,
        _of_partners(_absorption),
        most=None,
    ),
    _declare(
        "alternatives",
        "number of alternatives in trade",
        "amount",
        "effective number of other partners",
        "the first state's trade with others is spread over many partners",
        "One over the Herfindahl index of the state's trade with all partners but the other."
        + _PARTNERS_NOTE,
        _of_partners(_alternatives),
        most=None,
    ),
)
