"""Words, segments and themes of small texts, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.text import Corpus, dictionary, theme_counts, words
from multipolar.measures.text.corpus import SEGMENT
from multipolar.panel.schema import THEMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("59.\tCo-operation in 1975-76", ["cooperation", "in"]),
        ("a multi-\nlateral order", ["a", "multilateral", "order"]),
        ("Côte d’Ivoire’s view", ["cote", "d", "ivoire", "view"]),
        ("States' rights — peace - war", ["states", "rights", "peace", "war"]),
        ("Non‑Aligned naïve", ["nonaligned", "naive"]),
        ("", []),
        ("1945!", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_counts_are_those_of_a_counter():
    corpus = Corpus.from_texts(["Peace and peace for oil", "the oil of peace", ""])
    counts, owner = corpus.counts(0, 3)
    table = {
        (row, corpus.vocabulary[word]): counts[row, word]
        for row, word in zip(*counts.nonzero(), strict=True)
    }
    assert table == {(0, "peace"): 2, (0, "oil"): 1, (1, "oil"): 1, (1, "peace"): 1}
    assert list(owner) == [0, 1, 2]
    assert list(corpus.lengths) == [5, 4, 0]


def test_segments_add_up_to_their_speech():
    """A rest shorter than half a segment joins the one before: 2.4 are two, 2.6 are three."""
    random = np.random.default_rng(1)
    texts = [
        " ".join(random.choice(["war", "peace", "trade", "the"], int(SEGMENT * size)))
        for size in (2.4, 2.6, 0.2)
    ]
    corpus = Corpus.from_texts(texts)
    segments, owner = corpus.counts(0, 3, segments=True)
    assert list(np.bincount(owner)) == [2, 3, 1]
    whole, _ = corpus.counts(0, 3)
    for speech in range(3):
        assert (segments[owner == speech].sum(axis=0) == whole[speech].sum(axis=0)).all()


def test_themes_by_hand():
    texts = [
        "Human rights and the human. Rights of man: terrorists, anti-terrorism; human",
        "rights. Multipolar, multi-polarity, multilateral. Interference in internal affairs",
    ]
    found = theme_counts(Corpus.from_texts(texts))
    assert list(found["human_rights"]) == [2, 0]  # punctuation is no border, a speech is
    assert list(found["terrorism"]) == [2, 0]
    assert list(found["multipolarity"]) == [0, 2]
    assert list(found["sovereignty"]) == [0, 1]


def test_the_dictionary_is_that_of_the_release():
    assert set(dictionary()) == set(THEMES)
    for entries in dictionary().values():
        assert len(set(entries)) == len(entries)
        assert all(
            words(entry.replace("*", "")) == entry.replace("*", "").split() for entry in entries
        )
