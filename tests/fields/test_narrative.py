"""Narrative by way of the query: values, intervals, statuses, words and their years."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar.fields.narrative import shared_words
from multipolar.measures.additive import additive_residuals
from multipolar.panel.narrative import REGIONS
from multipolar.panel.release import active

pytestmark = pytest.mark.skipif(
    "narrative" not in active().manifest["tables"], reason="the release has no speeches"
)

DYADIC = ("narrative.similarity", "narrative.net", "narrative.lexicon")


@pytest.mark.parametrize("name", DYADIC)
def test_a_value_lies_in_its_interval(name):
    found = mp.get(name, "USA", "GBR", year=2014)
    assert found.status == "observed"
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize("name", DYADIC)
def test_what_is_not_there_is_not_zero(name):
    assert mp.get(name, "RUS", "CHN", year=2025).status == "out_of_coverage"
    assert mp.get(name, "RUS", "CHE", year=1990).status == "not_a_member"


def test_no_speech_is_missing():
    """PROVENANCE: the Soviet Union and China have no speech of 1970; the window has some."""
    assert mp.get("narrative.similarity", "RUS", "USA", year=1970).status == "missing"
    assert mp.get("narrative.net", "RUS", "USA", year=1970).status == "missing"
    assert mp.get("narrative.theme_sovereignty", "RUS", year=1970).status == "missing"
    assert mp.get("narrative.lexicon", "RUS", "USA", year=1970).status == "observed"


def test_net_is_the_residual_among_all_dyads_of_the_year():
    """The parts kept in the release give the residuals of the model itself, to rounding."""
    import numpy as np

    group = active().scan("narrative").filter(pl.col("year") == 2014).collect()
    members = active().scan("narrative_levels").filter(pl.col("year") == 2014).collect()
    belongs = dict(members.select("ccode", "nonaligned").iter_rows())
    first, second = (group[c].to_numpy().astype(np.int64) for c in ("ccode1", "ccode2"))
    one, two = (np.array([belongs[c] for c in codes.tolist()]) for codes in (first, second))
    here = [
        sum(a >= edge for edge in REGIONS) == sum(b >= edge for edge in REGIONS)
        for a, b in zip(first, second, strict=True)
    ]
    covariates = np.column_stack([here, one & two, one ^ two]).astype(float)
    value = group["similarity"].to_numpy().astype(float)
    net = additive_residuals(first, second, value, covariates)
    assert abs(net.mean()) < 1e-3
    for pair, codes in {("RUS", "CHN"): (365, 710), ("USA", "GBR"): (2, 200)}.items():
        place = np.flatnonzero((first == codes[0]) & (second == codes[1]))[0]
        assert mp.get("narrative.net", *pair, year=2014).value == pytest.approx(
            net[place], abs=3e-4
        )


def test_nonaligned_members():
    """COW IGO v3: India from 1961, Yugoslavia to its end, the United States never."""
    rows = active().scan("narrative_levels").filter(pl.col("nonaligned") == 1).collect()
    first = dict(rows.group_by("ccode").agg(pl.col("year").min()).iter_rows())
    assert first[750] == 1961
    assert first[345] == 1961
    assert not {2, 200, 365, 710} & set(first)


def test_lexicon_is_the_sum_over_the_shared_words():
    words = shared_words(750, 770, 2014)
    found = mp.get("narrative.lexicon", "IND", "PAK", year=2014)
    lesser = words.select(pl.min_horizontal("z1", "z2"))["z1"]
    assert found.n == words.height > 0
    assert found.value == pytest.approx(lesser.sum(), abs=1e-4)
    assert (lesser > 1.9).all()  # kept in steps of .2


def test_words_are_dated_within_the_window():
    words = shared_words(2, 200, 2005)
    row = words.row(by_predicate=pl.col("word") == "saddam", named=True)
    assert row["years1"] == [2002, 2003]
    for column in ("years1", "years2"):
        years = words[column].explode()
        assert years.is_between(2001, 2005).all()
        assert (words[column].list.len() > 0).all()
    assert shared_words(2, 200, 2025).is_empty()


def test_theme_counts_by_hand():
    """USA 2001: 25 uses of the dictionary in 2,459 words; exact Poisson interval of 25."""
    found = mp.get("narrative.theme_terrorism", "USA", year=2001)
    assert found.n == 2459
    assert found.value == pytest.approx(1000 * 25 / 2459)
    assert found.low == pytest.approx(1000 * 17.382 / 2459, rel=1e-3)
    assert found.high == pytest.approx(1000 * 34.916 / 2459, rel=1e-3)
    assert mp.get("narrative.theme_climate", "USA", year=1950).value == 0


def test_facts_that_anyone_expects():
    """Neighbours in outlook speak more alike than most; not tuned to."""
    table = mp.dyads(2014).add("narrative.similarity").frame
    ranked = table.with_columns((pl.col("narrative.similarity").rank() / table.height).alias("p"))
    rank = {
        (a, b): p
        for a, b, p in ranked.select("ccode1", "ccode2", "p").iter_rows()
        if (a, b) in {(2, 200), (380, 385), (40, 101), (365, 370)}
    }
    assert len(rank) == 4
    assert min(rank.values()) > 0.85
