"""All dyads of one year, in which a pair is placed: raw, and net of size and nearness."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Base, Indicator, Options
from multipolar.fields.registry import INDICATORS
from multipolar.fields.relevance import relevant_dyads
from multipolar.measures.additive import additive_residuals, multiplicative_ratios
from multipolar.relations.percentile import Floats, Percentile, percentile, standard_error

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

_KEYS = ("ccode1", "ccode2", "year")
LEAST_GROUP = 30
"""A percentile among fewer dyads than this says nothing."""
LEAST_KM = 50.0
"""Distances below this, in kilometres, count as it, so that the logarithm stays sane."""


@dataclass(frozen=True, slots=True)
class Group:
    """Values of an indicator over the dyads of a year.

    Attributes
    ----------
    frame
        ``place, ccode1, ccode2, year, relevant, value, low, high`` of the dyads with a value, or
        with the least that it can be; ``place`` counts all dyads of the year.
    what, release
        The indicator, and where it comes from.
    """

    frame: pl.DataFrame
    what: Indicator
    release: Release

    def place(self, ccode1: int, ccode2: int, closeness: int) -> Percentile | None:
        """Percentile of a pair among the relevant dyads, by its raw value; high is close."""
        values = closeness * self.frame["value"].to_numpy()
        return self._place(values, self._errors(), ccode1, ccode2)

    def place_net(self, ccode1: int, ccode2: int) -> Percentile | None:
        """Percentile of a pair by what is left after state effects, distance and contiguity.

        Similarities, shares of memberships and obligations are taken on a scale on which
        differences add; trade, which is often 0, as a multiple of what gravity expects.
        """
        values = self.frame["value"].to_numpy()
        near = _near_house(int(self.frame["year"][0]), self.release)[self.frame["place"].to_numpy()]
        known = ~np.isnan(near).any(axis=1)
        if known.sum() < LEAST_GROUP:
            return None
        codes = self.frame.select("ccode1", "ccode2").to_numpy().astype(np.int64)[known]
        if len(codes) <= len(np.unique(codes)) + near.shape[1]:
            return None  # as many levels as dyads: nothing would be left
        left = np.full(len(values), np.nan)
        errors = self._errors()
        if self.what.field == "trade":
            left[known] = multiplicative_ratios(
                codes[:, 0], codes[:, 1], values[known], near[known]
            )
        else:
            scaled = transform(self.what, values)[known]
            left[known] = additive_residuals(codes[:, 0], codes[:, 1], scaled, near[known])
            if errors is not None:
                errors = errors * slope_of(self.what, values)
        return self._place(left, errors, ccode1, ccode2)

    def _errors(self) -> Floats | None:
        low, high = (self.frame[end].to_numpy() for end in ("low", "high"))
        if np.isnan(low).all():
            return None
        return standard_error(low, high)

    def _place(
        self, values: Floats, errors: Floats | None, ccode1: int, ccode2: int
    ) -> Percentile | None:
        one, two = self.frame["ccode1"].to_numpy(), self.frame["ccode2"].to_numpy()
        own = (one == ccode1) & (two == ccode2)
        if not own.any() or np.isnan(values[own]).any():
            return None
        others = self.frame["relevant"].to_numpy() & ~own & ~np.isnan(values)
        if others.sum() < LEAST_GROUP:
            return None
        if errors is None:
            return percentile(float(values[own][0]), values[others])
        return percentile(
            float(values[own][0]), values[others], float(errors[own][0]), errors[others]
        )


def group_of(name: str, year: int, release: Release, as_of: int, base: Base = Base.FINAL) -> Group:
    """All dyads of a year with a value of an indicator, as it was known at ``as_of``.

    A pair of which only the least possible value was known counts with that: to leave out the
    pairs with a dispute under way would make the others look more hostile than they were.
    """
    if INDICATORS[name].user_source:  # the user may put the file there meanwhile
        return _group_of.__wrapped__(name, year, release, max(as_of, year), base)
    return _group_of(name, year, release, max(as_of, year), base)


@lru_cache(maxsize=8)
def _group_of(name: str, year: int, release: Release, as_of: int, base: Base) -> Group:
    import polars as pl

    what = INDICATORS[name]
    house = _house(year, release)
    found = evaluate(what, house.select(_KEYS), Options(base=base, as_of=as_of), release)
    unsettled = (pl.col("status") == Status.PARTIAL.value) & pl.col("high").is_null()
    found = found.select(
        pl.when(unsettled).then(pl.col("low")).otherwise(pl.col("value")).alias("value"),
        *(pl.when(~unsettled).then(pl.col(end)).alias(end) for end in ("low", "high")),
    )
    frame = house.with_columns(found).filter(pl.col("value").is_not_null())
    return Group(frame.with_columns(pl.col("low", "high").fill_null(np.nan)), what, release)


@lru_cache(maxsize=16)
def _house(year: int, release: Release) -> pl.DataFrame:
    """Dyads of a year, and whether they are relevant."""
    import polars as pl

    keys = states.dyad_years(year, year).select(pl.col(_KEYS).cast(pl.Int32))
    relevant = relevant_dyads(release, year, year)
    marked = relevant.select("ccode1", "ccode2", pl.lit(True).alias("relevant"))
    found = keys.join(marked, on=["ccode1", "ccode2"], how="left", maintain_order="left")
    return found.with_columns(pl.col("relevant").fill_null(False)).with_row_index("place")


@lru_cache(maxsize=16)
def _near_house(year: int, release: Release) -> Floats:
    """Nearness of all dyads of a year, row by row of `_house`: every field is taken net of it."""
    return _nearness(_house(year, release).select(_KEYS), release)


def _nearness(keys: pl.DataFrame, release: Release) -> Floats:
    """Log distance (NaN where unknown) and common border of dyads."""
    km = evaluate(INDICATORS["distance.km"], keys, Options(), release)["value"]
    touch = evaluate(INDICATORS["distance.contiguity"], keys, Options(carry=True), release)["value"]
    log_km = np.log(np.maximum(km.fill_null(np.nan).to_numpy(), LEAST_KM))
    return np.column_stack([log_km, touch.to_numpy() == 1])


def transform(what: Indicator, values: Floats) -> Floats:
    """A scale on which differences add: Fisher's z of a similarity, the log odds of a share.

    Values at the ends of a scale are moved in by a ten-thousandth; counts and codings stay.
    """
    if what.name.startswith("votes."):
        return np.arctanh(np.clip(values, -1 + 1e-4, 1 - 1e-4))
    if what.kind in ("share", "index"):
        inside = np.clip(values, 1e-6, 1 - 1e-4)
        return np.log(inside) - np.log1p(-inside)
    return values


def slope_of(what: Indicator, values: Floats) -> Floats:
    """Derivative of `transform`, by which standard errors are carried over."""
    step = 1e-5
    return (transform(what, values + step) - transform(what, values - step)) / (2 * step)
