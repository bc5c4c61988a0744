"""Distinctive words: log-odds ratios with an informative Dirichlet prior (Monroe et al. 2008).

For a word w, a speaker i and the others j,

    delta = ln[(y_i + a) / (n_i + A - y_i - a)] - ln[(y_j + a) / (n_j + A - y_j - a)]
    variance = 1 / (y_i + a) + 1 / (y_j + a),        z = delta / sqrt(variance)

where y counts the word, n all words, a is the prior count of the word and A the sum of all prior
counts (equations 16, 20 and 22 of the article).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DISTINCTIVE = 2.0
"""A word is distinctive of a speaker where its z is greater than this."""


def log_odds(
    counts: ArrayLike,
    total: ArrayLike,
    others: ArrayLike,
    others_total: ArrayLike,
    prior: ArrayLike,
    prior_total: float,
) -> tuple[Floats, Floats]:
    """Log-odds ratio of words between a speaker and others, and its z.

    Parameters
    ----------
    counts, total
        How often the speaker uses each word, and all its words.
    others, others_total
        The same of the others.
    prior
        Prior count of each word, greater than 0.
    prior_total
        Sum of the prior counts of the whole vocabulary.

    Returns
    -------
    delta, z
        Above 0 where the speaker uses the word more than the others do.
    """
    added = np.asarray(prior, np.float64)
    mine = np.asarray(counts, np.float64) + added
    theirs = np.asarray(others, np.float64) + added
    odds = np.log(mine / (np.asarray(total, np.float64) + prior_total - mine))
    other_odds = np.log(theirs / (np.asarray(others_total, np.float64) + prior_total - theirs))
    delta = odds - other_odds
    return delta, delta / np.sqrt(1 / mine + 1 / theirs)


def against_rest(counts: Floats, prior_words: float | None = None) -> Floats:
    """Distinctiveness z of every word for every speaker against all the others.

    Parameters
    ----------
    counts
        Array (speakers, words); every word is used by somebody.
    prior_words
        Size of the prior in words, by default the mean number of words of a speaker. The prior
        has the words in the shares that they have in ``counts``.

    Returns
    -------
    ndarray, shape (speakers, words)
    """
    totals, all_words = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    everything = float(all_words.sum())
    size = everything / len(counts) if prior_words is None else prior_words
    prior = all_words * (size / everything)
    _, z = log_odds(counts, totals, all_words - counts, everything - totals, prior, size)
    return z


def shared_index(z: Floats, threshold: float = DISTINCTIVE) -> Floats:
    """Shared lexicon of all pairs: sum of the lesser z over words distinctive of both.

    Parameters
    ----------
    z
        Array (speakers, words).
    threshold
        What a word must exceed for both.

    Returns
    -------
    ndarray, shape (speakers, speakers)
        Symmetric, 0 where nothing is shared; the diagonal is each speaker's own sum.
    """
    index = np.zeros((len(z), len(z)))
    for word in np.flatnonzero((z > threshold).sum(axis=0)):
        who = np.flatnonzero(z[:, word] > threshold)
        values = z[who, word]
        index[np.ix_(who, who)] += np.minimum.outer(values, values)
    return index
