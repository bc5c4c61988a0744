"""Power: several measures side by side, since they disagree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import states_in_scope
from multipolar.sources import RawFolder, gdp, nmc, nuclear, sipri_milex
from multipolar.sources import references as ref
from multipolar.sources.base import Reference

if TYPE_CHECKING:
    import polars as pl


def _column(name: str, interval: bool, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "states")
    bounds = [pl.col(f"{name}_{end}").alias(end) for end in ("low", "high")] if interval else []
    return (
        frame.select("ccode", "year", pl.col(name).alias("value"), *bounds).drop_nulls().collect()
    )


def _component(name: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "capabilities").drop_nulls(name)
    return frame.select("ccode", "year", pl.col(name).cast(pl.Float64).alias("value")).collect()


def _warheads(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "military_states").drop_nulls("warheads")
    value = pl.col("warheads").cast(pl.Float64).alias("value")
    return frame.select("ccode", "year", value).collect()


def _spending(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = sipri_milex.spending(RawFolder())
    return frame.filter(pl.col("year").is_between(scope.first, scope.last)).select(
        "ccode", "year", pl.col("milex").alias("value")
    )


def _declare(
    name: str,
    column: str,
    title: str,
    scale: str,
    definition: str,
    *references: Reference,
    kind: str = "share",
    interval: bool = False,
    high: str = "a strong state",
) -> Indicator:
    source = gdp.SOURCE if interval else nmc.SOURCE
    return Indicator(
        name=f"power.{name}",
        title=title,
        field="power",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind=kind,
        bounds=(0, 1 if kind == "share" else None),
        scale=scale,
        high=high,
        definition=definition,
        sources=(source.key,),
        references=references,
        compute=partial(_column, column, interval),
        absent=Status.MISSING,
        coverage=source.coverage,
    )


COMPONENTS = {
    "military_spending": ("milex", "military expenditure"),
    "soldiers": ("milper", "military personnel"),
    "steel": ("irst", "production of iron and steel"),
    "energy_use": ("pec", "consumption of energy"),
    "population": ("tpop", "population"),
    "urban_population": ("upop", "population of large cities"),
}
"""The six components of capability: name here, column of the source, words."""


def _part(name: str, column: str, words: str) -> Indicator:
    return Indicator(
        name=f"power.{name}",
        title=f"share of {words}",
        field="power",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of the world",
        high="a strong state",
        definition=f"Its {words} over that of all states of the year for which it is known; one "
        "of the six parts of the capability index.",
        sources=("nmc",),
        references=(ref.SINGER_1972, ref.SINGER_1987),
        compute=partial(_component, column),
        absent=Status.MISSING,
        coverage=nmc.SOURCE.coverage,
    )


INDICATORS = (
    _declare(
        "cinc",
        "cinc",
        "capability index (CINC)",
        "mean share of the world",
        "Mean of a state's shares of world military expenditure, military personnel, iron and "
        "steel, energy, total and urban population, over the components that are known; the "
        "year's values need not add up to 1.",
        ref.SINGER_1972,
        ref.SINGER_1987,
    ),
    _declare(
        "share",
        "power_share",
        "share of capabilities",
        "share of the world",
        "CINC over the sum of all states' CINC in the year, so that shares add up to 1.",
        ref.SINGER_1972,
    ),
    _declare(
        "gdp",
        "gdp",
        "GDP",
        "million international dollars of 2017",
        "Latent gross domestic product, with the interval of a lognormal distribution of the "
        "published mean and standard deviation (about 40 % of the mean).",
        ref.FARISS_2022,
        kind="amount",
        interval=True,
    ),
    _declare(
        "net_resources",
        "net_resources",
        "net resources",
        "million dollars of GDP times dollars of GDP per head, of 2017",
        "GDP times GDP per head, which is GDP squared over population; the interval takes the "
        "errors of GDP and population as independent.",
        ref.BECKLEY_2018,
        ref.FARISS_2022,
        kind="amount",
        interval=True,
    ),
    _declare(
        "militarization",
        "militarization",
        "militarization",
        "soldiers per head of population",
        "Military personnel over total population, both in thousands.",
        ref.BREMER_1992,
        ref.SINGER_1972,
        high="a large part of the people is under arms",
    ),
    Indicator(
        name="power.warheads",
        title="nuclear warheads",
        field="power",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="warheads",
        high="a large nuclear arsenal",
        definition="Estimated warheads in the military stockpile; those that are retired and wait "
        "to be dismantled are not in it. 0 for every state that the source does not list.",
        sources=("fas-warheads",),
        references=(ref.OWID_WARHEADS,),
        compute=_warheads,
        absent=Status.STRUCTURAL_ZERO,
        coverage=nuclear.SOURCE.coverage,
    ),
    Indicator(
        name="power.milex",
        title="military spending, million $",
        field="power",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="amount",
        bounds=(0, None),
        scale="million US dollars of the base year of your file",
        high="spends much on its forces",
        definition="Military expenditure in constant US dollars, from the workbook that you "
        "supply. There are no figures for the Soviet Union before 1988. Estimates of the source "
        "are not told apart.",
        sources=("sipri-milex",),
        references=(ref.SIPRI_MILEX,),
        compute=_spending,
        absent=Status.MISSING,
        coverage=sipri_milex.SOURCE.coverage,
        user_source="sipri-milex",
    ),
    *(_part(name, *parts) for name, parts in COMPONENTS.items()),
)
