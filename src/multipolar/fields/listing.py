"""The list of indicators as data, for people and for documents."""

from __future__ import annotations

from typing import Any

from multipolar.fields.indicator import Indicator
from multipolar.fields.registry import FIELDS, INDICATORS


def describe(what: Indicator) -> dict[str, Any]:
    """Everything declared of an indicator, as plain data with stable keys."""
    return {
        "indicator": what.name,
        "title": what.title,
        "field": FIELDS[what.field],
        "unit": what.unit.value,
        "directed": what.directed,
        "kind": what.kind,
        "bounds": list(what.bounds),
        "scale": what.scale,
        "high": what.high,
        "definition": what.definition,
        "absent": what.absent.value,
        "carries": what.carries,
        "shrinks": what.shrinks,
        "coverage": _span(what),
        "variants": {
            name: [span.first, span.last, list(span.partial), list(span.missing)]
            for name, span in what.coverages.items()
        },
        "coverage_note": what.coverage.note,
        "sources": list(what.sources),
        "references": [entry.key for entry in what.references],
    }


def _span(what: Indicator) -> list[int]:
    return [what.coverage.first, what.coverage.last]


def indicators() -> list[dict[str, Any]]:
    """All declared indicators, each as `describe` gives it."""
    return [describe(what) for what in INDICATORS.values()]
