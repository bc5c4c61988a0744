"""Speeches by an encoder: a toy one here, against a slow fit of what is expected."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.errors import BadYear
from multipolar.fields.encoded import encoded_speeches
from multipolar.measures.text.encoder import encoded_similarity
from multipolar.panel.narrative import nonaligned
from multipolar.sources import debate_speeches

pytestmark = pytest.mark.raw
WORDS = ("sovereignty", "climate", "peace", "terror", "development", "nuclear", "africa", "europe")


def encode(texts):
    return [[1 + text.casefold().count(word) for word in WORDS] for text in texts]


def test_the_similarity_is_that_of_the_encoder(raw):
    frame = encoded_speeches(1985, encode, raw)
    spoken = debate_speeches.speeches(raw).filter(year=1985).drop_nulls("ccode").sort("ccode")
    assert frame.height == spoken.height * (spoken.height - 1) // 2
    cosine = encoded_similarity(spoken["text"].to_list(), encode)
    place = {code: i for i, code in enumerate(spoken["ccode"])}
    for one, two in ((2, 200), (2, 365), (710, 750)):
        found = frame.filter(ccode1=one, ccode2=two)["similarity"].item()
        assert found == pytest.approx(cosine[place[one], place[two]])


def test_what_is_left_has_nothing_of_region_and_movement(raw):
    frame = encoded_speeches(1985, encode, raw).drop_nulls()
    members = nonaligned(raw)[1985]
    both = frame["ccode1"].is_in(list(members)) & frame["ccode2"].is_in(list(members))
    net = frame["net"].to_numpy()
    assert abs(net[both.to_numpy()].mean()) < 0.01
    assert abs(net.mean()) < 1e-6
    assert np.corrcoef(net, frame["similarity"].to_numpy())[0, 1] > 0.5


def test_a_year_without_a_debate_is_refused(raw):
    with pytest.raises(BadYear, match="1946 to 2024"):
        encoded_speeches(1930, encode, raw)
