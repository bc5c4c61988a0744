"""What the model refuses, and what it says."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from multipolar.measures.ideal_points import BadRollCalls, IdealPoints, RollCalls, simulate
from multipolar.measures.ideal_points.priors import LEAST_TAU


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return simulate(8, 3, 12, tau=0.3, seed=3).table


@pytest.mark.parametrize("gap", [None, float("nan"), np.float64("nan")])
@pytest.mark.parametrize("end", [0, 1])
def test_a_link_with_an_empty_end(table, gap, end) -> None:  # type: ignore[no-untyped-def]
    pair = (gap, 1) if end == 0 else (1, gap)
    with pytest.raises(BadRollCalls, match="has an empty end"):
        RollCalls.from_table(table, dict([pair]))


def test_links_that_name_no_item(table) -> None:  # type: ignore[no-untyped-def]
    words = table.with_columns(pl.col("item").cast(pl.String))
    with pytest.raises(BadRollCalls, match="no link of repeated texts names an item of the table"):
        RollCalls.from_table(words, {2: 1})
    with pytest.raises(BadRollCalls, match="mix words and numbers"):
        RollCalls.from_table(table, {2: 1, "3": 1})
    # Some links of items that are not here are normal: the table is a part of the record.
    some = RollCalls.from_table(table, {2: 1, 999: 998})
    assert len(some.texts) == len(RollCalls.from_table(table).texts) - 1


def test_dates_are_no_periods(table) -> None:  # type: ignore[no-untyped-def]
    dated = table.with_columns(period=pl.lit(date(2014, 1, 1)))
    with pytest.raises(BadRollCalls, match="period and vote must be numbers"):
        RollCalls.from_table(dated)


def test_a_column_of_words_and_numbers(table) -> None:  # type: ignore[no-untyped-def]
    rows = table.to_dict(as_series=False)
    rows["voter"] = ["a", *rows["voter"][1:]]
    with pytest.raises(BadRollCalls):
        RollCalls.from_table(rows)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"anchors": None}, "anchors are voters with their sides"),
        ({"anchors": ["F"]}, "anchors are voters with their sides"),
        ({"anchors": {"F": "right"}}, "side must be a positive or a negative number"),
        ({"tau": "a"}, "tau must be None or a number from 0.001"),
        ({"tau": 1e-9}, "tau must be None or a number from 0.001"),
        ({"tolerance": None}, "tolerance must be a positive number"),
        ({"max_iterations": 2.5}, "max_iterations is a whole number from 1"),
        ({"max_iterations": "3"}, "max_iterations is a whole number from 1"),
        ({"workers": 0}, "workers is a whole number of threads from 1"),
    ],
)
def test_settings(wrong, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadRollCalls, match=words):
        IdealPoints(**wrong)


def test_small_chambers_to_draw() -> None:
    for wrong in ((0, 1, 1), (1, 1, 1), (3, 0, 1), (3, 1, 0)):
        with pytest.raises(BadRollCalls, match="two voters, a period and an item"):
            simulate(*wrong)


def test_tau_without_steps_stays_and_without_movement_is_least() -> None:
    once = RollCalls.from_table(simulate(20, 1, 60, seed=1).table)
    fitted = IdealPoints({0: 1}, tau=None).fit(once)
    assert fitted.converged
    assert fitted.tau == 0.3
    drawn = simulate(15, 1, 30, seed=2).table
    again = pl.concat(
        drawn.with_columns(pl.col("item") + 1000 * t, period=pl.lit(t).cast(drawn.schema["period"]))
        for t in range(4)
    )
    still = IdealPoints({0: 1}, tau=None).fit(RollCalls.from_table(again))
    assert LEAST_TAU <= still.tau < 0.05
    moves = still.table().group_by("voter").agg(pl.col("ideal_point").std())
    assert moves["ideal_point"].max() < 0.05


def test_anchors_that_contradict_one_another_are_named() -> None:
    drawn = simulate(12, 2, 60, tau=0.1, seed=5)
    ends = np.nanmean(drawn.theta, 0)
    low, high = int(ends.argmin()), int(ends.argmax())
    calls = RollCalls.from_table(drawn.table, drawn.link)
    agreed = IdealPoints({low: -1, high: 1}).fit(calls)
    assert agreed.status == "converged"
    assert agreed.turned == ()
    both = IdealPoints({low: 1, high: 1}).fit(calls)
    assert len(both.turned) == 1
    assert both.turned[0] in (low, high)
    assert both.status == f"converged; not on its declared side: {both.turned[0]}"


def test_counts_of_items_are_not_negative(table) -> None:  # type: ignore[no-untyped-def]
    fitted = IdealPoints({0: 1}).fit(RollCalls.from_table(table))
    with pytest.raises(BadRollCalls, match="0 or more"):
        fitted.worst_items(-1)
