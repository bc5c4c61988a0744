"""Themes: how often a speech uses the words of a declared dictionary."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.text.phrases import begins

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
            starts[begins(corpus, entry.split(), speech)] = True
        found[theme] = np.bincount(speech[starts], minlength=len(corpus.lengths)).astype(np.int64)
    return found
