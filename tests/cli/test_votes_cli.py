"""The commands on votes: what they refuse, in which words, and what they print."""

from __future__ import annotations

import json

import pytest
from commands import run

import multipolar as mp
from multipolar.cli import ideal_points, realignments, votes
from multipolar.fields.registry import indicator as declared
from multipolar.measures.similarity import MEASURES
from multipolar.relations.change import change
from multipolar.relations.ranking import partners
from multipolar.relations.toward import toward
from multipolar.report import positions
from multipolar.states.last import was_last, years_to_ask
from multipolar.states.pair import possessive

# ------------------------------------------------------------------ files
PLACES = [
    ("ideal-points fit --out x.foo", "x.foo: a table ends in .csv or .parquet"),
    ("ideal-points fit --out x", "x: a table ends in .csv or .parquet"),
    ("ideal-points fit --out nope/x.csv", "there is no folder nope: make it first"),
    ("ideal-points fit --out file/x.csv", "file is a file: name a folder"),
    ("ideal-points fit --out folder.csv", "folder.csv is a folder: name a file in it"),
    ("ideal-points fit --plot folder.svg", "folder.svg is a folder: name a file in it"),
    ("map USA --plot x.foo", "x.foo: a picture ends in .svg, .png or .html"),
    ("map USA --plot folder.svg", "folder.svg is a folder: name a file in it"),
    ("claims check india-japan-2014 --html x.pdf", "x.pdf: a page ends in .html or .htm"),
    ("claims check india-japan-2014 --html nope/x.html", "there is no folder nope: make it first"),
    ("assess China Russia --html x.pdf", "x.pdf: a page ends in .html or .htm"),
]


@pytest.mark.parametrize(("words", "told"), PLACES, ids=[words for words, _ in PLACES])
def test_a_place_that_is_none_is_refused_before_the_work(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.svg").mkdir()
    assert run(*words.split()) == (2, "", told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.csv", "folder.svg"]


def test_a_release_goes_into_a_folder(tmp_path):
    (tmp_path / "file").touch()
    code, _, error = run("data", "build", "--out", str(tmp_path / "file" / "x"))
    assert (code, error) == (2, f"{tmp_path / 'file'} is no folder: name one")


# ------------------------------------------------------------------ too few roll calls
def test_the_warning_of_thin_periods():
    assert ideal_points.warning({2024.0: 6}, 1, "year") == (
        "6 in 2024, where 15 are needed; the order of voters means little, as the intervals show"
    )
    assert ideal_points.warning({1951.0: 7, 1952.0: 3, 2024.0: 6}, 80, "year") == (
        "3 to 7 in 1951-1952, 2024, where 15 are needed; positions of such a year lean on its "
        "neighbours"
    )


# ------------------------------------------------------------------ change
NO_FLAGS = (
    "from 2020 to 2024 the source does not say which votes were on a text as a whole; "
    "--base all counts all roll calls"
)
CHANGES = [
    (
        "change votes.kappa USA ISR --from 2010:2014 --to 2020:2024",
        f"The United States and Israel have no similarity of votes in 2020-2024: {NO_FLAGS}",
    ),
    (
        "change votes.kappa CHN RUS --from 1920:1926 --to 2007:2013",
        "China and Russia have no similarity of votes in 1920-1926: the source covers 1946-2025: "
        "choose other years",
    ),
    (
        "change votes.kappa CHN RUS --from 2007:2013 --to 2024:2024 --base all",
        "China and Russia have no similarity of votes in 2024: 5 June to 31 December 2024 is "
        "missing; 2025 holds adopted texts only; paragraph votes are absent from sessions 68-70 "
        "and 73-74: choose other years",
    ),
    (
        "change votes.kappa USA ISR --years 2020:2024",
        f"only 0 years of 2020-2024 have a value, and 8 are needed: {NO_FLAGS}",
    ),
    (
        "change votes.kappa CHN RUS --years 2012:2014",
        "only 3 years of 2012-2014 have a value, and 8 are needed: choose a longer span",
    ),
    (
        "change votes.coincidence USA ISR --from 2000:2005 --to 2006:2010",
        "the change of votes.coincidence is not measured: choose votes.kappa, votes.pi, votes.s, "
        "votes.agreement, votes.identical",
    ),
    (
        "partners Russia --year 2021",
        f"no partner of Russia has a value of votes.kappa in 2021: {NO_FLAGS}",
    ),
    (
        "partners Russia --year 2024 --base all",
        "no partner of Russia has a value of votes.kappa in 2024: 5 June to 31 December 2024 is "
        "missing; 2025 holds adopted texts only; paragraph votes are absent from sessions 68-70 "
        "and 73-74: choose other years",
    ),
    (
        "partners Taiwan --year 2005",
        "no partner of Taiwan has a value of votes.kappa in 2005: it was no member of the body, or "
        "too little is known of it with any other; choose another --year",
    ),
    ("partners Russia --base x", "--base is final or all, not 'x'"),
    (
        "partners Russia --indicator trade.salience --base all",
        "trade.salience has no vote base: leave out --base",
    ),
    (
        "event votes.kappa CHN china --at 1990",
        "CHN and china are the same state (China): a pair needs two",
    ),
    (
        "event votes.kappa CHN USA --at 1974",
        "China and United States: votes.kappa has no value in 1968-1970, and an event study needs "
        "one in every year: choose other windows",
    ),
]


@pytest.mark.parametrize(
    ("words", "told"),
    CHANGES,
    ids=[words for words, _ in CHANGES],
)
def test_years_without_votes_are_told_with_the_cause(words, told):
    assert run(*words.split()) == (2, "", told)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.4976, "0.49"), (0.4949, "0.49"), (0.5, "0.50"), (0.4999999, "0.49"), (0.2, "0.20")],
)
def test_a_candidate_is_never_shown_at_the_bound_of_a_change(value, shown):
    assert votes._probability(value) == shown


