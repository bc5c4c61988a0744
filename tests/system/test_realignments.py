"""Realignments of the release: well-known cases, refusals, what later years may not change."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear, MultipolarError, UnknownState
from multipolar.measures.discoveries import benjamini_yekutieli
from multipolar.panel.release import active
from multipolar.report.realignment import realignment_chart
from multipolar.system.realignments import course, judged, realignments


@pytest.fixture(scope="module")
def everything():
    return realignments(fdr=0.5, least=0.25)


@pytest.mark.parametrize(
    ("pair", "first", "last", "direction"),
    [
        (("USA", "Iran"), 1978, 1981, "away"),
        (("Cuba", "USSR"), 1959, 1962, "toward"),
        (("Poland", "Russia"), 1989, 1993, "away"),
        (("Hungary", "Russia"), 1989, 1993, "away"),
        (("Bulgaria", "Russia"), 1989, 1993, "away"),
        (("Vietnam", "Russia"), 1975, 1979, "toward"),
        (("Brazil", "Argentina"), 1979, 1987, "toward"),
        (("Indonesia", "Malaysia"), 1965, 1969, "toward"),
        (("Zambia", "South Africa"), 1990, 1995, "toward"),
        (("Israel", "Jordan"), 1993, 1996, "toward"),
        (("Russia", "Ukraine"), 2013, 2015, "away"),
    ],
)
def test_what_every_historian_knows(pair, first, last, direction):
    found = realignments(pair=pair).items
    assert any(first <= one.year <= last and one.direction == direction for one in found)


@pytest.mark.parametrize(
    ("pair", "first", "last"),
    [
        (("China", "USA"), 1970, 1974),
        (("Egypt", "USA"), 1972, 1980),
        (("Egypt", "USSR"), 1971, 1976),
        (("China", "USSR"), 1959, 1965),
        (("USA", "Cuba"), 1959, 1962),
        (("United Kingdom", "Iraq"), 1957, 1961),
    ],
)
def test_what_is_missed_as_the_page_says(pair, first, last):
    """Not a wish: if one of these is found one day, the page is to be rewritten."""
    found = realignments(pair=pair, fdr=0.1).items
    assert not any(first <= one.year <= last for one in found)


def test_steady_pairs_are_steady():
    for pair in (("USA", "Japan"), ("USA", "Canada"), ("USA", "United Kingdom")):
        assert realignments(pair=pair).items == ()


def test_the_list_is_what_its_rates_say(everything):
    strict = realignments(fdr=0.1)
    assert len(strict.items) == strict.everywhere
    assert all(one.q <= 0.1 and abs(one.size) >= 0.5 for one in strict.items)
    assert len(everything.items) > len(strict.items)
    for one in everything.items:
        assert one.low < one.size < one.high
        assert one.first <= one.year <= one.last
        assert 0 <= one.p <= one.q <= 0.5
        assert one.q <= one.q_strict
        assert 0 <= one.probability <= 1
        assert one.carried
        if max(map(abs, one.layers.values())) < 1.27:  # the table caps a layer's share there
            assert sum(one.layers.values()) == pytest.approx(1, abs=0.04)
    hard = realignments(fdr=0.1, strict=True)
    assert {(o.year, o.one, o.two) for o in hard.items} <= {
        (o.year, o.one, o.two) for o in strict.items
    }


def test_q_is_over_all_pairs_and_years_and_not_those_asked_for(everything):
    """By hand from the tables: relevant pairs as one family."""
    frame, _ = judged(active(), least=0.25)
    tests = active().scan("realignment_tests").filter(pl.col("relevant") == 1).collect()
    age = 2025 - tests["year"].cast(pl.Int32) + 1
    most = [10 if one >= 10 else 5 if one >= 5 else 3 for one in age]
    number = tests.filter((tests["seen"] == pl.Series(most)) & (age >= 3))["tests"].sum()
    mine = frame.filter(pl.col("relevant") == 1)
    assert (benjamini_yekutieli(mine["p"].to_numpy(), number) >= mine["q"].to_numpy() - 1e-9).all()
    chosen = realignments(state="Iran", fdr=0.5, least=0.25).items
    whole = {(one.year, one.one.ccode, one.two.ccode): one for one in everything.items}
    for one in chosen:
        assert whole[one.year, one.one.ccode, one.two.ccode] == one


def test_the_order_of_the_states_does_not_matter():
    one = realignments(pair=("Iran", "United States"))
    assert one == realignments(pair=("United States", "Iran"))
    assert {item.one.ccode for item in one.items} == {2}


@pytest.mark.parametrize("as_of", [1965, 1985, 2000])
def test_as_of_lists_what_three_years_of_had_been_seen(as_of):
    found = realignments(as_of=as_of, fdr=0.5)
    assert found.as_of == as_of
    assert found.items
    for one in found.items:
        age = as_of - one.year + 1
        assert one.seen == (10 if age >= 10 else 5 if age >= 5 else 3)
        assert age >= 3


def test_what_has_been_seen_for_ten_years_stays(everything):
    """Its size and its p; q moves with what else there is."""
    then = {
        (one.year, one.one.ccode, one.two.ccode): one
        for one in realignments(as_of=2000, fdr=0.5, least=0.25).items
        if one.seen == 10
    }
    now = {(one.year, one.one.ccode, one.two.ccode): one for one in everything.items}
    both = then.keys() & now.keys()
    assert len(both) > 0.8 * len(then)
    for key in both:
        assert (then[key].size, then[key].p) == (now[key].size, now[key].p)


def test_germany_is_west_germany_before_1990():
    found = realignments(pair=("Germany", "East Germany"))
    assert {item.one.ccode for item in found.items} == {260}


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({"fdr": 0.9}, BadOption),
        ({"fdr": 0}, BadOption),
        ({"least": 0.1}, BadOption),
        ({"least": float("nan")}, BadOption),
        ({"state": "Iran", "pair": ("Iran", "Iraq")}, BadOption),
        ({"years": [1930]}, BadYear),
        ({"as_of": 1957}, BadYear),
        ({"state": "Atlantis"}, UnknownState),
        ({"pair": ("Iran", "Iran")}, MultipolarError),
    ],
)
def test_refusals(question, error):
    with pytest.raises(error):
        realignments(**question)


def test_years_and_states_narrow_the_list(everything):
    some = realignments(range(1989, 1993), fdr=0.5, least=0.25)
    assert {one.year for one in some.items} <= set(range(1989, 1993))
    of_iran = realignments(state="Iran", fdr=0.5, least=0.25)
    assert all(630 in (one.one.ccode, one.two.ccode) for one in of_iran.items)
    relevant = realignments(relevant=True)
    assert 0 < len(relevant.items) < relevant.everywhere


def test_the_command_prints_json_and_a_picture(tmp_path):
    picture = tmp_path / "r.svg"
    asked = ["realignments", "--pair", "USA", "Iran", "--json", "--plot", str(picture)]
    run = CliRunner().invoke(app, asked)
    assert run.exit_code == 0, run.output
    answer = json.loads(run.stdout)
    assert answer == realignments(pair=("USA", "Iran")).to_dict()
    assert answer["realignments"][0]["states"] == ["USA", "IRN"]
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))
    said = " ".join(drawn.itertext())
    assert "apart" in said
    assert "1980" in said
    assert "nan" not in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", ["40", "60", "80", "160"])
def test_the_list_fits_the_screen(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    run = CliRunner().invoke(app, ["realignments", "--top", "12"])
    assert run.exit_code == 0, run.output
    assert all(len(line) <= int(width) for line in run.stdout.splitlines())
    assert "false discoveries" in " ".join(run.stdout.split())


def test_a_pair_without_any_is_told_so_and_drawn(tmp_path):
    picture = tmp_path / "r.svg"
    asked = ["realignments", "--pair", "USA", "Canada", "--plot", str(picture)]
    run = CliRunner().invoke(app, asked)
    assert run.exit_code == 0, run.output
    assert "None stands out" in " ".join(run.stdout.split())
    assert "No lasting shift" in picture.read_text(encoding="utf-8")


def test_a_picture_needs_a_pair():
    run = CliRunner().invoke(app, ["realignments", "--plot", "x.svg"])
    assert isinstance(run.exception, BadOption)


def test_the_course_is_the_affinity_that_get_shows():
    import multipolar as mp

    found = course("China", "Russia", realignments(pair=("China", "Russia")))
    for year, value, low, high in found.points[::20]:
        asked = mp.get("affinity.all", "China", "Russia", year=year)
        assert (value, low, high) == pytest.approx((asked.value, asked.low, asked.high))
    assert np.diff([point[0] for point in found.points]).min() >= 1
    assert len(realignment_chart(found).table.rows) == len(found.points)


def test_a_table_goes_to_other_programs(tmp_path):
    found = realignments(range(1985, 1995))
    found.write_csv(tmp_path / "r.csv")
    frame = pl.read_csv(tmp_path / "r.csv")
    assert frame.height == len(found.items)
    assert {"ccode1", "ccode2", "year", "size", "q", "votes", "treaty"} <= set(frame.columns)
