"""``multipolar blocs``: for people and for programs."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear

RUN = CliRunner()


def said(*arguments):
    found = RUN.invoke(app, arguments)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_a_year_in_print_fits_the_screen(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    text = said("blocs", "1975")
    assert all(len(line) <= int(width) for line in text.splitlines())
    for words in ("bloc of", "Between blocs", "resolution", "Moved since 1965", "sources"):
        assert words in text
    assert "United States" in text


def test_json_has_stable_keys():
    answer = json.loads(said("blocs", "1975", "--json"))
    assert set(answer) == {
        "year", "layer", "status", "note", "sentence", "layers", "number_of_blocs", "blocs",
        "swing", "resolutions", "together_by_chance", "isolates", "not_observed", "origins",
        "agreement", "moved",
    }  # fmt: skip
    assert answer["layer"] == "combined"
    assert answer["moved"]["since"] == 1965
    none = json.loads(said("blocs", "1964", "--layer", "votes", "--json"))
    assert none["status"] == "insufficient"
    assert none["blocs"] == []


def test_a_state_s_place():
    text = said("blocs", "1957", "--state", "China")
    assert "China in the blocs of 1957" in text
    assert "Soviet Union" in text
    answer = json.loads(said("blocs", "1957", "--state", "China", "--json"))
    assert answer["ccode"] == 710
    assert answer["partners"][0]["together"] > 0.9
    assert 365 in answer["bloc"]
    assert set(answer["by_layer"]) == {"combined", "votes", "treaty", "trade", "institutions"}


def test_the_course_over_years():
    text = said("blocs", "--years", "1970:1973", "--layer", "votes")
    assert "noise" in text
    assert "1973" in text
    answer = json.loads(said("blocs", "--years", "1970:1973", "--json"))
    assert [one["year"] for one in answer["years"]] == [1970, 1971, 1972, 1973]
    assert len(answer["switching"]) == 3


def test_the_votes_stand_in_where_all_layers_are_not_known():
    text = said("blocs", "2025")
    assert "the votes alone" in text
    assert "2025" in text
    assert "No blocs" in said("blocs", "2025", "--layer", "combined")
    assert "2018" in said("blocs").splitlines()[0]


def test_bad_questions():
    with pytest.raises(BadOption):
        said("blocs", "1975", "--years", "1970:1975")
    with pytest.raises(BadYear):
        said("blocs", "1975", "--as-of", "1970")
    with pytest.raises(BadOption):
        said("blocs", "1975", "--layer", "feelings")


def test_the_system_says_a_line_about_blocs():
    assert "form" in said("system", "1975")
    answer = json.loads(said("system", "1975", "--json"))
    assert answer["blocs"]["layer"] == "combined"
    assert json.loads(said("system", "1900", "--json"))["blocs"] is None
