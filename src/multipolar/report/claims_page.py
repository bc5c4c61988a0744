"""The claims of a paper as one page that works offline and can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from multipolar import __version__
from multipolar.citing import references_of, render
from multipolar.claims import words
from multipolar.claims.found import Found
from multipolar.claims.runner import Report, Result
from multipolar.report import sections
from multipolar.report.chart import NARROW, WIDE, Chart
from multipolar.report.claims_charts import claim_chart
from multipolar.report.files import check_page, write_atomically
from multipolar.report.markup import Markup, join, tag
from multipolar.report.page import POLICY

OUTCOMES = (
    ("supported", "the whole 90 % interval agrees with the claim, by a difference that matters"),
    ("refuted", "the whole interval disagrees; failing to confirm refutes nothing"),
    ("mixed", "parts of the claim hold and others do not"),
    ("undetermined", "the interval reaches over the edge, or data do not cover the claim"),
    ("open", "a prediction whose years have not begun"),
    ("untestable", "no data can decide it; the nearest proxy is shown and decides nothing"),
)
SECTIONS = (
    ("overview", "All claims"),
    ("predictions", "Predictions, then and since"),
    ("detail", "Claim by claim"),
    ("reading", "How to read this"),
    ("sources", "Sources"),
)


def claims_page(reports: Sequence[Report]) -> str:
    """Write the reports on a paper as one page of HTML.

    Parameters
    ----------
    reports
        Reports of one paper as of one year or several, in order of years.

    Returns
    -------
    str
        A whole HTML document. It loads nothing and runs no script.
    """
    paper = reports[0].paper
    parts = {
        "overview": _overview(reports),
        "predictions": _predictions(reports),
        "detail": join(_claim(reports, place) for place in range(len(reports[0].results))),
        "reading": _reading(reports),
        "sources": _sources(reports),
    }
    links = [tag("li", tag("a", title, href=f"#{key}")) for key, title in SECTIONS]
    body = tag(
        "body",
        tag("a", "Skip to the claims", href="#overview", class_="skip"),
        tag(
            "main",
            _heading(reports),
            tag("nav", tag("ul", links), aria_label="Sections"),
            [sections.section(key, title, parts[key]) for key, title in SECTIONS],
        ),
        tag("footer", tag("p", _imprint(reports))),
    )
    head = _head(f"{paper.title}: claims checked – multipolar")
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def write_claims_page(reports: Sequence[Report], path: str | Path) -> Path:
    """Write the page to a file, whole or not at all.

    Raises
    ------
    BadOption
        If the file ends in anything but ``.html``.
    NotWritable
        If the file cannot be written.
    """
    check_page(Path(path))
    return write_atomically(Path(path), claims_page(reports).encode("utf-8"))


def _head(title: str) -> Markup:
    folder = files("multipolar.report")
    style = "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("dossier.css", "claims.css")
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(style)),
    )


def _heading(reports: Sequence[Report]) -> Markup:
    paper, last = reports[0].paper, reports[-1]
    scores = [f"as of {report.as_of}: {words.in_words(report.score)}" for report in reports]
    notes = []
    if any(result.latest is not None for result in last.results):
        told = words.in_words(words.score_of(last))
        notes.append(f"Each claim at the last year that data cover: {told}.")
    return tag(
        "header",
        tag("p", f"Claims checked · {len(last.results)} claims", class_="eyebrow"),
        tag("h1", paper.title),
        tag("p", f"{'; '.join(scores)}.".capitalize(), class_="lead"),
        tag("p", paper.citation, class_="note"),
        [tag("p", note, class_="note") for note in notes],
    )


def _badge(word: str) -> Markup:
    return tag("span", word, class_=f"outcome {word}")


def _looks(result: Result) -> Markup:
    """Outcome of a result, and that of the last year that data cover."""
    if result.latest is None or result.latest.outcome is result.outcome:
        return _badge(result.outcome.value)
    return join(
        _badge(result.outcome.value),
        Markup(" "),
        tag("span", f"{result.latest_as_of}: ", class_="note"),
        _badge(result.latest.outcome.value),
    )


def _overview(reports: Sequence[Report]) -> Markup:
    head = ("", "Claim", *(f"As of {report.as_of}" for report in reports), "Data to")
    rows = []
    for place, result in enumerate(reports[-1].results):
        claim, year = result.claim, words.last_year(result)
        cells = [
            tag("td", _looks(report.results[place]), data_label=f"As of {report.as_of}")
            for report in reports
        ]
        link = tag("a", claim.id, href=f"#{claim.id}")
        rows.append(
            tag(
                "tr",
                tag("th", link, scope="row"),
                tag("td", claim.paraphrase),
                cells,
                tag("td", "–" if year is None else str(year), data_label="Data to"),
            )
        )
    inner = tag(
        "table",
        tag("caption", "Every claim with its outcome", id="overview-table"),
        tag("thead", tag("tr", [tag("th", name, scope="col") for name in head])),
        tag("tbody", rows),
        class_="claims",
    )
    return tag(
        "div", inner, class_="scroll", tabindex="0", role="region", aria_labelledby="overview-table"
    )


def _predictions(reports: Sequence[Report]) -> Markup:
    rows = list(words.predictions(reports))
    if not rows:
        return sections.absent("The paper predicts nothing that is tested here.")
    return tag(
        "ul",
        [tag("li", tag("strong", name), ": ", line) for name, lines in rows for line in lines],
        class_="plain",
    )


def _claim(reports: Sequence[Report], place: int) -> Markup:
    results = [report.results[place] for report in reports]
    claim, chart = results[-1].claim, claim_chart(reports, place)
    looks = [
        tag("span", tag("strong", f"As of {result.as_of}: "), _looks(result)) for result in results
    ]
    return tag(
        "article",
        tag("h3", f"{claim.id}. {claim.paraphrase}", id=f"{claim.id}-title"),
        tag("div", looks, class_="looks"),
        "" if chart is None else _figure(chart),
        tag("p", tag("strong", "Refuted if: "), claim.refuted_if),
        tag("p", claim.note, class_="note") if claim.note else "",
        _tests(results),
        id=claim.id,
        class_="claim",
        aria_labelledby=f"{claim.id}-title",
    )


def _figure(chart: Chart) -> Markup:
    """A picture with its numbers; one of coded facts or figures says so in place of its sources."""
    if chart.origins:
        return sections.figure(chart)
    drawn = [chart.inline(WIDE, "wide"), chart.inline(NARROW, "narrow")]
    return tag(
        "figure",
        tag("h3", chart.title, id=f"{chart.name}-finding"),
        drawn,
        tag("figcaption", f"{chart.caption} Coded by hand."),
        sections.behind(chart),
        aria_labelledby=f"{chart.name}-finding",
    )


def _tests(results: Sequence[Result]) -> Markup:
    """What each look found, folded away."""
    blocks = []
    for result in results:
        blocks.append(tag("p", tag("strong", f"As of {result.as_of}")))
        blocks.append(tag("ul", _found(result.found), class_="tests"))
        if result.latest is not None:
            told = f"At the last year that data cover, {result.latest_as_of}"
            blocks.append(tag("p", tag("strong", told)))
            blocks.append(tag("ul", _found(result.latest), class_="tests"))
    return tag("details", tag("summary", "How it was tested, and what was found"), blocks)


def _found(found: Found) -> Markup:
    name = [tag("strong", f"{found.name}: ")] if found.name else []
    told = found.said and found.said != found.reason and not (found.facts or found.parts)
    fine = [found.said] if told else []
    if found.value is not None and not found.parts:
        fine.append(words.in_full(found))
    fine += [f"{one.on.isoformat()}: {one.what} ({one.cite})" for one in found.facts]
    fine += [text for text in (words.behind(found), *found.notes) if text]
    return tag(
        "li",
        name,
        _badge(found.outcome.value),
        f" {found.reason}",
        [tag("span", text, class_="fine") for text in fine],
        tag("ul", [_found(part) for part in found.parts], class_="tests") if found.parts else "",
    )


def _reading(reports: Sequence[Report]) -> Markup:
    rows = [tag("li", _badge(word), f" {told}.") for word, told in OUTCOMES]
    return join(
        tag("ul", rows, class_="plain"),
        tag(
            "p",
            "As of a year means that nothing observed later was used. A difference matters if it "
            "is larger than the smallest that the file states or that follows from the scale of "
            "the measure; the rules were set before the tests were run.",
        ),
        tag(
            "p",
            "In a picture of tests one step along the line is the smallest difference that "
            "matters, so that tests in different units can be set side by side. The dot is the "
            "estimate and the line its 90 % interval; without a line it was counted. A row "
            "without a dot has no number: a coded fact, or no data.",
        ),
        [tag("p", words.multiplicity(report)) for report in reports],
    )


def _sources(reports: Sequence[Report]) -> Markup:
    keys = sorted({key for report in reports for key in report.origins})
    if not keys:
        return sections.absent("Coded facts only; each has its document beside it.")
    listed = [tag("li", render([entry], "text")) for entry in references_of(keys)]
    return join(
        tag("ul", listed, class_="plain"),
        tag("p", "Coded facts have their documents beside them."),
    )


def _imprint(reports: Sequence[Report]) -> str:
    return (
        f"Made with multipolar {__version__}, data {reports[-1].data_version}. Intervals are 90 %."
    )
