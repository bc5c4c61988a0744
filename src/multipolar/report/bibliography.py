"""The sources of a dossier: what was used, in full, and how to cite the dossier itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from multipolar.citing import references_of, render
from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import Assessment
from multipolar.relations.criteria.definitions import REFERENCES
from multipolar.report.markup import Markup, join, tag
from multipolar.sources.base import Reference
from multipolar.sources.catalog import SOURCES

LINK = re.compile(r"https?://\S+?(?=\.?$|\s)")


def references(assessment: Assessment) -> list[Reference]:
    """References of the values of an assessment: sources, and literature of the methods."""
    methods = [e for name in assessment.indicators_used for e in INDICATORS[name].references]
    entries = [entry for key in assessment.origins for entry in SOURCES[key].references]
    return _ordered([*entries, *methods, *REFERENCES])


def sources(assessment: Assessment, charted: Iterable[str]) -> Markup:
    """References of the assessment and of the charts, BibTeX, and how to cite the page."""
    used = references(assessment)
    keys = {entry.key for entry in used}
    more = [entry for entry in references_of(sorted(set(charted))) if entry.key not in keys]
    parts = [
        _listed(used, "Nothing was used: no field has a value."),
        *([tag("h3", "Also used in the charts"), _listed(more, "")] if more else []),
    ]
    if used or more:
        bibtex = tag("pre", tag("code", render(_ordered([*used, *more]), "bibtex")), tabindex="0")
        parts.append(tag("details", tag("summary", "BibTeX of these references"), bibtex))
    return join(*parts, tag("h3", "How to cite this page"), _how(assessment))


def _how(assessment: Assessment) -> Markup:
    pair = assessment.pair
    return join(
        tag(
            "p",
            f"multipolar: {pair.one.name} and {pair.two.name}, as of {pair.as_of}. ",
            tag("code", assessment.name),
            f", data {assessment.data_version}. Cite the sources of the numbers that you use too.",
        ),
        tag(
            "p",
            "The same references come from ",
            tag("code", f"multipolar cite {assessment.name}"),
            ", the same numbers from ",
            tag("code", f"multipolar assess {_argument(pair.one)} {_argument(pair.two)} "
                f"--as-of {pair.as_of}"),
            ".",
        ),
    )  # fmt: skip


def _argument(state: object) -> str:
    iso3, ccode = getattr(state, "iso3", None), getattr(state, "ccode", "")
    return str(iso3 or f"cow:{ccode}")


def _ordered(entries: Iterable[Reference]) -> list[Reference]:
    found = {entry.key: entry for entry in entries}
    return sorted(found.values(), key=lambda entry: (entry.authors[0].strip("{}"), entry.year))


def _listed(entries: list[Reference], empty: str) -> Markup:
    if not entries:
        return tag("p", empty, class_="absent")
    return tag("ul", [tag("li", _linked(render([e], "text"))) for e in entries], class_="plain")


def _linked(text: str) -> Markup:
    """A reference with its address as a link that a reader may follow; nothing is loaded."""
    found = LINK.search(text)
    if found is None:
        return join(text)
    address = found.group()
    link = tag("a", address, href=address, rel="external noreferrer")
    return join(text[: found.start()], link, text[found.end() :])
