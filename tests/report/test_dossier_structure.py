"""Every dossier: well formed, self-contained, accessible."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from multipolar.report import dossier
from multipolar.report.page import SECTIONS

HEADINGS = ("h1", "h2", "h3", "h4")
LOADS = {"src", "srcset", "href", "xlink:href", "data", "action", "poster", "background"}


def test_has_each_section_in_order_with_its_heading(page):
    sections = page.tree.all("section")
    assert [(s.attributes["id"], s.all("h2")[0].words) for s in sections] == list(SECTIONS)
    assert all(len(s.words) > len(s.all("h2")[0].words) for s in sections), "an empty section"


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(e.name[1]) for e in page.tree.every() if e.name in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_identifiers_are_unique_and_references_to_them_hold(page):
    every = page.tree.every()
    ids = [e.attributes["id"] for e in every if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    wanted = [e.attributes["href"][1:] for e in page.tree.all("a")
              if e.attributes["href"].startswith("#")]  # fmt: skip
    wanted += [k for e in every for k in e.attributes.get("aria-labelledby", "").split()]
    wanted += re.findall(r"url\(#([^)]+)\)", page.html)
    assert set(wanted) <= set(ids)


def test_loads_nothing_and_runs_nothing(page):
    for element in page.tree.every():
        assert element.name not in {"script", "iframe", "img", "object", "embed", "base", "form"}
        for name, value in element.attributes.items():
            assert not name.startswith("on"), name
            if name in LOADS:
                inside = value.startswith(("#", "data:"))
                assert inside or (element.name == "a" and value.startswith("http")), (name, value)
    style = page.tree.all("style")[0].text
    assert "@import" not in style
    assert "url(" not in style
    policy = next(e for e in page.tree.all("meta") if "http-equiv" in e.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_every_drawing_has_a_title_and_words_for_what_it_shows(page):
    drawings = page.tree.all("svg")
    assert drawings
    for drawing in drawings:
        assert drawing.attributes["role"] == "img"
        title, description = drawing.all("title")[0], drawing.all("desc")[0]
        named = f"{title.attributes['id']} {description.attributes['id']}"
        assert drawing.attributes["aria-labelledby"] == named
        assert len(title.words) > 10
        assert len(description.words) > 20


def test_every_chart_has_a_table_behind_it_that_the_keyboard_reaches(page):
    for figure in page.tree.all("figure"):
        table = figure.all("details")[0].all("table")[0]
        assert table.all("caption")[0].words
        columns = len(table.all("thead")[0].all("th"))
        rows = table.all("tbody")[0].all("tr")
        assert rows
        assert all(len(row.children) == columns for row in rows)
    for region in (e for e in page.tree.all("div") if e.attributes.get("class") == "scroll"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"


def test_nothing_that_a_program_says_for_lack_of_a_value(page):
    words = page.tree.all("body")[0].words
    assert not re.search(r"\b(None|nan|NaN|null|inf|undefined)\b", words)
    assert not re.search(r"\b[a-z]+\.[a-z_]+ -?\d", words), "the name of an indicator"
    assert not re.search(r"\de[+-−]\d", words), "a power of ten"
    assert 'x="nan"' not in page.html


def test_language_viewport_and_size(page):
    assert page.tree.all("html")[0].attributes["lang"] == "en"
    viewport = [e for e in page.tree.all("meta") if e.attributes.get("name") == "viewport"]
    assert viewport[0].attributes["content"] == "width=device-width, initial-scale=1"
    assert len(page.html.encode()) < 2_000_000
    assert page.html.startswith("<!doctype html>\n")


def test_the_same_assessment_gives_the_same_bytes(page):
    assert dossier(page.assessment) == page.html


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, two: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_of_text_and_marks_have_the_contrast_of_level_aa(theme):
    folder = files("multipolar.report")
    style = "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("dossier.css", "dark.css")
    )
    root = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[theme]
    colours = dict(re.findall(r"--(\w+): (#\w{6})", root))
    for name in ("ink", "muted", "one", "two", "alarm", "gap"):
        assert _contrast(colours[name], colours["paper"]) >= 4.5, name
    for name in ("ink", "muted"):
        assert _contrast(colours[name], colours["shade"]) >= 4.5, name
    assert _contrast(colours["two"], colours["shade"]) >= 3
