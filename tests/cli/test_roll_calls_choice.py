"""What a fit of ideal points rests on: mistakes told before the votes are read, with the cause."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from multipolar.cli import ideal_points
from multipolar.cli.app import app
from multipolar.cli.roll_calls import check_there, choice, chosen, unsaid
from multipolar.errors import BadOption, MultipolarError
from multipolar.panel.preferences import PARTS_TO

RECORD = pl.DataFrame(
    {
        "call": [1, 2, 3, 4, 5],
        "voter": ["USA", "RUS", "USA", "CHN", "USA"],
        "year": [1980, 2019, 2020, 2021, 2025],
        "final": [0, 1, -1, -1, 1],
        "me": [True, True, False, True, False],
    }
)
TO_LEAVE = "on a text as a whole; leave out --final-passage"
DIVIDED = "; write --voters as USA,RUS, and a state that was divided as DEU255 or DEU260"

EARLY = [
    ("--issue zz", "--issue is one of me, nu, di, hr, co, ec, important, not 'zz'"),
    ("--years 2020:2010", "years 2020:2010 are inverted: write 2010:2020"),
    ("--years when", "years 'when' are not understood: write them as 2000:2014"),
    (
        "--years 1920:1930",
        "there is no roll call of 1920-1930: the votes are of 1946 to 2025, without 1964; choose "
        "other --years",
    ),
    (
        "--plot x.svg --voters USA,XXX,DEU255",
        f"no position to draw: XXX (no voter of the Assembly){DIVIDED}",
    ),
    ("--plot x.svg --voters ,", "no position to draw: --voters names nobody"),
]


@pytest.mark.parametrize(("words", "told"), EARLY, ids=[words for words, _ in EARLY])
def test_mistakes_are_told_before_the_votes_are_read(words, told, tmp_path, monkeypatch):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))  # no votes are there
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, ["ideal-points", "fit", *words.split()]).exception
    assert isinstance(found, MultipolarError)
    assert str(found) == told


EMPTY = [
    (
        (None, "2020:2021", True),
        f"no roll call is left: in 2020-2021 the source does not say which votes were {TO_LEAVE}",
    ),
    (
        ("me", "2021:2021", True),
        f"no roll call is left: in 2021 the source does not say which votes were {TO_LEAVE}",
    ),
    (
        (None, "1980:1980", True),
        "no roll call is left: all are on paragraphs or amendments; leave out --final-passage",
    ),
    (
        ("me", "2025:2025", True),
        "no roll call of 2025 is marked with the issue me: widen --years, or leave out --issue",
    ),
    (
        (None, "1964:1964", False),
        "there is no roll call of 1964: the votes are of 1946 to 2025, without 1964; choose other "
        "--years",
    ),
]


@pytest.mark.parametrize(("asked", "told"), EMPTY, ids=[str(asked) for asked, _ in EMPTY])
def test_the_option_that_leaves_nothing_is_named(asked, told):
    with pytest.raises(BadOption) as error:
        chosen(RECORD, choice(*asked))
    assert str(error.value) == told


def test_years_that_final_passage_leaves_out_are_told():
    left, unmarked = chosen(RECORD, choice(None, "2019:2025", True))
    assert left["call"].to_list() == [2, 5]
    assert unmarked == [2020, 2021]
    assert unsaid(unmarked) == (
        "in 2020-2021 the source does not say which votes were on a text as a whole"
    )
    every, none = chosen(RECORD, choice("me", None, False))
    assert (every["call"].to_list(), none) == ([1, 2, 4], [])


def test_voters_without_a_vote_in_the_record_are_refused():
    check_there(["USA", "CHN"], RECORD)
    with pytest.raises(BadOption, match=r"^no position to draw: FRA, GBR \(no vote in these roll"):
        check_there(["FRA", "USA", "GBR"], RECORD)


def test_the_status_of_a_fit_gives_years_as_spans():
    fit = SimpleNamespace(
        status="converged; not on its declared side: RUS; "
        "too few roll calls in 1946 (3), 1947 (4), 1951 (7)",
        thin={1946.0: 3, 1947.0: 4, 1951.0: 7},
    )
    assert ideal_points.status(fit) == (
        "converged; not on its declared side: RUS; too few roll calls in 1946-1947, 1951"
    )
    assert ideal_points.ended(fit) == ("converged", "not on its declared side: RUS")
    assert ideal_points.status(SimpleNamespace(status="converged", thin={})) == "converged"


def test_help_tells_which_votes_on_parts_count():
    told = " ".join(
        CliRunner().invoke(app, ["ideal-points", "fit", "--help"], env={"COLUMNS": "200"})
        .stdout.split()
    )  # fmt: skip
    assert f"paragraphs and amendments count up to {PARTS_TO}" in told
    assert "leaves out 2020-2024, which do not say" in told
    assert "where known" not in told
