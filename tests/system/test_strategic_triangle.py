"""Triangles of states, by the affinity of the release."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from typer.testing import CliRunner

import multipolar as mp
from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear, NotAState, SameState
from multipolar.report.triad import triad_chart
from multipolar.system.triangles import triangle, triangles


def test_china_and_russia_with_the_united_states_outside():
    found = triangle("China", "Russia", "United States", 2014)
    assert next(iter(found.probabilities)) == "marriage:USA"
    assert found.probabilities["marriage:USA"] > 0.9
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert sum(found.beyond_neutral.values()) == pytest.approx(1)
    assert found.beyond_neutral["marriage:USA"] < found.probabilities["marriage:USA"]
    assert "the United States outside" in found.sentence


def test_sides_are_the_affinity_that_get_shows():
    found = triangle("France", "Germany", "United Kingdom", 2010)
    for side in found.sides:
        asked = mp.get("affinity.all", side.one, side.two, year=2010)
        assert (side.value, side.low, side.high) == pytest.approx(
            (asked.value, asked.low, asked.high)
        )
        assert side.friendly + side.neutral + side.hostile == pytest.approx(1)
    assert found.probabilities["menage"] > 0.9


def test_two_germanies_and_an_era():
    found = triangle("East Germany", "Poland", "West Germany", 1980)
    assert next(iter(found.probabilities)) == "marriage:DEU"


def test_wedges_are_differences_of_sides():
    found = triangle("CHN", "RUS", "USA", 2014)
    values = [side.value for side in found.sides]
    gaps = [found.wedges[code][0] for code in ("CHN", "RUS", "USA")]
    assert gaps == pytest.approx(
        np.subtract(np.take(values, [0, 0, 1]), np.take(values, [1, 2, 2]))
    )


def test_as_of_is_the_same_as_that_year():
    past = triangle("CHN", "RUS", "USA", as_of=1985)
    assert past == triangle("CHN", "RUS", "USA", 1985)
    with pytest.raises(BadYear):
        triangle("CHN", "RUS", "USA", 1990, as_of=1985)


def test_years_in_which_one_was_no_state_are_left_out():
    found = triangles("Ukraine", "Poland", "Russia", range(1988, 1996))
    assert [item.year for item in found] == list(range(1991, 1996))
    assert "Too little is known" in found[0].sentence or found[0].probabilities


@pytest.mark.parametrize(
    ("states", "year", "error"),
    [
        (("CHN", "CHN", "USA"), 2014, SameState),
        (("East Germany", "France", "USA"), 2010, NotAState),
        (("CHN", "RUS", "USA"), 1930, BadYear),
    ],
)
def test_refusals(states, year, error):
    with pytest.raises(error):
        triangle(*states, year)


def test_the_command_and_its_picture(tmp_path):
    picture = tmp_path / "t.svg"
    run = CliRunner().invoke(
        app, ["triangle", "CHN", "RUS", "USA", "--year", "2014", "--json", "--plot", str(picture)]
    )
    assert run.exit_code == 0, run.output
    answer = json.loads(run.stdout)
    assert answer == triangle("CHN", "RUS", "USA", 2014).to_dict()
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))
    said = " ".join(drawn.itertext())
    assert "China - Russia" in said
    assert "the United States outside" in said
    assert isinstance(
        CliRunner()
        .invoke(app, ["triangle", "CHN", "RUS", "USA", "--year", "2014", "--years", "2000:2010"])
        .exception,
        BadOption,
    )


def test_the_table_behind_the_picture_is_the_answer():
    found = triangles("CHN", "RUS", "USA", range(2010, 2015))
    rows = triad_chart(found).table.rows
    assert [row[0] for row in rows] == [str(year) for year in range(2010, 2015)]
    assert rows[-1][3] == f"{found[-1].sides[0].value:.2f}"
