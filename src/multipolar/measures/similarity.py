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


def _counts(cells: ArrayLike) -> Floats:
    table = np.asarray(cells, dtype=float)
    if table.shape[-2:] != (3, 3) or (table < 0).any():
        raise ValueError("a table has three rows and three columns of counts, none below 0")
    return table


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
    table = _counts(cells)
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
    table = _counts(cells)
    return wilson(np.trace(table, axis1=-2, axis2=-1), table.sum(axis=(-2, -1)))


def wilson(count: Floats, n: Floats) -> Interval:
    """Share ``count / n``, in [0, 1], with the 90 % interval of Wilson (1927); NaN for n = 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = count / n
        centre = (share + Z90**2 / (2 * n)) / (1 + Z90**2 / n)
        half = Z90 * np.sqrt(share * (1 - share) / n + Z90**2 / (4 * n**2)) / (1 + Z90**2 / n)
    # At the ends of the scale the bound is the end itself, which rounding misses.
    low = np.where(count == 0, 0 * share, np.maximum(centre - half, 0))
    high = np.where(count == n, share, np.minimum(centre + half, 1))
    return Interval(share, low, high)


def coincidence(cells: ArrayLike, unanimous: ArrayLike = 0) -> Interval:
    """Voting coincidence as the US Department of State counts it, in [0, 1].

    Identical votes over identical and opposite ones, yes and no only: abstentions drop out.

    Parameters
    ----------
    cells
        Counts of contested roll calls, shape (..., 3, 3).
    unanimous
        Roll calls on which nobody differed and both voted: the Department counts them too.

    Returns
    -------
    Interval
        NaN where neither agreed nor opposed; with the interval of Wilson (1927).
    """
    table = _counts(cells)
    same = table[..., 0, 0] + table[..., 2, 2] + np.asarray(unanimous, dtype=float)
    return wilson(same, same + table[..., 0, 2] + table[..., 2, 0])


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
    return _corrected(_counts(cells), pooled=False)


def pi(cells: ArrayLike) -> Interval:
    """Scott's pi with squared distance: chance agreement from pooled margins, in [-1, 1].

    Undefined, and NaN, where both always cast the same one vote.
    """
    return _corrected(_counts(cells), pooled=True)


MEASURES: dict[str, Callable[[ArrayLike], Interval]] = {
    "kappa": kappa,
    "pi": pi,
    "s": s_score,
    "agreement": agreement,
    "identical": identical,
}


def fisher_scale(measure: str, cells: ArrayLike) -> tuple[Floats, Floats]:
    """Fisher's z of a similarity and its standard error, on which estimates are about normal.

    Parameters
    ----------
    measure
        A key of `MEASURES`; those in [0, 1] are doubled less 1 first (see `from_fisher_scale`).
    cells
        Counts of shape (..., 3, 3).

    Returns
    -------
    z, error
        With `PSEUDO` roll calls added, so that identical votes are finite too: spread over the
        nine cells for kappa and pi, half agreeing and half opposed for the others (Anscombe's
        empirical logit; the wider padding of their intervals would pull every value toward 0).
        NaN where the measure is undefined.
    """
    table = _counts(cells)
    n = table.sum(axis=(-2, -1))
    padded = n + PSEUDO
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure in ("kappa", "pi"):
            known = ~np.isnan(MEASURES[measure](table).value)
            share = np.moveaxis(table.reshape(*table.shape[:-2], 9) + PSEUDO / 9, -1, 0) / padded
            centre, error = _delta(share, padded, measure == "pi")
        else:
            known = n > 0
            distance = (_ABSOLUTE > 0) * 2.0 if measure == "identical" else _ABSOLUTE
            gap = ((table * distance).sum(axis=(-2, -1)) + PSEUDO) / padded
            gap2 = ((table * distance**2).sum(axis=(-2, -1)) + 2 * PSEUDO) / padded
            centre, error = 1 - gap, np.sqrt((gap2 - gap**2) / padded)
        z, error = np.arctanh(centre), error / (1 - centre**2)
    return np.where(known, z, np.nan), np.where(known, error, np.nan)


def from_fisher_scale(measure: str, z: Floats) -> Floats:
    """Similarity of a value on Fisher's scale: the inverse of `fisher_scale`."""
    value = np.tanh(z)
    return (value + 1) / 2 if measure in ("agreement", "identical") else value


