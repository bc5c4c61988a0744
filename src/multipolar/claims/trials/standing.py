"""Tests of standing: a value in itself or as a percentile of a group, a place, an overlap."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.claims.found import Basis, Found, basis, judged
from multipolar.claims.kinds import Level, Overlap, Rank
from multipolar.claims.outcome import Effect, Expect, Outcome, drawn, exact, normal, within
from multipolar.claims.places import FIRST_CODES, Places, code_of, name_of
from multipolar.claims.quantity import Quantity, only_quantity
from multipolar.claims.scale import PERCENTILES, Smallest, smallest_difference
from multipolar.claims.series import (
    Look,
    NotCovered,
    Series,
    require,
    series_of,
    title_of,
    values_of,
)
from multipolar.fields.indicator import Indicator, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.fields.relevance import relevant_dyads
from multipolar.measures.similarity import Z90
from multipolar.relations.percentile import DRAWS, SEED, mid_rank
from multipolar.sources.catalog import used_in

Floats = NDArray[np.float64]
Key = tuple[int, ...]

LEAST_CODED = 3
"""From so many years on, the years of a coded series are taken as a sample."""
LEAST_GROUP = 10
"""A percentile among fewer than this says nothing."""
FIVE_POINTS = Smallest(PERCENTILES, "5 points")
NOTHING = Smallest(0.0, "a place is a place")
DISTANCES = ("ideal.distance", "regime.distance", "distance.km")
"""Indicators of pairs whose high values mean that the two are far from each other."""
LIKENESSES = ("votes.", "portfolio.", "religion.", "narrative.similarity", "narrative.net",
              "narrative.lexicon")  # fmt: skip
"""Indicators of pairs whose high values mean that the two are alike."""


def level(test: Level, look: Look) -> Found:
    """The mean over some years, in itself or as a percentile."""
    quantity = only_quantity(test)
    first, last = test.years.at(look.as_of, look.horizon)
    found = series_of(quantity, first, last, look)
    require(found, first, last, quantity, look)
    if test.group == "own past":
        return _against_own_past(test, quantity, found, look)
    if test.group is not None:
        return _in_group(test, quantity, found, look)
    value, down, up = found.mean()
    effect = exact(value) if math.isnan(down) else normal(value, down, up=up)
    if found.kind in ("binary", "ordinal") and not effect.exact:
        effect = within(value, value - Z90 * down, value + Z90 * up)
    if quantity.coded and len(found.values) >= LEAST_CODED:
        spread = float(found.values.std(ddof=1)) / math.sqrt(len(found.values))
        effect = normal(value, spread, len(found.values) - 1)
    coded = found.kind in ("binary", "ordinal", "count")
    line = test.expect in (Expect.ABOVE, Expect.BELOW, Expect.BETWEEN)
    least = (
        Smallest(0.0, "a coding is a coding")
        if coded and line
        else smallest_difference(quantity, look, value)
    )
    said = f"{found.title}, {found.span_in_words}"
    return judged(test, effect, "value", least, basis([found], [quantity.indicator]), said)


def _against_own_past(test: Level, quantity: Quantity, found: Series, look: Look) -> Found:
    assert test.past is not None
    years = test.past.at(look.as_of, look.horizon)
    past = series_of(quantity, *years, look)
    require(past, *years, quantity, look)
    past = past.within(years[0], int(found.years[0]) - 1)
    if len(past.years) < LEAST_GROUP:
        raise NotCovered(f"{len(past.years)} earlier years are too few", int(found.years[-1]))
    effect = _percentile(found.mean(), np.column_stack([past.values, past.down, past.up]))
    said = f"{found.title}, percentile among its own earlier years"
    behind = basis(
        [past, found], [quantity.indicator],
        group=f"its own years {int(past.years[0])}-{int(past.years[-1])}",
        group_size=len(past.years), ends_mean=ends_of(quantity.what),
    )  # fmt: skip
    return judged(test, effect, "percentile", FIVE_POINTS, behind, said)


def _in_group(test: Level, quantity: Quantity, found: Series, look: Look) -> Found:
    what = quantity.what
    assert what is not None
    years = [int(year) for year in found.years]
    own = _own(quantity, what, years[-1])
    keys = _keys(test.group, what, quantity, years[-1], look)
    table = means(quantity, what, sorted({*keys, own}), years, look)
    others = [key for key in table if key != own]
    if len(others) < LEAST_GROUP or own not in table:
        raise NotCovered(f"only {len(others)} comparable cases have a value", years[-1])
    effect = _percentile(table[own], np.array([table[key] for key in others]))
    group = _group_in_words(test.group, what)
    said = f"{title_of(quantity, look.written)}, percentile among {group}"
    behind = basis(
        [found], [quantity.indicator],
        group=group, group_size=len(others), ends_mean=ends_of(what),
    )  # fmt: skip
    return judged(test, effect, "percentile", FIVE_POINTS, behind, said)


def ends_of(what: Indicator | None) -> tuple[str, str]:
    """What percentiles 0 and 100 of an indicator mean: which is close, and which is far."""
    if what is not None and what.name in DISTANCES:
        return "nearest", "farthest apart"
    if what is not None and what.name.startswith(LIKENESSES):
        return "least alike", "most alike"
    return "lowest", "highest"


Measured = tuple[float, float, float]
"""A value, and its standard errors below and above."""


def _percentile(own: Measured, rest: Floats) -> Effect:
    """Percentile of a value in a group, with draws of both; rows of ``rest`` are as ``own``."""
    placed = mid_rank(own[0], rest[:, 0])
    if math.isnan(own[1]) or not (np.nan_to_num(rest[:, 1:]).any() or any(own[1:])):
        return exact(placed)
    random = np.random.default_rng(SEED)
    mine = _draws(np.array([own]), random)
    others = _draws(rest, random)
    below, level = others < mine, others == mine
    return drawn(placed, 100 * (below.mean(axis=1) + 0.5 * level.mean(axis=1)))


def _draws(rows: Floats, random: np.random.Generator) -> Floats:
    """Draws of values with errors below and above, a column each."""
    z = random.standard_normal((DRAWS, len(rows)))
    errors = np.nan_to_num(rows[:, 1:])
    return np.asarray(rows[:, 0] + np.where(z < 0, errors[:, 0], errors[:, 1]) * z, float)


def _own(quantity: Quantity, what: Indicator, year: int) -> Key:
    names = [side.names[0] for side in quantity.sets]
    codes = [code for name in names if (code := code_of(name, year)) is not None]
    if len(codes) != len(names):
        raise NotCovered(f"{' or '.join(names)} was no state in {year}", None)
    return tuple(codes) if what.directed or len(codes) == 1 else tuple(sorted(codes))


def _keys(group: object, what: Indicator, quantity: Quantity, year: int, look: Look) -> list[Key]:
    """Cases of a group in a year, as keys without the year."""
    if what.unit is Unit.STATE_YEAR:
        if isinstance(group, tuple):
            return [(code,) for code in group[0].members(year, look.release)]
        return [(int(code),) for code in states.state_years(year, year)["ccode"].unique().sort()]
    if isinstance(group, tuple):
        one, two = (side.members(year, look.release) for side in group)
        return _pairs(one, two, what.directed)
    house = [int(code) for code in states.state_years(year, year)["ccode"].unique().sort()]
    if group == "all":
        return _pairs(house, house, what.directed)
    if group == "relevant":
        rows = relevant_dyads(look.release, year, year).select("ccode1", "ccode2").rows()
        return [*rows, *((b, a) for a, b in rows)] if what.directed else rows
    centre = code_of(str(group).removeprefix("partners of "), year)
    if centre is None:
        raise NotCovered(f"{group}: no state in {year}")
    first = not what.directed or _own(quantity, what, year)[0] == centre
    return _pairs([centre], house, what.directed) if first else _pairs(house, [centre], True)


def _pairs(one: object, two: object, directed: bool) -> list[Key]:
    found = {
        (a, b) if directed else (min(a, b), max(a, b))
        for a in one  # type: ignore[attr-defined]
        for b in two  # type: ignore[attr-defined]
        if a != b
    }
    return sorted(found)


def means(
    quantity: Quantity, what: Indicator, keys: list[Key], years: list[int], look: Look
) -> dict[Key, Measured]:
    """Mean over years and its error, of cases with a value in at least half of them."""
    import polars as pl

    options = quantity.options(look.as_of)
    cases = tuple((*key, year) for key in keys for year in years)
    if not cases:
        return {}
    frame = values_of(what.name, cases, options, look.release).drop_nulls("value")
    independent = what.name.startswith(_independent())
    units = [column for column in what.keys if column != "year"]
    sides = {
        "down": (pl.col("value") - pl.col("low")) / Z90,
        "up": (pl.col("high") - pl.col("value")) / Z90,
    }
    pooled = {
        name: (side**2).sum().sqrt() if independent else side.sum() for name, side in sides.items()
    }
    found = (
        frame.group_by(units)
        .agg(
            pl.col("value").mean(),
            *((total / pl.len()).alias(name) for name, total in pooled.items()),
            sides["down"].is_not_null().any().alias("estimated"),
            pl.len().alias("n"),
        )
        .filter(2 * pl.col("n") >= len(years))
        .sort(units)
    )
    nan = float("nan")
    return {
        row[: len(units)]: (row[-5], row[-4], row[-3]) if row[-2] else (row[-5], nan, nan)
        for row in found.rows()
    }


def _independent() -> tuple[str, ...]:
    from multipolar.claims.series import INDEPENDENT

    return INDEPENDENT


def _group_in_words(group: object, what: Indicator) -> str:
    if isinstance(group, tuple):
        if len(group) == 1:
            return f"{group[0].words}"
        one, two = group
        same = one.words == two.words
        return f"pairs within {one.words}" if same else f"pairs of {one.words} with {two.words}"
    if group == "relevant":
        return "politically relevant dyads"
    if group == "all":
        return "all states" if what.unit is Unit.STATE_YEAR else "all dyads"
    return str(group)


# ------------------------------------------------------------------ rank
def rank(test: Rank, look: Look) -> Found:
    """The place by the mean over some years, with the middle 90 % of places over draws."""
    quantity = only_quantity(test)
    what = quantity.what
    assert what is not None
    first, last = test.years.at(look.as_of, look.horizon)
    found = series_of(quantity, first, last, look)
    require(found, first, last, quantity, look)
    years = [int(year) for year in found.years]
    own = _own(quantity, what, years[-1])
    members = (test.among or Places("all states", rule="all")).members(years[-1], look.release)
    keys: list[Key] = (
        [(code,) for code in members]
        if what.unit is Unit.STATE_YEAR
        else _pairs([_first(quantity, years[-1])], members, what.directed)
    )
    table = means(quantity, what, [*keys, *([] if own in keys else [own])], years, look)
    listed = sorted(table)
    values = np.array([table[key][0] for key in listed])
    rows = np.array([table[key] for key in listed])
    sign = 1.0 if test.reverse else -1.0
    place = listed.index(own)
    value = _place(sign * values[None, :], place)[0]
    if np.isnan(rows[:, 1]).all():
        effect = exact(float(value))
    else:
        draws = _draws(rows, np.random.default_rng(SEED))
        effect = drawn(float(value), _place(sign * draws, place))
    order = np.argsort(sign * values, kind="stable")[:3]
    top = ", ".join(_label(listed[i], own, what, years[-1]) for i in order)
    group = test.among.words if test.among is not None else "all states"
    if what.unit is Unit.DYAD_YEAR:
        group = f"partners of {name_of(quantity.sets[0].names[0], look.written)}"
    outcome, reason = _of_place(effect, test.at_most)
    behind = basis([found], [quantity.indicator], group=group, group_size=len(listed))
    return Found(
        kind=test.kind, name=test.name, outcome=outcome, reason=reason,
        value=effect.value,
        low=None if effect.exact else effect.low, high=None if effect.exact else effect.high,
        unit="place", expect="not more", than=float(test.at_most),
        smallest=0.0, rule=NOTHING.rule,
        probability=None if effect.below is None else effect.below(test.at_most + 0.5),
        wrong=_wrong(effect, test.at_most, outcome),
        indicators=behind.indicators, origins=behind.origins, years=behind.years,
        group=group, group_size=len(listed), courses=behind.courses,
        said=f"{title_of(quantity, look.written)}: place among {group}; first: {top}",
    )  # fmt: skip


def _first(quantity: Quantity, year: int) -> int:
    code = code_of(quantity.sets[0].names[0], year)
    assert code is not None
    return code


def _place(values: Floats, where: int) -> Floats:
    """Place of one column, the lowest first; ties share the middle."""
    mine = values[:, where][:, None]
    return np.asarray(
        1 + (values < mine).sum(axis=1) + ((values == mine).sum(axis=1) - 1) / 2, dtype=float
    )


def _of_place(effect: Effect, at_most: int) -> tuple[Outcome, str]:
    if effect.high <= at_most:
        return Outcome.SUPPORTED, "the whole interval of places agrees with the claim"
    if effect.low > at_most:
        return Outcome.REFUTED, "the whole interval of places disagrees with the claim"
    return Outcome.UNDETERMINED, "the interval of places reaches over the claimed one"


def _wrong(effect: Effect, at_most: int, outcome: Outcome) -> float | None:
    if effect.below is None or outcome is Outcome.UNDETERMINED:
        return None
    agrees = effect.below(at_most + 0.5)
    return 1 - agrees if outcome is Outcome.SUPPORTED else agrees


def _label(key: Key, own: Key, what: Indicator, year: int) -> str:
    other = key[0] if what.unit is Unit.STATE_YEAR else next(c for c in key if c != own[0])
    return states.label(other, year)


# ------------------------------------------------------------------ overlap of regions
def overlap(test: Overlap, look: Look) -> Found:
    """Percentile of the overlap of two states' dealings by region, among pairs of a set."""
    what = declared(test.indicator)
    first, last = test.years.at(look.as_of, look.horizon)
    coverage = what.coverage
    if coverage.last < last - max((last - first + 1) // 4, 1):
        raise NotCovered(f"data of {what.name} end in {coverage.last}", coverage.last, what.sources)
    years = [year for year in range(first, min(last, coverage.last, look.as_of) + 1)]
    among = test.among or Places("majors", rule="majors")
    own = [code_of(name, years[-1]) for name in test.pair]
    members = sorted({*among.members(years[-1], look.release), *(c for c in own if c is not None)})
    shares = {code: _by_region(code, what, years, look) for code in members}
    known = {code: share for code, share in shares.items() if share is not None}
    pairs = [(a, b) for place, a in enumerate(sorted(known)) for b in sorted(known)[place + 1 :]]
    values = {pair: float(np.minimum(known[pair[0]], known[pair[1]]).sum()) for pair in pairs}
    mine = tuple(sorted(code for code in own if code is not None))
    if mine not in values or len(values) < LEAST_GROUP:
        raise NotCovered("too few states with known dealings by region", years[-1])
    rest = np.array([value for pair, value in values.items() if pair != mine])
    said = (
        f"overlap of regions, {what.title}, {' - '.join(test.pair)}: {values[mine]:.2f} "
        f"(median of other pairs {np.median(rest):.2f})"
    )
    behind = Basis(
        (what.name,), used_in(what.sources, years[-1]), (years[0], years[-1]),
        group=f"pairs of {among.words}", group_size=len(rest),
        ends_mean=("least overlap", "most overlap"),
    )  # fmt: skip
    effect = exact(mid_rank(values[mine], rest))
    return judged(test, effect, "percentile", FIVE_POINTS, behind, said)


def _by_region(code: int, what: Indicator, years: list[int], look: Look) -> Floats | None:
    """Parts of a state's dealings with each region, over some years; None where unknown."""
    from multipolar.fields.indicator import Options

    cases = []
    for year in years:
        house = states.state_years(year, year)["ccode"].unique().to_list()
        cases += [(code, int(other), year) for other in house if other != code]
    frame = values_of(what.name, tuple(sorted(cases)), Options(as_of=look.as_of), look.release)
    values = frame["value"].fill_null(0.0).to_numpy()
    places = np.searchsorted(FIRST_CODES, frame["ccode2"].to_numpy(), "right")
    total = np.bincount(places, weights=values, minlength=len(FIRST_CODES) + 1)
    return None if total.sum() <= 0 else np.asarray(total / total.sum(), float)
