"""Similarity of two voters from their nine-cell table, each with an analytic interval.

Votes are ordinal: yes 1, abstain 2, no 3, and the distance of two votes is their difference.

* agreement ``1 - sum|x - y| / 2n`` (Voeten 2013), and the share of identical votes;
* S, absolute and unweighted, ``1 - 2 sum|x - y| / 2n`` (Signorino and Ritter 1999);
* kappa ``1 - D_o / D_e`` with squared distance and each voter's own margins (Cohen 1968), and
  pi with pooled margins (Scott 1955): agreement beyond chance (Haege 2011).

Kappa with squared distance is the concordance correlation coefficient of Lin (1989), and pi the
same about a common mean, so both lie in [-1, 1] and their intervals are built on Fisher's z, as
Lin proposes. Intervals treat the roll calls of a period as a sample of those that might have
been held; they are 90 %.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z90 = 1.6448536269514722
"""Normal quantile of a two-sided 90 % interval."""
PSEUDO = 1.0
"""One roll call spread evenly over the nine cells is added for the intervals of kappa and pi.

Without it an unbroken run of identical votes passes for certainty, and the interval covers far
too rarely (64 % of cases at 20 roll calls, 81 % at 90, over 1,600 real dyads taken as truth);
with it 94 % and 91 %. Two and five times as much are no better.
"""

_VALUES = np.arange(3.0)
_ABSOLUTE = np.abs(_VALUES[:, None] - _VALUES[None, :])
_SQUARED = _ABSOLUTE**2

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """A value with its 90 % interval; arrays of one shape, NaN where undefined."""

    value: Floats
    low: Floats
    high: Floats


def agreement(cells: ArrayLike) -> Interval:
    """Voeten's agreement, in [0, 1]: 1 for identical votes, 1/2 for yes against abstain.

    Parameters
    ----------
    cells
        Counts of shape (..., 3, 3).

    Returns
    -------
    Interval
        NaN where there is no roll call. The interval adds z²/2 pseudo-votes of full agreement
        and as many of full disagreement (Agresti and Coull 1998, for three ordered outcomes).
    """
    table = np.asarray(cells, dtype=float)
    n = table.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = (table * _ABSOLUTE).sum(axis=(-2, -1)) / 2
        gap2 = (table * _SQUARED).sum(axis=(-2, -1)) / 4
        value = 1 - gap / n
        padded = n + Z90**2
        mean = (gap + Z90**2 / 2) / padded
        variance = (gap2 + Z90**2 / 2) / padded - mean**2
        half = Z90 * np.sqrt(np.maximum(variance, 0) / padded)
    low = np.minimum(np.maximum(1 - mean - half, 0), value)
    high = np.maximum(np.minimum(1 - mean + half, 1), value)
    return Interval(value, low, high)


def s_score(cells: ArrayLike) -> Interval:
    """Signorino and Ritter's S (absolute distance, unweighted), in [-1, 1]: 2 agreement - 1."""
    same = agreement(cells)
    return Interval(2 * same.value - 1, 2 * same.low - 1, 2 * same.high - 1)


def identical(cells: ArrayLike) -> Interval:
    """Share of identical votes, in [0, 1], with the interval of Wilson (1927)."""
    table = np.asarray(cells, dtype=float)
    n = table.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.trace(table, axis1=-2, axis2=-1) / n
        centre = (share + Z90**2 / (2 * n)) / (1 + Z90**2 / n)
        half = Z90 * np.sqrt(share * (1 - share) / n + Z90**2 / (4 * n**2)) / (1 + Z90**2 / n)
    return Interval(share, np.maximum(centre - half, 0), np.minimum(centre + half, 1))


def kappa(cells: ArrayLike) -> Interval:
    """Weighted kappa with squared distance and own margins (Cohen 1968), in [-1, 1].

    Parameters
    ----------
    cells
        Counts of shape (..., 3, 3).

    Returns
    -------
    Interval
        NaN where chance disagreement is 0 (both always cast the same one vote): undefined.
    """
    return _corrected(np.asarray(cells, dtype=float), _own_margins)


def pi(cells: ArrayLike) -> Interval:
    """Scott's pi with squared distance: chance agreement from pooled margins, in [-1, 1].

    Undefined, and NaN, where both always cast the same one vote.
    """
    return _corrected(np.asarray(cells, dtype=float), _pooled_margins)


MEASURES: dict[str, Callable[[ArrayLike], Interval]] = {
    "kappa": kappa,
    "pi": pi,
    "s": s_score,
    "agreement": agreement,
    "identical": identical,
}


# --------------------------------------------------------------------- chance correction
def _own_margins(p: Floats) -> tuple[Floats, Floats]:
    return p.sum(axis=-1), p.sum(axis=-2)


def _pooled_margins(p: Floats) -> tuple[Floats, Floats]:
    pooled = (p.sum(axis=-1) + p.sum(axis=-2)) / 2
    return pooled, pooled


_Margins = Callable[[Floats], tuple[Floats, Floats]]


def _disagreements(p: Floats, margins: _Margins) -> tuple[Floats, Floats]:
    """Observed disagreement and the one expected from the margins."""
    rows, columns = margins(p)
    chance = rows[..., :, None] * columns[..., None, :]
    return (p * _SQUARED).sum(axis=(-2, -1)), (chance * _SQUARED).sum(axis=(-2, -1))


def _corrected(table: Floats, margins: _Margins) -> Interval:
    n = table.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        p = table / n[..., None, None]
        observed, expected = _disagreements(p, margins)
        value = np.where(expected > 0, 1 - observed / expected, np.nan)
        padded = (table + PSEUDO / 9) / (n + PSEUDO)[..., None, None]
        centre, error = _delta(padded, n + PSEUDO, margins)
        half = Z90 * error / np.maximum(1 - centre**2, 1e-12)
        low, high = np.tanh(np.arctanh(centre) - half), np.tanh(np.arctanh(centre) + half)
    undefined = np.isnan(value)
    low = np.where(undefined, np.nan, np.minimum(low, value))
    return Interval(value, low, np.where(undefined, np.nan, np.maximum(high, value)))


def _delta(p: Floats, n: Floats, margins: _Margins) -> tuple[Floats, Floats]:
    """Coefficient and its standard error by the delta method over multinomial cells.

    With ``f = 1 - D_o / D_e`` the gradient in cell (a, b) is
    ``-(d_ab D_e - D_o g_ab) / D_e²``, where ``g`` is the gradient of ``D_e`` (Fleiss, Cohen and
    Everitt 1969 for own margins).
    """
    observed, expected = _disagreements(p, margins)
    rows, columns = margins(p)
    to_columns = (_SQUARED * columns[..., None, :]).sum(axis=-1)
    to_rows = (_SQUARED * rows[..., :, None]).sum(axis=-2)
    slope = to_columns[..., :, None] + to_rows[..., None, :]
    if margins is _pooled_margins:
        slope = to_rows[..., :, None] + to_rows[..., None, :]
    scale = expected[..., None, None]
    gradient = -(_SQUARED * scale - observed[..., None, None] * slope) / scale**2
    mean = (p * gradient).sum(axis=(-2, -1))
    variance = (p * gradient**2).sum(axis=(-2, -1)) - mean**2
    return 1 - observed / expected, np.sqrt(np.maximum(variance, 0) / n)
