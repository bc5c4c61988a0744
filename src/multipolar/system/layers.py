"""The layers of the system in a year: signed, weighted networks on one common set of states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.errors import BadOption, BadYear
from multipolar.estimate import Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.fields.votes import LEAST_VOTES
from multipolar.measures.communities import nearness_by_bins
from multipolar.panel.release import Release, active
from multipolar.panel.schema import CELLS
from multipolar.sources import assembly_votes

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST = 1946
LAST = 2025
TITLES = {
    "votes": "votes in the UN General Assembly",
    "treaty": "treaty ties",
    "trade": "trade",
    "institutions": "joint organisations",
    "hostility": "rivalry",
}
"""Layers, and their words."""
SOURCES = {
    "votes": assembly_votes.KEYS,
    "treaty": ("atop", "nmc"),
    "trade": ("cow-trade", "geodist", "cow-contiguity"),
    "institutions": ("cow-igo", "geodist", "cow-contiguity"),
    "hostility": ("tss-rivalries", "nmc"),
}
"""Keys of the sources of each layer."""
READ = {
    "treaty": "treaty.obligation",
    "trade": "trade.salience",
    "institutions": "igo.exclusive",
    "hostility": "hostility.rivalry",
}
"""Indicator that each layer is read from; votes come from the tables of roll calls."""
NEGATIVE = ("hostility",)
BY_POWER = ("treaty", "hostility")
"""Layers in which a tie weighs as its two states do: by the product of their capabilities."""
NET_OF_NEARNESS = ("trade", "institutions")
"""Layers in which more is expected of near states than of far ones."""
LEAST_PLEDGE = 2
"""Neutrality or consultation; a pact of non-aggression is what rivals sign, and no tie."""
STRONGEST = 3.0
"""Grade of a pact of defence; a rivalry has the same, with the other sign."""
RINGS = 10
"""Rings of distance, equally many pairs in each; a common land border is one more."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One network of a year.

    Attributes
    ----------
    name
        Key of `TITLES`.
    status
        `Status.OBSERVED`, or why there is no network: `Status.OUT_OF_COVERAGE`,
        `Status.INSUFFICIENT` (too few roll calls, or no tie). `Status.CARRIED` where the spells
        of the source's last year are carried on because the user asked for it.
    note
        What a reader should know.
    codes
        The common set: members of the state system in the year.
    weights
        Array (n, n), symmetric, signed; 0 where there is no tie, or none is known.
    seen
        Whether the source speaks of a state at all; of the others nothing is known here.
    nearness
        Factor of what is expected of each pair, or None.
    power
        Capabilities of the states where ties weigh by them, or None.
    """

    name: str
    status: Status
    note: str
    codes: Ints
    weights: Floats
    seen: NDArray[np.bool_]
    nearness: Floats | None = None
    power: Floats | None = None

    @property
    def there(self) -> bool:
        """Whether there is a network."""
        return self.status in (Status.OBSERVED, Status.CARRIED)

    @property
    def ties(self) -> int:
        """Number of pairs with a weight that is not 0."""
        return int(np.count_nonzero(np.triu(self.weights, 1)))

    @property
    def isolates(self) -> tuple[int, ...]:
        """Codes of states that the source speaks of and that have no tie."""
        lone = self.seen & ~np.any(self.weights != 0, axis=1)
        return tuple(self.codes[lone].tolist())

    @property
    def unseen(self) -> tuple[int, ...]:
        """Codes of states of which the layer knows nothing."""
        return tuple(self.codes[~self.seen].tolist())

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys, without the weights."""
        return {
            "layer": self.name,
            "status": self.status.value,
            "states": int(self.seen.sum()),
            "ties": self.ties,
            "isolates": list(self.isolates),
            "not_observed": list(self.unseen),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """All layers of a year on one set of states.

    Attributes
    ----------
    year
        The year.
    codes
        Members of the state system in the year, ascending.
    layers
        Networks by key of `TITLES`.
    """

    year: int
    codes: Ints
    layers: dict[str, Layer] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Layer]:
        """The layers in their order."""
        return iter(self.layers.values())

    def __getitem__(self, name: str) -> Layer:
        """One layer.

        Raises
        ------
        BadOption
            If there is no layer of this name.
        """
        check_layer(name)
        return self.layers[name]

    def place(self, state: str | int | states.State) -> int:
        """Place of a state in the common set.

        Raises
        ------
        UnknownState, AmbiguousState, NotAState
        """
        code = states.resolve(state, self.year).ccode
        return int(np.searchsorted(self.codes, code))


