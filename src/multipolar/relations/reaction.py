"""Cross-reaction: whether a pair moves together when a third party is hostile to either."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BrokenTable
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options, Scope
from multipolar.fields.registry import INDICATORS
from multipolar.measures.cross_reaction import LEAST_YEARS, Reactions, cross_reaction
from multipolar.measures.panel_regression import Fit
from multipolar.measures.similarity import Z90
from multipolar.relations.third import third_state

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from multipolar.panel.release import Release
    from multipolar.relations.pair import Pair

FIRST = 1946
"""First year with votes."""
PERMUTATIONS = 999
SEED = 20140521
UNMOVED = "hostility toward it did not change, or in one year alone, or only with the other's"
COOPERATION = "vote similarity beyond chance (votes.kappa, calendar years, final texts)"
HOSTILITY = "rivalry (0 or 1) plus the highest dispute in ten years over 5 (0 to 1)"
"""The same hostility by which the third party is chosen, fixed before any outcome was seen."""


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope with its 90 % interval, or why there is none.

    Attributes
    ----------
    value, low, high
        Change of kappa in a year for one more point of hostility in the year before; None where
        unknown.
    reason
        Why it is unknown, or an empty string.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {"value": self.value, "low": self.low, "high": self.high, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a pair's votes answer to the hostility of a third party.

    Attributes
    ----------
    third
        The third party; None where no outside state has a known power.
    named
        Whether the user named it.
    pooled
        Slope over all pairs of states without the third party, on hostility to either member.
    placebo
        Slope on hostility of the year after, given that of the year and of the year before; it
        should be zero.
    p
        Permutation p-value of the pooled slope: histories of hostility exchanged among states.
    first, second
        Own slopes of the pair on hostility to each, in the order of the pair, drawn toward those
        of all pairs.
    first_alone, second_alone
        The same from the pair's own years alone.
    years
        Years of the pair in the regression.
    span
        First and last year of the regression; None without one.
    observations, pairs_with_slopes
        Pair-years in the pooled regression; own slopes behind the distribution.
    """

    third: states.State | None
    named: bool
    pooled: Slope
    placebo: Slope
    p: float | None
    first: Slope
    second: Slope
    first_alone: Slope
    second_alone: Slope
    years: int
    span: tuple[int, int] | None
    observations: int = 0
    slopes: int = 0

    @property
    def directed(self) -> bool | None:
        """Whether both own slopes are positive for certain; None where one is not known.

        True if both intervals lie above zero, False if one lies below it, None in between: a
        slope that may be zero shows nothing either way.
        """
        parts = (self.first, self.second)
        if any(part.low is None or part.high is None for part in parts):
            return None
        if any(part.high is not None and part.high < 0 for part in parts):
            return False
        return True if all(part.low is not None and part.low > 0 for part in parts) else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        third = self.third
        return {
            "third": None if third is None else {"ccode": third.ccode, "name": third.name},
            "chosen_by": "user" if self.named else "rule",
            "cooperation": COOPERATION,
            "hostility": HOSTILITY,
            "pooled": self.pooled.to_dict(),
            "placebo_lead": self.placebo.to_dict(),
            "permutation_p": self.p,
            "own": {"first": self.first.to_dict(), "second": self.second.to_dict()},
            "own_alone": {
                "first": self.first_alone.to_dict(),
                "second": self.second_alone.to_dict(),
            },
            "directed": self.directed,
            "years": self.years,
            "span": None if self.span is None else list(self.span),
            "observations": self.observations,
            "slopes": self.slopes,
            "seed": SEED,
        }


def reaction(
    pair: Pair,
    release: Release,
    k: str | int | states.State | None = None,
    as_of: int | None = None,
) -> Reaction:
    """Regress cooperation of all pairs on hostility of the third party, and read off one pair.

    Parameters
    ----------
    pair
        The pair and the year of the question.
    release
        Data release.
    k
        The third party by any name or code; None to let the rule of `third_party` choose it from
        hostility and power as they were, which never looks at what the two do together.
    as_of
        Nothing later is used; the pair's year by default. A later one than that has no effect.

    Returns
    -------
    Reaction
        Unknown parts come with their reason. Disputes end in 2014, and so does the regression,
        one year later.

    Raises
    ------
    BadOption
        If ``k`` is one of the pair.
    UnknownState, AmbiguousState, NotAState
    """
    year = pair.as_of if as_of is None else min(as_of, pair.as_of)
    third = third_state(pair, release, k)
    if third is None:
        return _unknown(None, False, "no outside state has a known power")
    try:
        found = _estimated(third.ccode, year, release)
    except BrokenTable as reason:
        return _unknown(third, k is not None, str(reason))
    if found is None:
        return _unknown(third, k is not None, f"no votes or disputes up to {year}")
    result, rows, span = found
    place = rows.get(pair.codes)
    drawn, alone = _own(result, place, pair.asked != pair.codes)
    return Reaction(
        third=third,
        named=k is not None,
        pooled=_from_fit(result.pooled, 1),
        placebo=Slope(reason="no later year")
        if result.placebo is None
        else _from_fit(result.placebo, 3),
        p=result.p,
        first=drawn[0],
        second=drawn[1],
        first_alone=alone[0],
        second_alone=alone[1],
        years=0 if place is None else int(result.years[place]),
        span=span,
        observations=result.pooled.observations,
        slopes=int(np.isfinite(result.slopes).sum()),
    )


