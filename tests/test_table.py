"""Tables of cases, and the columns that indicators give them."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import BadOption, BadYear, UnknownIndicator, WrongUnit

YEARS = range(2012, 2015)


@pytest.fixture(scope="module")
def pairs():
    return mp.dyads(YEARS)


def row(table, one, two, year):
    return table.frame.filter(ccode1=one, ccode2=two, year=year).row(0, named=True)


def test_cases_are_pairs_that_share_a_day(pairs):
    keys = pairs.frame.select("ccode1", "ccode2", "year")
    assert not keys.is_duplicated().any()
    assert (keys["ccode1"] < keys["ccode2"]).all()
    assert sorted(keys["year"].unique()) == list(YEARS)
    assert pairs.frame.columns[:5] == ["ccode1", "ccode2", "year", "iso3_1", "iso3_2"]
    n = mp.state_years([2014]).frame.height
    assert pairs.frame.filter(pl.col("year") == 2014).height == n * (n - 1) // 2
    assert mp.dyads([1990]).frame.filter(ccode1=678, ccode2=679).is_empty()


def test_directed_cases_are_both_orders(pairs):
    both = mp.dyads(YEARS, directed=True).frame
    assert both.height == 2 * pairs.frame.height
    assert both.filter(ccode1=710, ccode2=365).height == 3


def test_relevant_cases_touch_or_have_a_major_power(pairs):
    """COW: seven majors since December 1991; contiguity up to 400 miles of sea."""
    frame = mp.dyads(YEARS, relevant=True).frame
    assert 0 < frame.height < pairs.frame.height / 5
    assert not frame["relevant_carried"].any()
    assert frame.filter(ccode1=2, ccode2=94, year=2014).height == 1  # the US with anyone
    assert frame.filter(ccode1=100, ccode2=101, year=2014).height == 1  # Colombia, Venezuela
    assert frame.filter(ccode1=100, ccode2=712, year=2014).is_empty()  # Colombia, Mongolia
    assert mp.dyads([2020], relevant=True).frame["relevant_carried"].all()


def test_years_with_gaps_are_kept_apart():
    assert set(mp.dyads([1990, 2014]).frame["year"]) == {1990, 2014}


def test_a_table_does_not_change(pairs):
    before = pairs.frame.columns
    added = pairs.add("votes.kappa", "treaty.defense")
    assert pairs.frame.columns == before
    assert added.frame.columns == [
        *before, "votes.kappa", "votes.kappa.status", "treaty.defense", "treaty.defense.status",
    ]  # fmt: skip
    assert added.frame.select(before).equals(pairs.frame)


def test_origins_are_united(pairs):
    assert pairs.origins == ()
    found = pairs.add("treaty.defense", "treaty.neutrality", "igo.joint").origins
    assert found == ("atop", "cow-igo")


def test_suffixes(pairs):
    """A state's value comes once for each side, a directed value once for each direction."""
    found = pairs.add("power.cinc", "trade.share", "trade.salience")
    assert found.frame.columns[-10:] == [
        "power.cinc_1", "power.cinc_1.status", "power.cinc_2", "power.cinc_2.status",
        "trade.share_12", "trade.share_12.status", "trade.share_21", "trade.share_21.status",
        "trade.salience", "trade.salience.status",
    ]  # fmt: skip
    cells = row(found, 365, 710, 2014)
    assert cells["power.cinc_1"] == mp.get("power.cinc", "Russia", year=2014).value
    assert cells["power.cinc_2"] == mp.get("power.cinc", "China", year=2014).value
    assert cells["trade.share_12"] == mp.get("trade.share", "Russia", "China", year=2014).value
    assert cells["trade.share_21"] == mp.get("trade.share", "China", "Russia", year=2014).value


def test_a_directed_table_has_one_column_in_its_own_direction():
    found = mp.dyads([2014], directed=True).add("trade.share", "votes.kappa", "power.cinc")
    one, two = row(found, 365, 710, 2014), row(found, 710, 365, 2014)
    assert one["trade.share"] == mp.get("trade.share", "Russia", "China", year=2014).value
    assert two["trade.share"] == mp.get("trade.share", "China", "Russia", year=2014).value
    assert one["votes.kappa"] == two["votes.kappa"]
    assert one["power.cinc_1"] == two["power.cinc_2"]


def test_details(pairs):
    found = pairs.add("votes.kappa", detail=True, by="session", base="all")
    cells = row(found, 365, 710, 2014)
    asked = mp.get("votes.kappa", "China", "Russia", year=2014, by="session", base="all")
    for key in ("low", "high", "n", "status"):
        assert cells[f"votes.kappa.{key}"] == getattr(asked, key)


def test_values_after_the_end_are_empty_not_nought():
    found = mp.dyads([2018, 2019]).add("treaty.defense").frame
    late = found.filter(pl.col("year") == 2019)
    assert late["treaty.defense"].null_count() == late.height
    carried = mp.dyads([2019]).add("treaty.defense", carry=True).frame
    assert carried["treaty.defense.status"].unique().to_list() == ["carried"]


def test_states():
    found = mp.state_years([1990, 2014]).add("power.cinc", "power.gdp", detail=True).frame
    assert found.columns[:3] == ["ccode", "year", "iso3"]
    assert not found.select("ccode", "year").is_duplicated().any()
    assert found.filter(ccode=710, year=2014)["power.cinc"].item() == pytest.approx(0.229, abs=1e-4)
    with pytest.raises(WrongUnit, match="cannot join"):
        mp.state_years([2014]).add("votes.kappa")


def test_bad_requests(pairs):
    with pytest.raises(BadOption, match="already"):
        pairs.add("votes.kappa", "votes.kappa")
    with pytest.raises(UnknownIndicator):
        pairs.add("votes.kapa")
    with pytest.raises(BadOption):
        pairs.add("treaty.defense", base="all")
    with pytest.raises(BadOption):
        pairs.add("votes.kappa", carry=True)
    with pytest.raises(BadYear):
        mp.dyads(range(2014, 2000))
    with pytest.raises(BadYear):
        mp.dyads([2014], as_of=2010)
    with pytest.raises(BadYear):
        mp.state_years([1700])


def test_labels_of_states_are_those_of_the_year():
    frame = mp.state_years([1980, 2000]).frame
    found = {(r["ccode"], r["year"]): r["iso3"] for r in frame.to_dicts()}
    assert found[(260, 1980)] == "DEU"
    assert found[(265, 1980)] == "DDR"
    assert found[(255, 2000)] == "DEU"
    assert (255, 1980) not in found


def test_sources_of_years_without_a_value_are_not_cited():
    """In 2010 only the first of the three lists of votes speaks; in 1930 none does."""
    assert mp.dyads(2010).add("votes.kappa").origins == ("un-votes",)
    assert mp.dyads(1930).add("votes.kappa").origins == ()
    assert mp.dyads(range(2014, 2017), relevant=True).add("trade.share").origins == ("cow-trade",)
