"""Lasting shifts of affinity: every pair and year tested on the innovations of its filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity import FRESH, LEAST_LAYERS, end_of, model_of, start_of
from multipolar.fields.affinity_model import ENMITY, FIRST, LAST, ORIGINS
from multipolar.measures import level_shift as measure
from multipolar.measures.affinity import Floats, Innovations, Layer, innovations
from multipolar.measures.level_shift import HORIZON, Places, Usual

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Truths = NDArray[np.bool_]

LEAST_PAST = 3
"""Innovations of a layer that must lie before a shift."""
SETTLING = 3
"""First observations of a layer in which the filter still learns its level."""
LEAST_PEERS = 200
"""Pairs by which the common movement of a layer in a year is taken off."""
NEIGHBOURS = 2
"""A shift is the clearest one of the years within this distance."""
REACH = 5
"""Years either side among which the interval of the year is sought."""
NOTABLE = 2e-3
"""Sizes are worked out where p is below this."""
MEMORY = {"practice": reading.MEMORY, "hostility": reading.MEMORY}
"""Years for which a layer remembers one event; the others have 1."""
RIVALS = 2
"""Levels of hostility below this are those of rivals."""
CHUNK = 2000
YEARS = range(ORIGINS[0] + 1, LAST + 1)
HORIZONS = (1, 2, 3, 5, HORIZON)
"""Years of innovations, from the first of a shift on, that it is read from."""
SHOWS = 3
"""Years within which a shift must show."""
CLEAR = 2.0
"""Standard deviations of ordinary years by which it must show in them."""
SEEN = {3: 3, 5: 5, 10: HORIZON}
"""Years seen after which a shift is judged (early, later, for good), and the longest horizon."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is ordinary, known at an origin, and what all pairs do together in a year.

    Attributes
    ----------
    usual
        By origin, one for each layer; None for a layer that the model leaves out.
    common
        Centre and scale of each layer's standardised scores, array (years, horizons, layers, 2);
        0 and 1 where not taken off.
    """

    usual: dict[int, tuple[Usual | None, ...]]
    common: Floats


@dataclass(frozen=True, slots=True)
class _Run:
    """The filter of one origin over some pairs: what was seen, and standardised innovations."""

    origin: int
    start: int
    layers: tuple[Layer, ...]
    run: Innovations
    seen: Truths
    standard: Floats
    hostility: Floats

    @property
    def years(self) -> range:
        """Years whose shifts this origin judges."""
        return range(self.origin + 1, end_of(self.origin) + 1)


def every_pair() -> pl.DataFrame:
    """All pairs of states that were ever members together since 1946, in order."""
    import polars as pl

    keys = states.dyad_years(FIRST, LAST).select(pl.col("ccode1", "ccode2").cast(pl.Int32))
    return keys.unique().sort("ccode1", "ccode2")


def observed(pairs: pl.DataFrame, release: Release) -> reading.Observed:
    """All layers of some pairs in all years."""
    import polars as pl

    keys = states.dyad_years(FIRST, LAST).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    keys = keys.join(pairs, on=["ccode1", "ccode2"]).sort("year", "ccode1", "ccode2")
    levels = release.scan("affinity_levels").collect()
    return reading.arrays(reading.layers(keys, release, levels), pairs, FIRST, LAST)


def _runs(seen: reading.Observed, origin: int, release: Release) -> Iterator[tuple[int, _Run]]:
    """The filter of an origin, some pairs at a time, each with the place of the first."""
    model = model_of(origin, False, release)
    start, last = start_of(origin), min(end_of(origin) + HORIZON - 1, LAST)
    span = seen.between(start, last)
    used = np.array([layer.loading != 0 for layer in model.layers])
    for first in range(0, span.low.shape[2], CHUNK):
        part = slice(first, first + CHUNK)
        low = span.low[:, :, part]
        run = innovations(
            model.layers,
            model.persistence,
            low,
            span.high[:, :, part],
            span.errors[:, :, part],
            span.nearness[:, part],
            ENMITY,
        )
        there = ~np.isnan(low) & used[None, :, None]
        settled = there & (np.cumsum(there, axis=0) > SETTLING) & (run.weight > 0)
        standard = np.divide(
            run.step, np.sqrt(run.weight), out=np.full(run.step.shape, np.nan), where=settled
        )
        place = reading.LAYERS.index("hostility")
        levels = (low[:, place] + span.high[:, place, part]) / 2
        yield first, _Run(origin, span.first, model.layers, run, there, standard, levels)


# ----------------------------------------------------------------- ordinary years
def usual_at(seen: reading.Observed, origin: int, release: Release) -> tuple[Usual | None, ...]:
    """How each layer moved in the years up to an origin."""
    runs = [one for _, one in _runs(seen.between(FIRST, origin), origin, release)]
    found: list[Usual | None] = []
    for place, layer in enumerate(runs[0].layers):
        past = np.concatenate([one.standard[:, place] for one in runs], axis=1)
        if layer.loading == 0 or not np.isfinite(past).any():
            found.append(None)
        elif layer.cuts:
            found.append(measure.usual_coded(past))
        else:
            found.append(measure.usual(past, LEAST_PAST))
    return tuple(found)


# ----------------------------------------------------------------- tests
@dataclass(frozen=True, slots=True)
class _Parts:
    """Cases of an origin: standardised score of each layer, its information, own variance.

    ``score`` and ``information`` are (horizons, cases, layers), the rest (cases, layers).
    """

    at: Places
    who: Places
    score: Floats
    information: Floats
    variance: Floats
    degrees: Floats


def _cases(one: _Run) -> tuple[Places, Places]:
    """Years and pairs that can be tested: known before, and measured in the year."""
    fresh = []
    for year in one.years:
        at = year - one.start
        recent = one.seen[max(at - FRESH, 0) : at].any(axis=0).sum(axis=0)
        past = np.isfinite(one.standard[:at]).any(axis=1).sum(axis=0)
        known = one.seen[at].any(axis=0) if at < len(one.seen) else np.zeros(len(past), bool)
        fresh.append((recent >= LEAST_LAYERS) & (past >= LEAST_PAST) & known)
    years, who = np.nonzero(np.array(fresh))
    return years + one.origin + 1 - one.start, who


def _parts(one: _Run, usual: tuple[Usual | None, ...]) -> _Parts:
    at, who = _cases(one)
    moved = measure.lasting(measure.common_response(one.layers, one.run))
    found = measure.scores(one.run, one.layers, at, who, moved)
    kept = np.array(HORIZONS) - 1
    score = np.cumsum(found.score, axis=0)[kept]
    information = np.cumsum(found.information, axis=0)[kept]
    variance, degrees = np.zeros(score.shape[1:]), np.full(score.shape[1:], 1000.0)
    for place, typical in enumerate(usual):
        if typical is not None:
            variance[:, place], degrees[:, place] = measure.own_variance(
                one.standard[:, place], typical, at, who
            )
    scale = np.sqrt(information * variance)
    standard = np.divide(score, scale, out=np.full(score.shape, np.nan), where=scale > 0)
    return _Parts(at, who, standard, information, variance, degrees)


def _common(parts: list[_Parts], coded: Truths, year: int) -> Floats:
    """Centre and scale of each layer's scores in a year over all pairs, (horizons, layers, 2)."""
    found = np.zeros((len(HORIZONS), len(coded), 2))
    found[:, :, 1] = 1.0
    score = np.concatenate([one.score[:, one.at == year] for one in parts], axis=1)
    for row in range(len(HORIZONS)):
        for place in np.flatnonzero(~coded):
            values = score[row, :, place]
            values = values[np.isfinite(values)]
            if len(values) >= LEAST_PEERS:
                quarter, half, three = np.quantile(values, (0.25, 0.5, 0.75))
                found[row, place] = half, max((three - quarter) / 1.349, 1.0)
    return found


