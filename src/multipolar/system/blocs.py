"""Blocs of the system: who stands with whom, how surely, who swings, and what is mere chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.blocs import (
    COMBINED,
    FRIENDLY,
    LAYERS,
    LEAST_LAYERS,
    RESOLUTIONS,
    STORED,
    layers_of_both,
    stored_draws,
)
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures import consensus
from multipolar.panel.release import Release, active
from multipolar.relations.pair import titled
from multipolar.system.bloc_draws import SEED, Draws, draw_blocs, parts_of, share_as_great
from multipolar.system.layers import (
    FIRST,
    LAST,
    NEGATIVE,
    READ,
    SOURCES,
    TITLES,
    check_layer,
    check_year,
    layers,
)

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
        return _own(self.together, self.labels)

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


ALONE, UNKNOWN = -1, -2


def covered(layer: str = COMBINED) -> tuple[int, int]:
    """First and last year of a network.

    Raises
    ------
    BadOption
        If there is no such network.
    """
    check_layer(layer, COMBINED)
    if layer in STORED:
        name = "bloc.together" if layer == COMBINED else "bloc.together_votes"
        span = INDICATORS[name].coverage
        return span.first, span.last
    return FIRST, INDICATORS[READ[layer]].coverage.last


def blocs(
    year: int,
    layer: str = COMBINED,
    as_of: int | None = None,
    seed: int = SEED,
    release: Release | None = None,
    draws: Draws | None = None,
) -> Blocs:
    """Find the blocs of a year.

    Parameters
    ----------
    year
        Year from 1946 to 2025.
    layer
        ``combined``, ``votes``, ``treaty``, ``trade`` or ``institutions``.
    as_of
        Nothing later than this year is used; a year's blocs are of its own data alone.
    seed
        Seed of the search in layers without sampling error. Votes and the combined network are
        read as the release has them, or as ``draws`` are.
    release
        Data release, the active one by default.
    draws
        Draws of this network and year of one's own, from `multipolar.system.bloc_draws`.

    Returns
    -------
    Blocs
        Where the network does not cover the year, or has no tie, with its status and its note.

    Raises
    ------
    BadYear
        If the year is after ``as_of`` or outside 1946 to 2025.
    BadOption
        If there is no such layer.
    """
    check_year(year, as_of)
    check_layer(layer, COMBINED)
    release = active() if release is None else release
    if draws is not None:
        return _read(draws, _levels(draws), release)
    return _blocs(year, layer, seed, release)


@lru_cache(maxsize=128)
def _blocs(year: int, layer: str, seed: int, release: Release) -> Blocs:
    if layer in STORED:
        kept = stored_draws(layer, year, release)
        if kept is None:
            return _none(year, layer, release)
        nothing = np.zeros(0)
        drawn = Draws(
            year, layer, kept.codes, kept.labels, kept.seen, nothing, nothing[None], nothing
        )
        return _read(drawn, _stored_levels(year, layer, release), release)
    found = layers(year, release=release)
    if not parts_of(found, layer):
        return _none(year, layer, release)
    drawn = draw_blocs(found, None, [layer], seed=seed)[layer]
    return _read(drawn, _levels(drawn), release)


def _none(year: int, layer: str, release: Release) -> Blocs:
    """Say why there are no blocs."""
    found = layers(year, release=release)
    n = len(found.codes)
    if layer in NEGATIVE:
        status, note = Status.INSUFFICIENT, "ties of hostility alone hold nobody together"
    elif layer == COMBINED:
        lacking = [f"{TITLES[one.name]} ({one.note})" for one in found if not one.there]
        status = Status.OUT_OF_COVERAGE
        note = f"too few layers are known; nothing is known of {', '.join(lacking)}"
    else:
        status, note = found[layer].status, found[layer].note
    return Blocs(
        year, layer, status, note, (), found.codes, np.full(n, UNKNOWN, np.int64), np.eye(n),
        (), {}, (), (), float("nan"), (), tuple(found.codes.tolist()),
        np.zeros((len(RESOLUTIONS), 0, n), np.uint8), np.zeros(n, np.uint8),
    )  # fmt: skip


Row = tuple[float, float, float, float]
"""Modularity, its mean by chance, its p, and the share of pairs together by chance."""


def _levels(drawn: Draws) -> list[Row]:
    return [
        (
            float(drawn.quality[place]),
            float(drawn.chance[place].mean()),
            share_as_great(float(drawn.quality[place]), drawn.chance[place]),
            float(drawn.chance_together[place]),
        )
        for place in range(len(RESOLUTIONS))
    ]


def _stored_levels(year: int, layer: str, release: Release) -> list[Row]:
    import polars as pl

    chosen = (pl.col("layer") == STORED.index(layer)) & (pl.col("year") == year)
    frame = release.scan("bloc_levels").filter(chosen).sort("resolution")
    rows = frame.select(pl.col("quality", "chance", "p", "together").cast(pl.Float64))
    return rows.collect().rows()


def _read(drawn: Draws, rows: list[Row], release: Release) -> Blocs:
    """What the draws have in common."""
    codes, labels, year = drawn.codes, drawn.labels, drawn.year
    flat = labels.reshape(-1, len(codes))
    share = consensus.together(flat)
    used = tuple(name for place, name in enumerate(LAYERS) if (drawn.seen >> place & 1).any())
    friendly = drawn.seen & (1 << len(FRIENDLY)) - 1
    unseen = friendly == 0
    median = consensus.median_partition(share, SEED).astype(np.int64)
    sizes = np.bincount(median)
    found = np.where(sizes[median] >= LEAST, median, ALONE)
    found[unseen] = UNKNOWN
    lone = ~unseen & (share.sum(axis=1) <= 1.0)
    counts = _numbers(flat)
    blocs_of_level = [float(np.mean(_numbers(line))) for line in labels]
    per, many = np.unique(counts, return_counts=True)
    remarks = dict(INDICATORS["bloc.together"].coverage.remarks)
    return Blocs(
        year=year,
        layer=drawn.layer,
        status=Status.OBSERVED,
        note=remarks.get(year, "") if drawn.layer == COMBINED else "",
        used=used,
        codes=codes,
        labels=found,
        together=share,
        blocs=_members(codes, found, share, year, release),
        numbers=dict(zip(per.tolist(), (many / len(counts)).tolist(), strict=True)),
        swing=_swing(codes, found, share),
        levels=tuple(
            Level(resolution, number, *row[:3])
            for resolution, number, row in zip(RESOLUTIONS, blocs_of_level, rows, strict=True)
        ),
        chance=float(np.mean([row[3] for row in rows])),
        isolates=tuple(codes[lone].tolist()),
        unseen=tuple(codes[unseen].tolist()),
        draws=labels,
        seen=drawn.seen,
    )


def _numbers(labels: NDArray[np.uint8]) -> Ints:
    """Number of blocs of each partition."""
    slots = int(labels.max(initial=0)) + 1
    shifted = labels.astype(np.int64) + slots * np.arange(len(labels))[:, None]
    sizes = np.bincount(shifted.ravel(), minlength=slots * len(labels)).reshape(-1, slots)
    return np.asarray((sizes >= LEAST).sum(axis=1))


def _own(share: Floats, labels: Ints) -> Floats:
    """Mean share of each state with the rest of its bloc; 0 without one."""
    inside = labels >= 0
    found = np.zeros(len(labels))
    if inside.any():
        part = consensus.membership(share[np.ix_(inside, inside)], labels[inside])
        found[inside] = part[np.arange(len(part)), labels[inside]]
    return found


def _members(
    codes: Ints, labels: Ints, share: Floats, year: int, release: Release
) -> tuple[Bloc, ...]:
    power, own = power_of(codes, year, release), _own(share, labels)
    found = []
    for number in range(int(labels.max(initial=-1)) + 1):
        places = np.flatnonzero(labels == number)
        places = places[np.lexsort((codes[places], -power[places]))]
        core = places[consensus.core_of(share[np.ix_(places, places)], CORE)]
        mean = float(own[places].mean())
        close = places[own[places] >= min(consensus.HALF, mean)][:LEADERS]
        found.append(
            Bloc(
                number,
                tuple(codes[places].tolist()),
                tuple(codes[core].tolist()),
                tuple(codes[close].tolist()),
                mean,
            )
        )
    return tuple(found)


def _swing(codes: Ints, labels: Ints, share: Floats) -> tuple[Swing, ...]:
    inside = labels >= 0
    if not inside.any():
        return ()
    member = (labels[inside][:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    near = share[:, inside] @ member - np.where(
        labels[:, None] == np.arange(labels.max() + 1), 1, 0
    )
    size = member.sum(axis=0) - (labels[:, None] == np.arange(labels.max() + 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        near = np.where(size > 0, near / size, 0.0)
    found = []
    for place in np.flatnonzero(labels != UNKNOWN).tolist():
        own = int(labels[place])
        rest = near[place].copy()
        if own >= 0:
            rest[own] = -1.0
        other = int(rest.argmax())
        mine = float(near[place, own]) if own >= 0 else 0.0
        if rest[other] > 0 and mine - rest[other] <= SWING:
            found.append(Swing(int(codes[place]), own, other, mine, float(rest[other])))
    return tuple(sorted(found, key=lambda one: (one.with_own - one.with_other, one.ccode)))


def power_of(codes: Ints, year: int, release: Release) -> Floats:
    """Capabilities of states, by which they are listed; 0 where unknown, 2022 after it."""
    import polars as pl

    last = INDICATORS["power.cinc"].coverage.last
    keys = pl.DataFrame({"ccode": codes, "year": min(year, last)}).cast(pl.Int32)
    found = evaluate(INDICATORS["power.cinc"], keys, Options(), release)["value"]
    return found.fill_null(0.0).to_numpy()


def leading(bloc: Bloc, year: int) -> str:
    """The states by which a bloc is named, in words."""
    return _listed([titled(states.label(code, year)) for code in bloc.leaders])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
