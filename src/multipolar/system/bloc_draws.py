"""Drawing the blocs of a year again and again: over seeds, resolutions and roll calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.balance import rewire
from multipolar.measures.communities import communities, observed_and_expected
from multipolar.measures.house import drawn_calls, kappa_house, shuffled_house
from multipolar.system.layers import NEGATIVE, Layer, Layers, weights_of_votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

COMBINED = "combined"
RESOLUTIONS = (0.75, 0.875, 1.0, 1.125, 1.25)
"""The declared grid: from blocs a quarter coarser than modularity has them to a quarter finer."""
DRAWS = 100
"""Roll calls are drawn this often, each time at every resolution."""
SEEDS = 20
"""Searches at every resolution in a layer without sampling error, each from its own seed."""
NULLS = 20
"""Networks without blocs that a layer is compared with, at every resolution."""
SEED = 1
LEAST_LAYERS = 2
"""Layers of friendly ties that the combined network needs."""


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """Roll calls of a year on the common set of states.

    Attributes
    ----------
    codes
        States, as in `Layers`.
    votes
        Array (states, contested roll calls): 1 yes, 2 abstain, 3 no, 0 none.
    """

    codes: Ints
    votes: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Partitions of the states of a year into blocs, drawn again and again.

    Attributes
    ----------
    year, layer
        What was drawn; the layer is a key of `TITLES` or ``combined``.
    codes
        States.
    labels
        Array (resolutions, draws, states): the bloc of each state.
    quality
        Mean modularity at each resolution, shape (resolutions,).
    chance
        Modularity of networks without blocs, shape (resolutions, networks).
    chance_together
        Share of pairs in one bloc in these, shape (resolutions,).
    """

    year: int
    layer: str
    codes: Ints
    labels: Bytes
    quality: Floats
    chance: Floats
    chance_together: Floats


def draw_blocs(
    found: Layers,
    house: House | None,
    names: Iterable[str],
    draws: int = DRAWS,
    seeds: int = SEEDS,
    nulls: int = NULLS,
    seed: int = SEED,
) -> dict[str, Draws]:
    """Draw the blocs of layers of a year.

    Parameters
    ----------
    found
        The layers.
    house
        Roll calls of the year; only with them are ``votes`` and ``combined`` drawn over roll
        calls. Without them the votes as they are count in the combined network of every draw.
    names
        Layers to draw, and ``combined`` for all of them together.
    draws
        Draws of roll calls.
    seeds
        Searches in a layer without sampling error.
    nulls
        Networks without blocs.
    seed
        Seed of everything; layers of one seed are drawn with the same roll calls.

    Returns
    -------
    dict
        By name; layers without a network, or of negative ties alone, are left out.
    """
    answer = {}
    for name in names:
        parts = parts_of(found, name)
        if not parts:
            continue
        sampled = house is not None and any(one.name == "votes" for one in parts)
        many = draws if sampled or name == COMBINED else seeds
        nets = _Networks(found, parts, house if sampled else None, (seed, found.year))
        observed, hoped = nets.drawn(many)
        labels, quality = _searched(observed, hoped, many, (seed, found.year, 1))
        null_observed, null_hoped = nets.shuffled(nulls)
        null_labels, null_quality = _searched(
            null_observed, null_hoped, nulls, (seed, found.year, 2)
        )
        seen = np.any([one.seen for one in parts], axis=0)
        answer[name] = Draws(
            found.year,
            name,
            found.codes,
            labels,
            quality.mean(axis=1),
            null_quality,
            np.array([_rate(line[:, seen]) for line in null_labels]),
        )
    return answer


def parts_of(found: Layers, name: str) -> list[Layer]:
    """Layers that a network is made of; none where there is no such network in the year."""
    if name != COMBINED:
        layer = found[name]
        return [layer] if layer.there and name not in NEGATIVE else []
    parts = [layer for layer in found if layer.there]
    friendly = [layer for layer in parts if layer.name not in NEGATIVE]
    return parts if len(friendly) >= LEAST_LAYERS else []


