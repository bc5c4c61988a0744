"""Pictures of the blocs of the release."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from drawn import NS, named, spots, texts, tree
from sheet_browser import CHROMIUM, look, measure
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.cli.blocs import PICTURES, _picture
from multipolar.errors import BadOption
from multipolar.report.blocs import (
    STATES,
    course_of,
    names_of,
    paints_of,
    square_chart,
    strips_chart,
    web_chart,
)
from multipolar.report.strips import SWING
from multipolar.system.bloc_series import bloc_series
from multipolar.system.blocs import blocs
from multipolar.system.layers import layers


@pytest.fixture(scope="module")
def found():
    return blocs(1985)


@pytest.fixture(scope="module")
def web(found):
    return web_chart(found, layers(1985))


@pytest.fixture(scope="module")
def series():
    return bloc_series("combined", 1986, 1993)


def ids(svg: str) -> list[str]:
    return re.findall(r'data-name="([^"]+)"', svg)


# ------------------------------------------------------------------ square
def test_the_square_has_every_state_once_in_the_order_of_blocs(found):
    chart = square_chart(found)
    grid = json.loads(chart.data)["grid"]
    n = int((found.labels >= -1).sum())
    assert len(grid["names"]) == len(set(grid["names"])) == n
    names = names_of(found)
    assert list(dict.fromkeys(grid["blocs"])) == [
        names[label] for label in dict.fromkeys(found.labels[found.order].tolist()) if label >= -1
    ]
    assert chart.title == found.sentence
    assert len(chart.table.rows) == n


def test_a_cell_of_the_square_is_the_probability(found):
    grid = json.loads(square_chart(found).data)["grid"]
    a, b = (grid["names"].index(name) for name in ("United States", "Japan"))
    value = grid["values"][max(a, b)][min(a, b)]
    assert value == pytest.approx(found.pair("USA", "JPN").value, abs=5e-4)


def test_votes_in_the_order_of_blocs(found):
    import multipolar as mp

    chart = square_chart(found, "kappa")
    grid = json.loads(chart.data)["grid"]
    a, b = (grid["names"].index(name) for name in ("Cuba", "Poland"))
    kappa = mp.get("votes.kappa", "Cuba", "Poland", year=1985).value
    assert grid["values"][max(a, b)][min(a, b)] == pytest.approx(kappa, abs=5e-4)
    assert "not known" in texts(chart.svg)
    with pytest.raises(BadOption, match="together or kappa"):
        square_chart(found, "pi")


def test_years_in_which_texts_are_not_told_apart_take_all_votes():
    chart = square_chart(blocs(2023, "votes"), "kappa")
    values = [v for row in json.loads(chart.data)["grid"]["values"] for v in row]
    assert sum(v is not None for v in values) > 10_000


# ------------------------------------------------------------------ network
def test_the_network_has_the_strongest_states_with_their_blocs(found, web):
    assert len(ids(web.svg)) == STATES
    assert {"United States", "Soviet Union", "China", "India"} <= set(ids(web.svg))
    paints = paints_of(found)
    for name in ("Soviet Union", "Poland", "West Germany"):
        label = int(found.labels[found.place(name)])
        assert found.codes[found.place(name)] in found.blocs[label].core
        assert named(web.svg, name).find(f"{NS}rect").attrib["fill"] == paints[label]


def test_rivals_are_joined_by_dashes_and_allies_by_lines(web):
    said = spots(web.svg)
    rivals = next(g for s, g in said.items() if s.startswith("Soviet Union and United States\nriv"))
    assert "stroke-dasharray" in rivals.find(f"{NS}line").attrib
    pact = [s for s in said if "United States" in s and "\ntreaty\n" in s]
    assert pact


def test_each_state_has_a_tie_in_the_layers_and_no_tie_is_drawn_twice(web):
    keys = [
        (group.attrib["data-keys"], said.split("\n")[1])
        for said, group in spots(web.svg).items()
        if "probability" in said
    ]
    assert len(keys) == len(set(keys))
    assert all(len(pair.split()) == 2 for pair, _ in keys)


def test_no_name_covers_another(web):
    boxes = [
        [float(g.find(f"{NS}rect").attrib[k]) for k in ("x", "y", "width", "height")]
        for said, g in spots(web.svg).items()
        if "data-name" in g.attrib
    ]
    at = np.array([[x + w / 2, y + h / 2] for x, y, w, h in boxes])
    size = np.array([[w, h] for _, _, w, h in boxes])
    over = (size[:, None] + size[None, :]) / 2 - np.abs(at[:, None] - at[None, :])
    assert not ((over > 0.2).all(axis=2) & ~np.eye(len(boxes), dtype=bool)).any()


def test_a_year_without_blocs_is_refused():
    with pytest.raises(BadOption, match="No blocs by"):
        square_chart(blocs(2022))
    with pytest.raises(BadOption, match="two states"):
        web_chart(blocs(1985), layers(1985), count=1)


# ------------------------------------------------------------------ strips
def test_strips_follow_the_series(series):
    course = course_of(series, 20)
    frame = series.frame
    for year in (1986, 1993):
        rows = frame.filter((frame["year"] == year) & (frame["ccode"] == 290))
        stand = course.stands[year][290]
        assert stand.bloc == (rows["bloc"][0] if rows["bloc"][0] is not None else -1)
        assert stand.share == pytest.approx(rows["with_own"][0])
    assert len(course.shown) == 20
    assert {2, 365, 710} <= set(course.shown)
    names = [name for bloc, name in course.names.items() if bloc >= 0]
    assert len(names) == len(set(names))


def test_poland_changes_its_colour_after_1989(series):
    svg = strips_chart(series, 30).svg
    paints = {
        rect.attrib["fill"]
        for said, group in spots(svg).items()
        if said.startswith("Poland ")
        for rect in group.findall(f"{NS}rect")
    }
    assert len(paints) >= 2


def test_the_counts_of_a_year_add_up(series):
    svg = strips_chart(series, 10).svg
    said = next(s for s in spots(svg) if s.startswith("1990\n"))
    counted = sum(int(line.rsplit(": ", 1)[1]) for line in said.split("\n")[1:])
    one = series.blocs[1990]
    assert counted == int((one.labels >= -1).sum())


def test_pale_is_not_of_the_core(series):
    svg = strips_chart(series, 40).svg
    pale = [r for r in tree(svg).iter(f"{NS}rect") if r.attrib.get("opacity") == f"{SWING:.2f}"]
    assert pale


# ------------------------------------------------------------------ command and browser
def test_the_command_draws_each(tmp_path):
    one = blocs(1985)
    assert [_picture(one, kind).name for kind in PICTURES] == ["network", "square", "square"]
    path = tmp_path / "strips.html"
    done = CliRunner().invoke(app, ["blocs", "--years", "1990:1991", "--plot", str(path)])
    assert done.exit_code == 0, done.output
    assert "Strongest states" in path.read_text(encoding="utf-8")
    done = CliRunner().invoke(app, ["blocs", "1985", "--picture", "pie"])
    assert isinstance(done.exception, BadOption)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
@pytest.mark.parametrize("kind", ["network", "strips"])
def test_their_pages_are_silent_alone_and_fit_a_phone(kind, web, series, tmp_path):
    page = web.html if kind == "network" else strips_chart(series, 20).html
    said, hosts, size = look(tmp_path, page)
    assert not said
    assert not hosts
    assert size > 20_000
    script = """
      const svg = [...page.querySelectorAll("svg.chart")]
        .find((one) => one.getBoundingClientRect().width > 0);
      const find = page.getElementById("find");
      find.value = "Poland";
      find.dispatchEvent(new page.defaultView.Event("input"));
      return { wide: page.documentElement.scrollWidth, said: page.getElementById("tip").textContent,
        lit: svg.classList.contains("lit"), on: svg.querySelectorAll(".spot.on").length };
    """
    found = measure(tmp_path, page, 360, script)
    assert found["wide"] <= 360
    assert found["said"].startswith("Poland")
    assert found["lit"]
    assert found["on"] >= 2
