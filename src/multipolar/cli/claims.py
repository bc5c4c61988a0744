"""``multipolar claims``: the claims of an analysis, checked one by one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from multipolar.cli.output import console, fit, listing, print_json
from multipolar.errors import BadOption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from multipolar.claims import Report, Result
    from multipolar.claims.found import Found
    from multipolar.claims.paper import Claim, Paper

COLOURS = {
    "supported": "green",
    "refuted": "red",
    "mixed": "yellow",
    "undetermined": "dim",
    "open": "cyan",
    "untestable": "dim",
}
NARROW = 90
"""Below this width a claim takes some lines instead of columns."""


# ------------------------------------------------------------------ list
def show_list(as_json: bool) -> None:
    """Print the papers whose claims are in the package."""
    from rich.markup import escape

    from multipolar.claims import load, names

    papers = [load(name) for name in names()]
    if as_json:
        print_json([_paper(paper) for paper in papers])
        return
    screen = console()
    table = listing("name", "claims", "about", "paper", right=("claims",))
    for paper in papers:
        row = (paper.name, str(len(paper.claims)), paper.about, paper.citation)
        table.add_row(*map(escape, row))
    fit(table, screen.width)
    screen.print(table)
    screen.print("[dim]multipolar claims check NAME; a file of your own by its path[/]")


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "citation": paper.citation,
        "written": paper.written.isoformat(),
        "about": paper.about,
        "claims": len(paper.claims),
    }


# ------------------------------------------------------------------ check
def run(name: str, as_of: int | None, as_json: bool, html: Path | None) -> None:
    """Check all claims: as of the paper's year and today, or as of one year."""
    from multipolar.claims import load

    if html is not None:
        from multipolar.report.files import check_page

        check_page(html)
    reports = _reports(load(name), as_of, None)
    if html is not None:
        from multipolar.report.claims_page import write_claims_page

        sys.stderr.write(f"wrote {write_claims_page(reports, html)}\n")
        if not as_json:
            return
    if as_json:
        print_json({"reports": [report.to_dict() for report in reports]})
        return
    _print(reports, name)


def _reports(paper: Paper, as_of: int | None, only: str | None) -> list[Report]:
    """Reports as of the year of the paper and of today, or as of one year."""
    from multipolar.claims import check
    from multipolar.years import this_year

    years = [as_of] if as_of is not None else sorted({paper.year, this_year()})
    return [check(paper, year, only=only) for year in years]


def _print(reports: Sequence[Report], name: str) -> None:
    from rich.markup import escape

    from multipolar.claims import words

    screen, paper = console(), reports[0].paper
    screen.print(f"[bold]{escape(paper.title)}[/]")
    screen.print(f"[dim]{escape(paper.citation)}[/]")
    screen.print()
    if screen.width < NARROW:
        _stacked(screen, reports)
    else:
        _table(screen, reports)
    for line in words.differences(reports):
        screen.print(escape(line))
    screen.print()
    _scores(screen, reports)
    screen.print()
    for report in reports:
        screen.print(escape(words.multiplicity(report)))
    _predictions(screen, reports)
    screen.print()
    sources = ", ".join(reports[-1].origins)
    screen.print(
        "[dim](YEAR: outcome): at the last year that data cover; estimate, 90 % interval and data "
        "to: those of the last year asked; data to: last year of the data behind it, of coded "
        "facts the year of the last one; yes, no: parts that are supported, and refuted[/]"
    )
    screen.print(f"[dim]sources: {escape(sources)}; data {reports[-1].data_version}[/]")
    screen.print(f"[dim]one claim in full: multipolar claims show {escape(name)} ID[/]")


def _table(screen: Console, reports: Sequence[Report]) -> None:
    from rich.markup import escape

    years = [f"as of {report.as_of}" for report in reports]
    table = listing("id", "claim", *years, "estimate", "90 %", "data to")
    for place, result in enumerate(reports[-1].results):
        outcomes = [_outcome(report.results[place]) for report in reports]
        shown = _numbers([report.results[place] for report in reports])
        table.add_row(result.claim.id, escape(result.claim.paraphrase), *outcomes, *shown)
    fit(table, screen.width)
    screen.print(table)


def _stacked(screen: Console, reports: Sequence[Report]) -> None:
    from rich.markup import escape

    for place, result in enumerate(reports[-1].results):
        screen.print(f"[bold]{result.claim.id}[/] {escape(result.claim.paraphrase)}")
        for report in reports:
            screen.print(f"  as of {report.as_of}: {_outcome(report.results[place])}")
        estimate, bounds, year = _numbers([report.results[place] for report in reports])
        numbers = " ".join(filter(None, (estimate, bounds)))
        if numbers:
            screen.print(f"  [dim]{numbers}{f', data to {year}' if year else ''}[/]")


def _outcome(result: Result) -> str:
    """The outcome, coloured, and that of the last year that data cover."""
    word = result.outcome.value
    told = f"[{COLOURS[word]}]{word}[/]"
    if result.latest is not None and result.latest.outcome is not result.outcome:
        last = result.latest.outcome.value
        told += f" [{COLOURS[last]}]({result.latest_as_of}: {last})[/]"
    return told


