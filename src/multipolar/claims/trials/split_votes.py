"""How a pair votes where the United States votes No, and where it votes Yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.claims.found import Basis, Found, judged
from multipolar.claims.kinds import Conditional
from multipolar.claims.outcome import Effect, drawn
from multipolar.claims.places import code_of
from multipolar.claims.scale import Smallest, ordinary_change
from multipolar.claims.series import Look, NotCovered
from multipolar.claims.trials.position_votes import beyond_positions, positions
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures.bootstrap import difference
from multipolar.measures.similarity import MEASURES
from multipolar.measures.vote_tables import NO, YES
from multipolar.panel.assembly import THIRD
from multipolar.panel.schema import CELLS
from multipolar.sources.catalog import used_in

if TYPE_CHECKING:
    import polars as pl

Tables = NDArray[np.int64]
Key = tuple[int, int]

LEAST_CALLS = 30
"""Fewer roll calls than this on either side decide nothing."""
LEAST_PAIRS = 10
TABLE = "split_votes"


def split_votes(test: Conditional, look: Look) -> Found:
    """Agreement where the third voted No, less that where it voted Yes."""
    first, last = test.years.at(look.as_of, look.horizon)
    name = f"votes.{test.measure}"
    found, years = _tables(test, name, first, last, look)
    own = tuple(sorted(code_of(state, years[1]) or 0 for state in test.pair))
    if code_of(test.third, years[1]) != THIRD:
        raise NotCovered("votes are split by those of the United States only")
    if own not in found or min(side.sum() for side in found[own]) < LEAST_CALLS:
        raise NotCovered("too few votes of the pair where the third voted Yes, or No", years[1])
    measure = MEASURES[test.measure]
    yes, no = found[own]
    draws, value = difference(measure, yes[None], no[None])
    levels = [float(measure(side[None]).value[0]) for side in (yes, no)]
    calls = [int(side.sum()) for side in (yes, no)]
    said = (
        f"{test.measure} of {' and '.join(test.pair)} {levels[1]:.2f} on {calls[1]} votes with a "
        f"No of the United States, {levels[0]:.2f} on {calls[0]} with a Yes"
    )
    ordinary = ordinary_change(name, Options(as_of=look.written), look.written, look.release)
    least = Smallest((ordinary or 0.1) / 2, "half an ordinary yearly change")
    origins = _origins(name, years)
    if test.against not in ("pairs", "ideal points"):
        behind = Basis((name,), origins, years)
        return judged(test, drawn(value, draws), "difference", least, behind, said)
    group = (
        "all other pairs of large states" if test.among is None else f"pairs of {test.among.words}"
    )
    others = _differences(test, found, years[1], look)
    if test.against == "ideal points":
        codes = sorted({code for pair in others for code in pair})
        where = positions(codes, years, look)
        gap, rest = beyond_positions(others, where, (own[0], own[1]), years[1])
        effect = drawn(gap, gap - rest)
        told = f"{said}; the difference beyond what the ideal points of the two let one expect"
        behind = Basis((name, "ideal.point"), origins, years, group=group, group_size=len(rest))
        return judged(test, effect, "difference", least, behind, told)
    del others[(own[0], own[1])]
    effect = _against_pairs(value, list(others.values()), years[1])
    behind = Basis((name,), origins, years, group=group, group_size=len(others))
    return judged(test, effect, "difference", least, behind, f"{said}; beyond that of {group}")


def _origins(name: str, years: tuple[int, int]) -> tuple[str, ...]:
    """Sources behind the votes of some years."""
    keys = [
        key
        for year in range(years[0], years[1] + 1)
        for key in used_in(INDICATORS[name].sources, year)
    ]
    return tuple(dict.fromkeys(keys))


def _differences(
    test: Conditional, found: dict[Key, tuple[Tables, Tables]], year: int, look: Look
) -> dict[Key, float]:
    """Difference of every pair of the set with enough votes on both sides, the pair's own too."""
    members = None if test.among is None else set(test.among.members(year, look.release))
    asked = {code_of(state, year) for state in test.pair}
    measure = MEASURES[test.measure]
    return {
        pair: float(measure(no[None]).value[0] - measure(yes[None]).value[0])
        for pair, (yes, no) in found.items()
        if (members is None or members.issuperset(pair) or asked == set(pair))
        and min(yes.sum(), no.sum()) >= LEAST_CALLS
    }


def _against_pairs(value: float, others: list[float], year: int) -> Effect:
    """The pair's difference less the mean of other pairs, each of them a placebo."""
    if len(others) < LEAST_PAIRS:
        raise NotCovered(f"only {len(others)} other pairs; {LEAST_PAIRS} are needed", year)
    rest = np.array(others)
    placebo = rest - (rest.sum() - rest) / (len(rest) - 1)
    gap = value - float(rest.mean())
    return drawn(gap, gap - placebo)


def _tables(
    test: Conditional, name: str, first: int, last: int, look: Look
) -> tuple[dict[Key, tuple[Tables, Tables]], tuple[int, int]]:
    """Pooled tables of each pair where the third voted Yes, and No; first and last year."""
    import polars as pl

    coverage = INDICATORS[name].coverages[f"year/{test.base or 'final'}"]
    years = [year for year in range(first, min(last, look.as_of) + 1) if coverage.includes(year)]
    if 2 * len(years) < last - first + 1 or years[-1] < last - max((last - first + 1) // 4, 1):
        ends = max(
            (y for y in range(first - 20, look.as_of + 1) if coverage.includes(y)), default=None
        )
        raise NotCovered(f"votes with known grade end in {ends}", ends, INDICATORS[name].sources)
    frame = look.release.scan(TABLE).filter(pl.col("year").is_in(years))
    if test.base != "all":
        frame = frame.filter(pl.col("final") == 1)
    summed = frame.group_by("ccode1", "ccode2", "third").agg(pl.col(CELLS).cast(pl.Int64).sum())
    return _by_pair(summed.collect()), (years[0], years[-1])


def _by_pair(frame: pl.DataFrame) -> dict[Key, tuple[Tables, Tables]]:
    none = np.zeros((3, 3), dtype=np.int64)
    sides: dict[Key, dict[int, Tables]] = {}
    for row in frame.select("ccode1", "ccode2", "third", *CELLS).sort("ccode1", "ccode2").rows():
        sides.setdefault(row[:2], {})[row[2]] = np.array(row[3:], dtype=np.int64).reshape(3, 3)
    return {pair: (found.get(YES, none), found.get(NO, none)) for pair, found in sides.items()}
