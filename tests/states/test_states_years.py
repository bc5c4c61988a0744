"""State-years, dyad-years and majors."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import polars as pl
import pytest

from multipolar.errors import BadYear
from multipolar.states import dyad_years, facts, majors, state_years


def _slow_dyads(year: int) -> set[tuple[int, int]]:
    spells = [s for group in facts.spells().values() for s in group]
    return {
        (a.ccode, b.ccode)
        for a in spells
        for b in spells
        if a.ccode < b.ccode
        and max(a.start, b.start, date(year, 1, 1)) <= min(a.end, b.end, date(year, 12, 31))
    }


@pytest.mark.parametrize("year", [1816, 1918, 1940, 1945, 1958, 1990, 1992, 2016, 2026])
def test_dyads_share_a_day(year) -> None:
    frame = dyad_years(year, year)
    assert set(frame.select("ccode1", "ccode2").rows()) == _slow_dyads(year)
    assert frame["carried"].unique().to_list() == [year > 2016]


def test_dyads_that_share_a_year_but_no_day_are_left_out() -> None:
    pairs = set(dyad_years(1990, 1990).select("ccode1", "ccode2").rows())
    assert (255, 260) not in pairs
    assert (255, 265) not in pairs
    assert (260, 265) in pairs
    assert (678, 680) in pairs
    assert (679, 680) not in pairs


def test_dyads_are_unique_sorted_and_whole_in_one_go() -> None:
    frame = dyad_years(1816, 2026)
    assert frame.columns == ["ccode1", "ccode2", "year", "carried"]
    assert (frame["ccode1"] < frame["ccode2"]).all()
    keys = frame.select("ccode1", "ccode2", "year")
    assert not keys.is_duplicated().any()
    assert keys.equals(keys.sort("ccode1", "ccode2", "year"))
    part = frame.filter(pl.col("year").is_between(1938, 1947))
    assert part.equals(dyad_years(1938, 1947))


def test_directed_dyads_are_both_orders() -> None:
    one = dyad_years(1900, 1950)
    both = dyad_years(1900, 1950, directed=True)
    turned = one.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(one.columns)
    assert both.height == 2 * one.height
    keys = ["ccode1", "ccode2", "year"]
    assert both.sort(keys).equals(pl.concat([one, turned]).sort(keys))


def test_dyads_are_fast() -> None:
    dyad_years(1816, 1816)
    start = perf_counter()
    dyad_years(1816, 2026)
    assert perf_counter() - start < 1.0  # 0.05 s on an idle machine


def test_state_years_count_the_system() -> None:
    frame = state_years(1816, 2026)
    sizes = dict(frame.group_by("year").len().rows())
    assert (sizes[1816], sizes[2016], sizes[2026]) == (23, 195, 195)
    assert not frame.select("ccode", "year").is_duplicated().any()
    assert frame.filter(pl.col("carried"))["year"].min() == 2017
    rows = set(frame.select("ccode", "year").rows())
    assert {(220, 1942), (220, 1944), (255, 1990), (260, 1990)} <= rows
    assert not {(220, 1943), (255, 1989), (260, 1991), (315, 1993)} & rows


def test_majors_are_carried() -> None:
    frame = majors(2015, 2020)
    last = frame.filter(pl.col("year") == 2020)
    assert last["ccode"].to_list() == [2, 200, 220, 255, 365, 710, 740]
    assert last["carried"].all()
    assert frame.filter(pl.col("year") <= 2016)["carried"].any() is False


@pytest.mark.parametrize("table", [state_years, dyad_years, majors])
def test_years_in_the_wrong_order_are_refused(table) -> None:
    with pytest.raises(BadYear, match="wrong order"):
        table(2000, 1990)


@pytest.mark.parametrize("table", [state_years, dyad_years, majors])
def test_years_before_the_system_are_empty(table) -> None:
    assert table(1700, 1710).is_empty()


def test_dyad_years_among_some_states():
    among = {2, 200, 255, 260}
    whole = dyad_years(1989, 1992)
    some = whole.filter(pl.col("ccode1").is_in(among) & pl.col("ccode2").is_in(among))
    assert dyad_years(1989, 1992, among=among).equals(some)
