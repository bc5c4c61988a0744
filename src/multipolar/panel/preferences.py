"""Ideal points of states in the UN General Assembly, from our own join of the roll calls."""

from __future__ import annotations

from collections.abc import Hashable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Literal

from multipolar import states
from multipolar.sources import RawFolder, assembly_votes

if TYPE_CHECKING:
    import polars as pl

    from multipolar.measures.ideal_points import IdealPointsResult, RollCalls

Period = Literal["year", "session"]
Kind = Literal["smoothed", "filtered"]

ANCHORS: dict[Hashable, float] = {"USA": 1.0, "RUS": -1.0}
"""The United States has positive ideal points and Russia negative ones on average: this fixes the
sign, and nothing else."""
PARTS_TO = 1989
"""Paragraph and amendment votes count up to this year, as in the published estimates, whose base
is followed throughout (also without session 19, Zanzibar, and South Africa in session 48)."""
SPLIT = ("DEU", "YEM")
"""Voters that were another state before 1990: each COW state is a voter of its own."""
DECIMALS = 4
"""Digits kept in the release: a hundredth of a typical standard error."""


def voting_record(raw: RawFolder) -> pl.DataFrame:
    """Votes behind ideal points: ``call, voter, ccode, vote, year, session, final``, flags.

    ``final`` is 1 for texts as a whole, 0 for parts, -1 where the source does not say.
    """
    import polars as pl

    flags = (*assembly_votes.ISSUE_FLAGS, "important")
    calls = assembly_votes.roll_calls(raw).with_columns(
        pl.col("final").cast(pl.Int8).fill_null(-1), pl.col(flags).fill_null(False)
    )
    cast = states.voters_from_iso3(
        assembly_votes.votes(raw).join(calls, on="call").rename({"voter": "iso3"})
    ).drop("voter")
    named = pl.when(pl.col("iso3").is_in(SPLIT) & pl.col("ccode").is_not_null())
    voter = named.then(pl.col("iso3") + pl.col("ccode").cast(pl.String)).otherwise(pl.col("iso3"))
    part = (pl.col("final") == 0) & (pl.col("year") > PARTS_TO)
    barred = (pl.col("iso3") == "ZAF") & (pl.col("session") == 48)
    return cast.filter(
        ~part & ~barred & (pl.col("session") != 19) & (pl.col("iso3") != "EAZ")
    ).select("call", voter.alias("voter"), "ccode", "vote", "year", "session", "final", *flags)


def roll_calls(record: pl.DataFrame, raw: RawFolder, by: Period) -> RollCalls:
    """Arrays for the model: repeated texts tied together, one period a year or a session."""
    from multipolar.measures.ideal_points import RollCalls

    pairs = dict(assembly_votes.repeated(raw).select("rcid2", "rcid1").iter_rows())
    table = record.select(item="call", period=by, voter="voter", vote="vote")
    # A year or two may hold no repeated text at all; where one is held, chains need all pairs.
    held = not {*table["item"].unique().to_list()}.isdisjoint({*pairs, *pairs.values()})
    return RollCalls.from_table(table, link=pairs if held else None)


def estimate(record: pl.DataFrame, raw: RawFolder, by: Period, kind: Kind) -> IdealPointsResult:
    """Fit the model to a voting record.

    Raises
    ------
    BadRollCalls
        If the record does not determine the model.
    """
    from multipolar.measures.ideal_points import IdealPoints

    workers = 2 if kind == "smoothed" else 1
    model = IdealPoints(anchors=ANCHORS, kind=kind, workers=workers)
    return model.fit(roll_calls(record, raw, by))


def ideal_table(raw: RawFolder, executor: Executor | None = None) -> pl.DataFrame:
    """Ideal points by calendar year and by session, smoothed and filtered, of COW states.

    Parameters
    ----------
    raw
        Folder of raw files.
    executor
        Runs the four estimations; two processes by default. The numbers do not depend on it.
    """
    import polars as pl

    voting_record(raw)  # reads and caches the raw files before processes share them
    jobs: list[tuple[Period, Kind]] = [
        ("year", "filtered"),
        ("session", "filtered"),
        ("year", "smoothed"),
        ("session", "smoothed"),
    ]
    if executor is not None:
        return pl.concat(executor.map(_estimated, [raw] * len(jobs), jobs))
    # Forked children would inherit locks of the threads that polars runs.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return pl.concat(pool.map(_estimated, [raw] * len(jobs), jobs))


def _estimated(raw: RawFolder, job: tuple[Period, Kind]) -> pl.DataFrame:
    by, kind = job
    record = voting_record(raw)
    return to_states(estimate(record, raw, by, kind).table(), record, by, kind)


def to_states(table: pl.DataFrame, record: pl.DataFrame, by: Period, kind: Kind) -> pl.DataFrame:
    """Rows of a fit as state-years; voters that were no COW state are left out."""
    import polars as pl

    seats = (
        record.drop_nulls("ccode")
        .group_by("voter", by)
        .agg(pl.col("ccode").sort_by("call").last())
        .rename({by: "period"})
    )
    shift = 1945 if by == "session" else 0
    periods = pl.col("period").cast(pl.Int32)
    joined = table.with_columns(periods).join(
        seats.with_columns(periods), on=["voter", "period"], how="inner"
    )
    return joined.select(
        pl.lit(int(by == "session"), pl.Int8).alias("by_session"),
        pl.lit(int(kind == "filtered"), pl.Int8).alias("filtered"),
        (pl.col("period") + shift).alias("year"),
        "ccode",
        pl.col("ideal_point").round(DECIMALS).alias("point"),
        pl.col("std_error").round(DECIMALS).alias("error"),
        pl.col("n_votes").cast(pl.Int32).alias("votes"),
    )
