"""The page in a browser: silent console, no request to any host, charts that can be seen."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from dossier_pages import make

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
MEASURE = """<!doctype html><meta charset="utf-8"><pre id="out"></pre>
<iframe width="%(width)d" height="900" style="border:0" srcdoc="%(page)s"></iframe>
<script>
document.querySelector("iframe").addEventListener("load", (event) => {
  const page = event.target.contentDocument;
  const charts = [...page.querySelectorAll("figure")].map((figure) => ({
    name: figure.getAttribute("aria-labelledby"),
    seen: [...figure.querySelectorAll("svg")]
      .map((svg) => svg.getBoundingClientRect()).filter((box) => box.width > 0)
      .map((box) => [box.left, box.right, box.height]),
    type: Math.min(...[...figure.querySelectorAll("svg text")]
      .map((text) => text.getBoundingClientRect().height).filter((high) => high > 0)),
  }));
  document.getElementById("out").textContent =
    JSON.stringify({ charts, wide: page.documentElement.scrollWidth });
});
</script>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")


def browse(folder, address, *flags):
    profile = folder / "profile"
    profile.mkdir()
    try:
        return subprocess.run(
            [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *flags, address],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def look(folder, source):
    """What the console said of a page, the hosts that it asked for, and the size of a picture."""
    page, log, shot = (folder / name for name in ("page.html", "net.json", "page.png"))
    page.write_text(source, encoding="utf-8")
    done = browse(
        folder, page.as_uri(), "--window-size=1280,2000", f"--screenshot={shot}",
        f"--log-net-log={log}",
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [event["params"] for event in events if "initiator" in event.get("params", {})]
    hosts = {urlsplit(params["url"]).hostname for params in asked if _by_a_page(params)}
    return said, hosts, shot.stat().st_size


def _by_a_page(params):
    """Whether a page made a request, not the browser on its own account."""
    return params["initiator"] != "not an origin" and params["url"].startswith("http")


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
    page = tmp_path / "frame.html"
    source = html.escape(make(key).html, quote=True)
    page.write_text(MEASURE % {"width": width, "page": source}, encoding="utf-8")
    done = browse(tmp_path, page.as_uri(), "--virtual-time-budget=5000", "--dump-dom")
    found = re.search(r'<pre id="out">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    measured = json.loads(html.unescape(found[1]))
    assert measured["wide"] <= width, "the page is wider than the screen"
    assert measured["charts"]
    for chart in measured["charts"]:
        assert len(chart["seen"]) == 1, chart
        left, right, height = chart["seen"][0]
        assert 0 <= left < right <= width, chart
        assert right - left > 0.85 * min(width, 344), chart
        assert height > 100, chart
        assert chart["type"] > 9.5, chart
