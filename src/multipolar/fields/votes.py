"""Votes in the UN General Assembly: five similarities from one nine-cell table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Base, By, Compute, Indicator, Issue, Scope, Unit
from multipolar.panel.schema import CELLS, ISSUES
from multipolar.sources import assembly_votes
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from multipolar.measures.similarity import Interval

LEAST_VOTES = 15
"""Fewer common contested roll calls than this are too few for a similarity."""


def cells(scope: Scope) -> pl.DataFrame:
    """Nine-cell tables of the dyad-years (or dyad-sessions) in scope, one row each.

    A session is labelled by its first year, session + 1945. Roll calls held after ``as_of`` do
    not count, also where their session opened before it.
    """
    import polars as pl

    options = scope.options
    by_year = options.by is By.YEAR
    period = pl.col("year") if by_year else pl.col("session").cast(pl.Int16) + 1945
    table = "votes_issue" if options.issue else "votes"
    if scope.states is not None:
        years = (scope.first, scope.last) if by_year else (0, 9999)
        frame = scope.release.among(table, scope.states, *years)
    else:
        frame = scope.release.scan(table)
    if options.issue:
        frame = frame.filter(pl.col("issue") == ISSUES[options.issue])
    frame = frame.filter(period.is_between(scope.first, scope.last))
    if options.as_of is not None:
        frame = frame.filter(pl.col("year") <= options.as_of)
    if options.base is Base.FINAL:
        frame = frame.filter(pl.col("final") == 1)
    columns = CELLS if options.issue else (*CELLS, "unanimous")
    counts = [pl.col(name).cast(pl.Int32).sum() for name in columns]
    grouped = frame.group_by("ccode1", "ccode2", period.cast(pl.Int32).alias("year")).agg(counts)
    return grouped.sort("year", "ccode1", "ccode2").collect()


def _similarity(measure: str, scope: Scope) -> pl.DataFrame:
    from multipolar.measures.similarity import MEASURES

    if scope.options.shrink:
        return _shrunken(measure, scope)
    frame = cells(scope)
    table = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)
    return with_values(frame, MEASURES[measure](table), table.sum(axis=(1, 2)))


def _shrunken(measure: str, scope: Scope) -> pl.DataFrame:
    """The same, each period's values drawn toward the mean of all its dyads, whoever is asked."""
    import polars as pl

    from multipolar.measures.shrinkage import shrink_similarity

    found = []
    for group in cells(replace(scope, states=None)).partition_by("year"):
        table = group.select(CELLS).to_numpy().reshape(-1, 3, 3)
        counted = table.sum(axis=(1, 2))
        drawn = shrink_similarity(measure, table, counted >= LEAST_VOTES)
        found.append(with_values(group, drawn, counted))
    frame = pl.concat(found) if found else _similarity(measure, _plain(scope))
    if scope.states is None:
        return frame
    wanted = sorted(scope.states)
    return frame.filter(pl.col("ccode1").is_in(wanted) & pl.col("ccode2").is_in(wanted))


def _plain(scope: Scope) -> Scope:
    return replace(scope, options=replace(scope.options, shrink=False))


def _coincidence(scope: Scope) -> pl.DataFrame:
    from multipolar.measures.similarity import coincidence

    frame = cells(scope)
    table = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)
    unanimous = frame["unanimous"].to_numpy() if "unanimous" in frame.columns else 0
    counted = table[:, [0, 2], :][:, :, [0, 2]].sum(axis=(1, 2)) + unanimous
    return with_values(frame, coincidence(table, unanimous), counted)


def with_values(frame: pl.DataFrame, found: Interval, counted: NDArray[np.int64]) -> pl.DataFrame:
    """Values with their number of roll calls; too few, or undefined, is insufficient."""
    import polars as pl

    keys = [name for name in ("ccode", "ccode1", "ccode2", "year") if name in frame.columns]
    frame = frame.select(keys).with_columns(
        pl.Series("n", counted, pl.Int32),
        *(pl.Series(name, values) for name, values in found._asdict().items()),
    )
    thin = (pl.col("n") < LEAST_VOTES) | pl.col("value").is_nan()
    return frame.with_columns(
        pl.when(thin).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"),
        *(pl.when(~thin).then(pl.col(name)).alias(name) for name in ("value", "low", "high")),
    )


