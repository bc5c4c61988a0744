"""Criteria of an alliance on the screen: in a few lines, and one by one under ``--full``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.cli.output import fit, listing
from multipolar.relations.criteria import GROUPS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from multipolar.relations.assessment import Assessment
    from multipolar.relations.criteria import Definition

WORDS = {True: "yes", False: "no", None: "unknown"}


def summary(found: Assessment) -> Table:
    """What is met, not met and unknown, both definitions, and the evidence on either side."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, wanted in (("met", True), ("not met", False), ("unknown", None)):
        named = [test.label for test in found.criteria if test.met is wanted]
        table.add_row(label, "; ".join(named) or "-")
    for place, definition in enumerate(found.definitions):
        table.add_row("" if place else "alliance", _answer(definition))
    table.add_row("for", "; ".join(found.evidence[0]) or "-")
    table.add_row("against", "; ".join(found.evidence[1]) or "-")
    return table


def _answer(definition: Definition) -> str:
    """``by its ties (MacDonald 2014): no - deep: no, broad: no, one logic: yes``."""
    parts = ", ".join(f"{part.name}: {WORDS[part.met]}" for part in definition.parts)
    return f"{definition.name} ({definition.source}): [bold]{WORDS[definition.met]}[/] - {parts}"


def show(screen: Console, found: Assessment) -> None:
    """Print every criterion with what was found."""
    from rich.markup import escape

    table = listing("criteria of an alliance", "met", "what was found")
    group = ""
    for test in found.criteria:
        if test.group != group:
            group = test.group
            table.add_row(f"[bold]{GROUPS[group]}[/]")
        style = "dim" if test.met is None else ""
        table.add_row(f"  {test.name}", WORDS[test.met], escape(test.why), style=style)
    fit(table, screen.width)
    screen.print(table)
    screen.print(
        "[dim]\\[ ]: 90 % interval; conditions, thresholds and their sources stand on the page "
        "Criteria of an alliance of the documentation[/]"
    )
    screen.print()
