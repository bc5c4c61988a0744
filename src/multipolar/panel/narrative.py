"""Speeches of the UN General Debate: similarity, distinctive words and themes of the release."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.additive import additive_fit
from multipolar.measures.text.fightin_words import DISTINCTIVE
from multipolar.sources import RawFolder, cow_igo, debate_speeches

if TYPE_CHECKING:
    import polars as pl
    from scipy import sparse

    from multipolar.measures.text import Corpus

WINDOW = 5
"""Years of speeches, the last one included, that words and topics are taken from."""
LEAST_SPEAKERS, LEAST_USES = 5, 20
"""A word is in the vocabulary of a window if so many states use it, so often in all."""
MOST_WORDS = 50
"""The release keeps so many distinctive words of a state and window: long and short speakers
count alike, as a longer text has more words that pass the same threshold."""
REGIONS = (200, 400, 600, 700, 900)
"""First codes of Europe, Africa, the Middle East with North Africa, Asia, and Oceania among the
Correlates of War codes; below 200 are the Americas."""
Z_STEP = 0.2
"""The z of a word is kept in these steps; its own standard error is 1 or more."""
STEP = 0.004
"""Cosines and their errors are kept in these steps, a tenth of a typical standard error."""

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Debate:
    """Speeches of states by year and code, as numbers."""

    corpus: Corpus
    year: Integers
    ccode: Integers

    def rows(self, first: int, last: int) -> tuple[int, int]:
        """Range of the speeches of the years ``first`` to ``last``."""
        begin, end = np.searchsorted(self.year, [first, last + 1])
        return int(begin), int(end)


@lru_cache(maxsize=1)
def debate(raw: RawFolder) -> Debate:
    """Read and number all speeches of states."""
    from multipolar.measures.text import Corpus

    frame = debate_speeches.speeches(raw).drop_nulls("ccode").sort("year", "ccode")
    return Debate(
        Corpus.from_texts(frame["text"]),
        frame["year"].to_numpy().astype(np.int64),
        frame["ccode"].to_numpy().astype(np.int64),
    )


def speeches(raw: RawFolder) -> pl.DataFrame:
    """Length of each state's speech and uses of each theme."""
    import polars as pl

    from multipolar.measures.text import theme_counts

    found = debate(raw)
    counted = {"words": found.corpus.lengths, **theme_counts(found.corpus)}
    frame = pl.DataFrame({"year": found.year, "ccode": found.ccode, **counted})
    return frame.with_columns(pl.col(list(counted)).cast(pl.Int32))


def programme(raw: RawFolder) -> pl.DataFrame:
    """Uses of each entry of the dictionaries of programme and objection in each speech."""
    import polars as pl

    from multipolar.measures.text.programme import entry_counts

    found = debate(raw)
    counts = entry_counts(found.corpus)
    entry, speech = np.nonzero(counts.T)
    return pl.DataFrame(
        {
            "entry": entry,
            "year": found.year[speech],
            "ccode": found.ccode[speech],
            "uses": counts[speech, entry].astype(np.int16),
        }
    )


@lru_cache(maxsize=1)
def similarities(raw: RawFolder) -> pl.DataFrame:
    """Similarity of the speeches of each dyad-year, and its standard error.

    The space of a year is fitted on the speeches of the five years that end with it.
    """
    import polars as pl

    found = debate(raw)
    return pl.concat([similarities_of(found, int(year)) for year in np.unique(found.year)])


def similarities_of(found: Debate, year: int) -> pl.DataFrame:
    """The same for one year; speeches after it are not looked at."""
    import polars as pl

    from multipolar.measures.text import similarity

    begin, end = found.rows(year - WINDOW + 1, year)
    own, _ = found.rows(year, year)
    window, _ = found.corpus.counts(begin, end)
    segments, owner = found.corpus.counts(own, end, segments=True)
    speeches_with = np.bincount(window.indices, minlength=window.shape[1])
    used = np.flatnonzero(speeches_with >= LEAST_SPEAKERS)
    window, segments = window[:, used], segments[:, used]
    alike = similarity(window, window[own - begin :], segments, owner)
    first, second = np.triu_indices(end - own, 1)
    codes = found.ccode[own:end]
    return pl.DataFrame(
        {
            "year": np.full(len(first), year),
            "ccode1": codes[first],
            "ccode2": codes[second],
            "similarity": _stepped(alike.cosine[first, second]).astype(np.float32),
            "error": _stepped(alike.error[first, second]).astype(np.float32),
        }
    )