def layers(
    year: int, as_of: int | None = None, carry: bool = False, release: Release | None = None
) -> Layers:
    """Build the networks of a year.

    Parameters
    ----------
    year
        Year from 1946 to 2025.
    as_of
        Nothing later than this year is used. A year is built from what is of that year alone.
    carry
        Carry treaties and rivalries that were open when their source ends on, labelled.
    release
        Data release, the active one by default.

    Returns
    -------
    Layers
        A layer that does not cover the year is there with its status and without ties.

    Raises
    ------
    BadYear
        If the year is after ``as_of`` or outside 1946 to 2025.
    """
    check_year(year, as_of)
    release = active() if release is None else release
    keys = _dyads(year)
    codes = _members(year)
    found = {"votes": _votes(year, codes, release)}
    for name in READ:
        found[name] = _indicator(name, year, keys, codes, carry, release)
    return Layers(year, codes, found)


def check_year(year: int, as_of: int | None) -> None:
    """Refuse a year after ``as_of`` or outside coverage.

    Raises
    ------
    BadYear
    """
    if as_of is not None and year > as_of:
        raise BadYear(f"{year} is after as_of {as_of}")
    if not FIRST <= year <= LAST:
        raise BadYear(f"the layers of the system are known from {FIRST} to {LAST}, not for {year}")


def check_layer(name: str, *more: str) -> str:
    """Refuse a name that is no layer.

    Raises
    ------
    BadOption
    """
    if name not in (*TITLES, *more):
        raise BadOption(f"no layer is called {name!r}: choose {', '.join((*more, *TITLES))}")
    return name


def _dyads(year: int) -> pl.DataFrame:
    import polars as pl

    frame = states.dyad_years(year, year)
    return frame.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))


def _members(year: int) -> Ints:
    return np.unique(states.state_years(year, year)["ccode"].to_numpy()).astype(np.int64)


def square(
    codes: Ints, pairs: pl.DataFrame, values: NDArray[np.float64], empty: float = 0.0
) -> Floats:
    """Values of pairs as a symmetric array over the states; pairs with others are left out."""
    one, two = (pairs[name].to_numpy() for name in ("ccode1", "ccode2"))
    inside = np.isin(one, codes) & np.isin(two, codes)
    found = np.full((len(codes), len(codes)), empty)
    i, j = np.searchsorted(codes, one[inside]), np.searchsorted(codes, two[inside])
    found[i, j] = found[j, i] = values[inside]
    np.fill_diagonal(found, 0.0)
    return found


# ------------------------------------------------------------------ votes
def counted_votes(year: int, release: Release) -> pl.DataFrame:
    """Nine-cell tables of a calendar year: texts as a whole, and what may be one.

    Votes on parts of a text are left out where the source tells them apart, which it does not
    from 2020 to 2024.
    """
    import polars as pl

    frame = release.scan("votes").filter((pl.col("year") == year) & (pl.col("final") != 0))
    counts = [pl.col(name).cast(pl.Int32).sum() for name in CELLS]
    return frame.group_by("ccode1", "ccode2").agg(counts).sort("ccode1", "ccode2").collect()


def _votes(year: int, codes: Ints, release: Release) -> Layer:
    from multipolar.measures.similarity import kappa

    frame = counted_votes(year, release)
    table = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)
    calls = square(codes, frame, table.sum(axis=(1, 2)).astype(np.float64))
    value = square(codes, frame, kappa(table).value)
    most = int(calls.max(initial=0.0))
    if most < LEAST_VOTES:
        note = f"{most} contested roll calls are too few: {LEAST_VOTES} at least"
        return _empty("votes", Status.INSUFFICIENT, note, codes)
    weights, seen = weights_of_votes(value, calls)
    unclear = (
        "" if year not in range(2020, 2025) else "votes on parts of a text cannot be told apart"
    )
    return Layer("votes", Status.OBSERVED, unclear, codes, weights, seen)


