"""Affinity: one closeness of a pair behind all layers that are observed, filtered by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity_model import ENMITY, FIRST, LAST, MEMORY, ORIGINS, layer_of
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.measures.affinity import Floats, Layer, filtered
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

FRESH = 10
"""A layer counts as observed if it was in this many years."""
LEAST_LAYERS = 3
Z90 = 1.6448536269514722
SOURCES = (
    "un-votes",
    "un-votes-2024",
    "un-library-2025",
    "atop",
    "mme",
    "dcad",
    "cow-trade",
    "cow-igo",
    "un-debate",
    "tss-rivalries",
    "cow-mid",
    "geodist",
    "cow-contiguity",
)

HARVEY_1989 = Reference(
    key="harvey1989forecasting",
    kind="book",
    authors=("Harvey, Andrew C.",),
    year=1989,
    title="Forecasting, Structural Time Series Models and the Kalman Filter",
    publisher="Cambridge University Press",
)


@dataclass(frozen=True, slots=True)
class Model:
    """The affinity model of a decade.

    Attributes
    ----------
    layers, persistence
        As `multipolar.measures.affinity.filtered` takes them.
    zero, low, high
        Median and ends of 90 % of the pairs between which nothing is, on the filter's scale.
    """

    layers: tuple[Layer, ...]
    persistence: float
    zero: float
    low: float
    high: float


@lru_cache(maxsize=64)
def model_of(origin: int, blind: bool, release: Release) -> Model:
    """The model fitted to the years up to an origin."""
    import polars as pl

    rows = (
        release.scan("affinity_model")
        .filter((pl.col("origin") == origin) & (pl.col("blind") == int(blind)))
        .sort("layer")
        .collect()
        .to_dicts()
    )
    first = rows[0]
    return Model(
        tuple(layer_of(row) for row in rows),
        first["common"],
        first["zero"],
        first["low"],
        first["high"],
    )


def affinities(
    wanted: pl.DataFrame,
    release: Release,
    *,
    blind: bool = False,
    without: tuple[str, ...] = (),
    shared: bool = False,
    layers: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Affinity of dyad-years.

    Parameters
    ----------
    wanted
        ``ccode1 < ccode2``, ``year`` (Int32) of dyads that existed; years before the first model
        are dropped.
    blind
        By the model that does not see treaties.
    without
        Layers to leave out, to see how well the others predict them.
    shared
        Only what all layers share, which is what they predict of each other, without the weight
        of hostility in full; its zero is the average relevant pair.
    layers
        What `layers_behind` gives for these dyad-years, if it was read before; it is read by
        default.

    Returns
    -------
    polars.DataFrame
        Keys, ``mean``, ``sd``, ``n`` (layers observed), and ``zone_low``, ``zone_high``, the ends
        of the neutral zone around the zero.
    """
    import polars as pl

    wanted = wanted.select("ccode1", "ccode2", "year").filter(
        pl.col("year").is_between(ORIGINS[0] + 1, LAST)
    )
    parts = [
        wanted.clear().with_columns(_columns(np.empty(0), np.empty(0), np.empty(0), (0.0, 0.0)))
    ]
    if wanted.height:
        first, last = (int(getattr(wanted["year"], end)()) for end in ("min", "max"))
        pairs = wanted.select("ccode1", "ccode2").unique().sort("ccode1", "ccode2")
        begin = reach(first)
        if layers is None:
            layers = layers_behind(wanted, release)
        observed = reading.arrays(layers, pairs, begin, last)
        for origin in ORIGINS:
            span = max(origin + 1, first), min(end_of(origin), last)
            if span[0] <= span[1]:
                model = model_of(origin, blind, release)
                parts += _decade(model, observed, pairs, span, without, shared, start_of(origin))
    return wanted.join(
        pl.concat(parts), on=["ccode1", "ccode2", "year"], how="left", maintain_order="left"
    )


def reach(first: int) -> int:
    """First year of data that affinity takes in for a year."""
    return start_of(max((origin for origin in ORIGINS if origin < first), default=ORIGINS[0]))


def layers_behind(wanted: pl.DataFrame, release: Release) -> pl.DataFrame:
    """All layers of the pairs of some dyad-years, in all years that their affinity rests on."""
    import polars as pl

    pairs = wanted.select("ccode1", "ccode2").unique().sort("ccode1", "ccode2")
    first, last = (int(getattr(wanted["year"], end)()) for end in ("min", "max"))
    first = reach(first)
    among = {*pairs["ccode1"], *pairs["ccode2"]}
    keys = states.dyad_years(first, last, among=among)
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    keys = keys.join(pairs, on=["ccode1", "ccode2"]).sort("year", "ccode1", "ccode2")
    levels = release.scan("affinity_levels").filter(pl.col("year") >= first).collect()
    return reading.layers(keys, release, levels)


