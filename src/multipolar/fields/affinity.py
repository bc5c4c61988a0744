"""Affinity: one closeness of a pair behind all layers that are observed, filtered by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity_model import CUTS, FIRST, LAST, ORIGINS
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.measures.affinity import Floats, Layer, filtered
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

MEMORY = 30
"""Years of the past that the filter starts from."""
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
    zero
        Where a rivalry is as likely as among the relevant pairs on average, on the scale of the
        filter; below it rivalry is likelier than that.
    """

    layers: tuple[Layer, ...]
    persistence: float
    zero: float

    @property
    def neutral(self) -> float:
        """Half width of the neutral zone around the zero.

        Its upper end is the closeness of the average relevant pair.
        """
        return -self.zero


def model_of(year: int, blind: bool, release: Release) -> Model | None:
    """The model that a year may use: fitted to years before it; None before there is one."""
    origins = [origin for origin in ORIGINS if origin < year]
    return _model(max(origins), blind, release) if origins else None


@lru_cache(maxsize=64)
def _model(origin: int, blind: bool, release: Release) -> Model:
    import polars as pl

    rows = (
        release.scan("affinity_model")
        .filter((pl.col("origin") == origin) & (pl.col("blind") == int(blind)))
        .sort("layer")
        .collect()
        .to_dicts()
    )
    layers = tuple(_layer(row) for row in rows)
    return Model(layers, rows[0]["common"], rivalry_zero(rows[reading.LAYERS.index("hostility")]))


def _layer(row: dict[str, float]) -> Layer:
    name = reading.LAYERS[int(row["layer"])]
    cuts = tuple(row[cut] for cut in CUTS[: reading.CODED.get(name, 0)])
    there = row["cut1"] is not None if cuts else row["scale"] is not None
    if not there:
        return Layer(name, 0.0, row["persistence"], row["noise"])
    if cuts:
        slopes = tuple(row[near] for near in reading.NEARNESS)
        return Layer(
            name, row["loading"], row["persistence"], row["noise"], cuts=cuts, slopes=slopes
        )
    return Layer(name, row["loading"], row["persistence"], row["noise"], row["mean"], row["scale"])


def rivalry_zero(hostility: dict[str, float]) -> float:
    """Affinity at which a pair of typical nearness is as likely to be rivals as the average one.

    With a response of variance 1, a cut ``k`` below which pairs are rivals, and a loading ``l``,
    the share of rivals is ``Phi(k)`` and at affinity x it is ``Phi((k - l x) / sqrt(1 - l^2))``.
    """
    cut, loading = hostility["cut2"] - hostility["middle"], hostility["loading"]
    return float(cut * (1 - np.sqrt(1 - loading**2)) / loading)


def affinities(scope: Scope, blind: bool, without: tuple[str, ...] = ()) -> pl.DataFrame:
    """Affinity of the dyads in scope by year.

    Columns ``mean``, ``sd``, ``n`` (layers observed) and ``neutral`` (half width of the zone).

    Parameters
    ----------
    without
        Layers to leave out, to see how well the others predict them.
    """
    import polars as pl

    wanted = states.dyad_years(scope.first, scope.last)
    wanted = _inside(wanted.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32)), scope)
    pairs = wanted.select("ccode1", "ccode2").unique().sort("ccode1", "ccode2")
    start = max(scope.first - MEMORY, FIRST)
    keys = states.dyad_years(start, scope.last).select(
        pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    )
    keys = keys.join(pairs, on=["ccode1", "ccode2"]).sort("year", "ccode1", "ccode2")
    levels = scope.release.scan("affinity_levels").filter(pl.col("year") >= start).collect()
    observed = reading.arrays(reading.layers(keys, scope.release, levels), pairs, start, scope.last)
    parts = [wanted.clear().with_columns(_columns(np.empty(0), np.empty(0), np.empty(0), 0.0))]
    for origin in ORIGINS:
        first, last = max(origin + 1, scope.first), min(_end(origin), scope.last)
        if first <= last:
            model = _model(origin, blind, scope.release)
            parts += _decade(model, observed, pairs, first, last, without)
    return pl.concat(parts).join(wanted, on=["ccode1", "ccode2", "year"], how="semi")


def _inside(keys: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    import polars as pl

    if scope.states is None:
        return keys
    return keys.filter(pl.all_horizontal(pl.col("ccode1", "ccode2").is_in(list(scope.states))))


def _end(origin: int) -> int:
    """Last year that the model of an origin serves."""
    later = [other for other in ORIGINS if other > origin]
    return min(later) if later else LAST


def _decade(
    model: Model,
    observed: reading.Observed,
    pairs: pl.DataFrame,
    first: int,
    last: int,
    without: tuple[str, ...],
) -> list[pl.DataFrame]:
    seen = observed.between(max(first - MEMORY, observed.first), last)
    low = seen.low.copy()
    for name in without:
        low[:, reading.LAYERS.index(name)] = np.nan
    mean, sd = filtered(model.layers, model.persistence, low, seen.high, seen.errors, seen.nearness)
    used = np.array([layer.loading != 0 for layer in model.layers])
    there = ~np.isnan(low) & used[None, :, None]
    rows = []
    for year in range(first, last + 1):
        at = year - seen.first
        n = there[max(at - FRESH + 1, 0) : at + 1].any(axis=0).sum(axis=0)
        columns = _columns(mean[at] - model.zero, sd[at], n, model.neutral)
        rows.append(pairs.with_columns(_year(year), *columns))
    return rows


def _year(year: int) -> pl.Expr:
    import polars as pl

    return pl.lit(year, pl.Int32).alias("year")


def _columns(mean: Floats, sd: Floats, n: Floats, neutral: float) -> list[pl.Series | pl.Expr]:
    import polars as pl

    return [
        pl.Series("mean", mean, pl.Float64),
        pl.Series("sd", sd, pl.Float64),
        pl.Series("n", n, pl.Int32),
        pl.lit(neutral, pl.Float64).alias("neutral"),
    ]


def _compute(scope: Scope, blind: bool) -> pl.DataFrame:
    import polars as pl

    found = affinities(scope, blind)
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
    "states' habits and of nearness; treaties, practice and hostility coded, given nearness), "
    "filtered: a year is measured from the years up to it, with parameters from before it, fitted "
    "anew each decade on the politically relevant dyads of 40 years. In standard deviations over "
    "those dyads. Zero is the closeness at which rivalry is as likely as among them on average. "
    "n counts the layers observed in the last ten years; insufficient under three."
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
        scale="standard deviations over relevant dyads, 0 where rivalry is as likely as on average",
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
