"""What stands around a relationship: each value is the one that a single question gives."""

from __future__ import annotations

import pytest

import multipolar as mp
from multipolar.estimate import HAS_VALUE
from multipolar.fields.registry import INDICATORS
from multipolar.panel.release import active
from multipolar.relations.context import GROUPS, SELECT, TOWARD_US, context
from multipolar.states.pair import find_pair


@pytest.fixture(scope="module", params=[("CHN", "RUS", 2014), ("IND", "PAK", 1985)])
def around(request):
    one, two, year = request.param
    pair = find_pair(one, two, year)
    return pair, context(pair, active())


def test_every_indicator_of_the_groups_is_declared_and_there(around):
    names = [name for group in GROUPS.values() for name in group]
    assert set(names) <= set(INDICATORS)
    shown = {item.indicator: item for item in around[1]}
    assert list(shown) == [name for name in names if name in shown]
    assert set(names) - set(shown) <= set(SELECT)
    assert all(shown[name].known for name in SELECT if name in shown)


def test_a_pair_of_the_united_states_is_not_measured_against_the_united_states():
    shown = {item.indicator for item in context(find_pair("GBR", "USA", 2014), active())}
    lacking = {name for group in GROUPS.values() for name in group} - shown
    assert lacking - set(SELECT) == set(TOWARD_US)


def test_what_only_some_have_is_shown_for_those_only():
    """Sanctions are coded for the United States as sender; China's trade by Comtrade from 2014."""
    shown = {item.indicator: item for item in context(find_pair("RUS", "USA", 2016), active())}
    assert shown["sanctions.imposed"].first.value is None  # of Russia nothing is known
    assert shown["sanctions.imposed"].second.value == 1
    other = {item.indicator for item in context(find_pair("KEN", "TZA", 2016), active())}
    assert not {"sanctions.imposed", "trade.share_comtrade", "practice.exercises_listed"} & other


def test_each_value_stands_under_its_own_state():
    """Named in either order: Russia was rated more democratic than China in 2014 (V-Dem 15)."""
    for one, two in (("China", "Russia"), ("Russia", "China")):
        found = {item.indicator: item for item in mp.assess(one, two, 2014).context}
        regime = found["regime.polyarchy"]
        sides = {one: regime.first, two: regime.second}
        assert (sides["China"].ccode1, sides["Russia"].ccode1) == (710, 365)
        assert sides["China"].value < 0.1 < sides["Russia"].value
        hedging = found["hedging.rival_treaties"]
        toward = {(e.ccode1, e.ccode2): e.value for e in (hedging.first, hedging.second)}
        assert next(iter(toward)) == (sides[one].ccode1, sides[two].ccode1)
        assert toward == {(710, 365): 1.0, (365, 710): 0.75}


def test_values_are_those_of_single_questions(around):
    pair, found = around
    one, two = pair.asked
    for item in found:
        if item.of_pair:
            sides = [(item.first, (one, two))]
        elif item.what.directed:
            sides = [(item.first, (one, two)), (item.second, (two, one))]
        else:
            sides = [(item.first, (one,)), (item.second, (two,))]
        for estimate, who in sides:
            asked = mp.get(item.indicator, *who, year=estimate.year, as_of=pair.as_of)
            assert estimate.status == asked.status
            if asked.value is None:
                assert estimate.value is None
            else:
                assert estimate.value == pytest.approx(asked.value, rel=1e-9)
            assert pair.as_of - 15 <= estimate.year <= pair.as_of


def test_no_later_year_has_a_value(around):
    pair, found = around
    one, two = pair.asked
    for item in found:
        if not item.of_pair or item.first.status not in HAS_VALUE:
            continue
        for year in range(item.first.year + 1, pair.as_of + 1):
            later = mp.get(item.indicator, one, two, year=year, as_of=pair.as_of)
            assert later.status not in HAS_VALUE
