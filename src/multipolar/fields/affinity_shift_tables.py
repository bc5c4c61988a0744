"""The tables of lasting shifts: what was found in the whole world, and against what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.fields import affinity_layers as reading
from multipolar.fields import affinity_shifts as shifts
from multipolar.fields.affinity_model import LAST, ORIGINS
from multipolar.fields.affinity_shifts import HORIZONS, SEEN, YEARS, Past, Truths, World
from multipolar.fields.relevance import relevant_dyads
from multipolar.measures.level_shift import Usual

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

SMALLEST = 0.25
"""Shifts of affinity smaller than this are not kept."""
KEPT = 2e-3
"""Shifts with p up to this are kept, enough for any q up to one half."""


def realignment_tables(release: Release) -> dict[str, pl.DataFrame]:
    """All tables of lasting shifts, from the layers and models of affinity in a release."""
    pairs = shifts.every_pair()
    world, past = shifts.world_of(shifts.observed(pairs, release), release)
    found, tests = found_shifts(world, pairs, relevance(pairs, release))
    return {
        "realignments": found,
        "realignment_tests": tests,
        "realignment_usual": _usual(past),
        "realignment_years": _common(past),
    }


def found_shifts(
    world: World, pairs: pl.DataFrame, relevant: Truths, last: int = LAST
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Shifts that are lasting, large and unlikely to be chance, and the number of tests.

    Parameters
    ----------
    world
        Tests of every year.
    pairs
        The pairs, in their order.
    relevant
        Whether a pair was politically relevant in a year, array (years, pairs).
    last
        Last year that is seen.

    Returns
    -------
    shifts, tests
        For each number of years seen, each first year, and relevant pairs and others. A shift
        that is odd or smaller than `SMALLEST` counts as a test that found nothing, which can only
        raise its p.
    """
    import polars as pl

    rows: list[pl.DataFrame] = []
    tests: list[tuple[int, ...]] = []
    for seen in SEEN:
        for year in range(YEARS[0], last - seen + 2):
            pair, p, strict = shifts.extremes(world, year, seen)
            near = relevant[year - YEARS[0], pair]
            tests += [(seen, year, side, int((near == side).sum())) for side in (0, 1)]
            rows.append(
                pl.DataFrame(
                    {
                        "pair": pair[p <= KEPT].astype(np.int64),
                        "p": p[p <= KEPT],
                        "strict": strict[p <= KEPT],
                        "relevant": near[p <= KEPT].astype(np.int8),
                    }
                ).with_columns(
                    pl.lit(seen, pl.Int32).alias("seen"),
                    pl.lit(year, pl.Int32).alias("year"),
                    pl.lit(SEEN[seen], pl.Int32).alias("horizon"),
                )
            )
    found = (
        pl.concat(rows)
        .join(world.found, on=["horizon", "year", "pair"])
        .filter(~pl.col("odd") & (pl.col("size").abs() >= SMALLEST))
        .sort("seen", "year", "pair")
    )
    spans = [
        shifts.years_of(world, pair, year, seen)
        for seen, year, pair in found.select("seen", "year", "pair").iter_rows()
    ]
    codes = pairs.with_row_index("pair").with_columns(pl.col("pair").cast(pl.Int64))
    percent = [(pl.col(name) * 100).round(0).clip(-127, 127) for name in reading.LAYERS]
    return (
        found.join(codes, on="pair", maintain_order="left").select(
            "seen",
            "year",
            "ccode1",
            "ccode2",
            *(
                pl.col(name).clip(1e-300).log10().round(3).cast(pl.Float32).alias(column)
                for name, column in (("p", "log_p"), ("strict", "log_strict"))
            ),
            pl.col("size", "sd").round(3).cast(pl.Float32),
            pl.Series("first", [span[0] for span in spans], pl.Int16),
            pl.Series("last", [span[1] for span in spans], pl.Int16),
            "relevant",
            (pl.col("fresh") * 100).round(0).cast(pl.Int8),
            *(one.cast(pl.Int8) for one in percent),
        ),
        pl.DataFrame(
            tests, dict.fromkeys(("seen", "year", "relevant", "tests"), pl.Int32), orient="row"
        ),
    )


def relevance(pairs: pl.DataFrame, release: Release) -> Truths:
    """Whether each pair was politically relevant in each year, (years, pairs)."""
    found = np.zeros((len(YEARS), pairs.height), bool)
    numbered = pairs.with_row_index("pair")
    rows = relevant_dyads(release, YEARS[0], YEARS[-1]).join(numbered, on=["ccode1", "ccode2"])
    found[rows["year"].to_numpy() - YEARS[0], rows["pair"].to_numpy()] = True
    return found


def _usual(past: Past) -> pl.DataFrame:
    import polars as pl

    rows = [
        (origin, layer, one.degrees, one.variance, one.most if np.isfinite(one.most) else None)
        for origin, layers in past.usual.items()
        for layer, one in enumerate(layers)
        if one is not None
    ]
    names = ("origin", "layer", "degrees", "variance", "most")
    return pl.DataFrame(rows, names, orient="row")


def _common(past: Past) -> pl.DataFrame:
    import polars as pl

    rows = [
        (year, horizon, layer, *past.common[i, j, layer])
        for i, year in enumerate(YEARS)
        for j, horizon in enumerate(HORIZONS)
        for layer in range(len(reading.LAYERS))
        if tuple(past.common[i, j, layer]) != (0.0, 1.0)
    ]
    return pl.DataFrame(rows, ("year", "horizon", "layer", "centre", "scale"), orient="row")


def past_of(release: Release) -> Past:
    """What is ordinary and common, as the tables of a release hold it."""
    usual: dict[int, list[Usual | None]] = {
        origin: [None] * len(reading.LAYERS) for origin in ORIGINS
    }
    for origin, layer, degrees, variance, most in (
        release.scan("realignment_usual").collect().iter_rows()
    ):
        usual[origin][layer] = Usual(degrees, variance, np.inf if most is None else most)
    common = np.zeros((len(YEARS), len(HORIZONS), len(reading.LAYERS), 2))
    common[..., 1] = 1.0
    for year, horizon, layer, centre, scale in (
        release.scan("realignment_years").collect().iter_rows()
    ):
        common[year - YEARS[0], HORIZONS.index(horizon), layer] = centre, scale
    return Past({origin: tuple(layers) for origin, layers in usual.items()}, common)
