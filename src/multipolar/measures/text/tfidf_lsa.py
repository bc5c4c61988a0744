"""Similarity of speeches: words weighted by rarity, reduced to topics, and the cosine.

Words are weighted ``(1 + ln count) * (ln((1 + N) / (1 + n)) + 1)`` with N speeches in the window
and n of them with the word, each speech is brought to length 1, and a truncated singular value
decomposition of the window's speeches gives the space (Deerwester et al. 1990).

The error of a cosine comes from the segments of the two speeches: what the cosine would change if
a segment were given a little more weight, its sum of squares over segments (the infinitesimal
jackknife, which is what a bootstrap over segments tends to).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TOPICS = 100
"""Dimensions that are kept."""
SEED = 1


@dataclass(frozen=True)
class Similarity:
    """Cosines of the speeches of a year, and their standard errors, as square arrays."""

    cosine: Floats
    error: Floats


def rarity(counts: sparse.csr_matrix) -> Floats:
    """Weight of each word by how few of the speeches have it."""
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + having)) + 1)


def weighted(counts: sparse.csr_matrix, rare: Floats) -> sparse.csr_matrix:
    """Speeches as weighted words, each of length 1."""
    found = _logarithmic(counts, rare)
    return sparse.csr_matrix(sparse.diags_array(1 / _lengths(found)) @ found)


def _logarithmic(counts: sparse.csr_matrix, rare: Floats) -> sparse.csr_matrix:
    found = counts.copy()
    found.data = (1 + np.log(found.data)) * rare[found.indices]
    return found


def _lengths(rows: sparse.csr_matrix) -> Floats:
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    return np.asarray(np.maximum(np.sqrt(squares), 1e-300))


def topics(speeches: sparse.csr_matrix, count: int = TOPICS) -> Floats:
    """Directions of the topics: right singular vectors, largest first, in a fixed sign.

    Returns
    -------
    ndarray, shape (words, topics)
        The entry largest in size is positive in every column.
    """
    kept = min(count, min(speeches.shape) - 1)
    start = np.random.default_rng(SEED).normal(size=min(speeches.shape))
    _, size, rows = svds(speeches, k=kept, v0=start)
    basis = rows[np.argsort(-size)].T
    largest = np.abs(basis).argmax(axis=0)
    return np.asarray(basis * np.sign(basis[largest, np.arange(kept)]))


def similarity(
    window: sparse.csr_matrix,
    counts: sparse.csr_matrix,
    segments: sparse.csr_matrix,
    owner: Integers,
    count: int = TOPICS,
) -> Similarity:
    """Cosines between all speeches of a year, with their standard errors.

    Parameters
    ----------
    window
        Word counts of the speeches that the space is fitted on, the year's own among them.
    counts
        Word counts of the speeches of the year.
    segments, owner
        Word counts of their segments, and the speech of each.
    count
        Topics to keep.
    """
    rare = rarity(window)
    basis = topics(weighted(window, rare), count)
    vectors = weighted(counts, rare) @ basis
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / length
    cosine = np.clip(unit @ unit.T, -1, 1)
    moves = _moves(counts, segments, owner, rare, basis) / length[owner]
    variance = np.zeros_like(cosine)
    for speech in range(len(unit)):
        mine = moves[owner == speech]
        mine = mine - mine.mean(axis=0)
        # d cos / d unit = other - cos * own, at right angles to the own vector
        change = mine @ unit.T - np.outer(mine @ unit[speech], cosine[speech])
        parts = len(mine)
        variance[speech] = (change**2).sum(axis=0) * (parts / max(parts - 1, 1))
    error = np.sqrt(variance + variance.T)
    np.fill_diagonal(cosine, 1.0)
    np.fill_diagonal(error, 0.0)
    return Similarity(cosine, error)


def _moves(
    counts: sparse.csr_matrix,
    segments: sparse.csr_matrix,
    owner: Integers,
    rare: Floats,
    basis: Floats,
) -> Floats:
    """How each speech's vector moves with the weight of each of its segments.

    The derivative of ``1 + ln count`` is the segment's count over the speech's.
    """
    inverse = counts.copy()
    inverse.data = rare[inverse.indices] / inverse.data
    expanded = inverse[owner]
    share = segments.multiply(expanded).tocsr()
    length = _lengths(_logarithmic(counts, rare))
    return np.asarray((share @ basis) / length[owner, None])
