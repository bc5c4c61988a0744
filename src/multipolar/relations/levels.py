"""Words for the levels of coded indicators."""

from __future__ import annotations

from multipolar.estimate import Estimate

LEVELS = {
    "treaty.obligation": (
        "none",
        "non-aggression",
        "neutrality or consultation",
        "defence or offence",
    ),
    "hostility.mid": (
        "none",
        "no militarised action",
        "threat of force",
        "display of force",
        "use of force",
        "war",
    ),
    "hostility.rivalry": ("no rivalry", "rivals"),
    "hostility.serious_dispute": ("none", "incidents only", "serious dispute"),
    "hostility.serious_dispute_mid5": ("none", "incidents only", "serious dispute"),
    "hostility.conflict": ("none", "25 deaths or more", "1,000 deaths or more"),
    "sanctions.imposed": ("none in force", "in force"),
    "sanctions.imposed_gsdb": ("none in force", "as a member of the EU or UN", "of its own"),
    "practice.stage": ("none", "early", "moderate", "deep"),
    "treaty.organisation": ("none", "security organisation", "alliance with mutual defence"),
    "treaty.later_pledge": ("none", "non-aggression", "neutrality or consultation", "defence"),
    "regime.same": ("different types", "the same type"),
    "agreements.trade": ("none", "signed", "in force"),
    "agreements.investment": ("none", "signed", "in force"),
}
"""Words for every level, from 0 up."""


def in_words(estimate: Estimate) -> str:
    """Word for the level of a value, or for both where it is known within bounds only."""
    words = LEVELS[estimate.indicator]
    value, low, high = estimate.value, estimate.low, estimate.high
    if low is not None and high is not None and low < high:
        return f"{words[int(low)]} or {words[int(high)]}"
    return words[int(value)] if value is not None else ""


def at_least(estimate: Estimate) -> str:
    """What is known of a value that is not settled yet, such as ``at least use of force``.

    Empty where nothing is, and where the value is known.
    """
    if estimate.value is not None or estimate.low is None:
        return ""
    words = LEVELS.get(estimate.indicator)
    return f"at least {words[int(estimate.low)] if words else f'{estimate.low:.3g}'}"