def _coverages() -> dict[str, Coverage]:
    found = {
        "year/final": assembly_votes.YEARS_FINAL,
        "year/all": assembly_votes.YEARS_ALL,
        "session/final": by_first_year(assembly_votes.SESSIONS_FINAL),
        "session/all": by_first_year(assembly_votes.SESSIONS_ALL),
    }
    for base in Base:
        for issue in Issue:
            found[f"year/{base}/{issue}"] = assembly_votes.issue_coverage("year", base, issue)
            sessions = assembly_votes.issue_coverage("session", base, issue)
            found[f"session/{base}/{issue}"] = by_first_year(sessions)
    return found


def by_first_year(sessions: Coverage) -> Coverage:
    """Coverage in sessions, labelled by their first years."""
    return Coverage(
        sessions.first + 1945,
        sessions.last + 1945,
        tuple(session + 1945 for session in sessions.partial),
        tuple(session + 1945 for session in sessions.missing),
        sessions.note,
    )


COVERAGES = _coverages()
"""Coverage of every variant of a vote measure, by its key."""


def _declare(
    measure: str,
    title: str,
    least: float,
    high: str,
    definition: str,
    *references: Reference,
    compute: Compute | None = None,
) -> Indicator:
    return Indicator(
        name=f"votes.{measure}",
        title=title,
        field="votes",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(least, 1.0),
        scale="1 is identical votes",
        high=high,
        definition=f"{definition} {'' if compute else _DROPPED}At least {LEAST_VOTES} roll calls."
        f"{'' if compute else _SHRINKS}",
        sources=assembly_votes.KEYS,
        references=(*references, ref.VOETEN_2013) + (() if compute else (ref.EFRON_1975,)),
        compute=compute or partial(_similarity, measure),
        absent=Status.INSUFFICIENT,
        coverage=assembly_votes.YEARS_FINAL,
        coverages=COVERAGES,
        body="un",
        shrinks=compute is None,
    )


_SHRINKS = (
    " With the option shrink, an empirical-Bayes estimate: the value is drawn toward the mean of "
    "all dyads of the same period, the more so the less its own roll calls say; the interval "
    "covers less than 90 % (81 to 90 in simulations from real votes)."
)
_DROPPED = "Absences and unanimous roll calls are dropped. "


INDICATORS = (
    _declare(
        "kappa",
        "vote similarity beyond chance (kappa)",
        -1.0,
        "they vote alike more than their own habits of voting explain",
        "Weighted kappa, 1 - observed / expected squared distance, with each state's own margins.",
        ref.COHEN_1968,
        ref.HAEGE_2011,
    ),
    _declare(
        "pi",
        "vote similarity beyond chance (pi)",
        -1.0,
        "they vote alike more than their common habits of voting explain",
        "Scott's pi, 1 - observed / expected squared distance, with pooled margins.",
        ref.SCOTT_1955,
        ref.HAEGE_2011,
    ),
    _declare(
        "s",
        "vote similarity (S)",
        -1.0,
        "they vote alike; most states do, since most votes are lopsided",
        "S, 1 - 2 sum|x - y| / 2n, absolute and unweighted; equals 2 agreement - 1.",
        ref.SIGNORINO_1999,
    ),
    _declare(
        "agreement",
        "vote agreement",
        0.0,
        "they vote alike; most states do, since most votes are lopsided",
        "1 - sum|x - y| / 2n: an abstention is half way between yes and no.",
    ),
    _declare(
        "identical",
        "share of identical votes",
        0.0,
        "they cast the same vote; most states do, since most votes are lopsided",
        "Share of roll calls with the same vote by both.",
    ),
    _declare(
        "coincidence",
        "voting coincidence",
        0.0,
        "they seldom cast opposite votes",
        "Identical over identical and opposite votes, abstentions left out, unanimous roll calls "
        "counted, as the US Department of State reports it; n counts yes and no votes.",
        compute=_coincidence,
    ),
)