def _unknown(third: states.State | None, named: bool, reason: str) -> Reaction:
    none = Slope(reason=reason)
    return Reaction(third, named, none, none, None, none, none, none, none, 0, None)


def _from_fit(fit: Fit, place: int) -> Slope:
    value, error = float(fit.slopes[place]), float(fit.errors[place])
    if not error > 0:
        return Slope(value, reason="too few states for an interval")
    return Slope(value, value - Z90 * error, value + Z90 * error)


def _own(
    result: Reactions, place: int | None, swapped: bool
) -> tuple[tuple[Slope, Slope], tuple[Slope, Slope]]:
    """Slopes of the pair in the order it was asked for: drawn toward all, and alone."""
    if place is None:
        none = Slope(reason="the two have no votes in common in these years")
        return (none, none), (none, none)
    if result.years[place] < LEAST_YEARS:
        none = Slope(reason=f"{result.years[place]} years; at least {LEAST_YEARS} are needed")
        return (none, none), (none, none)
    found = []
    for side in (1, 0) if swapped else (0, 1):
        value, error = float(result.slopes[place, side]), float(result.errors[place, side])
        if not np.isfinite(value):
            none = Slope(reason=UNMOVED)
            found.append((none, none))
            continue
        alone = Slope(value, value - Z90 * error, value + Z90 * error)
        if result.drawn is None:
            found.append((Slope(reason="too few pairs to draw on"), alone))
            continue
        at = 2 * place + side
        parts = (result.drawn.value[at], result.drawn.low[at], result.drawn.high[at])
        value, low, high = map(float, parts)
        found.append((Slope(value, low, high), alone))
    (one, one_alone), (two, two_alone) = found
    return (one, two), (one_alone, two_alone)


Found = tuple[Reactions, dict[tuple[int, int], int], tuple[int, int]]


@lru_cache(maxsize=4)
def _estimated(third: int, as_of: int, release: Release) -> Found | None:
    """The regression over all pairs without the third party, with data up to ``as_of``."""
    last = min(as_of, INDICATORS["hostility.mid"].coverage.last + 1)
    last = min(last, INDICATORS["hostility.rivalry"].coverage.last + 1)
    if last < FIRST + 2:
        return None
    years = np.arange(FIRST, last + 1)
    hostility, places = _hostility(third, years, as_of, release)
    cooperation, members, keys = _cooperation(third, years, places, as_of, release)
    found = cross_reaction(cooperation, hostility, members, permutations=PERMUTATIONS, seed=SEED)
    return found, {key: row for row, key in enumerate(keys)}, (FIRST + 1, last)


def _cooperation(
    third: int, years: NDArray[np.int64], places: dict[int, int], as_of: int, release: Release
) -> tuple[NDArray[np.float64], NDArray[np.int64], list[tuple[int, int]]]:
    """Kappa of each pair without the third party, in each year."""
    from multipolar.fields.votes import LEAST_VOTES, cells
    from multipolar.measures.similarity import kappa
    from multipolar.panel.schema import CELLS

    scope = Scope(release, int(years[0]), int(years[-1]), Options(as_of=as_of))
    frame = cells(scope)
    table = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)
    values = kappa(table).value
    values[table.sum(axis=(1, 2)) < LEAST_VOTES] = np.nan
    one, two, year = (frame[name].to_numpy().astype(int) for name in ("ccode1", "ccode2", "year"))
    kept = (one != third) & (two != third) & np.isin(one, [*places]) & np.isin(two, [*places])
    pairs, rows = np.unique(one[kept] * 1000 + two[kept], return_inverse=True)
    panel = np.full((len(pairs), len(years)), np.nan)
    panel[rows, year[kept] - years[0]] = values[kept]
    keys = [(int(code) // 1000, int(code) % 1000) for code in pairs]
    members = np.array([[places[a], places[b]] for a, b in keys], dtype=np.int64)
    return panel, members.reshape(-1, 2), keys


def _hostility(
    third: int, years: NDArray[np.int64], as_of: int, release: Release
) -> tuple[NDArray[np.float64], dict[int, int]]:
    """Hostility between the third party and each other state, by year.

    NaN while it was no state, and beyond the last year of disputes. Of a dispute that was still
    going on the least that it can have been is taken.
    """
    import polars as pl

    house = states.state_years(int(years[0]), int(years[-1]))
    codes = sorted(set(house["ccode"].to_list()) - {third})
    places = {code: place for place, code in enumerate(codes)}
    total = np.full((len(codes), len(years)), np.nan)
    lived = house.select(pl.col("ccode", "year").cast(pl.Int32)).unique()
    keys = lived.filter(pl.col("ccode") != third).select(
        "ccode",
        pl.min_horizontal("ccode", pl.lit(third)).cast(pl.Int32).alias("ccode1"),
        pl.max_horizontal("ccode", pl.lit(third)).cast(pl.Int32).alias("ccode2"),
        "year",
    )
    rows = np.array([places[code] for code in keys["ccode"].to_list()])
    columns = keys["year"].to_numpy() - years[0]
    total[rows, columns] = 0.0
    for name, scale in (("hostility.rivalry", 1.0), ("hostility.mid", 5.0)):
        asked = keys.select("ccode1", "ccode2", "year")
        found = evaluate(INDICATORS[name], asked, Options(as_of=as_of), release)
        values = found.select(pl.coalesce("value", "low").fill_null(0.0)).to_series().to_numpy()
        total[rows, columns] += values / scale
    total[:, years > INDICATORS["hostility.mid"].coverage.last] = np.nan
    return total, places
