"""The map of closeness to a state."""

from __future__ import annotations

import json
from importlib.util import find_spec

import numpy as np
import pytest
from drawn import NS, box, named, spots, texts, tree
from sheet_browser import CHROMIUM, look, measure
from typer.testing import CliRunner

import multipolar as mp
from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear, WrongUnit
from multipolar.estimate import HAS_VALUE, Status
from multipolar.fields.registry import INDICATORS
from multipolar.relations.toward import toward
from multipolar.report.closeness import SELF, SPAN, TOP, closeness_chart
from multipolar.report.equal_earth import project
from multipolar.report.scale import FAR, NEAR, NONE, classes

pytestmark = pytest.mark.skipif(find_spec("bqplot") is None, reason="bqplot has the map file")


@pytest.fixture(scope="module")
def votes_1972():
    return toward("India", "votes.kappa", 1972)


@pytest.fixture(scope="module")
def svg(votes_1972):
    return closeness_chart(votes_1972).svg


def fill(svg: str, name: str) -> str:
    group = named(svg, name)
    shape = next(item for item in group if item.tag in (f"{NS}path", f"{NS}rect"))
    return shape.attrib["fill"]


# ------------------------------------------------------------------ numbers
def test_values_are_those_of_single_questions(votes_1972):
    for other, code in (("Soviet Union", 365), ("Pakistan", 770), ("East Germany", 265)):
        one = mp.get("votes.kappa", "India", other, year=1972)
        found = votes_1972.estimates[code]
        assert (found.value, found.low, found.status) == (one.value, one.low, one.status)


def test_a_dear_measure_is_the_same_for_one_state_as_for_a_pair():
    found = toward("China", "affinity.all", 1990).estimates
    for other, code in (("Russia", 365), ("Nepal", 790)):
        one = mp.get("affinity.all", "China", other, year=1990)
        assert found[code].value == pytest.approx(one.value, abs=1e-12)
        assert found[code].n == one.n


def test_of_a_directed_measure_it_is_the_state_toward_the_others():
    found = toward("Mongolia", "trade.share", 2014).estimates[710]
    assert found.value == mp.get("trade.share", "Mongolia", "China", year=2014).value
    assert found.value > 0.3


def test_years_bases_and_units_that_do_not_fit():
    assert toward("Russia", "votes.kappa", as_of=2014).year == 2014
    assert toward("Russia", "votes.kappa", 2022, base="all").known
    assert not toward("Russia", "votes.kappa", 2022).known
    with pytest.raises(BadOption, match="vote base"):
        toward("Russia", "igo.jaccard", base="all")
    with pytest.raises(BadOption, match="final or all"):
        toward("Russia", "votes.kappa", base="some")
    with pytest.raises(WrongUnit, match="measure of pairs"):
        toward("Russia", "power.cinc")
    with pytest.raises(BadYear):
        toward("Russia", "votes.kappa", 2015, as_of=2014)
    with pytest.raises(BadYear, match="begin in 1946"):
        closeness_chart(toward("France", "treaty.defense", 1938))


# ------------------------------------------------------------------ classes
def test_classes_of_similarity_are_the_same_in_every_year():
    kappa = INDICATORS["votes.kappa"]
    assert classes(kappa, [0.5]) == classes(kappa, [-0.9, 0.1])
    parted = classes(kappa, [])
    assert parted.paint(0.0) == NEAR[0]
    assert parted.paint(-0.001) == FAR[0]
    assert parted.paint(0.81) == NEAR[-1]
    assert parted.labels[parted.place(0.4)] == "0.4 to 0.6"
    assert len(parted.paints) == len(parted.labels) == len(parted.edges) + 1


def test_none_has_a_colour_of_its_own_and_levels_have_words():
    parted = classes(INDICATORS["treaty.obligation"], [0, 3])
    assert parted.labels == (
        "none", "non-aggression", "neutrality or consultation", "defence or offence",
    )  # fmt: skip
    assert parted.paint(0) == NONE
    assert len(set(parted.paints)) == 4
    share = classes(INDICATORS["trade.share"], [0.0, 0.001, 0.002, 0.05, 0.4])
    assert share.labels[0] == "none"
    assert share.paint(0.0) == NONE
    assert share.paint(0.001) != NONE


