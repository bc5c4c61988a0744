"""Agreements on trade and investment between two states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import spells_in_scope
from multipolar.sources import bits, desta

if TYPE_CHECKING:
    import polars as pl

TRADE, INVESTMENT = 1, 2
UNLISTED = (265, 511, 680, 817)
"""East Germany, Zanzibar, South Yemen and South Vietnam: on them the sources have nothing."""


def _trade(scope: Scope) -> pl.DataFrame:
    return _standing(scope, TRADE)


def _investment(scope: Scope) -> pl.DataFrame:
    return _standing(scope, INVESTMENT)


def _standing(scope: Scope, kind: int) -> pl.DataFrame:
    import polars as pl

    value = pl.col("standing").cast(pl.Float64).alias("value")
    frame = _years(scope, kind).select("ccode1", "ccode2", "year", value)
    return pl.concat([frame, _unlisted(scope, Status.MISSING)], how="diagonal")


def _depth(scope: Scope) -> pl.DataFrame:
    import polars as pl

    # A treaty in force that nobody has coded is a gap; none in force is depth 0.
    uncoded = (pl.col("standing") == 2) & pl.col("depth").is_null()
    frame = _years(scope, TRADE).filter(pl.col("standing") == 2)
    frame = frame.select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("depth").cast(pl.Float64).alias("value"),
        pl.when(uncoded).then(pl.lit(Status.MISSING.value)).alias("status"),
    )
    return pl.concat([frame, _unlisted(scope, Status.MISSING)], how="diagonal")


def _years(scope: Scope, kind: int) -> pl.DataFrame:
    import polars as pl

    return spells_in_scope(scope, "agreements").filter(pl.col("kind") == kind).collect()


def _unlisted(scope: Scope, status: Status) -> pl.DataFrame:
    """Dyad-years with a state on which the sources have nothing."""
    import polars as pl

    keys = pl.col("ccode1", "ccode2", "year").cast(pl.Int32)
    dyads = states.dyad_years(scope.first, min(scope.last, 1990)) if scope.first <= 1990 else None
    if dyads is None:
        none = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32) | {"status": pl.String}
        return pl.DataFrame(schema=none)
    either = pl.any_horizontal(pl.col("ccode1", "ccode2").is_in(UNLISTED))
    return dyads.filter(either).select(keys, pl.lit(status.value).alias("status"))


_FILED = (
    " Treaties of Czechoslovakia, the Soviet Union and Yugoslavia are placed with them; nothing "
    "is known of East Germany, South Yemen, South Vietnam and Zanzibar."
)

INDICATORS = (
    Indicator(
        name="agreements.trade",
        title="trade agreement",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 2),
        scale="0 none, 1 signed but not in force, 2 in force",
        high="they have agreed on preferences for each other's trade, alone or with others",
        definition="Highest standing, at the end of the year, of the preferential trade agreements "
        "to which both are parties: of two states, of several, and of the European Union with "
        "others. Coded withdrawals end an agreement; one that lapsed in another way, or was "
        "replaced by a later one, still counts. An agreement whose entry into force is not known "
        "stands as signed." + _FILED,
        sources=("desta",),
        references=(desta.DUR_2014,),
        compute=_trade,
        absent=Status.STRUCTURAL_ZERO,
        coverage=desta.SOURCE.coverage,
    ),
    Indicator(
        name="agreements.depth",
        title="depth of trade agreements",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 7),
        scale="number of fields, 0 to 7",
        high="an agreement in force goes far beyond tariffs",
        definition="Greatest depth of a preferential trade agreement in force between them at the "
        "end of the year: the number of seven provisions that it has (all tariffs cut to zero with "
        "few exceptions; standards, investment, services, procurement, competition, intellectual "
        "property beyond a mention). 0 also where there is no agreement in force; missing where "
        "none of those in force has been coded. An accession is as deep as the treaty acceded "
        "to." + _FILED,
        sources=("desta",),
        references=(desta.DUR_2014,),
        compute=_depth,
        absent=Status.STRUCTURAL_ZERO,
        coverage=desta.SOURCE.coverage,
    ),
    Indicator(
        name="agreements.investment",
        title="investment treaty",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 2),
        scale="0 none, 1 signed but not in force, 2 in force",
        high="each has bound itself to protect investors of the other",
        definition="Highest standing, at the end of the year, of the bilateral investment treaties "
        "between them; treaties that ended count to the year before. Investment chapters of other "
        "agreements are not counted. Treaties of the Belgium-Luxembourg union are those of both."
        + _FILED,
        sources=("unctad-bits",),
        references=(bits.UNCTAD_2025,),
        compute=_investment,
        absent=Status.STRUCTURAL_ZERO,
        coverage=bits.SOURCE.coverage,
    ),
)
