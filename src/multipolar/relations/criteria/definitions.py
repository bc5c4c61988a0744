"""Two definitions of an alliance as conditions over the criteria: the article's, and Snyder's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multipolar.relations.criteria.criterion import Criterion
from multipolar.sources.base import Reference
from multipolar.sources.references import MACDONALD_2014, SNYDER_1997


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a definition.

    Attributes
    ----------
    name
        What is asked for.
    met
        None where unknown.
    criteria
        Keys of the criteria behind it: one of them suffices.
    why
        Reasons, in words.
    """

    name: str
    met: bool | None
    criteria: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What somebody calls an alliance, and whether a pair is one by it.

    Attributes
    ----------
    key, name
        A stable short name, and words: what makes an alliance.
    reference
        Where it stands.
    parts
        Its conditions: all are needed.
    """

    key: str
    name: str
    reference: Reference
    parts: tuple[Part, ...]

    @property
    def source(self) -> str:
        """Author and year."""
        return f"{self.reference.authors[0].split(',')[0]} {self.reference.year}"

    @property
    def met(self) -> bool | None:
        """True if every condition is met, False if one is not, None in between."""
        found = [part.met for part in self.parts]
        return False if False in found else None if None in found else True

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "definition": self.key,
            "name": self.name,
            "source": self.source,
            "met": self.met,
            "conditions": [
                {
                    "condition": part.name,
                    "met": part.met,
                    "criteria": list(part.criteria),
                    "why": part.why,
                }
                for part in self.parts
            ],
        }


ARTICLE = (
    ("deep", ("depth",)),
    ("broad", ("breadth",)),
    ("one logic", ("obstruction", "cross_reaction", "programme")),
    ("no rivals", ("rivalry",)),
)
"""Conditions of the article's definition: no pact is asked for, and opposing somebody suffices."""
SNYDER = (("obliged to help with arms", ("obligation",)),)
"""What makes an alliance for Snyder: obligation."""


REFERENCES = (MACDONALD_2014, SNYDER_1997)
"""Where the two definitions stand."""


def definitions(criteria: Sequence[Criterion]) -> tuple[Definition, Definition]:
    """Both definitions of an alliance, decided by the criteria of a pair."""
    by_key = {criterion.key: criterion for criterion in criteria}
    return (
        Definition(
            "article",
            "by its ties",
            MACDONALD_2014,
            tuple(_part(name, keys, by_key) for name, keys in ARTICLE),
        ),
        Definition(
            "snyder",
            "by obligation",
            SNYDER_1997,
            tuple(_part(name, keys, by_key) for name, keys in SNYDER),
        ),
    )


def _part(name: str, keys: tuple[str, ...], by_key: dict[str, Criterion]) -> Part:
    """Met if one criterion is, not met only if none is, else unknown."""
    behind = [by_key[key] for key in keys]
    found = [criterion.met for criterion in behind]
    met = True if True in found else None if None in found else False
    telling = [criterion for criterion in behind if criterion.met is met] or behind
    why = "; ".join(
        criterion.why if len(keys) == 1 else f"{criterion.label}: {criterion.why}"
        for criterion in telling
    )
    return Part(name, met, keys, why)
