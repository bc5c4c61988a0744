"""Ideal points by way of the query, and the table of the release against a new fit.

Intervals, signs, coverage, filtered estimates with as_of.
"""

from __future__ import annotations

import math

import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import BadOption
from multipolar.panel import preferences
from multipolar.panel.release import active

Z90 = 1.6448536269514722

pytestmark = pytest.mark.skipif(
    "ideal" not in active().manifest["tables"], reason="the release has no table of ideal points"
)


def stored(state, year, by_session=0, filtered=0):
    rows = (
        active()
        .scan("ideal")
        .filter(
            (pl.col("by_session") == by_session)
            & (pl.col("filtered") == filtered)
            & (pl.col("year") == year)
            & (pl.col("ccode") == mp.resolve(state, min(year, 2016)).ccode)
        )
    )
    return rows.collect().row(0, named=True)


@pytest.mark.parametrize("state", ["USA", "RUS", "CHN", "GBR"])
def test_point_and_interval(state):
    found, row = mp.get("ideal.point", state, year=2014), stored(state, 2014)
    assert found.value == row["point"]
    assert found.n == row["votes"]
    assert found.low == pytest.approx(row["point"] - Z90 * row["error"])
    assert found.high == pytest.approx(row["point"] + Z90 * row["error"])
    assert found.low < found.value < found.high


def test_signs():
    """The United States positive by declaration; Britain nearer to it than Russia, than China."""
    value = {s: mp.get("ideal.point", s, year=2014).value for s in ("USA", "GBR", "RUS", "CHN")}
    assert value["USA"] > value["GBR"] > value["RUS"] > value["CHN"]
    assert mp.get("ideal.point", "USSR", year=1985).value < 0


def test_distance():
    found = mp.get("ideal.distance", "USA", "RUS", year=2014)
    one, two = stored("USA", 2014), stored("RUS", 2014)
    gap = abs(one["point"] - two["point"])
    half = Z90 * math.hypot(one["error"], two["error"])
    assert found.value == pytest.approx(gap)
    assert (found.low, found.high) == pytest.approx((max(gap - half, 0), gap + half))
    assert found.n == min(one["votes"], two["votes"])
    swapped = mp.get("ideal.distance", "RUS", "USA", year=2014)
    assert swapped == found
    near = mp.get("ideal.distance", "FRA", "DEU", year=2014)
    assert near.low >= 0


def test_china_is_farther_from_the_us_than_russia_from_1990_to_2019():
    """METHODS section 0, result 4 (published points, by session; ours by calendar year)."""
    years = range(1990, 2020)
    china = mp.get("ideal.distance", "USA", "CHN", years=years)
    russia = mp.get("ideal.distance", "USA", "RUS", years=years)
    farther = [a.value > b.value for a, b in zip(china, russia, strict=True)]
    assert all(farther)


def test_with_as_of_the_estimate_is_filtered():
    free, bound = (mp.get("ideal.point", "RUS", year=1992, as_of=a) for a in (None, 1992))
    assert free.value == stored("RUS", 1992)["point"]
    assert bound.value == stored("RUS", 1992, filtered=1)["point"]
    assert bound.value != free.value
    later = mp.get("ideal.point", "RUS", year=1992, as_of=2010)
    assert (later.value, later.low) == (bound.value, bound.low)


def test_a_session_under_way_is_partial():
    """Votes of session 69 (2014) went on in 2015: they may not reach an answer as of 2014."""
    for name, who in (("ideal.point", ["RUS"]), ("ideal.distance", ["USA", "RUS"])):
        open_ = mp.get(name, *who, year=2014, by="session", as_of=2014)
        assert (open_.value, open_.low, open_.status) == (None, None, "partial")
        closed = mp.get(name, *who, year=2013, by="session", as_of=2014)
        assert closed.status == "observed"
        assert mp.get(name, *who, year=2014, by="session").status == "observed"
    assert closed.value == pytest.approx(
        abs(stored("USA", 2013, 1, 1)["point"] - stored("RUS", 2013, 1, 1)["point"])
    )


@pytest.mark.parametrize(
    ("state", "year"),
    [("Switzerland", 1990), ("North Korea", 1985), ("PRC", 1960), ("Taiwan", 1980)],
)
def test_outsiders_of_the_united_nations(state, year):
    found = mp.get("ideal.point", state, year=year)
    assert (found.value, found.status) == (None, "not_a_member")
    pair = mp.get("ideal.distance", state, "USA", year=year)
    assert (pair.value, pair.status) == (None, "not_a_member")


@pytest.mark.parametrize(
    ("year", "status"),
    [
        (1945, "out_of_coverage"),
        (2024, "partial"),
        (2026, "out_of_coverage"),
        (1964, "insufficient"),
    ],
)
def test_coverage(year, status):
    """2024 ends on 4 June; session 19 (autumn 1964) worked without votes."""
    for name, who in (("ideal.point", ["USA"]), ("ideal.distance", ["USA", "GBR"])):
        found = mp.get(name, *who, year=year)
        assert (found.value, found.low, found.high, found.status) == (None, None, None, status)
        assert found.note or status == "insufficient"


