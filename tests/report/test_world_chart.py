"""The picture of coverage."""

from __future__ import annotations

from xml.etree import ElementTree

from multipolar.fields.coverage import coverage
from multipolar.report.world import coverage_chart


def test_years_without_a_value_stay_pale_and_the_table_says_the_span():
    chart = coverage_chart(coverage(["practice.agreements", "sanctions.imposed"]))
    assert [row[1] for row in chart.table.rows] == ["1980–2010", "1990–2018"]
    root = ElementTree.fromstring(chart.svg)
    texts = [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "1980" in texts
