"""How a pair votes where a third state votes No, and where it votes Yes."""

from __future__ import annotations

from multipolar.claims.found import Found
from multipolar.claims.kinds import Conditional
from multipolar.claims.series import Look, NotCovered


def split_votes(test: Conditional, look: Look) -> Found:
    """Agreement where the third voted No, less that where it voted Yes."""
    raise NotCovered("votes are not split by a third state's vote in this release", None)
