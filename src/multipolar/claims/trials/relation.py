"""Tests of association: over a panel, over years, and in reaction to a third party."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar.claims.found import Basis, Found, basis, judged
from multipolar.claims.kinds import Association, Reaction
from multipolar.claims.outcome import normal
from multipolar.claims.places import Places, neighbours
from multipolar.claims.quantity import Quantity
from multipolar.claims.scale import CORRELATION, Smallest, ordinary_change
from multipolar.claims.series import (
    Look,
    NotCovered,
    in_ratios,
    require,
    series_of,
    values_of,
)
from multipolar.errors import BrokenTable
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.measures.panel_regression import TwoWay, panel_regression
from multipolar.measures.serial import serial_line
from multipolar.measures.similarity import Z90
from multipolar.sources.catalog import used_in

Floats = NDArray[np.float64]
Key = tuple[int, int]

LEAST_UNITS = 20
"""Pairs or states of a panel; with fewer the errors mean nothing."""
LEAST_PAIRS = 20
"""Years of a series with both quantities: fewer decide nothing, as for cross-reaction."""
SMALL = Smallest(CORRELATION, "0.05 standard deviations")


def association(test: Association, look: Look) -> Found:
    """Whether a quantity moves with another."""
    return _over_panel(test, look) if test.over == "panel" else _over_years(test, look)


def _later(lag: int) -> str:
    return {0: "in the year of", 1: "in the year after"}.get(lag, f"{lag} years after")


# ------------------------------------------------------------------ over years
def _over_years(test: Association, look: Look) -> Found:
    first, last = test.years.at(look.as_of, look.horizon)
    outcome = series_of(test.outcome, first, last, look)
    cause = series_of(test.cause, first - test.lag - 1, last, look)
    require(outcome, first, last, test.outcome, look)
    require(cause, first - test.lag, last - test.lag, test.cause, look)
    used = [
        one.logged() if in_ratios(quantity, one) else one
        for one, quantity in ((outcome, test.outcome), (cause, test.cause))
    ]
    y, x = (dict(zip(one.years.astype(int).tolist(), one.values, strict=True)) for one in used)
    if not test.levels:
        y, x = ({t: s[t] - s[t - 1] for t in s if t - 1 in s} for s in (y, x))
    years = np.array([t for t in sorted(y) if t - test.lag in x], dtype=float)
    if len(years) < LEAST_PAIRS:
        ends = int(min(outcome.years[-1], cause.years[-1]))
        raise NotCovered(f"{len(years)} years with both; {LEAST_PAIRS} are needed", ends)
    after = np.array([y[int(t)] for t in years])
    ahead = np.array([x[int(t) - test.lag] for t in years])
    scale = float(ahead.std() / after.std()) if after.std() > 0 else 0.0
    line = serial_line(years, ahead, after)
    if line is None:
        raise NotCovered("the cause does not vary", int(years[-1]))
    effect = normal(line.value * scale, line.error * scale, line.freedom)
    form = "levels" if test.levels else "yearly changes"
    said = f"{outcome.title}, {_later(test.lag)} {cause.title}; {form}"
    behind = basis([outcome, cause], [test.outcome.indicator, test.cause.indicator])
    return judged(test, effect, "standard deviations", SMALL, behind, said)


# ------------------------------------------------------------------ over a panel
class Panel(NamedTuple):
    """Members of each unit and its outcome and cause by year."""

    units: list[Key]
    years: list[int]
    outcome: Floats
    cause: Floats


def _over_panel(test: Association, look: Look) -> Found:
    first, last = test.years.at(look.as_of, look.horizon)
    what, cause = test.outcome.what, test.cause.what
    assert what is not None and cause is not None
    ends = min(what.coverage_for(test.outcome.options(look.as_of)).last,
               cause.coverage.last + test.lag, look.as_of)  # fmt: skip
    if ends < last - max((last - first + 1) // 4, 1):
        raise NotCovered(f"data of {what.name} and {cause.name} end in {ends}", ends, what.sources)
    years = list(range(first, min(last, ends) + 1))
    panel = _panel(test, what, cause, years, look)
    seen = np.isfinite(panel.outcome) & np.isfinite(panel.cause)
    kept = seen.sum(axis=1) >= 2
    if kept.sum() < LEAST_UNITS:
        raise NotCovered(f"{int(kept.sum())} units with both; {LEAST_UNITS} are needed", ends)
    y, x = panel.outcome[kept], panel.cause[kept]
    by_state = what.unit is Unit.STATE_YEAR
    members = _members([unit for unit, inside in zip(panel.units, kept, strict=True) if inside],
                       by_state)  # fmt: skip
    try:
        fit = panel_regression(y, [x], members)
    except BrokenTable as error:
        raise NotCovered(str(error), ends) from error
    effects = TwoWay(seen[kept])
    spread = [effects.residual(table)[seen[kept]].std() for table in (x, y)]
    scale = float(spread[0] / spread[1])
    effect = normal(float(fit.slopes[0]) * scale, float(fit.errors[0]) * scale)
    named = f"{cause.title}{' of neighbours' if test.around else ''}"
    sides = "" if by_state else " of pairs of "
    whose = " with ".join(side.words for side in test.outcome.sets)
    said = f"{what.title}{sides or ' of '}{whose}, {_later(test.lag)} {named}"
    origins = dict.fromkeys((*used_in(what.sources, years[-1]), *used_in(cause.sources, years[-1])))
    behind = Basis(
        (what.name, cause.name), tuple(origins), (years[0], years[-1]),
        group=f"{int(kept.sum())} {'states' if by_state else 'pairs'}, {fit.observations:,} values",
        group_size=int(kept.sum()),
    )  # fmt: skip
    return judged(test, effect, "standard deviations", SMALL, behind, said)


def _members(units: list[Key], by_state: bool) -> NDArray[np.int64]:
    """Places of the members of each unit, by which errors hang together.

    A state has a shadow, so that it is its own cluster. So has a member that all pairs share, as
    China in the pairs of China: what all have in common is no reason to take them for one.
    """
    codes = sorted({code for unit in units for code in unit})
    place = {code: number for number, code in enumerate(codes)}
    common = set(units[0]).intersection(*units) if not by_state else set()
    rows = []
    for number, (a, b) in enumerate(units):
        shadow = len(codes) + number
        one = shadow if a in common else place[a]
        rows.append([one, shadow if by_state or (b in common and a not in common) else place[b]])
    return np.array(rows, dtype=np.int64)


def _panel(
    test: Association, what: Indicator, cause: Indicator, years: list[int], look: Look
) -> Panel:
    sides = test.outcome.sets
    units: dict[Key, None] = {}
    for year in (years[0], years[-1]):
        units |= dict.fromkeys(_units(sides, what, year, look))
    listed = list(units)
    outcome = _table(test.outcome, what, listed, years, look)
    before = [year - test.lag for year in years]
    if test.around:
        moved = _around(test.cause, cause, [unit[0] for unit in listed], before, look)
    else:
        moved = _table(test.cause, cause, listed, before, look)
    if test.cause.scale == "ratio":
        moved = np.log1p(moved)
    if test.outcome.scale == "ratio":
        outcome = np.log(np.where(outcome > 0, outcome, np.nan))
    return Panel(listed, years, outcome, moved)


def _units(sides: tuple[Places, ...], what: Indicator, year: int, look: Look) -> list[Key]:
    if what.unit is Unit.STATE_YEAR:
        return [(code, code) for code in sides[0].members(year, look.release)]
    one, two = (side.members(year, look.release) for side in sides)
    found: dict[Key, None] = {}
    for a in one:
        for b in two:
            if a != b and (what.directed or (b, a) not in found):
                found[a, b] = None
    return list(found)


def _table(
    quantity: Quantity, what: Indicator, units: list[Key], years: list[int], look: Look
) -> Floats:
    """Values of an indicator for units and years, NaN where there is none.

    A state-year indicator is that of the first member.
    """
    options = _with_as_of(quantity, look)
    covered = [year for year in years if year <= look.as_of]
    ordered = [_key(unit, what) for unit in units]
    cases = tuple((*key, year) for key in sorted(set(ordered)) for year in covered)
    frame = values_of(what.name, cases, options, look.release).drop_nulls("value")
    columns = [*what.keys, "value"]
    values = {row[:-1]: row[-1] for row in frame.select(columns).rows()}
    return np.array(
        [[values.get((*key, year), math.nan) for year in years] for key in ordered], dtype=float
    )


def _key(unit: Key, what: Indicator) -> tuple[int, ...]:
    if what.unit is Unit.STATE_YEAR:
        return (unit[0],)
    return unit if what.directed else (min(unit), max(unit))


def _with_as_of(quantity: Quantity, look: Look) -> Options:
    return quantity.options(look.as_of)


def _around(
    quantity: Quantity, what: Indicator, centres: list[int], years: list[int], look: Look
) -> Floats:
    """Sum of a state-year indicator over the neighbours of each state, by year."""
    house = sorted(
        {code for year in years for code in Places("all", rule="all").members(year, look.release)}
    )
    values = _table(quantity, what, [(code, code) for code in house], years, look)
    place = {code: number for number, code in enumerate(house)}
    found = np.full((len(centres), len(years)), np.nan)
    for row, centre in enumerate(centres):
        for column, year in enumerate(years):
            near = neighbours(year, look.release).get(centre, ())
            known = [values[place[code], column] for code in near if code in place]
            finite = [value for value in known if math.isfinite(value)]
            if near and len(finite) * 3 >= 2 * len(near):
                found[row, column] = sum(finite)
    return found


# ------------------------------------------------------------------ reaction
def reaction_to(test: Reaction, look: Look) -> Found:
    """The pair's own slope of likeness in votes on a third state's hostility to one of it."""
    from multipolar.relations.reaction import reaction
    from multipolar.states.pair import find_pair

    pair = find_pair(*test.pair, look.as_of)
    found = reaction(pair, look.release, test.third)
    slope = found.first if test.toward == test.pair[0] else found.second
    origins = ("un-votes", "tss-rivalries", "cow-mid")
    if slope.value is None or slope.low is None or slope.high is None:
        raise NotCovered(slope.reason or found.first.reason or "no own slope", None, origins)
    error = (slope.high - slope.low) / (2 * Z90)
    ordinary = ordinary_change(
        "votes.kappa", Options(as_of=look.written), look.written, look.release
    )
    least = Smallest((ordinary or 0.1) / 2, "half an ordinary yearly change of the outcome")
    placebo = found.placebo
    notes = [f"over all pairs {found.pooled.value:+.3f}"] if found.pooled.value is not None else []
    if found.p is not None:
        notes.append(f"permutation p {found.p:.2f}")
    if placebo.value is not None:
        notes.append(f"placebo, hostility of the year after: {placebo.value:+.3f}")
    behind = Basis(
        ("votes.kappa", "hostility.rivalry", "hostility.mid"), origins, found.span,
        group="all pairs without the third party", group_size=found.slopes, notes=tuple(notes),
    )  # fmt: skip
    said = (
        f"change of kappa in a year for one more point of hostility of {test.third} to "
        f"{test.toward}"
    )
    return judged(test, normal(slope.value, error), "kappa", least, behind, said)
