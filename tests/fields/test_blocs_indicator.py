"""``bloc.together``: values, intervals, statuses, and the same numbers by every way."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.estimate import Status
from multipolar.fields.blocs import layers_of_both
from multipolar.system.blocs import blocs


@pytest.mark.parametrize(
    ("name", "layer"), [("bloc.together", "combined"), ("bloc.together_votes", "votes")]
)
def test_the_indicator_is_the_pair_of_the_blocs(name, layer):
    for pair in (("USA", "GBR"), ("FRA", "DZA"), ("IND", "CHN")):
        asked = mp.get(name, *pair, year=1980)
        found = blocs(1980, layer).pair(*pair)
        assert (asked.value, asked.low, asked.high) == (found.value, found.low, found.high)
        assert asked.low <= asked.value <= asked.high
        assert asked.status is Status.OBSERVED


def test_the_order_of_the_states_does_not_matter():
    assert mp.get("bloc.together", "JPN", "USA", year=1960) == mp.get(
        "bloc.together", "USA", "JPN", year=1960
    )


def test_nothing_later_than_as_of_reaches_a_year():
    late = mp.get("bloc.together", "USA", "FRA", year=1975)
    early = mp.get("bloc.together", "USA", "FRA", year=1975, as_of=1975)
    assert early == late
    latest = mp.get("bloc.together", "USA", "FRA", as_of=1975)
    assert latest.year == 1975


@pytest.mark.parametrize(
    ("name", "pair", "year", "status"),
    [
        ("bloc.together_votes", ("USA", "gw:260"), 1970, Status.NOT_A_MEMBER),
        ("bloc.together_votes", ("USA", "FRA"), 1964, Status.MISSING),
        ("bloc.together_votes", ("USA", "FRA"), 2024, Status.MISSING),
        ("bloc.together", ("USA", "FRA"), 2020, Status.OUT_OF_COVERAGE),
        ("bloc.together", ("USA", "FRA"), 1940, Status.OUT_OF_COVERAGE),
        ("bloc.together", ("USA", "gw:265"), 2000, Status.NOT_A_STATE),
        ("bloc.together", ("USA", "Taiwan"), 2016, Status.INSUFFICIENT),
    ],
)
def test_no_value_has_its_status(name, pair, year, status):
    found = mp.get(name, *pair, year=year)
    assert found.value is None
    assert found.status is status


def test_years_with_other_layers_are_remarked_upon():
    assert "without votes" in mp.get("bloc.together", "USA", "FRA", year=1964).note
    assert "treaties and rivalries" in mp.get("bloc.together", "USA", "FRA", year=2016).note
    assert mp.get("bloc.together", "USA", "FRA", year=2014).note == ""


def test_n_counts_the_layers_that_speak_of_both():
    assert mp.get("bloc.together", "USA", "FRA", year=1975).n == 4
    assert mp.get("bloc.together", "USA", "gw:260", year=1970).n == 2
    assert mp.get("bloc.together_votes", "USA", "FRA", year=1975).n is None
    seen = np.array([0b01111, 0b11010, 0b00001], np.uint8)
    assert layers_of_both(seen).tolist() == [[4, 2, 1], [2, 2, 0], [1, 0, 1]]


def test_tables_of_dyads():
    table = mp.dyads(range(1975, 1977)).add("bloc.together", "bloc.together_votes", detail=True)
    frame = table.frame
    assert frame["bloc.together"].is_between(0, 1).all()
    known = frame.filter(pl.col("bloc.together").is_not_null())
    assert known.height > 20_000
    assert (known["bloc.together.low"] <= known["bloc.together"]).all()
    assert (known["bloc.together"] <= known["bloc.together.high"]).all()
    assert "atop" in table.origins
    one = blocs(1976)
    row = frame.filter(
        (pl.col("ccode1") == 2) & (pl.col("ccode2") == 200) & (pl.col("year") == 1976)
    ).row(0, named=True)
    assert row["bloc.together"] == one.pair("USA", "GBR").value


def test_sources_are_named():
    text = mp.cite("bloc.together")
    for word in ("Leeds", "Traag", "Pevehouse", "Thompson"):
        assert word in text
    assert "Leeds" not in mp.cite("bloc.together_votes")
