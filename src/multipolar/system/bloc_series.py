"""Blocs over time and across layers: which go on, who moved, and where layers agree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar.errors import BadYear
from multipolar.measures import consensus
from multipolar.panel.release import Release, active
from multipolar.system.blocs import COMBINED, NETWORKS, UNKNOWN, Blocs, blocs, covered

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    import polars as pl

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GOES_ON = 0.3
"""Share of the states of two blocs together that both must have for one to go on the other."""
DRAWS = 20
"""Draws at each resolution that switching is counted over."""
AGREE_DRAWS = 5
"""Draws at each resolution that the agreement of layers is averaged over."""


@dataclass(frozen=True, slots=True)
class Move:
    """A state that stands in another bloc than before.

    Attributes
    ----------
    ccode
        The state.
    before, after
        Numbers of its blocs in the two years.
    with_before, with_after
        Mean probability with which it stood with the rest of each.
    """

    ccode: int
    before: int
    after: int
    with_before: float
    with_after: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two networks part the states alike.

    Attributes
    ----------
    one, two
        Layers.
    states
        States with ties in both.
    information, low, high
        Adjusted mutual information, its mean over draws and the middle 90 %: 1 the same blocs, 0
        no more alike than by chance. NaN with fewer than two states.
    rand
        Mean of the adjusted Rand index.
    """

    one: str
    two: str
    states: int
    information: float
    low: float
    high: float
    rand: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        numbers = {
            "adjusted_information": self.information,
            "low": self.low,
            "high": self.high,
            "adjusted_rand": self.rand,
        }
        plain = {key: None if np.isnan(value) else value for key, value in numbers.items()}
        return {"layers": [self.one, self.two], "states": self.states, **plain}


@dataclass(frozen=True, slots=True, eq=False)
class BlocSeries:
    """Blocs of one network over years.

    Attributes
    ----------
    layer
        The network.
    years
        Years in which there are blocs; others of the range are left out.
    blocs
        Blocs by year.
    ids
        By year: the continuing id of each bloc, in the order of its number. A bloc keeps its id
        while it goes on from year to year; a new one gets the next number.
    switching
        Frame: ``year``, ``before`` (the year compared with), ``states`` (in both), ``share``
        (states that switched, mean over draws), ``low``, ``high`` (middle 90 % of draws),
        ``noise`` (the same share between two draws of one year), ``same_layers``.
    """

    layer: str
    years: tuple[int, ...]
    blocs: dict[int, Blocs]
    ids: dict[int, tuple[int, ...]]
    switching: pl.DataFrame

    @property
    def frame(self) -> pl.DataFrame:
        """A row for each state and year: ``year, ccode, bloc`` (id, null alone), ``with_own``."""
        import polars as pl

        rows = []
        for year in self.years:
            one, ids = self.blocs[year], self.ids[year]
            own = one.with_own
            for place, label in enumerate(one.labels.tolist()):
                if label != UNKNOWN:
                    bloc = ids[label] if label >= 0 else None
                    rows.append((year, int(one.codes[place]), bloc, float(own[place])))
        types = {"year": pl.Int32, "ccode": pl.Int32, "bloc": pl.Int32, "with_own": pl.Float64}
        return pl.DataFrame(rows, types, orient="row")

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "layer": self.layer,
            "years": [
                {**self.blocs[year].to_dict(), "ids": list(self.ids[year])} for year in self.years
            ],
            "switching": self.switching.to_dicts(),
        }


def bloc_series(
    layer: str = COMBINED,
    first: int | None = None,
    last: int | None = None,
    *,
    as_of: int | None = None,
    release: Release | None = None,
    executor: Executor | None = None,
) -> BlocSeries:
    """Follow blocs over years.

    Parameters
    ----------
    layer
        A network, as `multipolar.system.blocs.blocs` takes it.
    first, last
        Years, both included; all that the network covers by default.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.
    executor
        Runs the years; one after the other here by default. The numbers do not depend on it.

    Raises
    ------
    BadYear
        If the years are in the wrong order, outside coverage, or after ``as_of``.
    BadOption
        If there is no such layer.
    """
    release = active() if release is None else release
    begins, ends = covered(layer)
    first = begins if first is None else first
    if last is None:
        last = ends if as_of is None else min(ends, as_of)
    if as_of is not None and last > as_of:
        raise BadYear(f"{last} is after as_of {as_of}")
    if not begins <= first <= last <= ends:
        raise BadYear(f"blocs by {layer} are known from {begins} to {ends}, not {first} to {last}")
    jobs = [(release.folder, year, layer) for year in range(first, last + 1)]
    run = map if executor is None else executor.map
    found = {one.year: one for one in run(_one_year, jobs) if one.there}
    years = tuple(found)
    return BlocSeries(layer, years, found, _ids(found), _switching(found))


def _one_year(job: tuple[Path, int, str]) -> Blocs:
    from multipolar.system.bloc_tables import opened

    folder, year, layer = job
    return blocs(year, layer, release=opened(folder))


