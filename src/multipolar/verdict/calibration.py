"""From predictors to probabilities of the classes: fitted to the references known by a year.

What is uncertain enters as draws, the same way in fitting and in judging: affinity by its
posterior, a missing predictor by its distribution given the others, and the coefficients by
theirs. All draws are fixed by `SEED`, and the same for each pair and year, so that a verdict does
not depend on what else is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.measures import multinomial
from multipolar.measures.incomplete import Normal
from multipolar.verdict.cases import Cases, all_cases, states_of
from multipolar.verdict.features import MOST_NEED, MOST_POWER, NAMES, TRADE_FLOOR
from multipolar.verdict.references import CLASSES, EXCLUDED

if TYPE_CHECKING:
    from multipolar.panel.release import Release

Floats = NDArray[np.float64]

DRAWS = 400
"""Draws behind each probability."""
COPIES = 4
"""Draws of each training case."""
SEED = 19071
LEAST_SPELLS = 60
"""Reference relationships that a calibration needs."""
LEAST_OF_CLASS = 3
"""Those that it needs of each class."""
CHUNK = 1000
RANGES: dict[str, tuple[float, float]] = {
    "practice": (0, 2),
    "hostility": (0, 3),
    "depth": (0, 1),
    "unevenness": (0, 0.5),
    "stakes": (float(np.log10(TRADE_FLOOR)), 0),
    "need": (0, MOST_NEED),
    "power_gap": (0, MOST_POWER),
    "common_rivals": (0, np.inf),
    "regime_gap": (0, 1),
    "democracy": (0, 1),
    "obligation": (0, 4),
}
"""Ends of the scales, beyond which a missing predictor is not drawn."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A model fitted to some reference relationships.

    Attributes
    ----------
    blind
        Whether it is blind to treaties.
    last
        Last year of a case.
    spells
        Number of relationships.
    centre, scale
        Mean and standard deviation of the predictors over the cases.
    normal
        Distribution of the predictors over relevant dyads, for those that are missing.
    fit
        Coefficients and their covariance, on the scaled predictors.
    draws
        Draws of the coefficients, of shape (draws, classes, 1 + predictors).
    """

    blind: bool
    last: int
    spells: int
    centre: Floats
    scale: Floats
    normal: Normal
    fit: multinomial.Fit
    draws: Floats

    def drawn(self, x: Floats, error: Floats) -> Iterator[tuple[slice, Floats, Floats]]:
        """Draws of the scaled predictors and of the scores of the classes, some rows at a time.

        Parameters
        ----------
        x
            Predictors, of shape (rows, predictors), NaN where missing.
        error
            Standard deviation of affinity, NaN where it is missing.

        Yields
        ------
        rows, predictors, scores
            A slice, and arrays of shape (draws, rows, predictors) and (draws, rows, classes).
        """
        rng = np.random.default_rng(SEED)
        size = x.shape[1]
        noise, shift = rng.standard_normal((DRAWS, size)), rng.standard_normal((DRAWS, 1))
        for start in range(0, len(x), CHUNK):
            rows = slice(start, min(start + CHUNK, len(x)))
            values = completed(self.normal, x[rows], error[rows], noise, shift, self.blind)
            scaled = (values - self.centre) / self.scale
            yield rows, scaled, scores(self.draws, scaled)


def scores(coefficients: Floats, x: Floats) -> Floats:
    """Scores of the classes, of shape (draws, rows, classes), each draw with its own of both."""
    linear: Floats = np.matmul(x, coefficients[:, :, 1:].transpose(0, 2, 1))
    return linear + coefficients[:, None, :, 0]


def completed(
    normal: Normal, x: Floats, error: Floats, noise: Floats, shift: Floats, blind: bool
) -> Floats:
    """Draws of the predictors: affinity by its error, and missing ones given the others.

    Predictors that nobody knew before the decade began are left out: 0 for all.

    Parameters
    ----------
    noise, shift
        Standard normal draws for what is missing, and for affinity: of shape (draws, predictors)
        and (draws, 1), or with rows between.
    """
    known = normal.covariance.diagonal() > 0
    values = np.zeros((len(noise), *x.shape))
    part = Normal(normal.mean[known], normal.covariance[np.ix_(known, known)])
    values[:, :, known] = part.completed(x[:, known], noise[..., known])
    values[:, :, 0] += np.nan_to_num(error) * shift
    gap = np.isnan(x) & known
    for place, name in enumerate(NAMES[blind]):
        if name in RANGES and gap[:, place].any():
            rows = gap[:, place]
            values[:, rows, place] = values[:, rows, place].clip(*RANGES[name])
    return values


@lru_cache(maxsize=64)
def normal_of(blind: bool, as_of: int, release: Release) -> Normal:
    """Distribution of the predictors over relevant dyads of the decades before a year."""
    import polars as pl

    table = release.scan("verdict_normal").filter(pl.col("blind") == int(blind))
    origins = [o for o in table.select("origin").unique().collect()["origin"] if o <= as_of]
    rows = table.filter(pl.col("origin") == max(origins)).sort("place").collect()
    size = rows.height
    return Normal(
        rows["mean"].to_numpy().astype(np.float64),
        rows.select(pl.nth(range(-14, 0)).cast(pl.Float64)).to_numpy()[:, :size],
    )


@lru_cache(maxsize=256)
def width_of(blind: bool, as_of: int, release: Release) -> float:
    """Width of the prior that the evidence of the cases up to a year prefers."""
    import polars as pl

    rows = (
        release.scan("verdict_widths")
        .filter((pl.col("blind") == int(blind)) & (pl.col("year") <= as_of))
        .sort("year")
        .collect()
    )
    return float(multinomial.WIDTHS[rows["width"][-1]])


@lru_cache(maxsize=2)
def copied(blind: bool, release: Release) -> tuple[Floats, Floats]:
    """Standard normal draws for what is missing in each case, and for its affinity."""
    cases = all_cases(blind, release)
    rng = np.random.default_rng(SEED)
    drawn = rng.standard_normal((len(cases.x), COPIES, cases.x.shape[1] + 1)).transpose(1, 0, 2)
    return drawn[:, :, :-1], drawn[:, :, -1]


def enough(cases: Cases) -> bool:
    """Whether there are relationships enough for a calibration."""
    first = np.unique(cases.spell, return_index=True)[1]
    sizes = np.bincount(cases.kind[first], minlength=len(CLASSES))
    return bool(sizes.sum() >= LEAST_SPELLS and sizes.min() >= LEAST_OF_CLASS)


@lru_cache(maxsize=128)
def calibration(
    blind: bool, as_of: int, release: Release, without: tuple[int, int] | None = None
) -> Calibration | None:
    """The model of the references known by a year, None where they are too few.

    Parameters
    ----------
    without
        A pair (lower code first) whose own relationships are left out.
    """
    cases = all_cases(blind, release)
    used = cases.year <= as_of
    start = None
    if without is not None:
        whole = calibration(blind, as_of, release)
        start = None if whole is None else whole.fit.coefficients
        used &= (states_of(cases.spell) != np.array(without)).any(axis=1)
    if not enough(cases.only(used)):
        return None
    return calibrated(blind, used, as_of, release, width_of(blind, as_of, release), start)


def calibrated(
    blind: bool,
    used: NDArray[np.bool_],
    as_of: int,
    release: Release,
    width: float | None,
    start: Floats | None = None,
) -> Calibration:
    """A model fitted to the cases that are used.

    Parameters
    ----------
    used
        Which of `all_cases` are.
    as_of
        Year whose distribution of missing predictors is taken.
    width
        Of the prior; None lets the evidence of these cases decide.
    start
        Coefficients to start from.
    """
    whole = all_cases(blind, release)
    cases = whole.only(used)
    assert not any(set(pair) == EXCLUDED for pair in states_of(np.unique(cases.spell)).tolist())
    normal = normal_of(blind, as_of, release)
    noise, shift = (part[:, used] for part in copied(blind, release))
    values = completed(normal, cases.x, cases.error, noise, shift, blind)
    weights = cases.weights
    centre = np.average(values.mean(axis=0), axis=0, weights=weights)
    spread = np.average(((values - centre) ** 2).mean(axis=0), axis=0, weights=weights)
    scale = np.where(spread > 0, np.sqrt(spread), 1.0)
    scaled = (values - centre) / scale
    if start is None and width is not None:  # one copy brings Newton's method near, for less
        first = multinomial.fit(scaled[0], cases.kind, weights, len(CLASSES), width)
        start = first.coefficients
    fit = multinomial.fit(
        scaled.reshape(-1, values.shape[2]),
        np.tile(cases.kind, COPIES),
        np.tile(weights / COPIES, COPIES),
        len(CLASSES),
        width,
        start,
    )
    last = int(cases.year.max())
    spells = len(np.unique(cases.spell))
    draws = fit.draws(DRAWS, SEED)
    return Calibration(blind, last, spells, centre, scale, normal, fit, draws)
