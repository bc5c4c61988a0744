"""What the Python functions take for a state, a pair and a year, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.relations.change import change
from multipolar.relations.ranking import partners

NO_STATES = [None, 1.5, float("nan"), True, False, ["China"], b"China", object(), ""]


@pytest.mark.parametrize("odd", NO_STATES, ids=lambda odd: repr(odd).split(" at ")[0])
@pytest.mark.parametrize(
    "ask",
    [
        mp.resolve,
        lambda odd: mp.assess("China", odd, as_of=2014),
        lambda odd: mp.assess(odd, "China"),
        lambda odd: mp.get("votes.kappa", odd, "China", year=2014),
        lambda odd: mp.get("power.cinc", odd),
        lambda odd: mp.compare([("China", odd)], as_of=2014),
        lambda odd: partners(odd, year=2014),
        lambda odd: change("votes.kappa", odd, "CHN", range(2000, 2005), range(2006, 2010)),
    ],
)
def test_what_is_no_state_is_refused_in_one_sentence(ask, odd):
    with pytest.raises(mp.MultipolarError) as refused:
        ask(odd)
    assert "\n" not in str(refused.value)
    assert "name" in str(refused.value)


def test_a_state_stands_for_itself():
    china, russia = mp.resolve("China"), mp.resolve("Russia", 2014)
    by_name = mp.get("votes.kappa", "China", "Russia", year=2014)
    assert mp.get("votes.kappa", china, russia, year=2014) == by_name
    assert mp.get("power.cinc", china, year=2010) == mp.get("power.cinc", "CHN", year=2010)
    assert mp.resolve(china) == china
    assert mp.assess(china, russia, 2014).to_dict() == mp.assess("CHN", "RUS", 2014).to_dict()
    assert len(mp.compare([(china, russia)], as_of=2014).assessments) == 1
    assert mp.resolve(np.int64(710)) == china


def test_a_state_that_has_ended_is_said_to_have():
    gdr = mp.resolve("East Germany", 1980)
    with pytest.raises(mp.MultipolarError, match="1990"):
        mp.resolve(gdr, 2000)
    with pytest.raises(mp.MultipolarError, match="China and China are the same"):
        mp.assess(mp.resolve("China"), mp.resolve("China"))


@pytest.mark.parametrize("odd", ["2014", "2014:2015", 2014.0, True, b"2014"], ids=repr)
@pytest.mark.parametrize(
    "ask",
    [
        lambda odd: mp.get("votes.kappa", "China", "Russia", year=odd),
        lambda odd: mp.get("votes.kappa", "China", "Russia", years=odd),
        lambda odd: mp.get("votes.kappa", "China", "Russia", as_of=odd),
        lambda odd: mp.assess("China", "Russia", as_of=odd),
        mp.dyads,
        mp.state_years,
    ],
)
def test_a_year_is_a_whole_number(ask, odd):
    with pytest.raises(mp.MultipolarError) as refused:
        ask(odd)
    assert repr(odd) in str(refused.value)


def test_one_year_is_not_several():
    with pytest.raises(mp.MultipolarError, match="whole number"):
        mp.get("votes.kappa", "China", "Russia", year=[2013, 2014])


@pytest.mark.parametrize("odd", ["2014", 2014.5, True, [2014]], ids=repr)
def test_a_date_of_a_state_is_a_date_or_a_year(odd):
    with pytest.raises(mp.MultipolarError, match="no date and no year"):
        mp.resolve("China", odd)


@pytest.mark.parametrize(
    "pairs", [[], None, "CHN", ["CHN", "RUS"], [("CHN",)], [("CHN", "RUS", "USA")], 3], ids=repr
)
def test_pairs_are_pairs(pairs):
    with pytest.raises(mp.MultipolarError, match="pair"):
        mp.compare(pairs, as_of=2014)


@pytest.mark.parametrize("odd", [None, 3, ["atop"]], ids=repr)
def test_what_has_no_name_is_not_cited(odd):
    with pytest.raises(mp.MultipolarError, match="cited"):
        mp.cite(odd)
