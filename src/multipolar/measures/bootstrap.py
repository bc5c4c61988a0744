"""Bootstrap over roll calls: the check on the analytic intervals, and what they cannot give.

Roll calls are drawn with replacement. For one dyad that is a multinomial draw from its nine-cell
table; for a whole house the same roll calls are drawn for everybody, which keeps the dependence
between dyads that a ranking needs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.measures.similarity import Interval
from multipolar.measures.vote_tables import CODES

Floats = NDArray[np.float64]
Measure = Callable[[ArrayLike], Interval]


def bootstrap_cells(cells: ArrayLike, draws: int, seed: int) -> Floats:
    """Draw nine-cell tables anew, roll calls with replacement.

    Parameters
    ----------
    cells
        One table, shape (3, 3).
    draws, seed
        Number of draws and the seed of the generator.

    Returns
    -------
    ndarray, shape (draws, 3, 3)
    """
    table = np.asarray(cells, dtype=float)
    n = int(table.sum())
    random = np.random.default_rng(seed)
    drawn = random.multinomial(n, table.reshape(9) / max(n, 1), draws)
    return drawn.reshape(draws, 3, 3).astype(np.float64)


def bootstrap_house(
    votes: NDArray[np.int8], measure: Measure, draws: int = 200, seed: int = 1
) -> tuple[Floats, Floats, Floats]:
    """Bootstrap a similarity for all pairs of voters of a house at once.

    Parameters
    ----------
    votes
        Array (voters, roll calls): 1 yes, 2 abstain, 3 no, 0 none; unanimous ones left out.
    measure
        A similarity of `multipolar.measures.similarity`.
    draws, seed
        Number of draws and the seed.

    Returns
    -------
    low, high, error
        Arrays over the pairs ``numpy.triu_indices(voters, 1)``: middle 90 % of the draws and
        their standard deviation, draws in which a pair is undefined left out.

    Raises
    ------
    ValueError
        If the votes are not a table of the codes 0 to 3 with two voters and a roll call at
        least, or there is no draw.
    """
    votes = np.asarray(votes)
    if votes.ndim != 2 or votes.shape[0] < 2 or votes.shape[1] < 1:
        raise ValueError("votes are a table with two voters (rows) and a roll call at least")
    if not np.isin(votes, (0, *CODES)).all():
        raise ValueError("votes are 1 yes, 2 abstain, 3 no, 0 none")
    if draws < 1:
        raise ValueError(f"draws are 1 or more, not {draws!r}")
    random = np.random.default_rng(seed)
    voters, calls = votes.shape
    indicator = np.concatenate([votes == code for code in CODES]).astype(np.float32)
    first, second = np.triu_indices(voters, 1)
    found = np.empty((draws, len(first)), dtype=np.float32)
    for draw in range(draws):
        weights = random.multinomial(calls, np.full(calls, 1 / calls)).astype(np.float32)
        gram = ((indicator * weights) @ indicator.T).reshape(3, voters, 3, voters)
        cells = gram.transpose(1, 3, 0, 2)[first, second]
        found[draw] = point(measure, cells)
    with warnings.catch_warnings():
        # A pair that is undefined in every draw stays NaN, without a word.
        warnings.simplefilter("ignore", RuntimeWarning)
        low, high = np.nanquantile(found, [0.05, 0.95], axis=0)
        error = np.nanstd(found, axis=0)
    return low.astype(np.float64), high.astype(np.float64), error.astype(np.float64)


def point(measure: Measure, cells: ArrayLike) -> Floats:
    """Value of a measure without its interval."""
    return measure(cells).value


def difference(
    measure: Measure, before: ArrayLike, after: ArrayLike, draws: int = 4000, seed: int = 1
) -> tuple[Floats, float]:
    """Draws of the change of a similarity between two sets of periods, and its value.

    Parameters
    ----------
    before, after
        Tables, shape (periods, 3, 3): each period is drawn by itself and the values are averaged
        over periods. Give one pooled table a side for the change of the pooled similarity.

    Returns
    -------
    ndarray, shape (draws,)
        Draws of the change.
    float
        Change of the averages of the values themselves.
    """
    sides, values = [], []
    for place, tables in enumerate((before, after)):
        listed = np.asarray(tables, dtype=float)
        drawn = [
            measure(bootstrap_cells(table, draws, seed + 1000 * place + k)).value
            for k, table in enumerate(listed)
        ]
        sides.append(np.nanmean(np.stack(drawn), axis=0))
        values.append(float(np.nanmean(measure(listed).value)))
    return sides[1] - sides[0], values[1] - values[0]