def test_partners_by_all_roll_calls():
    code, out, _ = run("partners", "Russia", "--year", "2022", "--base", "all", "--top", "2")
    assert code == 0
    assert "(kappa), all roll calls, 2022: " in out
    every = {one.ccode: one.value for one in partners("Russia", year=2010, base="all")}
    texts = {one.ccode: one.value for one in partners("Russia", year=2010, base="final")}
    asked = mp.get("votes.kappa", "Russia", "Belarus", year=2010, base="all")
    assert every[370] == asked.value
    assert texts[370] == mp.get("votes.kappa", "Russia", "Belarus", year=2010).value
    assert every[370] != texts[370]


@pytest.mark.parametrize("name", [*MEASURES])
def test_the_change_of_every_measure_that_is_offered_is_measured(name):
    found = change(f"votes.{name}", "USA", "ISR", range(2000, 2002), range(2010, 2012))
    yearly = [mp.get(f"votes.{name}", "USA", "ISR", year=year).value for year in (2000, 2001)]
    assert found.before == pytest.approx(sum(yearly) / 2)
    assert found.low < found.value < found.high


# ------------------------------------------------------------------ council
def test_a_single_period_is_not_summed_up_and_nothing_is_compared():
    _, out, _ = run("council", "GBR", "FRA", "--as-of", "1949")
    assert out.count("1946-1949") == 2
    assert "France joins United Kingdom: no veto of the United Kingdom to join" in out
    assert "of France's" in out
    assert "1930" not in out
    assert "in 1940" not in out


def test_decades_without_both_seats_are_not_compared():
    _, out, _ = run("council", "CHN", "FRA", "--as-of", "1985")
    assert "in 1966-1975" not in out
    _, out, _ = run("council", "CHN", "FRA", "--as-of", "1990")
    assert "France joins China: 0 of 1 in 1971-1980, no veto to join in 1981-1990" in out


FRENCH = "France's No beside the Soviet Union's on a preliminary question (26 June 1946)"
CHINESE = "the veto of the Republic of China against admitting Mongolia (13 December 1955)"
LACKING = [
    ("council", (FRENCH, CHINESE)),
    ("council --as-of 1950", (FRENCH,)),
    ("council Taiwan France --as-of 1970", (CHINESE,)),
    ("council Taiwan France --as-of 1952", ()),
    ("council France Russia", (FRENCH,)),
    ("council USA Taiwan --as-of 1960", (CHINESE,)),
    ("council USA Russia", ()),
]


