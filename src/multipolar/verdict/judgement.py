"""What a verdict holds: probabilities with intervals, what weighs for it, what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multipolar.estimate import Status
from multipolar.states import State
from multipolar.verdict.references import TITLES


@dataclass(frozen=True, slots=True)
class Chance:
    """Probability of a class.

    Attributes
    ----------
    kind
        The class, one of `CLASSES`.
    value, low, high
        Probability with its 90 % interval.
    leads
        Probability that this class is the likeliest.
    """

    kind: str
    value: float
    low: float
    high: float
    leads: float

    @property
    def title(self) -> str:
        """The class in words."""
        return TITLES[self.kind]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "class": self.kind,
            "probability": self.value,
            "low": self.low,
            "high": self.high,
            "leads": self.leads,
        }


@dataclass(frozen=True, slots=True)
class Weight:
    """What one predictor says for the leading class against the runner-up.

    Attributes
    ----------
    name, title, meaning
        Key of the predictor, words for it, and what a high value says.
    value
        Its value on the scale of `multipolar.verdict.features`; None where it is not known.
    standard
        Its distance from the mean of the references, in their standard deviations; where it is
        not known, what the others lead one to expect.
    weight, low, high
        Log odds that it adds for the leading class against the runner-up, compared with a pair
        at the mean of the references, with the 90 % interval; negative ones are against.
    """

    name: str
    title: str
    meaning: str
    value: float | None
    standard: float
    weight: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "name": self.name,
            "title": self.title,
            "meaning": self.meaning,
            "value": self.value,
            "standard": self.standard,
            "weight": self.weight,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class Breadth:
    """In how many fields the two are close, as bounds.

    Attributes
    ----------
    scores
        Score of each field from 0 to 1 on its fixed scale; None where it is not known.
    close
        Fields known to be close.
    unknown
        Fields that are not known.
    """

    scores: dict[str, float | None]
    close: int
    unknown: int

    @property
    def low(self) -> int:
        """Least number of fields that are close."""
        return self.close

    @property
    def high(self) -> int:
        """Greatest number of fields that may be close."""
        return self.close + self.unknown

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "low": self.low,
            "high": self.high,
            "fields": len(self.scores),
            "scores": dict(self.scores),
        }


@dataclass(frozen=True, slots=True)
class Sight:
    """The verdict of one of the two models.

    Attributes
    ----------
    chances
        Probability of every class, in the order of `CLASSES`.
    margin, margin_low, margin_high
        By how much the leading class is likelier than the runner-up, with the 90 % interval.
    weights
        What each predictor says for the leading class against the runner-up, the weightiest
        first.
    breadth
        In how many fields the two are close.
    """

    chances: tuple[Chance, ...]
    margin: float
    margin_low: float
    margin_high: float
    weights: tuple[Weight, ...]
    breadth: Breadth

    @property
    def ranked(self) -> tuple[Chance, ...]:
        """Classes, the likeliest first."""
        return tuple(sorted(self.chances, key=lambda chance: -chance.value))

    @property
    def leading(self) -> Chance:
        """The likeliest class; its ``leads`` is P(leading)."""
        return self.ranked[0]

    @property
    def runner_up(self) -> Chance:
        """The next likely class."""
        return self.ranked[1]

    def of(self, kind: str) -> Chance:
        """Probability of a class."""
        return next(chance for chance in self.chances if chance.kind == kind)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "probabilities": [chance.to_dict() for chance in self.chances],
            "leading": self.leading.kind,
            "runner_up": self.runner_up.kind,
            "margin": {
                "value": self.margin,
                "low": self.margin_low,
                "high": self.margin_high,
            },
            "weights": [weight.to_dict() for weight in self.weights],
            "breadth": self.breadth.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Basis:
    """What the blind model was given.

    Attributes
    ----------
    x
        Predictors, in the order of the model; NaN where not known.
    error
        Standard deviation of affinity.
    row
        All features of the dyad-year.
    """

    x: NDArray[np.float64]
    error: float
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of relationship two states have in a year.

    Attributes
    ----------
    one, two
        The states, in the order they were named.
    year
        Year of the question.
    as_of
        Last year of the references that the models were fitted to may have, and of all else.
    status
        `Status.OBSERVED`, or `Status.INSUFFICIENT` where the evidence is too thin or too old;
        probabilities, if there are any, are then those of the last known values.
    reason
        Why it is insufficient, in one sentence; empty otherwise.
    last_enough
        Last year up to this one with enough evidence; None for none.
    layers
        Last year in which each layer was observed; None for not in fifteen years.
    spells
        Number of relationships that the models were fitted to.
    blind, sighted
        Verdict of the model that is blind to treaties, which is the headline, and of the one
        that sees them; None where there are no probabilities.
    tether
        Whether a treaty stands together with rivalry; None where that is not known.
    basis
        What the blind model was given; None where there are no probabilities.
    """

    one: State
    two: State
    year: int
    as_of: int
    status: Status
    reason: str = ""
    last_enough: int | None = None
    layers: dict[str, int | None] | None = None
    spells: int = 0
    blind: Sight | None = None
    sighted: Sight | None = None
    tether: bool | None = None
    basis: Basis | None = field(default=None, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "states": [
                {"name": state.name, "ccode": state.ccode, "iso3": state.iso3}
                for state in (self.one, self.two)
            ],
            "year": self.year,
            "as_of": self.as_of,
            "status": self.status.value,
            "reason": self.reason,
            "last_year_with_enough": self.last_enough,
            "layers_last_observed": self.layers,
            "reference_relationships": self.spells,
            "blind": None if self.blind is None else self.blind.to_dict(),
            "sighted": None if self.sighted is None else self.sighted.to_dict(),
            "tether": self.tether,
        }
