"""Whether two states vote alike on everything, or on some issues only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.estimate import Status
from multipolar.fields.indicator import Base, By, Indicator, Issue, Scope, Unit
from multipolar.fields.votes import COVERAGES, LEAST_VOTES
from multipolar.panel.schema import CELLS, ISSUES
from multipolar.sources import assembly_votes
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

WINDOW = 5
"""Years, the year itself included, over which roll calls of an issue are pooled."""
COMPARED = tuple(ISSUES[issue] for issue in Issue if issue is not Issue.IMPORTANT)
"""Codes of the six issues; important votes are a choice from all of them."""
LAST = min(
    COVERAGES[f"{By.YEAR}/{Base.FINAL}/{issue}"].last_before(2100) or 0
    for issue in Issue
    if issue is not Issue.IMPORTANT
)
"""Last year in which the roll calls on every one of them are known."""

VIECHTBAUER_2007 = Reference(
    key="viechtbauer2007confidence",
    kind="article",
    authors=("Viechtbauer, Wolfgang",),
    year=2007,
    title="Confidence Intervals for the Amount of Heterogeneity in Meta-Analysis",
    container="Statistics in Medicine",
    volume="26",
    number="1",
    pages="37-52",
    doi="10.1002/sim.2514",
)


def _spread(scope: Scope) -> pl.DataFrame:
    import polars as pl

    from multipolar.measures.similarity import Z90, kappa
    from multipolar.measures.spread import spread

    tables = _pooled(scope)
    found = kappa(tables.select(CELLS).to_numpy().reshape(-1, 3, 3))
    tables = tables.select(
        "ccode1",
        "ccode2",
        "year",
        "issue",
        pl.sum_horizontal(CELLS).alias("n"),
        pl.Series("value", found.value),
        pl.Series("error", (found.high - found.low) / (2 * Z90)),
    ).filter(pl.col("n") >= LEAST_VOTES, pl.col("value").is_not_nan())
    keys = ["ccode1", "ccode2", "year"]
    cases = tables.group_by(keys).agg(pl.col("n").sum()).sort(keys).with_row_index("row")
    placed = tables.join(cases.select(*keys, "row"), on=keys)
    values, errors = np.full((2, cases.height, len(COMPARED)), np.nan)
    place = (placed["row"].to_numpy(), placed["issue"].to_numpy() - min(COMPARED))
    values[place], errors[place] = placed["value"].to_numpy(), placed["error"].to_numpy()
    result = spread(values, errors)
    frame = cases.select(*keys, pl.col("n").cast(pl.Int32)).with_columns(
        pl.Series(name, part).fill_nan(None) for name, part in result._asdict().items()
    )
    few = pl.when(pl.col("value").is_null()).then(pl.lit(Status.INSUFFICIENT.value))
    return frame.with_columns(few.alias("status"))


def _pooled(scope: Scope) -> pl.DataFrame:
    """Nine-cell tables of dyads by issue over the five years up to each year in scope."""
    import polars as pl

    frame = scope.release.scan("votes_issue").filter(
        pl.col("issue").is_in(COMPARED),
        pl.col("year").is_between(scope.first - WINDOW + 1, scope.last),
        pl.col("final") == 1,
    )
    if scope.states is not None:
        wanted = sorted(scope.states)
        frame = frame.filter(pl.col("ccode1").is_in(wanted) & pl.col("ccode2").is_in(wanted))
    keys = pl.col("ccode1", "ccode2", "issue").cast(pl.Int32)
    counts = pl.col(CELLS).cast(pl.Int32).sum()
    yearly = frame.group_by(keys, pl.col("year").cast(pl.Int32)).agg(counts).collect()
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    windows = yearly.with_columns(echo).explode("year")
    windows = windows.filter(pl.col("year").is_between(scope.first, scope.last))
    return windows.group_by("ccode1", "ccode2", "year", "issue").agg(pl.col(CELLS).sum())


INDICATORS = (
    Indicator(
        name="issues.spread",
        title="spread of vote similarity over issues",
        field="votes",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 2),
        scale="standard deviation of kappa over issues; 0 is the same on all",
        high="they vote alike on some issues and not on others: partners by the issue",
        definition="Standard deviation over six issues (Middle East, nuclear weapons, disarmament, "
        "human rights, colonialism, economic development) of vote similarity beyond chance "
        "(kappa, final passage, five years up to the year pooled), beyond what sampling explains: "
        "Paule and Mandel's estimate with the Q-profile interval. A roll call on two issues counts "
        f"in both. At least three issues with {LEAST_VOTES} roll calls; n counts votes.",
        sources=assembly_votes.KEYS[:1],
        references=(VIECHTBAUER_2007, ref.COHEN_1968),
        compute=_spread,
        absent=Status.INSUFFICIENT,
        coverage=Coverage(
            1946,
            LAST,
            note="the flags of three of the six issues cannot be used from 7 November 2019 on",
        ),
        body="un",
    ),
)