class _Networks:
    """Observed and expected ties of a network, drawn over roll calls, or without blocs.

    The network of several layers is the sum of theirs, each over its own total weight: every
    layer counts once, whatever its unit (Mucha et al. 2010, with one partition for all).
    """

    def __init__(
        self, found: Layers, parts: list[Layer], house: House | None, seed: tuple[int, ...]
    ) -> None:
        self.parts, self.house, self.seed, self.n = parts, house, seed, len(found.codes)

    def drawn(self, many: int) -> tuple[Floats, Floats]:
        """Arrays (draws, n, n), or (1, n, n) where all draws have the same network."""
        fixed = [layer for layer in self.parts if self.house is None or layer.name != "votes"]
        observed, hoped = self._sum([observed_and_expected(x.weights, x.nearness) for x in fixed])
        if self.house is None:
            return observed[None], hoped[None]
        votes = self.house.votes
        _, calls = kappa_house(votes)
        both = np.empty((2, many, self.n, self.n))
        for number in range(many):
            random = np.random.default_rng((*self.seed, 0, number))
            value, _ = kappa_house(votes, drawn_calls(votes.shape[1], random))
            both[:, number] = observed_and_expected(weights_of_votes(value, calls)[0])
        return both[0] + observed, both[1] + hoped

    def shuffled(self, many: int) -> tuple[Floats, Floats]:
        """The same for networks in which who is tied to whom is chance."""
        both = np.empty((2, many, self.n, self.n))
        for number in range(many):
            random = np.random.default_rng((*self.seed, 3, number))
            parts = [self._shuffled(layer, random) for layer in self.parts]
            both[:, number] = self._sum(parts)
        return both[0], both[1]

    def _shuffled(self, layer: Layer, random: np.random.Generator) -> tuple[Floats, Floats]:
        if layer.name == "votes" and self.house is not None:
            votes = self.house.votes
            value, calls = kappa_house(shuffled_house(votes, random))
            return observed_and_expected(weights_of_votes(value, calls)[0])
        dealt = rewired if layer.name in SPARSE else redealt
        return observed_and_expected(dealt(layer, random), layer.nearness)

    def _sum(self, parts: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
        observed, hoped = np.zeros((self.n, self.n)), np.zeros((self.n, self.n))
        for one, two in parts:
            observed += one
            hoped += two
        return observed, hoped


SPARSE = ("treaty", "hostility")
"""Layers in which few pairs have a tie: their ties are rewired, others dealt out anew."""


def rewired(layer: Layer, random: np.random.Generator) -> Floats:
    """The same number of ties for every state, with others (Maslov and Sneppen 2002).

    A weight that is a product of capabilities is made anew of those of the new ends.
    """
    power = np.ones(len(layer.codes)) if layer.power is None else layer.power
    edges = np.argwhere(np.triu(layer.weights, 1) != 0)
    one, two = edges.T
    grade = layer.weights[one, two] / (power[one] * power[two])
    drawn = rewire(edges.astype(np.int64), int(random.integers(1 << 31)))
    a, b = drawn.T
    found = np.zeros_like(layer.weights)
    found[a, b] = found[b, a] = grade[random.permutation(len(grade))] * power[a] * power[b]
    return found


def redealt(layer: Layer, random: np.random.Generator) -> Floats:
    """What pairs have over what is expected of them, dealt out anew among pairs.

    Every state keeps about the sum of its ties, and nearness what it adds; a pair of states that
    are not both seen stays without.
    """
    _, hoped = observed_and_expected(np.abs(layer.weights), layer.nearness)
    both = np.triu(layer.seen[:, None] & layer.seen[None, :] & (hoped > 0), 1)
    one, two = np.nonzero(both)
    ratio = layer.weights[one, two] / hoped[one, two]
    found = np.zeros_like(layer.weights)
    found[one, two] = found[two, one] = ratio[random.permutation(len(ratio))] * hoped[one, two]
    return found


def _searched(
    observed: Floats, hoped: Floats, many: int, seed: tuple[int, ...]
) -> tuple[Bytes, Floats]:
    """Blocs and modularity, shapes (resolutions, draws, n) and (resolutions, draws)."""
    n = observed.shape[-1]
    labels = np.empty((len(RESOLUTIONS), many, n), np.uint8)
    quality = np.empty((len(RESOLUTIONS), many))
    for place, resolution in enumerate(RESOLUTIONS):
        benefit = observed - resolution * hoped
        benefits = np.broadcast_to(benefit, (many, n, n))
        seeds = np.array([[*seed, place, number] for number in range(many)])
        found = communities(benefits, seeds)
        same = found[:, :, None] == found[:, None, :]
        quality[place] = np.einsum("kij,kij->k", same, benefits)
        labels[place] = found
    return labels, quality


def _rate(labels: Bytes) -> float:
    """Share of pairs in one bloc."""
    n = labels.shape[1]
    if n < 2:
        return float("nan")
    same = [(np.bincount(line) * (np.bincount(line) - 1)).sum() for line in labels]
    return float(np.mean(same) / (n * (n - 1)))