@pytest.mark.parametrize("name", ["hostility.mid", "ideal.distance"])
def test_what_is_distant_is_orange(name):
    parted = classes(INDICATORS[name], [0.5, 1, 2, 3, 4])
    assert parted.paints[-1] == FAR[-1]


# ------------------------------------------------------------------ the map
def test_a_state_has_the_colour_of_its_class(svg, votes_1972):
    parted = classes(INDICATORS["votes.kappa"], [])
    for code, name in ((2, "United States"), (345, "Yugoslavia"), (365, "Soviet Union")):
        assert fill(svg, name) == parted.paint(votes_1972.estimates[code].value)
    assert fill(svg, "India") == SELF


def test_no_value_no_state_and_no_shape_look_different(svg, votes_1972):
    assert votes_1972.estimates[552].status is Status.NOT_A_MEMBER
    assert fill(svg, "Rhodesia").startswith("url(#map-not_a_member")
    plain = [
        p.attrib["fill"] for p in tree(svg).iter(f"{NS}path") if "f-paper" in p.get("class", "")
    ]
    assert len(plain) >= 15, "Angola, Mozambique and others were no states"
    crossed = [p for p in tree(svg).iter(f"{NS}path") if "not_a_state" in p.get("fill", "")]
    assert len(crossed) == 3, "Germany, Yemen and Vietnam were two each"
    key = texts(svg)
    for words in ("not both in the UN", "no state of the list", "shared by two states"):
        assert words in key


def test_every_state_of_the_year_is_there_once_and_what_ended_is_told(votes_1972):
    chart = closeness_chart(votes_1972)
    names = [said.split("\n")[0] for said in spots(chart.svg)]
    assert len(names) == len(set(names)) == len(votes_1972.estimates) + 1
    assert "Soviet Union" in chart.notes[-1] or "the Soviet Union" in chart.notes[-1]
    ended = closeness_chart(toward("France", "votes.kappa", 1990))
    assert "East Germany" in ended.notes[0]
    assert "West Germany" in ended.notes[0]
    assert len(ended.table.rows) == len(toward("France", "votes.kappa", 1990).estimates)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [("Brazil", -34.7, -7.3), ("Australia", 153.6, -28.1)],
)
def test_the_place_of_an_outermost_point(svg, name, longitude, latitude):
    """Cape Branco and Cape Byron are the easternmost points of their continents."""
    path = named(svg, name).find(f"{NS}path")
    x, _ = project(np.array([longitude]), np.array([latitude]))
    expected = (x[0] + SPAN / 2) * 720 / SPAN
    assert box(path.attrib["d"])[2] == pytest.approx(expected, abs=4.0)
    top = (TOP - project(np.array([0.0]), np.array([83.6]))[1][0]) * 720 / SPAN
    assert box(path.attrib["d"])[1] > top > 0


def test_small_states_are_tiles_with_their_codes():
    chart = closeness_chart(toward("Malta", "votes.kappa", 2014))
    assert {"SGP", "TUV", "KNA", "LIE"} <= set(texts(chart.svg))
    assert fill(chart.svg, "Malta") == SELF
    assert chart.find == "a state"


def test_no_values_at_all_is_said():
    chart = closeness_chart(toward("Russia", "votes.kappa", 2022))
    assert "0 others have a value" in chart.title
    statuses = {item.status for item in toward("Russia", "votes.kappa", 2022).estimates.values()}
    assert not statuses & HAS_VALUE


def test_the_command(tmp_path):
    path = tmp_path / "map.html"
    asked = ["map", "IND", "--indicator", "votes.kappa", "--year", "1972"]
    done = CliRunner().invoke(app, [*asked, "--plot", str(path)])
    assert done.exit_code == 0, done.output
    assert "0.6 to 0.8" in done.output
    assert "not both in the UN" in done.output
    assert path.stat().st_size < 600_000
    done = CliRunner().invoke(app, [*asked, "--json"])
    answer = json.loads(done.output)
    assert answer["indicator"] == "votes.kappa"
    assert {"ccode", "name", "value", "low", "high", "status"} == set(answer["others"][0])


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
def test_its_page_is_silent_alone_and_fits_a_phone(votes_1972, tmp_path):
    page = closeness_chart(votes_1972).html
    said, hosts, size = look(tmp_path, page)
    assert not said
    assert not hosts
    assert size > 20_000
    wide = measure(tmp_path, page, 360, "return page.documentElement.scrollWidth;")
    assert wide <= 360
