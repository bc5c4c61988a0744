"""``multipolar claims``: tables at every width, JSON, a page, and refusals."""

from __future__ import annotations

import json

import commands
import pytest


def run(*words, columns=100):
    return commands.run("claims", *words, columns=columns)


PAPER = """
[paper]
name = "small"
title = "A small paper"
authors = ["Someone"]
written = 2014

[[claim]]
id = "C1"
type = "comparison"
paraphrase = "China is stronger than Russia."
refuted_if = "It is not."
[claim.test]
kind = "ratio"
first = { indicator = "power.cinc", who = "China" }
second = { indicator = "power.cinc", who = "Russia" }
years = "last 5"
expect = "more"

[[claim]]
id = "C2"
type = "prediction"
paraphrase = "They will sign no pact of defence."
refuted_if = "They sign one."
[claim.test]
kind = "forecast"
horizon = [2015, 2024]
[claim.test.test]
kind = "fact"
silence = "supported"
watched = 2025
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(PAPER)
    return path


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_a_check_fits_the_screen(file, columns):
    code, out, _ = run("check", str(file), columns=columns)
    assert code == 0
    assert max(map(len, out.splitlines())) <= columns
    for word in ("C1", "C2", "supported", "open", "as of 2014", "Predictions"):
        assert word in out or word.capitalize() in out


def test_both_looks_and_the_last_covered_year_are_shown(file):
    _, out, _ = run("check", str(file), columns=160)
    row = next(line for line in out.splitlines() if line.startswith("C1"))
    assert "supported" in row
    assert "undetermined (2022: supported)" in row
    assert "5.9" in row or "6." in row
    assert "2022" in row
    assert "As of 2014: 1 supported, 1 open." in out


def test_one_year_can_be_asked_for(file):
    _, out, _ = run("check", str(file), "--as-of", "2020", columns=160)
    assert "as of 2020" in out
    assert "as of 2014" not in out
    assert run("check", str(file), "--as-of", "2010")[0] == 2


def test_json_has_stable_keys(file):
    code, out, _ = run("check", str(file), "--json")
    assert code == 0
    reports = json.loads(out)["reports"]
    assert [report["as_of"] for report in reports] == [2014, reports[1]["as_of"]]
    assert list(reports[0]) == [
        "paper",
        "as_of",
        "score",
        "claims",
        "multiple_testing",
        "origins",
        "data_version",
    ]
    claim = reports[0]["claims"][0]
    assert (claim["id"], claim["outcome"], claim["unit"]) == ("C1", "supported", "times")
    assert claim["years"] == [2010, 2014]
    assert claim["origins"] == ["nmc"]
    assert claim["estimate"] == pytest.approx(5.59, abs=0.01)


def test_one_claim_in_full(file):
    code, out, _ = run("show", str(file), "c1")
    assert code == 0
    for words in (
        "As of 2014",
        "counted, not estimated",
        "5.59 times",
        "claimed: more 1.00",
        "smallest that matters 1.10 (a tenth)",
        "data 2010-2014",
        "nmc",
    ):
        assert words in out, words


def test_contents_and_list():
    code, out, _ = run("show", "india-japan-2014")
    assert code == 0
    assert "J1" in out
    _, out, _ = run("list")
    assert "strengthening-2014" in out
    assert {paper["claims"] for paper in json.loads(run("list", "--json")[1])} >= {7, 50}


def test_a_page_is_written(file, tmp_path):
    page = tmp_path / "page.html"
    code, out, _ = run("check", str(file), "--html", str(page))
    assert (code, out) == (0, "")
    assert page.read_text().startswith("<!doctype html>")


def test_refusals(file, tmp_path):
    code, out, told = run("check", "nothing")
    assert (code, out) == (2, "")
    assert "strengthening-2014" in told
    assert run("show", str(file), "C9")[0] == 2
    bad = tmp_path / "bad.toml"
    bad.write_text(PAPER.replace("power.cinc", "power.cinch").replace('id = "C2"', 'id = "C1"'))
    code, out, told = run("check", str(bad))
    assert (code, out) == (2, "")
    assert "has 3 mistakes" in told
    assert run("check", str(tmp_path))[2].endswith(
        "is a folder: give a file in it, such as bad.toml"
    )
    assert (
        "C1, test.first.indicator: no indicator is called 'power.cinch'; nearest: power.cinc"
        in told
    )
    assert "C1, id: claims 1 and 2 (lines 8 and 20) have the same id 'C1'" in told