# --------------------------------------------------------------------- chance correction
_CHUNK = 1 << 14
"""Dyads worked on at once, so that the arrays of a step stay in the processor's cache."""


def _corrected(table: Floats, pooled: bool) -> Interval:
    """Kappa (own margins) or pi (pooled margins) of many tables, in pieces."""
    shape = table.shape[:-2]
    cells = table.reshape(-1, 9)
    out = np.empty((3, len(cells)))
    for start in range(0, len(cells), _CHUNK):
        piece = slice(start, start + _CHUNK)
        out[:, piece] = _corrected_piece(cells[piece].T.copy(), pooled)
    return Interval(*(row.reshape(shape) for row in out))


def _corrected_piece(cells: Floats, pooled: bool) -> tuple[Floats, Floats, Floats]:
    n = cells.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed, expected, _, _ = _disagreements(cells / n, pooled)
        value = np.where(expected > 0, 1 - observed / expected, np.nan)
        padded = n + PSEUDO
        centre, error = _delta((cells + PSEUDO / 9) / padded, padded, pooled)
        half = Z90 * error / np.maximum(1 - centre**2, 1e-12)
        z = np.arctanh(centre)
        low, high = np.minimum(np.tanh(z - half), value), np.maximum(np.tanh(z + half), value)
    return value, np.where(np.isnan(value), np.nan, low), np.where(np.isnan(value), np.nan, high)


def _disagreements(p: Floats, pooled: bool) -> tuple[Floats, Floats, Moments, Moments]:
    """Observed and expected squared distance, and the moments of the margins behind the latter.

    For independent votes a and b the expected squared distance is the sum of their variances
    and of the squared difference of their means.
    """
    one = _moments(p[0] + p[1] + p[2], p[6] + p[7] + p[8])
    two = _moments(p[0] + p[3] + p[6], p[2] + p[5] + p[8])
    if pooled:
        yes = (p[0] + p[1] + p[2] + p[0] + p[3] + p[6]) / 2
        no = (p[6] + p[7] + p[8] + p[2] + p[5] + p[8]) / 2
        one = two = _moments(yes, no)
    observed = p[1] + p[3] + p[5] + p[7] + 4 * (p[2] + p[6])
    expected = one[1] + two[1] + (one[0] - two[0]) ** 2
    return observed, expected, one, two


Moments = tuple[Floats, Floats]


def _moments(yes: Floats, no: Floats) -> Moments:
    """Mean and variance of votes coded yes -1, abstain 0, no 1."""
    mean = no - yes
    return mean, yes + no - mean**2


def _delta(p: Floats, n: Floats, pooled: bool) -> tuple[Floats, Floats]:
    """Coefficient and its standard error by the delta method over multinomial cells.

    With ``f = 1 - D_o / D_e`` one roll call with votes (a, b) has the influence
    ``-((a - b)² - D_o) / D_e + D_o (h_ab - 2 D_e) / D_e²``, where ``h_ab`` is the expected squared
    distance of a from the other's margin plus that of b from the first's (Fleiss, Cohen and
    Everitt 1969 for own margins); the variance is the mean squared influence over n.
    """
    observed, expected, one, two = _disagreements(p, pooled)
    ratio = observed / expected
    total = np.zeros_like(observed)
    for cell in range(9):
        a, b = cell // 3 - 1.0, cell % 3 - 1.0
        reach = (a - two[0]) ** 2 + two[1] + (b - one[0]) ** 2 + one[1]
        influence = ((a - b) ** 2 - observed) - ratio * (reach - 2 * expected)
        total += p[cell] * influence**2
    return 1 - ratio, np.sqrt(total / n) / expected
