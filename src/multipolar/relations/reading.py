"""One field of a relationship as it is read: the value, its year, and where it places the pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Indicator, Options
from multipolar.fields.registry import INDICATORS
from multipolar.fields.relevance import relevant_dyads
from multipolar.query import get
from multipolar.relations.percentile import Percentile, percentile, standard_error

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.pair import Pair


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator of a pair at its last adequate year.

    Attributes
    ----------
    field
        Key of the field.
    estimate
        The value; without one its status says why.
    standing
        Percentile among the politically relevant dyads of that year, always so that a high
        percentile is close; None where there is no value.
    closeness
        1 where a high value is close, -1 where it is distant.
    """

    field: str
    estimate: Estimate
    standing: Percentile | None
    closeness: int

    @property
    def what(self) -> Indicator:
        """Declaration of the indicator."""
        return INDICATORS[self.estimate.indicator]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "field": self.field,
            **self.estimate.to_dict(),
            "percentile": None if self.standing is None else self.standing.to_dict(),
        }


def last_adequate(name: str, pair: Pair, release: Release, base: str | None = None) -> Estimate:
    """The indicator in the last year up to ``as_of`` in which the pair has a value.

    Without any, the estimate of the last covered year, whose status says why.
    """
    codes = (pair.one.ccode, pair.two.ccode)
    options = {"as_of": pair.as_of, "base": base, "release": release}
    what = INDICATORS[name]
    coverage = what.coverage_for(Options())
    newest = min(pair.as_of, coverage.last)
    if newest < coverage.first:
        return get(name, *codes, year=pair.as_of, **options)  # type: ignore[call-overload,no-any-return]
    oldest = max(coverage.first, 1816)
    for first in range(newest, oldest - 1, -15):
        span = range(max(first - 14, oldest), first + 1)
        for estimate in reversed(get(name, *codes, years=span, **options)):  # type: ignore[call-overload]
            if estimate.status in HAS_VALUE:
                return estimate  # type: ignore[no-any-return]
    return get(name, *codes, year=newest, **options)  # type: ignore[call-overload,no-any-return]


def read(field: str, name: str, pair: Pair, release: Release, closeness: int = 1) -> Reading:
    """Read an indicator of a pair and place it among the politically relevant dyads."""
    estimate = last_adequate(name, pair, release)
    standing = None
    if estimate.status in HAS_VALUE and estimate.value is not None:
        standing = _standing(estimate, closeness, release)
    return Reading(field, estimate, standing, closeness)


def _standing(estimate: Estimate, closeness: int, release: Release) -> Percentile:
    import polars as pl

    what = INDICATORS[estimate.indicator]
    keys = relevant_dyads(release, estimate.year, estimate.year).drop("carried")
    own = sorted((estimate.ccode1, estimate.ccode2 or 0))
    keys = keys.filter(~((pl.col("ccode1") == own[0]) & (pl.col("ccode2") == own[1])))
    group = evaluate(what, keys, Options(as_of=estimate.year), release).drop_nulls("value")
    values = closeness * group["value"].to_numpy()
    placed = closeness * float(estimate.value or 0.0)
    if estimate.low is None or estimate.high is None:
        return percentile(placed, values)
    ends = group.select("low", "high").cast(pl.Float64).to_numpy().T
    error = standard_error(np.array([estimate.low]), np.array([estimate.high]))[0]
    return percentile(placed, values, float(error), standard_error(*ends))


def unknown(estimate: Estimate) -> str:
    """Why there is no value, in words."""
    words = {
        Status.MISSING: "no figure in the source",
        Status.OUT_OF_COVERAGE: "outside the source's years",
        Status.NOT_A_STATE: "not both states",
        Status.NOT_A_MEMBER: "not both members of the United Nations",
        Status.INSUFFICIENT: "too few common votes",
        Status.PARTIAL: "year covered only in part",
        Status.NOT_LICENSED: "needs a file of your own",
    }
    return words.get(estimate.status, estimate.status.value)
