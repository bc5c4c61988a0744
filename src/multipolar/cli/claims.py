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
    from rich.table import Table

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
SCORES = ("supported", "refuted", "mixed", "undetermined", "open", "untestable")
NARROW = 78
"""Below this width a claim takes two lines instead of columns."""


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
    table = listing("name", "claims", "written", "paper", right=("claims",))
    for paper in papers:
        row = (paper.name, str(len(paper.claims)), str(paper.year), paper.citation)
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
    from multipolar.claims import check, load

    paper = load(name)
    years = [as_of] if as_of is not None else [paper.year, None]
    reports = [check(paper, year) for year in years]
    if len(reports) == 2 and reports[0].as_of == reports[1].as_of:
        reports = reports[:1]
    if html is not None:
        from multipolar.report.claims_page import write_claims_page

        sys.stderr.write(f"wrote {write_claims_page(reports, html)}\n")
        if not as_json:
            return
    if as_json:
        print_json({"reports": [report.to_dict() for report in reports]})
        return
    _print(reports)


def _print(reports: Sequence[Report]) -> None:
    from rich.markup import escape

    screen, paper = console(), reports[0].paper
    screen.print(f"[bold]{escape(paper.title)}[/]")
    screen.print(f"[dim]{escape(paper.citation)}[/]")
    screen.print()
    if screen.width < NARROW:
        _stacked(screen, reports)
    else:
        _table(screen, reports)
    screen.print()
    screen.print(_scores(reports))
    screen.print()
    for report in reports:
        screen.print(escape(_many(report)))
    _since(screen, reports)
    sources = ", ".join(reports[-1].origins)
    ends = "data to: last year used; in brackets the outcome at the last year that data cover"
    screen.print(f"[dim]{ends}; intervals are 90 %[/]")
    screen.print(f"[dim]sources: {escape(sources)}; data {reports[-1].data_version}[/]")
    screen.print(f"[dim]one claim in full: multipolar claims show {escape(paper.name)} ID[/]")


def _table(screen: Console, reports: Sequence[Report]) -> None:
    from rich.markup import escape

    years = [f"as of {report.as_of}" for report in reports]
    table = listing("id", "claim", *years, "estimate", "90 %", "data to", right=("estimate",))
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
            screen.print(f"  {report.as_of}: {_outcome(report.results[place])}")
        estimate, bounds, year = _numbers([report.results[place] for report in reports])
        if estimate:
            screen.print(f"  [dim]{estimate} {bounds} data to {year}[/]")


def _outcome(result: Result) -> str:
    """The outcome, coloured, and that of the last year that data cover."""
    word = result.outcome.value
    told = f"[{COLOURS[word]}]{word}[/]"
    if result.latest is not None:
        last = result.latest.outcome.value
        told += f" [{COLOURS[last]}]({result.latest_as_of}: {last})[/]"
    return told


def _numbers(results: Sequence[Result]) -> tuple[str, str, str]:
    """Estimate, interval and last year of the data: of the latest look that has any."""
    from rich.markup import escape

    for result in reversed(results):
        for found in (result.found, result.latest):
            if found is not None and found.value is not None:
                year = "" if found.last is None else str(found.last)
                return escape(estimate(found)), escape(bounds_of(found)), year
    found = results[-1].found
    ends = found.ends if found.ends is not None else found.last
    return "", "", "" if ends is None else str(ends)


def estimate(found: Found) -> str:
    """The estimate in few letters: ``1.35 times``, ``96th percentile``, ``3 of 7``."""
    if found.value is None:
        return ""
    value = found.value
    if found.unit == "times":
        return f"{_short(value)} times"
    if found.unit == "percentile":
        return f"percentile {value:.0f}"
    if found.unit == "place":
        return f"place {value:g}"
    if found.unit.startswith("of "):
        return f"{value:.0f} {found.unit}"
    if found.unit == "number":
        return f"{value:.0f}"
    return _short(value, sign=found.unit not in ("value", "share", "probability"))


def bounds_of(found: Found) -> str:
    """The interval in brackets, or nothing."""
    if found.low is None or found.high is None:
        return ""
    if found.unit in ("percentile", "place"):
        return f"[{found.low:.0f}, {found.high:.0f}]"
    return f"[{_short(found.low)}, {_short(found.high)}]"


def _short(value: float, sign: bool = False) -> str:
    if abs(value) == float("inf"):
        return "-inf" if value < 0 else "inf"
    size = abs(value)
    if size >= 1e5 or (0 < size < 0.001):
        text = f"{value:.2g}"
    elif size >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.2f}" if size >= 0.1 else f"{value:.3f}"
    return f"+{text}" if sign and value > 0 else text


