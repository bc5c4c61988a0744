"""Measures of speeches: words, distinctive words, similarity, themes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

_PLACES = {
    "STOP_WORDS": "tokens",
    "Corpus": "corpus",
    "Similarity": "tfidf_lsa",
    "against_rest": "fightin_words",
    "dictionary": "themes",
    "log_odds": "fightin_words",
    "shared_index": "fightin_words",
    "similarity": "tfidf_lsa",
    "theme_counts": "themes",
    "words": "tokens",
}

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

if TYPE_CHECKING:
    from multipolar.measures.text.corpus import Corpus
    from multipolar.measures.text.fightin_words import against_rest, log_odds, shared_index
    from multipolar.measures.text.tfidf_lsa import Similarity, similarity
    from multipolar.measures.text.themes import dictionary, theme_counts
    from multipolar.measures.text.tokens import STOP_WORDS, words


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: sparse matrices are slow to import."""
    if name not in _PLACES:
        raise AttributeError(f"module 'multipolar.measures.text' has no attribute {name!r}")
    place = importlib.import_module(f"multipolar.measures.text.{_PLACES[name]}")
    return getattr(place, name)
