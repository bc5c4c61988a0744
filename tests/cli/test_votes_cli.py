"""The commands on votes: what they refuse, in which words, and what they print."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from multipolar.cli import ideal_points
from multipolar.cli.__main__ import exit_code
from multipolar.cli.app import app
from multipolar.errors import MultipolarError


def run(*words, columns=100):
    found = CliRunner().invoke(app, list(words), env={"COLUMNS": str(columns)})
    error = found.exception
    if isinstance(error, MultipolarError):
        return exit_code(error), found.stdout, str(error)
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return found.exit_code, found.stdout, found.stderr


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
