"""An indicator from a user's file: not licensed without it, computed with it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from multipolar.estimate import Status
from multipolar.fields import evaluate as module
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.panel.release import active
from multipolar.sources.base import Coverage
from multipolar.sources.own_file import OwnFile

OWN = OwnFile("toy", ("toys*.csv",), "ask for it", {"year": ("year",)})


@pytest.fixture
def indicator(monkeypatch, tmp_path):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    source = replace(module.SOURCES["nmc"], files=(), own=OWN)
    monkeypatch.setitem(module.SOURCES, "toy", source)
    return replace(
        INDICATORS["power.cinc"],
        user_source="toy",
        coverage=Coverage(1990, 2000, missing=(1995,), note="a hole"),
    )


KEYS = pl.DataFrame(
    {"ccode": [365, 365, 365], "year": [1980, 1992, 1995]},
    schema={"ccode": pl.Int32, "year": pl.Int32},
)


def test_without_the_file_what_is_covered_is_not_licensed(indicator):
    found = evaluate(indicator, KEYS, Options(), active())
    assert found["status"].to_list() == [
        Status.OUT_OF_COVERAGE,
        Status.NOT_LICENSED,
        Status.MISSING,
    ]
    assert found["value"].to_list() == [None] * 3


def test_with_the_file_it_is_computed(indicator, tmp_path):
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "toys.csv").write_text("year\n")
    found = evaluate(indicator, KEYS, Options(), active())
    assert found["status"][1] == Status.OBSERVED
    assert found["value"][1] > 0
