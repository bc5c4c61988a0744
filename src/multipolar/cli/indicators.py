"""``multipolar indicators``: the declared indicators."""

from __future__ import annotations

import difflib
from typing import Any

from multipolar.cli.output import console, fit, listing, print_json
from multipolar.errors import UnknownIndicator
from multipolar.fields.indicator import Indicator
from multipolar.fields.listing import describe
from multipolar.fields.registry import FIELDS, INDICATORS
from multipolar.fields.registry import indicator as declared

WIDE = 72
"""From this many columns on units and years are listed too."""


def run(name: str | None, as_json: bool) -> None:
    """Print all indicators, those of one field, or one in full."""
    asked = (name or "").strip().lower()
    field = asked if asked in FIELDS else None
    if name is not None and field is None:
        told = describe(_declared(name))
        if as_json:
            print_json(told)
        else:
            _print_one(told)
    elif as_json:
        wanted = FIELDS.keys() if field is None else [field]
        print_json([describe(what) for what in INDICATORS.values() if what.field in wanted])
    else:
        _print_all([*FIELDS] if field is None else [field])


def _declared(name: str) -> Indicator:
    """The indicator of a name; a mistake is met with near names, those of fields among them."""
    try:
        return declared(name)
    except UnknownIndicator:
        near = difflib.get_close_matches(name.strip().lower(), FIELDS, n=2, cutoff=0.6)
        if not near or "." in name:
            raise
        raise UnknownIndicator(name, near) from None


def _print_all(fields: list[str]) -> None:
    screen = console()
    heads = ("indicator", "what it is", "unit", "years")
    table = listing(*(heads if screen.width >= WIDE else heads[:2]))
    for field in fields:
        table.add_row(f"[bold]{FIELDS[field]}[/]")
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
    screen.print(
        "[dim]multipolar indicators NAME describes one in full, FIELD lists one field: "
        f"{', '.join(FIELDS) if len(fields) > 1 else fields[0]}[/]"
    )


def _print_one(told: dict[str, Any]) -> None:
    from rich.table import Table

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
