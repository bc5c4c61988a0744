"""The verdict: what kind of relationship two states have, with probabilities."""

from __future__ import annotations

from multipolar.verdict.judge import course, judge, judge_many
from multipolar.verdict.judgement import Breadth, Chance, Sight, Verdict, Weight
from multipolar.verdict.references import CLASSES, TITLES

__all__ = [
    "CLASSES",
    "TITLES",
    "Breadth",
    "Chance",
    "Sight",
    "Verdict",
    "Weight",
    "course",
    "judge",
    "judge_many",
]
