"""The layers of a relationship as the affinity model reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

Floats = NDArray[np.float64]

CODED = {"treaty": 4, "practice": 2, "hostility": 3}
"""Coded layers, and their greatest level."""
LAYERS = ("votes", "treaty", "practice", "trade", "institutions", "narrative", "hostility")
NETTED = {"votes": "votes.kappa", "institutions": "igo.exclusive"}
"""Layers taken net of both states' levels and of nearness in the year, and what they are."""
NEARNESS = ("km", "border")
MEMORY = 5
"""Years for which a dispute counts after its end."""
_KEYS = ("ccode1", "ccode2", "year")
_FEW = 100
LEAST_KM = 50.0
TYPICAL_LOG_KM = 8.5
FARTHEST_TRADE = 4.0
"""Log trade over expected trade beyond which a figure is taken for a gap in the source."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Observations of some dyads over consecutive years, as `filtered` takes them."""

    first: int
    low: Floats
    high: Floats
    errors: Floats
    nearness: Floats

    def between(self, first: int, last: int) -> Observed:
        """The same for some of the years."""
        part = slice(max(first - self.first, 0), last - self.first + 1)
        return Observed(
            self.first + part.start,
            self.low[part],
            self.high[part],
            self.errors[part],
            self.nearness[part],
        )


def on_scale(layer: str, values: pl.Expr) -> pl.Expr:
    """Scale on which a netted layer's differences add: Fisher's z, or log odds."""
    import polars as pl

    if layer == "votes":
        return values.clip(-0.999, 0.999).arctanh()
    inside = values.clip(1e-3, 1 - 1e-3)
    return (inside / (pl.lit(1.0) - inside)).log()


def near(keys: pl.DataFrame, release: Release) -> pl.DataFrame:
    """Log distance less that of a typical pair, and common land border; null where unknown."""
    import polars as pl

    km = value_of("distance.km", keys, release)
    touch = value_of("distance.contiguity", keys, release, carry=True)
    return keys.with_columns(
        (km["value"].clip(LEAST_KM).log() - TYPICAL_LOG_KM).alias("km"),
        (touch["value"] == 1).fill_null(False).cast(pl.Float64).alias("border"),
    )


def layers(
    keys: pl.DataFrame,
    release: Release,
    levels: pl.DataFrame,
    only: frozenset[str] = frozenset(LAYERS),
) -> pl.DataFrame:
    """Least and greatest value of each layer, and its error, beside the keys.

    Parameters
    ----------
    keys
        ``ccode1 < ccode2``, ``year`` (Int32) of dyads that existed.
    levels
        Both states' own levels of the netted layers: table ``affinity_levels``.
    only
        Coded layers that are wanted; the measured ones are always there.
    """
    frame = near(keys, release)
    for name in NETTED:
        frame = _netted(name, frame, keys, release, levels)
    for name, source in (("trade", "trade.residual"), ("narrative", "narrative.net")):
        found = value_of(source, keys, release)
        values = found["value"]
        if name == "trade":
            values = values.clip(-FARTHEST_TRADE, FARTHEST_TRADE)
        frame = frame.with_columns(
            values.alias(f"{name}_low"), values.alias(f"{name}_high"), _error(found).alias(name)
        )
    coded = {"treaty": _treaty, "practice": _practice, "hostility": _hostility}
    return frame.with_columns(
        part for name, read in coded.items() if name in only for part in read(keys, release)
    )


