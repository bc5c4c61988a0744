"""Measures of speeches: words, distinctive words, similarity, themes."""

from __future__ import annotations

from multipolar.measures.text.corpus import Corpus
from multipolar.measures.text.fightin_words import against_rest, log_odds, shared_index
from multipolar.measures.text.tfidf_lsa import Similarity, similarity
from multipolar.measures.text.themes import dictionary, theme_counts
from multipolar.measures.text.tokens import STOP_WORDS, words

__all__ = [
    "STOP_WORDS",
    "Corpus",
    "Similarity",
    "against_rest",
    "dictionary",
    "log_odds",
    "shared_index",
    "similarity",
    "theme_counts",
    "words",
]