def start_of(origin: int) -> int:
    """First year that the filter takes in, the same whatever years are asked for."""
    return max(origin + 1 - MEMORY, FIRST)


def end_of(origin: int) -> int:
    """Last year that the model of an origin serves."""
    later = [other for other in ORIGINS if other > origin]
    return min(later) if later else LAST


def _decade(
    model: Model,
    observed: reading.Observed,
    pairs: pl.DataFrame,
    span: tuple[int, int],
    without: tuple[str, ...],
    shared: bool,
    start: int,
) -> list[pl.DataFrame]:
    first, last = span
    seen = observed.between(start, last)
    low = seen.low.copy()
    for name in without:
        low[:, reading.LAYERS.index(name)] = np.nan
    mean, sd = filtered(
        model.layers,
        model.persistence,
        low,
        seen.high,
        seen.errors,
        seen.nearness,
        "" if shared else ENMITY,
    )
    used = np.array([layer.loading != 0 for layer in model.layers])
    there = ~np.isnan(low) & used[None, :, None]
    rows = []
    for year in range(first, last + 1):
        at = year - seen.first
        n = there[max(at - FRESH + 1, 0) : at + 1].any(axis=0).sum(axis=0)
        zero = 0.0 if shared else model.zero
        columns = _columns(mean[at] - zero, sd[at], n, (model.low - zero, model.high - zero))
        rows.append(pairs.with_columns(_year(year), *columns))
    return rows


def _year(year: int) -> pl.Expr:
    import polars as pl

    return pl.lit(year, pl.Int32).alias("year")


def _columns(
    mean: Floats, sd: Floats, n: Floats, zone: tuple[float, float]
) -> list[pl.Series | pl.Expr]:
    import polars as pl

    return [
        pl.Series("mean", mean, pl.Float64),
        pl.Series("sd", sd, pl.Float64),
        pl.Series("n", n, pl.Int32),
        pl.lit(zone[0], pl.Float64).alias("zone_low"),
        pl.lit(zone[1], pl.Float64).alias("zone_high"),
    ]


def _compute(scope: Scope, blind: bool) -> pl.DataFrame:
    import polars as pl

    keys = states.dyad_years(scope.first, scope.last, among=scope.states)
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    if scope.focus is not None:
        keys = keys.filter(pl.any_horizontal(pl.col("ccode1", "ccode2") == scope.focus))
    found = affinities(keys, scope.release, blind=blind)
    few = pl.col("n") < LEAST_LAYERS
    half = Z90 * pl.col("sd")
    return found.select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("mean").alias("value"),
        (pl.col("mean") - half).alias("low"),
        (pl.col("mean") + half).alias("high"),
        "n",
        pl.when(few).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"),
    )


_DEFINITION = (
    "Posterior mean of one latent closeness behind {layers}, from a dynamic factor model with a "
    "link for each layer (votes, trade, memberships and speeches continuous, each net of both "
    "states' habits and of nearness; treaties, practice and hostility coded, given nearness), plus "
    "the response of hostility itself, which counts in full. Filtered: a year is measured from the "
    "years up to it, with parameters from before it, fitted anew each decade on the politically "
    "relevant dyads of 40 years. In standard deviations over those dyads; zero is the median of "
    "pairs between which nothing is, neither pact nor exercise nor enmity. n counts the layers "
    "observed in the last ten years; insufficient under three."
)


def _declare(
    name: str, title: str, layers: str, sources: tuple[str, ...], blind: bool
) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        field="affinity",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(None, None),
        scale="standard deviations over relevant dyads, 0 for pairs between which nothing is",
        high="the layers of their relationship, taken together, are close",
        definition=_DEFINITION.format(layers=layers),
        sources=sources,
        references=(HARVEY_1989,),
        compute=partial(_compute, blind=blind),
        absent=Status.INSUFFICIENT,
        coverage=Coverage(ORIGINS[0] + 1, LAST),
    )


INDICATORS = (
    _declare(
        "affinity.all",
        "affinity",
        "votes, treaties, military practice, trade, memberships, speeches and hostility",
        SOURCES,
        blind=False,
    ),
    _declare(
        "affinity.blind",
        "affinity without sight of treaties",
        "votes, military practice, trade, memberships, speeches and hostility, the model fitted "
        "without treaties too",
        tuple(source for source in SOURCES if source != "atop"),
        blind=True,
    ),
)
