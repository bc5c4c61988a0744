"""Blocs of a year as a result: probabilities, members, cores, swing states, and their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.blocs import COMBINED, FRIENDLY, LEAST_LAYERS, layers_of_both
from multipolar.measures import consensus
from multipolar.states.pair import titled
from multipolar.system.layers import SOURCES, TITLES

if TYPE_CHECKING:
    from multipolar.states import State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CORE = 0.8
"""Mean probability of standing with the rest of the core that each of its members has."""
SWING = 0.15
"""A state swings if it stands with its own bloc by no more than this likelier than with another."""
LEADERS = 2
"""States by which a bloc is named."""
LEAST = 2
"""States that make a bloc; a state alone is none."""
NETWORKS = (COMBINED, *FRIENDLY)
"""What blocs can be drawn of."""
WORDS = {COMBINED: "all layers together", **TITLES}


ALONE, UNKNOWN = -1, -2
"""Labels of a state that stands alone, and of one of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Together:
    """Probability that two states stand in one bloc.

    Attributes
    ----------
    value, low, high
        Probability and 90 % interval; None where the network knows too little of one of them.
    chance
        What it would be for two states taken at random in a network without blocs.
    layers
        Number of layers of friendly ties that speak of both.
    status
        `Status.OBSERVED`, or why there is no value.
    """

    value: float | None
    low: float | None
    high: float | None
    chance: float
    layers: int
    status: Status


@dataclass(frozen=True, slots=True)
class Bloc:
    """One bloc of a year.

    Attributes
    ----------
    number
        Its number in the year, 0 the largest; it is the label of its members in `Blocs.labels`.
    members
        Codes, those with most capabilities first.
    core
        Members each of which stands with the others of the core in at least `CORE` of the draws
        on average, in the same order.
    leaders
        The two strongest of the members that stand with the rest in at least half of the draws;
        by them the bloc is named.
    cohesion
        Mean probability that two members stand together.
    """

    number: int
    members: tuple[int, ...]
    core: tuple[int, ...]
    leaders: tuple[int, ...]
    cohesion: float


@dataclass(frozen=True, slots=True)
class Swing:
    """A state between two blocs.

    Attributes
    ----------
    ccode
        The state.
    own, other
        Numbers of its bloc and of the other to which it is nearest; -1 for none.
    with_own, with_other
        Mean probability of standing with their members.
    """

    ccode: int
    own: int
    other: int
    with_own: float
    with_other: float


