"""``multipolar indicators``: the declared indicators."""

from __future__ import annotations

from multipolar.cli.output import console, fit, listing, print_json
from multipolar.fields.listing import describe
from multipolar.fields.listing import indicators as everything
from multipolar.fields.registry import FIELDS, INDICATORS
from multipolar.fields.registry import indicator as declared

WIDE = 72
"""From this many columns on units and years are listed too."""


def run(name: str | None, as_json: bool) -> None:
    """Print all indicators, or one in full."""
    if as_json:
        print_json(everything() if name is None else describe(declared(name)))
    elif name is None:
        _print_all()
    else:
        _print_one(name)


def _print_all() -> None:
    screen = console()
    heads = ("indicator", "what it is", "unit", "years")
    table = listing(*(heads if screen.width >= WIDE else heads[:2]))
    for field, title in FIELDS.items():
        table.add_row(f"[bold]{title}[/]")
        for what in INDICATORS.values():
            if what.field == field and screen.width < WIDE:
                table.add_row(f"  {what.name}", what.title)
            elif what.field == field:
                unit = f"{'directed ' if what.directed else ''}{what.unit.value}"
                years = f"{max(what.coverage.first, 1816)}-{what.coverage.last}"
                years = "timeless" if what.coverage.last > 2090 else years
                table.add_row(f"  {what.name}", what.title, unit, years)
    fit(table, screen.width)
    screen.print(table)
    screen.print("[dim]multipolar indicators NAME describes one in full[/]")


def _print_one(name: str) -> None:
    from rich.table import Table

    told = describe(declared(name))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    spans = {k: v[:2] for k, v in told["variants"].items()} or {"": told["coverage"]}
    coverage = "; ".join(f"{k} {a}-{b}".strip() for k, (a, b) in spans.items())
    rows = {
        "indicator": told["indicator"],
        "what": told["title"],
        "field": told["field"],
        "unit": f"{'directed ' if told['directed'] else ''}{told['unit']}",
        "scale": told["scale"],
        "high value": told["high"],
        "definition": told["definition"],
        "no row means": told["absent"],
        "years": coverage,
        "note": told["coverage_note"],
        "sources": ", ".join(told["sources"]),
        "references": ", ".join(told["references"]),
    }
    for label, text in rows.items():
        if text:
            table.add_row(label, str(text).replace("[", "\\["))
    console().print(table)
