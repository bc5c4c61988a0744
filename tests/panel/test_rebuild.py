"""The embedded release is what the raw files give; on failure the data diff is printed."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.panel.build import build_table
from multipolar.panel.diff import compare
from multipolar.panel.make import build_frames
from multipolar.panel.release import EMBEDDED
from multipolar.panel.schema import TABLES

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def rebuilt(raw):
    return build_frames(raw)


def test_the_embedded_release_can_be_rebuilt(rebuilt):
    old = {name: pl.read_parquet(EMBEDDED / f"{name}.parquet") for name in TABLES}
    different = [str(diff) for diff in compare(old, rebuilt) if not diff.same]
    assert not different, "\n" + "\n".join(different)


def test_types_are_those_of_the_release(rebuilt):
    for name, frame in rebuilt.items():
        assert frame.schema == pl.read_parquet_schema(EMBEDDED / f"{name}.parquet"), name


@pytest.mark.parametrize("name", ["distance", "contiguity", "rivalry", "mid", "treaty"])
def test_a_table_is_the_same_every_time(raw, rebuilt, name):
    for _ in range(6):
        assert build_table(name, raw).equals(rebuilt[name])
