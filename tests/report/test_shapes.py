"""Shapes of countries, decoded from the topology."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from multipolar.report.shapes import ANTARCTICA, codes, merged, outline, topology

EARTH = 6371.0072
pytestmark = pytest.mark.skipif(find_spec("bqplot") is None, reason="bqplot has the map file")


def area(shapes: tuple[int, ...]) -> float:
    """Square kilometres inside rings: outer ones turn one way, holes the other."""
    total = 0.0
    for ring in outline(shapes):
        x, y = ring[:, 0], ring[:, 1]
        total += float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2
    return abs(total) * EARTH**2


@pytest.mark.parametrize(
    ("code", "name", "thousand"),
    [(76, "Brazil", 8516), (36, "Australia", 7688), (643, "Russia", 17098), (818, "Egypt", 1002),
     (180, "DR Congo", 2345), (710, "South Africa", 1219)],
)  # fmt: skip
def test_areas_are_those_of_the_countries(code, name, thousand):
    """Areas by the UN Demographic Yearbook, table 3; South Africa has Lesotho as a hole."""
    assert area((code,)) == pytest.approx(thousand * 1000, rel=0.02), name


def test_every_shape_but_antarctica_once():
    listed = [int(g["id"]) for g in topology()["objects"]["subunits"]["geometries"]]
    assert sorted(listed) == sorted({*codes(), ANTARCTICA})
    assert len(listed) == len(set(listed)) == 177


def test_a_union_keeps_the_area_and_loses_the_border():
    apart, together = area((203,)) + area((703,)), area((203, 703))
    assert together == pytest.approx(apart, rel=1e-9)
    assert len(outline((203, 703))) == 1
    count = sum(len(ring) for ring in outline((203, 703)))
    assert count < sum(len(ring) for code in (203, 703) for ring in outline((code,)))


def test_rings_are_closed_and_alike_when_nothing_is_shared():
    islands = [(0, 1), (2,)]
    found = merged(islands)
    assert sorted(arc for ring in found for arc in ring) == [0, 1, 2]
    assert all(len(ring) >= 3 for code in codes() for ring in outline((code,)))


def test_two_squares_with_a_common_side_become_one(monkeypatch):
    """Twin by hand: arcs 0 (left, top and bottom of one), 1 (the common side), 2 (the other)."""
    from multipolar.report import shapes

    arcs = (
        np.array([[1, 1], [0, 1], [0, 0], [1, 0]]),
        np.array([[1, 0], [1, 1]]),
        np.array([[1, 0], [2, 0], [2, 1], [1, 1]]),
    )
    monkeypatch.setattr(shapes, "_grid", lambda: arcs)
    assert shapes.merged([(0, 1), (2, ~1)]) == [(0, 2)]