def _scores(reports: Sequence[Report]) -> Table:
    table = listing("", *SCORES, right=SCORES)
    for report in reports:
        counts = {outcome.value: number for outcome, number in report.score.items()}
        table.add_row(f"as of {report.as_of}", *(str(counts[word]) for word in SCORES))
    return table


def _many(report: Report) -> str:
    """What testing many claims does, in a sentence."""
    many = report.multiplicity
    if not many.decided:
        return f"As of {report.as_of}: none of {many.tests} tests with an interval decides."
    falling = ", ".join(many.falling)
    told = (
        f"As of {report.as_of}: {many.decided} of {many.tests} tests with an interval decide; by "
        f"sampling error alone {many.expected_wrong:.1f} of these are expected to be wrong. "
    )
    if not many.falling:
        return told + "All stand with the false discovery rate held at 10 %."
    return told + (
        f"With the false discovery rate held at 10 %, {len(many.standing)} stand; not these: "
        f"{falling}."
    )


def _since(screen: Console, reports: Sequence[Report]) -> None:
    """Predictions: what was known when the paper was written, and what has happened since."""
    from rich.markup import escape

    lines = []
    for result in reports[-1].results:
        if result.claim.type != "prediction":
            continue
        found = result.found if result.latest is None else result.latest
        known = [note for one in _all(found) for note in one.notes if note.startswith("known in")]
        said = found.said or found.reason
        lines.append((result.claim.id, "; ".join([*known, f"since: {said}"])))
    if not lines:
        return
    screen.print()
    screen.print("[bold]Predictions[/]")
    table = listing("id", "known then, and since", header=False)
    for row in lines:
        table.add_row(*map(escape, row))
    fit(table, screen.width)
    screen.print(table)
    screen.print()


def _all(found: Found) -> list[Found]:
    return [found, *(inner for part in found.parts for inner in _all(part))]


# ------------------------------------------------------------------ show
def show(name: str, identifier: str | None, as_of: int | None, as_json: bool) -> None:
    """Print what a paper claims, or one claim with all that was found."""
    from multipolar.claims import check, load

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
    years = [as_of] if as_of is not None else [paper.year, None]
    reports = [check(paper, year, only=claim.id) for year in years]
    if len(reports) == 2 and reports[0].as_of == reports[1].as_of:
        reports = reports[:1]
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
            screen.print(f"  [bold]at the last year that data cover, {result.latest_as_of}[/]")
            _print_found(screen, result.latest, 2)


def _print_found(screen: Console, found: Found, indent: int) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    def line(text: str) -> None:
        screen.print(Padding(text, (0, 0, 0, indent)))

    colour = COLOURS[found.outcome.value]
    name = f"{found.name}: " if found.name else ""
    line(f"{escape(name)}[{colour}]{found.outcome.value}[/], {escape(found.reason)}")
    if found.said and found.said != found.reason:
        line(escape(found.said))
    if found.value is not None:
        line(escape(_in_full(found)))
    for fact in found.facts:
        mark = "+" if fact.speaks == "for" else "-"
        line(f"[dim]{mark} {fact.on.isoformat()}: {escape(fact.what)} ({escape(fact.cite)})[/]")
    behind = _behind(found)
    if behind:
        line(f"[dim]{escape(behind)}[/]")
    for note in found.notes:
        line(f"[dim]{escape(note)}[/]")
    for part in found.parts:
        _print_found(screen, part, indent + 2)


def _in_full(found: Found) -> str:
    parts = [" ".join(filter(None, (estimate(found), bounds_of(found))))]
    if found.unit.startswith("of "):
        return parts[0]
    unit = "" if found.unit in ("times", "percentile", "place", "number") else found.unit
    if unit:
        parts[0] = f"{unit} {parts[0]}"
    if found.than is not None:
        upto = "" if found.upto is None else f" and {_short(found.upto)}"
        parts.append(f"claimed: {found.expect} {_short(found.than)}{upto}")
    if found.smallest is not None and found.rule:
        parts.append(f"smallest that matters {_short(found.smallest)} ({found.rule})")
    if found.probability is not None:
        parts.append(f"P of the claimed direction {found.probability:.2f}")
    return "; ".join(parts)


def _behind(found: Found) -> str:
    parts = []
    if found.group:
        size = f" ({found.group_size})" if found.group_size else ""
        parts.append(f"compared with {found.group}{size}")
    if found.indicators:
        parts.append(f"by {', '.join(found.indicators)}")
    if found.years is not None:
        first, last = found.years
        parts.append(f"data {first}-{last}" if first != last else f"data {first}")
    if found.origins:
        parts.append(f"sources {', '.join(found.origins)}")
    return "; ".join(parts)