@dataclass(slots=True)
class World:
    """The statistic of every year, pair and horizon; NaN where there is no test.

    Attributes
    ----------
    t, p
        Arrays (horizons, years, pairs), for `HORIZONS` and `YEARS`. A code that changes is taken
        for a fact here, which ordinary movement of the other layers might hide or feign.
    strict
        As ``p``, with codes that change in ordinary years as often as the model lets them.
    found
        Size and parts of the cases with p under `NOTABLE`: ``horizon, year, pair`` (its place),
        ``size, sd, odd, fresh`` and the share of each layer.
    """

    t: Floats
    p: Floats
    strict: Floats
    found: pl.DataFrame

    def clarity(self, year: int) -> Floats:
        """How clearly a shift shows in its first years: mean statistic of the short horizons.

        A code that changes once leaves the horizons of the years before it as large as its own;
        the short ones tell which year it was.
        """
        short = [row for row, horizon in enumerate(HORIZONS) if horizon <= SHOWS]
        return np.asarray(self.t[short, year - YEARS[0]].mean(axis=0))

    def chance(self, year: int, horizon: int, strict: bool = False) -> Floats:
        """Chance of a shift as clear by some years; 1 where it does not show in the first."""
        p = (self.strict if strict else self.p)[HORIZONS.index(horizon), year - YEARS[0]]
        shows = np.nan_to_num(np.abs(self.clarity(year))) >= CLEAR
        return np.asarray(np.where(shows, p, np.where(np.isnan(p), np.nan, 1.0)))


