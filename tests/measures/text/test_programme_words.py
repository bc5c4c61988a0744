"""Programme against objection: counting entries, the shared share, and its error."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.measures.text import Corpus
from multipolar.measures.text.programme import (
    LEAST_SPEECHES,
    building,
    entries,
    entry_counts,
    shared_programme,
)
from multipolar.measures.text.tokens import words

TEXTS = (
    "We propose a plan of action; the co-operation and the reform we proposed are building trust.",
    "We condemn aggression, oppose interference and double standards. Plan of",
    "action against an arms race and hegemonism. A new international order, and good neighbours.",
)


def counted(corpus):
    names = [entry for _, entry in entries()]
    return [dict(zip(names, row, strict=True)) for row in entry_counts(corpus)]


def test_entries_are_counted_word_by_word():
    one, two, three = counted(Corpus.from_texts(TEXTS))
    assert {name: n for name, n in one.items() if n} == {
        "propos*": 2, "plan of action": 1, "reform*": 1, "build*": 1, "cooperat*": 1,
    }  # fmt: skip
    assert {name: n for name, n in two.items() if n} == {
        "oppose": 1, "condemn*": 1, "interfer*": 1, "aggress*": 1, "double standard*": 1,
    }  # fmt: skip
    assert {name: n for name, n in three.items() if n} == {
        "arms race": 1, "hegemon*": 1, "international order": 1,
    }  # fmt: skip


def test_a_slow_count_agrees():
    """One entry after the other, one word after the other."""
    corpus = Corpus.from_texts(TEXTS)
    for text, found in zip(TEXTS, counted(corpus), strict=True):
        said = words(text)
        taken = set()
        for _, entry in entries():
            parts = entry.split()
            starts = [
                i
                for i in range(len(said) - len(parts) + 1)
                if all(
                    said[i + j].startswith(p[:-1]) if p.endswith("*") else said[i + j] == p
                    for j, p in enumerate(parts)
                )
                and (len(parts) > 1 or i not in taken)
            ]
            if len(parts) == 1:
                taken |= set(starts)
            assert found[entry] == len(starts), entry


def test_the_dictionaries_do_not_overlap():
    texts = [entry for _, entry in entries()]
    assert len(texts) == len(set(texts))
    single = [entry for entry in texts if " " not in entry]
    stems = [entry[:-1] for entry in single if entry.endswith("*")]
    nested = [(a, b) for a in stems for b in single if b != f"{a}*" and b.startswith(a)]
    assert nested == []
    assert 20 < building().sum() < len(texts) - 20


def panel(rng, built=20, opposed=10, speeches=5):
    """Uses of two states: the same words at the same rates, in Poisson numbers."""
    kinds = building()
    mean = np.where(kinds, built / kinds.sum(), opposed / (~kinds).sum())
    uses = rng.poisson(np.broadcast_to(mean, (2 * speeches, len(kinds)))).astype(float)
    return uses, np.full(2 * speeches, 2000.0), np.repeat([0, 1], speeches)


PAIR = np.array([[0, 1]])


def test_what_one_alone_says_does_not_count():
    uses, length, owner = np.zeros((6, len(entries()))), np.full(6, 1000.0), np.repeat([0, 1], 3)
    first, last = np.flatnonzero(building())[0], np.flatnonzero(~building())[0]
    uses[:, first] = 6
    uses[:3, last] = 50
    assert shared_programme(uses, length, owner, PAIR).value[0] == 1
    uses[3:, last] = 2
    found = shared_programme(uses, length, owner, PAIR)
    assert found.value[0] == pytest.approx(6 / 8)
    assert found.uses[0] == pytest.approx(24)


def test_both_orders_and_longer_speeches_are_the_same():
    uses, length, owner = panel(np.random.default_rng(1))
    one = shared_programme(uses, length, owner, PAIR)
    two = shared_programme(uses, length, 1 - owner, PAIR)
    assert one.value == pytest.approx(two.value)
    assert one.low == pytest.approx(two.low)
    twice = shared_programme(uses, 2 * length, owner, PAIR)
    assert one.value == pytest.approx(twice.value)


def test_the_jackknife_is_what_a_bootstrap_over_speeches_gives():
    """Speeches of either state drawn anew: the bootstrap's spread lacks n / (n - 1)."""
    rng = np.random.default_rng(2)
    ratios = []
    for _ in range(8):
        uses, length, owner = panel(rng, built=60, opposed=40, speeches=20)
        odds = []
        for _ in range(120):
            rows = np.concatenate([rng.integers(0, 20, 20), 20 + rng.integers(0, 20, 20)])
            drawn = shared_programme(uses[rows], length, owner, PAIR).value[0]
            odds.append(np.log(drawn / (1 - drawn)))
        found = shared_programme(uses, length, owner, PAIR)
        low, high = (np.log(end[0] / (1 - end[0])) for end in (found.low, found.high))
        ratios.append((high - low) / 2 / 1.8595 / (np.std(odds) * np.sqrt(20 / 19)))
    assert np.mean(ratios) == pytest.approx(1, abs=0.15)


def test_intervals_hold_the_share_that_is_meant():
    rng = np.random.default_rng(3)
    truth = shared_programme(*panel(rng, 20e4, 10e4, 20), PAIR).value[0]
    found = [shared_programme(*panel(rng, 200, 100), PAIR) for _ in range(200)]
    inside = np.mean([one.low[0] <= truth <= one.high[0] for one in found])
    assert 0.8 <= inside <= 0.99


def test_too_little_is_no_answer():
    uses, length, owner = panel(np.random.default_rng(4), speeches=LEAST_SPEECHES - 1)
    assert np.isnan(shared_programme(uses, length, owner, PAIR).value[0])
    uses, length, owner = panel(np.random.default_rng(4), built=0.5, opposed=0.5)
    assert np.isnan(shared_programme(uses, length, owner, PAIR).value[0])
