"""Speeches as numbers: each word an integer, each speech a stretch of one long array."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from multipolar.measures.text.tokens import LEAST_LETTERS, STOP_WORDS, raw_words

Integers = NDArray[np.int64]

SEGMENT = 200
"""Words of a segment: the unit that is drawn anew when the error of a measure is asked for."""


class _Numbering(dict[bytes, int]):
    def __missing__(self, word: bytes) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True)
class Corpus:
    """Speeches in the order they were given in.

    Attributes
    ----------
    ids
        Word numbers of all speeches, one after the other.
    starts
        Where each speech begins in ``ids``, and the end of the last.
    vocabulary
        The word of each number.
    content
        Whether the word of each number may stand in a vocabulary (no function word, not short).
    """

    ids: NDArray[np.int32]
    starts: Integers
    vocabulary: list[str]
    content: NDArray[np.bool_]

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> Corpus:
        """Number the words of texts, in order of their first use."""
        number = _Numbering()
        speeches = [np.fromiter(map(number.__getitem__, raw_words(t)), np.int32) for t in texts]
        listed = [word.decode("ascii") for word in number]
        content = np.array(
            [len(word) >= LEAST_LETTERS and word not in STOP_WORDS for word in listed], bool
        )
        flat = np.concatenate([np.empty(0, np.int32), *speeches])
        starts = np.cumsum([0, *(len(speech) for speech in speeches)], dtype=np.int64)
        return cls(flat, starts, listed, content)

    @property
    def lengths(self) -> Integers:
        """Number of words of each speech."""
        return np.diff(self.starts)

    def counts(
        self, first: int, last: int, segments: bool = False
    ) -> tuple[sparse.csr_matrix, Integers]:
        """Counts of content words in the speeches ``first`` to ``last - 1``.

        Parameters
        ----------
        first, last
            Range of speeches.
        segments
            Count by segments of `SEGMENT` words; a rest shorter than half of it joins the one
            before.

        Returns
        -------
        csr_matrix
            A row for each speech (or segment), a column for each word of the vocabulary.
        ndarray
            Speech of each row, counted from ``first``.
        """
        begin, end = self.starts[first], self.starts[last]
        ids = self.ids[begin:end]
        lengths = self.lengths[first:last]
        speech = np.repeat(np.arange(last - first), lengths)
        row, owner = speech, np.arange(last - first)
        if segments:
            parts = np.maximum((lengths + SEGMENT // 2) // SEGMENT, 1)
            place = np.arange(end - begin) - np.repeat(self.starts[first:last] - begin, lengths)
            within = np.minimum(place // SEGMENT, np.repeat(parts - 1, lengths))
            row = np.repeat(np.cumsum(parts) - parts, lengths) + within
            owner = np.repeat(owner, parts)
        kept = self.content[ids]
        shape = (len(owner), len(self.vocabulary))
        ones = np.ones(int(kept.sum()), np.float64)
        counted = sparse.csr_matrix((ones, (row[kept], ids[kept])), shape=shape)
        counted.sum_duplicates()  # scipy before 1.14 leaves a word that comes twice as two entries
        return counted, owner
