"""The picture of ideal points over time."""

from __future__ import annotations

import polars as pl
import pytest
from drawn import NS, spots, texts, tree

from multipolar.errors import BadOption
from multipolar.report.positions import positions_chart
from multipolar.sources.assembly_votes import KEYS

TABLE = pl.DataFrame(
    {
        "voter": ["A", "A", "A", "B", "B"],
        "period": [1990, 1991, 1993, 1990, 1991],
        "ideal_point": [0.0, 0.5, 1.0, -1.0, 0.4],
        "low": [-0.5, 0.0, 0.5, -1.5, -0.1],
        "high": [0.5, 1.0, 1.5, -0.5, 0.9],
    }
)


def test_a_line_breaks_where_there_is_no_position():
    svg = positions_chart(TABLE, ["A", "B"], KEYS).svg
    lines = [item for item in tree(svg).iter(f"{NS}polyline")]
    assert len(lines) == 2, "1993 stands alone and is a dot"
    assert len(list(tree(svg).iter(f"{NS}circle"))) == 1
    assert "1993\nA 1.000 [0.500, 1.500]" in spots(svg)
    assert {"A", "B"} <= set(texts(svg))


def test_positions_are_on_their_scale():
    svg = positions_chart(TABLE, ["A", "B"], KEYS).svg
    points = next(tree(svg).iter(f"{NS}polyline")).attrib["points"].split()
    first, second = (float(point.split(",")[1]) for point in points)
    assert first - second == pytest.approx(0.5 * 300 / 4, abs=0.1), "from -2 to 2 in 300 pixels"


def test_unknown_voters_are_refused():
    with pytest.raises(BadOption, match="no position to draw: C"):
        positions_chart(TABLE, ["A", "C"], KEYS)
    with pytest.raises(BadOption, match="name a voter"):
        positions_chart(TABLE, [], KEYS)


def test_the_table_has_every_year():
    chart = positions_chart(TABLE, ["B"], KEYS)
    assert [row[0] for row in chart.table.rows] == ["1990", "1991"]
    assert chart.table.rows[0][1] == "−1.000 [−1.500, −0.500]"
