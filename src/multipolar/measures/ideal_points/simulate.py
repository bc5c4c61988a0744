"""Chambers drawn from the model, with their truth: for tests, benchmarks and teaching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from .layout import Array
from .rollcalls import BadRollCalls


@dataclass(frozen=True)
class Simulation:
    """Votes (``table``), repeated texts (``link``) and the truth that made them.

    ``theta`` is (periods, voters), standardised over the voter-periods that are present (NaN
    elsewhere); ``discrimination``, ``low`` and ``high`` are by item.
    """

    table: pl.DataFrame
    link: dict[int, int]
    theta: Array
    discrimination: Array
    low: Array
    high: Array


def simulate(
    voters: int,
    periods: int,
    items: int,
    tau: float = 0.2,
    repeated: float = 0.1,
    absent: float = 0.1,
    missing: float = 0.0,
    discrimination_sd: float = 1.0,
    seed: int = 0,
) -> Simulation:
    """Draw a chamber: ``items`` a period, a share ``repeated`` with the text of the period before.

    ``absent`` is the chance that a vote is not cast, ``missing`` that a voter sits out a whole
    period. First positions are N(0, 1), steps N(0, tau^2); cut-points straddle N(0, 1).
    """
    if voters < 2 or periods < 1 or items < 1:
        raise BadRollCalls("a chamber has two voters, a period and an item at least")
    rng = np.random.default_rng(seed)
    theta = rng.standard_normal((1, voters))
    steps = tau * rng.standard_normal((periods - 1, voters))
    theta = np.concatenate([theta, theta + np.cumsum(steps, 0)])
    away = rng.random((periods, voters)) < missing
    theta[away] = np.nan
    theta = (theta - np.nanmean(theta)) / np.nanstd(theta)
    beta = discrimination_sd * rng.standard_normal((periods, items))
    middle, half = rng.standard_normal((periods, items)), rng.uniform(0.1, 0.5, (periods, items))
    name = np.arange(periods * items).reshape(periods, items)
    link = {}
    for t in range(1, periods):
        for j in np.flatnonzero(rng.random(items) < repeated):
            link[int(name[t, j])] = int(name[t - 1, j])
            beta[t, j], middle[t, j], half[t, j] = beta[t - 1, j], middle[t - 1, j], half[t - 1, j]
    utility = beta[:, :, None] * theta[:, None, :] + rng.standard_normal((periods, items, voters))
    vote = 1 + (utility > (middle - half)[..., None]) + (utility > (middle + half)[..., None])
    cast = (rng.random(vote.shape) >= absent) & ~away[:, None, :]
    at, row, who = np.nonzero(cast)
    table = pl.DataFrame(
        {"item": name[at, row], "period": at + 1, "voter": who, "vote": vote[at, row, who]}
    )
    return Simulation(
        table, link, theta, beta.ravel(), (middle - half).ravel(), (middle + half).ravel()
    )
