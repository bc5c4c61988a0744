"""Back-fill of trade under sanctions, from the release."""

from __future__ import annotations

import json

import numpy as np
import pytest

from multipolar.panel.release import active
from multipolar.query import get
from multipolar.relations.backfill import _panels, _starts, backfill
from multipolar.states.pair import find_pair


def of(target, partner, year):
    return backfill(find_pair(target, partner, year), active())


def episode():
    codes, _, under = _panels(710, np.arange(1990, 2015), active())
    return codes, under, _starts(under)


def test_an_episode_begins_after_three_years_without_sanctions():
    under = np.zeros((3, 10), bool)
    under[0, 4:] = True
    under[1, 2:] = True
    under[2, [3, 5, 9]] = True
    assert _starts(under) == [(0, 4), (2, 3)]


def test_an_effect_is_the_change_of_the_share_less_that_of_others():
    codes, _, starts = episode()
    for unit, start in starts:
        target, year = codes[unit], 1990 + start
        found = [one for one in of(target, "China", 2014).own if one.start == year]
        if not found:
            continue
        values = [
            get("trade.share", target, "China", year=y).value for y in range(year - 3, year + 3)
        ]
        own = np.mean(values[3:]) - np.mean(values[:3])
        effect = found[0].effect
        assert abs(own - effect.value) < 0.05
        assert effect.low < effect.value < effect.high
        return
    pytest.fail("no episode")


def test_without_an_episode_it_is_not_applicable():
    found = of("Japan", "China", 2014)
    assert found.own == () and found.reason
    assert found.episodes >= 10 and found.low < found.mean < found.high
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    assert of("United States of America", "China", 2014).reason
    assert of("Russia", "China", 1980).mean is None


def test_an_open_window_and_later_years_are_not_used():
    for year in (2000, 2008):
        for one in of("Belarus", "Russia", year).own:
            assert one.start + 2 <= year
    late, early = of("Belarus", "Russia", 2014), of("Belarus", "Russia", 2008)
    kept = [one.start for one in late.own if one.start + 2 <= 2008]
    assert [one.start for one in early.own] == kept
