"""The verdict under the fields of ``multipolar assess``."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from multipolar.cli.output import fit, listing
from multipolar.relations.judged import A
from multipolar.verdict.explain import spoken
from multipolar.verdict.references import TITLES

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from multipolar.relations.judged import Judged
    from multipolar.verdict.judgement import Sight, Weight

BAR = 20
"""Cells of a bar of probability one."""
WIDE = 76
"""From this many columns on bars are drawn."""
LEVERS = 3
"""Changes that are named."""
WEIGHTS = 3
"""Reasons on either side that are named."""
DECADES = 5
"""Years between two points of the course."""


def show(screen: Console, found: Judged, full: bool) -> None:
    """Print the probabilities, what would change them, what is like it, and with --full more."""
    if found.shown is None or found.sight is None:
        screen.print("[bold]verdict[/]  " + found.sentence)
        return
    screen.print(_chances(found, screen.width))
    screen.print(
        "[dim]p: probability by the headline model, which sees no treaties, any class as likely "
        "beforehand, with its 90 % interval; with: by the model that sees treaties[/]"
    )
    rows = [*_lines(found)]
    if full:
        rows += _more(found)
    table = listing("", "", header=False)
    for label, text in rows:
        table.add_row(f"[dim]{label}[/]", text)
    fit(table, screen.width)
    screen.print(table)


def _chances(found: Judged, width: int) -> Table:
    assert found.shown is not None and found.sight is not None
    year, sighted = found.shown.year, found.shown.sighted
    bars = ("",) if width >= WIDE else ()
    table = listing(f"verdict, {year}", *bars, "p", "90 %", "with", right=("p", "with"))
    for chance in found.sight.ranked:
        bar = ("#" * round(chance.value * BAR) or "-",) if bars else ()
        other = "" if sighted is None else f"{sighted.of(chance.kind).value:.2f}"
        leading = chance is found.sight.ranked[0]
        table.add_row(
            f"[bold]{chance.title}[/]" if leading else chance.title,
            *bar, f"{chance.value:.2f}", f"\\[{chance.low:.2f}, {chance.high:.2f}]", other,
        )  # fmt: skip
    fit(table, width)
    return table


def _lines(found: Judged) -> list[tuple[str, str]]:
    sight = found.sight
    assert sight is not None
    rows = []
    if found.asked.reason:
        rows.append((f"why not {found.asked.year}", found.asked.reason))
    rows += [("leads", _lead(sight)), ("rests on", _layers(found)), ("breadth", _breadth(found))]
    if found.closer is not None:
        rows.append((f"to {TITLES[found.closer.target]}", _closer(found)))
    if found.alike:
        rows.append(("like, in history", "; ".join(_alike(found))))
    if found.shown is not None and found.shown.tether:
        rows.append(
            ("tether", "a treaty stands together with rivalry: it may hold rather than aid")
        )
    return rows


def _lead(sight: Sight) -> str:
    """By how much the leading class is ahead."""
    from multipolar.relations.judged import CLEAR

    first, second = sight.leading, sight.runner_up
    ahead = f"{sight.margin:.2f} \\[{sight.margin_low:.2f}, {sight.margin_high:.2f}]"
    clear = "" if first.leads >= CLEAR else ", not clearly"
    other = "" if first.leads >= CLEAR else f", {second.title} with {second.leads:.2f}"
    return (
        f"{first.title} before {second.title} by {ahead}{clear}: it is the likeliest class with "
        f"probability {first.leads:.2f}{other}"
    )


def _layers(found: Judged) -> str:
    """The layers with the last year in which each was observed by the year shown."""
    assert found.shown is not None
    layers = found.shown.layers or {}
    known = {name: last for name, last in layers.items() if last is not None}
    lacking = [name for name in layers if name not in known]
    said = ", ".join(f"{name} {last}" for name, last in sorted(known.items(), key=lambda i: -i[1]))
    return said + (f"; not known: {', '.join(lacking)}" if lacking else "")


def _breadth(found: Judged) -> str:
    """Fields that are close by their values alone; the criteria ask it of whole intervals."""
    assert found.sight is not None
    assert found.shown is not None
    one, year = found.sight.breadth, found.shown.year
    fields = len(one.scores)
    if one.unknown:
        return (
            f"close in {one.low} to {one.high} of {fields} fields, {one.unknown} unknown ({year})"
        )
    return f"close in {one.close} of {fields} fields by their values alone ({year})"


def _closer(found: Judged) -> str:
    closer = found.closer
    assert closer is not None
    blocks = f"blocked most by: {closer.blocking}"
    if not closer.levers:
        return f"{blocks}; no single change would do it"
    named = "; or ".join(
        f"{one.title} from {spoken(one.name, one.now)} to {spoken(one.name, one.needed)}"
        for one in closer.levers[:LEVERS]
    )
    return f"{blocks}; would do, each alone: {named}"


def _alike(found: Judged) -> list[str]:
    typical = found.alike[0].typical
    said = [
        f"{one.relationship.name} ({TITLES[one.relationship.kind]}, {one.distance:.2f})"
        for one in found.alike
    ]
    return [*said, f"distances; a reference is {typical:.2f} from its nearest as a rule"]


def _more(found: Judged) -> list[tuple[str, str]]:
    sight = found.sight
    assert sight is not None
    named = f"{sight.leading.title} against {sight.runner_up.title}"
    rows = [
        ("for", f"{named}: {_weighed(sight, 1)}"),
        ("against", f"{named}: {_weighed(sight, -1)}"),
    ]
    firm = found.firmness
    if firm is not None:
        rows.append(("firmness", _firm(found)))
    rows.append(("course", "; ".join(_course(found))))
    return rows


def _weighed(sight: Sight, side: int) -> str:
    found = [one for one in sight.weights if one.weight * side > 0][:WEIGHTS]
    return "; ".join(_weight(one) for one in found) or "nothing"


def _weight(one: Weight) -> str:
    value = "not known" if one.value is None else spoken(one.name, one.value)
    return f"{one.title} {value} ({one.weight:+.1f} \\[{one.low:+.1f}, {one.high:+.1f}])"


def _firm(found: Judged) -> str:
    firm = found.firmness
    assert firm is not None
    hangs = firm.hangs_on
    if hangs:
        others = ", ".join(f"{name} ({TITLES[firm.without[name][0]]} then)" for name in hangs)
        first = f"another class leads without {others}"
    else:
        first = f"{A[firm.leading]} leads whichever field is left out"
    return (
        f"{first}; with random weights of the fields it leads in {firm.reweighted:.0%} of cases, "
        f"with probability {firm.low:.2f} to {firm.high:.2f}"
    )


def _course(found: Judged) -> list[str]:
    """Leading classes of every fifth year, as stretches."""
    assert found.shown is not None
    points = [v for v in found.course if (found.shown.year - v.year) % DECADES == 0]
    points = [v for v in points if v.year <= found.shown.year]
    said = []
    for one in points:
        assert one.blind is not None
        lead = one.blind.leading
        mark = "" if one.status.value == "observed" else "?"
        said.append(f"{one.year} {lead.kind} {lead.value:.2f}{mark}")
    return [textwrap.shorten(text, 60) for text in said]
