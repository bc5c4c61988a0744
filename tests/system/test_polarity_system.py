"""Poles of the system, from the release."""

import json

import pytest
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.errors import BadYear
from multipolar.estimate import Status
from multipolar.system.polarity import covered, polarity, polarity_series


@pytest.mark.parametrize(
    ("year", "value"),
    [(1913, 0.213), (1930, 0.245), (1938, 0.217), (1950, 0.302), (1960, 0.286), (2014, 0.456)],
)
def test_concentration_of_six_capabilities_among_the_majors(year, value):
    """Singer, Bremer and Stuckey 1972 as recalled: .208, .241, .217, .293, .303 to 1960."""
    found = polarity(year).row("components", "majors").spread
    assert found.concentration == pytest.approx(value, abs=0.001)


def test_cinc_of_2014():
    found = polarity(2014).row("cinc", "majors").spread
    assert found.concentration == pytest.approx(0.453, abs=0.001)
    assert found.poles == pytest.approx(3.14, abs=0.01)


def test_germany_and_japan_enter_in_december_1991():
    found = polarity(1991)
    seven, five = found.row("cinc", "majors"), found.row("cinc", "majors_most")
    assert (seven.spread.n, five.spread.n) == (7, 5)
    assert seven.spread.concentration == pytest.approx(0.259, abs=0.001)
    assert five.spread.concentration == pytest.approx(0.296, abs=0.001)
    assert "with Japan, Germany" in seven.note
    with pytest.raises(KeyError):
        polarity(2014).row("cinc", "majors_most")


def test_measures_disagree_and_the_sentence_says_so():
    said = polarity(2014).sentence
    assert "China by the capability index" in said
    assert "the United States by GDP and net resources" in said
    assert said.endswith("the measures disagree.")


def test_a_base_that_the_user_supplies_says_so():
    row = polarity(2014).row("milex", "top8")
    assert row.spread is None
    assert row.status is Status.NOT_LICENSED
    assert polarity(2021).row("gdp", "top8").status is Status.OUT_OF_COVERAGE


def test_years():
    assert covered() == (1816, 2022)
    assert polarity(as_of=2000).year == 2000
    with pytest.raises(BadYear, match="after as_of"):
        polarity(2014, as_of=2010)
    with pytest.raises(BadYear, match="1816 to 2022"):
        polarity(1700)
    with pytest.raises(BadYear, match="six capabilities"):
        polarity_series("components", first=1700)


def test_series_marks_changes_of_the_list():
    frame = polarity_series("cinc", "majors", 1985, 1995)
    changed = frame.filter(frame["changed"])["year"].to_list()
    assert changed == [1991]
    assert frame.filter(frame["year"] == 1991)["n"].item() == 7


def test_command():
    answer = CliRunner().invoke(app, ["system", "1962", "--json"])
    found = json.loads(answer.stdout)
    assert found["balance"]["proven"] is True
    assert {row["base"] for row in found["polarity"]["rows"]} >= {"cinc", "gdp", "net_resources"}
    shown = CliRunner().invoke(app, ["system", "1991"]).stdout
    assert "majors for most of the year" in " ".join(shown.split())
