"""Tables of a release that the verdict is calibrated from; made when a release is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.fields.relevance import relevant_dyads
from multipolar.measures import multinomial
from multipolar.measures.incomplete import fit_normal
from multipolar.verdict import calibration
from multipolar.verdict.cases import LEAST_FRESH, all_cases, case_years, columns
from multipolar.verdict.features import FIRST_YEAR, features
from multipolar.verdict.references import EXCLUDED, relationships

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

ORIGINS = tuple(range(1960, 2021, 10))
"""Last years that the distribution of the predictors may know."""
EVERY = 3
"""Relevant dyads of every third year are enough for a mean and a covariance."""
MOST = 14
DIGITS = 4


def verdict_cases(release: Release) -> pl.DataFrame:
    """Predictors of the reference relationships in the years that may become cases.

    Years are left out in which no verdict could be given.
    """
    import polars as pl

    wanted = sorted(
        {(one.ccode1, one.ccode2, year) for one in relationships() for year in case_years(one)}
    )
    keys = pl.DataFrame(
        wanted, schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32), orient="row"
    )
    years = keys["year"].to_numpy()
    found = features(keys.select("ccode1", "ccode2").unique(), years.min(), years.max(), release)
    return (
        keys.join(found, on=["ccode1", "ccode2", "year"])
        .filter(pl.col("fresh_blind") >= LEAST_FRESH)
        .select(
            "ccode1",
            "ccode2",
            "year",
            pl.col(
                *dict.fromkeys((*columns(True), *columns(False))),
                "affinity_sd",
                "affinity_blind_sd",
            )
            .cast(pl.Float64)
            .round(DIGITS)
            .cast(pl.Float32),
        )
    )


def verdict_normal(release: Release, origins: tuple[int, ...] = ORIGINS) -> pl.DataFrame:
    """Mean and covariance of the predictors over relevant dyads up to an origin; 0 where not known.

    The pair that may train nothing is not among them.
    """
    import polars as pl

    last = max(origins)
    relevant = relevant_dyads(release, FIRST_YEAR, last).filter(
        (pl.lit(ORIGINS[-1]) - pl.col("year")) % EVERY == 0
    )
    low, high = sorted(EXCLUDED)
    relevant = relevant.filter((pl.col("ccode1") != low) | (pl.col("ccode2") != high))
    pairs = relevant.select("ccode1", "ccode2").unique()
    frame = features(pairs, FIRST_YEAR, last, release).join(
        relevant.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32)),
        on=["ccode1", "ccode2", "year"],
        how="semi",
    )
    rows = []
    for origin in origins:
        for blind in (True, False):
            known = frame.filter(pl.col("year") <= origin).select(
                pl.col(columns(blind)).cast(pl.Float64).fill_null(np.nan)
            )
            values = known.to_numpy()
            there = (~np.isnan(values)).sum(axis=0) > 1
            fitted = fit_normal(values[:, there])
            mean, covariance = np.zeros(MOST), np.zeros((MOST, MOST))
            mean[np.flatnonzero(there)] = fitted.mean
            covariance[np.ix_(np.flatnonzero(there), np.flatnonzero(there))] = fitted.covariance
            rows += [
                {"blind": int(blind), "origin": origin, "place": place, "mean": mean[place]}
                | {f"with{k}": value for k, value in enumerate(covariance[place])}
                for place in range(values.shape[1])
            ]
    return pl.DataFrame(rows).with_columns(pl.exclude("blind", "origin", "place").round(6))


def verdict_widths(release: Release) -> pl.DataFrame:
    """Place in `multinomial.WIDTHS` of the prior that the cases up to a year prefer."""
    import polars as pl

    rows = []
    for blind in (True, False):
        cases = all_cases(blind, release)
        for year in range(int(cases.year.min()), int(cases.year.max()) + 1):
            used = cases.year <= year
            if calibration.enough(cases.only(used)):
                fitted = calibration.calibrated(blind, used, year, release, None)
                width = int(np.argmin(np.abs(multinomial.WIDTHS - fitted.fit.width)))
                rows.append({"blind": int(blind), "year": year, "width": width})
    return pl.DataFrame(rows).with_columns(pl.col("width").cast(pl.Int8))


STAGES = (
    {"verdict_cases": verdict_cases, "verdict_normal": verdict_normal},
    {"verdict_widths": verdict_widths},
)
"""Tables that are made from others of a release, those of the second stage from the first's."""
