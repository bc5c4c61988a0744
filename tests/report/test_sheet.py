"""A chart as a page of its own."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from dossier_pages import parse
from sheet_browser import CHROMIUM, look, measure

from multipolar.errors import BadOption, NoSuchPlace
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Sketch

PRESS = """
  const svg = [...page.querySelectorAll("svg.chart")]
    .find((one) => one.getBoundingClientRect().width > 0);
  const tip = page.getElementById("tip");
  const spots = [...svg.querySelectorAll(".spot")];
  const on = () => spots.map((spot) => spot.classList.contains("on"));
  const view = page.defaultView;
  const found = { count: spots.length, hidden: tip.hidden, label: svg.getAttribute("aria-label") };
  const key = (name) => svg.dispatchEvent(new view.KeyboardEvent("keydown", { key: name }));
  key("ArrowRight");
  found.first = [tip.textContent, on()];
  key("ArrowRight");
  found.second = [tip.textContent, on()];
  key("End");
  found.last = tip.textContent;
  page.dispatchEvent(new view.KeyboardEvent("keydown", { key: "Escape" }));
  found.escaped = [tip.hidden, on()];
  const box = spots[0].getBoundingClientRect();
  const at = { bubbles: true, clientX: box.left + 2, clientY: box.top + 2, pointerType: "mouse" };
  spots[0].lastElementChild.dispatchEvent(new view.PointerEvent("pointermove", at));
  found.pointed = tip.textContent;
  const placed = tip.getBoundingClientRect();
  found.inside = placed.left >= 0 && placed.right <= view.innerWidth && placed.top >= 0;
  const find = page.getElementById("find");
  found.names = [...page.querySelectorAll("#names option")].map((option) => option.value);
  find.value = "bet";
  find.dispatchEvent(new view.Event("input"));
  found.searched = tip.textContent;
  found.wide = page.documentElement.scrollWidth;
  return found;
"""


def drawn(sketch: Sketch) -> float:
    with sketch.mark("Alpha\nfirst <of> two", "a", near="b", name="Alpha"):
        sketch.rect(0, 0, 40, 40, "one")
    with sketch.mark("Beta", "b", name="Beta"):
        sketch.rect(60, 0, 40, 40, "two")
    with sketch.mark("Gamma", "c", name="Gamma"):
        sketch.rect(120, 0, 40, 40, "alarm")
    sketch.hit("1914\n3", (0, 50, 20, 20))
    return 80.0


@pytest.fixture
def chart() -> Chart:
    return Chart(
        name="try", title="A finding & more", alt="Three squares.", caption="Read it so.",
        table=Table("Numbers", ("Year", "Value"), (("1914", "3"),)), origins=("voeten-votes",),
        draw=drawn, notes=("What it leaves out.",), find="a letter",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    from multipolar.sources.catalog import SOURCES

    monkeypatch.setitem(SOURCES, "voeten-votes", next(iter(SOURCES.values())))


def test_the_page_is_whole_and_has_everything_without_a_script(chart):
    tree = parse(chart.html)
    assert tree.all("html")[0].attributes["lang"] == "en"
    assert tree.all("h1")[0].words == "A finding & more"
    assert [svg.attributes["class"] for svg in tree.all("svg")] == ["chart wide", "chart narrow"]
    for svg in tree.all("svg"):
        ids = svg.attributes["aria-labelledby"].split()
        assert [child.attributes.get("id") for child in svg.children[:2]] == ids
        assert [child.name for child in svg.children[:2]] == ["title", "desc"]
    assert [cell.words for cell in tree.all("td")] == ["3"]
    assert "What it leaves out." in tree.words
    assert tree.all("div")[-1].attributes["id"] == "tip"


def test_the_one_script_is_the_one_that_may_run_and_nothing_is_loaded(chart):
    page = chart.html
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(script) == 1
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.replace("&#x27;", "'")
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert not re.search(r"@import|url\(http", page)


def test_a_mark_says_what_it_is_in_any_viewer(chart):
    svg = chart.svg
    assert "<title>Alpha\nfirst &lt;of&gt; two</title>" in svg
    assert 'class="spot" data-keys="a" data-near="b" data-name="Alpha"' in svg
    assert svg.count('class="hit"') == 1


def test_written_by_the_ending_of_the_file(chart, tmp_path):
    for ending, start in ((".svg", b"<svg"), (".html", b"<!doctype"), (".PNG", b"\x89PNG")):
        assert chart.write(tmp_path / f"a{ending}").read_bytes().startswith(start)
    with pytest.raises(BadOption, match=r"\.svg, \.png or \.html"):
        chart.write(tmp_path / "a.gif")
    with pytest.raises(NoSuchPlace):
        chart.write(tmp_path / "none" / "a.html")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
def test_no_word_in_the_console_and_no_request_to_a_host(chart, tmp_path):
    said, hosts, _ = look(tmp_path, chart.html)
    assert not said
    assert not hosts


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
@pytest.mark.parametrize("width", [360, 1280])
def test_it_answers_to_keys_to_a_pointer_and_to_a_name(chart, width, tmp_path):
    found = measure(tmp_path, chart.html, width, PRESS)
    assert found["count"] == 4
    assert found["hidden"]
    assert found["label"] == "A finding & more"
    assert found["first"] == ["Alpha\nfirst <of> two", [True, True, False, False]]
    assert found["second"] == ["Beta", [False, True, False, False]]
    assert found["last"] == "1914\n3"
    assert found["escaped"] == [True, [False] * 4]
    assert found["pointed"] == "Alpha\nfirst <of> two"
    assert found["inside"]
    assert found["names"] == ["Alpha", "Beta", "Gamma"]
    assert found["searched"] == "Beta"
    assert found["wide"] <= width
