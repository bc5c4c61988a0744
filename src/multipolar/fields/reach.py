"""Scope: whether a state's trade, and what it does in the news, is regional or spans the system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Compute, Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.measures.reach import mean_distance
from multipolar.sources import cow_trade, gdp, icews
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SOURCES = {source.key: source for source in (cow_trade.SOURCE, icews.SOURCE)}
"""Sources of the ties, by key."""
LEAST_SHARE = 2 / 3
"""Less of its trade than this with partners whose share and distance are known tells too little.
A fifth of China's from 1999 on is with Hong Kong, which is no state here."""


def _trade(scope: Scope) -> pl.DataFrame:
    """Shares of each in the other's trade, of all dyads."""
    return dyads_in_scope(scope, "trade").collect()


def _events(scope: Scope) -> pl.DataFrame:
    """Shares of each in the other's events with all states, both directions and all classes."""
    import polars as pl

    classes = [pl.col(name).cast(pl.Int64) for name in icews.QUADS]
    rows = dyads_in_scope(scope, "events").select(
        "ccode1", "ccode2", "year", pl.sum_horizontal(classes).alias("n")
    )
    keys = [pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")]
    pairs = rows.group_by(keys[0].alias("one"), keys[1].alias("two"), "year").agg(pl.col("n").sum())
    both = pairs.rename({"one": "ccode1", "two": "ccode2"}).collect()
    sides = [both.select(pl.col(c).alias("ccode"), "year", "n") for c in ("ccode1", "ccode2")]
    whole = pl.concat(sides).group_by("ccode", "year").agg(pl.col("n").sum().alias("whole"))
    for side in ("1", "2"):
        own = whole.rename({"ccode": f"ccode{side}", "whole": f"whole{side}"})
        both = both.join(own, on=[f"ccode{side}", "year"])
    shares = [(pl.col("n") / pl.col(f"whole{side}")).alias(f"share{side}") for side in ("1", "2")]
    return both.select("ccode1", "ccode2", "year", *shares).sort("year", "ccode1", "ccode2")


def _yearly(scope: Scope, ties: Callable[[Scope], pl.DataFrame] = _trade) -> pl.DataFrame:
    """Typical distance of each state's ties and of the economies around it, by year."""
    import polars as pl

    everyone = replace(scope, states=None)
    trade = ties(everyone)
    wealth = states_in_scope(everyone, "states").select("ccode", "year", "gdp").collect()
    km = scope.release.scan("distance").collect()
    house = states.state_years(scope.first, scope.last)
    rows = []
    for year in range(scope.first, scope.last + 1):
        codes = np.unique(house.filter(pl.col("year") == year)["ccode"].to_numpy())
        flows = trade.filter(pl.col("year") == year)
        shares = _matrix(codes, flows, "share1", "share2")
        far = _matrix(codes, km, "km", "km")
        sizes = _vector(codes, wealth.filter(pl.col("year") == year))
        others = np.where(np.eye(len(codes), dtype=bool), np.nan, sizes[None, :])
        distance, covered = mean_distance(shares, far)
        expected, _ = mean_distance(others, far)
        found = {"ccode": codes, "km": distance, "covered": covered, "expected": expected}
        partners = (np.nan_to_num(shares) > 0).sum(axis=1)
        rows.append(pl.DataFrame(found | {"n": partners}).with_columns(pl.lit(year).alias("year")))
    return pl.concat(rows)


def _matrix(codes: NDArray[np.int64], dyads: pl.DataFrame, there: str, back: str) -> Floats:
    import polars as pl

    inside = pl.col("ccode1").is_in(codes) & pl.col("ccode2").is_in(codes)
    dyads = dyads.filter(inside)
    matrix = np.full((len(codes), len(codes)), np.nan)
    one = np.searchsorted(codes, dyads["ccode1"].to_numpy())
    two = np.searchsorted(codes, dyads["ccode2"].to_numpy())
    matrix[one, two] = dyads[there].cast(pl.Float64).fill_null(np.nan).to_numpy()
    matrix[two, one] = dyads[back].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return matrix


def _vector(codes: NDArray[np.int64], sizes: pl.DataFrame) -> Floats:
    import polars as pl

    sizes = sizes.filter(pl.col("ccode").is_in(codes)).drop_nulls("gdp")
    vector = np.full(len(codes), np.nan)
    vector[np.searchsorted(codes, sizes["ccode"].to_numpy())] = sizes["gdp"].to_numpy()
    return vector


def _with_status(frame: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    import polars as pl

    thin = (pl.col("covered") < LEAST_SHARE) | value.is_nan()
    return frame.select(
        "ccode",
        "year",
        pl.when(~thin).then(value).alias("value"),
        "n",
        pl.when(thin).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"),
    )


def _trade_km(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _with_status(_yearly(scope), pl.col("km"))


def _relative(scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _with_status(_yearly(scope), pl.col("km") / pl.col("expected"))


def _events_relative(scope: Scope) -> pl.DataFrame:
    import polars as pl

    known = _yearly(scope, _events).filter(pl.col("covered") > 0)
    return _with_status(known, pl.col("km") / pl.col("expected"))


def _declare(
    name: str,
    title: str,
    kind: str,
    scale: str,
    high: str,
    definition: str,
    compute: Compute,
    sources: tuple[str, ...],
    coverage: Coverage,
) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        field="reach",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind=kind,
        bounds=(0, None),
        scale=scale,
        high=high,
        definition=definition,
        sources=sources,
        references=(*SOURCES[sources[0]].references[:1], ref.MAYER_2011),
        compute=compute,
        absent=Status.MISSING,
        coverage=coverage,
    )


_COVERAGE = cow_trade.SOURCE.coverage
_KNOWN = (
    "Insufficient where less than two thirds of its trade is with partners whose share and "
    "distance are known; n counts partners."
)

INDICATORS = (
    _declare(
        "reach.trade_km",
        "typical distance of its trade",
        "amount",
        "kilometres between main cities",
        "it trades with far states",
        "Geometric mean of the distances of its partners, weighted by their shares in its trade. "
        + _KNOWN,
        _trade_km,
        ("cow-trade", "geodist"),
        _COVERAGE,
    ),
    _declare(
        "reach.relative",
        "reach of its trade",
        "ratio",
        "1 if its trade is spread as the world's product is around it",
        "its trade spans the system; low: it is regional",
        "The typical distance of its trade over that of all other economies, weighted by their "
        f"product. {_KNOWN}",
        _relative,
        ("cow-trade", "geodist", "fariss-gdp"),
        Coverage(_COVERAGE.first, min(_COVERAGE.last, gdp.SOURCE.coverage.last)),
    ),
    _declare(
        "reach.events",
        "reach of its events",
        "ratio",
        "1 if what it does is spread as the world's product is around it",
        "its friendly and hostile acts span the system; low: it deals with its region",
        "Geometric mean of the distances of the states that it has events with, weighted by their "
        "part in all events of it with other states (both directions, all classes, ICEWS), over "
        "that of all other economies, weighted by their product. Insufficient where less than two "
        "thirds of its events are with states whose distance is known; n counts partners. Nothing "
        "for states that ICEWS has not.",
        _events_relative,
        ("icews", "geodist", "fariss-gdp"),
        icews.SOURCE.coverage,
    ),
)
