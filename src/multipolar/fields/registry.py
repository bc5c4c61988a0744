"""All declared indicators and fields; the CLI, docs, citations and tests are made from these."""

from __future__ import annotations

import difflib

from multipolar.errors import UnknownIndicator
from multipolar.fields import (
    council,
    events,
    geography,
    hostility,
    institutions,
    power,
    preferences,
    sanctions,
    trade,
    treaty,
    votes,
)
from multipolar.fields.indicator import Indicator

INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for module in (
        votes,
        preferences,
        council,
        treaty,
        trade,
        institutions,
        hostility,
        sanctions,
        events,
        geography,
        power,
    )
    for indicator in module.INDICATORS
}

FIELDS: dict[str, str] = {
    "votes": "votes",
    "preferences": "preferences",
    "council": "Security Council",
    "treaty": "security treaty",
    "trade": "trade",
    "institutions": "institutions",
    "hostility": "absence of hostility",
    "sanctions": "sanctions",
    "events": "events",
    "geography": "geography",
    "power": "power",
}
"""Fields that have indicators, with the words shown to people."""

TO_COME: dict[str, str] = {
    "practice": "military practice",
    "contact": "leader contact",
    "narrative": "narrative",
}
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