def world_of(
    seen: reading.Observed, release: Release, past: Past | None = None
) -> tuple[World, Past]:
    """Test every year of some pairs.

    Parameters
    ----------
    seen
        Their layers, as `observed` reads them. What it does not hold is not used: without the
        years after one, the answer is the one of that year.
    release
        Data release, for the models.
    past
        What is ordinary; if left out it is worked out from the pairs given, which are all then.
    """
    import polars as pl

    pairs = seen.low.shape[2]
    shape = (len(HORIZONS), len(YEARS), pairs)
    t, p, strict = (np.full(shape, np.nan) for _ in range(3))
    fresh = past is None
    past = past or Past({}, np.zeros((len(YEARS), len(HORIZONS), len(reading.LAYERS), 2)))
    tables = []
    for origin in ORIGINS:
        if origin >= seen.first + len(seen.low) - 1:
            break
        if fresh:
            past.usual[origin] = usual_at(seen, origin, release)
        runs = list(_runs(seen, origin, release))
        parts = [_parts(one, past.usual[origin]) for _, one in runs]
        layers, start = runs[0][1].layers, runs[0][1].start
        coded = np.array([bool(layer.cuts) for layer in layers])
        for year in runs[0][1].years if fresh else ():
            past.common[year - YEARS[0]] = _common(parts, coded, year - start)
        for (begin, one), part in zip(runs, parts, strict=True):
            rows, columns = part.at + start - YEARS[0], part.who + begin
            for row in range(len(HORIZONS)):
                common = past.common[rows, row]
                score = (np.nan_to_num(part.score[row]) - common[:, :, 0]) / common[:, :, 1]
                weight = part.information[row] * part.variance
                score = np.where(weight > 0, score * np.sqrt(weight), 0.0)
                found = measure.statistic(score, weight, part.degrees)
                t[row, rows, columns], p[row, rows, columns] = found
                wide = np.where(coded, part.information[row], weight)
                strict[row, rows, columns] = measure.statistic(score, wide, part.degrees).p
            for horizon in SEEN.values():
                small = p[HORIZONS.index(horizon), rows, columns] < NOTABLE
                tables.append(_details(one, part.at[small], part.who[small], horizon, begin))
    return World(t, p, strict, pl.concat(tables)), past


def _details(one: _Run, at: Places, who: Places, horizon: int, begin: int) -> pl.DataFrame:
    """Size, parts and nature of some cases, by the innovations of some years."""
    import polars as pl

    score, information = measure.state_scores(one.run, one.layers, at, who, horizon)
    moved = measure.jump(one.run, score, information)
    new = np.array(
        [~one.seen[:year, :, pair].any(axis=0) for year, pair in zip(at, who, strict=True)], bool
    ).reshape(len(at), len(one.layers))
    strength = np.abs(moved.parts)
    share = strength / np.maximum(strength.sum(axis=1, keepdims=True), 1e-12)
    return pl.DataFrame(
        {
            "horizon": np.full(len(at), horizon, np.int32),
            "year": (at + one.start).astype(np.int32),
            "pair": (who + begin).astype(np.int64),
            "size": moved.size,
            "sd": moved.sd,
            "odd": _odd(one, at, who, horizon) | _echo(one, at, who, horizon, moved),
            "fresh": (share * new).sum(axis=1),
        }
        | {
            name: moved.parts[:, place] / np.where(moved.size == 0, 1.0, moved.size)
            for place, name in enumerate(reading.LAYERS)
        }
    )


