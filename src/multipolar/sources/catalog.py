"""All the datasets that the package knows, by key."""

from __future__ import annotations

from multipolar.sources import (
    assembly_votes,
    atop,
    bits,
    china_diplomacy,
    colt,
    comtrade,
    contiguity,
    cow_igo,
    cow_trade,
    dcad,
    debate_speeches,
    desta,
    energy,
    exercises,
    fbic,
    gdp,
    geodist,
    imf_dots,
    itpde,
    memberships,
    mids,
    nmc,
    nuclear,
    own_trade,
    pew,
    regime,
    religion,
    rivalries,
    security_council,
    sipri_arms,
    sipri_milex,
    state_system,
    us_troops,
    vdem,
    world_bank,
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
        world_bank.SOURCE,
        itpde.SOURCE,
        comtrade.SOURCE,
        imf_dots.SOURCE,
        own_trade.BACI_SOURCE,
        own_trade.GRAVITY_SOURCE,
        energy.SOURCE,
        energy.OWID,
        cow_igo.SOURCE,
        mids.SOURCE,
        rivalries.SOURCE,
        contiguity.SOURCE,
        geodist.SOURCE,
        regime.SOURCE,
        security_council.SOURCE,
        security_council.RESOLUTIONS,
        memberships.SOURCE,
        memberships.PLEDGES,
        exercises.SOURCE,
        exercises.RUSSIAN,
        dcad.SOURCE,
        us_troops.SOURCE,
        nuclear.SOURCE,
        sipri_arms.SOURCE,
        sipri_milex.SOURCE,
        desta.SOURCE,
        bits.SOURCE,
        vdem.SOURCE,
        regime.POLITY,
        regime.TYPES,
        religion.SOURCE,
        pew.SOURCE,
        fbic.SOURCE,
        china_diplomacy.SOURCE,
        china_diplomacy.VITAE,
        colt.SOURCE,
        colt.OWN_SOURCE,
        debate_speeches.SOURCE,
    )
}


def used_in(keys: tuple[str, ...], year: int, by: str = "year") -> tuple[str, ...]:
    """Those of several sources that cover a year, or a session by its first year; else all."""
    spans = {key: SOURCES[key].coverage_of(by) for key in keys}
    covering = [key for key, span in spans.items() if span.first <= year <= span.last]
    return tuple(covering) or keys
