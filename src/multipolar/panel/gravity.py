"""Trade against what gravity expects of each pair, a year at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.gravity import GravityFit, fit_gravity, pair_ratios
from multipolar.panel.nearness import ties
from multipolar.sources import RawFolder, contiguity, cow_trade

if TYPE_CHECKING:
    import polars as pl

FIRST = 1946
COVARIATES = ("log_km", "border", "language", "colony")
LEAST_PARTNERS = 5
"""A state that sold to fewer, or bought from fewer, has effects that fit its few flows too well."""

Floats = NDArray[np.float64]


def gravity(raw: RawFolder) -> pl.DataFrame:
    """Logarithm of both flows of a pair over what is expected, and the error of it.

    Null where nothing was traded, whose logarithm there is not.
    """
    import polars as pl

    rows = []
    for year, codes, flows, covariates in gravity_years(raw):
        fit = fit_gravity(flows, covariates)
        if fit is None:
            continue
        ratio, error = pair_ratios(flows, fit, covariates)
        ratio[~_told_apart(flows, fit)] = np.nan
        one, two = np.nonzero(np.triu(np.isfinite(ratio), 1))
        with np.errstate(divide="ignore"):
            residual = np.log(ratio[one, two])
        rows.append(
            pl.DataFrame(
                {
                    "year": np.full(len(one), year, np.int32),
                    "ccode1": codes[one],
                    "ccode2": codes[two],
                    "residual": np.where(np.isfinite(residual), residual, np.nan),
                    "error": error[one, two],
                }
            )
        )
    return pl.concat(rows).with_columns(
        pl.col("residual").fill_nan(None).round(3).cast(pl.Float32),
        pl.col("error").round(2).cast(pl.Float32),
    )


def _told_apart(flows: Floats, fit: GravityFit) -> NDArray[np.bool_]:
    """Pairs of which both states traded with enough others."""
    traded = np.isfinite(fit.expected) & (flows > 0)
    known = np.minimum(traded.sum(axis=0), traded.sum(axis=1)) >= LEAST_PARTNERS
    return np.asarray(known[:, None] & known[None, :])


def fitted_year(raw: RawFolder, wanted: int) -> GravityFit | None:
    """The fit of one year, with its coefficients in the order of `COVARIATES`."""
    for year, _, flows, covariates in gravity_years(raw, wanted, wanted):
        if year == wanted:
            return fit_gravity(flows, covariates)
    return None


def gravity_years(
    raw: RawFolder, first: int = FIRST, last: int = cow_trade.SOURCE.coverage.last
) -> list[tuple[int, NDArray[np.int64], Floats, Floats]]:
    """Years with the codes of the states, the matrix of flows and those of the covariates."""
    import polars as pl

    flows = cow_trade.flows(raw).filter(pl.col("year").is_between(first, last))
    flows = flows.join(ties(raw), on=["ccode1", "ccode2"], how="left")
    borders = (
        contiguity.spells(raw)
        .filter(pl.col("kind") == 1)
        .with_columns(pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int32).alias("year"))
        .explode("year")
        .select("ccode1", "ccode2", "year", pl.lit(1.0).alias("border"))
        .unique()
    )
    flows = flows.join(borders, on=["ccode1", "ccode2", "year"], how="left").with_columns(
        pl.col("border").fill_null(0.0), pl.col("km").log().alias("log_km")
    )
    return [
        (int(key[0]), *_matrices(group))
        for key, group in sorted(flows.partition_by("year", as_dict=True).items())
    ]


def _matrices(frame: pl.DataFrame) -> tuple[NDArray[np.int64], Floats, Floats]:
    pairs = frame.select("ccode1", "ccode2").to_numpy().astype(np.int64)
    codes, place = np.unique(pairs, return_inverse=True)
    one, two = place.reshape(pairs.shape).T
    flows = np.full((len(codes), len(codes)), np.nan)
    flows[two, one] = frame["imports1"].to_numpy()
    flows[one, two] = frame["imports2"].to_numpy()
    covariates = np.full((len(COVARIATES), len(codes), len(codes)), np.nan)
    for layer, name in zip(covariates, COVARIATES, strict=True):
        layer[one, two] = layer[two, one] = frame[name].to_numpy()
    return codes, flows, covariates
