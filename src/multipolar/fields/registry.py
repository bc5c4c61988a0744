"""All declared indicators and fields; the CLI, docs, citations and tests are made from these."""

from __future__ import annotations

import difflib

from multipolar.errors import UnknownIndicator
from multipolar.fields import (
    affinity,
    blocs,
    bonds,
    contact,
    council,
    dependence,
    energy,
    events,
    geography,
    gravity,
    hostility,
    institutions,
    issue_spread,
    narrative,
    obstruction,
    organisations,
    outlook,
    portfolio,
    power,
    practice,
    preferences,
    programme,
    reach,
    sanctions,
    stakes,
    trade,
    trade_recent,
    treaty,
    votes,
)
from multipolar.fields.indicator import Indicator

INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for module in (
        votes,
        issue_spread,
        preferences,
        obstruction,
        council,
        treaty,
        portfolio,
        organisations,
        practice,
        trade,
        dependence,
        gravity,
        trade_recent,
        energy,
        institutions,
        contact,
        narrative,
        programme,
        hostility,
        bonds,
        sanctions,
        stakes,
        events,
        geography,
        outlook,
        power,
        reach,
        affinity,
        blocs,
    )
    for indicator in module.INDICATORS
}

FIELDS: dict[str, str] = {
    "votes": "votes",
    "preferences": "preferences",
    "obstruction": "obstruction",
    "council": "Security Council",
    "treaty": "security treaty",
    "practice": "military practice",
    "trade": "trade",
    "energy": "energy",
    "institutions": "institutions",
    "contact": "leader contact",
    "narrative": "narrative",
    "hostility": "absence of hostility",
    "bonds": "mutual bonds",
    "hedging": "hedging",
    "sanctions": "sanctions",
    "stakes": "stakes in the order",
    "events": "events",
    "geography": "geography",
    "outlook": "outlook and regime",
    "power": "power",
    "reach": "scope",
    "affinity": "affinity",
    "bloc": "blocs",
}
"""Fields that have indicators, with the words shown to people."""

TO_COME: dict[str, str] = {}
"""Fields of a relationship that are not measured yet."""


def indicator(name: str) -> Indicator:
    """The declared indicator of this name.

    Raises
    ------
    UnknownIndicator
        With the nearest names.
    """
    try:
        return INDICATORS[name.strip().lower()]
    except (KeyError, AttributeError):
        pass
    asked = str(name).lower()
    nearest = difflib.get_close_matches(asked, INDICATORS, n=3, cutoff=0.5)
    if not nearest:
        nearest = [known for known in INDICATORS if asked.split(".", maxsplit=1)[0] in known][:3]
    raise UnknownIndicator(str(name), nearest)
