"""Visits of leaders: known counts, one direction only, and rates by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.panel import release
from multipolar.sources import RawFolder, china_diplomacy, colt

CHINA, RUSSIA, USA = 710, 365, 2


def row(name: str, *keys: int, as_of: int | None = None) -> dict[str, object]:
    """One result, for a state and year or for two states and a year."""
    columns = ("ccode", "year") if len(keys) == 2 else ("ccode1", "ccode2", "year")
    frame = pl.DataFrame({c: [k] for c, k in zip(columns, keys, strict=True)}).cast(pl.Int32)
    options = Options(as_of=as_of)
    return evaluate(INDICATORS[name], frame, options, release.active()).row(0, named=True)


@pytest.fixture(scope="module")
def trips(raw: RawFolder) -> pl.DataFrame:
    return china_diplomacy.trips(raw)


def test_trips_are_those_of_the_source(trips: pl.DataFrame, raw_root: Path) -> None:
    # 595 trips, one of them to Palestine; Russia 29 and the Soviet Union 11, the US 23.
    assert trips.height == 594
    assert trips.filter(pl.col("ccode") == RUSSIA).height == 40
    assert trips.filter(pl.col("ccode") == USA).height == 23
    # A conversion of the same sheet.
    path = raw_root / "china-diplomacy" / "who_where_when_dataset.csv"
    with path.open(encoding="utf-8-sig") as stream:
        listed = [int(record["Year"]) for record in csv.DictReader(stream)]
    assert len(listed) == 595
    for year in (1957, 1990, 2013, 2019):
        assert trips.filter(pl.col("year") == year).height == listed.count(year)


@pytest.mark.parametrize(("year", "visits"), [(2013, 2), (2014, 2), (2015, 2), (1975, 0)])
def test_visits_of_chinas_leaders_to_russia(year: int, visits: int) -> None:
    # 2013: Xi Jinping in March and September; 2014: Xi in February, Li Keqiang in October.
    assert row("contact.visits", CHINA, RUSSIA, year)["value"] == visits


def test_only_one_side_is_known() -> None:
    assert row("contact.visits", RUSSIA, CHINA, 2014)["status"] == "missing"
    assert row("contact.visits", USA, RUSSIA, 2014)["status"] == "missing"
    assert row("contact.visits", CHINA, USA, 2010)["status"] == "structural_zero"
    assert row("contact.visits", CHINA, RUSSIA, 2021)["status"] == "out_of_coverage"


def test_five_years_and_rate_by_hand(trips: pl.DataFrame) -> None:
    window = trips.filter(pl.col("year").is_between(2010, 2014))
    there = window.filter(pl.col("ccode") == RUSSIA).height
    assert row("contact.visits5", CHINA, RUSSIA, 2014)["value"] == there == 7
    found = row("contact.rate", CHINA, RUSSIA, 2014)
    assert found["value"] == there / window.height
    assert found["n"] == window.height
    before = trips.filter(pl.col("year") < 2010)
    ratio = (there / window.height) / (
        before.filter(pl.col("ccode") == RUSSIA).height / before.height
    )
    shift = row("contact.shift", CHINA, RUSSIA, 2014)
    assert shift["value"] == pytest.approx(float(pl.Series([ratio]).log()[0]), abs=0.05)


def test_the_past_is_not_changed_by_what_came_later() -> None:
    for name in ("contact.rate", "contact.shift", "contact.visits5"):
        early = row(name, CHINA, RUSSIA, 2005, as_of=2005)
        assert early == row(name, CHINA, RUSSIA, 2005)


def test_a_state_never_visited_has_no_shift() -> None:
    assert row("contact.shift", CHINA, 580, 1980)["status"] == "insufficient"


def test_engagements_count_days_once(raw: RawFolder) -> None:
    frame = china_diplomacy.engagements(raw)
    assert frame["days"].max() <= 366  # type: ignore[operator]
    rows = raw.read_r(china_diplomacy.ENGAGEMENTS).filter(
        (pl.col("country") == "Russia") & (pl.col("year") == "2014")
    )
    assert row("contact.engagements", CHINA, RUSSIA, 2014)["value"] == rows["date"].n_unique()
    assert rows.height > rows["date"].n_unique()
    assert row("contact.engagements", CHINA, RUSSIA, 2018)["status"] == "partial"


def test_travel_of_leaders(raw: RawFolder) -> None:
    sent = pl.read_parquet(raw.verify(colt.SENT))
    for name, ccode in (("Russia", RUSSIA), ("China", CHINA), ("United States", USA)):
        of = sent.filter((pl.col("LeaderCountryOrIGO") == name) & (pl.col("TripYear") == 2014))
        assert row("contact.travel", ccode, 2014)["value"] == of["count"][0]
    # The file has no trips of Iran's leaders, which are not zero.
    assert row("contact.travel", 630, 2014)["status"] == "missing"
    assert row("contact.received", 630, 2014)["status"] == "observed"
    assert row("contact.travel", 345, 1995)["status"] == "observed"  # Serbia and Montenegro
