"""A chart as a page of its own, which works offline and answers to a pointer and to keys."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from multipolar import __version__
from multipolar.panel.version import data_version
from multipolar.report import words
from multipolar.report.chart import NARROW, WIDE
from multipolar.report.markup import Markup, tag
from multipolar.report.sections import behind

if TYPE_CHECKING:
    from multipolar.report.chart import Chart

HINT = "Point at the picture, or tap it, for the numbers; or enter it and use the arrow keys."


def sheet(chart: Chart) -> str:
    """Write a chart as one page of HTML.

    Returns
    -------
    str
        A whole document. It loads nothing; its one script is its own, a few lines inside it, and
        no other can run. Without a script the drawing, its words and its numbers are all there.
    """
    script = _file("sheet.js")
    body = tag(
        "body",
        tag("main", tag("h1", chart.title), _finder(chart), _figure(chart)),
        tag("footer", tag("p", f"Made with multipolar {__version__}, data {data_version()}.")),
        tag("div", id="tip", role="status", aria_live="polite", hidden=""),
        _data(chart),
        tag("script", Markup(script)),
    )
    return f"<!doctype html>\n{tag('html', _head(chart, script), body, lang='en')}\n"


def _head(chart: Chart, script: str) -> Markup:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{digest}'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light"),
        tag("meta", name="description", content=chart.alt),
        tag("title", f"{chart.title} – multipolar"),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(_file("dossier.css") + _file("sheet.css"))),
    )


def _figure(chart: Chart) -> Markup:
    if chart.width == WIDE:
        drawn = [chart.inline(WIDE, "wide"), chart.inline(NARROW, "narrow")]
    else:
        drawn = [chart.inline(chart.width, "only")]
    credit = tag("span", f" Data: {words.credit(chart.origins)}.", class_="credit")
    return tag(
        "figure",
        drawn,
        tag("p", HINT, class_="hint", hidden=""),
        tag("figcaption", chart.caption, credit),
        [tag("p", note, class_="note") for note in chart.notes],
        behind(chart),
    )


def _finder(chart: Chart) -> Markup:
    """A box to look for a mark by its name; a script fills its list and shows it."""
    if not chart.find:
        return Markup("")
    box = tag("input", type="search", list="names", id="find", autocomplete="off")
    asked = tag("label", f"Find {chart.find} ", box)
    return tag("p", asked, tag("datalist", id="names"), class_="find", hidden="")


def _data(chart: Chart) -> Markup:
    if not chart.data:
        return Markup("")
    return tag("script", Markup(chart.data.replace("<", "\\u003c")), type="application/json")


def _file(name: str) -> str:
    return files("multipolar.report").joinpath(name).read_text(encoding="utf-8")
