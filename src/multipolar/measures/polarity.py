"""How power is spread over states: concentration, poles, leaders (Singer et al. 1972)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Spread(NamedTuple):
    """Measures of one distribution of power.

    Attributes
    ----------
    concentration
        CON of Singer, Bremer and Stuckey, 0 for equal shares, 1 where one state has all.
    poles
        Effective number of poles, 1 to n.
    entropy
        Shannon entropy over its maximum, 1 for equal shares, 0 where one state has all.
    first
        Share of the strongest.
    top_two
        The strongest over the second, at least 1; NaN where the second has nothing.
    gap
        How far the third stands behind the second, as a part of the second: 0 where they are
        equal, 1 where the third has nothing; NaN with fewer than three.
    n
        Number of states.
    """

    concentration: float
    poles: float
    entropy: float
    first: float
    top_two: float
    gap: float
    n: int


def shares(values: Floats) -> Floats:
    """Parts of the whole.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or all are 0.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("power is a list of finite figures of 0 or more")
    total = values.sum()
    if not total > 0:
        raise ValueError("nobody has any power")
    part: Floats = values / total
    return part


def concentration(values: Floats) -> float:
    """Concentration of power (Singer, Bremer and Stuckey 1972, 26): CON.

    The standard deviation of the shares over its greatest possible value for so many states,
    ``sqrt((sum s^2 - 1/n) / (1 - 1/n))``, in [0, 1].

    Raises
    ------
    ValueError
        With fewer than two states, for which it is not defined, or as `shares`.
    """
    part = shares(values)
    n = len(part)
    if n < 2:
        raise ValueError("concentration needs two states or more")
    return math.sqrt(max(float(part @ part) - 1 / n, 0.0) / (1 - 1 / n))


def effective_number(values: Floats) -> float:
    """Effective number of poles, ``1 / sum s^2`` (Laakso and Taagepera 1979), in [1, n]."""
    part = shares(values)
    return 1 / float(part @ part)


def entropy(values: Floats) -> float:
    """Shannon entropy of the shares over its maximum ``log n``, in [0, 1]; 0 for one state."""
    part = shares(values)
    if len(part) < 2:
        return 0.0
    held = part[part > 0]
    return float(-(held * np.log(held)).sum()) / math.log(len(part)) + 0.0


def spread(values: Floats) -> Spread:
    """All measures of one distribution.

    Parameters
    ----------
    values
        Power of two states or more, in any unit.

    Raises
    ------
    ValueError
        As `concentration`.
    """
    part = np.sort(shares(values))[::-1]
    second, third = part[1] if len(part) > 1 else 0.0, part[2] if len(part) > 2 else math.nan
    return Spread(
        concentration(values),
        effective_number(values),
        entropy(values),
        float(part[0]),
        float(part[0] / second) if second > 0 else math.nan,
        float(1 - third / second) if second > 0 else math.nan,
        len(part),
    )


def mean_shares(components: Floats) -> Floats:
    """Mean over components of each state's share among these states.

    Parameters
    ----------
    components
        Array (states, components), in any unit by column; NaN where unknown.

    Returns
    -------
    ndarray, shape (states,)
        Adds up to 1 where nothing is missing. The mean of a state is over the components that
        are known of it; a component that is nobody's counts for nobody.
    """
    totals = np.nansum(components, axis=0)
    parts = components / np.where(totals > 0, totals, np.nan)
    known = ~np.isnan(parts)
    counts = known.sum(axis=1)
    mean: Floats = np.where(counts > 0, np.nansum(parts, axis=1) / np.maximum(counts, 1), np.nan)
    return mean
