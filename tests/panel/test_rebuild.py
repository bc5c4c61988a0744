"""The embedded release is what the raw files give; on failure the data diff is printed.

Ideal points are an iterative estimate that takes minutes: here the smoothed ones are fitted anew,
and the filtered ones of a few periods, by an independent path (a fit to the votes up to them).
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from multipolar.panel.build import build_table
from multipolar.panel.diff import compare_tables
from multipolar.panel.preferences import estimate, to_states, voting_record
from multipolar.panel.release import EMBEDDED
from multipolar.panel.schema import TABLES

pytestmark = pytest.mark.raw

EXACT = [name for name, table in TABLES.items() if table.tolerance == 0 and not table.derived]


@pytest.fixture(scope="module")
def rebuilt(raw):
    return {name: build_table(name, raw) for name in EXACT}


@pytest.mark.parametrize("name", EXACT)
def test_the_embedded_release_can_be_rebuilt(rebuilt, name):
    old = pl.read_parquet(EMBEDDED / f"{name}.parquet")
    diff = compare_tables(name, old, rebuilt[name])
    assert diff.same, f"\n{diff}"


def test_types_are_those_of_the_release(rebuilt):
    for name, frame in rebuilt.items():
        assert frame.schema == pl.read_parquet_schema(EMBEDDED / f"{name}.parquet"), name


@pytest.mark.parametrize("name", ["contiguity", "rivalry", "mid", "treaty", "states", "distance"])
def test_a_table_is_the_same_every_time(raw, rebuilt, name):
    for _ in range(2):
        assert build_table(name, raw).equals(rebuilt[name])


@pytest.fixture(scope="module")
def record(raw):
    return voting_record(raw)


def _compared(new, by, filtered):
    """Old and new rows of one variant, by state and year."""
    keys = ["by_session", "filtered", "year", "ccode"]
    old = pl.read_parquet(EMBEDDED / "ideal.parquet").filter(
        (pl.col("by_session") == int(by == "session")) & (pl.col("filtered") == int(filtered))
    )
    new = new.cast({key: old.schema[key] for key in keys})
    return old, old.join(new, on=keys, suffix="_new", how="inner"), new


@pytest.mark.parametrize("by", ["year", "session"])
def test_smoothed_ideal_points_can_be_fitted_again(raw, record, by):
    fitted = estimate(record, raw, by, "smoothed")
    assert fitted.converged
    old, both, new = _compared(to_states(fitted.table(), record, by, "smoothed"), by, False)
    assert old.height == both.height == new.height
    allowed = TABLES["ideal"].tolerance
    assert (both["point"] - both["point_new"]).abs().max() <= allowed
    assert (both["error"] - both["error_new"]).abs().max() <= allowed
    assert (both["votes"] == both["votes_new"]).all()


@pytest.mark.parametrize("last", [1955, 1985, 2014])
def test_filtered_ideal_points_rest_on_the_votes_so_far(raw, record, last):
    """Started afresh, the fit ends where the chain of warm starts ended, but for the scale.

    Each filtered fit is put by a line on the scale of the fit before it, so positions of one
    year agree after a line of their own.
    """
    part = record.filter(pl.col("year") <= last)
    fitted = estimate(part, raw, "year", "smoothed")
    new = to_states(fitted.table(), part, "year", "filtered").filter(pl.col("year") == last)
    _, both, _ = _compared(new, "year", True)
    assert both.height == new.height > 50
    slope, level = np.polyfit(both["point_new"], both["point"], 1)
    assert 0.5 < slope < 2
    gap = (both["point"] - level - slope * both["point_new"]).abs() / both["error"]
    assert gap.mean() < 0.1
    assert gap.max() < 0.5
