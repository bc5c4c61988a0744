"""Dangerous dyads (Bremer 1992): which pairs of states start militarised disputes, by a logit.

The published side is the replication that the R package peacesciencer 1.2.0 shows on its site
(https://svmiller.com/peacesciencer/articles/bremer-example.html, of 11 July 2025). Ours is fitted
by the rules of that replication, on the panel as the package makes it, and on that panel with the
disputes of the Correlates of War Project, so that what comes from rules is told apart from what
comes from data.

Run ``python examples/dangerous_dyads.py`` with the raw files at hand (``MULTIPOLAR_DATA``) and
``pip install 'multipolar[raw]' statsmodels``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import statsmodels.api as sm

import multipolar as mp
from multipolar import states
from multipolar.sources import contiguity, gdp, nmc, regime
from multipolar.sources.base import RawFile, as_integers, peacesciencer
from multipolar.sources.raw import RawFolder

FIRST, LAST = 1816, 2010
KEYS = ["ccode1", "ccode2", "year"]
TERMS = (
    "contiguity",
    "cinc_ratio",
    "major",
    "defense",
    "democracy",
    "wealth",
    "militarization",
    "t",
    "t2",
    "t3",
)
"""Terms of the model, in the order of the published table; the intercept comes after them."""

GML = RawFile(
    "mids/gml_mid_ddydisps.rda",
    peacesciencer("gml_mid_ddydisps.rda"),
    "46ce6732909e62b555546ceeeb2f380415c4153fa1cb05824a837ec45a4aa7ce",
    62_040,
)
"""Disputes of Gibler, Miller and Little (2016), version 2.2.1, one row a directed dyad-year."""

COW = RawFile(
    "mids/cow_mid_ddydisps.rda",
    peacesciencer("cow_mid_ddydisps.rda"),
    "2db5aeef570a727cd4b28d7f56ad49193d79bbb018019e9225d53321a11d5e45",
    64_156,
)
"""The same of the Correlates of War Project, version 5.0."""


@dataclass(frozen=True)
class Fit:
    """A fitted logit: estimate and standard error by term, dyad-years and onsets."""

    estimates: dict[str, float]
    errors: dict[str, float]
    n: int
    onsets: int


PUBLISHED = Fit(
    estimates={
        "contiguity": 1.057,
        "cinc_ratio": 1.055,
        "major": 0.113,
        "defense": -0.132,
        "democracy": -0.272,
        "wealth": 0.000,
        "militarization": 30.152,
        "t": -0.146,
        "t2": 0.003,
        "t3": 0.000,
        "intercept": -3.517,
    },
    errors={
        "contiguity": 0.058,
        "cinc_ratio": 0.082,
        "major": 0.059,
        "defense": 0.058,
        "democracy": 0.032,
        "wealth": 0.000,
        "militarization": 2.378,
        "t": 0.005,
        "t2": 0.000,
        "t3": 0.000,
        "intercept": 0.076,
    },
    n=106_056,
    onsets=0,
)
"""What the page prints, to three decimals; it does not give the number of onsets."""


@dataclass(frozen=True)
class Disputes:
    """A file of disputes, and what the names of its columns begin with."""

    file: RawFile
    prefix: str


GIBLER = Disputes(GML, "gmlmid")
PALMER = Disputes(COW, "cowmid")


def panel(raw: RawFolder, disputes: Disputes = GIBLER) -> pl.DataFrame:
    """The model's columns on our panel: every declared indicator as it is declared.

    Onset, militarization and democracy are no declared indicators and come from the raw files.
    """
    table = mp.dyads(range(FIRST, LAST + 1), relevant=True).add(
        "distance.contiguity", "treaty.defense", "power.cinc", "power.gdp", "power.net_resources"
    )
    wealth = [
        (pl.col(f"power.net_resources_{k}") / pl.col(f"power.gdp_{k}")).alias(f"wealth_{k}")
        for k in "12"
    ]
    frame = table.frame.select(
        *KEYS,
        pl.col("distance.contiguity").alias("kind"),
        pl.col("treaty.defense").alias("defense"),
        *(pl.col(f"power.cinc_{k}").alias(f"cinc_{k}") for k in "12"),
        *wealth,
    )
    return model_columns(frame, raw, disputes)


def published_rules(raw: RawFolder) -> pl.DataFrame:
    """The same columns by the rules of the published replication.

    Contiguity is what it was when the year began, where we take the closest kind of the year;
    CINC is the published one, where we compute it; wealth is GDP per head of the Maddison
    simulations, where our release has GDP and population of the Penn simulations.
    """
    frame = mp.dyads(range(FIRST, LAST + 1)).add("treaty.defense").frame
    frame = frame.join(contiguity_as_the_year_begins(raw), on=KEYS, how="left")
    frame = with_majors(frame.with_columns(pl.col("kind").fill_null(0)))
    frame = frame.filter((pl.col("kind") > 0) | (pl.col("major") == 1)).drop("major")
    state = nmc.capabilities(raw).select("ccode", "year", pl.col("cinc_published").alias("cinc"))
    heads = as_integers(raw.read_r(gdp.FILE), "ccode", "year")
    state = state.join(
        heads.select("ccode", "year", pl.col("mrgdppc").alias("wealth")),
        on=["ccode", "year"],
        how="full",
        coalesce=True,
    )
    frame = frame.select(*KEYS, "kind", pl.col("treaty.defense").alias("defense"))
    return model_columns(with_states(frame, state), raw, GIBLER)


def contiguity_as_the_year_begins(raw: RawFolder) -> pl.DataFrame:
    """Kind of contiguity of the first spell of each dyad-year, spells of none included."""
    frame = as_integers(
        raw.read_r(contiguity.FILE), "ccode1", "ccode2", "conttype", "stdate", "enddate"
    )
    first, last = (pl.col(name).cast(pl.Date).dt.year() for name in ("stdate", "enddate"))
    years = pl.int_ranges(first, last + 1, dtype=pl.Int32)
    return (
        frame.filter(pl.col("ccode1") < pl.col("ccode2"))
        .with_columns(years.alias("year"))
        .explode("year")
        .sort("stdate")
        .group_by(KEYS)
        .agg(pl.col("conttype").first().cast(pl.Float64).alias("kind"))
    )


def with_majors(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``major``: 1 if either was a major power on a day of the year."""
    listed = states.majors(FIRST, LAST).select(pl.col("ccode", "year").cast(pl.Int32)).unique()
    for k in "12":
        side = listed.select(pl.col("ccode").alias(f"ccode{k}"), "year", pl.lit(1.0).alias(f"_{k}"))
        frame = frame.join(side, on=[f"ccode{k}", "year"], how="left")
    either = pl.max_horizontal(pl.col("_1", "_2").fill_null(0.0))
    return frame.with_columns(either.alias("major")).drop("_1", "_2")


