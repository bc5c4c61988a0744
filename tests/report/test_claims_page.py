"""The page of claims: one document, offline, a picture for a claim, everything escaped."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from multipolar.claims import check
from multipolar.claims.library import parse
from multipolar.report.claims_charts import _placed, claim_chart
from multipolar.report.claims_page import claims_page, write_claims_page
from multipolar.report.svg import Sketch

PAPER = b"""
[paper]
name = "small"
title = "A small <paper> & more"
authors = ["Someone"]
written = 2014

[[claim]]
id = "S1"
type = "trend"
paraphrase = "They vote more alike <b>now</b>."
refuted_if = "They do not."
[claim.test]
kind = "trend"
indicator = "votes.kappa"
who = ["China", "Russia"]
years = [2000, 2014]
expect = "more"

[[claim]]
id = "S2"
type = "comparison"
paraphrase = "China is stronger than Russia by two measures."
refuted_if = "It is not."
[claim.test]
kind = "combination"
[[claim.test.parts]]
name = "soldiers"
kind = "ratio"
first = { indicator = "power.soldiers", who = "China" }
second = { indicator = "power.soldiers", who = "Russia" }
years = 2014
expect = "more"
[[claim.test.parts]]
name = "warheads"
kind = "ratio"
first = { indicator = "power.warheads", who = "China" }
second = { indicator = "power.warheads", who = "Russia" }
years = 2014
expect = "more"

[[claim]]
id = "S3"
type = "comparison"
paraphrase = "It is on record."
refuted_if = "It is not."
[claim.test]
kind = "fact"
facts = [{ on = 2014-05-21, what = "Signed.", cite = "A document" }]

[[claim]]
id = "S4"
type = "comparison"
paraphrase = "Nobody can know."
refuted_if = "Nothing can."
[claim.test]
kind = "untestable"
why = "nobody can know"
"""


@pytest.fixture(scope="module")
def reports():
    paper = parse(PAPER, "small.toml")
    return [check(paper, year) for year in (2014, 2020)]


def test_the_page_is_whole_and_loads_nothing(reports, tmp_path):
    page = claims_page(reports)
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!#|data:|https?://)', page)
    assert not re.search(r'src="http', page)
    assert "A small &lt;paper&gt; &amp; more" in page
    assert "<b>now</b>" not in page
    assert write_claims_page(reports, tmp_path / "page.html").read_text() == page
    assert claims_page(reports) == page


def test_identifiers_are_unique_and_links_lead_somewhere(reports):
    page = claims_page(reports)
    found = re.findall(r' id="([^"]+)"', page)
    assert len(found) == len(set(found))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(found)
    for name in ("S1", "S2", "S3", "S4"):
        assert name in found


def test_each_kind_of_claim_has_its_picture(reports):
    series, strip, record = (claim_chart(reports, place) for place in range(3))
    assert claim_chart(reports, 3) is None
    assert len(series.table.rows) == 15
    assert [row[0] for row in strip.table.rows] == ["soldiers", "warheads"]
    assert record.table.rows[0][0] == "2014-05-21"
    for chart in (series, strip, record):
        ET.fromstring(chart.svg)
        for width in (720, 328):
            sketch = Sketch(width, "x")
            assert 20 < chart.draw(sketch) < 400


def test_a_dot_lies_on_the_side_that_the_outcome_says(reports):
    soldiers, warheads = reports[0].results[1].found.parts
    assert _placed(soldiers)[0] > 1
    assert _placed(warheads)[0] < 1
    value, low, high = _placed(reports[0].results[0].found)
    assert low < value < high
