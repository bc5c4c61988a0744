"""Landscape theory: the published cases, brute force, properties."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures import landscape as module
from multipolar.measures.landscape import barrier, energy, landscape, weights

FIRMS = ("Sun", "Prime", "Apollo", "Intergraph", "SGI", "DEC", "HP", "AT&T", "IBM")
SIZES = np.array([28.9, 1.0, 21.2, 4.4, 4.4, 20.0, 11.5, 28.5, 3.8])
SPECIALIST = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0])
UNIX = np.where(SPECIALIST[:, None] == SPECIALIST[None, :], -1.0, 0.0)


def brute(sizes, propensities):
    """Minima and energies by looking at every configuration and every change."""
    n = len(sizes)

    def level(camps):
        return sum(
            sizes[i] * sizes[j] * propensities[i][j]
            for i in range(n)
            for j in range(n)
            if i != j and camps[i] != camps[j]
        )

    found = {}
    for tail in product((0, 1), repeat=n - 1):
        camps = (0, *tail)
        own = level(camps)
        others = [level([*camps[:i], 1 - camps[i], *camps[i + 1 :]]) for i in range(n)]
        if all(own <= other + 1e-9 for other in others):
            found[camps] = own
    return found


def test_unix_standard():
    """Axelrod and Bennett 1993; Axelrod et al. 1995: two minima of equal energy."""
    found = landscape(SIZES, UNIX)
    assert found.exact
    assert found.total == 256
    assert len(found.energies) == 2
    assert found.energies[0] == pytest.approx(found.energies[1])
    assert found.basins.tolist() == [128, 128]
    with_sun = [
        {name for name, camp in zip(FIRMS, row, strict=True) if camp == 0} for row in found.camps
    ]
    assert {"Sun", "Prime", "AT&T", "IBM"} in with_sun


def test_five_enemies_of_equal_size_and_of_the_size_of_1936():
    """Minima of five enemies part their strength as evenly as can be."""
    enemies = -np.ones((5, 5))
    assert len(landscape(np.ones(5), enemies).energies) == 10


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_equals_brute_force(n, seed):
    rng = np.random.default_rng(seed)
    sizes = rng.uniform(0.5, 5, n)
    raw = rng.normal(size=(n, n))
    propensities = np.triu(raw, 1) + np.triu(raw, 1).T
    found = landscape(sizes, propensities)
    expected = brute(sizes, propensities)
    assert {tuple(row) for row in found.camps.tolist()} == set(expected)
    assert found.basins.sum() == found.total == 2 ** (n - 1)
    assert found.energies == pytest.approx(sorted(expected.values()))
    for row, level in zip(found.camps, found.energies, strict=True):
        assert energy(row, weights(sizes, propensities)) == pytest.approx(level)


def test_search_finds_what_enumeration_finds(monkeypatch):
    rng = np.random.default_rng(5)
    raw = rng.normal(size=(10, 10))
    propensities = np.triu(raw, 1) + np.triu(raw, 1).T
    sizes = rng.uniform(1, 3, 10)
    exact = landscape(sizes, propensities)
    monkeypatch.setattr(module, "EXACT", 5)
    found = landscape(sizes, propensities, starts=4000, seed=2)
    assert not found.exact
    assert {tuple(r) for r in found.camps.tolist()} == {tuple(r) for r in exact.camps.tolist()}
    assert found.energies == pytest.approx(exact.energies)
    shares = dict(zip(map(tuple, exact.camps.tolist()), exact.basins / exact.total, strict=True))
    for row, basin in zip(found.camps.tolist(), found.basins, strict=True):
        assert basin / found.total == pytest.approx(shares[tuple(row)], abs=0.03)


def test_the_pass_between_the_two_unix_camps():
    """The lowest way over, against a slow search for the best highest point."""
    found = landscape(SIZES, UNIX)
    one, two = found.camps
    height = barrier(SIZES, UNIX, one, two)
    weight = weights(SIZES, UNIX)
    reach = {tuple(one.tolist()): energy(one, weight)}
    waiting = [tuple(one.tolist())]
    while waiting:
        here = waiting.pop()
        for i in range(9):
            there = [*here[:i], 1 - here[i], *here[i + 1 :]]
            if there[0]:
                there = [1 - camp for camp in there]
            top = max(reach[here], energy(np.array(there), weight))
            if top < reach.get(tuple(there), np.inf) - 1e-9:
                reach[tuple(there)] = top
                waiting.append(tuple(there))
    assert height == pytest.approx(reach[tuple(two.tolist())] - found.energies[0])
    assert height > 0
    assert barrier(SIZES, UNIX, one, one) == 0


@pytest.mark.parametrize(
    ("sizes", "propensities", "words"),
    [
        ([1, 2], [[0, 1], [2, 0]], "symmetric"),
        ([1, 2], [[0, 1, 1]], "symmetric"),
        ([-1, 2], [[0, 1], [1, 0]], "negative"),
        ([1, np.nan], [[0, 1], [1, 0]], "finite"),
        ([1], [[0]], "two members"),
    ],
)
def test_bad_input(sizes, propensities, words):
    with pytest.raises(ValueError, match=words):
        landscape(np.array(sizes, float), np.array(propensities, float))
