"""Many claims at once: how many of the decisions are wrong by chance, and which would stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from multipolar.claims.found import Found

RATE = 0.10
"""False discovery rate that the adjusted decisions keep."""


@dataclass(frozen=True, slots=True)
class Multiplicity:
    """What testing many claims does to the decisions.

    Attributes
    ----------
    tests
        Tests with an interval, parts counted one by one.
    decided
        Of these, supported or refuted.
    expected_wrong
        Number of wrong decisions to be expected from sampling error alone: the sum of their
        probabilities.
    standing
        Decisions that stand with the false discovery rate held at `RATE` under any dependence
        (Benjamini and Yekutieli 2001), by claim and part.
    falling
        The others.
    """

    tests: int
    decided: int
    expected_wrong: float
    standing: tuple[str, ...]
    falling: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "tests": self.tests,
            "decided": self.decided,
            "expected_wrong": self.expected_wrong,
            "false_discovery_rate": RATE,
            "standing": list(self.standing),
            "falling": list(self.falling),
        }


def multiplicity(found: Iterable[tuple[str, Found]]) -> Multiplicity:
    """Multiplicity over the results of a file, by claim."""
    leaves = [
        (f"{claim} {leaf.name}".strip(), leaf) for claim, whole in found for leaf in whole.leaves
    ]
    estimated = [(name, leaf) for name, leaf in leaves if leaf.probability is not None]
    decided = [(name, leaf.wrong) for name, leaf in estimated if leaf.wrong is not None]
    kept = benjamini_yekutieli([wrong for _, wrong in decided], len(estimated))
    standing = tuple(name for (name, _), stands in zip(decided, kept, strict=True) if stands)
    falling = tuple(name for (name, _), stands in zip(decided, kept, strict=True) if not stands)
    total = sum(wrong for _, wrong in decided)
    return Multiplicity(len(estimated), len(decided), float(total), standing, falling)


def benjamini_yekutieli(
    p: Sequence[float], tests: int | None = None, rate: float = RATE
) -> list[bool]:
    """Which of some p-values stand at a false discovery rate, whatever their dependence.

    Parameters
    ----------
    p
        One-sided p-values, each against its own edge.
    tests
        Number of tests, those without a small p-value included; as many as ``p`` by default.
    rate
        False discovery rate.

    Returns
    -------
    list of bool
        By the step-up procedure of Benjamini and Yekutieli (2001), theorem 1.3.
    """
    m = len(p) if tests is None else tests
    if not p:
        return []
    order = np.argsort(p, kind="stable")
    ordered = np.asarray(p, dtype=float)[order]
    harmonic = float((1 / np.arange(1, m + 1)).sum())
    passing = np.flatnonzero(ordered <= rate * np.arange(1, len(p) + 1) / (m * harmonic))
    last = int(passing[-1]) if len(passing) else -1
    kept = np.zeros(len(p), dtype=bool)
    kept[order[: last + 1]] = True
    return [bool(one) for one in kept]