def weights_of_votes(value: Floats, calls: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Kappa as weights, and who has a pair with enough common roll calls.

    A pair with too few, or of which both always cast the same one vote, which chance explains
    as well, has the weight 0.
    """
    enough = calls >= LEAST_VOTES
    np.fill_diagonal(enough, False)
    weights = np.where(enough & ~np.isnan(value), value, 0.0)
    return weights, np.asarray(enough.any(axis=1))


# ------------------------------------------------------------------ the other layers
def _indicator(
    name: str, year: int, keys: pl.DataFrame, codes: Ints, carry: bool, release: Release
) -> Layer:
    what = INDICATORS[READ[name]]
    first, last = what.coverage.first, what.coverage.last
    carried = year > last and carry and what.carries
    if not (first <= year <= last or carried):
        note = f"the source covers {first} to {last}"
        return _empty(name, Status.OUT_OF_COVERAGE, note, codes)
    found = evaluate(what, keys, Options(carry=carry and what.carries), release)
    known = found["value"].is_not_null().to_numpy()
    weights = square(codes, keys, found["value"].fill_null(0.0).to_numpy())
    if name == "treaty":
        weights[weights < LEAST_PLEDGE] = 0.0
    notes = [f"spells open in {last} are carried on"] if carried else []
    power = None
    if name in BY_POWER:
        power, later, lacking = _power(codes, year, release)
        weights *= np.outer(power, power)
        notes += [later] if later else []
        if lacking:
            names = ", ".join(states.label(code, year) for code in lacking)
            notes.append(f"no capabilities known of {names}, whose ties do not count")
    if name in NEGATIVE:
        weights *= -STRONGEST
    seen = np.asarray(square(codes, keys, known.astype(np.float64)).any(axis=1))
    if not weights.any():
        return _empty(name, Status.INSUFFICIENT, "no tie between any two states", codes, seen)
    status = Status.CARRIED if carried else Status.OBSERVED
    near = (
        nearness_by_bins(weights, _rings(codes, keys, release)) if name in NET_OF_NEARNESS else None
    )
    return Layer(name, status, "; ".join(notes), codes, weights, seen, near, power)


def _empty(
    name: str, status: Status, note: str, codes: Ints, seen: NDArray[np.bool_] | None = None
) -> Layer:
    n = len(codes)
    nobody = np.zeros(n, np.bool_) if seen is None else seen
    return Layer(name, status, note, codes, np.zeros((n, n)), nobody)


def _power(codes: Ints, year: int, release: Release) -> tuple[Floats, str, list[int]]:
    """Capabilities of each state; what is to be said of them; codes of those without."""
    import polars as pl

    last = INDICATORS["power.cinc"].coverage.last
    at = min(year, last)
    keys = pl.DataFrame({"ccode": codes, "year": at}).cast(pl.Int32)
    values = evaluate(INDICATORS["power.cinc"], keys, Options(), release)["value"].to_numpy()
    lacking = codes[np.isnan(values)].tolist()
    note = f"capabilities are those of {last}" if year > last else ""
    return np.nan_to_num(values), note, lacking


def _rings(codes: Ints, keys: pl.DataFrame, release: Release) -> Ints:
    """Ring of distance of each pair, the nearest 0, a land border last; -1 where unknown."""
    import polars as pl

    km = evaluate(INDICATORS["distance.km"], keys, Options(), release)["value"]
    touch = evaluate(INDICATORS["distance.contiguity"], keys, Options(carry=True), release)
    apart = square(codes, keys, km.fill_null(np.nan).to_numpy(), np.nan)
    border = square(codes, keys, touch.select(pl.col("value") == 1)["value"].fill_null(False)
                    .cast(pl.Float64).to_numpy())  # fmt: skip
    apart[np.eye(len(codes), dtype=np.bool_)] = np.nan
    edges = np.nanquantile(apart, np.linspace(0, 1, RINGS + 1)[1:-1])
    found = np.where(np.isnan(apart), -1, np.digitize(apart, edges)).astype(np.int64)
    found[border == 1] = RINGS
    return found
