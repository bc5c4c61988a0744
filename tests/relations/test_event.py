"""Event studies on the panel: what history knows, and what cannot be asked."""

from __future__ import annotations

import math

import numpy as np
import pytest

from multipolar.errors import BadOption, BadYear, WrongUnit
from multipolar.relations.event import event_study


def test_poland_left_the_soviet_line():
    found = event_study("votes.kappa", "Poland", "USSR", at=1990, exposed=("Hungary",))
    assert found.did.value < 0
    assert found.did.high < 0
    assert found.did.p < 0.05
    assert " fell by " in found.sentence
    assert (found.before, found.after) == (tuple(range(1984, 1990)), tuple(range(1990, 1995)))


def test_2014_is_no_break_in_the_votes_of_russia_and_china():
    found = event_study("votes.kappa", "Russia", "China", at=2014)
    assert found.did.low < 0 < found.did.high
    assert found.did.p > 0.1
    assert found.sentence.startswith("No change")


def test_the_pair_and_the_exposed_are_no_donors():
    fewer = event_study("votes.kappa", "Russia", "China", at=2014, exposed=("USA", "Ukraine"))
    more = event_study("votes.kappa", "Russia", "China", at=2014)
    assert fewer.exposed == (2, 365, 369, 710)
    assert fewer.donors < more.donors
    assert fewer.observed.tolist() == more.observed.tolist()


def test_few_comparable_cases_say_so():
    found = event_study("power.cinc", "China", at=2001)
    assert found.synthetic is None
    assert found.sentence.startswith("Too few comparable cases")
    assert found.to_dict()["difference_in_differences"]["p"] is None


@pytest.mark.parametrize(
    ("indicator", "who", "options", "error", "message"),
    [
        ("votes.kappa", ("China",), {"at": 2014}, WrongUnit, "2 state"),
        ("power.cinc", ("China", "Russia"), {"at": 2014}, WrongUnit, "1 state"),
        ("votes.kappa", ("China", "Russia"), {"at": 2014, "before": 1}, BadOption, "two years"),
        ("votes.kappa", ("China", "Russia"), {"at": 1974}, BadOption, "no value in 1968"),
    ],
)
def test_what_cannot_be_asked(indicator, who, options, error, message):
    with pytest.raises(error, match=message):
        event_study(indicator, *who, **options)


def test_logarithms_turn_differences_into_ratios():
    plain = event_study("trade.salience", "China", "Russia", at=2005, placebos=False)
    ratio = event_study("trade.salience", "China", "Russia", at=2005, log=True, placebos=False)
    assert ratio.observed == pytest.approx(np.log(plain.observed))
    assert math.isnan(ratio.synthetic.p)
    assert ratio.synthetic.placebo.size == 0


def test_nothing_after_the_date_of_the_question_is_used():
    with pytest.raises(BadYear, match="2010"):
        event_study("votes.kappa", "China", "Russia", at=2008, as_of=2010)
    window = {"at": 2006, "after": 3, "placebos": False}
    early = event_study("ideal.distance", "China", "Russia", as_of=2008, **window)
    late = event_study("ideal.distance", "China", "Russia", **window)
    assert np.abs(early.observed - late.observed).max() > 0.05
