"""Logic: whether one idea stands behind the ties, of opposing somebody or of building something."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from multipolar.estimate import HAS_VALUE, Status
from multipolar.fields.indicator import Options, Scope
from multipolar.measures.shared_movement import LEAST_CHANGES, shared_movement
from multipolar.relations.criteria.criterion import (
    Condition,
    Criterion,
    at_least,
    latest,
    spoken,
)
from multipolar.relations.criteria.ties import MEASURED_BY, NEARNESS
from multipolar.relations.reading import STALE, unknown
from multipolar.sources.catalog import used_in
from multipolar.states.pair import titled

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release
    from multipolar.relations.reaction import Reaction
    from multipolar.states.pair import Pair

TANDEM = 0.3777
"""75th percentile of joint No beyond chance over politically relevant dyads, every fifth year of
1950 to 2010, without China and Russia."""
PROGRAMME = 0.938
"""75th percentile of the share of programme in shared words over the same dyads."""
CONVENTION = 0.05
"""Largest p-value at which chance is ruled out."""
MOVING = ("votes", "trade", "institutions", "narrative")
"""Fields that change from year to year."""
YEARS = 20
"""Annual changes that shared movement looks at."""
SEED = 20140521


def obstruction(pair: Pair, release: Release) -> Criterion:
    """Joint No beyond chance in the Assembly, or joint vetoes beyond chance in the Council."""
    condition = Condition("obstruction", "logic", "joint obstruction")
    tandem = latest("obstruction.tandem", pair.codes, pair, release)
    vetoes = _vetoes(pair, release)
    no = None
    if tandem.status in HAS_VALUE and tandem.value is not None:
        no = at_least(tandem.value, tandem.low, tandem.high, TANDEM)
        why = f"joint No: {spoken(tandem)}, {TANDEM:.2f} is needed"
    else:
        why = f"joint No: {unknown(tandem)}"
    if vetoes is None:
        return condition.found(no, why, tandem)
    why += f"; {vetoes.told}"
    if vetoes.beyond and not no:
        return Criterion(
            condition.key, condition.group, condition.name, True, why,
            float(vetoes.joint), year=vetoes.year, origins=("un-vetoes", *tandem.origins),
        )  # fmt: skip
    met = True if no else no if vetoes.beyond is False else None
    found = condition.found(met, why, tandem)
    return dataclasses.replace(found, origins=(*tandem.origins, "un-vetoes"))


class _Vetoes(NamedTuple):
    """Joint vetoes of ten years, whether they exceed chance, and that in words."""

    joint: int
    year: int
    beyond: bool | None
    told: str


def _vetoes(pair: Pair, release: Release) -> _Vetoes | None:
    """Joint vetoes of two permanent members; None where one of the two is none."""
    from multipolar.fields.council import WINDOW, windows
    from multipolar.fields.registry import INDICATORS
    from multipolar.sources.security_council import permanent_members

    year = INDICATORS["council.joint_vetoes"].coverage.last_before(pair.as_of)
    if year is None or not set(pair.codes) <= set(permanent_members(year, year)["ccode"]):
        return None
    scope = Scope(release, year, year, Options(as_of=pair.as_of), frozenset(pair.codes))
    rows = windows(scope)
    if not rows.height:
        return None
    row = rows.row(0, named=True)
    counts = (row["joint"], row["vetoes1"], row["vetoes2"], row["drafts"])
    span = f"in the {WINDOW} years to {year}"
    if not counts[0]:
        return _Vetoes(0, year, False, f"no joint veto {span}")
    from multipolar.measures.tandem import chance  # slow to load

    p = chance(*counts).more
    told = f"{counts[0]} joint vetoes {span} (p {p:.2g} among {counts[3]} vetoed drafts)"
    return _Vetoes(counts[0], year, True if p < CONVENTION else None, told)


def cross_reaction(found: Reaction, pair: Pair) -> Criterion:
    """Both own slopes on the third party's hostility above zero, and none on that to come."""
    condition = Condition(
        "cross_reaction", "logic", "both moved together by a third party's hostility"
    )
    as_of = pair.as_of
    name = "" if found.third is None else f"{titled(found.third.name)}: "
    reasons = [part.reason for part in (found.first, found.second) if part.value is None]
    if reasons:
        return condition.lacking(f"{name}{reasons[0]}", as_of)
    slopes = [
        f"toward {titled(state.name)} {part.value:.2f} [{part.low:.2f}, {part.high:.2f}]"
        for state, part in ((pair.one, found.first), (pair.two, found.second))
    ]
    met = found.directed if found.placebo_passed or found.directed is False else None
    why = f"{name}slope of votes on its hostility {slopes[0]}, {slopes[1]}"
    if not found.placebo_passed:
        why += "; hostility of the year after has a slope too, so that nothing follows"
    if found.p is not None:
        why += f"; over all pairs of states p {found.p:.2g}"
    least = min((found.first, found.second), key=lambda part: part.low or 0.0)
    last = as_of if found.span is None else found.span[1]
    return Criterion(
        condition.key, condition.group, condition.name,
        None if as_of - last > STALE else met, why,
        least.value, least.low, least.high, last, Status.OBSERVED,
        (*used_in(_VOTES, last), "tss-rivalries", "cow-mid"),
    )  # fmt: skip


