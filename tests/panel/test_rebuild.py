"""The embedded release is what the raw files give; on failure the data diff is printed."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.panel.build import build_table
from multipolar.panel.diff import compare_tables
from multipolar.panel.make import build_frames
from multipolar.panel.release import EMBEDDED
from multipolar.panel.schema import TABLES

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def rebuilt(raw):
    return build_frames(raw)


UNSTABLE = pytest.mark.xfail(
    strict=False, reason="panel/build.py, distance: which code of Serbia (345) is kept is by chance"
)


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=UNSTABLE) if n == "distance" else n for n in TABLES]
)
def test_the_embedded_release_can_be_rebuilt(rebuilt, name):
    old = pl.read_parquet(EMBEDDED / f"{name}.parquet")
    diff = compare_tables(name, old, rebuilt[name])
    assert diff.same, f"\n{diff}"


def test_types_are_those_of_the_release(rebuilt):
    for name, frame in rebuilt.items():
        assert frame.schema == pl.read_parquet_schema(EMBEDDED / f"{name}.parquet"), name


@pytest.mark.parametrize("name", ["contiguity", "rivalry", "mid", "treaty", "states"])
def test_a_table_is_the_same_every_time(raw, rebuilt, name):
    for _ in range(2):
        assert build_table(name, raw).equals(rebuilt[name])


@pytest.mark.xfail(strict=True, reason="unique without order in panel/build.py, distance")
def test_distances_are_the_same_every_time(raw):
    """Serbia (345) has two codes, YUG and SRB; only SRB has distances, and either is kept."""
    heights = {build_table("distance", raw).height for _ in range(30)}
    assert len(heights) == 1
