"""Write the documents that follow from the declarations: DATA.md and the list of indicators.

``python docs/generate.py`` writes them, ``--check`` fails if they are out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from multipolar.citing import render
from multipolar.fields.listing import describe
from multipolar.fields.registry import FIELDS, INDICATORS
from multipolar.sources.catalog import SOURCES

ROOT = Path(__file__).resolve().parent.parent
CLASSES = {
    "embed": "free licence: the release may hold its columns",
    "derive": "free with citation: the release holds only what our build computes from it",
    "local": "restricted: nothing in the release; bring your own file",
}


def data_md() -> str:
    """Terms and citation of every source."""
    lines = [
        "# Data: terms and citations",
        "",
        "Made by `python docs/generate.py` from the declarations of the sources. The package holds",
        "measures that its own build computed, never a source's files. Whoever publishes a number",
        "should cite the source it came from: `multipolar cite INDICATOR` prints it. Terms marked",
        "*as recalled* have not been seen at the source: confirm them before publication.",
        "",
    ]
    for source in SOURCES.values():
        years = f"{source.coverage.first}-{source.coverage.last}"
        years = "timeless" if source.coverage.last > 2090 else years
        lines += [
            f"## {source.title} (`{source.key}`)",
            "",
            f"- Producer: {source.producer}; version {source.version}; {years}.",
            *([f"- Note: {source.coverage.note}."] if source.coverage.note else []),
            f"- Home: <{source.home}>",
            f"- Terms: {source.terms_text} Class `{source.terms}`: {CLASSES[source.terms]}.",
            "- Cite: " + " ".join(render([entry], "text") for entry in source.references),
            "- Files:",
            *(
                f"  - `{file.path}`, {file.size:,} bytes, SHA-256 `{file.sha256}`, "
                f"from <{file.url}>"
                for file in source.files
            ),
            "",
        ]
    return "\n".join(lines)


def indicators_md() -> str:
    """Every declared indicator in full."""
    lines = ["# Indicators", "", "Made by `python docs/generate.py` from the declarations.", ""]
    for field, title in FIELDS.items():
        lines += [f"## {title.capitalize()}", ""]
        for what in INDICATORS.values():
            if what.field != field:
                continue
            told = describe(what)
            direction = "directed " if told["directed"] else ""
            spans = told["variants"] or {"": told["coverage"]}
            years = "; ".join(f"{name} {span[0]}-{span[1]}".strip() for name, span in spans.items())
            lines += [
                f"### `{what.name}`",
                "",
                f"{told['title'].capitalize()}. {told['definition']}",
                "",
                f"- Unit: {direction}{told['unit']}; {told['kind']}; {told['scale']}.",
                f"- A high value: {told['high']}.",
                f"- Years: {years}."
                + (f" {told['coverage_note'].capitalize()}." if told["coverage_note"] else ""),
                f"- No row in the source means: `{told['absent']}`.",
                f"- Sources: {', '.join(f'`{key}`' for key in told['sources'])}; "
                f"method: {'; '.join(f'{_short(e)}' for e in what.references)}.",
                "",
            ]
    return "\n".join(lines)


def _short(entry: object) -> str:
    names = [name.strip("{}").split(",")[0] for name in entry.authors]  # type: ignore[attr-defined]
    who = (
        names[0]
        if len(names) == 1
        else f"{names[0]} et al."
        if len(names) > 2
        else " and ".join(names)
    )
    return f"{who} {entry.year}"  # type: ignore[attr-defined]


DOCUMENTS = {"DATA.md": data_md, "docs/reference/indicators.md": indicators_md}


def main() -> int:
    """Write the documents, or compare them with what they should be."""
    stale = []
    for name, make in DOCUMENTS.items():
        path = ROOT / name
        text = make()
        if "--check" in sys.argv:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
