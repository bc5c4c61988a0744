"""All the datasets that the package knows, by key."""

from __future__ import annotations

from multipolar.sources import (
    assembly_votes,
    atop,
    contiguity,
    cow_igo,
    cow_trade,
    gdp,
    geodist,
    mids,
    nmc,
    rivalries,
    state_system,
)
from multipolar.sources.base import Source

SOURCES: dict[str, Source] = {
    module.SOURCE.key: module.SOURCE
    for module in (
        state_system,
        assembly_votes,
        atop,
        nmc,
        gdp,
        cow_trade,
        cow_igo,
        mids,
        rivalries,
        contiguity,
        geodist,
    )
}
