"""Tables of speeches: nothing later leaks in, and the release is what the raw files give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from multipolar.measures.text import Corpus
from multipolar.panel import narrative
from multipolar.panel.narrative import Debate, most_distinctive


def a_debate(years, states=8, seed=2):
    random = np.random.default_rng(seed)
    listed = np.array([chr(97 + k // 26) * 2 + chr(97 + k % 26) * 2 for k in range(120)])
    texts = []
    for year in years:
        for state in range(states):
            odds = np.roll(np.linspace(1, 5, 120), 9 * state + year)
            texts.append(" ".join(random.choice(listed, 600, p=odds / odds.sum())))
    pairs = [(year, code) for year in years for code in range(2, 2 + states)]
    year, ccode = np.array(pairs).T
    return Debate(Corpus.from_texts(texts), year, ccode)


def cut(debate, last):
    """The same debate, had it ended with a year."""
    end = int(np.searchsorted(debate.year, last + 1))
    corpus = replace(
        debate.corpus,
        ids=debate.corpus.ids[: debate.corpus.starts[end]],
        starts=debate.corpus.starts[: end + 1],
    )
    return Debate(corpus, debate.year[:end], debate.ccode[:end])


@pytest.mark.parametrize("of", [narrative.similarities_of, narrative.lexicon_of])
def test_later_speeches_do_not_matter(of):
    full = a_debate(range(1990, 2001))
    assert of(full, 1996).equals(of(cut(full, 1996), 1996))
    assert of(full, 1996).height > 10


def test_said_is_the_year_of_the_speech():
    """A word that all say in 1992 and one state also in 1994 is dated so in the window to 1995."""
    common = " ".join(["peace trade"] * 200)
    texts, pairs = [], []
    for year in range(1991, 1996):
        for code in range(2, 9):
            extra = " zebra" * 4 if year == 1992 else ""
            extra += " zebra" * 40 if (year, code) == (1994, 5) else ""
            texts.append(common + extra)
            pairs.append((year, code))
    year, ccode = np.array(pairs).T
    found = narrative.lexicon_of(Debate(Corpus.from_texts(texts), year, ccode), 1995)
    row = [r for r in found.iter_rows(named=True) if r["word"] == "zebra"]
    assert [(r["ccode"], r["said"]) for r in row] == [(5, (1 << 3) + (1 << 1))]


def test_only_the_most_distinctive_words_above_two():
    z = np.array([[9.0, 2.0, 3.0, 5.0], [0.0, 1.0, 2.5, -4.0]])
    assert most_distinctive(z, 2).tolist() == [
        [True, False, False, True],
        [False, False, True, False],
    ]


@pytest.fixture(scope="module")
def debate(raw):
    return narrative.debate(raw)


@pytest.mark.raw
@pytest.mark.parametrize("year", [1946, 1962])
def test_the_release_is_what_the_speeches_give(debate, year):
    import polars as pl

    from multipolar.panel.release import active

    if "narrative" not in active().manifest["tables"]:
        pytest.skip("the release has no speeches")
    stored = active().scan("narrative").filter(pl.col("year") == year).collect()
    fresh = narrative.similarities_of(debate, year).sort("ccode1", "ccode2")
    assert stored.height == fresh.height
    for column in ("similarity", "error"):
        gap = (stored[column] - fresh[column]).abs().max()
        assert gap < 0.005


@pytest.mark.raw
def test_the_error_is_that_of_a_bootstrap_over_segments_of_real_speeches(debate):
    """1960, 60 draws; the median ratio is 1.03 with 100."""
    from scipy import sparse

    from multipolar.measures.text import similarity
    from multipolar.measures.text.tfidf_lsa import rarity, topics, weighted

    begin, end = debate.rows(1956, 1960)
    own, _ = debate.rows(1960, 1960)
    window, _ = debate.corpus.counts(begin, end)
    segments, owner = debate.corpus.counts(own, end, segments=True)
    used = np.flatnonzero(np.bincount(window.indices, minlength=window.shape[1]) >= 5)
    window, segments = window[:, used], segments[:, used]
    found = similarity(window, window[own - begin :], segments, owner)
    rare = rarity(window)
    basis = topics(weighted(window, rare))
    random, parts, draws = np.random.default_rng(1), np.bincount(owner), []
    for _ in range(60):
        weights = np.concatenate([random.multinomial(n, np.full(n, 1 / n)) for n in parts])
        adding = sparse.csr_matrix((weights.astype(float), (owner, np.arange(len(owner)))))
        drawn = sparse.csr_matrix(adding @ segments)
        drawn.eliminate_zeros()
        vectors = weighted(drawn, rare) @ basis
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        draws.append(vectors @ vectors.T)
    above = np.triu_indices(len(parts), 1)
    ratio = found.error[above] / np.std(draws, axis=0)[above]
    assert np.median(ratio) == pytest.approx(1.03, abs=0.1)
    assert np.quantile(ratio, 0.05) > 0.8
