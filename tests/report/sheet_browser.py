"""A page in a browser: what the console said, which hosts it asked for, what a script measured."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
FRAME = """<!doctype html><meta charset="utf-8"><pre id="out"></pre>
<iframe width="%(width)d" height="900" style="border:0" srcdoc="%(page)s"></iframe>
<script>
document.querySelector("iframe").addEventListener("load", (event) => {
  const page = event.target.contentDocument;
  const found = (() => { %(script)s })();
  document.getElementById("out").textContent = JSON.stringify(found);
});
</script>"""


def browse(folder: Path, address: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Open an address in a browser of its own."""
    profile = folder / "profile"
    profile.mkdir()
    try:
        return subprocess.run(
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *flags, address],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def look(folder: Path, source: str) -> tuple[list[str], set[str | None], int]:
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


def _by_a_page(params: dict[str, Any]) -> bool:
    """Whether a page made a request, not the browser on its own account."""
    return params["initiator"] != "not an origin" and params["url"].startswith("http")


def measure(folder: Path, source: str, width: int, script: str) -> Any:
    """What a script finds in a page of a width; it returns plain data, the page is ``page``."""
    page = folder / "frame.html"
    content = {"width": width, "page": html.escape(source, quote=True), "script": script}
    page.write_text(FRAME % content, encoding="utf-8")
    done = browse(folder, page.as_uri(), "--virtual-time-budget=5000", "--dump-dom")
    found = re.search(r'<pre id="out">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    return json.loads(html.unescape(found[1]))
