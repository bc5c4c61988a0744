"""Criteria of an alliance and the two definitions, for pairs that one knows and poor ones."""

from __future__ import annotations

import json
import math

import polars as pl
import pytest

import multipolar as mp
from multipolar.estimate import Status
from multipolar.panel.release import active
from multipolar.relations.assessment import assess
from multipolar.relations.criteria import GROUPS, Criterion, definitions, ties
from multipolar.relations.criteria.criterion import at_least
from multipolar.sources.catalog import SOURCES
from multipolar.states.pair import find_pair
from multipolar.verdict.features import features

PAIRS = {
    "cr": ("China", "Russia", 2014),
    "uk": ("US", "UK", 2005),
    "far": ("Bhutan", "Tonga", 2014),
    "germanies": ("East Germany", "West Germany", 1980),
    "early": ("France", "Germany", 1913),
}
KEYS = [
    "depth", "breadth", "evenness", "obstruction", "cross_reaction", "movement", "programme",
    "stakes", "fund", "bonds", "obligation", "bilateral", "stage", "power", "need", "hedging",
    "issues", "rivalry", "force", "settled",
]  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return {
        name: {test.key: test for test in assess(*pair[:2], as_of=pair[2]).criteria}
        for name, pair in PAIRS.items()
    }


@pytest.mark.parametrize("name", PAIRS)
def test_every_criterion_says_what_it_knows(name, found):
    tests = found[name]
    assert list(tests) == KEYS
    assert [test.group for test in tests.values()] == sorted(
        (test.group for test in tests.values()), key=list(GROUPS).index
    )
    for test in tests.values():
        assert test.why and "None" not in test.why and "nan" not in test.why
        assert test.year is not None and test.year <= PAIRS[name][2]
        assert set(test.origins) <= set(SOURCES)
        if test.met is not None:
            assert test.status in (Status.OBSERVED, Status.STRUCTURAL_ZERO, Status.PARTIAL)
            assert test.origins
        for end in (test.value, test.low, test.high):
            assert end is None or math.isfinite(end)
        if test.value is not None and test.low is not None:
            assert test.low <= test.value <= test.high
        json.dumps(test.to_dict(), allow_nan=False)


def test_textbook_pairs(found):
    uk, germanies, early = found["uk"], found["germanies"], found["early"]
    assert all(uk[key].met is True for key in ("depth", "breadth", "obligation", "stage"))
    assert (uk["bilateral"].met, uk["need"].met, uk["power"].met) == (False, False, False)
    assert (germanies["force"].met, germanies["settled"].met) == (False, False)
    assert "rivals until 1973" in germanies["settled"].why
    assert (early["rivalry"].met, early["obligation"].met) == (False, False)


def test_what_no_source_reaches_is_unknown(found):
    early = found["early"]
    silent = ("depth", "breadth", "evenness", "obstruction", "programme", "issues", "fund",
              "cross_reaction", "movement", "stage")  # fmt: skip
    assert all(early[key].met is None and early[key].value is None for key in silent)
    assert early["obstruction"].status is Status.OUT_OF_COVERAGE
    assert found["far"]["need"].met is None
    assert "20 are needed" in found["far"]["cross_reaction"].why


# ------------------------------------------------------------------ depth, breadth, evenness
@pytest.mark.parametrize("name", ["cr", "uk", "far"])
def test_depth_is_that_of_the_verdict_without_treaties(name, found):
    """Two paths to one number: the criteria of one pair, and the predictors of the model."""
    one, two, year = PAIRS[name]
    codes = find_pair(one, two, year).codes
    pairs = pl.DataFrame({"ccode1": [codes[0]], "ccode2": [codes[1]]})
    row = features(pairs, year, year, active()).row(0, named=True)
    assert found[name]["depth"].value == pytest.approx(row["depth_blind"])
    assert found[name]["evenness"].value == pytest.approx(row["unevenness_blind"])
    close = [row[f"score_{field}"] or 0 for field in ties.MEASURED_BY]
    assert found[name]["breadth"].value == sum(score > 0.75 for score in close)


def score(field, value, low=None, high=None, error=0.0, close=None, year=2000):
    low, high = value if low is None else low, value if high is None else high
    return ties.Score(field, value, low, high, error, close, year)


def test_breadth_counts_what_is_unknown_upward_only():
    some = (score("votes", 0.9, close=True), score("trade", 0.9, close=True))
    test = ties.breadth(some, 2000)
    assert (test.met, test.low, test.high) == (None, 2, 5)
    test = ties.breadth((*some, score("narrative", 0.8, close=True)), 2000)
    assert (test.met, test.low, test.high) == (True, 3, 5)
    three = tuple(score(name, 0.1, close=False) for name in ("votes", "trade", "narrative"))
    assert (ties.breadth(three, 2000).met, ties.breadth(three, 2000).high) == (False, 2)
    assert ties.breadth((), 2000).met is None


