"""Finding the entries of a dictionary: one or more words, ``*`` for any ending of a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from multipolar.measures.text.corpus import Corpus


def begins(
    corpus: Corpus,
    parts: Sequence[str],
    speech: NDArray[np.int64],
    candidates: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Places where an entry begins; it does not reach over the end of a speech.

    Parameters
    ----------
    corpus
        The speeches.
    parts
        Words of the entry.
    speech
        Speech of each word of the corpus.
    candidates
        Places to look at; all where None.
    """
    first = fits(corpus.vocabulary, parts[0])
    if candidates is None:
        where = np.flatnonzero(first[corpus.ids])
    else:
        where = candidates[first[corpus.ids[candidates]]]
    for place, part in enumerate(parts[1:], 1):
        where = where[where + place < len(corpus.ids)]
        same = speech[where + place] == speech[where]
        where = where[same & fits(corpus.vocabulary, part)[corpus.ids[where + place]]]
    return where


def fits(vocabulary: list[str], part: str) -> NDArray[np.bool_]:
    """Whether each word of the vocabulary is the part, or begins with it where it ends in *."""
    if part.endswith("*"):
        stem = part[:-1]
        return np.array([word.startswith(stem) for word in vocabulary], bool)
    return np.array([word == part for word in vocabulary], bool)
