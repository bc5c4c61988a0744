"""The parameters of affinity: what is expected of each state, and the model of each decade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.fields import affinity_layers as reading
from multipolar.fields.relevance import relevant_dyads
from multipolar.measures import affinity_fit as moments
from multipolar.measures.additive import additive_fit
from multipolar.measures.affinity import Layer, filtered

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]
Row = dict[str, float | None]

FIRST = 1946
LAST = 2025
ORIGINS = (1955, *range(1960, 2021, 10))
"""Last years that the parameters of a decade may know."""
WINDOW = 40
"""Years up to an origin that its parameters are from."""
MEMORY = 30
"""Years of the past that the filter starts from."""
ENMITY = "hostility"
"""Layer that counts in full beside what all layers share."""
LAGS = (1, 6)
LEAST_DYADS = 60
CUTS = tuple(f"cut{k}" for k in range(1, 5))
BLIND = {0: reading.LAYERS, 1: tuple(name for name in reading.LAYERS if name != "treaty")}
"""Layers of the model, and of the one that does not see obligations."""


def affinity_levels(release: Release) -> pl.DataFrame:
    """Each state's own level of votes and memberships by year, and what nearness adds.

    Each year is fitted by itself over all its dyads, so that no later year reaches it.
    """
    import polars as pl

    keys = states.dyad_years(FIRST, LAST).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    near = reading.near(keys, release)
    found: pl.DataFrame | None = None
    for layer, name in reading.NETTED.items():
        values = reading.value_of(name, keys, release)
        scaled = values.select(reading.on_scale(layer, pl.col("value")).alias("value"))
        frame = near.with_columns(scaled).drop_nulls()
        rows = [
            _levels(layer, int(year), group)
            for (year,), group in sorted(frame.partition_by("year", as_dict=True).items())
            if group.height >= LEAST_DYADS
        ]
        part = pl.concat(rows)
        found = (
            part
            if found is None
            else found.join(part, on=["year", "ccode"], how="full", coalesce=True)
        )
    assert found is not None
    return found.with_columns(pl.exclude("year", "ccode").round(3).cast(pl.Float32))


def _levels(layer: str, year: int, group: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    codes, effects, constant, slopes = additive_fit(
        group["ccode1"].to_numpy().astype(np.int64),
        group["ccode2"].to_numpy().astype(np.int64),
        group["value"].to_numpy(),
        group.select(reading.NEARNESS).to_numpy(),
    )
    return pl.DataFrame(
        {"year": np.full(len(codes), year, np.int32), "ccode": codes, layer: effects}
    ).with_columns(
        pl.lit(constant).alias(f"{layer}_constant"),
        *(
            pl.lit(float(value)).alias(f"{layer}_{name}")
            for name, value in zip(reading.NEARNESS, slopes, strict=True)
        ),
    )


def affinity_model(release: Release) -> pl.DataFrame:
    """Parameters of each origin, layer and variant, from the relevant dyads of 40 years."""
    import polars as pl

    levels = affinity_levels(release)

    keys = relevant_dyads(release, FIRST, LAST).select("ccode1", "ccode2", "year")
    frame = reading.layers(keys.sort("ccode1", "ccode2", "year"), release, levels)
    frame = frame.filter(pl.col("km").is_not_null())
    rows = []
    for origin in ORIGINS:
        window = frame.filter(pl.col("year").is_between(origin - WINDOW + 1, origin))
        rows += _anchored(_origin(origin, window), window)
    found = pl.DataFrame(rows, infer_schema_length=None)
    return found.with_columns(pl.exclude("blind", "origin", "layer").round(4).cast(pl.Float32))


def _anchored(rows: list[Row], window: pl.DataFrame) -> list[Row]:
    """Add where affinity has its zero and its neutral zone, by pairs between which nothing is.

    They are the relevant pairs, in the last year that is known whole, without exercise, defence
    agreement, rivalry or serious dispute and, for the model that sees treaties, without obligation
    beyond non-aggression.
    """
    import polars as pl

    year = _settled_year(window)
    now = window.filter(pl.col("year") == year)
    pairs = now.select("ccode1", "ccode2")
    observed = reading.arrays(window, pairs, max(FIRST, year - MEMORY), year)
    for blind in BLIND:
        own = [row for row in rows if row["blind"] == blind]
        mean, _ = filtered(
            tuple(layer_of(row) for row in own),
            float(own[0]["common"] or 0),
            observed.low,
            observed.high,
            observed.errors,
            observed.nearness,
            ENMITY,
        )
        at = mean[-1][now.select(_nothing(bool(blind))).to_series().to_numpy()]
        low, zero, high = np.quantile(at, (0.05, 0.5, 0.95))
        for row in own:
            row |= {"zero": float(zero), "low": float(low), "high": float(high)}
    return rows


def _nothing(blind: bool) -> pl.Expr:
    """Whether it is known that nothing is between a pair."""
    import polars as pl

    nothing = (pl.col("practice_high").fill_null(0) == 0) & (pl.col("hostility_low") == 3)
    if not blind:
        nothing &= pl.col("treaty_high") == 0
    return nothing.fill_null(False)


def _settled_year(window: pl.DataFrame) -> int:
    """Last year in which pairs between which nothing is can be told from others."""
    import polars as pl

    known = window.filter(_nothing(blind=False)).group_by("year").len()
    return int(known.filter(pl.col("len") >= LEAST_DYADS)["year"].max())  # type: ignore[arg-type]


def layer_of(row: Row) -> Layer:
    """Parameters of a layer from a row of the table; without any it is left out."""
    name = reading.LAYERS[int(row["layer"] or 0)]
    coded = name in reading.CODED
    loading, persistence, noise = (float(row[k] or 0) for k in ("loading", "persistence", "noise"))
    if row["cut1" if coded else "scale"] is None:
        return Layer(name, 0.0, persistence, noise)
    if coded:
        cuts = tuple(float(row[cut] or 0) for cut in CUTS[: reading.CODED[name]])
        slopes = tuple(float(row[near] or 0) for near in reading.NEARNESS)
        return Layer(name, loading, persistence, noise, cuts=cuts, slopes=slopes)
    return Layer(
        name, loading, persistence, noise, float(row["mean"] or 0), float(row["scale"] or 1)
    )


def _origin(origin: int, frame: pl.DataFrame) -> list[Row]:
    nearness = frame.select(reading.NEARNESS).to_numpy()
    scores, plain = [], []
    for name in reading.LAYERS:
        low, high = (frame[f"{name}_{end}"].fill_null(np.nan).to_numpy() for end in ("low", "high"))
        exact = np.where(low == high, low, np.nan)
        parameters: dict[str, float] = {}
        if name in reading.CODED:
            count = reading.CODED[name]
            if np.isfinite(exact).sum() < moments.LEAST_CASES or np.nanstd(exact) == 0:
                score = moments.Scores(((np.full(len(exact), np.nan), exact),), coded=True)
            else:
                score, cuts, slopes = moments.coded_scores(exact, nearness, count)
                names = (*CUTS[:count], *reading.NEARNESS)
                parameters = dict(zip(names, (*cuts, *slopes), strict=True))
        elif np.isfinite(exact).sum() < moments.LEAST_CASES:
            score = moments.Scores(((np.full(len(exact), np.nan), exact),), coded=False)
        else:
            score, parameters["mean"], parameters["scale"] = moments.measured_scores(exact)
        scores.append(score)
        plain.append(parameters)
    past = {lag: _past(frame, lag) for lag in LAGS}
    now = moments.all_correlations(scores)
    later = _lagged(scores, past[LAGS[1]])
    rows: list[Row] = []
    for blind, names in BLIND.items():
        keep = [reading.LAYERS.index(name) for name in names]
        part = np.ix_(keep, keep)
        loads = np.zeros(len(reading.LAYERS))
        loads[keep] = moments.loadings(now[part])
        common = moments.common_persistence(now[part], later[part], LAGS[1])
        for place in range(len(reading.LAYERS)):
            auto = [_auto(scores[place], past[lag]) for lag in LAGS]
            own = _own(scores[place].coded, auto, float(loads[place]), common)
            rows.append(
                {
                    "blind": blind,
                    "origin": origin,
                    "layer": place,
                    "loading": float(loads[place]),
                    "common": common,
                    "persistence": own[0],
                    "noise": own[1],
                    **{
                        key: plain[place].get(key)
                        for key in ("mean", "scale", *CUTS, *reading.NEARNESS)
                    },
                }
            )
    return rows


def _past(frame: pl.DataFrame, lag: int) -> NDArray[np.intp]:
    """Row of the same dyad ``lag`` years before each row; -1 for none."""
    import polars as pl

    numbered = frame.select("ccode1", "ccode2", "year").with_row_index("_row")
    before = numbered.with_columns(pl.col("year") + lag)
    found = numbered.join(
        before, on=["ccode1", "ccode2", "year"], how="left", maintain_order="left"
    )
    return found["_row_right"].fill_null(-1).cast(pl.Int64).to_numpy()


def _shifted(scores: moments.Scores, rows: NDArray[np.intp]) -> moments.Scores:
    return moments.Scores(
        tuple((np.where(rows >= 0, s[rows], np.nan), at[rows]) for s, at in scores.parts),
        scores.coded,
    )


def _lagged(scores: list[moments.Scores], rows: NDArray[np.intp]) -> Floats:
    before = [_shifted(score, rows) for score in scores]
    found = np.eye(len(scores))
    for i, one in enumerate(scores):
        for j, two in enumerate(before):
            if i != j:
                found[i, j] = moments.correlation(one, two)
    return (found + found.T) / 2


def _auto(scores: moments.Scores, rows: NDArray[np.intp]) -> float:
    """Correlation of a layer with its own past; a coded one by its middle cut point."""
    before = _shifted(scores, rows)
    if not scores.coded:
        return moments.correlation(scores, before)
    return moments.agreement_correlation(scores, before)


def _own(coded: bool, auto: list[float], loading: float, common: float) -> tuple[float, float]:
    """Persistence of a layer's own part, and the variance of its noise."""
    if np.isnan(auto).any():
        return 0.95, 0.2
    if coded:
        left = max((auto[1] - loading**2 * common ** LAGS[1]) / (1 - loading**2), 0.05)
        return float(np.clip(left ** (1 / LAGS[1]), 0.3, 0.995)), 0.0
    persistence, variance = moments.own_persistence(auto[0], auto[1], LAGS, loading, common)
    return persistence, max(1 - loading**2 - variance, 0.0)


DERIVED = {"affinity_levels": affinity_levels, "affinity_model": affinity_model}
"""Tables of a release that are made from its other tables."""
