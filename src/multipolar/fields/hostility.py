"""Hostility: strategic rivalry and militarised disputes between two states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, spells_in_scope
from multipolar.sources import mid_gml, mids, rivalries, ucdp
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

WINDOW = 10
"""Years, the year itself included, over which the highest dispute is taken."""
WAR = 5
LEAST = 1.0
"""Lowest level of a dispute."""
SERIOUS = 2
QUARREL = 15
"""Years, the year itself included, for which a dispute that ended without a settlement counts."""


def _rivalry(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = spells_in_scope(scope, "rivalry").select("ccode1", "ccode2", "year").unique()
    return frame.with_columns(pl.lit(1.0).alias("value")).collect()


def _highest_dispute(scope: Scope) -> pl.DataFrame:
    """Highest level in the window; of a dispute that outlasts ``as_of`` the level is not known.

    Such a dispute makes the value `partial`, unless one that had ended was a war already; what
    had ended, or that there was a dispute at all, is the least it can be, given in ``low``.
    """
    import polars as pl

    frame = dyads_in_scope(scope, "mid", back=WINDOW - 1)
    as_of = scope.options.as_of
    over = pl.lit(True) if as_of is None else pl.col("ended") <= as_of
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    found = (
        frame.with_columns(over.alias("over"), echo)
        .explode("year")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.when("over").then(pl.col("level")).max().cast(pl.Float64).alias("value"),
            pl.col("disputes").sum().alias("n"),
            pl.col("over").all().alias("settled"),
        )
    )
    known = pl.col("settled") | (pl.col("value") == WAR).fill_null(False)
    least = pl.col("value").fill_null(LEAST)
    return (
        found.with_columns(
            pl.when(~known).then(pl.lit(Status.PARTIAL.value)).alias("status"),
            pl.when(~known).then(least).alias("low"),
        )
        .drop("settled")
        .collect()
    )


def _armed_conflict(scope: Scope) -> pl.DataFrame:
    import polars as pl

    value = pl.col("intensity").cast(pl.Float64).alias("value")
    return dyads_in_scope(scope, "conflict").select("ccode1", "ccode2", "year", value).collect()


def _serious_dispute(scope: Scope, mid5: bool) -> pl.DataFrame:
    """Highest level in the window; what was not over by ``as_of``, or not coded, is not known."""
    import polars as pl

    as_of = scope.options.as_of
    over = pl.lit(True) if as_of is None else pl.col("ended") <= as_of
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    found = (
        dyads_in_scope(scope, "disputes", back=WINDOW - 1)
        .filter(pl.col("mid5") == int(mid5))
        .with_columns(over.alias("over"), echo)
        .explode("year")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.col("level").filter(pl.col("over")).max().cast(pl.Float64).alias("value"),
            pl.col("disputes").cast(pl.Int32).sum().alias("n"),
            pl.col("over").all().alias("settled"),
            (pl.col("unclear") == 1).any().alias("unclear"),
        )
    )
    serious = (pl.col("value") == SERIOUS).fill_null(False)
    unfinished = ~pl.col("settled") & ~serious
    uncoded = pl.col("unclear") & ~serious
    status = (
        pl.when(unfinished)
        .then(pl.lit(Status.PARTIAL.value))
        .when(uncoded)
        .then(pl.lit(Status.MISSING.value))
    )
    return found.with_columns(status.alias("status")).drop("settled", "unclear").collect()


def _serious_gml(scope: Scope) -> pl.DataFrame:
    return _serious_dispute(scope, mid5=False)


def _serious_mid5(scope: Scope) -> pl.DataFrame:
    return _serious_dispute(scope, mid5=True)


def _unsettled(scope: Scope) -> pl.DataFrame:
    """Whether a serious dispute ended unsettled in the window; one under way is not known yet."""
    import polars as pl

    keys = ["ccode1", "ccode2", "ended"]
    rows = (
        dyads_in_scope(replace(scope, last=mid_gml.SOURCE.coverage.last), "disputes", back=200)
        .filter(pl.col("mid5") == 0)
        .with_columns(pl.col("ended").cast(pl.Int32))
    )
    over = rows.group_by(keys).agg(
        (pl.col("unsettled") == 1).any(ignore_nulls=True).alias("open"),
        (pl.col("unsettled").is_null() & (pl.col("level") == SERIOUS).fill_null(True))
        .any()
        .alias("unclear"),
    )
    echo = pl.int_ranges("ended", pl.col("ended") + QUARREL, dtype=pl.Int32).alias("year")
    ended = over.with_columns(echo).explode("year").with_columns(pl.lit(False).alias("going"))
    going = rows.filter(pl.col("ended") > pl.col("year")).select(
        *keys[:2], "year", pl.lit(False).alias("open"), pl.lit(False).alias("unclear"), going=True
    )
    both = pl.concat([ended.select(going.collect_schema().names()), going])
    found = (
        both.filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.col("open", "unclear", "going").any())
    )
    status = (
        pl.when(~pl.col("open") & pl.col("going"))
        .then(pl.lit(Status.PARTIAL.value))
        .when(~pl.col("open") & pl.col("unclear"))
        .then(pl.lit(Status.MISSING.value))
    )
    value = pl.col("open").cast(pl.Float64).alias("value")
    return found.select("ccode1", "ccode2", "year", value, status.alias("status")).collect()


_SERIOUS = (
    f"Highest level of the disputes between them in the {WINDOW} years up to the year: 2 if a "
    "soldier of either died, if both took militarised action (threat, display or use of force), or "
    "if the two were coded as strategic rivals in that year of the dispute; 1 if none of these. "
    "Two incidents at sea make no rivalry. Deaths are coded by state for a dispute as a whole: in "
    "one of many states they need not be by the other's hand. Missing where deaths are not known "
    "and nothing else settles it; with as_of, a dispute still going on then makes it partial; n "
    "counts disputes by year. "
)
_SERIOUS_SCALE = "0 none, 1 incidents only, 2 a serious dispute"
_WINDOW_NOTE = "before 1825 the ten years reach back beyond the source"

INDICATORS = (
    Indicator(
        name="hostility.rivalry",
        title="strategic rivalry",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="binary",
        bounds=(0, 1),
        scale="1 if rivals",
        high="each sees the other as a threatening competitor",
        definition="1 in every year of a strategic rivalry, coded from the perceptions of "
        "decision makers; first and last year count.",
        sources=("tss-rivalries",),
        references=(ref.THOMPSON_2021,),
        compute=_rivalry,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(1816, rivalries.SOURCE.coverage.last),
        carries=True,
    ),
    Indicator(
        name="hostility.mid",
        title="highest dispute in ten years",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 5),
        scale="0 none, 1 no militarised action, 2 threat, 3 display, 4 use of force, 5 war",
        high="they have threatened or fought each other",
        definition=f"Highest hostility level of either side in a militarised dispute between them "
        f"in the {WINDOW} years up to the year; n counts disputes by year. COW codes a dispute as "
        "a whole, in each of its years: with as_of, one that was still going on then makes the "
        "value partial, and low alone then has the highest level of those that had ended. A "
        "level alone is no rivalry: incidents at sea count as use of force.",
        sources=("cow-mid",),
        references=(ref.PALMER_2022,),
        compute=_highest_dispute,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(
            1816,
            mids.SOURCE.coverage.last,
            partial=tuple(range(1816, 1816 + WINDOW - 1)),
            note="before 1825 the ten years reach back beyond the source",
        ),
    ),
    Indicator(
        name="hostility.serious_dispute",
        title="serious dispute in ten years",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 2),
        scale=_SERIOUS_SCALE,
        high="they have threatened or fought each other in earnest",
        definition=_SERIOUS + "From the data as corrected by Gibler, Miller and Little.",
        sources=("gml-mid", "tss-rivalries"),
        references=(mid_gml.GIBLER_2016,),
        compute=_serious_gml,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(
            1816,
            mid_gml.SOURCE.coverage.last,
            partial=tuple(range(1816, 1816 + WINDOW - 1)),
            note=_WINDOW_NOTE,
        ),
    ),
    Indicator(
        name="hostility.serious_dispute_mid5",
        title="serious dispute in ten years (COW)",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 2),
        scale=_SERIOUS_SCALE,
        high="they have threatened or fought each other in earnest",
        definition=_SERIOUS + "From the Correlates of War Project's own file, four years longer.",
        sources=("cow-mid", "tss-rivalries"),
        references=(ref.PALMER_2022,),
        compute=_serious_mid5,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(
            1816,
            mids.SOURCE.coverage.last,
            partial=tuple(range(1816, 1816 + WINDOW - 1)),
            note=_WINDOW_NOTE,
        ),
    ),
    Indicator(
        name="hostility.unsettled",
        title="serious dispute left unsettled",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="binary",
        bounds=(0, 1),
        scale="1 if so",
        high="they broke off a serious quarrel, and settled nothing",
        definition="1 if a serious dispute (deadly, with militarised action of both, or between "
        f"coded rivals) ended in the {QUARREL} years up to the year without a settlement that was "
        "negotiated or imposed. Settlement is coded for a dispute as a whole. Partial where one is "
        "still under way, missing where the settlement is not known. Claims that never came to "
        "threats are not in the data.",
        sources=("gml-mid", "tss-rivalries"),
        references=(mid_gml.GIBLER_2016,),
        compute=_unsettled,
        absent=Status.STRUCTURAL_ZERO,
        coverage=Coverage(
            1816,
            mid_gml.SOURCE.coverage.last,
            partial=tuple(range(1816, 1816 + QUARREL - 1)),
            note=f"before {1816 + QUARREL - 1} the fifteen years reach back beyond the source",
        ),
    ),
    Indicator(
        name="hostility.conflict",
        title="armed conflict",
        field="hostility",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 2),
        scale="0 none, 1 from 25 battle deaths in the year, 2 from 1,000",
        high="they fight each other",
        definition="Intensity of the armed conflict between states in which the two stood on "
        "opposite sides in the year, by all battle deaths of that conflict. States that sent "
        "troops in support of a side count as on it, as China and the United States in Korea. "
        "Support in another state's civil war does not count.",
        sources=("ucdp-acd",),
        references=(ucdp.GLEDITSCH_2002,),
        compute=_armed_conflict,
        absent=Status.STRUCTURAL_ZERO,
        coverage=ucdp.SOURCE.coverage,
    ),
)
