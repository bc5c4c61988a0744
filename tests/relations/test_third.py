"""The third party: chosen from hostility alone, named, refused."""

from __future__ import annotations

import pytest

from multipolar.errors import BadOption
from multipolar.panel.release import active
from multipolar.query import get
from multipolar.relations.third import third_party
from multipolar.states.pair import find_pair


@pytest.mark.parametrize(
    ("one", "two", "year", "third"),
    [
        ("CHN", "RUS", 2014, "United States"),
        ("France", "United Kingdom", 1913, "Germany"),
        ("USA", "China", 2014, "India"),
    ],
)
def test_the_rule_finds_the_strong_and_hostile(one, two, year, third):
    assert third_party(find_pair(one, two, year), active()).state.name == third


def test_the_order_of_the_pair_does_not_matter_to_the_choice():
    for pair in (("IND", "PAK"), ("PAK", "IND")):
        assert third_party(find_pair(*pair, 2005), active()).state.ccode == 710


def test_ties_are_those_of_each_in_the_order_of_the_pair():
    for one, two in (("RUS", "CHN"), ("CHN", "RUS")):
        found = third_party(find_pair(one, two, 2014), active(), "USA")
        stake = found.ties[-1]
        assert found.named
        assert stake.first.value == get("trade.share", one, "USA", year=2014).value
        assert stake.second.value == get("trade.share", two, "USA", year=2014).value
        values = {one: stake.first.value, two: stake.second.value}
        assert values["CHN"] > 2 * values["RUS"]


def test_nothing_later_than_the_date_is_used():
    found = third_party(find_pair("RUS", "CHN", 1995), active())
    assert all(t.first.year <= 1995 and t.second.year <= 1995 for t in found.ties)


def test_one_of_the_pair_is_no_third():
    with pytest.raises(BadOption, match="is one of the pair"):
        third_party(find_pair("RUS", "CHN", 2014), active(), "Russia")
