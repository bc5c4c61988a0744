"""What the ideal points of a pair let one expect of its agreement with and against a third."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from multipolar.claims.series import Look, NotCovered, values_of
from multipolar.fields.indicator import Options

Floats = NDArray[np.float64]
Key = tuple[int, int]

LEAST_FITTED = 20
"""With fewer pairs no line is drawn."""


def positions(codes: list[int], years: tuple[int, int], look: Look) -> dict[int, float]:
    """Mean ideal point of states over some years, as of the question; those with any value."""
    import polars as pl

    cases = tuple((code, year) for code in codes for year in range(years[0], years[1] + 1))
    frame = values_of("ideal.point", cases, Options(as_of=look.as_of), look.release)
    means = frame.drop_nulls("value").group_by("ccode").agg(pl.col("value").mean())
    return dict(means.sort("ccode").rows())


def beyond_positions(
    gaps: dict[Key, float], points: dict[int, float], own: Key, year: int
) -> tuple[float, Floats]:
    """How much a pair's number exceeds what the positions of the two let one expect.

    A line through the numbers of other pairs, on the mean and on the distance of their ideal
    points, gives the expected one. Pairs with either state of the one that is predicted are left
    out of its line, so that no state predicts itself.

    Parameters
    ----------
    gaps
        The number of each pair.
    points
        Ideal points by state.
    own
        The pair that is asked about.
    year
        Last year, for a refusal.

    Returns
    -------
    excess : float
        The pair's number less the expected one.
    placebo : ndarray
        The same of every other pair, each predicted in the same way.

    Raises
    ------
    NotCovered
        If too few pairs are known.
    """
    pairs = [pair for pair in sorted(gaps) if points.keys() >= set(pair)]
    ends = np.array(pairs)
    values = np.array([gaps[pair] for pair in pairs])
    one, two = (np.array([points[code] for code in side]) for side in ends.T)
    terms = np.column_stack([np.ones(len(pairs)), (one + two) / 2, np.abs(one - two)])

    def excess(place: int) -> float:
        kept = ~np.isin(ends, pairs[place]).any(axis=1)
        if kept.sum() < LEAST_FITTED:
            raise NotCovered(f"only {kept.sum()} other pairs; {LEAST_FITTED} are needed", year)
        line = np.linalg.lstsq(terms[kept], values[kept], rcond=None)[0]
        return float(values[place] - terms[place] @ line)

    if own not in pairs:
        raise NotCovered("no ideal points of the pair", year)
    where = pairs.index(own)
    rest = [excess(place) for place in range(len(pairs)) if place != where]
    return excess(where), np.array(rest)
