"""All the datasets that the package knows, by key."""

from __future__ import annotations

from multipolar.sources import (
    assembly_votes,
    atop,
    contiguity,
    cow_igo,
    cow_trade,
    gdelt_daily,
    gdp,
    geodist,
    gsdb,
    icews,
    mid_gml,
    mids,
    nmc,
    regime,
    rivalries,
    sanctions_ist,
    security_council,
    state_system,
    ucdp,
)
from multipolar.sources.base import Source

SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        state_system.SOURCE,
        assembly_votes.SOURCE,
        assembly_votes.RECENT,
        assembly_votes.LATEST,
        atop.SOURCE,
        nmc.SOURCE,
        gdp.SOURCE,
        cow_trade.SOURCE,
        cow_igo.SOURCE,
        mids.SOURCE,
        mid_gml.SOURCE,
        rivalries.SOURCE,
        ucdp.SOURCE,
        sanctions_ist.SOURCE,
        gsdb.SOURCE,
        icews.SOURCE,
        gdelt_daily.SOURCE,
        contiguity.SOURCE,
        geodist.SOURCE,
        regime.SOURCE,
        security_council.SOURCE,
        security_council.RESOLUTIONS,
    )
}


def used_in(keys: tuple[str, ...], year: int, by: str = "year") -> tuple[str, ...]:
    """Those of several sources that cover a year, or a session by its first year; else all."""
    spans = {key: SOURCES[key].coverage_of(by) for key in keys}
    covering = [key for key, span in spans.items() if span.first <= year <= span.last]
    return tuple(covering) or keys
