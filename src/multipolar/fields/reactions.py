"""How all pairs of states react to a third party's hostility: the regression, and its tables.

The regression over all pairs takes seconds, so that its results for the third parties that matter
most are kept in the release, for every year that a question can be asked as of: with them a pair's
own slopes follow from its own series at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.fields.evaluate import evaluate
from multipolar.fields.events import INDICATORS as EVENTS
from multipolar.fields.hostility import INDICATORS as HOSTILITY
from multipolar.fields.indicator import Indicator, Options, Scope
from multipolar.fields.votes import INDICATORS as VOTES
from multipolar.measures.cross_reaction import LEAST_YEARS, Reactions, cross_reaction

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]

PERMUTATIONS = 999
SEED = 20140521
THIRDS = (2, 365, 710)
"""Third parties in the tables: the United States, Russia (the Soviet Union) and China. The rule
that chooses one names them for nine pairs in ten."""
_INDICATORS = {item.name: item for item in (*VOTES, *EVENTS, *HOSTILITY)}
VOTED, REPORTED = "votes.kappa", "events.net"
OUTCOMES: dict[str, Indicator] = {name: _INDICATORS[name] for name in (VOTED, REPORTED)}
"""Measures of cooperation that may answer to hostility."""
HOSTILE = {"hostility.rivalry": 1.0, "hostility.mid": 5.0}
"""Parts of hostility, and what each is divided by."""
WORKERS = 2
"""Regressions at a time when the tables are made; the numbers are the same with any."""
LATEST = 9999
"""A year after all data."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """A regression over all pairs without the third party.

    Attributes
    ----------
    reactions
        Its results.
    codes
        Codes of each pair, in the order of the results.
    years
        Years of the panel; the first is only the past of the second.
    """

    reactions: Reactions
    codes: NDArray[np.int64]
    years: NDArray[np.int64]


def span(outcome: str, as_of: int) -> range:
    """Years of the panel of an outcome as of a year; disputes end the hostility of the year before.

    Empty where the outcome begins later.
    """
    coverage = OUTCOMES[outcome].coverage_for(Options())
    last = min(as_of, coverage.last)
    last = min([last, *(_INDICATORS[name].coverage.last + 1 for name in HOSTILE)])
    return range(coverage.first, last + 1)


@lru_cache(maxsize=4)
def estimated(outcome: str, third: int, as_of: int, release: Release) -> Estimated | None:
    """The regression over all pairs, with data up to ``as_of``; None with too few years.

    Raises
    ------
    BrokenTable
        If hostility toward the third party does not vary beyond the effects.
    """
    years = np.array(span(outcome, as_of))
    if len(years) <= LEAST_YEARS:
        return None
    house = states.state_years(int(years[0]), int(years[-1]))["ccode"].unique().to_list()
    codes = sorted(code for code in house if code != third)
    hostility = hostility_toward(third, codes, years, as_of, release)
    pairs, values = _everyone(outcome, release)
    values = values[:, : len(years)]  # what a year is worth does not change later
    kept = np.isin(pairs, codes).all(axis=1) & np.isfinite(values).any(axis=1)
    members = np.searchsorted(codes, pairs[kept])
    found = cross_reaction(values[kept], hostility, members, permutations=PERMUTATIONS, seed=SEED)
    return Estimated(found, pairs[kept], years)


@lru_cache(maxsize=1)
def _everyone(outcome: str, release: Release) -> tuple[NDArray[np.int64], Floats]:
    return cooperation(outcome, np.array(span(outcome, LATEST)), release)


def cooperation(
    outcome: str,
    years: NDArray[np.int64],
    release: Release,
    pair: tuple[int, int] | None = None,
) -> tuple[NDArray[np.int64], Floats]:
    """Codes of each pair (or of one) and its cooperation in each year, NaN where unknown."""
    import polars as pl

    scope = Scope(
        release,
        int(years[0]),
        int(years[-1]),
        Options(as_of=int(years[-1])),
        None if pair is None else frozenset(pair),
    )
    found = OUTCOMES[outcome].compute(scope)
    if "status" in found.columns:
        found = found.filter(pl.col("status").is_null())
    found = found.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int64), "value").drop_nulls()
    codes = found.select("ccode1", "ccode2").to_numpy()
    numbers, rows = np.unique(codes[:, 0] * 1000 + codes[:, 1], return_inverse=True)
    panel = np.full((len(numbers), len(years)), np.nan)
    panel[rows, found["year"].to_numpy() - years[0]] = found["value"].to_numpy()
    return np.stack([numbers // 1000, numbers % 1000], axis=1), panel


def hostility_toward(
    third: int, codes: Sequence[int], years: NDArray[np.int64], as_of: int, release: Release
) -> Floats:
    """Hostility between the third party and each of some states, by year.

    NaN while either was no state, and beyond the last year of disputes. Of a dispute that was still
    going on the least that it can have been is taken.
    """
    import polars as pl

    places = {code: place for place, code in enumerate(codes)}
    total = np.full((len(codes), len(years)), np.nan)
    lived = states.state_years(int(years[0]), int(years[-1]))
    keys = (
        lived.select(pl.col("ccode", "year").cast(pl.Int32))
        .unique(maintain_order=True)
        .filter(pl.col("ccode").is_in(list(codes)))
        .select(
            "ccode",
            pl.min_horizontal("ccode", pl.lit(third)).cast(pl.Int32).alias("ccode1"),
            pl.max_horizontal("ccode", pl.lit(third)).cast(pl.Int32).alias("ccode2"),
            "year",
        )
    )
    rows = np.array([places[code] for code in keys["ccode"].to_list()], dtype=np.int64)
    columns = keys["year"].to_numpy() - years[0]
    total[rows, columns] = 0.0
    for name, scale in HOSTILE.items():
        asked = keys.select("ccode1", "ccode2", "year")
        found = evaluate(_INDICATORS[name], asked, Options(as_of=as_of), release)
        values = found.select(pl.coalesce("value", "low").fill_null(0.0)).to_series().to_numpy()
        total[rows, columns] += values / scale
    total[:, years > min(_INDICATORS[name].coverage.last for name in HOSTILE)] = np.nan
    return total


# ------------------------------------------------------------------ tables of the release
def reactions(release: Release) -> pl.DataFrame:
    """Results over all pairs, by third party and year of the question; votes are the outcome."""
    return _made(release)[0]


def reaction_years(release: Release) -> pl.DataFrame:
    """Effect of each year in those regressions, up to a constant."""
    return _made(release)[1]


@lru_cache(maxsize=1)
def _made(release: Release) -> tuple[pl.DataFrame, pl.DataFrame]:
    from concurrent.futures import ThreadPoolExecutor

    import polars as pl

    _everyone(VOTED, release)
    asked = [(third, year) for third in THIRDS for year in _years_asked()]
    with ThreadPoolExecutor(WORKERS) as workers:
        made = list(workers.map(lambda key: _parts(key[0], key[1], release), asked))
    estimated.cache_clear()
    _everyone.cache_clear()
    names = ("third", "as_of", "year", "effect")
    effects = [(*key, *row) for key, (_, rows) in zip(asked, made, strict=True) for row in rows]
    return (
        pl.DataFrame([row for row, _ in made]),
        pl.DataFrame(effects, names, orient="row"),
    )


def _years_asked() -> range:
    """Years of the question from the first with enough years behind it to the last that differs."""
    first, last = span(VOTED, LATEST)[0], span(VOTED, LATEST)[-1]
    return range(first + LEAST_YEARS, last + 1)


def _parts(
    third: int, as_of: int, release: Release
) -> tuple[dict[str, float | int | None], list[tuple[int, float]]]:
    """A row of the one table, and years with their effects for the other."""
    found = estimated(VOTED, third, as_of, release)
    assert found is not None
    effects = found.reactions.pooled.years
    rows = [(int(y), float(e)) for y, e in zip(found.years, effects, strict=True)]
    return {"third": third, "as_of": as_of, **_row(found.reactions)}, rows


def _row(found: Reactions) -> dict[str, float | int | None]:
    pooled, placebo, drawn = found.pooled, found.placebo, found.drawn
    return {
        "persistence": float(pooled.slopes[0]),
        "slope": float(pooled.slopes[1]),
        "slope_error": float(pooled.errors[1]),
        "placebo": None if placebo is None else float(placebo.slopes[3]),
        "placebo_error": None if placebo is None else float(placebo.errors[3]),
        "p": found.p,
        "mean": None if drawn is None else drawn.mean,
        "spread": None if drawn is None else drawn.spread,
        "observations": pooled.observations,
        "slopes": int(np.isfinite(found.slopes).sum()),
    }
