"""Drawing the blocs of a year again and again: over seeds, resolutions and roll calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.fields.blocs import COMBINED, DRAWS, LAYERS, LEAST_LAYERS, RESOLUTIONS
from multipolar.measures.communities import communities, observed_and_expected
from multipolar.measures.house import drawn_calls, kappa_house, shuffled_house
from multipolar.measures.ideal_points.blas import single_threaded
from multipolar.measures.nulls import redealt, rewired
from multipolar.system.layers import NEGATIVE, Layer, Layers, weights_of_votes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

SEEDS = 20
"""Searches at every resolution in a layer without sampling error, each from its own seed."""
NULLS = 20
"""Networks without blocs that a layer is compared with, at every resolution."""
SEED = 1


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
    seen
        Layers that speak of a state, as bits in the order of `LAYERS`.
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
    seen: Bytes
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
        Roll calls of the year, over which ``votes`` and ``combined`` are drawn; None does for
        other layers, and in a year without votes.
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

    Raises
    ------
    ValueError
        If roll calls are needed and not given.
    """
    with single_threaded():
        return _drawn(found, house, names, (draws, seeds, nulls), seed)


def _drawn(
    found: Layers,
    house: House | None,
    names: Iterable[str],
    counts: tuple[int, int, int],
    seed: int,
) -> dict[str, Draws]:
    draws, seeds, nulls = counts
    answer = {}
    for name in names:
        parts = parts_of(found, name)
        if not parts:
            continue
        sampled = any(one.name == "votes" for one in parts)
        if sampled and house is None:
            raise ValueError("votes are drawn from roll calls, and there are none")
        many = draws if sampled or name == COMBINED else seeds
        nets = _Networks(found, parts, house if sampled else None, (seed, found.year))
        observed, hoped = nets.drawn(many)
        labels, quality = _searched(observed, hoped, many, (seed, found.year, 1))
        observed, hoped = nets.shuffled(nulls)
        null_labels, null_quality = _searched(observed, hoped, nulls, (seed, found.year, 2))
        seen = np.any([one.seen for one in parts], axis=0)
        answer[name] = Draws(
            found.year,
            name,
            found.codes,
            labels,
            bits(parts),
            quality.mean(axis=1),
            null_quality,
            np.array([_rate(line[:, seen]) for line in null_labels]),
        )
    return answer


def bits(parts: list[Layer]) -> Bytes:
    """Layers that speak of each state, as bits in the order of `LAYERS`."""
    found = [layer.seen.astype(np.uint8) << LAYERS.index(layer.name) for layer in parts]
    return np.asarray(np.bitwise_or.reduce(found), dtype=np.uint8)


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
    layer counts once, whatever its unit (Mucha et al. 2010, with one partition for all). Treaties
    and rivalries are the two sides of one: of all that binds or parts states by arms, each has
    the share that its weight has, as in Traag and Bruggeman (2009).
    """

    def __init__(
        self, found: Layers, parts: list[Layer], house: House | None, seed: tuple[int, ...]
    ) -> None:
        self.parts, self.house, self.seed, self.n = parts, house, seed, len(found.codes)

    def drawn(self, many: int) -> tuple[Floats, Floats]:
        """Arrays (draws, n, n), or (1, n, n) where all draws have the same network."""
        fixed = [layer for layer in self.parts if self.house is None or layer.name != "votes"]
        observed, hoped = self._sum([(one, one.weights) for one in fixed])
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
            dealt = [(layer, self._shuffled(layer, number)) for layer in self.parts]
            both[:, number] = self._sum(dealt)
        return both[0], both[1]

    def _shuffled(self, layer: Layer, number: int) -> Floats:
        random = np.random.default_rng((*self.seed, 3, LAYERS.index(layer.name), number))
        if layer.name == "votes":
            assert self.house is not None
            value, calls = kappa_house(shuffled_house(self.house.votes, random))
            return weights_of_votes(value, calls)[0]
        return without_blocs(layer, random)

    def _sum(self, parts: list[tuple[Layer, Floats]]) -> tuple[Floats, Floats]:
        observed, hoped = np.zeros((self.n, self.n)), np.zeros((self.n, self.n))
        arms = sum(np.abs(weights).sum() for layer, weights in parts if layer.name in ARMS)
        for layer, weights in parts:
            # Rivals of one state are not for that reason friends: none are expected.
            enemies = 0.0 if layer.name in NEGATIVE else 1.0
            one, two = observed_and_expected(weights, layer.nearness, enemies)
            share = np.abs(weights).sum() / arms if layer.name in ARMS else 1.0
            observed += share * one
            hoped += share * two
        return observed, hoped


ARMS = ("treaty", "hostility")
"""Layers in one unit, which together count once: a rivalry weighs as a pact of defence would."""


def without_blocs(layer: Layer, random: np.random.Generator) -> Floats:
    """Weights of a layer if chance chose who is tied to whom.

    Few ties are rewired, so that every state keeps their number, and grades are dealt out anew; a
    tie then weighs by the capabilities of its new ends. In a dense layer what pairs have over
    what is expected of them is dealt out anew, and every state keeps the sum of its ties.
    """
    if layer.name not in ARMS:
        weights = np.abs(layer.weights)
        _, hoped = observed_and_expected(weights, layer.nearness)
        return redealt(weights, hoped, layer.seen, random)
    power = np.ones(len(layer.codes)) if layer.power is None else layer.power
    one, two = np.nonzero(np.triu(layer.weights, 1))
    grade = layer.weights[one, two] / (power[one] * power[two])
    a, b = rewired(layer.weights != 0, random).T
    found = np.zeros_like(layer.weights)
    found[a, b] = found[b, a] = grade[random.permutation(len(grade))] * power[a] * power[b]
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


def share_as_great(value: float, null: Floats) -> float:
    """Share of networks without blocs that have as great a modularity, ``(1 + k) / (1 + n)``."""
    return float((1 + (null >= value).sum()) / (1 + len(null)))
