"""Where a pair stands among the politically relevant dyads, with the uncertainty of them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.similarity import Z90

DRAWS = 400
SEED = 20141101

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile in [0, 100], its 90 % interval (None for exact codings), and the group size."""

    value: float
    low: float | None
    high: float | None
    n: int

    def to_dict(self) -> dict[str, float | int | None]:
        """Plain data."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}


def mid_rank(value: float, group: Floats) -> float:
    """Share of the group below a value plus half of the share that ties with it, in percent.

    Parameters
    ----------
    value
        The value placed.
    group
        The others' values, without it.
    """
    return float(100 * ((group < value).mean() + 0.5 * (group == value).mean()))


def percentile(
    value: float,
    group: Floats,
    error: float | None = None,
    group_errors: Floats | None = None,
) -> Percentile:
    """Percentile of a value, with an interval from the sampling errors of it and of the group.

    Parameters
    ----------
    value, error
        The value and its standard error; without an error the percentile is exact.
    group, group_errors
        The others' values and standard errors, of one shape.

    Returns
    -------
    Percentile
        The interval holds the middle 90 % of the percentiles over normal draws of every value
        about its estimate, from a fixed seed.
    """
    placed = mid_rank(value, group)
    if error is None or group_errors is None:
        return Percentile(placed, None, None, len(group))
    random = np.random.default_rng(SEED)
    own = random.normal(value, error, DRAWS)
    others = random.standard_normal((DRAWS, len(group)))
    others *= np.nan_to_num(group_errors)
    others += group
    ranks = 100 * (others < own[:, None]).mean(axis=1)
    low, high = np.quantile(ranks, [0.05, 0.95])
    return Percentile(placed, float(min(low, placed)), float(max(high, placed)), len(group))


def standard_error(low: Floats, high: Floats) -> Floats:
    """Half width of a 90 % interval over the normal quantile."""
    return (high - low) / (2 * Z90)
