"""Repeated texts of the Assembly in a part of its votes: tied where held, no matter where not."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.panel import preferences
from multipolar.sources import RawFolder, assembly_votes


def record(*calls):
    """Three voters on each call, of which the last disagrees."""
    votes = (("USA", 1), ("RUS", 1), ("CHN", 3))
    rows = [(call, call, voter, vote) for call in calls for voter, vote in votes]
    return pl.DataFrame(rows, ["call", "year", "voter", "vote"], orient="row")


@pytest.mark.parametrize(
    ("calls", "texts"),
    [
        ((1, 2), (1, 2)),  # none of them repeats, or is repeated
        ((1, 7, 9), (1, 5)),  # 9 repeats 7 repeats 5, which is not there
        ((1, 5, 9), (1, 5)),  # the link between them is not there
        ((1, 7), (1, 5)),
    ],
)
def test_texts_are_tied_where_they_are_held(calls, texts, monkeypatch, tmp_path):
    pairs = pl.DataFrame({"rcid1": [5, 7], "rcid2": [7, 9]})
    monkeypatch.setattr(assembly_votes, "repeated", lambda raw: pairs)
    found = preferences.roll_calls(record(*calls), RawFolder(tmp_path), "year")
    assert found.items == calls
    assert found.texts == texts
