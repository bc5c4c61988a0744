"""Nine-cell tables of two voters' votes: the sufficient statistics of every similarity.

For voters i and j the cell (a, b) counts the roll calls in which i voted a and j voted b, with
a and b in yes, abstain, no. Absences drop out, and so do unanimous roll calls, which say nothing
of who stands with whom (Voeten 2013).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CODES = (1, 2, 3)
"""Yes, abstain, no."""
YES, ABSTAIN, NO = CODES


def contested(votes: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Which roll calls divided the house.

    Parameters
    ----------
    votes
        Array (voters, roll calls): 1 yes, 2 abstain, 3 no, 0 for no vote.

    Returns
    -------
    ndarray of bool, shape (roll calls,)
        True where at least two different votes were cast.
    """
    cast = np.stack([(votes == code).any(axis=0) for code in CODES])
    return np.asarray(cast.sum(axis=0) > 1)


def nine_cells(votes: NDArray[np.int8]) -> NDArray[np.int32]:
    """Nine-cell tables of all pairs of voters, by one matrix product.

    Parameters
    ----------
    votes
        Array (voters, roll calls) as in `contested`; unanimous roll calls should be left out.

    Returns
    -------
    ndarray of int32, shape (voters, voters, 3, 3)
        ``out[i, j, a, b]`` counts roll calls in which i voted ``CODES[a]`` and j ``CODES[b]``;
        ``out[j, i]`` is its transpose.
    """
    voters = votes.shape[0]
    # Counts below 2**24 are exact in single precision, which is the fast one.
    indicator = np.concatenate([votes == code for code in CODES]).astype(np.float32)
    gram = (indicator @ indicator.T).reshape(3, voters, 3, voters)
    return np.asarray(np.rint(gram.transpose(1, 3, 0, 2)), dtype=np.int32)