@dataclass(frozen=True, slots=True)
class Level:
    """Blocs at one resolution.

    Attributes
    ----------
    resolution
        The greater, the smaller the blocs.
    blocs
        Mean number of blocs.
    quality, chance
        Modularity, and its mean in networks without blocs.
    p
        Share of these networks that have as great a modularity.
    """

    resolution: float
    blocs: float
    quality: float
    chance: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class Blocs:
    """Blocs of one network in a year.

    Attributes
    ----------
    year, layer
        The year, and a layer or ``combined``.
    status, note
        `Status.OBSERVED`, or why there are none, and what a reader should know.
    used
        Layers that the network is made of.
    codes
        Members of the state system in the year, ascending.
    labels
        Number of each state's bloc in the consensus, in the order of ``codes``; -1 for a state
        that stands alone, -2 for one of which nothing is known.
    together
        Array (n, n) of the probability that two states stand in one bloc, in the same order.
    blocs
        The blocs, the largest first.
    numbers
        Probability of each number of blocs, over all draws.
    swing
        States between blocs, the most undecided first.
    levels
        By resolution.
    chance
        Probability that two states stand together in networks without blocs.
    isolates, unseen
        Codes of states without any tie, and of those of which nothing is known.
    """

    year: int
    layer: str
    status: Status
    note: str
    used: tuple[str, ...]
    codes: Ints
    labels: Ints
    together: Floats
    blocs: tuple[Bloc, ...]
    numbers: dict[int, float]
    swing: tuple[Swing, ...]
    levels: tuple[Level, ...]
    chance: float
    isolates: tuple[int, ...]
    unseen: tuple[int, ...]
    draws: NDArray[np.uint8]
    seen: NDArray[np.uint8]

    @property
    def there(self) -> bool:
        """Whether blocs were drawn."""
        return self.status is Status.OBSERVED

    @property
    def order(self) -> Ints:
        """Places of the states in which to draw them: by bloc, in it by closeness, then alone."""
        if not self.there:
            return np.arange(len(self.codes))
        last = np.where(self.labels >= 0, self.labels, len(self.codes) - self.labels)
        return np.lexsort((self.codes, -self.with_own, last))

    @property
    def with_own(self) -> Floats:
        """Mean probability of each state of standing with the rest of its bloc; 0 without one."""
        return with_own(self.together, self.labels)

    @property
    def probable(self) -> tuple[int, float]:
        """The likeliest number of blocs, with its probability; (0, nan) without any."""
        if not self.numbers:
            return 0, float("nan")
        return max(self.numbers.items(), key=lambda item: (item[1], -item[0]))

    @property
    def number_range(self) -> tuple[int, int]:
        """Least and greatest number of blocs of the middle 90 % of draws; (0, 0) without any."""
        if not self.numbers:
            return 0, 0
        listed = sorted(self.numbers)
        below = np.cumsum([self.numbers[one] for one in listed])
        low, high = (int(np.searchsorted(below, part)) for part in (0.05 + 1e-9, 0.95 - 1e-9))
        return listed[low], listed[min(high, len(listed) - 1)]

    @property
    def beyond_chance(self) -> bool | None:
        """Whether the blocs are beyond chance at most resolutions; None without any."""
        if not self.levels:
            return None
        return 2 * sum(level.p <= 0.05 for level in self.levels) > len(self.levels)

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources."""
        keys = [key for name in self.used for key in SOURCES[name]]
        return tuple(dict.fromkeys((*keys, "cow-states")))

    def bloc_of(self, state: str | int | State) -> Bloc | None:
        """Bloc of a state; None where it stands alone, or nothing is known.

        Raises
        ------
        UnknownState, AmbiguousState, NotAState
        """
        label = int(self.labels[self.place(state)])
        return self.blocs[label] if label >= 0 else None

    def place(self, state: str | int | State) -> int:
        """Place of a state in ``codes``.

        Raises
        ------
        UnknownState, AmbiguousState, NotAState
        """
        return int(np.searchsorted(self.codes, states.resolve(state, self.year).ccode))

    def pair(self, one: str | int | State, two: str | int | State) -> Together:
        """Probability that two states stand in one bloc, with its interval.

        Raises
        ------
        UnknownState, AmbiguousState, NotAState
        """
        i, j = self.place(one), self.place(two)
        if not self.there:
            return Together(None, None, None, float("nan"), 0, self.status)
        n = int(layers_of_both(self.seen[[i, j]])[0, 1])
        if n < (LEAST_LAYERS if self.layer == COMBINED else 1):
            return Together(None, None, None, self.chance, n, Status.INSUFFICIENT)
        counts = (self.draws[:, :, i] == self.draws[:, :, j]).sum(axis=1)
        value = float(self.together[i, j])
        low, high = consensus.interval_over(counts[:, None], self.draws.shape[1])
        ends = min(float(low[0]), value), max(float(high[0]), value)
        return Together(value, *ends, self.chance, n, Status.OBSERVED)

    def partners(self, state: str | int | State) -> list[tuple[int, float]]:
        """Other states by the probability of standing with one, the likeliest first.

        Raises
        ------
        UnknownState, AmbiguousState, NotAState
        """
        place = self.place(state)
        known = [i for i in range(len(self.codes)) if i != place and self.labels[i] != UNKNOWN]
        ranked = sorted(known, key=lambda i: (-self.together[place, i], int(self.codes[i])))
        return [(int(self.codes[i]), float(self.together[place, i])) for i in ranked]

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        if not self.there:
            return f"No blocs by {WORDS[self.layer]} in {self.year}: {self.note}."
        low, high = self.number_range
        many = f"{low}" if low == high else f"{low} to {high}"
        word = "bloc" if low == high == 1 else "blocs"
        leaders = [f"that of {leading(bloc, self.year)}" for bloc in self.blocs[:3]]
        large = f" The largest {'is' if len(leaders) == 1 else 'are'} {_listed(leaders)}."
        said = f"By {WORDS[self.layer]}, the states of {self.year} form {many} {word}."
        said += large if leaders else ""
        if not self.beyond_chance:
            said += " Networks without blocs look as much divided: this may be chance."
        return said

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "year": self.year,
            "layer": self.layer,
            "status": self.status.value,
            "note": self.note,
            "sentence": self.sentence,
            "layers": list(self.used),
            "number_of_blocs": {str(k): v for k, v in self.numbers.items()},
            "blocs": [
                {
                    "number": bloc.number,
                    "members": list(bloc.members),
                    "core": list(bloc.core),
                    "leaders": list(bloc.leaders),
                    "cohesion": bloc.cohesion,
                }
                for bloc in self.blocs
            ],
            "swing": [
                {
                    "ccode": one.ccode,
                    "bloc": one.own if one.own >= 0 else None,
                    "with_own": one.with_own if one.own >= 0 else None,
                    "other": one.other,
                    "with_other": one.with_other,
                }
                for one in self.swing
            ],
            "resolutions": [
                {
                    "resolution": one.resolution,
                    "blocs": one.blocs,
                    "modularity": one.quality,
                    "by_chance": one.chance,
                    "p": one.p,
                }
                for one in self.levels
            ],
            "together_by_chance": self.chance if self.there else None,
            "isolates": list(self.isolates),
            "not_observed": list(self.unseen),
            "origins": list(self.origins),
        }


def with_own(share: Floats, labels: Ints) -> Floats:
    """Mean share of each state with the rest of its bloc; 0 without one."""
    inside = labels >= 0
    found = np.zeros(len(labels))
    if inside.any():
        part = consensus.membership(share[np.ix_(inside, inside)], labels[inside])
        found[inside] = part[np.arange(len(part)), labels[inside]]
    return found


def leading(bloc: Bloc, year: int) -> str:
    """The states by which a bloc is named, in words."""
    return _listed([titled(states.label(code, year)) for code in bloc.leaders])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