def _odd(one: _Run, at: Places, who: Places, horizon: int) -> Truths:
    """Whether an odd reading of one layer says more than any lasting shift.

    An odd reading lasts one year, or as long as the layer remembers; a lasting shift is one of
    affinity or of one layer.
    """
    count = len(one.layers)

    def strength(moved: Floats) -> Floats:
        score, information = measure.scores(one.run, one.layers, at, who, moved).of(horizon)
        return np.divide(score**2, information, out=np.zeros_like(score), where=information > 0)

    stays = strength(measure.lasting(measure.common_response(one.layers, one.run), horizon))
    passes = np.zeros_like(stays)
    for place, layer in enumerate(one.layers):
        if layer.loading == 0:
            continue
        stays = np.maximum(stays, strength(measure.passing(place, count, horizon, horizon)))
        years = MEMORY.get(layer.name, 1)
        passes = np.maximum(passes, strength(measure.passing(place, count, years, horizon)))
    return np.asarray(passes > stays * (1 + 1e-9))


def _echo(one: _Run, at: Places, who: Places, horizon: int, moved: measure.Jump) -> Truths:
    """Whether a shift rests on a dispute that the hostility layer only remembers.

    A dispute counts for `MEMORY` years after its end. Where disputes, and no change of rivalry,
    give half of a shift, they must have gone on for longer than that: after it if it is away,
    before it if it is toward.
    """
    place = reading.LAYERS.index("hostility")
    years = MEMORY["hostility"]
    found = np.zeros(len(at), bool)
    share = moved.parts[:, place] / np.where(moved.size == 0, 1.0, moved.size)
    for case in np.flatnonzero(share >= 0.5):
        level, first = one.hostility[:, who[case]], at[case]
        end = min(first + horizon, len(level))
        found[case] = not _settled(level, first, end, years, bool(moved.size[case] > 0))
    return found


def _settled(level: Floats, first: int, end: int, years: int, toward: bool) -> bool:
    """Whether a level of hostility changed for longer than a dispute is remembered.

    ``level`` is by year, half of one where a dispute is possible; what is seen of the shift lies
    in ``first`` to ``end - 1``.
    """
    before = level[first - 1]
    for turn in range(first, min(first + SHOWS, end)):
        if (level[turn] < RIVALS) != (before < RIVALS):
            return bool((level[turn] > before) == toward)
        if level[turn] != before and (level[turn] > before) == toward and level[turn] % 1 == 0:
            held = level[max(turn - years - 1, 0) : turn] if toward else level[turn + years : end]
            held = held[held % 1 == 0]
            stays = held <= before if toward else held < before
            return bool(len(held) and stays.all())
    return False


# ------------------------------------------------------------------ shifts
def extremes(world: World, year: int, seen: int) -> tuple[Places, Floats, Floats]:
    """Pairs of which a year is the clearest of its neighbours, and p and strict p of these.

    The years within `NEIGHBOURS` are tried, as far as `SHOWS` years of them had been seen; the p
    of the clearest is multiplied by their number.
    """
    own = np.abs(world.clarity(year))
    best, tried = ~np.isnan(own), np.zeros(len(own))
    for other in range(year - NEIGHBOURS, year + NEIGHBOURS + 1):
        if other not in YEARS or other + SHOWS > year + seen:
            continue
        rival = np.abs(world.clarity(other))
        tried += ~np.isnan(rival)
        rival = np.nan_to_num(rival, nan=-1.0)
        if other != year:
            best &= (own > rival) if other < year else (own >= rival)
    pair = np.flatnonzero(best)
    p, strict = (
        np.minimum(world.chance(year, SEEN[seen], hard)[pair] * tried[pair], 1.0)
        for hard in (False, True)
    )
    return pair, p, strict


def years_of(world: World, pair: int, year: int, seen: int) -> tuple[int, int]:
    """Years that hold the shift with probability .9, each with the likelihood of its clarity.

    They reach from the clearest year as far as the direction holds and none is clearer.
    """
    top = float(world.clarity(year)[pair])
    chance: dict[int, float] = {}
    for way in (-1, 1):
        for distance in range(REACH + 1):
            other = year + way * distance
            if other not in YEARS or other + SHOWS > year + seen:
                break
            value = float(world.clarity(other)[pair])
            if not value * top > 0 or abs(value) > abs(top):
                break
            chance[other] = float(np.exp((value**2 - top**2) / 2))
    total, held, kept = sum(chance.values()), 0.0, []
    for one in sorted(chance, key=lambda y: (-chance[y], y)):
        kept.append(one)
        held += chance[one]
        if held >= 0.9 * total:
            break
    return min(kept), max(kept)