@pytest.mark.parametrize(("words", "told"), LACKING, ids=[words for words, _ in LACKING])
def test_vetoes_that_the_list_lacks_are_told(words, told):
    _, out, _ = run(*words.split(), columns=300)
    assert ("not in the source's list" in out) == bool(told)
    for veto in (FRENCH, CHINESE):
        assert (veto in out) == (veto in told)
    answer = json.loads(run(*words.split(), "--json")[1])
    assert answer["lacking"] == (
        f"not in the source's list, and not counted: {' and '.join(told)}" if told else ""
    )


def test_the_indicators_of_vetoes_tell_what_the_list_lacks():
    for name in ("vetoes", "solo_vetoes", "joint_vetoes", "tandem"):
        told = declared(f"council.{name}").definition
        assert "lacks France's No of 26 June 1946 and the veto of the Republic of China" in told


def test_whose_something_is():
    assert possessive("United States") == "the United States'"
    assert possessive("France", "’") == "France’s"
    _, out, _ = run("council", "USA", "RUS")
    assert "of the United States'" in out


# ------------------------------------------------------------------ states that have ended
ENDED = [
    ("partners DDR", "East Germany was last a state in 1990."),
    ("map DDR --indicator votes.kappa", "East Germany was last a state in 1990."),
    ("get power.cinc SUN", "The Soviet Union was last a state in 1991"),
    ("get votes.kappa USA DDR", "The United States and East Germany were last both states in 1990"),
    (
        "triangle USA CHN SUN",
        "The United States, China and the Soviet Union were last all states in 1991.",
    ),
    ("blocs --state DDR --layer treaty", "East Germany in the blocs of 1990"),
]


@pytest.mark.parametrize(("words", "told"), ENDED, ids=[words for words, _ in ENDED])
def test_a_state_that_has_ended_is_answered_for_its_last_year(words, told):
    code, out, _ = run(*words.split(), columns=160)
    assert code == 0
    assert told in out


def test_the_year_before_the_last_answers_where_the_last_has_nothing():
    """East Germany ended before the Assembly of 1990 voted."""
    found = mp.get("votes.kappa", "USA", "DDR")
    assert (found.year, found.status.value) == (1989, "observed")
    asked = mp.get("votes.kappa", "USA", "DDR", year=1989)
    assert (found.value, asked.note) == (asked.value, "")
    assert mp.get("power.cinc", "DDR").year == 1990
    assert {item.year for item in partners("DDR")} == {1989}
    assert toward("DDR").year == 1989


def test_a_year_that_was_asked_for_stays():
    assert run("partners", "DDR", "--year", "2000")[2] == (
        "East Germany (265) ended on 1990-10-02; its territory is in Germany (255)"
    )
    assert mp.get("votes.kappa", "USA", "DDR", year=2000).status.value == "not_a_state"
    _, out, _ = run("partners", "DDR", "--as-of", "1985", "--top", "1")
    assert "was last" not in out
    assert ", 1985: " in out


def test_years_to_ask():
    assert years_to_ask(("DDR",), 2020) == (1990, 1989)
    assert years_to_ask(("DDR",), 1980) == (1980,)
    assert years_to_ask(("DDR", "South Sudan"), 2020) == (2020,)
    assert years_to_ask(("Tibet",), 2020) == (2020,)
    assert years_to_ask(("nowhere",), 2020) == (2020,)
    assert was_last(("France",), 2020) == ""


# ------------------------------------------------------------------ names and help
def test_headings_name_states_and_not_codes():
    assert realignments._title(None, ("usa", "SUN"), False) == (
        "Realignments of the United States and the Soviet Union"
    )
    assert positions._named("USA") == "the United States"
    assert positions._named("a voter") == "a voter"


def test_help_names_what_is_accepted():
    assert "hostility" in run("blocs", "--help")[1]
    assert ".html" in run("realignments", "--help")[1]
    assert "in Python" in run("ideal-points", "fit", "--help")[1]
