"""The blocs of the release are what the raw files give, whoever does the work."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import polars as pl
import pytest

from multipolar.fields.blocs import DRAWS, RESOLUTIONS, STORED, stored_draws
from multipolar.panel.build import checked
from multipolar.panel.diff import compare_tables
from multipolar.panel.release import EMBEDDED, active
from multipolar.panel.schema import TABLES
from multipolar.system.bloc_tables import draw_years, houses_of, on_states, tables_of
from multipolar.system.layers import layers

YEARS = (1949, 1951)


@pytest.fixture(scope="module")
def houses(raw):
    return houses_of(raw)


@pytest.mark.raw
def test_the_tables_can_be_drawn_anew(houses):
    drawn = list(draw_years(houses, YEARS))
    assert set(drawn[0]) == set(STORED)
    assert set(drawn[1]) == {"combined"}  # too few roll calls in 1951
    made = tables_of(one for found in drawn for one in found.values())
    for name, frame in made.items():
        new = checked(name, frame)
        old = pl.read_parquet(EMBEDDED / f"{name}.parquet").filter(pl.col("year").is_in(YEARS))
        assert new.schema == old.schema
        diff = compare_tables(name, old, new)
        assert diff.same, f"\n{diff}"
        assert new.height > 5


@pytest.mark.raw
def test_one_worker_and_two_give_the_same(houses):
    years = (1947, 1948)
    alone = list(draw_years(houses, years, draws=2, nulls=2))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        shared = list(draw_years(houses, years, draws=2, nulls=2, executor=pool))
    for one, two in zip(alone, shared, strict=True):
        for name in STORED:
            assert (one[name].labels == two[name].labels).all()
            assert (one[name].chance == two[name].chance).all()


@pytest.mark.raw
def test_roll_calls_of_a_year_are_those_of_the_tables_of_votes(houses):
    from multipolar.measures.house import kappa_house
    from multipolar.system.layers import weights_of_votes

    for year in (1958, 1985):
        layer = layers(year)["votes"]
        house = on_states(houses[year], layer.codes)
        weights, seen = weights_of_votes(*kappa_house(house.votes))
        assert np.allclose(weights, layer.weights, atol=1e-12)
        assert (seen == layer.seen).all()


def test_the_tables_hold_a_hundred_draws_of_every_state_and_year():
    frame = pl.read_parquet(EMBEDDED / "blocs.parquet")
    assert frame["labels"].bin.size().unique().to_list() == [len(RESOLUTIONS) * DRAWS]
    years = frame.group_by("layer").agg(pl.col("year").unique().sort())
    by_layer = dict(years.iter_rows())
    assert by_layer[0] == [y for y in range(1946, 2026) if y not in (1951, 1953, 1964, 2024)]
    assert by_layer[1] == list(range(1946, 2019))
    levels = pl.read_parquet(EMBEDDED / "bloc_levels.parquet")
    assert levels.height == 5 * (len(by_layer[0]) + len(by_layer[1]))
    assert levels["p"].is_between(0.04, 1).all()


def test_draws_of_a_network_that_is_not_there():
    assert stored_draws("votes", 1964, active()) is None
    assert stored_draws("combined", 2019, active()) is None


def test_the_tables_stay_small():
    size = sum((EMBEDDED / f"{name}.parquet").stat().st_size for name in ("blocs", "bloc_levels"))
    assert size < 900_000
    assert TABLES["blocs"].derived
