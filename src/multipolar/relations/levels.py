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
}
"""Words for every level, from 0 up."""


def at_least(estimate: Estimate) -> str:
    """What is known of a value that is not settled yet, such as ``at least use of force``.

    Empty where nothing is, and where the value is known.
    """
    if estimate.value is not None or estimate.low is None:
        return ""
    words = LEVELS.get(estimate.indicator)
    return f"at least {words[int(estimate.low)] if words else f'{estimate.low:.3g}'}"