_VOTES = ("un-votes", "un-votes-2024", "un-library-2025")


def movement(frame: pl.DataFrame, as_of: int) -> Criterion:
    """Share of the first factor in the annual changes of fields, against its permutation null.

    Parameters
    ----------
    frame
        Layers of the pair by year, at least `YEARS` before the last that may decide.
    as_of
        Year of the question.
    """
    condition = Condition("movement", "logic", "fields that move together")
    known = frame.select(f"{name}_low" for name in MOVING).to_numpy().astype(float)
    enough = np.isfinite(known).sum(axis=1) >= 3
    years = frame["year"].to_numpy()
    if not enough.any() or as_of - years[enough][-1] > STALE:
        return condition.lacking("fewer than three fields with annual values", as_of)
    last = int(years[enough][-1])
    wanted = np.arange(last - YEARS, last + 1)
    panel = np.full((len(MOVING), len(wanted)), np.nan)
    inside = (years >= wanted[0]) & (years <= last)
    panel[:, years[inside] - wanted[0]] = known[inside].T
    found = shared_movement(panel, SEED)
    if found is None:
        why = f"fewer than {LEAST_CHANGES} annual changes known of three fields up to {last}"
        return condition.lacking(why, last)
    met = True if found.p <= CONVENTION else False if found.p > 0.5 else None
    why = (
        f"first factor {found.share:.2f} [{found.low:.2f}, {found.high:.2f}] of {found.fields} "
        f"fields, by chance {found.chance:.2f}, p {found.p:.2g}, {found.changes} changes to {last}"
    )
    origins = [key for f in MOVING for name in MEASURED_BY[f] for key in _sources(name, last)]
    return Criterion(
        condition.key, condition.group, condition.name, met, why,
        found.share, found.low, found.high, last, Status.OBSERVED,
        tuple(dict.fromkeys((*origins, *NEARNESS))),
    )  # fmt: skip


def _sources(name: str, year: int) -> tuple[str, ...]:
    from multipolar.fields.registry import INDICATORS

    return used_in(INDICATORS[name].sources, year)


def programme(pair: Pair, release: Release) -> Criterion:
    """Share of programme in what both say at the United Nations."""
    condition = Condition("programme", "logic", "a joint programme more than joint objection")
    found = latest("narrative.programme", pair.codes, pair, release)
    if found.status not in HAS_VALUE or found.value is None:
        return condition.unknown(found)
    met = at_least(found.value, found.low, found.high, PROGRAMME)
    why = (
        f"share of programme in shared words of UN speeches {spoken(found)}, {PROGRAMME:.2f} is "
        "needed"
    )
    return condition.found(met, why, found)
