"""Obstruction: how often a state votes No, how often two do so together, and against whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from multipolar.estimate import Status
from multipolar.fields import votes
from multipolar.fields.indicator import Base, By, Compute, Indicator, Scope, Unit
from multipolar.fields.votes import LEAST_VOTES
from multipolar.panel.schema import CELLS
from multipolar.sources import assembly_votes
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import ArrayLike

NO = 2
"""Place of No in a nine-cell table."""
_CODES = ("ccode", "ccode1", "ccode2")


def _counts(scope: Scope, table: str, *columns: str) -> pl.DataFrame:
    """Counts of the table by state or dyad and period, for the vote base and date asked for."""
    import polars as pl

    options = scope.options
    by_year = options.by is By.YEAR
    period = pl.col("year") if by_year else pl.col("session").cast(pl.Int16) + 1945
    frame = scope.release.scan(table).filter(period.is_between(scope.first, scope.last))
    if options.as_of is not None:
        frame = frame.filter(pl.col("year") <= options.as_of)
    if options.base is Base.FINAL:
        frame = frame.filter(pl.col("final") == 1)
    codes = [name for name in frame.collect_schema().names() if name in _CODES]
    if scope.states is not None:
        wanted = sorted(scope.states)
        frame = frame.filter(pl.all_horizontal(pl.col(name).is_in(wanted) for name in codes))
    keys = [*codes, period.cast(pl.Int32).alias("year")]
    return frame.group_by(keys).agg(pl.col(columns).cast(pl.Int32).sum()).collect()


def _share(keys: pl.DataFrame, part: ArrayLike, whole: ArrayLike) -> pl.DataFrame:
    """Shares with their intervals; too few roll calls are insufficient."""
    from multipolar.measures.tandem import share

    return votes.with_values(keys, share(part, whole), np.asarray(whole))


def _no_share(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = _counts(scope, "tallies", "yes", "abstain", "no")
    cast = frame.select(pl.sum_horizontal("yes", "abstain", "no"))["yes"].to_numpy()
    return _share(frame.select("ccode", "year"), frame["no"].to_numpy(), cast)


def _joint_no(scope: Scope) -> pl.DataFrame:
    frame = votes.cells(scope)
    together = frame.select(CELLS).to_numpy().sum(axis=1)
    return _share(frame.select("ccode1", "ccode2", "year"), frame["nn"].to_numpy(), together)


def _tandem(scope: Scope) -> pl.DataFrame:
    from multipolar.measures.similarity import kappa

    frame = votes.cells(scope)
    table = frame.select(CELLS).to_numpy().reshape(-1, 3, 3)
    keys = frame.select("ccode1", "ccode2", "year")
    return votes.with_values(keys, kappa(no_or_not(table)), table.sum(axis=(1, 2)))


def no_or_not(table: np.ndarray) -> np.ndarray:
    """Nine-cell tables with abstentions counted as not opposing, so that only No is told apart.

    Parameters
    ----------
    table
        Array (..., 3, 3): yes, abstain, no of one against the other.

    Returns
    -------
    ndarray
        The same shape and sums; the rows and columns of abstention are empty.
    """
    merged = np.zeros_like(table)
    merged[..., NO, NO] = table[..., NO, NO]
    merged[..., NO, 0] = table[..., NO, :NO].sum(axis=-1)
    merged[..., 0, NO] = table[..., :NO, NO].sum(axis=-1)
    merged[..., 0, 0] = table[..., :NO, :NO].sum(axis=(-2, -1))
    return merged


def _opposition(scope: Scope) -> pl.DataFrame:
    frame = _counts(scope, "opposition", "calls", "both")
    keys = frame.select("ccode1", "ccode2", "year")
    return _share(keys, frame["both"].to_numpy(), frame["calls"].to_numpy())


def _declare(
    measure: str,
    title: str,
    unit: Unit,
    kind: str,
    scale: str,
    high: str,
    definition: str,
    compute: Compute,
    coverages: Mapping[str, Coverage],
) -> Indicator:
    least = -1.0 if kind == "index" else 0.0
    return Indicator(
        name=f"obstruction.{measure}",
        title=title,
        field="obstruction",
        unit=unit,
        directed=False,
        kind=kind,
        bounds=(least, 1.0),
        scale=scale,
        high=high,
        definition=f"{definition} At least {LEAST_VOTES} roll calls.",
        sources=assembly_votes.KEYS,
        references=(ref.VOETEN_2013,),
        compute=compute,
        absent=Status.INSUFFICIENT,
        coverage=assembly_votes.YEARS_FINAL,
        coverages=coverages,
        body="un",
    )


_WITHOUT_ISSUES = {key: span for key, span in votes.COVERAGES.items() if key.count("/") == 1}

_ADOPTED = (
    "On final passage nearly every text has a majority for it (99.5 % since 1981), so that a No is "
    "a vote against the majority."
)

INDICATORS = (
    _declare(
        "no_share",
        "share of No votes",
        Unit.STATE_YEAR,
        "share",
        "share of its votes on contested roll calls",
        "it opposes much of what the Assembly adopts",
        f"No votes over votes cast on contested roll calls. {_ADOPTED}",
        _no_share,
        _WITHOUT_ISSUES,
    ),
    _declare(
        "joint_no",
        "joint No votes",
        Unit.DYAD_YEAR,
        "share",
        "share of the contested roll calls in which both took part",
        "they oppose together much of what the Assembly adopts",
        f"Roll calls on which both voted No over those in which both took part. {_ADOPTED}",
        _joint_no,
        votes.COVERAGES,
    ),
    _declare(
        "tandem",
        "joint No beyond chance",
        Unit.DYAD_YEAR,
        "index",
        "1 if they vote No on the same texts only, 0 as by chance",
        "when one votes No so does the other, more than both habits explain",
        "Kappa of voting No or not, abstentions counted as not: 1 - observed / expected share of "
        "roll calls on which just one of them voted No.",
        _tandem,
        votes.COVERAGES,
    ),
    _declare(
        "against_us",
        "joint opposition to the United States",
        Unit.DYAD_YEAR,
        "share",
        "share of the roll calls on which the United States voted yes or no",
        "they stand together against the United States; most states did after 1980",
        "Contested roll calls on which both cast the vote opposite to that of the United States, "
        "over those on which the United States voted yes or no and both took part.",
        _opposition,
        _WITHOUT_ISSUES,
    ),
)
