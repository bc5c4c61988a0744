"""References of what was used, as BibTeX, CSL-JSON or plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable

from multipolar.errors import BadOption, QuestionError
from multipolar.fields.registry import indicator as declared
from multipolar.sources.base import Reference
from multipolar.sources.catalog import SOURCES

FORMATS = ("text", "bibtex", "csl")


def cite(*what: str, style: str = "text") -> str:
    """References of indicators or sources.

    Parameters
    ----------
    what
        Names of indicators (``votes.kappa``) or keys of sources (``atop``), or an assessment such
        as ``assess:CHN-RUS@2014`` (without ``@`` for the latest data).
    style
        ``text``, ``bibtex`` or ``csl`` (CSL-JSON).

    Returns
    -------
    str
        One entry for each reference, without repetition, in order of first author.
    """
    if style not in FORMATS:
        raise BadOption(f"style {style!r} is not known: choose {', '.join(FORMATS)}")
    return render(references_of(what), style)


def references_of(what: Iterable[str]) -> list[Reference]:
    """References of indicators, sources and assessments, sorted by author and year.

    Raises
    ------
    UnknownIndicator, QuestionError
        If a name is neither.
    """
    found: dict[str, Reference] = {}
    for name in what:
        if not isinstance(name, str):
            raise QuestionError(f"{name!r} cannot be cited: give a name such as votes.kappa")
        for entry in _references(name):
            found[entry.key] = entry
    return sorted(found.values(), key=lambda entry: (entry.authors[0].strip("{}"), entry.year))


def _references(name: str) -> list[Reference]:
    if name.startswith("assess:"):
        return _references_of_assessment(name)
    if name in SOURCES:
        return list(SOURCES[name].references)
    what = declared(name)
    from_sources = [entry for key in what.sources for entry in SOURCES[key].references]
    return [*from_sources, *what.references]


def _references_of_assessment(name: str) -> list[Reference]:
    from multipolar.relations.assessment import assess
    from multipolar.relations.criteria.definitions import REFERENCES

    pair, _, year = name.removeprefix("assess:").partition("@")
    one, two = _two_states(pair)
    if not two or (year and not (year.isascii() and year.isdigit())):
        raise QuestionError(f"{name!r} is not understood: write assess:CHN-RUS@2014")
    found = assess(one, two, as_of=int(year) if year else None)
    sources = [entry for key in found.origins for entry in SOURCES[key].references]
    methods = [entry for used in found.indicators_used for entry in declared(used).references]
    return [*sources, *methods, *REFERENCES]


def _two_states(pair: str) -> tuple[str, str]:
    """Names on either side of a dash, at the first dash where both are known as states."""
    from multipolar.states.index import find

    parts = pair.split("-")
    splits = [("-".join(parts[:i]), "-".join(parts[i:])) for i in range(1, len(parts))]
    known = [split for split in splits if all(find(name) for name in split)]
    return (known or splits or [(pair, "")])[0]


def render(entries: Iterable[Reference], style: str) -> str:
    """Write references in a style of `FORMATS`."""
    if style == "bibtex":
        return "\n\n".join(_bibtex(entry) for entry in entries)
    if style == "csl":
        return json.dumps([_csl(entry) for entry in entries], indent=2, ensure_ascii=False)
    return "\n".join(_text(entry) for entry in entries)


_BIBTEX_KINDS = {"dataset": "misc", "report": "techreport"}
_CSL_KINDS = {
    "article": "article-journal",
    "book": "book",
    "dataset": "dataset",
    "incollection": "chapter",
    "report": "report",
}


def _bibtex(entry: Reference) -> str:
    container = {"article": "journal", "incollection": "booktitle", "report": "type"}
    institution = "institution" if entry.kind == "report" else "publisher"
    fields = {
        "author": " and ".join(entry.authors),
        "title": f"{{{entry.title}}}",
        container.get(entry.kind, "howpublished"): entry.container,
        "year": str(entry.year),
        "volume": entry.volume,
        "number": entry.number,
        "pages": entry.pages.replace("-", "--"),
        institution: entry.publisher,
        "version": entry.version,
        "doi": entry.doi,
        "url": entry.url,
    }
    body = ",\n".join(f"  {key} = {{{text}}}" for key, text in fields.items() if text)
    return f"@{_BIBTEX_KINDS.get(entry.kind, entry.kind)}{{{entry.key},\n{body}\n}}"


def _csl(entry: Reference) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.key,
        "type": _CSL_KINDS[entry.kind],
        "author": [_csl_name(name) for name in entry.authors],
        "issued": {"date-parts": [[entry.year]]},
        "title": entry.title,
        "container-title": entry.container,
        "volume": entry.volume,
        "issue": entry.number,
        "page": entry.pages,
        "publisher": entry.publisher,
        "version": entry.version,
        "DOI": entry.doi,
        "URL": entry.url,
    }
    return {key: value for key, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    if name.startswith("{"):
        return {"literal": name.strip("{}")}
    family, _, given = name.partition(", ")
    return {"family": family, "given": given}


def _text(entry: Reference) -> str:
    names = [name.strip("{}") for name in entry.authors]
    who = names[0] if len(names) == 1 else f"{'; '.join(names[:-1])}; and {names[-1]}"
    where = entry.container
    if entry.volume:
        where += f" {entry.volume}"
    if entry.number:
        where += f"({entry.number})" if entry.volume else f" {entry.number}"
    if entry.pages:
        where += f": {entry.pages}" if entry.volume else f", {entry.pages}"
    version = f"v. {entry.version}" if entry.version else ""
    link = f"https://doi.org/{entry.doi}" if entry.doi else entry.url
    parts = [f"{who} ({entry.year})", entry.title, where, version, entry.publisher, link]
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)
