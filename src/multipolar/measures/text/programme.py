"""Programme and objection: what two states say alike, and whether it builds or opposes.

Two declared dictionaries, one of words with which a speaker proposes or builds, one of words with
which it opposes. An entry that both use counts as shared by the lesser of their two rates: what one
says alone is not common to both. The share of programme is

    P / (P + O),    P = sum over programme entries of min(r_i, r_j),    O likewise of objection

with r the uses per word of a state's speeches in a window.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.text.phrases import begins, fits

if TYPE_CHECKING:
    from multipolar.measures.text.corpus import Corpus

Floats = NDArray[np.float64]

PROGRAMME, OBJECTION = "programme", "objection"
LEAST_SPEECHES = 3
"""Speeches of each of the two in a window, below which their share is not known."""
LEAST_USES = 10.0
"""Shared uses, in speeches of the length of the shorter window, below which it is not known."""
HALF = 0.5
"""Uses added on either side, so that a share of 0 or 1 has an error."""
_STUDENT = (6.3138, 2.9200, 2.3534, 2.1318, 2.0150, 1.9432, 1.8946, 1.8595)
"""95 % quantiles of Student's t with 1 to 8 degrees of freedom; SciPy need not be loaded."""


class Shares(NamedTuple):
    """Share of programme of some pairs, with its 90 % interval, and the number of shared uses.

    Arrays of one length, NaN where there are too few speeches or uses.
    """

    value: Floats
    low: Floats
    high: Floats
    uses: Floats


@cache
def entries() -> tuple[tuple[str, str], ...]:
    """Side and text of each entry, in the order of ``programme.csv``; ``*`` is any ending."""
    path = resources.files("multipolar.measures.text").joinpath("programme.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple((row["side"], row["entry"]) for row in rows)


def building() -> NDArray[np.bool_]:
    """Which entries are of a programme."""
    return np.array([side == PROGRAMME for side, _ in entries()], bool)


def entry_counts(corpus: Corpus) -> NDArray[np.int64]:
    """Uses of each entry in each speech.

    Returns
    -------
    ndarray, shape (speeches, entries)
        A word counts in the first entry of one word that it fits, and begins any of several.
    """
    texts = [text.split() for _, text in entries()]
    speech = np.repeat(np.arange(len(corpus.lengths)), corpus.lengths)
    single = np.full(len(corpus.vocabulary), -1)
    several = np.zeros(len(corpus.vocabulary), bool)
    for place, parts in enumerate(texts):
        matching = fits(corpus.vocabulary, parts[0])
        if len(parts) == 1:
            single[matching & (single < 0)] = place
        else:
            several |= matching
    found = single[corpus.ids]
    used = found >= 0
    shape = (len(corpus.lengths), len(texts))
    counts = np.bincount(speech[used] * shape[1] + found[used], minlength=shape[0] * shape[1])
    counts = counts.reshape(shape).astype(np.int64)
    starts = np.flatnonzero(several[corpus.ids])
    for place, parts in enumerate(texts):
        if len(parts) > 1:
            there = begins(corpus, parts, speech, starts)
            counts[:, place] = np.bincount(speech[there], minlength=shape[0])
    return counts


def shared_programme(
    uses: Floats, words: Floats, owner: NDArray[np.int64], pairs: NDArray[np.int64]
) -> Shares:
    """Share of programme in what pairs of states both say in a window.

    The interval is that of a jackknife over speeches on the scale of log odds, with Student's t:
    each speech of either state is left out in turn. That is what a bootstrap over speeches gives,
    with the allowance for few speeches that a bootstrap lacks.

    Parameters
    ----------
    uses
        Array (speeches, entries).
    words
        Length of each speech.
    owner
        State of each speech, numbered from 0 on.
    pairs
        Array (pairs, 2) of states.

    Returns
    -------
    Shares
    """
    states = int(owner.max(initial=-1)) + 1
    total, length = np.zeros((states, uses.shape[1])), np.zeros(states)
    np.add.at(total, owner, uses)
    np.add.at(length, owner, words)
    speeches = np.bincount(owner, minlength=states)
    one, two = pairs.T
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = total / length[:, None]
        shorter = np.minimum(length[one], length[two])
        built, opposed = _sides(rates[one], rates[two])
        odds = _log_odds(built, opposed, shorter)
        variance = np.zeros(len(pairs))
        for mine, other in ((one, two), (two, one)):
            variance += _jackknife(mine, rates[other], shorter, total, length, uses, words, owner)
        degrees = np.clip(speeches[one] + speeches[two] - 2, 1, len(_STUDENT))
        half = np.array(_STUDENT)[degrees - 1] * np.sqrt(variance)
        value = built / (built + opposed)
    shared = (built + opposed) * shorter
    enough = (np.minimum(speeches[one], speeches[two]) >= LEAST_SPEECHES) & (shared >= LEAST_USES)
    bounds = (value, _share(odds - half), _share(odds + half))
    low, high = np.minimum(bounds[1], value), np.maximum(bounds[2], value)
    value, low, high = (np.where(enough, part, np.nan) for part in (value, low, high))
    return Shares(value, low, high, shared)


def _sides(one: Floats, two: Floats) -> tuple[Floats, Floats]:
    """Shared rates of programme and of objection."""
    shared, builds = np.minimum(one, two), building()
    return shared[..., builds].sum(axis=-1), shared[..., ~builds].sum(axis=-1)


def _log_odds(built: Floats, opposed: Floats, length: Floats) -> Floats:
    return np.asarray(np.log(built + HALF / length) - np.log(opposed + HALF / length), float)


def _share(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), float)


def _jackknife(
    mine: NDArray[np.int64],
    other: Floats,
    shorter: Floats,
    total: Floats,
    length: Floats,
    uses: Floats,
    words: Floats,
    owner: NDArray[np.int64],
) -> Floats:
    """Variance of the log odds from leaving out each speech of one side in turn."""
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[order], np.arange(len(length)))
    count = np.bincount(owner, minlength=len(length))
    most = int(count.max(initial=0))
    sums, squares = np.zeros(len(mine)), np.zeros(len(mine))
    for place in range(most):
        spoke = place < count[mine]
        left_out = order[np.minimum(first[mine] + place, len(order) - 1)]
        rest = (total[mine] - uses[left_out]) / (length[mine] - words[left_out])[:, None]
        odds = _log_odds(*_sides(rest, other), shorter)
        sums += np.where(spoke, odds, 0.0)
        squares += np.where(spoke, odds**2, 0.0)
    n = count[mine]
    return np.asarray((n - 1) / n * np.maximum(squares - sums**2 / n, 0.0), float)
