"""Charts that stand alone, and files written whole or not at all."""

from __future__ import annotations

import builtins
import math
import os
import re
import stat
from xml.etree import ElementTree

import pytest
from dossier_pages import make

import multipolar as mp
from multipolar.errors import BadOption, MultipolarError, NotWritable
from multipolar.estimate import Status
from multipolar.report import charts, words, write_charts, write_dossier
from multipolar.report.files import write_atomically
from multipolar.report.markup import Markup, tag
from multipolar.report.svg import Sketch
from multipolar.report.tiles import tile

SVG = "{http://www.w3.org/2000/svg}"
ALL = [
    "profile",
    "verdict",
    "course",
    "ranking_first",
    "ranking_second",
    "votes",
    "trade",
    "coverage",
]


def test_a_rich_pair_has_every_chart(rich):
    assert list(charts(rich.assessment)) == ALL


def test_each_chart_is_a_picture_of_its_own(page):
    for name, chart in charts(page.assessment).items():
        root = ElementTree.fromstring(chart.svg)
        assert root.tag == f"{SVG}svg"
        assert root.find(f"{SVG}title").text == chart.title
        assert root.find(f"{SVG}desc").text == chart.alt
        _, _, width, height = (float(n) for n in root.get("viewBox").split())
        for element in root.iter():
            for key in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
                at = float(element.get(key, 0))
                assert math.isfinite(at), name
                assert -width < at < 2 * width + height, (name, key, at)
        shown = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
        assert " ".join(chart.title.split()) in " ".join(shown.split())
        assert "Data: " in shown


def test_marks_of_the_profile_stand_at_their_percentiles(rich):
    drawing = ElementTree.fromstring(charts(rich.assessment)["profile"].inline(720, "wide"))
    dots = [float(e.get("cx")) for e in drawing.iter("circle")][2:]
    left, right = 196, 720 - 196
    wanted = []
    for reading in rich.assessment.readings:
        standings = [s for s in (reading.standing, reading.net) if s is not None]
        wanted += [left + (right - left) * s.value / 100 for s in standings]
    assert dots == pytest.approx(wanted, abs=0.06)


def test_every_status_has_a_look_of_its_own():
    looks = set()
    for status in Status:
        sketch = Sketch(100, "x")
        looks.add((tile(sketch, status), re.sub("x-[a-z_]+", "", sketch.content)))
    assert len(looks) == len(Status)
    assert set(words.STATUS) == set(Status)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.000097, "0.000097"), (220.4, "220"), (2.44, "2.4"), (1234.5, "1,200"), (0, "0"),
     (-0.51, "−0.51"), (math.inf, "–")],
)  # fmt: skip
def test_figures_have_no_powers_of_ten(value, shown):
    assert words.figure(value) == shown


def test_elements_escape_text_but_not_markup():
    assert tag("p", "a < b", Markup("<br>"), title='"') == '<p title="&quot;">a &lt; b<br></p>'


def test_a_picture_in_pixels(rich, tmp_path):
    pytest.importorskip("vl_convert", reason="vl-convert is not installed (multipolar[png])")
    path = charts(rich.assessment)["profile"].png(tmp_path / "profile.png")
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 2 * (720 + 32)


def test_without_the_extra_the_error_says_what_to_install(rich, tmp_path, monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MultipolarError, match=r"multipolar\[png\]"):
        charts(rich.assessment)["profile"].png(tmp_path / "profile.png")
    assert not list(tmp_path.iterdir())


def test_the_file_is_the_page_and_replaces_an_old_one(rich, tmp_path):
    path = tmp_path / "dossier.html"
    path.write_text("old")
    assert write_dossier(rich.assessment, path) == path
    assert path.read_text(encoding="utf-8") == rich.html
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_are_refused_in_words(rich, tmp_path):
    with pytest.raises(NotWritable, match="is a folder"):
        write_dossier(rich.assessment, tmp_path)
    with pytest.raises(NotWritable, match="there is no folder"):
        write_dossier(rich.assessment, tmp_path / "missing" / "page.html")


def test_a_write_that_fails_leaves_the_old_file(rich, tmp_path, monkeypatch):
    path = tmp_path / "dossier.html"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(NotWritable, match="No space left"):
        write_dossier(rich.assessment, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_and_its_file_is_written(rich, tmp_path):
    path, link = tmp_path / "page.html", tmp_path / "link.html"
    path.write_text("old")
    link.symlink_to(path)
    write_dossier(rich.assessment, link)
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == rich.html


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with a name")
def test_what_is_no_file_is_written_into_and_not_replaced(rich, tmp_path):
    """A pipe, a terminal or /dev/null must never become a file, whatever rights the user has."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"page")
        assert os.read(reader, 100) == b"page"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_refused(rich, tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(NotWritable, match="cannot be written"):
            write_dossier(rich.assessment, tmp_path / "page.html")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_an_assessment_of_a_poor_pair_has_only_the_charts_that_say_something():
    assert list(charts(make("new").assessment)) == ["profile", "coverage"]


def test_all_charts_are_written_under_their_names(rich, tmp_path):
    written = write_charts(rich.assessment, tmp_path)
    assert [path.name for path in written] == [f"{name}.svg" for name in ALL]
    assert written[0].read_text(encoding="utf-8") == charts(rich.assessment)["profile"].svg
    with pytest.raises(BadOption, match="svg, png or html"):
        write_charts(rich.assessment, tmp_path, "jpeg")
    assert len(write_charts(rich.assessment, tmp_path / "made")) == len(ALL)
    with pytest.raises(NotWritable, match="there is no folder"):
        write_charts(rich.assessment, tmp_path / "missing" / "charts")
    with pytest.raises(NotWritable, match="is a file"):
        write_charts(rich.assessment, written[0])


def test_a_line_without_any_value_is_left_out():
    """Bhutan reports no trade with Paraguay, Paraguay does: this ended in a traceback."""
    found = mp.assess("Bhutan", "Paraguay", as_of=2014)
    assert "trade" in charts(found)
    assert charts(found)["trade"].svg.startswith("<svg")


def test_the_verdict_is_drawn_with_the_numbers_of_the_assessment(rich):
    found, drawn = rich.assessment.verdict, charts(rich.assessment)
    sight = found.sight
    rows = {row[0]: row for row in drawn["verdict"].table.rows}
    assert [row[1] for row in rows.values()] == [f"{one.value:.2f}" for one in sight.ranked]
    drawing = ElementTree.fromstring(drawn["verdict"].inline(720, "wide"))
    dots = [float(e.attrib["cx"]) for e in drawing.iter("circle")]
    expected = [168 + (720 - 46 - 168) * one.value for one in sight.ranked]
    assert dots == pytest.approx(expected, abs=0.1)
    strip = ElementTree.fromstring(drawn["course"].inline(720, "wide"))
    shades = [e for e in strip.iter("rect") if "opacity" in e.attrib]
    assert len(shades) == 6 * len(found.course)
    assert [row[0] for row in drawn["course"].table.rows] == [str(v.year) for v in found.course]
