"""The kinds of tests that a claim can be declared by, each a dataclass with its keys."""

from __future__ import annotations

from multipolar.claims.kinds.base import Expecting, Test
from multipolar.claims.kinds.coded import Count, Fact, FactTest, Timing
from multipolar.claims.kinds.events import (
    Association,
    Break,
    Conditional,
    Overlap,
    Reaction,
    Turn,
)
from multipolar.claims.kinds.numbers import Change, Comparison, Level, Rank, Ratio, Trend
from multipolar.claims.kinds.whole import (
    KINDS,
    TEST,
    Combination,
    Forecast,
    Untestable,
    VerdictTest,
    read_test,
)

__all__ = [
    "KINDS",
    "TEST",
    "Association",
    "Break",
    "Change",
    "Combination",
    "Comparison",
    "Conditional",
    "Count",
    "Expecting",
    "Fact",
    "FactTest",
    "Forecast",
    "Level",
    "Overlap",
    "Rank",
    "Ratio",
    "Reaction",
    "Test",
    "Timing",
    "Trend",
    "Turn",
    "Untestable",
    "VerdictTest",
    "read_test",
]