def test_depth_carries_errors_and_what_is_unknown_of_a_coded_field():
    fields = [score(name, 0.75, error=0.06) for name in ("votes", "trade", "narrative")]
    sure = ties.depth(tuple(fields), 2000)
    half = 1.6448536 * 0.06 * math.sqrt(3) / 3
    assert (sure.low, sure.high) == pytest.approx((0.75 - half, 0.75 + half))
    assert sure.met is None
    vague = ties.depth((*fields, score("practice", 0.6, 0.33, 0.96)), 2000)
    assert vague.low == pytest.approx((3 * 0.75 + 0.33) / 4 - half * 3 / 4)
    assert ties.depth(tuple(fields[:2]), 2000).met is None
    assert ties.depth(tuple(score(n, 0.9) for n in ("votes", "trade", "narrative")), 2000).met


def test_an_interval_that_holds_the_mark_decides_nothing():
    assert at_least(0.8, 0.71, 0.9, 0.7) is True
    assert at_least(0.8, 0.69, 0.9, 0.7) is None
    assert at_least(0.6, 0.5, 0.69, 0.7) is False
    assert at_least(0.7, None, None, 0.7) is True


# ------------------------------------------------------------------ single numbers
def test_numbers_are_those_of_the_indicators(found):
    fund = found["cr"]["fund"]
    gaps = [mp.get("stakes.imf_gap", who, year=2014).value for who in ("China", "Russia")]
    assert fund.value == pytest.approx(gaps[0] - gaps[1])
    stakes = found["cr"]["stakes"]
    shares = [mp.get("trade.share", who, "US", year=2014).value for who in ("China", "Russia")]
    assert stakes.value == pytest.approx(math.log(shares[0] / shares[1]))
    bonds = found["cr"]["bonds"]
    closed = [mp.get("bonds.closure", who, year=2014).value for who in ("China", "Russia")]
    assert bonds.value == min(closed)
    for key, name in (("programme", "narrative.programme"), ("issues", "issues.spread")):
        asked = mp.get(name, "China", "Russia", year=2014)
        test = found["cr"][key]
        assert (test.value, test.low, test.high) == (asked.value, asked.low, asked.high)


def test_joint_vetoes_count_for_permanent_members_alone(found):
    assert "joint veto" in found["cr"]["obstruction"].why
    assert "veto" not in found["far"]["obstruction"].why


def test_the_third_party_is_named_where_it_is_asked_about(found):
    by_key = found["cr"]
    assert by_key["stakes"].label == "even stakes with the third party (the United States)"
    assert by_key["cross_reaction"].third == "the United States"
    assert by_key["stakes"].to_dict()["third_party"] == "the United States"
    others = [test for key, test in by_key.items() if key not in ("stakes", "cross_reaction")]
    assert all(test.label == test.name and not test.third for test in others)


def test_a_named_third_party_holds_for_stakes_and_reaction():
    named = {test.key: test for test in assess("China", "Russia", 2014, third="Japan").criteria}
    assert named["stakes"].why.startswith("Japan has")
    assert named["cross_reaction"].why.startswith("Japan: ")


def test_old_values_decide_nothing():
    late = {test.key: test for test in assess("China", "Russia", 2026).criteria}
    assert late["settled"].met is None  # settlement is coded to 2010
    assert "practice" not in late["depth"].why  # exercises end in 2010
    assert late["breadth"].high > late["breadth"].low


# ------------------------------------------------------------------ definitions
def made(**met):
    return [Criterion(key, "ties", key, met.get(key), f"why {key}", year=2000) for key in KEYS]


def answers(**met):
    article, snyder = definitions(made(**met))
    return article.met, snyder.met


GOOD = {"depth": True, "breadth": True, "obstruction": True, "rivalry": True}


def test_the_article_asks_for_no_pact_and_is_content_with_opposition():
    assert answers(**GOOD, obligation=False) == (True, False)
    assert answers(**GOOD, obligation=True, movement=False, bilateral=False) == (True, True)
    assert answers(obligation=True) == (None, True)


def test_one_condition_that_fails_decides_and_one_that_is_unknown_leaves_open():
    assert answers(**GOOD | {"breadth": False})[0] is False
    assert answers(**GOOD | {"breadth": None})[0] is None
    assert answers(**GOOD | {"breadth": None, "rivalry": False})[0] is False


def test_one_sign_of_a_logic_suffices_and_only_all_three_refute_it():
    none = {"obstruction": False, "cross_reaction": False, "programme": False}
    assert answers(**GOOD | none)[0] is False
    assert answers(**GOOD | none | {"programme": True})[0] is True
    assert answers(**GOOD | none | {"cross_reaction": None})[0] is None


def test_shared_movement_is_no_condition_of_anything():
    for definition in definitions(made()):
        assert all("movement" not in part.criteria for part in definition.parts)


def test_definitions_of_pairs_that_one_knows():
    by = {item.key: item for item in assess("US", "UK", 2005).definitions}
    assert by["snyder"].met is True
    early = {item.key: item for item in assess("France", "Germany", 1913).definitions}
    assert (early["article"].met, early["snyder"].met) == (False, False)


def test_no_reference_distribution_was_made_with_china_and_russia():
    """The marks are constants; the page says how they were made."""
    from multipolar.relations.criteria import logic, stakes

    marks = (ties.DEEP, ties.BROAD, ties.EVEN, logic.TANDEM, logic.PROGRAMME, stakes.ISSUES)
    assert marks == (0.70, 3, 0.2106, 0.3777, 0.938, 0.0924)
