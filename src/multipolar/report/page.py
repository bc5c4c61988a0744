"""The dossier: one page of an assessment that works offline and can be sent."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar import __version__
from multipolar.fields.registry import INDICATORS
from multipolar.panel.release import active
from multipolar.report import around, sections, verdict, words
from multipolar.report.bibliography import sources
from multipolar.report.chart import Chart
from multipolar.report.figures import charts
from multipolar.report.files import check_page, write_atomically
from multipolar.report.markup import Markup, join, tag

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.assessment import Assessment

SECTIONS = (
    ("verdict", "What kind of relationship"),
    ("profile", "How close, field by field"),
    ("power", "Who is stronger, who needs whom"),
    ("third", "The third party"),
    ("around", "What stands around it"),
    ("rankings", "Whose votes are nearest"),
    ("criteria", "What an alliance would ask for"),
    ("evidence", "The strongest evidence"),
    ("series", "Over time"),
    ("coverage", "What was observed"),
    ("unknown", "What is not known here"),
    ("sources", "Sources and how to cite"),
)
"""Key and title of each section, in order."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The page may load nothing at all, and says so to the browser."""


def dossier(assessment: Assessment, release: Release | None = None) -> str:
    """Write an assessment as one page of HTML.

    Parameters
    ----------
    assessment
        What ``multipolar.assess`` returned.
    release
        The data release that it was made from, the active one by default.

    Returns
    -------
    str
        A whole HTML document. It loads nothing, runs no script, and is the same for the same
        assessment, data and version of the package.
    """
    release = active() if release is None else release
    drawn = charts(assessment, release)
    charted = tuple(key for chart in drawn.values() for key in chart.origins)
    content = _content(assessment, drawn, charted)
    body = tag(
        "body",
        tag("a", "Skip to the verdict", href="#verdict", class_="skip"),
        tag("main", sections.heading(assessment), _contents(), content),
        tag("footer", tag("p", _imprint(assessment))),
    )
    return f"<!doctype html>\n{tag('html', _head(assessment), body, lang='en')}\n"


def write_dossier(assessment: Assessment, path: str | Path, release: Release | None = None) -> Path:
    """Write the dossier to a file, whole or not at all.

    Parameters
    ----------
    assessment, release
        As for `dossier`.
    path
        File to write; one that is there is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    BadOption
        If the file ends in anything but ``.html``.
    NotWritable
        If the file cannot be written.
    """
    check_page(Path(path))
    return write_atomically(Path(path), dossier(assessment, release).encode("utf-8"))


def _head(assessment: Assessment) -> Markup:
    pair = assessment.pair
    folder = files("multipolar.report")
    style = "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("dossier.css", "dark.css")
    )
    title = f"{pair.one.name} and {pair.two.name}, as of {pair.as_of} – multipolar"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="description", content=assessment.sentence),
        tag("title", title),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(style)),
    )


def _contents() -> Markup:
    links = [tag("li", tag("a", title, href=f"#{key}")) for key, title in SECTIONS]
    return tag("nav", tag("ul", links), aria_label="Sections")


def _content(assessment: Assessment, drawn: dict[str, Chart], charted: tuple[str, ...]) -> Markup:
    pair, figure = assessment.pair, sections.figure
    no_votes = _no_votes(pair.as_of)
    rankings = [figure(drawn[n]) for n in ("ranking_first", "ranking_second") if n in drawn]
    series = [
        figure(drawn["votes"]) if "votes" in drawn else sections.absent(f"Votes: {no_votes}"),
        figure(drawn["trade"])
        if "trade" in drawn
        else sections.absent(
            f"Trade: no source has a figure for the trade of the two up to {pair.as_of}."
        ),
    ]
    parts = {
        "verdict": join(
            *(figure(drawn[name]) for name in ("verdict", "course") if name in drawn),
            verdict.behind(assessment),
        ),
        "profile": figure(drawn["profile"]),
        "power": sections.power_and_need(assessment),
        "third": around.third_party(assessment),
        "around": around.context(assessment),
        "rankings": tag("div", rankings, class_="sides")
        if rankings
        else sections.absent(words.sentence(no_votes)),
        "criteria": sections.criteria(assessment),
        "evidence": sections.evidence(assessment),
        "series": join(series),
        "coverage": figure(drawn["coverage"]),
        "unknown": sections.not_known(assessment),
        "sources": sources(assessment, (*charted, *around.origins(assessment))),
    }
    return join(sections.section(key, title, parts[key]) for key, title in SECTIONS)


def _no_votes(as_of: int) -> str:
    first = INDICATORS["votes.kappa"].coverage.first
    if as_of < first:
        return f"the source of UN votes begins in {first}, after the year of the question."
    return f"there is no year up to {as_of} in which both voted in the UN often enough."


def _imprint(assessment: Assessment) -> str:
    return (
        f"Made with multipolar {__version__}, data {assessment.data_version}. Intervals are 90 %. "
        "Nothing observed after the year of the question was used."
    )
