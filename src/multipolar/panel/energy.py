"""State-years of energy: net exports by fuel, the balance of oil and gas, years of reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.measures.energy import balance, reserves_horizon
from multipolar.sources import RawFolder
from multipolar.sources import energy as source

if TYPE_CHECKING:
    import polars as pl

FUELS = ("oil", "gas")
HORIZON = ("years", "low", "high")


def energy(raw: RawFolder) -> pl.DataFrame:
    """Net exports in exajoules, balance, and reserves over production with an interval."""
    import polars as pl

    listed = source.resources(raw)
    frame = _with_small_producers(source.review(raw), listed)
    nets = [(pl.col(f"{f}_made") - pl.col(f"{f}_used")).alias(f"{f}_net") for f in FUELS]
    made, used = (
        frame.select(pl.sum_horizontal(*(f"{f}_{what}" for f in FUELS), ignore_nulls=False))
        for what in ("made", "used")
    )
    even = balance(*(part.to_series().cast(pl.Float64).to_numpy() for part in (made, used)))
    flows = frame.select("year", "ccode", *nets, pl.Series("balance", even).fill_nan(None))
    coal = listed.select("year", "ccode", "coal_net").drop_nulls()
    keys = ["year", "ccode"]
    both = flows.join(coal, on=keys, how="full", coalesce=True)
    both = both.join(_horizons(frame), on=keys, how="left")
    measured = [name for name in both.columns if name not in keys]
    kept = both.filter(pl.any_horizontal(pl.col(measured).is_not_null()))
    return kept.with_columns(pl.col(measured).round_sig_figs(5).cast(pl.Float32))


def _with_small_producers(review: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Set what a state makes to 0 where the Review does not list it and it is known to be little.

    Known by the latest year up to the year in question.
    """
    import polars as pl

    frame = review.sort("year")
    for fuel in FUELS:
        known = listed.select("ccode", "year", f"{fuel}_small").drop_nulls().sort("year")
        frame = frame.join_asof(
            known, on="year", by="ccode", strategy="backward", check_sortedness=False
        )
        unlisted = pl.col(f"{fuel}_made").is_null() & pl.col(f"{fuel}_used").is_not_null()
        frame = frame.with_columns(
            pl.when(unlisted & pl.col(f"{fuel}_small"))
            .then(0.0)
            .otherwise(pl.col(f"{fuel}_made"))
            .alias(f"{fuel}_made")
        )
    return frame


def _horizons(frame: pl.DataFrame) -> pl.DataFrame:
    """Years of oil and of gas by state-year, each from the figures up to that year."""
    import polars as pl

    first, last = (
        source.SOURCE.coverages["reserves"].first,
        source.SOURCE.coverages["reserves"].last,
    )
    rows = []
    for (code,), group in sorted(frame.partition_by("ccode", as_dict=True).items()):
        years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int32})
        series = years.join(group, on="year", how="left")
        found = [
            _of_fuel(series, reserves, made)
            for reserves, made in (("oil_reserves", "oil_barrels"), ("gas_reserves", "gas_volume"))
        ]
        for place, year in enumerate(series["year"]):
            rows.append((year, code, *found[0][place], *found[1][place]))
    columns = [f"{fuel}_{part}" for fuel in FUELS for part in HORIZON]
    schema = {"year": pl.Int32, "ccode": pl.Int32} | dict.fromkeys(columns, pl.Float64)
    return pl.DataFrame(rows, schema, orient="row").with_columns(pl.col(columns).fill_nan(None))


def _of_fuel(series: pl.DataFrame, reserves: str, made: str) -> list[tuple[float, float, float]]:
    import polars as pl

    booked, produced = (
        series[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in (reserves, made)
    )
    ends = range(1, len(booked) + 1)
    return [reserves_horizon(booked[:end], produced[:end]) for end in ends]
