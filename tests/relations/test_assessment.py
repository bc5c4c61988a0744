"""The assessment: stable keys, one path to a number, nothing after as_of, honest words."""

from __future__ import annotations

import math
import re
from datetime import date

import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import BadYear, NotAState, SameState, UnknownState
from multipolar.estimate import HAS_VALUE
from multipolar.panel.release import active
from multipolar.relations.assessment import READINGS, assess
from multipolar.relations.group import group_of
from multipolar.relations.reading import unknown
from multipolar.relations.sentence import LEAST_SHARE, NEAR, STALE
from multipolar.states.pair import titled

PAIRS = [
    ("China", "Russia", 2014),
    ("Russia", "Ukraine", 2014),
    ("Tuvalu", "Nauru", 2014),
    ("US", "UK", 1913),
    ("US", "USSR", 1950),
    ("USSR", "East Germany", 1971),
    ("Yugoslavia", "USSR", 1990),
    ("North Korea", "Bhutan", 1990),
]
KEYS = {
    "third_party",
    "context",
    "question",
    "sentence",
    "verdict",
    "fields",
    "power",
    "need",
    "ranks",
    "criteria",
    "definitions",
    "cross_reaction",
    "evidence",
    "to_come",
    "origins",
    "cite",
    "data_version",
}
CRITERION_KEYS = {
    "criterion",
    "third_party",
    "key",
    "group",
    "met",
    "why",
    "value",
    "low",
    "high",
    "year",
    "status",
    "origins",
}
FIELD_KEYS = {
    "field",
    "indicator",
    "ccode1",
    "ccode2",
    "year",
    "value",
    "low",
    "high",
    "n",
    "status",
    "origins",
    "note",
    "percentile",
    "net_of_size",
    "trend",
}


@pytest.fixture(scope="module")
def answers():
    return {pair: assess(*pair[:2], as_of=pair[2]) for pair in PAIRS}


