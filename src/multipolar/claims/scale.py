"""The smallest difference that matters, by rules that look at the scale and never at the result."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from multipolar import states
from multipolar.claims.quantity import Quantity
from multipolar.claims.series import Look, values_of
from multipolar.fields.indicator import Options, Unit
from multipolar.fields.registry import INDICATORS
from multipolar.fields.relevance import relevant_dyads

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

BACK = 20
"""Years up to the paper's own over which an ordinary change is measured."""
LEAST_CHANGES = 8
"""A pair or state with fewer yearly changes than this says nothing of an ordinary one."""
LEAST_UNITS = 10
PERCENTILES = 5.0
PROBABILITY = 0.1
TENTH = 1.1
LEVEL = 0.5
CORRELATION = 0.05
ENOUGH_OF_MEAN = 0.1

RULES = (
    (
        "a difference of amounts, shares or counts, in ratios",
        "a tenth: 1.1 times",
        "such numbers spread with their size",
    ),
    (
        "a difference of indices, similarities, logarithms, in their own unit",
        "half of an ordinary change from one year to the next",
        "the median, over politically relevant dyads (or all states), of the standard deviation "
        "of yearly changes in the twenty years to the paper",
    ),
    (
        "a difference of ordinal or binary codings",
        "half a level",
        "so that any whole step counts",
    ),
    ("a percentile", "5 points", "a twentieth of the group"),
    ("a share of cases, a probability", "0.1", "one case in ten"),
    (
        "an association",
        "0.05 standard deviations",
        "half of what Cohen (1988) calls a small correlation",
    ),
    ("a place in a ranking, a coded fact", "nothing", "they are so or not"),
    (
        "a difference of numbers without a rule (a coded series, a sum with zeros)",
        "a tenth of the mean of what is compared",
        "",
    ),
)
"""What is compared, smallest difference that matters, and why."""


class Smallest(NamedTuple):
    """A smallest difference that matters, and the rule that it comes from, in words."""

    value: float
    rule: str


def smallest_difference(quantity: Quantity, look: Look, mean: float) -> Smallest:
    """Smallest difference of a quantity, in its own unit, by the rule for its scale.

    Parameters
    ----------
    quantity
        What is compared.
    look
        The paper's year bounds the years that are looked at.
    mean
        Mean of what is compared, for quantities without another rule.
    """
    what = quantity.what
    if what is not None and what.kind in ("binary", "ordinal"):
        return Smallest(LEVEL, "half a level")
    if what is not None and not quantity.of_world and quantity.combine != "sum":
        ordinary = ordinary_change(what.name, quantity.options(look.written), look.written,
                                   look.release)  # fmt: skip
        if ordinary is not None and ordinary > 0:
            return Smallest(ordinary / 2, "half an ordinary yearly change")
    return Smallest(ENOUGH_OF_MEAN * abs(mean), "a tenth of the mean")


@lru_cache(maxsize=256)
def ordinary_change(name: str, options: Options, written: int, release: Release) -> float | None:
    """Ordinary size of a change from one year to the next.

    Returns
    -------
    float or None
        The median over politically relevant dyads (or all states) of the standard deviation of
        yearly changes, in the twenty covered years to the paper; None with fewer than ten of them.
    """
    import polars as pl

    what = INDICATORS[name]
    coverage = what.coverage_for(options)
    last = min(written, coverage.last)
    first = max(last - BACK, coverage.first)
    if first >= last:
        return None
    if what.unit is Unit.STATE_YEAR:
        keys = states.state_years(first, last).select(pl.col("ccode", "year").cast(pl.Int32))
    else:
        eve = relevant_dyads(release, last, last).select("ccode1", "ccode2")
        years = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int32})
        keys = eve.join(years, how="cross")
        lived = [_existed(keys[name], keys["year"]) for name in ("ccode1", "ccode2")]
        keys = keys.filter(lived[0] & lived[1])
    frame = values_of(name, tuple(keys.unique().sort(keys.columns).rows()), options, release)
    units = [column for column in what.keys if column != "year"]
    moved = (
        frame.drop_nulls("value")
        .sort(*units, "year")
        .with_columns(
            (pl.col("value") - pl.col("value").shift(1).over(units)).alias("change"),
            (pl.col("year") - pl.col("year").shift(1).over(units)).alias("gap"),
        )
        .filter(pl.col("gap") == 1)
        .group_by(units)
        .agg(pl.col("change").std(ddof=1).alias("spread"), pl.len().alias("n"))
        .filter(pl.col("n") >= LEAST_CHANGES)
    )
    if moved.height < LEAST_UNITS:
        return None
    return float(np.median(moved["spread"].to_numpy()))


def _existed(codes: pl.Series, years: pl.Series) -> pl.Series:
    """Whether each code was a state in its year."""
    import polars as pl

    first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
    house = set(states.state_years(first, last).select("ccode", "year").unique().rows())
    return pl.Series([pair in house for pair in zip(codes.to_list(), years.to_list(), strict=True)])
