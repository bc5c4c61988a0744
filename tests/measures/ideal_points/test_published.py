"""Against the published ideal points of sessions 1 to 74, which are never an input."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from multipolar.measures.ideal_points import IdealPoints, IdealPointsResult, RollCalls

HERE = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("MULTIPOLAR_DATA", HERE.parent / "shared" / "data"))
VOTES = DATA / "un-assembly-votes"
PUBLISHED = DATA / "un-ideal-points-2020" / "IdealpointestimatesAll_Apr2020.csv"
LONG = VOTES / "combined-1946-2025" / "unga_votes_long.parquet"
ROLLS = VOTES / "voeten-unvotes-1946-2020" / "un_roll_calls.rda"

pytestmark = [
    pytest.mark.raw,
    pytest.mark.skipif(not PUBLISHED.exists() or not LONG.exists(), reason=f"no data in {DATA}"),
]


def published_base() -> tuple[pl.DataFrame, dict[int, int]]:
    """The votes that the published estimates rest on, 797 473 of them.

    Without session 19 and Zanzibar, without paragraph and amendment votes from 1990 on, without
    South Africa in session 48; German and Yemeni states apart before 1990.
    """
    rdata = pytest.importorskip("rdata")
    rolls = next(iter(rdata.read_rda(ROLLS).values()))[["rcid", "session", "para", "amend"]]
    rolls = pl.from_pandas(rolls.astype(float)).cast({"rcid": pl.Int64, "session": pl.Int64})
    votes = pl.read_parquet(LONG).filter(pl.col("src") == "voeten_2021_unvotes")
    votes = votes.with_columns(
        rcid=pl.col("uid").str.slice(1).cast(pl.Int64),
        voter=pl.col("iso3").cast(pl.String),
        year=pl.col("date").str.slice(0, 4).cast(pl.Int64),
        vote=pl.col("vote").cast(pl.String).replace_strict({"yes": 1, "abstain": 2, "no": 3}),
    ).join(rolls, on="rcid")
    part = (pl.col("para").fill_null(0) == 1) | (pl.col("amend").fill_null(0) == 1)
    votes = votes.filter(
        pl.col("session") != 19,
        pl.col("voter") != "EAZ",
        ~((pl.col("year") > 1989) & part),
        ~((pl.col("voter") == "ZAF") & (pl.col("session") == 48)),
    )
    early = pl.col("session") <= 45
    votes = votes.with_columns(
        voter=pl.when(early & (pl.col("voter") == "DEU"))
        .then(pl.lit("GFR"))
        .when(early & (pl.col("voter") == "YEM"))
        .then(pl.lit("YAR"))
        .otherwise("voter")
    )
    pairs = pl.read_csv(VOTES / "repeated_resolutions_matches.csv")
    table = votes.select(item="rcid", period="session", voter="voter", vote="vote")
    return table, dict(pairs.select("rcid2", "rcid1").iter_rows())


@pytest.fixture(scope="module")
def result() -> IdealPointsResult:
    calls = RollCalls.from_table(*published_base())
    return IdealPoints(anchors={"USA": 1, "RUS": -1}).fit(calls)


@pytest.fixture(scope="module")
def both(result: IdealPointsResult) -> pl.DataFrame:
    names = {260: "GFR", 678: "YAR", 679: "YEM", 680: "YMD"}
    found = pl.read_csv(PUBLISHED, encoding="latin-1").with_columns(
        voter=pl.col("ccode").replace_strict(names, default=pl.col("iso3c")),
        period=pl.col("session").cast(pl.Int64),
    )
    return found.join(result.table(), on=["voter", "period"])


def test_every_published_state_session_is_estimated_from_as_many_votes(
    both: pl.DataFrame, result: IdealPointsResult
) -> None:
    assert result.status == "converged"
    assert both.height == 10_469
    assert both["NVotes"].sum() == both["n_votes"].sum() == 797_473


def test_correlations(both: pl.DataFrame) -> None:
    pair = pl.corr("ideal_point", "IdealPoint")
    assert both.select(pair).item() > 0.98
    assert both.group_by("session").agg(pair)["ideal_point"].min() > 0.97
    assert both.filter(pl.col("session") > 10).select(pair).item() > 0.99


def test_differences_after_one_linear_map(both: pl.DataFrame) -> None:
    ours, theirs = both["ideal_point"].to_numpy(), both["IdealPoint"].to_numpy()
    slope, shift = np.polyfit(theirs, ours, 1)
    gap = np.abs(ours - slope * theirs - shift)
    assert np.median(gap) < 0.10
    inside = np.mean(gap < 1.645 * both["std_error"].to_numpy())
    assert 0.85 < inside < 0.95


def test_the_known_picture(result: IdealPointsResult) -> None:
    table = result.table().filter(pl.col("period") == 69)
    point = dict(table.select("voter", "ideal_point").iter_rows())
    assert point["USA"] > point["GBR"] > point["RUS"] > point["CHN"]