def walk(node, path=""):
    """All (path, value) of plain data."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{path}/{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from walk(value, f"{path}/{place}")
    else:
        yield path, node


# ------------------------------------------------------------------ shape and values
def test_keys_are_stable(answers):
    for found in answers.values():
        told = found.to_dict()
        assert set(told) == KEYS
        assert set(told["question"]) == {"states", "as_of", "note"}
        assert [set(state) for state in told["question"]["states"]] == [
            {"ccode", "iso3", "name"}
        ] * 2
        assert [row["indicator"] for row in told["fields"]] == [name for _, name, _ in READINGS]
        assert all(set(row) == FIELD_KEYS for row in told["fields"])
        for row in told["fields"]:
            for part in ("percentile", "net_of_size"):
                assert row[part] is None or set(row[part]) == {"value", "low", "high", "n"}
            assert row["trend"] is None or set(row["trend"]) == {
                "value", "low", "high", "n", "word",
            }  # fmt: skip
        ratio = {"indicator", "year", "first", "second", "ratio", "low", "high", "trend"}
        assert all(set(row) == ratio for row in told["power"])
        assert set(told["need"]) == {"year", "first", "second", "asymmetry", "status"}
        rank = {"ccode", "partner", "value", "low", "high", "n", "indicator", "year"}
        assert all(set(row) == rank for row in told["ranks"])
        assert all(set(row) == CRITERION_KEYS for row in told["criteria"])
        assert [row["definition"] for row in told["definitions"]] == ["article", "snyder"]
        assert [row["outcome"] for row in told["cross_reaction"]] == ["votes.kappa", "events.net"]
        assert set(told["evidence"]) == {"for", "against"}


def test_numbers_are_finite(answers):
    for found in answers.values():
        for path, value in walk(found.to_dict()):
            assert not isinstance(value, float) or math.isfinite(value), path


def test_china_and_russia_2014_are_what_the_query_gives(answers):
    told = answers["China", "Russia", 2014].to_dict()
    for row in told["fields"]:
        asked = mp.get(row["indicator"], "China", "Russia", year=row["year"], as_of=2014)
        assert {key: row[key] for key in asked.to_dict()} == asked.to_dict()
    assert {row["indicator"]: row["year"] for row in told["fields"]} == {
        name: 2010 if name == "practice.overlap" else 2014 for _, name, _ in READINGS
    }
    for row in told["power"]:
        one, two = (mp.get(row["indicator"], s, year=row["year"]) for s in ("China", "Russia"))
        assert (row["first"], row["second"]) == (one.value, two.value)
        assert row["ratio"] == pytest.approx(one.value / two.value)
    need = told["need"]
    assert need["first"] == mp.get("trade.share", "China", "Russia", year=2014).value
    assert need["second"] == mp.get("trade.share", "Russia", "China", year=2014).value
    assert need["asymmetry"] == pytest.approx(math.log(need["first"] / need["second"]))
    ranks = {
        row["ccode"]: (row["value"], row["low"], row["high"], row["n"]) for row in told["ranks"]
    }
    assert ranks[710] == (74, 38, 94, 191)


def test_interval_of_a_ratio(answers):
    for ratio in answers["China", "Russia", 2014].power:
        if ratio.interval is None:
            assert ratio.indicator == "power.cinc"
            continue
        low, high = ratio.interval
        assert low < ratio.value < high
        spreads = [math.log(part.high / part.low) / 2 for part in (ratio.first, ratio.second)]
        assert math.log(high / ratio.value) == pytest.approx(math.hypot(*spreads))


# ------------------------------------------------------------------ as of
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_nothing_is_later_than_as_of(pair, answers):
    told = answers[pair].to_dict()
    years = [(path, value) for path, value in walk(told) if path.endswith("/year")]
    assert len(years) >= 10
    assert all(year <= pair[2] for _, year in years), years
    # Notes say what a source covers, and keys of sources bear years: neither is an observation,
    # and nor is the year of a book.
    silent = r"/note|/origins|version$|/source$"
    said = [str(value) for path, value in walk(told) if not re.search(silent, path)]
    found = {int(year) for year in re.findall(r"(?<![.\d])(?:18|19|20)\d\d\b", " ".join(said))}
    assert max(found) <= pair[2], found


def test_a_later_question_does_not_change_an_earlier_answer():
    early = mp.get("votes.kappa", "China", "Russia", year=2010, as_of=2010)
    assert early == mp.get("votes.kappa", "China", "Russia", year=2010, as_of=2020)


# ------------------------------------------------------------------ symmetry
@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if p[2] != 1990 and p[0] not in ("Tuvalu", "Russia")], ids=str
)
def test_order_of_states_turns_round_asymmetry_only(pair, answers):
    one, two = answers[pair], assess(pair[1], pair[0], as_of=pair[2])
    assert one.readings == two.readings
    assert one.criteria[0] == two.criteria[0]
    assert [c.key for c in one.criteria] == [c.key for c in two.criteria]
    assert [c.met for c in one.criteria] == [c.met for c in two.criteria]
    assert one.evidence == two.evidence
    assert set(one.ranks) == set(two.ranks)
    assert set(one.origins) == set(two.origins)
    for there, back in zip(one.power, two.power, strict=True):
        assert there.value == pytest.approx(1 / back.value)
        assert (there.first, there.second) == (back.second, back.first)
    assert (one.need.first, one.need.second) == (two.need.second, two.need.first)
    if one.need.asymmetry.value is not None:
        assert one.need.asymmetry.value == pytest.approx(-two.need.asymmetry.value)


# ------------------------------------------------------------------ states
def test_ended_states_are_read_at_their_last_common_year():
    found = assess("East Germany", "USSR")
    assert found.pair.as_of == 1990
    assert found.pair.note == "East Germany and the Soviet Union were last both states in 1990."
    assert all(reading.estimate.year <= 1990 for reading in found.readings)
    with pytest.raises(NotAState, match="1990"):
        assess("East Germany", "Russia", as_of=2000)


def test_refusals():
    with pytest.raises(SameState):
        assess("China", "CHN")
    with pytest.raises(UnknownState):
        assess("China", "Atlantis")
    with pytest.raises(BadYear):
        assess("China", "Russia", as_of=date.today().year + 1)
    with pytest.raises(NotAState):
        assess("Tuvalu", "Nauru", as_of=1970)
    with pytest.raises(NotAState):
        assess("Austria-Hungary", "South Sudan")


def test_a_poor_pair_is_unknown_and_never_zero(answers):
    found = answers["North Korea", "Bhutan", 1990]
    by_name = {reading.estimate.indicator: reading for reading in found.readings}
    votes = by_name["votes.kappa"]
    assert (votes.estimate.value, votes.estimate.status) == (None, "not_a_member")
    assert (votes.standing, votes.net, votes.trend) == (None, None, None)
    assert by_name["trade.salience"].estimate.value is None
    assert found.ranks == ()
    assert found.need.first.value is None
    met = {test.key: test.met for test in found.criteria}
    assert met["depth"] is None
    assert met["obstruction"] is None
    assert met["need"] is None
    assert "trade" not in found.sentence
    assert "voted" not in found.sentence


def test_a_source_that_ended_before_both_were_states_is_the_reason():
    for as_of in (2014, None):
        found = assess("South Sudan", "Sudan", as_of)
        (practice,) = (one for one in found.readings if one.field == "practice")
        assert practice.estimate.status == "out_of_coverage"
        assert practice.estimate.year == found.pair.as_of
        assert unknown(practice.estimate) == "the source ends in 2010"
        assert {one.status for one in found.criteria} & {"not_a_state"} == set()


def test_before_the_united_nations_votes_are_unknown(answers):
    found = answers["US", "UK", 1913]
    assert found.readings[0].estimate.status == "out_of_coverage"
    assert found.criteria[0].met is None
    assert "voted" not in found.sentence


# ------------------------------------------------------------------ words
TREATY = {
    "had no alliance treaty": 0,
    "were bound by treaty only not to attack each other": 1,
    "had a pact of neutrality or consultation but none of defence": 2,
    "had a military alliance": 3,
}


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_each_clause_of_the_sentence_is_backed(pair, answers):
    found = answers[pair]
    by_name = {reading.estimate.indicator: reading for reading in found.readings}
    said = found.sentence
    votes = by_name["votes.kappa"]
    claimed = re.search(r"voted (.+?) in the UN in (\d{4})", said)
    assert bool(claimed) == (votes.standing is not None)
    if claimed:
        assert int(claimed[2]) == votes.estimate.year
        low, high = votes.standing.low, votes.standing.high
        if "more alike than three in four" in claimed[1]:
            assert low > 75
        elif "less alike than three in four" in claimed[1]:
            assert high < 25
        elif "neither" in claimed[1]:
            assert low <= 50 <= high
        else:
            assert (low > 50) if "more alike" in claimed[1] else (high < 50)
    treaty = by_name["treaty.obligation"].estimate
    words = [phrase for phrase in TREATY if f"{phrase} in {treaty.year}" in said]
    assert [TREATY[phrase] for phrase in words] == [treaty.value]
    rivalry = by_name["hostility.rivalry"].estimate
    assert (f"were strategic rivals in {rivalry.year}" in said) == (rivalry.value == 1)
    gap = found.need.asymmetry.value
    needs = re.search(r"(\S.*?) needed trade with (.+?) more than the reverse \((\d{4})\)", said)
    if needs:
        needy, other = (
            (found.pair.one, found.pair.two)
            if gap > 0
            else (
                found.pair.two,
                found.pair.one,
            )
        )
        assert titled(needy.name).lower() in needs[1].lower()
        assert titled(other.name).lower() == needs[2].lower()
        assert int(needs[3]) == found.need.asymmetry.year
        assert abs(gap) >= math.log(1.5)
    elif "about equally" in said:
        assert abs(gap) < math.log(1.5)
    else:
        shares = (found.need.first.value or 0, found.need.second.value or 0)
        age = pair[2] - found.need.asymmetry.year
        assert gap is None or age > min(NEAR, STALE) or max(shares) < LEAST_SHARE


def test_evidence_is_on_its_side_of_the_middle(answers):
    for found in answers.values():
        for side, texts in zip((1, -1), found.evidence, strict=True):
            for text in texts:
                placed = re.search(r"percentile (\d+)", text)
                assert placed is None or side * (int(placed[1]) - 50) >= 0
                hostile = text.startswith(("highest dispute", "strategic rivalry"))
                assert placed is None or hostile == ("(0: most hostile)" in text)


# ------------------------------------------------------------------ faults found
@pytest.fixture(scope="module")
def satellite():
    return assess("East Germany", "USSR", as_of=1980)


@pytest.mark.parametrize(
    ("first", "second", "year"), [("UK", "Germany", 1914), ("Belgium", "Germany", 1914)]
)
def test_states_at_war_have_not_kept_the_peace(first, second, year):
    """August 1914: another dispute that ended in 1914 was a part of the war already."""
    found = assess(first, second, as_of=year)
    test = next(one for one in found.criteria if one.name == "no use of force in ten years")
    assert test.met is False
    assert f"were at war in the ten years to {year}" in found.sentence
    assert not any("highest dispute" in text for text in found.evidence[0])


def test_a_dispute_under_way_does_not_hide_the_ones_that_had_ended():
    """India and Pakistan 2010: force in the dispute of 2001-2003; another ran from 2003 to 2014."""
    asked = mp.get("hostility.mid", "India", "Pakistan", year=2010, as_of=2010)
    assert (asked.status, asked.value, asked.low, asked.high) == ("partial", None, 4, None)
    assert "4 or more" in asked.note
    found = assess("India", "Pakistan", as_of=2010)
    reading = next(r for r in found.readings if r.estimate.indicator == "hostility.mid")
    assert (reading.standing, reading.speaks) == (None, True)
    test = next(one for one in found.criteria if one.name == "no use of force in ten years")
    assert (test.met, test.low) == (False, 4)
    assert test.why == "highest dispute: at least use of force in the ten years to 2010"
    assert "had a dispute with use of force in the ten years to 2010" in found.sentence
    assert "cow-mid" in found.origins


def test_hostile_pairs_stay_in_the_group():
    """As of 2010 they count with the least they had shown, and not as if they did not exist."""
    group = group_of("hostility.mid", 2010, active(), 2010)
    pair = group.frame.filter((pl.col("ccode1") == 750) & (pl.col("ccode2") == 770))
    assert pair["value"].to_list() == [4.0]
    assert group.frame["low"].is_nan().all()
    assert group.frame.height == group_of("hostility.mid", 2010, active(), 2020).frame.height


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("Iran", "Iraq", 1985), False),  # 0.1 % of trade, of 1978
        (("India", "Pakistan", 2010), True),
        (("Bhutan", "Tonga", 2014), False),
        (("China", "Russia", 2020), True),  # figures of 2014, where the source ends
    ],
)
def test_need_that_is_trivial_or_old_is_not_in_the_sentence(pair, said):
    sentence = assess(*pair[:2], as_of=pair[2]).sentence
    assert ("trade" in sentence) == said
    assert ("The data on disputes end in 2014." in sentence) == (pair[2] > 2014)


def test_hostility_does_not_rise_but_grows_more_hostile():
    found = assess("China", "Russia", as_of=2014)
    told = {row["indicator"]: row["trend"]["word"] for row in found.to_dict()["fields"]}
    assert told["hostility.mid"] == "more hostile"
    assert told["igo.jaccard"] == "rising"


def test_a_value_has_a_place():
    """US-China 1951: use of force in 1949 in a dispute that ended in 1950."""
    found = assess("China", "US", as_of=1951)
    for reading in found.readings:
        if reading.estimate.status in HAS_VALUE:
            assert reading.standing is not None, reading.estimate


def test_the_reason_of_an_unknown_criterion_is_a_reason():
    """The GDR sat in few bodies and in no votes before 1973; its trade is known to 1957."""
    found = assess("East Germany", "Soviet Union", as_of=1970)
    test = next(one for one in found.criteria if one.key == "depth")
    assert (test.met, test.value) == (None, None)
    assert test.why == "known of 2 of 5 fields (trade, institutions); three are needed"


def test_raw_trade_is_no_evidence_of_closeness():
    """METHODS rule 1: closeness is scored net of size and nearness, else not at all."""
    found = assess("USA", "Panama", as_of=1950)
    trade = next(r for r in found.readings if r.estimate.indicator == "trade.salience")
    assert trade.estimate.value is not None
    assert trade.net is None
    assert not any("trade" in text for text in found.evidence[0])


def test_sentence_and_criterion_agree_on_even_need():
    """Russia-France 2014, ratio 1.57: 'needed more than the reverse' and 'even need: met'."""
    found = assess("Russia", "France", as_of=2014)
    test = next(one for one in found.criteria if one.name == "even need in trade")
    assert test.met is not ("more than the reverse" in found.sentence)


def test_stale_values_decide_no_criterion(satellite):
    """The last two-sided figure of trade before 1980 is of 1957."""
    found = satellite
    assert found.pair.as_of - found.need.asymmetry.year > STALE
    test = next(one for one in found.criteria if one.name == "even need in trade")
    assert test.met is None


def test_a_thin_year_is_answered():
    assert assess("Japan", "China", as_of=1942).readings


@pytest.mark.parametrize("year", [1914, 1942, 1999, 2010])
def test_the_least_is_never_more_than_the_value_proved_to_be(year):
    known = group_of("hostility.mid", year, active(), year).frame
    proved = group_of("hostility.mid", year, active(), 2026).frame
    keys = ["ccode1", "ccode2", "year"]
    both = known.join(proved, on=keys, suffix="_proved", validate="1:1")
    assert both.height == proved.height
    assert (both["value"] <= both["value_proved"]).all()
    assert (both["value"] > 0).equals(both["value_proved"] > 0)


def test_a_tie_that_does_not_exist_is_no_evidence_of_closeness():
    """Bhutan-Paraguay: 'for: strongest obligation: percentile 70', of a pair without a treaty."""
    found = assess("Bhutan", "Paraguay", as_of=2018)
    treaty = next(r for r in found.readings if r.estimate.indicator == "treaty.obligation")
    assert treaty.estimate.value == 0
    assert treaty.net is not None and treaty.net.value > 50
    assert not any("obligation" in text for text in found.evidence[0])


def test_members_of_the_united_nations_without_a_veto_are_not_called_outsiders():
    vetoes = mp.get("council.joint_vetoes", "Bhutan", "Paraguay", year=2014)
    assert unknown(vetoes) == "not both permanent members of the Council"
    votes = mp.get("votes.kappa", "Switzerland", "France", year=1990)
    assert unknown(votes) == "not both members of the United Nations"


@pytest.mark.parametrize(
    ("first", "second", "as_of", "words", "why"),
    [
        (
            "Israel",
            "Iran",
            2023,
            "were on opposite sides of an armed conflict in 2023 (25 deaths or more)",
            "25 deaths",
        ),
        (
            "Ukraine",
            "Russia",
            2026,
            "were on opposite sides of an armed conflict in 2023 (1,000 deaths or more)",
            "1,000",
        ),
    ],
)
def test_wars_after_the_last_dispute_count(first, second, as_of, words, why):
    """UCDP has Iran - Israel in 2018-23, Russia - Ukraine in 2022-23; disputes end in 2014."""
    found = assess(first, second, as_of=as_of)
    test = next(one for one in found.criteria if one.name == "no use of force in ten years")
    assert (test.met, test.year) == (False, 2023)
    assert test.why.startswith("armed conflict with ")
    assert why in test.why
    assert words in found.sentence
    assert "in the ten years to 2014" not in found.sentence
    assert test.why in found.evidence[1]


def test_no_war_of_later_years_leaks_in():
    found = assess("Israel", "Iran", as_of=2016)
    test = next(one for one in found.criteria if one.name == "no use of force in ten years")
    assert test.met is True
    assert "armed conflict" not in found.sentence


def test_a_year_known_in_another_way_is_named_and_takes_no_part_in_the_trend():
    """The votes of 2025 are of adopted texts only: US and UK fall from .39 to .03 by that."""
    now, before = (assess("USA", "UK", as_of=year) for year in (2026, 2019))
    votes, earlier = (
        next(r for r in found.readings if r.estimate.indicator == "votes.kappa")
        for found in (now, before)
    )
    assert votes.estimate.year == 2025
    assert "adopted texts only" in votes.remark
    assert earlier.remark == ""
    assert votes.trend_word in ("", "unclear")


def test_power_is_even_only_where_all_measures_are():
    """In 1962 capabilities are 1.2 to 1, the product 2.7 [1.0, 7.1] to 1."""
    found = assess("USA", "Soviet Union", as_of=1962)
    test = next(one for one in found.criteria if one.name == "even power")
    assert test.met is None