def test_too_few_votes_are_no_position():
    """Nauru cast 14 contested votes in 2014; 15 are needed."""
    found = mp.get("ideal.point", "Nauru", year=2014)
    assert (found.n, found.value, found.low, found.status) == (14, None, None, "insufficient")


def test_every_observed_value_has_an_interval_about_it():
    for one, two in (("USA", "CUB"), ("FRA", "DEU"), ("IND", "PAK"), ("BLR", "RUS")):
        for found in mp.get("ideal.distance", one, two, years=range(1946, 2026)):
            if found.value is None:
                assert (found.low, found.high) == (None, None)
            else:
                assert 0 <= found.low <= found.value <= found.high
                assert found.high > found.low


@pytest.mark.parametrize("options", [{"base": "all"}, {"issue": "hr"}])
def test_there_is_one_vote_base(options):
    with pytest.raises(BadOption):
        mp.get("ideal.point", "USA", year=2014, **options)


def test_points_are_standardised():
    """Mean 0 and variance 1 over all state-periods by the definition; voters that are no COW
    state are left out of the release, and posterior means spread less than the points."""
    frame = active().scan("ideal").filter(pl.col("filtered") == 0).collect()
    for by_session in (0, 1):
        points = frame.filter(pl.col("by_session") == by_session)["point"]
        assert points.mean() == pytest.approx(0, abs=0.05)
        assert points.std() == pytest.approx(1, abs=0.05)


# ------------------------------------------------------------------ the table
@pytest.fixture(scope="module")
def table():
    return active().scan("ideal").collect()


def test_keys_and_ranges(table):
    keys = ["by_session", "filtered", "year", "ccode"]
    assert not table.select(keys).is_duplicated().any()
    assert table.null_count().sum_horizontal().item() == 0
    assert (table["error"] > 0).all()
    assert (table["votes"] > 0).all()
    assert table["year"].min() == 1946
    assert table["point"].is_finite().all()


def test_filtered_and_smoothed_have_the_same_rows(table):
    kinds = [
        table.filter(pl.col("filtered") == kind).select("by_session", "year", "ccode", "votes")
        for kind in (0, 1)
    ]
    order = ["by_session", "year", "ccode"]
    assert kinds[0].sort(order).equals(kinds[1].sort(order))


def test_the_last_period_is_the_same_filtered_and_smoothed(table):
    """At the end of the series there is no future: the two differ by estimation error only."""
    last = table.filter((pl.col("by_session") == 0) & (pl.col("year") == 2025))
    both = last.filter(pl.col("filtered") == 0).join(
        last.filter(pl.col("filtered") == 1), on="ccode", suffix="_filtered"
    )
    assert both.select(pl.corr("point", "point_filtered")).item() > 0.99


@pytest.mark.raw
def test_a_new_fit_by_session_gives_the_table(raw, table):
    record = preferences.voting_record(raw)
    assert record.select("call", "voter").is_duplicated().sum() == 0
    assert set(record["vote"].unique()) == {1, 2, 3}
    assert 19 not in set(record["session"].unique())
    parts = record.filter((pl.col("final") == 0) & (pl.col("year") > preferences.PARTS_TO))
    assert parts.is_empty()
    result = preferences.estimate(record, raw, "session", "smoothed")
    assert result.status == "converged"
    fitted = preferences.to_states(result.table(), record, "session", "smoothed")
    released = table.filter((pl.col("by_session") == 1) & (pl.col("filtered") == 0))
    both = fitted.join(released, on=["year", "ccode"], suffix="_released")
    assert both.height == fitted.height == released.height
    assert both.select(pl.corr("point", "point_released")).item() > 0.999
    gap = (pl.col("point") - pl.col("point_released")).abs()
    assert both.select(gap.max()).item() < 0.02
    assert both["votes"].equals(both["votes_released"])


def filtered_against_smoothed(table, by_session, first, last):
    span = table.filter(
        (pl.col("by_session") == by_session) & pl.col("year").is_between(first, last)
    )
    return span.filter(pl.col("filtered") == 0).join(
        span.filter(pl.col("filtered") == 1), on=["year", "ccode"], suffix="_filtered"
    )


@pytest.mark.parametrize("by_session", [0, 1])
def test_filtered_points_are_on_one_scale(table, by_session):
    """Their slope on the smoothed points: within a tenth from decade to decade, below 1.

    Each fit on the scale of its own record had .74 in 1956-65 and 1.03 in 2016-25.
    """
    slopes = [
        filtered_against_smoothed(table, by_session, decade, decade + 9)
        .select(pl.cov("point", "point_filtered") / pl.col("point").var())
        .item()
        for decade in range(1946, 2017, 10)
    ]
    assert all(0.8 < slope < 1.0 for slope in slopes)
    assert max(slopes) / min(slopes) < 1.15


def test_filtered_intervals_hold_the_smoothed_points(table):
    both = filtered_against_smoothed(table, 0, 1956, 1965)
    gap = (pl.col("point") - pl.col("point_filtered")).abs()
    assert both.select((gap <= Z90 * pl.col("error_filtered")).mean()).item() > 0.8
