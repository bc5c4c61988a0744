"""From the tidy tables of the sources to the tables of a release."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from multipolar.measures import power, tandem
from multipolar.panel import (
    assembly,
    conflict,
    contact,
    events,
    institutions,
    narrative,
    outlook,
    practice,
    sanctions,
    stakes,
)
from multipolar.panel.energy import energy
from multipolar.panel.gravity import gravity
from multipolar.panel.nearness import distance
from multipolar.panel.preferences import ideal_table
from multipolar.panel.schema import TABLES
from multipolar.panel.trade import trade, trade_focal, trade_itpde, trade_states
from multipolar.sources import (
    RawFolder,
    atop,
    contiguity,
    cow_igo,
    gdp,
    mids,
    nmc,
    rivalries,
    security_council,
)

if TYPE_CHECKING:
    import polars as pl

BITS = {name: 1 << place for place, name in enumerate(atop.OBLIGATIONS)}
"""Bit of each obligation in the treaty table."""


def treaty(raw: RawFolder) -> pl.DataFrame:
    """Obligations of each dyad-year as bits, in both directions, all treaties and bilateral."""
    import polars as pl

    parts = []
    for kind, frame in (
        ("pledged", atop.obligations(raw)),
        ("bilateral", atop.bilateral_obligations(raw)),
    ):
        bits = sum(
            (pl.col(name).cast(pl.UInt8) * bit for name, bit in BITS.items()), pl.lit(0, pl.UInt8)
        )
        coded = frame.select("year", "ccode1", "ccode2", bits.cast(pl.UInt8).alias("bits"))
        for label, one, two in (("12", "ccode1", "ccode2"), ("21", "ccode2", "ccode1")):
            parts.append(
                coded.filter(pl.col(one) < pl.col(two)).select(
                    "year",
                    pl.col(one).alias("ccode1"),
                    pl.col(two).alias("ccode2"),
                    pl.lit(kind + label).alias("what"),
                    "bits",
                )
            )
    wide = pl.concat(parts).pivot("what", index=["year", "ccode1", "ccode2"], values="bits")
    return wide.with_columns(pl.col(name).fill_null(0) for name in TABLES["treaty"].columns)


def igo(raw: RawFolder) -> pl.DataFrame:
    """Organisations of which both states are members, full or associate, by dyad-year."""
    import polars as pl

    years = []
    for (year,), group in sorted(
        cow_igo.memberships(raw).partition_by("year", as_dict=True).items()
    ):
        ccode = group["ccode"].to_numpy()
        belongs = np.isin(group.drop("ccode", "year").to_numpy(), cow_igo.MEMBER)
        belongs = belongs.astype(np.float32)
        joint = np.rint(belongs @ belongs.T).astype(np.uint8)
        first, second = np.triu_indices(len(ccode), 1)
        years.append(
            pl.DataFrame(
                {
                    "year": np.full(len(first), year, np.int32),
                    "ccode1": ccode[first],
                    "ccode2": ccode[second],
                    "joint": joint[first, second],
                }
            )
        )
    return pl.concat(years)


def mid(raw: RawFolder) -> pl.DataFrame:
    """Highest hostility level and number of disputes, by dyad-year and year of their end.

    A year of interstate war stands with level 5 as ended in itself: that they were at war was
    known in each of its years, whatever the dispute came to.
    """
    import polars as pl

    at_war = mids.wars(raw).with_columns(
        pl.col("year").alias("ended"),
        pl.lit(5, pl.Int32).alias("level"),
        pl.lit(0, pl.Int32).alias("disputes"),
    )
    disputes = mids.disputes(raw)
    both = pl.concat([disputes, at_war.select(disputes.columns)])
    keys = ("year", "ccode1", "ccode2", "ended")
    return both.group_by(keys).agg(pl.col("level").max(), pl.col("disputes").sum())


def council_vetoes(raw: RawFolder) -> pl.DataFrame:
    """Vetoed drafts of each permanent member and year."""
    return tandem.state_counts(
        security_council.vetoes(raw),
        security_council.permanent_seats(),
        security_council.SOURCE.coverage.last,
    )


def council_pairs(raw: RawFolder) -> pl.DataFrame:
    """Vetoed drafts of each pair of permanent members and year."""
    return tandem.dyad_counts(
        security_council.vetoes(raw),
        security_council.resolution_votes(raw),
        security_council.permanent_seats(),
        security_council.SOURCE.coverage.last,
    )


def rivalry(raw: RawFolder) -> pl.DataFrame:
    """Spells of strategic rivalry that reach into the state system (1816 on)."""
    import polars as pl

    return rivalries.spells(raw).filter(pl.col("last") >= 1816)


def contiguous(raw: RawFolder) -> pl.DataFrame:
    """Spells of contiguity."""
    return contiguity.spells(raw)


def state_years(raw: RawFolder) -> pl.DataFrame:
    """Capabilities, economy and memberships of each state-year."""
    import polars as pl

    bodies = pl.exclude("ccode", "year")
    memberships = cow_igo.memberships(raw).select(
        "year",
        "ccode",
        pl.sum_horizontal(bodies.is_in(cow_igo.MEMBER)).cast(pl.Int32).alias("igos"),
    )
    frame = _capabilities(raw).join(
        _economies(raw), on=["year", "ccode"], how="full", coalesce=True
    )
    return frame.join(memberships, on=["year", "ccode"], how="full", coalesce=True)


def _capabilities(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    years = []
    for group in nmc.capabilities(raw).partition_by("year"):
        index = power.cinc(group.select(nmc.COMPONENTS).cast(pl.Float64).to_numpy())
        years.append(
            group.select(
                "year", "ccode", (pl.col("milper") / pl.col("tpop")).alias("militarization")
            ).with_columns(
                pl.Series("cinc", index), pl.Series("power_share", index / np.nansum(index))
            )
        )
    return pl.concat(years)


def capabilities(raw: RawFolder) -> pl.DataFrame:
    """Share of the world of each of the six components of capability, by state-year."""
    import polars as pl

    shares = [
        (pl.col(name).cast(pl.Float64) / pl.col(name).sum().over("year"))
        .cast(pl.Float32)
        .alias(name)
        for name in nmc.COMPONENTS
    ]
    return nmc.capabilities(raw).select("year", "ccode", *shares)


def _economies(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = gdp.economies(raw)
    wealth, people = frame["gdp"].to_numpy(), frame["population"].to_numpy()
    spread = (frame["gdp_sd"].to_numpy() / wealth) ** 2
    spread_people = (frame["population_sd"].to_numpy() / people) ** 2
    net = power.net_resources(wealth, people)
    low, high = power.lognormal_interval(wealth, spread)
    net_low, net_high = power.net_resources_interval(wealth, spread, people, spread_people)
    return frame.select("year", "ccode", "gdp").with_columns(
        pl.Series("gdp_low", low),
        pl.Series("gdp_high", high),
        pl.Series("net_resources", net),
        pl.Series("net_resources_low", net_low),
        pl.Series("net_resources_high", net_high),
    )


BUILDERS: dict[str, Callable[[RawFolder], pl.DataFrame]] = {
    "votes": assembly.votes,
    "capabilities": capabilities,
    "votes_issue": assembly.votes_issue,
    "tallies": assembly.tallies,
    "opposition": assembly.opposition,
    "split_votes": assembly.split_votes,
    "ideal": ideal_table,
    "roll_calls": assembly.roll_calls,
    "treaty": treaty,
    "trade": trade,
    "trade_states": trade_states,
    "trade_itpde": trade_itpde,
    "trade_focal": trade_focal,
    "gravity": gravity,
    "energy": energy,
    "igo": igo,
    "mid": mid,
    "events": events.events,
    "gdelt": events.gdelt,
    "conflict": conflict.conflict,
    "disputes": conflict.disputes,
    "joint_disputes": conflict.joint_disputes,
    "sanctions": sanctions.sanctions,
    "fund": stakes.fund,
    "council_vetoes": council_vetoes,
    "council_pairs": council_pairs,
    "rivalry": rivalry,
    "contiguity": contiguous,
    "speeches": narrative.speeches,
    "narrative": narrative.similarities,
    "narrative_levels": narrative.levels,
    "lexicon": narrative.lexicon,
    "terms": narrative.terms,
    "programme": narrative.programme,
    "distance": distance,
    "states": state_years,
    "exercises": practice.joint_exercises,
    "exercises_jme": practice.earlier_exercises,
    "exercises_russia": practice.russian_exercises,
    "defence_agreements": practice.agreements,
    "military_states": practice.state_years,
    "igo_members": institutions.igo_members,
    "igo_bodies": institutions.igo_bodies,
    "agreements": institutions.agreements,
    "regimes": outlook.regimes,
    "religions": outlook.religions,
    "opinion": outlook.opinion,
    "influence": outlook.influence,
    "china_visits": contact.china_visits,
    "china_engagements": contact.china_engagements,
    "travel": contact.travel,
}


def build_table(name: str, raw: RawFolder) -> pl.DataFrame:
    """Build one table of the release: declared columns only, sorted by its keys.

    Raises
    ------
    BrokenTable
        If the columns are not those declared, or a key occurs twice.
    """
    return checked(name, BUILDERS[name](raw))


def checked(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A table as the release holds it: declared columns only, sorted by its keys, keys unique.

    Raises
    ------
    BrokenTable
        If the columns are not those declared, or a key occurs twice.
    """
    import polars as pl

    from multipolar.errors import BrokenTable
    from multipolar.sources.raw import check_unique

    table = TABLES[name]
    if set(frame.columns) != set(table.all_columns):
        raise BrokenTable(
            f"table {name} has columns {sorted(frame.columns)}, declared are "
            f"{sorted(table.all_columns)}"
        )
    small = {
        key: pl.Int8
        if key in ("session", "final", "kind", "issue", "by_session", "filtered", "blind", "layer")
        else pl.Int16
        for key in table.keys
    }
    frame = frame.select(table.all_columns).cast(small)  # type: ignore[arg-type]
    return check_unique(frame, list(table.keys), f"table {name}").sort(table.keys)