def with_states(frame: pl.DataFrame, state: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of a table of state-years twice, as ``_1`` and ``_2``."""
    names = [name for name in state.columns if name not in ("ccode", "year")]
    for k in "12":
        side = state.rename({"ccode": f"ccode{k}"} | {name: f"{name}_{k}" for name in names})
        frame = frame.join(side, on=[f"ccode{k}", "year"], how="left")
    return frame


def model_columns(frame: pl.DataFrame, raw: RawFolder, disputes: Disputes) -> pl.DataFrame:
    """Outcome and terms of the model, null where a source has no figure.

    ``frame`` has the keys, ``kind`` of contiguity, ``defense``, and ``cinc`` and ``wealth`` of
    both states.
    """
    soldiers = nmc.capabilities(raw).select(
        "ccode", "year", (pl.col("milper") / pl.col("tpop")).alias("militarization")
    )
    scores = regime.democracy(raw).select("ccode", "year", "democracy")
    state = soldiers.join(scores, on=["ccode", "year"], how="full", coalesce=True)
    frame = with_majors(with_states(frame, state))
    frame = peace_years(with_disputes(frame, raw, disputes))
    return frame.select(
        *KEYS,
        "onset",
        (pl.col("kind") == 1).cast(pl.Float64).alias("contiguity"),
        (lesser("cinc") / pl.max_horizontal("cinc_1", "cinc_2")).alias("cinc_ratio"),
        "major",
        "defense",
        *(lesser(name).alias(name) for name in ("democracy", "wealth", "militarization")),
        "t",
        (pl.col("t") ** 2).alias("t2"),
        (pl.col("t") ** 3).alias("t3"),
    )


def lesser(name: str) -> pl.Expr:
    """The weaker link: the lesser of both states' values, null unless both are known."""
    both = pl.all_horizontal(pl.col(f"{name}_1", f"{name}_2").is_not_null())
    return pl.when(both).then(pl.min_horizontal(f"{name}_1", f"{name}_2"))


def with_disputes(frame: pl.DataFrame, raw: RawFolder, disputes: Disputes) -> pl.DataFrame:
    """Add ``onset`` and ``ongoing``: 1 if a dispute began or went on in the dyad-year."""
    found = as_integers(raw.read_r(disputes.file), *KEYS).select(
        *KEYS,
        pl.col(f"{disputes.prefix}onset").alias("onset"),
        pl.col(f"{disputes.prefix}ongoing").alias("ongoing"),
    )
    found = found.filter(pl.col("ccode1") < pl.col("ccode2"))
    frame = frame.join(found, on=KEYS, how="left")
    return frame.with_columns(pl.col("onset", "ongoing").fill_null(0.0))


def peace_years(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``t``, the dyad's observed years since its last dispute or since it entered the table.

    A year in which the dyad is not in the table is not counted, and a year with a dispute ends
    the count whether or not the dispute began in it.
    """
    pair = ["ccode1", "ccode2"]
    frame = frame.sort(KEYS).with_columns(
        pl.col("ongoing").shift(1, fill_value=0).cum_sum().over(pair).alias("_spell")
    )
    count = pl.int_range(pl.len()).over([*pair, "_spell"]).cast(pl.Float64)
    return frame.with_columns(count.alias("t")).drop("_spell")


def regress(frame: pl.DataFrame, terms: Sequence[str] = TERMS) -> Fit:
    """Logit of onset on the terms, over the dyad-years that have them all, plain errors.

    Each column is divided by its greatest size and the estimates are divided back: wealth and the
    cube of the peace years are in the millions, and the fit would lose digits.
    """
    known = frame.select("onset", *terms).drop_nulls()
    columns = known.select(terms).to_numpy()
    scale = np.abs(columns).max(axis=0)
    fitted = sm.Logit(known["onset"].to_numpy(), sm.add_constant(columns / scale)).fit(disp=False)
    names = ("intercept", *terms)
    scale = np.concatenate([[1.0], scale])
    return Fit(
        dict(zip(names, (fitted.params / scale).tolist(), strict=True)),
        dict(zip(names, (fitted.bse / scale).tolist(), strict=True)),
        known.height,
        int(known["onset"].sum()),
    )


def lost(frame: pl.DataFrame) -> dict[str, int]:
    """Dyad-years that lack each term, and those left out of the model for any of them."""
    counts = {name: frame[name].null_count() for name in TERMS if frame[name].null_count()}
    return counts | {"any": frame.height - frame.select(TERMS).drop_nulls().height}


def lost_to_democracy(frame: pl.DataFrame, raw: RawFolder) -> dict[tuple[int, int], int]:
    """Dyad-years left out for nothing but a score of democracy, by the state and year it lacks."""
    others = [name for name in TERMS if name != "democracy"]
    only = frame.drop_nulls(others).filter(pl.col("democracy").is_null())
    scored = regime.democracy(raw).drop_nulls("democracy").select("ccode", "year")
    sides = [only.select(pl.col(f"ccode{k}").alias("ccode"), "year") for k in "12"]
    lacking = pl.concat(sides).join(scored, on=["ccode", "year"], how="anti")
    counted = lacking.group_by("ccode", "year").len()
    return {(ccode, year): count for ccode, year, count in counted.rows()}


def main() -> None:
    """Print both fits beside the published one, and what the dyad-years went to."""
    raw = RawFolder()
    ours, rules = panel(raw), published_rules(raw)
    fits = {
        "published": PUBLISHED,
        "their rules": regress(rules),
        "our panel": regress(ours),
        "ours, COW MID 5.0": regress(panel(raw, PALMER)),
    }
    print(f"{'':16}" + "".join(f"{name:>24}" for name in fits))
    for term in (*TERMS, "intercept"):
        cells = (f"{fit.estimates[term]:.5g} ({fit.errors[term]:.3g})" for fit in fits.values())
        print(f"{term:16}" + "".join(f"{cell:>24}" for cell in cells))
    print(f"{'dyad-years':16}" + "".join(f"{fit.n:>24,}" for fit in fits.values()))
    for name, frame in (("our panel", ours), ("their rules", rules)):
        print(f"\n{name}: {frame.height:,} relevant dyad-years, without a value {lost(frame)}")
    gaps = lost_to_democracy(rules, raw)
    recent = {place: count for place, count in gaps.items() if place[1] == 1990}
    print(f"their rules, left out for democracy alone: {sum(gaps.values()):,}; in 1990 {recent}")


if __name__ == "__main__":
    main()