def _stepped(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(np.round(values / STEP) * STEP, 3)


def levels(raw: RawFolder) -> pl.DataFrame:
    """What the similarity of two states' speeches is expected to be, in parts.

    A dyad is expected to have the ``level`` of one and of the other (each with half of the year's
    constant), ``region`` if both are of one region, ``both`` if both are Non-Aligned, and ``one``
    if one of them is.
    """
    import polars as pl

    members, parts = nonaligned(raw), []
    for (year,), group in sorted(similarities(raw).partition_by("year", as_dict=True).items()):
        first, second = group["ccode1"].to_numpy(), group["ccode2"].to_numpy()
        belongs = members.get(min(int(str(year)), cow_igo.SOURCE.coverage.last), frozenset())
        covariates = circles(first, second, belongs)
        value = group["similarity"].to_numpy().astype(np.float64)
        states, effects, constant, slopes = additive_fit(first, second, value, covariates)
        parts.append(
            pl.DataFrame(
                {
                    "year": np.full(len(states), year),
                    "ccode": states,
                    "level": effects + constant / 2,
                    "nonaligned": np.isin(states, sorted(belongs)).astype(np.int8),
                    **dict(zip(("region", "both", "one"), slopes, strict=True)),
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col("level", "region", "both", "one").round(4))


def circles(first: Integers, second: Integers, belongs: frozenset[int]) -> NDArray[np.float64]:
    """Of each dyad: one region, both in the Non-Aligned Movement, one of the two in it (0 or 1)."""
    here = np.searchsorted(REGIONS, first, "right") == np.searchsorted(REGIONS, second, "right")
    one, two = (np.isin(code, sorted(belongs)) for code in (first, second))
    return np.column_stack([here, one & two, one ^ two]).astype(np.float64)


def nonaligned(raw: RawFolder) -> dict[int, frozenset[int]]:
    """Full members of the Non-Aligned Movement by year, from 1961 to the end of the source."""
    import polars as pl

    frame = cow_igo.memberships(raw).filter(pl.col("nam") == 1).select("year", "ccode")
    years = frame.partition_by("year", as_dict=True)
    return {int(str(year)): frozenset(group["ccode"]) for (year,), group in years.items()}


def lexicon(raw: RawFolder) -> pl.DataFrame:
    """Words distinctive of a state in the window that ends in a year, and when it said them.

    ``said`` has a bit for each year of the window: 1 for the year itself, 2 for the year before,
    up to 16.
    """
    import polars as pl

    found = debate(raw)
    every = pl.concat([lexicon_of(found, int(year)) for year in np.unique(found.year)])
    return every.join(terms(raw), on="word").drop("word")


def lexicon_of(found: Debate, year: int) -> pl.DataFrame:
    """The same, with words for numbers, for the window that ends in one year; no later speech."""
    import polars as pl

    from multipolar.measures.text import against_rest

    begin, end = found.rows(year - WINDOW + 1, year)
    counts, _ = found.corpus.counts(begin, end)
    states, place = np.unique(found.ccode[begin:end], return_inverse=True)
    pooled = _grouped(counts, place, len(states))
    kept = vocabulary(pooled)
    z = against_rest(pooled[:, kept].toarray())
    who, what = np.nonzero(most_distinctive(z))
    said = np.zeros(z.shape, np.int16)
    for back in range(WINDOW):
        there = np.flatnonzero(found.year[begin:end] == year - back)
        if len(there):
            spoke = _grouped(counts[there], place[there], len(states))[:, kept]
            said += (spoke.toarray() > 0) * np.int16(1 << back)
    return pl.DataFrame(
        {
            "word": [found.corpus.vocabulary[word] for word in kept[what]],
            "ccode": states[who],
            "year": np.full(len(who), year),
            "z": (np.round(np.round(z[who, what] / Z_STEP) * Z_STEP, 1)).astype(np.float32),
            "said": said[who, what],
        }
    )


def most_distinctive(z: NDArray[np.float64], most: int = MOST_WORDS) -> NDArray[np.bool_]:
    """Which words are among the ``most`` greatest z of a state and above `DISTINCTIVE`."""
    order = np.argsort(-z, axis=1, kind="stable")[:, :most]
    chosen = np.zeros(z.shape, bool)
    np.put_along_axis(chosen, order, True, axis=1)
    return chosen & (z > DISTINCTIVE)


def vocabulary(pooled: sparse.csr_matrix) -> Integers:
    """Words of a window that enough states use often enough."""
    speakers = np.bincount(pooled.indices, minlength=pooled.shape[1])
    uses = np.asarray(pooled.sum(axis=0)).ravel()
    return np.flatnonzero((speakers >= LEAST_SPEAKERS) & (uses >= LEAST_USES))


def _grouped(counts: sparse.csr_matrix, place: Integers, groups: int) -> sparse.csr_matrix:
    from scipy import sparse

    ones = np.ones(len(place))
    adding = sparse.csr_matrix((ones, (place, np.arange(len(place)))), (groups, len(place)))
    return sparse.csr_matrix(adding @ counts)


def terms(raw: RawFolder) -> pl.DataFrame:
    """The word of each number of the lexicon: all words used often enough ever, by alphabet."""
    import polars as pl

    corpus = debate(raw).corpus
    uses = np.bincount(corpus.ids, minlength=len(corpus.vocabulary))
    often = np.flatnonzero(corpus.content & (uses >= LEAST_USES))
    words = sorted(corpus.vocabulary[word] for word in often)
    return pl.DataFrame({"term": range(len(words)), "word": words})