def _numbers(results: Sequence[Result]) -> tuple[str, str, str]:
    """Estimate, interval and last year of the data: of the latest look that has any."""
    from rich.markup import escape

    from multipolar.claims import words

    for result in reversed(results):
        found = words.best(result)
        if found.value is not None:
            year = words.last_year(result)
            ends = "" if year is None else str(year)
            shown = (words.with_among(found), words.bounds(found), ends)
            return escape(shown[0]), escape(shown[1]), shown[2]
    year = words.last_year(results[-1])
    return "", "", "" if year is None else str(year)


def _scores(screen: Console, reports: Sequence[Report]) -> None:
    from multipolar.claims import words

    for report in reports:
        screen.print(f"As of {report.as_of}: {words.in_words(report.score)}.")
    last = reports[-1]
    if any(result.latest is not None for result in last.results):
        told = words.in_words(words.score_of(last))
        screen.print(f"As of {last.as_of}, each at the last year that data cover: {told}.")


def _predictions(screen: Console, reports: Sequence[Report]) -> None:
    """Predictions: what was known when the paper was written, and what has happened since."""
    from rich.markup import escape

    from multipolar.claims import words

    rows = [(name, line) for name, lines in words.predictions(reports) for line in lines]
    if not rows:
        return
    screen.print()
    screen.print("[bold]Predictions[/]: what was known then, and what has happened since")
    table = listing("id", "", header=False)
    for name, line in rows:
        table.add_row(escape(name), escape(line))
    fit(table, screen.width)
    screen.print(table)


# ------------------------------------------------------------------ show
def show(name: str, identifier: str | None, as_of: int | None, as_json: bool) -> None:
    """Print what a paper claims, or one claim with all that was found."""
    from multipolar.claims import load

    paper = load(name)
    if identifier is None:
        _contents(paper, as_json)
        return
    claim = paper.claim(identifier)
    if claim is None:
        from multipolar.claims.problems import nearest

        known = [one.id for one in paper.claims]
        raise BadOption(
            f"{paper.name} has no claim {identifier!r}{nearest(identifier, known)} "
            f"(see: multipolar claims show {paper.name})"
        )
    reports = _reports(paper, as_of, claim.id)
    if as_json:
        print_json([report.results[0].to_dict() for report in reports])
        return
    _print_claim(claim, [report.results[0] for report in reports])


def _contents(paper: Paper, as_json: bool) -> None:
    from rich.markup import escape

    if as_json:
        listed = [
            {
                "id": claim.id,
                "type": claim.type,
                "theme": claim.theme,
                "test": claim.test.kind,
                "paraphrase": claim.paraphrase,
            }
            for claim in paper.claims
        ]
        print_json({**_paper(paper), "claims": listed})
        return
    screen = console()
    screen.print(f"[bold]{escape(paper.title)}[/]")
    screen.print(f"[dim]{escape(paper.citation)}[/]")
    table = listing("id", "type", "test", "claim")
    for claim in paper.claims:
        table.add_row(claim.id, claim.type, claim.test.kind, escape(claim.paraphrase))
    fit(table, screen.width)
    screen.print(table)


def _print_claim(claim: Claim, results: Sequence[Result]) -> None:
    from rich.markup import escape

    screen = console()
    screen.print(f"[bold]{claim.id}[/]  {escape(claim.paraphrase)}")
    screen.print(f"[dim]{claim.type}; refuted if: {escape(claim.refuted_if)}[/]")
    if claim.note:
        screen.print(f"[dim]note: {escape(claim.note)}[/]")
    for result in results:
        screen.print()
        screen.print(f"[bold]As of {result.as_of}[/]: {_outcome(result)}")
        _print_found(screen, result.found, 2)
        if result.latest is not None:
            screen.print(f"  [bold]At the last year that data cover, {result.latest_as_of}[/]")
            _print_found(screen, result.latest, 2)


def _print_found(screen: Console, found: Found, indent: int) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    from multipolar.claims import words

    def line(text: str) -> None:
        screen.print(Padding(text, (0, 0, 0, indent), expand=False))

    colour = COLOURS[found.outcome.value]
    name = f"[bold]{escape(found.name)}[/]: " if found.name else ""
    line(f"{name}[{colour}]{found.outcome.value}[/], {escape(found.reason)}")
    if found.said and found.said != found.reason and not (found.facts or found.parts):
        line(escape(found.said))
    if found.value is not None and not found.parts:
        line(escape(words.in_full(found)))
    for fact in found.facts:
        mark = "+" if fact.speaks == "for" else "-"
        line(f"[dim]{mark} {fact.on.isoformat()}: {escape(fact.what)} ({escape(fact.cite)})[/]")
    behind = words.behind(found)
    if behind:
        line(f"[dim]{escape(behind)}[/]")
    for note in found.notes:
        line(f"[dim]{escape(note)}[/]")
    for part in found.parts:
        _print_found(screen, part, indent + 2)
