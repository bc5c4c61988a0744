"""What the site takes from outside this folder, and links that work on GitHub and here alike."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "DATA.md": "data.md",
    "CHANGELOG.md": "changelog.md",
    "CITATION.cff": "CITATION.cff",
    "examples/dangerous_dyads.py": "examples/dangerous_dyads.py",
}
"""Files beside this folder that are part of the site, and where they go."""
LINK = re.compile(r"\]\(((?:\.\./)+[^)#\s]+)")


def on_files(files: Any, config: Any) -> Any:
    """Add the files from outside."""
    for name, place in OUTSIDE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Point links that leave this folder at the copies in the site."""
    here = posixpath.dirname(f"docs/{page.file.src_uri}")

    def turned(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, found[1]))
        if target not in OUTSIDE:
            return found[0]
        return f"]({posixpath.relpath(f'docs/{OUTSIDE[target]}', here)}"

    return LINK.sub(turned, markdown)
