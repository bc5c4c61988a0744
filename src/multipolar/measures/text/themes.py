"""Themes: how often a speech uses the words of a declared dictionary."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from multipolar.measures.text.corpus import Corpus


@cache
def dictionary() -> dict[str, tuple[str, ...]]:
    """Entries of each theme, as they stand in ``themes.csv``.

    An entry is one or more words; ``*`` at the end of a word stands for any ending.
    """
    path = resources.files("multipolar.measures.text").joinpath("themes.csv")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        found[row["theme"]] = (*found.get(row["theme"], ()), row["entry"])
    return found


def theme_counts(corpus: Corpus) -> dict[str, NDArray[np.int64]]:
    """Uses of each theme in every speech; a word counts once, in the first entry that it begins.

    Returns
    -------
    dict
        One array (speeches) for each theme.
    """
    speech = np.repeat(np.arange(len(corpus.lengths)), corpus.lengths)
    found = {}
    for theme, entries in dictionary().items():
        starts = np.zeros(len(corpus.ids), bool)
        for entry in entries:
            starts |= _begins(corpus, entry, speech)
        found[theme] = np.bincount(speech[starts], minlength=len(corpus.lengths)).astype(np.int64)
    return found


def _begins(corpus: Corpus, entry: str, speech: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where an entry begins; it does not reach over the end of a speech."""
    parts = entry.split()
    there = _fits(corpus.vocabulary, parts[0])[corpus.ids]
    for place, part in enumerate(parts[1:], 1):
        where = np.flatnonzero(there)
        where = where[where + place < len(corpus.ids)]
        same = speech[where + place] == speech[where]
        fits = _fits(corpus.vocabulary, part)[corpus.ids[where + place]]
        there = np.zeros_like(there)
        there[where[same & fits]] = True
    return there


def _fits(vocabulary: list[str], part: str) -> NDArray[np.bool_]:
    """Whether each word of the vocabulary is the part, or begins with it where it ends in *."""
    if part.endswith("*"):
        stem = part[:-1]
        return np.array([word.startswith(stem) for word in vocabulary], bool)
    return np.array([word == part for word in vocabulary], bool)
