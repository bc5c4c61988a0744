"""Periods with too few roll calls are named, in the result and row by row."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.fields.votes import LEAST_VOTES
from multipolar.measures.ideal_points import BadRollCalls, IdealPoints, RollCalls, simulate
from multipolar.measures.ideal_points.result import LEAST_ITEMS


def fit(calls: RollCalls, kind: str = "smoothed"):
    return IdealPoints(anchors={0: 1.0}, kind=kind).fit(calls)


@pytest.fixture(scope="module")
def calls() -> RollCalls:
    """Three periods, of which the last keeps six of its roll calls."""
    table = simulate(voters=30, periods=3, items=25, seed=3).table
    last = table["period"].max()
    kept = table.filter(pl.col("period") == last)["item"].unique().sort()[:6].implode()
    return RollCalls.from_table(
        table.filter((pl.col("period") != last) | pl.col("item").is_in(kept))
    )


def test_as_many_are_needed_as_for_a_similarity():
    assert LEAST_ITEMS == LEAST_VOTES


def test_a_thin_period_is_named(calls):
    result = fit(calls)
    last = float(calls.periods[-1])
    count = sum(calls.item_period == len(calls.periods) - 1)
    assert 0 < count <= 6
    assert result.thin == {last: count}
    assert list(result.roll_calls) == calls.periods.tolist()
    assert sum(result.roll_calls.values()) == len(calls.items)
    assert result.status == f"converged; too few roll calls in {last:g} ({count})"
    status = dict(result.table().select("period", "status").unique().rows())
    assert status.pop(int(last)) == f"converged; too few roll calls ({count})"
    assert set(status.values()) == {"converged"}


def test_a_filtered_series_names_it_too(calls):
    table = fit(calls, "filtered").table()
    told = table.filter(pl.col("status").str.contains("too few"))["period"].unique().to_list()
    assert told == [int(calls.periods[-1])]


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, None, "2"])
def test_workers_are_counted_from_one(workers):
    with pytest.raises(BadRollCalls) as told:
        IdealPoints(workers=workers)
    assert str(told.value) == f"workers is a whole number of threads from 1, not {workers!r}"
