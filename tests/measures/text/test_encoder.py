"""A user's own encoder in the place of a model."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.errors import BrokenTable
from multipolar.measures.text.encoder import encoded_similarity


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