def _ids(found: dict[int, Blocs]) -> dict[int, tuple[int, ...]]:
    ids: dict[int, tuple[int, ...]] = {}
    before: Blocs | None = None
    fresh = 0
    for year, now in found.items():
        goes_on = np.full(len(now.blocs), -1) if before is None else goes_on_from(before, now)
        mine = []
        for number in goes_on.tolist():
            if number >= 0 and before is not None:
                mine.append(ids[before.year][number])
            else:
                mine.append(fresh)
                fresh += 1
        ids[year], before = tuple(mine), now
    return ids


def goes_on_from(before: Blocs, after: Blocs) -> Ints:
    """Number of the earlier bloc that each later one goes on; -1 for none.

    They must share `GOES_ON` of the states that either has, of those that were in the system in
    both years.
    """
    i, j = _shared(before, after)
    one, two = before.labels[i], after.labels[j]
    inside = (one >= 0) & (two >= 0)
    found = np.full(len(after.blocs), -1, np.int64)
    if inside.any():
        part = consensus.continued(one[inside], two[inside], GOES_ON)
        found[: len(part)] = part
    return found


def _shared(one: Blocs, two: Blocs) -> tuple[Ints, Ints]:
    """Places of the states that were in the system in both years and of which both know."""
    _, i, j = np.intersect1d(one.codes, two.codes, return_indices=True)
    known = (one.labels[i] != UNKNOWN) & (two.labels[j] != UNKNOWN)
    return i[known], j[known]


def moves(before: Blocs, after: Blocs) -> tuple[Move, ...]:
    """States that stand in a bloc that does not go on theirs of an earlier year.

    States that stood or stand alone, and those whose earlier bloc has ended, did not move.

    Returns
    -------
    tuple of Move
        The surest first: by the lesser of the two probabilities of standing with their blocs.
    """
    i, j = _shared(before, after)
    goes_on = goes_on_from(before, after)
    lasting = set(goes_on.tolist())
    old, new = before.with_own, after.with_own
    found = [
        Move(int(before.codes[a]), one, two, float(old[a]), float(new[b]))
        for a, b, one, two in zip(
            i.tolist(), j.tolist(), before.labels[i].tolist(), after.labels[j].tolist(), strict=True
        )
        if one >= 0 and two >= 0 and one in lasting and goes_on[two] != one
    ]
    return tuple(sorted(found, key=lambda x: (-min(x.with_before, x.with_after), x.ccode)))


def _switching(found: dict[int, Blocs]) -> pl.DataFrame:
    import polars as pl

    rows = []
    listed = list(found.values())
    for before, after in pairwise(listed):
        i, j = _shared(before, after)
        one, two = (x.draws[:, :DRAWS, k] for x, k in ((before, i), (after, j)))
        across = _rates(one, two)
        # The same in one year between draws: what switching would be if nothing changed.
        noise = [_rates(x, np.roll(x, 1, axis=1)).mean() for x in (one, two) if x.shape[1] > 1]
        low, high = np.quantile(across, (0.05, 0.95))
        still = float(np.mean(noise)) if noise else float("nan")
        same = before.used == after.used
        numbers = (float(across.mean()), float(low), float(high), still)
        rows.append((after.year, before.year, len(i), *numbers, same))
    types = {
        "year": pl.Int32, "before": pl.Int32, "states": pl.Int32, "share": pl.Float64,
        "low": pl.Float64, "high": pl.Float64, "noise": pl.Float64, "same_layers": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, types, orient="row")


def _rates(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> Floats:
    """Share of states that switch, for each draw of each resolution."""
    many = min(one.shape[1], two.shape[1])
    flat = (x[:, :many].reshape(-1, x.shape[2]) for x in (one, two))
    return consensus.switch_rates(*flat)


def agreement(
    year: int,
    names: tuple[str, ...] = NETWORKS[1:],
    as_of: int | None = None,
    release: Release | None = None,
) -> tuple[Agreement, ...]:
    """How far each two layers of a year part the states alike.

    Parameters
    ----------
    year
        The year.
    names
        Networks to compare; those that do not cover the year are left out.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.

    Raises
    ------
    BadYear, BadOption
    """
    found = [blocs(year, name, as_of=as_of, release=release) for name in names]
    there = [one for one in found if one.there]
    return tuple(_agree(one, two) for one, two in combinations(there, 2))


def _agree(one: Blocs, two: Blocs) -> Agreement:
    tied = [~np.isin(x.codes, (*x.isolates, *x.unseen)) for x in (one, two)]
    both = tied[0] & tied[1]
    n = int(both.sum())
    if n < 2:
        return Agreement(one.layer, two.layer, n, *[float("nan")] * 4)
    many = min(one.draws.shape[1], two.draws.shape[1], AGREE_DRAWS)
    pairs = [
        (one.draws[place, number][both], two.draws[place, number][both])
        for place in range(len(one.draws))
        for number in range(many)
    ]
    values = np.array([consensus.adjusted_information(a, b) for a, b in pairs])
    rand = float(np.mean([consensus.adjusted_rand(a, b) for a, b in pairs]))
    low, high = np.quantile(values, (0.05, 0.95))
    return Agreement(one.layer, two.layer, n, float(values.mean()), float(low), float(high), rand)
