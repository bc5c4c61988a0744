"""Similarity of texts by an encoder of the user's own, such as a sentence-embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.errors import BrokenTable

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
        Encoder of the user's own; no model comes with this package.

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
