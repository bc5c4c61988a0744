"""Outlook: how alike two states are in regime and religion, and what publics think of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import fbic, pew, regime, religion, vdem

if TYPE_CHECKING:
    import polars as pl


def _index(name: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "regimes").select(
        "ccode",
        "year",
        pl.col(name).alias("value"),
        pl.col(f"{name}_low").alias("low"),
        pl.col(f"{name}_high").alias("high"),
    )
    return frame.drop_nulls("value").collect()


def _polyarchy(scope: Scope) -> pl.DataFrame:
    return _index("polyarchy", scope)


def _liberal(scope: Scope) -> pl.DataFrame:
    return _index("liberal", scope)


def _coded(name: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    value = pl.col(name).cast(pl.Float64).alias("value")
    frame = states_in_scope(scope, "regimes").select("ccode", "year", value)
    return frame.drop_nulls("value").collect()


def _polity(scope: Scope) -> pl.DataFrame:
    return _coded("polity", scope)


def _type(scope: Scope) -> pl.DataFrame:
    return _coded("type", scope)


def _pairs(scope: Scope, *columns: str) -> pl.DataFrame:
    """Dyad-years of all state-years that have the columns, with suffixes 1 and 2."""
    import polars as pl

    frame = states_in_scope(scope, "regimes").select("ccode", "year", *columns)
    frame = frame.drop_nulls()
    one = frame.rename({name: f"{name}1" for name in ("ccode", *columns)})
    two = frame.rename({name: f"{name}2" for name in ("ccode", *columns)})
    return one.join(two, on="year").filter(pl.col("ccode1") < pl.col("ccode2")).collect()


def _distance(scope: Scope) -> pl.DataFrame:
    """Absolute difference; its interval from the two errors, taken as independent."""
    import polars as pl

    frame = _pairs(scope, "polyarchy", "polyarchy_low", "polyarchy_high")
    one, two = pl.col("polyarchy1"), pl.col("polyarchy2")
    down1, up1 = one - pl.col("polyarchy_low1"), pl.col("polyarchy_high1") - one
    down2, up2 = two - pl.col("polyarchy_low2"), pl.col("polyarchy_high2") - two
    difference = one - two
    low = difference - (down1**2 + up2**2).sqrt()
    high = difference + (up1**2 + down2**2).sqrt()
    straddles = (low < 0) & (high > 0)
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        difference.abs().alias("value"),
        pl.when(straddles)
        .then(0.0)
        .otherwise(pl.min_horizontal(low.abs(), high.abs()))
        .alias("low"),
        pl.max_horizontal(low.abs(), high.abs()).clip(0, 1).alias("high"),
    )


def _same(scope: Scope) -> pl.DataFrame:
    import polars as pl

    same = (pl.col("type1") == pl.col("type2")).cast(pl.Float64)
    return _pairs(scope, "type").select("ccode1", "ccode2", "year", same.alias("value"))


def _religion(scope: Scope) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    from multipolar.measures.overlap import common_share

    kinds = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32) | {"value": pl.Float64}
    years = [pl.DataFrame(schema=kinds)]
    wide = states_in_scope(scope, "religions").collect()
    wide = wide.pivot("family", index=["year", "ccode"], values="share").fill_null(0.0)
    for (year,), group in wide.sort("year", "ccode").partition_by("year", as_dict=True).items():
        codes = group["ccode"].to_numpy()
        common = common_share(group.drop("year", "ccode").to_numpy())
        one, two = np.triu_indices(len(codes), 1)
        rows = {"ccode1": codes[one], "ccode2": codes[two], "year": np.full(len(one), year)}
        years.append(pl.DataFrame(rows | {"value": common[one, two]}).cast(kinds))  # type: ignore[arg-type]
    return pl.concat(years)


def _favourable(scope: Scope) -> pl.DataFrame:
    import polars as pl

    from multipolar.measures.similarity import wilson

    frame = dyads_in_scope(scope, "opinion").collect()
    share, n = frame["favourable"].to_numpy(), frame["n"].to_numpy().astype(float)
    found = wilson(share * n, n)
    return frame.select("ccode1", "ccode2", "year", "n", value="favourable").with_columns(
        pl.Series("low", found.low), pl.Series("high", found.high)
    )


def _influence(scope: Scope) -> pl.DataFrame:
    frame = dyads_in_scope(scope, "influence")
    return frame.select("ccode1", "ccode2", "year", value="fbic").collect()


_VINTAGE = (
    " The interval widens the bounds of the source (about one standard deviation) to 90 %. The "
    "source estimates all years at once, so that the figure for a year is that of the latest "
    "release and not what was known then."
)

INDICATORS = (
    Indicator(
        name="regime.polyarchy",
        title="electoral democracy",
        field="outlook",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="0 autocracy to 1 electoral democracy",
        high="rulers answer to voters in clean and free elections",
        definition="Index of electoral democracy (polyarchy) of V-Dem: freedom of association and "
        "expression, clean elections, suffrage, elected officials." + _VINTAGE,
        sources=("vdem",),
        references=(vdem.COPPEDGE_2025,),
        compute=_polyarchy,
        absent=Status.MISSING,
        coverage=vdem.SOURCE.coverage,
    ),
    Indicator(
        name="regime.liberal",
        title="liberal democracy",
        field="outlook",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="0 autocracy to 1 liberal democracy",
        high="elections are free, and law, courts and parliament bind the rulers",
        definition="Index of liberal democracy of V-Dem: electoral democracy together with civil "
        "liberties, rule of law and limits on the executive." + _VINTAGE,
        sources=("vdem",),
        references=(vdem.COPPEDGE_2025,),
        compute=_liberal,
        absent=Status.MISSING,
        coverage=vdem.SOURCE.coverage,
    ),
    Indicator(
        name="regime.polity",
        title="Polity score",
        field="outlook",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(-10, 10),
        scale="-10 full autocracy to 10 full democracy",
        high="executive power is open to competition and under constraint",
        definition="Democracy less autocracy score of Polity5. Missing in years of foreign "
        "interruption, interregnum and transition: the revised score fills those from the years "
        "after them. Where a regime changed in the year, that of its end counts.",
        sources=("polity5",),
        references=(regime.MARSHALL_2020,),
        compute=_polity,
        absent=Status.MISSING,
        coverage=regime.POLITY.coverage,
    ),
    Indicator(
        name="regime.type",
        title="type of regime",
        field="outlook",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="ordinal",
        bounds=(0, 3),
        scale="0 closed autocracy, 1 electoral autocracy, 2 electoral democracy, 3 liberal "
        "democracy",
        high="a liberal democracy",
        definition="Regimes of the World: types by fixed thresholds on indices of V-Dem, without "
        "regard to their uncertainty. From an earlier release of V-Dem than the indices.",
        sources=("regimes-of-the-world",),
        references=(regime.LUHRMANN_2018,),
        compute=_type,
        absent=Status.MISSING,
        coverage=regime.TYPES.coverage,
    ),
    Indicator(
        name="regime.distance",
        title="distance of regimes",
        field="outlook",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="points of the index of electoral democracy",
        high="one is far more democratic than the other; a low value says they are alike, "
        "democracies or autocracies",
        definition="Absolute difference of the two states' indices of electoral democracy "
        "(V-Dem). The interval takes the errors of the two as independent, and is a bound from 0 "
        "where it cannot be told which of them is the more democratic." + _VINTAGE,
        sources=("vdem",),
        references=(vdem.COPPEDGE_2025,),
        compute=_distance,
        absent=Status.MISSING,
        coverage=vdem.SOURCE.coverage,
    ),
    Indicator(
        name="regime.same",
        title="same type of regime",
        field="outlook",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="binary",
        bounds=(0, 1),
        scale="1 same type, 0 another",
        high="both have the same of four types of regime",
        definition="Whether both are closed autocracies, electoral autocracies, electoral "
        "democracies or liberal democracies (Regimes of the World).",
        sources=("regimes-of-the-world",),
        references=(regime.LUHRMANN_2018,),
        compute=_same,
        absent=Status.MISSING,
        coverage=regime.TYPES.coverage,
    ),
    Indicator(
        name="religion.similarity",
        title="similarity of religions",
        field="outlook",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="part of the population in common",
        high="their people belong to the same religions in the same shares",
        definition="Sum over 16 families of religions, people without religion among them, of the "
        "smaller of the two states' shares. Branches of Christianity, Islam and Buddhism are not "
        "told apart. Every fifth year; nothing is interpolated, the years between are missing.",
        sources=("world-religion",),
        references=(religion.MAOZ_2013,),
        compute=_religion,
        absent=Status.MISSING,
        coverage=religion.SOURCE.coverage,
    ),
    Indicator(
        name="opinion.favourable",
        title="favourable opinion of the other",
        field="outlook",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="share",
        bounds=(0, 1),
        scale="share of the first state's public",
        high="the first state's public thinks well of the second state",
        definition="Weighted share of respondents in the first state with a very or somewhat "
        "favourable view of the second, of all respondents, those without an opinion included; n "
        "is their number. The interval is that of a simple random sample of this size (Wilson): "
        "clustering and weights make the true one wider. Missing where no survey asked.",
        sources=("pew-attitudes",),
        references=(pew.PEW_2023,),
        compute=_favourable,
        absent=Status.MISSING,
        coverage=pew.SOURCE.coverage,
    ),
    Indicator(
        name="influence.fbic",
        title="capacity to influence",
        field="outlook",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="index",
        bounds=(0, 1),
        scale="index",
        high="the second state has many ties with the first and depends on it",
        definition="Formal Bilateral Influence Capacity of the first state over the second: the "
        "breadth of their economic, political and security ties, and how far the second depends on "
        "the first in them. Only China over other states, from 1994, and 17 economies over each "
        "other, from 1999; missing for all other pairs.",
        sources=("fbic",),
        references=(fbic.MOYER_2021,),
        compute=_influence,
        absent=Status.MISSING,
        coverage=fbic.SOURCE.coverage,
    ),
)
