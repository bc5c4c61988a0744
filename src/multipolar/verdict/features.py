"""What the verdict is drawn from: the criteria of a relationship as numbers, by dyad and year.

Each number of a year uses that year and earlier ones only. Where a source has none for the year the
last one stands, for at most `CARRY` years. The list, the scales and the rules below were fixed
before any reference relationship was looked at, and before the model was fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.fields import affinity_layers as reading
from multipolar.fields.affinity import affinities, reach

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

CARRY = 15
"""Years for which a last known value stands."""
FRESH = 5
"""A layer is fresh if it was observed in this many years, the one asked about included."""
FIRST_YEAR = 1946
"""First year with a verdict: before it there are no votes and no affinity."""
FIELDS = ("votes", "practice", "trade", "institutions", "narrative")
"""Fields of depth and evenness in the blind model; the other one has the treaty too."""
CLOSE = 0.75
"""Score from which a field counts for breadth."""
TRADE_FLOOR = 1e-4
"""Salience of trade below which there is as good as none."""
MOST_NEED = 4.0
"""Greatest log ratio of needs that is told apart."""
MOST_POWER = 5.0
"""Greatest log ratio of capabilities that is told apart."""


@dataclass(frozen=True, slots=True)
class Predictor:
    """One number of the verdict.

    Attributes
    ----------
    name
        Key.
    title
        Words for people.
    high
        What a high value says.
    seen
        Whether only the model that sees treaties has it.
    """

    name: str
    title: str
    high: str
    seen: bool = False


PREDICTORS = (
    Predictor("affinity", "affinity", "closer in all layers together"),
    Predictor("practice", "military practice", "more exercises and defence agreements"),
    Predictor("hostility", "hostility", "a rivalry, a serious dispute, or both"),
    Predictor("depth", "depth", "the fields are close on average"),
    Predictor("unevenness", "unevenness", "some fields are close and others are not"),
    Predictor("stakes", "stakes in trade", "much of their trade is with one another"),
    Predictor("need", "uneven need", "one needs the other's trade more"),
    Predictor("power_gap", "gap of power", "one is much stronger"),
    Predictor("common_rivals", "common opponents", "more states are hostile to both"),
    Predictor("joint_no", "joint obstruction", "they vote No together more than by chance"),
    Predictor("regime_gap", "distance of regimes", "one is far more democratic"),
    Predictor("democracy", "democracy of both", "the less democratic one is democratic"),
    Predictor("distance", "distance", "they are far apart"),
    Predictor("obligation", "obligation", "a stronger pact, and one of the two alone", seen=True),
)
"""All predictors, in the order of the model."""
NAMES = {
    True: tuple(p.name for p in PREDICTORS if not p.seen),
    False: tuple(p.name for p in PREDICTORS),
}
"""Predictors of the blind model (True), and of the one that sees treaties."""
MIDDLE: dict[str, tuple[float, float]] = {
    "votes": (-0.08, 0.38),
    "trade": (-0.11, 1.04),
    "institutions": (-0.08, 0.67),
    "narrative": (0.004, 0.066),
}
"""Median, and half the distance of the 16th and 84th percentile, of measured layers over the
politically relevant dyads of 1950-2010: the fixed scale on which they become scores."""
STEPS: dict[str, tuple[float, ...]] = {
    "practice": (0.33, 0.79, 0.96),
    "treaty": (0.38, 0.76, 0.77, 0.88, 0.99),
}
"""Mid-ranks of the levels of coded layers over the same dyads."""
KEYS = ("ccode1", "ccode2", "year")
ALL_FIELDS = (FIELDS[0], "treaty", *FIELDS[1:])


def features(pairs: pl.DataFrame, first: int, last: int, release: Release) -> pl.DataFrame:
    """The predictors of some pairs, year by year.

    Parameters
    ----------
    pairs
        ``ccode1 < ccode2``.
    first, last
        Years wanted; only those in which both states existed are given.
    release
        Data release.

    Returns
    -------
    polars.DataFrame
        ``ccode1, ccode2, year``; the predictors, null where not known, with a second column of the
        blind model where it differs (``affinity_blind``, ``depth_blind``, ``unevenness_blind``);
        the standard errors ``affinity_sd`` and ``affinity_blind_sd``; ``fresh`` and
        ``fresh_blind``, the number of fresh layers, with ``last_votes`` and so on, the last year
        in which each was observed; and for breadth the score of every field (``score_votes`` and
        so on).
    """
    import polars as pl

    start = max(first - CARRY, FIRST_YEAR)
    deep = min(start, reach(first))
    among = {*pairs["ccode1"], *pairs["ccode2"]}
    keys = (
        states.dyad_years(deep, last, among=among)
        .select(pl.col(KEYS).cast(pl.Int32))
        .join(pairs.select(pl.col("ccode1", "ccode2").cast(pl.Int32)).unique(), on=list(KEYS[:2]))
        .sort(KEYS)
    )
    levels = release.scan("affinity_levels").filter(pl.col("year") >= deep).collect()
    layers = reading.layers(keys, release, levels)
    keys, recent = (frame.filter(pl.col("year") >= start) for frame in (keys, layers))
    frame = _with_freshness(recent).with_columns(
        *(_score(name).alias(f"score_{name}") for name in ALL_FIELDS),
        pl.mean_horizontal("practice_low", "practice_high").alias("practice"),
        pl.when(pl.col("hostility_low") == pl.col("hostility_high"))
        .then(3.0 - pl.col("hostility_low"))
        .alias("hostility"),
        pl.mean_horizontal("treaty_low", "treaty_high").alias("obligation"),
        pl.col("km").alias("distance"),
        *_material(keys, release),
        *_powers(keys, release),
        *_regimes(keys, release),
        _common_rivals(keys, release),
        reading.value_of("obstruction.tandem", keys, release)["value"].alias("joint_no"),
    )
    carried = (
        "practice", "hostility", "obligation", "distance", "stakes", "need", "power_gap",
        "common_rivals", "joint_no", "regime_gap", "democracy",
        *(f"score_{name}" for name in ALL_FIELDS),
    )  # fmt: skip
    frame = frame.with_columns(
        pl.col(name).fill_nan(None).forward_fill(limit=CARRY).over("ccode1", "ccode2")
        for name in carried
    ).with_columns(*_shape("", ALL_FIELDS), *_shape("_blind", FIELDS))
    frame = frame.filter(pl.col("year").is_between(first, last))
    return frame.with_columns(*_affinity(frame, layers, release)).select(
        *KEYS, *_wanted(), *(f"score_{name}" for name in ALL_FIELDS)
    )


def _wanted() -> tuple[str, ...]:
    doubled = ("affinity", "depth", "unevenness")
    return (
        *NAMES[False],
        *(f"{name}_blind" for name in doubled),
        "affinity_sd",
        "affinity_blind_sd",
        "fresh",
        "fresh_blind",
        *(f"last_{name}" for name in reading.LAYERS),
    )


def _with_freshness(layers: pl.DataFrame) -> pl.DataFrame:
    """Add when each layer was last observed, and how many were in the last five years."""
    import polars as pl

    def last(name: str) -> pl.Expr:
        seen = pl.when(pl.col(f"{name}_low").is_not_null()).then(pl.col("year"))
        return seen.forward_fill().over("ccode1", "ccode2").alias(f"last_{name}")

    def fresh(name: str) -> pl.Expr:
        recent = pl.col(f"last_{name}") > pl.col("year") - FRESH
        return recent.fill_null(False).cast(pl.Int32)

    return layers.with_columns(last(name) for name in reading.LAYERS).with_columns(
        pl.sum_horizontal(fresh(name) for name in reading.LAYERS).alias("fresh"),
        pl.sum_horizontal(fresh(name) for name in reading.LAYERS if name != "treaty").alias(
            "fresh_blind"
        ),
    )


def _score(name: str) -> pl.Expr:
    """Where a layer lies between 0 and 1 on its fixed scale."""
    import polars as pl

    if name in MIDDLE:
        middle, spread = MIDDLE[name]
        return pl.col(f"{name}_low").sub(middle).truediv(spread).map_batches(_normal, pl.Float64)
    level = pl.mean_horizontal(f"{name}_low", f"{name}_high")
    steps = STEPS[name]
    below, part = level.floor(), level - level.floor()
    at = [below.replace_strict(dict(enumerate(map(float, steps))), default=None)]
    above = (below + 1).clip(None, len(steps) - 1)
    at.append(above.replace_strict(dict(enumerate(map(float, steps))), default=None))
    return at[0] * (1 - part) + at[1] * part


def _normal(values: pl.Series) -> pl.Series:
    """Distribution function of the standard normal, nulls kept."""
    import numpy as np
    import polars as pl

    from multipolar.measures.special import ndtr

    found = ndtr(values.cast(pl.Float64).fill_null(np.nan).to_numpy())
    return pl.Series(values.name, found).fill_nan(None)


def _shape(suffix: str, names: tuple[str, ...]) -> tuple[pl.Expr, pl.Expr]:
    """Mean of the scores of the fields that are known, and their standard deviation."""
    import polars as pl

    scores = pl.concat_list(f"score_{name}" for name in names).list.drop_nulls()
    several = scores.list.len() > 1
    return (
        scores.list.mean().alias(f"depth{suffix}"),
        pl.when(several).then(scores.list.std(ddof=0)).alias(f"unevenness{suffix}"),
    )


def _material(keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    """Log of the salience of trade, and by how much one needs it more."""
    stakes = reading.value_of("trade.salience", keys, release)["value"]
    need = reading.value_of("trade.asymmetry", keys, release)["value"]
    return (
        stakes.clip(TRADE_FLOOR).log10().alias("stakes"),
        need.abs().clip(0, MOST_NEED).alias("need"),
    )


def _powers(keys: pl.DataFrame, release: Release) -> tuple[pl.Series]:
    one, two = _of_each("power.cinc", keys, release)
    ratio = (one.clip(1e-7).log() - two.clip(1e-7).log()).abs()
    return (ratio.clip(0, MOST_POWER).alias("power_gap"),)


def _regimes(keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    import polars as pl

    both = pl.DataFrame(_of_each("regime.polyarchy", keys, release))
    known = pl.all_horizontal(pl.all().is_not_null())
    lower = both.select(pl.when(known).then(pl.min_horizontal(pl.all())).alias("democracy"))
    gap = (both.to_series(0) - both.to_series(1)).abs()
    return gap.alias("regime_gap"), lower["democracy"]


def _of_each(name: str, keys: pl.DataFrame, release: Release) -> tuple[pl.Series, pl.Series]:
    """An indicator of states, of the first and of the second of each pair."""
    import polars as pl

    found = []
    for side in ("ccode1", "ccode2"):
        own = keys.select(pl.col(side).alias("ccode"), "year")
        once = own.unique(maintain_order=True)
        values = once.with_columns(reading.value_of(name, once, release)["value"].alias(side))
        found.append(
            own.join(values, on=["ccode", "year"], how="left", maintain_order="left")[side]
        )
    return found[0], found[1]


def _common_rivals(keys: pl.DataFrame, release: Release) -> pl.Series:
    """Log of one more than the number of states that both were rivals of, or in dispute with.

    Rivalry of the year and serious disputes that had ended in five years; null where the list of
    rivalries does not reach.
    """
    import polars as pl

    from multipolar.sources import rivalries

    years = keys["year"].to_numpy()
    foes = _foes(int(years.min(initial=9999)), int(years.max(initial=0)), release)
    asked = keys.select(KEYS).with_row_index("_row")
    common = (
        asked.join(foes.rename({"ccode": "ccode1"}), on=["ccode1", "year"])
        .join(foes.rename({"ccode": "ccode2"}), on=["ccode2", "year", "foe"])
        .group_by("_row")
        .len("_n")
    )
    counted = asked.join(common, on="_row", how="left", maintain_order="left")
    covered = pl.col("year") <= rivalries.SOURCE.coverage.last
    value = pl.when(covered).then(pl.col("_n").fill_null(0).cast(pl.Float64).log1p())
    return counted.select(value.alias("common_rivals")).to_series()


def _foes(first: int, last: int, release: Release) -> pl.DataFrame:
    """Who was hostile to whom: ``ccode, foe, year``, both ways."""
    import polars as pl

    spells = release.scan("rivalry").collect()
    years = pl.int_ranges(
        pl.max_horizontal(pl.col("first").cast(pl.Int32), pl.lit(first, pl.Int32)),
        pl.min_horizontal(pl.col("last").cast(pl.Int32), pl.lit(last, pl.Int32)) + 1,
        dtype=pl.Int32,
    )
    rivals = spells.with_columns(years.alias("year")).explode("year").drop_nulls("year")
    disputes = reading.settled_disputes(release).filter(pl.col("year").is_between(first, last))
    pairs = pl.concat(
        [part.select(pl.col(KEYS).cast(pl.Int32)) for part in (rivals, disputes)]
    ).unique()
    both = (("ccode1", "ccode2"), ("ccode2", "ccode1"))
    return pl.concat(
        [pairs.select(pl.col(a).alias("ccode"), pl.col(b).alias("foe"), "year") for a, b in both]
    )


def _affinity(frame: pl.DataFrame, layers: pl.DataFrame, release: Release) -> list[pl.Series]:
    found = []
    for suffix, blind in (("", False), ("_blind", True)):
        part = frame.select(KEYS).join(
            affinities(frame.select(KEYS), release, blind=blind, layers=layers),
            on=list(KEYS),
            how="left",
            maintain_order="left",
        )
        found += [part["mean"].alias(f"affinity{suffix}"), part["sd"].alias(f"affinity{suffix}_sd")]
    return found
