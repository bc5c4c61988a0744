"""Structural balance of the system: alliances of defence against strategic rivalries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, BadYear
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.balance import Frustration, frustration, rewire
from multipolar.panel.release import Release, active

if TYPE_CHECKING:
    from multipolar.measures.balance import Ints

FRIENDS = "treaty.defense"
ENEMIES = "hostility.rivalry"
SECONDS = 60.0
"""Time that the solver may take."""
ORIGINS = ("atop", "tss-rivalries", "cow-states")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Balance:
    """Structural balance of a year.

    Attributes
    ----------
    year
        The year.
    alliances, rivalries
        Number of positive and of negative ties; an ally that is a rival counts as a rival.
    lower, upper
        Bounds of the line index: the least number of ties at odds with two camps.
    frustrated
        Ties at odds with the camps of the best solution found, each with 1 (allies in different
        camps) or -1 (rivals in one camp). Other solutions with as few can exist.
    camps
        The two camps of that solution in the largest connected part, codes, the larger first.
    chance
        Line index, one for each draw, of the same alliances with rivalries drawn at random, every
        state keeping its number of rivals; empty where none was asked for. Of a draw that was not
        solved in time, the lower bound.
    """

    year: int
    alliances: int
    rivalries: int
    lower: int
    upper: int
    frustrated: tuple[tuple[int, int, int], ...]
    camps: tuple[tuple[int, ...], tuple[int, ...]]
    chance: tuple[int, ...] = ()

    @property
    def ties(self) -> int:
        """Number of ties."""
        return self.alliances + self.rivalries

    @property
    def proven(self) -> bool:
        """Whether the index is proven to be the least."""
        return self.lower == self.upper

    @property
    def balance(self) -> float:
        """``F = 1 - 2 L / m``: 1 is perfect balance. It rises with every alliance in a camp."""
        return 1 - 2 * self.upper / self.ties

    @property
    def of_rivalries(self) -> float | None:
        """Line index over the number of rivalries; None without any. 1: rivalry forms no camps."""
        return self.upper / self.rivalries if self.rivalries else None

    @property
    def less_than_chance(self) -> float | None:
        """Share of the random draws with an index as small or smaller, (1 + k) / (1 + n)."""
        if not self.chance:
            return None
        return (1 + sum(one <= self.upper for one in self.chance)) / (1 + len(self.chance))

    @property
    def sentence(self) -> str:
        """The finding in plain words."""
        most = "" if self.proven else f" (at least {self.lower}; the solver ran out of time)"
        said = (
            f"In {self.year}, {self.upper} of {self.ties:,} ties are at odds with a world of two "
            f"camps{most}: that is {self.upper} for {self.rivalries} rivalries."
        )
        if not self.chance:
            return said
        mean = sum(self.chance) / len(self.chance)
        return f"{said} With the rivalries drawn at random it would be {mean:.0f}."

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "year": self.year,
            "alliances": self.alliances,
            "rivalries": self.rivalries,
            "line_index": self.upper,
            "lower_bound": self.lower,
            "proven": self.proven,
            "balance": self.balance,
            "of_rivalries": self.of_rivalries,
            "frustrated": [
                {"ccode1": a, "ccode2": b, "sign": sign} for a, b, sign in self.frustrated
            ],
            "camps": [list(camp) for camp in self.camps],
            "chance": list(self.chance),
            "p": self.less_than_chance,
            "sentence": self.sentence,
            "origins": list(ORIGINS),
        }


def balance(
    year: int,
    as_of: int | None = None,
    shuffles: int = 0,
    seed: int = 0,
    seconds: float = SECONDS,
    release: Release | None = None,
) -> Balance:
    """Find how far the alliances and rivalries of a year are from two camps.

    Parameters
    ----------
    year
        Year. Ties are between members of the state system in it.
    as_of
        Nothing later than this year is used.
    shuffles
        Random draws of the rivalries to compare with.
    seed
        Seed of the draws.
    seconds
        Time for the solver on one graph; when it is up, bounds are given.
    release
        Data release, the active one by default.

    Raises
    ------
    BadYear
        If the year is outside the coverage of alliances or rivalries, or after ``as_of``.
    BadOption
        If there are no ties in the year, or the number of draws is negative.
    """
    release = active() if release is None else release
    _check(year, as_of, shuffles)
    friends, enemies = ties(year, release)
    if not friends and not enemies:
        raise BadOption(f"no alliance and no rivalry between states in {year}")
    found, codes, edges, signs = _frustration(friends, enemies, seconds)
    drawn = tuple(
        _frustration(friends, _shuffled(enemies, seed + number), seconds)[0].lower
        for number in range(shuffles)
    )
    bad = [
        (int(codes[i]), int(codes[j]), int(sign))
        for (i, j), sign in zip(edges[found.frustrated], signs[found.frustrated], strict=True)
    ]
    return Balance(
        year,
        int((signs > 0).sum()),
        int((signs < 0).sum()),
        found.lower,
        found.upper,
        tuple(sorted(bad)),
        _camps(found, codes, edges),
        drawn,
    )


def covered() -> tuple[int, int]:
    """First and last year that alliances and rivalries cover both."""
    spans = [INDICATORS[name].coverage for name in (FRIENDS, ENEMIES)]
    return max(span.first for span in spans), min(span.last for span in spans)


def ties(year: int, release: Release) -> tuple[set[Pair], set[Pair]]:
    """Allies and rivals of a year, members of the system both; a rival is no ally."""
    import polars as pl

    keys = states.dyad_years(year, year).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))

    def having(name: str) -> set[Pair]:
        found = evaluate(INDICATORS[name], keys, Options(), release)
        return set(keys.filter(found["value"] > 0).select("ccode1", "ccode2").rows())

    enemies = having(ENEMIES)
    return having(FRIENDS) - enemies, enemies


def _check(year: int, as_of: int | None, shuffles: int) -> None:
    first, last = covered()
    if as_of is not None and year > as_of:
        raise BadYear(f"{year} is after as_of {as_of}")
    if not first <= year <= last:
        raise BadYear(f"alliances and rivalries are known from {first} to {last}, not for {year}")
    if shuffles < 0:
        raise BadOption("the number of random draws is 0 or more")


def _frustration(
    friends: set[Pair], enemies: set[Pair], seconds: float
) -> tuple[Frustration, Ints, Ints, Ints]:
    positive = sorted(friends - enemies)
    pairs = np.array([*positive, *sorted(enemies)], np.int64)
    signs = np.array([1] * len(positive) + [-1] * len(enemies), np.int64)
    codes, numbers = np.unique(pairs, return_inverse=True)
    edges = numbers.reshape(-1, 2)
    return frustration(len(codes), edges, signs, seconds), codes, edges, signs


def _shuffled(enemies: set[Pair], seed: int) -> set[Pair]:
    drawn = rewire(np.array(sorted(enemies), np.int64).reshape(-1, 2), seed)
    return {(int(a), int(b)) for a, b in drawn}


def _camps(found: Frustration, codes: Ints, edges: Ints) -> tuple[tuple[int, ...], tuple[int, ...]]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(codes)
    links = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(n, n))
    _, label = connected_components(links, directed=False)
    largest = label == np.bincount(label).argmax()
    both = [tuple(int(c) for c in codes[largest & (found.camps == camp)]) for camp in (0, 1)]
    both.sort(key=lambda camp: (-len(camp), camp))
    return both[0], both[1]
