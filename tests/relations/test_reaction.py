"""Cross-reaction of a pair to a third party, from the release."""

from __future__ import annotations

import json

import pytest

from multipolar.errors import BadOption
from multipolar.panel.release import active
from multipolar.relations.reaction import reaction
from multipolar.states.pair import find_pair


def of(one, two, year, k=None):
    return reaction(find_pair(one, two, year), active(), k)


def test_own_slopes_follow_the_order_of_the_pair():
    one, two = of("CHN", "RUS", 2014), of("RUS", "CHN", 2014)
    assert one.third.name == "United States" and not one.named
    assert (one.first, one.second) == (two.second, two.first)
    assert one.pooled == two.pooled
    assert json.loads(json.dumps(one.to_dict())) == one.to_dict()


def test_russia_and_china_up_to_2014_are_not_shown_to_be_directed():
    """Votes answer to hostility toward China; toward Russia the slope may be zero."""
    found = of("CHN", "RUS", 2014, "USA")
    assert found.named and found.years >= 40
    assert found.first.low > 0
    assert found.second.low < 0 < found.second.high
    assert found.directed is None
    assert found.pooled.low < 0 < found.pooled.high
    assert found.placebo.low < 0 < found.placebo.high
    assert found.p > 0.1


def test_own_slopes_are_drawn_toward_those_of_all():
    found = of("CHN", "RUS", 2014, "USA")
    assert abs(found.first.value) < abs(found.first_alone.value)
    assert found.first.high - found.first.low < found.first_alone.high - found.first_alone.low


def test_few_years_are_no_answer_and_say_so():
    found = of("Ukraine", "Russia", 2005, "USA")
    assert found.first.value is None and found.directed is None
    assert "20 are needed" in found.first.reason
    assert found.pooled.value is not None
    early = of("France", "Russia", 1913)
    assert early.pooled.value is None and "1913" in early.pooled.reason


def test_later_data_do_not_reach_the_answer():
    pair = find_pair("CHN", "RUS", 2014)
    late = reaction(pair, active(), "USA", as_of=2020)
    assert late == of("CHN", "RUS", 2014, "USA")
    assert reaction(pair, active(), "USA", as_of=2000).span == (1947, 2000)


def test_a_member_is_no_third_party():
    with pytest.raises(BadOption):
        of("CHN", "RUS", 2014, "China")
