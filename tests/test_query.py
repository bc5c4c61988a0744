"""Questions about one indicator: answers, and what is said to a bad request."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import (
    AmbiguousState,
    BadOption,
    BadYear,
    MultipolarError,
    SameState,
    UnknownIndicator,
    UnknownState,
    WrongUnit,
)
from multipolar.fields.indicator import Options, Scope
from multipolar.fields.votes import cells
from multipolar.measures.shrinkage import shrink_similarity
from multipolar.measures.similarity import MEASURES
from multipolar.panel.release import active
from multipolar.panel.schema import CELLS

KEYS = [
    "indicator", "ccode1", "ccode2", "year", "value", "low", "high", "n", "status", "origins",
]  # fmt: skip


# ----------------------------------------------------------------------------- bad requests
@pytest.mark.parametrize(
    ("error", "words", "who", "options"),
    [
        (UnknownState, "Chyna.*nearest.*China", ("Chyna", "Russia"), {"year": 2000}),
        (UnknownState, "nearest", ("China", "Rusia Federation of"), {"year": 2000}),
        (AmbiguousState, "ambiguous: choose", ("Korea", "Japan"), {"year": 2000}),
        (SameState, "same state", ("China", "PRC"), {"year": 2000}),
        (SameState, "same state", ("USSR", "Russia"), {"year": 1980}),
        (BadYear, "future", ("China", "Russia"), {"year": date.today().year + 1}),
        (BadYear, "1816", ("China", "Russia"), {"year": 1800}),
        (BadYear, "empty", ("China", "Russia"), {"years": range(2014, 2000)}),
        (BadYear, "lies after", ("China", "Russia"), {"year": 2014, "as_of": 2013}),
        (BadYear, "lies after", ("China", "Russia"), {"years": [2000, 2014], "as_of": 2013}),
        (BadYear, "future", ("China", "Russia"), {"as_of": 2100}),
        (BadYear, "whole number", ("China", "Russia"), {"year": "2014"}),
        (WrongUnit, "two states", ("China",), {"year": 2000}),
        (WrongUnit, "two states", ("China", "Russia", "India"), {"year": 2000}),
        (BadOption, "--by", ("China", "Russia"), {"year": 2000, "by": "month"}),
        (BadOption, "--base", ("China", "Russia"), {"year": 2000, "base": "some"}),
        (BadOption, "carried", ("China", "Russia"), {"year": 2000, "carry": True}),
        (BadOption, "not both", ("China", "Russia"), {"year": 2000, "years": [2001]}),
    ],
)
def test_a_bad_request_has_one_clear_sentence(error, words, who, options):
    with pytest.raises(error, match=words) as caught:
        mp.get("votes.kappa", *who, **options)
    assert isinstance(caught.value, MultipolarError)
    assert "\n" not in str(caught.value)


def test_an_unknown_indicator_gives_the_nearest():
    with pytest.raises(UnknownIndicator) as caught:
        mp.get("votes.kapa", "China", "Russia")
    assert "votes.kappa" in caught.value.nearest
    with pytest.raises(UnknownIndicator) as caught:
        mp.get("treaty.defence", "China", "Russia")
    assert "treaty.defense" in caught.value.nearest
    for odd in ("", "x", 7, None):
        with pytest.raises(UnknownIndicator):
            mp.get(odd, "China", "Russia")


def test_the_unit_of_power_is_one_state():
    with pytest.raises(WrongUnit, match="one state"):
        mp.get("power.cinc", "China", "Russia", year=2000)


@pytest.mark.parametrize("options", [{"by": "session"}, {"base": "all"}, {"base": "final"}])
def test_variants_are_for_votes_only(options):
    with pytest.raises(BadOption):
        mp.get("trade.share", "China", "Russia", year=2000, **options)


# ----------------------------------------------------------------------------- answers
def test_keys_of_the_json_answer_are_those_of_the_issue():
    found = mp.get("votes.kappa", "China", "Russia", year=2014).to_dict()
    assert list(found)[:10] == KEYS
    assert json.loads(json.dumps(found)) == found
    assert (found["ccode1"], found["ccode2"]) == (365, 710)


def test_names_of_indicators_are_read_kindly():
    assert mp.get(" Votes.KAPPA ", "China", "Russia", year=2014) == mp.get(
        "votes.kappa", "CHN", 365, year=2014
    )


def test_germany_is_whoever_germany_was():
    """255 to 1945, West Germany 260 from 1955, 255 again from 1990; nobody between."""
    codes = {}
    for item in mp.get("treaty.defense", "Germany", "US", years=range(1944, 2019)):
        other = item.ccode2
        codes.setdefault((other, item.status == "not_a_state"), []).append(item.year)
    assert codes[(255, False)] == [1944, 1945, *range(1990, 2019)]
    assert codes[(260, False)] == list(range(1955, 1990))
    between = [y for (_, gone), years in codes.items() if gone for y in years]
    assert sorted(between) == list(range(1946, 1955))


def test_germany_in_nato_over_time():
    found = mp.get("treaty.defense", "Germany", "US", years=range(1955, 2019))
    assert {item.value for item in found} == {1}


def test_a_directed_answer_keeps_the_order():
    there = mp.get("trade.share", "China", "Russia", year=2014)
    back = mp.get("trade.share", "Russia", "China", year=2014)
    assert (there.ccode1, there.ccode2) == (710, 365)
    assert (back.ccode1, back.ccode2) == (365, 710)
    assert there.value < back.value


def test_one_pair_that_is_the_same_state_only_at_times():
    """Germany and West Germany are two in 1990 alone (names), and share no day of it."""
    found = mp.get("treaty.defense", "Germany", "West Germany", years=[1985, 1990])
    assert {item.value for item in found} == {None}
    assert {item.status.value for item in found} == {"not_a_state"}


def test_several_years_are_a_sequence_and_a_table():
    found = mp.get("votes.kappa", "China", "Russia", years=[2014, 2012])
    assert [item.year for item in found] == [2012, 2014]
    assert len(found) == found.frame.height == 2
    assert found[-1] == mp.get("votes.kappa", "China", "Russia", year=2014)
    assert [item.year for item in found[:1]] == [2012]
    assert found.frame.columns[:10] == KEYS
    assert found.frame["value"].to_list() == [item.value for item in found]


def test_one_year_in_years_is_still_a_sequence():
    assert len(mp.get("votes.kappa", "China", "Russia", years=[2014])) == 1


def test_without_a_year_it_is_the_last_that_is_covered_in_full():
    assert mp.get("treaty.defense", "China", "Russia").year == 2018
    assert mp.get("votes.kappa", "China", "Russia", base="all").year == 2025
    assert mp.get("votes.kappa", "China", "Russia", base="all", as_of=2024).year == 2023
    assert mp.get("votes.kappa", "China", "Russia", as_of=2024).year == 2019
    assert mp.get("power.cinc", "China", as_of=1913).year == 1913


def test_an_answer_before_anything_was_covered():
    found = mp.get("trade.share", "UK", "France", as_of=1850)
    assert (found.value, found.status, found.year) == (None, "out_of_coverage", 1850)


def test_numbers_do_not_depend_on_what_else_is_asked():
    alone = mp.get("votes.kappa", "China", "Russia", year=2014)
    table = mp.dyads([2013, 2014]).add("votes.kappa", detail=True).frame
    row = table.filter(ccode1=365, ccode2=710, year=2014).row(0, named=True)
    assert row["votes.kappa"] == alone.value
    assert row["votes.kappa.low"] == alone.low
    assert row["votes.kappa.high"] == alone.high
    assert row["votes.kappa.n"] == alone.n
    assert row["votes.kappa.status"] == alone.status


# --------------------------------------------------------------------- shrinkage
def test_shrunken_similarity_is_drawn_toward_all_dyads_of_the_year():
    """The answer does not depend on who is asked, nor on a later year."""
    plain = mp.get("votes.kappa", "China", "Russia", year=2014)
    drawn = mp.get("votes.kappa", "China", "Russia", year=2014, shrink=True)
    assert drawn.low < drawn.value < drawn.high
    assert (drawn.n, drawn.status) == (plain.n, plain.status)
    assert "mean of all dyads" in drawn.note
    assert drawn.high - drawn.low < plain.high - plain.low
    frame = mp.dyads(2014).add("votes.kappa", shrink=True, detail=True).frame
    row = frame.filter(ccode1=365, ccode2=710)
    assert row["votes.kappa"].item() == pytest.approx(drawn.value)
    assert row["votes.kappa.low"].item() == pytest.approx(drawn.low)
    mean = mp.dyads(2014).add("votes.kappa").frame["votes.kappa"].mean()
    assert mean < drawn.value < plain.value
    earlier = mp.get("votes.kappa", "China", "Russia", year=2014, shrink=True, as_of=2014)
    assert earlier == drawn


def test_shrinkage_keeps_thin_pairs_thin_and_predicts_the_next_year_better():
    """METHODS D: most skill is taking out noise."""
    plain = mp.dyads(range(2005, 2020)).add("votes.kappa").frame
    drawn = mp.dyads(range(2005, 2020)).add("votes.kappa", shrink=True).frame
    assert plain["votes.kappa.status"].equals(drawn["votes.kappa.status"])
    keys = ["ccode1", "ccode2", "year"]
    later = plain.select("ccode1", "ccode2", pl.col("year") - 1, later="votes.kappa")
    errors = []
    for frame in (plain, drawn):
        both = frame.join(later, on=keys).drop_nulls(["votes.kappa", "later"])
        errors.append(((both["votes.kappa"] - both["later"]) ** 2).mean() ** 0.5)
    assert errors[1] < 0.97 * errors[0]


@pytest.mark.parametrize("name", ["votes.coincidence", "treaty.defense", "portfolio.kappa"])
def test_what_cannot_be_shrunken_says_so(name):
    with pytest.raises(BadOption, match="shrunken"):
        mp.get(name, "China", "Russia", year=2014, shrink=True)


@pytest.mark.parametrize("year", [1960, 1988, 2000, 2014])
@pytest.mark.parametrize(("measure", "gain"), [("kappa", 1.0), ("s", 1.005), ("identical", 1.005)])
def test_shrinkage_on_votes_redrawn_from_real_ones(year, measure, gain):
    """Real tables taken as the truth and drawn once more: intervals cover a little too rarely."""
    tables = cells(Scope(active(), year, year, Options())).select(CELLS).to_numpy()
    count = tables.sum(axis=1)
    tables, count = tables[count >= 15], count[count >= 15]
    share = (tables + 1 / 9) / (count + 1)[:, None]
    random = np.random.default_rng(1)
    drawn = np.array([random.multinomial(n, p) for n, p in zip(count, share, strict=True)])
    drawn = drawn.reshape(-1, 3, 3)
    truth = MEASURES[measure](share.reshape(-1, 3, 3) * 1e6).value
    plain = MEASURES[measure](drawn).value
    found = shrink_similarity(measure, drawn, np.ones(len(drawn), dtype=bool))
    known = ~np.isnan(plain) & ~np.isnan(truth)
    error = [np.sqrt(np.mean((v - truth)[known] ** 2)) for v in (found.value, plain)]
    assert error[0] < gain * error[1]
    covered = ((found.low <= truth) & (truth <= found.high))[known].mean()
    assert 0.83 < covered < 0.93


def test_a_session_is_open_at_the_end_of_its_own_year():
    asked = {"by": "session", "base": "all"}
    found = mp.get("votes.kappa", "China", "Russia", year=2014, as_of=2014, **asked)
    assert (found.value, found.low, found.status) == (None, None, "partial")
    assert "under way at the end of 2014" in found.note
    latest = mp.get("votes.kappa", "China", "Russia", as_of=2014, **asked)
    assert (latest.year, latest.status) == (2013, "observed")
    later = mp.get("votes.kappa", "China", "Russia", year=2014, as_of=2015, **asked)
    assert later.value == mp.get("votes.kappa", "China", "Russia", year=2014, **asked).value


def test_a_year_left_out_says_so():
    found = mp.get("trade.share", "China", "Russia", year=1962)
    assert found.status == "missing"
    assert "left out" in found.note
