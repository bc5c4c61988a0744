"""Squares, strips and networks of blocs, from hand-made ones."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from drawn import NS, named, spots, texts, tree
from sheet_browser import CHROMIUM, look, measure

from multipolar.fields.registry import INDICATORS
from multipolar.report.chart import Chart, Table
from multipolar.report.heatmap import Square, draw_square, order
from multipolar.report.hues import HUES, LONE, REST, hues
from multipolar.report.scale import classes
from multipolar.report.strips import SWING, Course, Stand, draw_strips, rows_by_bloc
from multipolar.report.svg import Sketch
from multipolar.report.web import LINES, Tie, Web, draw_web, places

CODES = (2, 200, 20, 365, 710, 315)
KAPPA = np.array(
    [
        [1, 0.7, 0.9, -0.5, -0.3, np.nan],
        [0.7, 1, 0.5, -0.1, 0.1, -0.5],
        [0.9, 0.5, 1, -0.3, 0.3, -0.5],
        [-0.5, -0.1, -0.3, 1, 0.3, 0.95],
        [-0.3, 0.1, 0.3, 0.3, 1, 0.3],
        [np.nan, -0.5, -0.5, 0.95, 0.3, 1],
    ]
)
NAMES = {0: "United States and others", 1: "Soviet Union and others", 2: "China"}


def chart(draw, **rest) -> Chart:
    return Chart(
        name="blocs", title="Blocs", alt="Blocs.", caption="So.",
        table=Table("Numbers", ("A",), ()), origins=("atop",), draw=draw, **rest,
    )  # fmt: skip


# ------------------------------------------------------------------ square
@pytest.fixture
def square() -> Square:
    return Square(
        1960, CODES, (0, 0, 0, 1, 1, 1), ("West", "East"), KAPPA,
        classes(INDICATORS["votes.kappa"], []), "kappa", np.array([6.0, 3, 2, 5, 4, 1]),
    )  # fmt: skip


def cells(svg: str, paint: str) -> float:
    """Area of all cells of a colour, in cells."""
    area = 0.0
    for path in tree(svg).iter(f"{NS}path"):
        if path.attrib.get("fill") == paint and "h-" in path.attrib.get("d", ""):
            for wide, high in re.findall(r"h([\d.]+)v([\d.]+)h-", path.attrib["d"]):
                area += float(wide) * float(high)
    return area


def test_every_pair_has_the_colour_of_its_class_twice(square):
    sketch = Sketch(720, "x")
    draw_square(sketch, square)
    svg = chart(lambda s: draw_square(s, square)).svg
    side = (720 - 104 - 118 - 4) / 6
    off = ~np.eye(6, dtype=bool)
    for place, paint in enumerate(square.parted.paints):
        known = np.where(np.isnan(KAPPA), -9.0, KAPPA)
        inside = off & (np.searchsorted(square.parted.edges, known, side="right") == place)
        count = int((inside & ~np.isnan(KAPPA)).sum())
        assert cells(svg, paint) / side**2 == pytest.approx(count, abs=0.05), place
    assert cells(svg, "#eef1f4") / side**2 == pytest.approx(2, abs=0.05), "one pair is not known"


def test_blocs_stand_apart_and_are_named(square):
    svg = chart(lambda s: draw_square(s, square)).svg
    assert "West" in texts(svg)
    assert "East" in texts(svg)
    assert "not known" in texts(svg)
    grid = next(r for r in tree(svg).iter(f"{NS}rect") if r.attrib.get("class") == "grid")
    at = [float(x) for x in grid.attrib["data-at"].split()]
    cell = float(grid.attrib["data-cell"])
    assert at[3] - at[2] == pytest.approx(cell + 4, abs=0.01)
    assert at[2] - at[1] == pytest.approx(cell, abs=0.01)


def test_the_data_of_the_page_has_each_pair_once(square):
    grid = json.loads(square.data)["grid"]
    assert [len(row) for row in grid["values"]] == [0, 1, 2, 3, 4, 5]
    assert grid["values"][5][0] is None
    assert grid["values"][2][0] == 0.9
    assert grid["names"][3] == "Soviet Union"


def test_in_a_bloc_its_heart_comes_first():
    found = order([1, 0, 0, 1, 0, 1], np.where(np.isnan(KAPPA), np.nan, KAPPA))
    assert set(found[:3].tolist()) == {1, 2, 4}
    labels = np.array([0, 0, 0, 1, 1, 1])
    assert order(labels, KAPPA).tolist() == [0, 2, 1, 3, 5, 4]


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
def test_a_cell_says_its_pair(square, tmp_path):
    script = """
      const svg = [...page.querySelectorAll("svg.chart")]
        .find((one) => one.getBoundingClientRect().width > 0);
      const tip = page.getElementById("tip");
      const view = page.defaultView;
      const key = (name) => svg.dispatchEvent(new view.KeyboardEvent("keydown", { key: name }));
      key("ArrowDown");
      const first = tip.textContent;
      key("End");
      const last = tip.textContent;
      key("ArrowRight");
      const unknown = tip.textContent;
      const find = page.getElementById("find");
      find.value = "canada";
      find.dispatchEvent(new view.Event("input"));
      const cross = svg.querySelector(".cross").getAttribute("d");
      return { first, last, unknown, row: tip.textContent, cross: cross.length,
        options: page.querySelectorAll("#names option").length };
    """
    page = chart(lambda s: draw_square(s, square), data=square.data, find="a state").html
    found = measure(tmp_path, page, 1280, script)
    assert found["first"] == "United Kingdom and United States\nkappa 0.70\nWest"
    assert found["last"] == "Czechoslovakia\nEast"
    assert found["unknown"].split("\n")[1:] == ["kappa not known", "East and West"]
    assert found["row"].startswith("Canada\nWest\nkappa, highest: United States 0.90")
    assert "lowest: Czechoslovakia −0.50" in found["row"]
    assert found["cross"] > 10
    assert found["options"] == 6
    said, hosts, _ = look(tmp_path, page)
    assert not said
    assert not hosts


# ------------------------------------------------------------------ strips
@pytest.fixture
def course() -> Course:
    stands = {
        1950: {2: Stand(0, 0.9, True), 365: Stand(1, 0.9, True), 710: Stand(1, 0.8, True)},
        1951: {},
        1952: {2: Stand(0, 0.9, True), 365: Stand(1, 0.9, True), 710: Stand(1, 0.5, False)},
        1953: {2: Stand(0, 0.7, False), 365: Stand(1, 0.9, True), 710: Stand(2, 0.6, True)},
    }
    return Course(stands, NAMES, frozenset({2}), (2, 365, 710, 740))


def test_strips_are_as_long_as_the_years(course):
    svg = chart(lambda s: draw_strips(s, course)).svg
    step = (720 - 6 - 116) / 4
    said = {key.split("\n")[0]: group for key, group in spots(svg).items() if "\n" in key}
    for start, wanted in (
        ("Soviet Union 1950", [(1, HUES[1], None)]),
        ("Soviet Union 1952–1953", [(2, HUES[1], None)]),
        ("United States 1952–1953", [(1, HUES[0], None), (1, HUES[0], f"{SWING:.2f}")]),
        ("China 1952", [(1, HUES[1], "0.42")]),
        ("China 1953", [(1, LONE, None)]),
    ):
        rects = said[start].findall(f"{NS}rect")
        assert len(rects) == len(wanted), start
        for rect, (years, paint, opacity) in zip(rects, wanted, strict=True):
            assert float(rect.attrib["width"]) == pytest.approx(step * years, abs=0.2), start
            assert rect.attrib["fill"] == paint
            assert rect.attrib.get("opacity") == opacity
    whole = "United States 1952–1953\nUnited States and others\n"
    assert whole + "of the core in 1 of 2 years, 0.80 with its members" in spots(svg)


def test_no_state_is_blank_and_an_unknown_year_is_dotted(course):
    svg = chart(lambda s: draw_strips(s, course)).svg
    dotted = [
        item for item in tree(svg).iter(f"{NS}line")
        if item.attrib.get("stroke-dasharray") == "1 2"
    ]  # fmt: skip
    assert len(dotted) == 3, "1951 of three states; nothing is known of Japan, which has no row"
    assert "Japan" not in texts(svg)


def test_counts_say_each_bloc(course):
    said = spots(chart(lambda s: draw_strips(s, course)).svg)
    assert "1950\nUnited States and others: 1\nSoviet Union and others: 2" in said
    assert "1951\nnot known" in said
    assert "1953\nUnited States and others: 1\nSoviet Union and others: 1\nalone: 1" in said


def test_rows_follow_the_bloc_that_a_state_was_in_most(course):
    assert rows_by_bloc(course)[:3] == [2, 365, 710]
    assert course.there(2) == {1950, 1951, 1952, 1953}


def test_blocs_beyond_the_scheme_share_a_colour():
    found = hues(range(9))
    assert [found[i] for i in range(6)] == list(HUES)
    assert {found[i] for i in (6, 7, 8)} == {REST}


# ------------------------------------------------------------------ network
@pytest.fixture
def web() -> Web:
    share = np.array(
        [
            [1, 0.9, 0.8, 0.1, 0.2, 0],
            [0.9, 1, 0.9, 0, 0.3, 0],
            [0.8, 0.9, 1, 0, 0.2, 0],
            [0.1, 0, 0, 1, 0.5, 1],
            [0.2, 0.3, 0.2, 0.5, 1, 0.5],
            [0, 0, 0, 1, 0.5, 1],
        ]
    )
    ties = (Tie(0, 1, "treaty", 0.9), Tie(0, 1, "trade", 0.9), Tie(0, 3, "hostility", 0.1))
    told = tuple(f"state {code}" for code in CODES)
    return Web(
        1960, CODES, share, (0, 0, 0, 1, 2, 1), (True, True, True, True, False, True), NAMES,
        hues(NAMES), told, ties, 0,
    )  # fmt: skip


def test_ties_are_as_wide_as_they_are_likely_and_stand_side_by_side(web):
    svg = chart(lambda s: draw_web(s, web)).svg
    treaty = named_tie(svg, "treaty")
    rivalry = named_tie(svg, "rivalry")
    assert float(treaty.attrib["stroke-width"]) == pytest.approx(0.6 + 2.4 * 0.9, abs=0.06)
    assert float(rivalry.attrib["stroke-width"]) == pytest.approx(0.6 + 2.4 * 0.1, abs=0.06)
    assert rivalry.attrib["stroke"] == LINES["hostility"][0]
    trade = named_tie(svg, "trade")
    ends = [(float(t.attrib["x1"]), float(t.attrib["y1"])) for t in (treaty, trade)]
    assert np.hypot(*(np.array(ends[0]) - ends[1])) == pytest.approx(3.6, abs=0.2)


def named_tie(svg, layer):
    return next(
        group.find(f"{NS}line") for said, group in spots(svg).items() if f"\n{layer}\n" in said
    )


def test_core_and_swing_look_different(web):
    svg = chart(lambda s: draw_web(s, web)).svg
    core = named(svg, "state 365").find(f"{NS}rect")
    swing = named(svg, "state 710").find(f"{NS}rect")
    assert core.attrib["fill"] == hues(NAMES)[1]
    assert "stroke-dasharray" not in core.attrib
    assert swing.attrib["fill"] == "#ffffff"
    assert "stroke-dasharray" in swing.attrib
    assert "swings (not of a core)" in texts(svg)


@pytest.mark.parametrize(("width", "narrow"), [(720.0, False), (328.0, True)])
def test_names_do_not_cover_one_another_and_friends_are_near(web, width, narrow):
    at, sizes = places(web, width, 500, narrow)
    over = (sizes[:, None] + sizes[None, :]) / 2 - np.abs(at[:, None] - at[None, :])
    assert not ((over > 0).all(axis=2) & ~np.eye(6, dtype=bool)).any()
    assert (at - sizes / 2 >= 0).all()
    assert (at + sizes / 2 <= [width, 500]).all()
    far = np.hypot(*(at[0] - at[3]))
    assert np.hypot(*(at[3] - at[5])) < far
    assert np.hypot(*(at[0] - at[1])) < far
    again, _ = places(web, width, 500, narrow)
    assert np.array_equal(at, again)


def test_a_state_lights_its_ties_and_their_other_ends(web):
    svg = chart(lambda s: draw_web(s, web)).svg
    assert named(svg, "state 2").attrib["data-near"] == "s200 s365"
    assert named(svg, "state 2").attrib["data-keys"] == "s2"
    keys = {
        group.attrib["data-keys"] for said, group in spots(svg).items() if "probability" in said
    }
    assert keys == {"s2 s200", "s2 s365"}
