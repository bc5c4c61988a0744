"""The course of a ratio of power, against a straight line fitted by other means."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.panel.release import active
from multipolar.relations.balance import power_ratios
from multipolar.states.pair import find_pair


def test_the_course_of_the_ratio_is_the_line_through_ten_years():
    ratio = power_ratios(find_pair("China", "Russia", 2014), active())[0]
    years = np.arange(2005, 2015)
    china, russia = (
        [mp.get("power.cinc", state, year=int(year)).value for year in years]
        for state in ("China", "Russia")
    )
    slope = np.polyfit(years, np.log(np.array(china) / np.array(russia)), 1)[0]
    assert ratio.trend.value == pytest.approx(slope)
    assert ratio.word == "rising"
    back = power_ratios(find_pair("Russia", "China", 2014), active())[0]
    assert back.trend.value == pytest.approx(-slope)
    assert back.word == "falling"
    assert ratio.to_dict()["trend"]["word"] == "rising"


def test_too_few_years_have_no_course():
    first = power_ratios(find_pair("Kosovo", "Montenegro", 2010), active())
    assert all(ratio.trend is None and ratio.word == "" for ratio in first)