def arrays(frame: pl.DataFrame, pairs: pl.DataFrame, first: int, last: int) -> Observed:
    """Arrays of layers for pairs (``ccode1, ccode2``, in their order) and years."""
    import polars as pl

    numbered = pairs.select("ccode1", "ccode2").with_row_index("_pair")
    placed = frame.join(numbered, on=["ccode1", "ccode2"]).filter(
        pl.col("year").is_between(first, last)
    )
    rows, columns = placed["year"].to_numpy() - first, placed["_pair"].to_numpy()
    shape = (last - first + 1, len(LAYERS), pairs.height)
    low, high, errors = (np.full(shape, np.nan) for _ in range(3))
    for place, name in enumerate(LAYERS):
        low[rows, place, columns] = placed[f"{name}_low"].fill_null(np.nan).to_numpy()
        high[rows, place, columns] = placed[f"{name}_high"].fill_null(np.nan).to_numpy()
        if name in placed.columns:
            errors[rows, place, columns] = placed[name].fill_null(np.nan).to_numpy()
    nearness = np.zeros((shape[0], shape[2], len(NEARNESS)))
    for place, name in enumerate(NEARNESS):
        nearness[rows, columns, place] = placed[name].fill_null(0.0).to_numpy()
    return Observed(first, low, high, errors, nearness)


def value_of(name: str, keys: pl.DataFrame, release: Release, carry: bool = False) -> pl.DataFrame:
    """Evaluate an indicator for keys, as of the last data of the release.

    A pair's few years are kept: the verdict and the criteria of one answer ask for the same, or
    for a part of them.
    """
    from multipolar.fields.registry import INDICATORS

    few = keys.columns == list(_KEYS) and 0 < keys.height <= _FEW
    if not few or INDICATORS[name].user_source:
        return evaluate(INDICATORS[name], keys, Options(carry=carry), release)
    rows = list(keys.iter_rows())
    kept = _kept(name, rows[0][:2], release, carry)
    if not kept.places.keys() >= set(rows):
        kept.frame = evaluate(INDICATORS[name], keys, Options(carry=carry), release)
        kept.places = {row: place for place, row in enumerate(rows)}
    return kept.frame[[kept.places[row] for row in rows]]


@dataclass(slots=True)
class _Kept:
    """What was last evaluated, and in which row of it each key stands."""

    frame: pl.DataFrame
    places: dict[tuple[int, ...], int]


@lru_cache(maxsize=64)
def _kept(name: str, pair: tuple[int, ...], release: Release, carry: bool) -> _Kept:
    import polars as pl

    return _Kept(pl.DataFrame(), {})


def _error(found: pl.DataFrame) -> pl.Series:
    """Standard error from a 90 % interval."""
    return (found["high"] - found["low"]) / (2 * 1.6448536)


def _netted(
    name: str, frame: pl.DataFrame, keys: pl.DataFrame, release: Release, levels: pl.DataFrame
) -> pl.DataFrame:
    """A layer less what both states' levels and nearness lead one to expect that year."""
    import polars as pl

    found = value_of(NETTED[name], keys, release)
    frame = frame.with_columns(
        found.select(on_scale(name, pl.col("value")))["value"].alias("_value"),
        found["value"].alias("_raw"),
        _error(found).alias("_error"),
    )
    for side in ("1", "2"):
        own = levels.select(
            pl.col("year", "ccode").cast(pl.Int32),
            pl.col(name).alias(f"_level{side}"),
            *(
                (pl.col(f"{name}_{part}").alias(f"_{part}") for part in ("constant", *NEARNESS))
                if side == "1"
                else ()
            ),
        ).rename({"ccode": f"ccode{side}"})
        frame = frame.join(own, on=["year", f"ccode{side}"], how="left", maintain_order="left")
    expected = (
        pl.col("_constant")
        + pl.col("_level1")
        + pl.col("_level2")
        + pl.col("_km") * pl.col("km")
        + pl.col("_border") * pl.col("border")
    )
    left = (pl.col("_value") - expected).cast(pl.Float64)
    slope = 1 / (1 - pl.col("_raw").clip(-0.999, 0.999) ** 2)
    frame = frame.with_columns(
        left.alias(f"{name}_low"),
        left.alias(f"{name}_high"),
        (pl.col("_error") * slope).alias(name),
    )
    return frame.drop([column for column in frame.columns if column.startswith("_")])


