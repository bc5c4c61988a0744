"""The page in a browser: silent console, no request to any host, charts that can be seen."""

from __future__ import annotations

import pytest
from dossier_pages import make
from sheet_browser import CHROMIUM, look, measure

MEASURE = """
  const charts = [...page.querySelectorAll("figure")].map((figure) => ({
    name: figure.getAttribute("aria-labelledby"),
    seen: [...figure.querySelectorAll("svg")]
      .map((svg) => svg.getBoundingClientRect()).filter((box) => box.width > 0)
      .map((box) => [box.left, box.right, box.height]),
    type: Math.min(...[...figure.querySelectorAll("svg text")]
      .map((text) => text.getBoundingClientRect().height).filter((high) => high > 0)),
  }));
  return { charts, wide: page.documentElement.scrollWidth };
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")


def test_a_page_that_asks_a_host_would_be_found_out(tmp_path):
    said, hosts, _ = look(tmp_path, '<img src="http://elsewhere.invalid/"><script>x.y()</script>')
    assert "elsewhere.invalid" in hosts
    assert said


@pytest.mark.parametrize("key", ["rich", "early"])
def test_no_word_in_the_console_and_no_request_to_a_host(key, tmp_path):
    said, hosts, size = look(tmp_path, make(key).html)
    assert not said
    assert not hosts
    assert size > 20_000


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("key", ["rich", "later", "ended", "new"])
def test_every_chart_is_seen_whole_and_legible(key, width, tmp_path):
    measured = measure(tmp_path, make(key).html, width, MEASURE)
    assert measured["wide"] <= width, "the page is wider than the screen"
    assert measured["charts"]
    for chart in measured["charts"]:
        assert len(chart["seen"]) == 1, chart
        left, right, height = chart["seen"][0]
        assert 0 <= left < right <= width, chart
        assert right - left > 0.85 * min(width, 344), chart
        assert height > 100, chart
        assert chart["type"] > 9.5, chart
