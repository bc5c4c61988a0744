"""A whole house at once: kappa of every two voters, from roll calls drawn anew or shuffled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]


def kappa_house(votes: Votes, weights: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Kappa of all pairs of voters, each roll call counted some times.

    Weighted kappa with squared distance and own margins, as `multipolar.measures.similarity.kappa`
    has it of nine-cell tables; here from sums of votes coded -1, 0, 1, which are fewer.

    Parameters
    ----------
    votes
        Array (voters, roll calls): 1 yes, 2 abstain, 3 no, 0 none; unanimous ones left out.
    weights
        How often each roll call counts, whole numbers; once by default.

    Returns
    -------
    kappa : ndarray, shape (voters, voters)
        In [-1, 1]; NaN where undefined: no common roll call, or both always cast the same vote.
    calls : ndarray, shape (voters, voters)
        Roll calls in which both voted.
    """
    count = np.ones(votes.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    # Whole numbers below 2**24 are exact in single precision, which is the fast one.
    there = (votes > 0).astype(np.float32)
    cast = np.where(votes > 0, votes - 2, 0).astype(np.float32)
    often = count.astype(np.float32)
    calls = np.asarray((there * often) @ there.T, dtype=np.float64)
    first = np.asarray((cast * often) @ there.T, dtype=np.float64)
    second = np.asarray((cast * cast * often) @ there.T, dtype=np.float64)
    cross = np.asarray((cast * often) @ cast.T, dtype=np.float64)
    # Over n, twice: observed n * sum (x - y)^2, expected n^2 (var x + var y + (mean gap)^2).
    observed = calls * (second + second.T - 2 * cross)
    own = calls * second - first**2
    chance = own + own.T + (first - first.T) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(chance > 0, 1 - observed / chance, np.nan), calls


def drawn_calls(calls: int, random: np.random.Generator) -> NDArray[np.int64]:
    """How often each roll call is drawn when as many are drawn with replacement."""
    return random.multinomial(calls, np.full(calls, 1 / calls)) if calls else np.zeros(0, np.int64)


def shuffled_house(votes: Votes, random: np.random.Generator) -> Votes:
    """The same house with the votes of each roll call dealt out anew among those who voted.

    Every roll call keeps its division and everybody's presence; who votes with whom is chance.
    """
    dealt = votes.copy()
    for call in range(votes.shape[1]):
        voters = np.flatnonzero(votes[:, call])
        dealt[voters, call] = votes[random.permutation(voters), call]
    return dealt