def _treaty(keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    """0 none, 1 neutrality or consultation with others, 2 of the two alone, 3 and 4 defence so.

    A pact of non-aggression alone counts as none: it is what rivals sign.
    """
    import polars as pl

    frame = pl.DataFrame(
        {
            "any": value_of("treaty.obligation", keys, release)["value"],
            "alone": value_of("treaty.obligation_bilateral", keys, release)["value"],
        }
    )
    strong, weak = pl.col("any") == 3, pl.col("any") == 2
    base = pl.when(strong).then(3).when(weak).then(1).when(pl.col("any") <= 1).then(0)
    alone = (strong | weak) & (pl.col("alone") == pl.col("any"))
    may = alone | ((strong | weak) & pl.col("alone").is_null())
    found = frame.select(
        (base + alone.fill_null(False)).cast(pl.Float64).alias("treaty_low"),
        (base + may.fill_null(False)).cast(pl.Float64).alias("treaty_high"),
    )
    return found["treaty_low"], found["treaty_high"]


def _practice(keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    """How many of two are there: joint exercises in five years, a defence agreement in force."""
    import polars as pl

    frame = pl.DataFrame(
        {
            "exercises": value_of("practice.exercises", keys, release)["value"] > 0,
            "agreements": value_of("practice.agreements", keys, release)["value"] > 0,
        }
    )
    both = pl.col("exercises", "agreements")
    known = pl.any_horizontal(both.is_not_null())
    found = frame.select(
        pl.when(known)
        .then(pl.sum_horizontal(both.fill_null(False)))
        .cast(pl.Float64)
        .alias("practice_low"),
        pl.when(known)
        .then(pl.sum_horizontal(both.fill_null(True)))
        .cast(pl.Float64)
        .alias("practice_high"),
    )
    return found["practice_low"], found["practice_high"]


def _hostility(keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    """3 none, 2 a serious dispute, 1 rivals, 0 rivals with a serious dispute."""
    import polars as pl

    from multipolar.sources import mids

    rivals = value_of("hostility.rivalry", keys, release)["value"]
    frame = keys.with_columns(rivals.alias("rivals")).join(
        settled_disputes(release),
        on=["ccode1", "ccode2", "year"],
        how="left",
        maintain_order="left",
    )
    covered = pl.col("year") <= mids.SOURCE.coverage.last
    least = pl.col("dispute").is_not_null().cast(pl.Int32)
    most = pl.when(covered).then(least).otherwise(1)
    base = pl.when(pl.col("rivals") == 1).then(1).when(pl.col("rivals") == 0).then(3)
    found = frame.select(
        (base - most).cast(pl.Float64).alias("hostility_low"),
        (base - least).cast(pl.Float64).alias("hostility_high"),
    )
    return found["hostility_low"], found["hostility_high"]


def settled_disputes(release: Release) -> pl.DataFrame:
    """Serious disputes that had ended in the five years to a year, or war in it.

    Serious is what was deadly, answered, or between rivals; mere incidents are left out. A dispute
    counts from the year of its end, before which nobody knew what it would come to.
    """
    import polars as pl

    ended = (
        release.scan("disputes")
        .filter((pl.col("mid5") == 1) & (pl.col("level") == 2))
        .select("ccode1", "ccode2", "year", "ended")
    )
    wars = (
        release.scan("mid").filter(pl.col("level") == 5).select("ccode1", "ccode2", "year", "ended")
    )
    both = pl.concat([ended, wars]).collect()
    numbers = pl.col("ccode1", "ccode2", "year", "ended").cast(pl.Int32)
    known = both.select(numbers).with_columns(
        pl.int_ranges(
            pl.max_horizontal("year", "ended"), pl.col("year") + MEMORY, dtype=pl.Int32
        ).alias("known")
    )
    return (
        known.explode("known")
        .drop_nulls("known")
        .select("ccode1", "ccode2", pl.col("known").alias("year"), pl.lit(1).alias("dispute"))
        .unique()
    )
