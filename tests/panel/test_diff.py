"""Differences of two releases: added, removed and changed, with a tolerance for floats only."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.panel.diff import compare, compare_tables

DISTANCE = pl.DataFrame(
    {"ccode1": [2, 2, 20], "ccode2": [20, 200, 200], "km": [500.0, 5000.0, None]}
)
ROLL_CALLS = pl.DataFrame(
    {"year": [2000], "session": [55], "final": [1], "calls": [9], "contested": [7]}
)


def changed(frame, **cells):
    return frame.with_columns(pl.Series(name, values) for name, values in cells.items())


def test_the_same():
    diff = compare_tables("distance", DISTANCE, DISTANCE.reverse())
    assert diff.same
    assert str(diff) == "distance: same"


def test_rows_gone_and_new():
    new = changed(DISTANCE, ccode2=[20, 220, 200])
    diff = compare_tables("distance", DISTANCE, new)
    assert (diff.removed, diff.added, diff.changed) == (1, 1, {})
    assert "(2, 200)" in str(diff)
    assert "(2, 220)" in str(diff)


@pytest.mark.parametrize(
    ("km", "count"),
    [
        ([500.0 * (1 + 1e-10), 5000.0, None], 0),
        ([500.0 * (1 + 1e-8), 5000.0, None], 1),
        ([None, 5000.0, None], 1),
        ([500.0, 5000.0, 1.0], 1),
        ([500.0, 5000.0, 0.0], 1),
        ([501.0, None, 0.0], 3),
        ([500.0, float("nan"), None], 1),
    ],
)
def test_floats_have_a_tolerance_and_null_is_no_number(km, count):
    diff = compare_tables("distance", DISTANCE, changed(DISTANCE, km=km))
    assert diff.changed == ({"km": count} if count else {})
    assert diff.same == (count == 0)


def test_integers_have_none():
    diff = compare_tables("roll_calls", ROLL_CALLS, changed(ROLL_CALLS, calls=[10]))
    assert diff.changed == {"calls": 1}
    assert "9" in str(diff)
    assert "10" in str(diff)


def test_a_table_that_only_one_has():
    diffs = {d.name: d for d in compare({"distance": DISTANCE}, {"roll_calls": ROLL_CALLS})}
    assert (diffs["distance"].removed, diffs["distance"].added) == (3, 0)
    assert (diffs["roll_calls"].removed, diffs["roll_calls"].added) == (0, 1)
    assert not diffs["distance"].same
