"""Blocs of the system: who stands with whom, how surely, who swings, and what is mere chance."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from multipolar.estimate import Status
from multipolar.fields.blocs import COMBINED, FRIENDLY, LAYERS, RESOLUTIONS, STORED, stored_draws
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.registry import INDICATORS
from multipolar.measures import consensus
from multipolar.panel.release import Release, active
from multipolar.system.bloc_draws import SEED, Draws, draw_blocs, parts_of, share_as_great
from multipolar.system.bloc_result import (
    ALONE,
    CORE,
    LEADERS,
    LEAST,
    NETWORKS,
    SWING,
    UNKNOWN,
    WORDS,
    Bloc,
    Blocs,
    Level,
    Swing,
    Together,
    leading,
    with_own,
)
from multipolar.system.layers import (
    FIRST,
    NEGATIVE,
    READ,
    TITLES,
    check_layer,
    check_year,
    layers,
)

__all__ = [
    "ALONE",
    "COMBINED",
    "CORE",
    "NETWORKS",
    "SWING",
    "UNKNOWN",
    "WORDS",
    "Bloc",
    "Blocs",
    "Level",
    "Swing",
    "Together",
    "blocs",
    "covered",
    "leading",
    "power_of",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def covered(layer: str = COMBINED) -> tuple[int, int]:
    """First and last year of a network.

    Raises
    ------
    BadOption
        If there is no such network.
    """
    check_layer(layer, COMBINED)
    if layer in STORED:
        name = "bloc.together" if layer == COMBINED else "bloc.together_votes"
        span = INDICATORS[name].coverage
        return span.first, span.last
    return FIRST, INDICATORS[READ[layer]].coverage.last


def blocs(
    year: int,
    layer: str = COMBINED,
    as_of: int | None = None,
    seed: int = SEED,
    release: Release | None = None,
    draws: Draws | None = None,
) -> Blocs:
    """Find the blocs of a year.

    Parameters
    ----------
    year
        Year from 1946 to 2025.
    layer
        ``combined``, ``votes``, ``treaty``, ``trade`` or ``institutions``.
    as_of
        Nothing later than this year is used; a year's blocs are of its own data alone.
    seed
        Seed of the search in layers without sampling error. Votes and the combined network are
        read as the release has them, or as ``draws`` are.
    release
        Data release, the active one by default.
    draws
        Draws of this network and year of one's own, from `multipolar.system.bloc_draws`.

    Returns
    -------
    Blocs
        Where the network does not cover the year, or has no tie, with its status and its note.

    Raises
    ------
    BadYear
        If the year is after ``as_of`` or outside 1946 to 2025.
    BadOption
        If there is no such layer.
    """
    check_year(year, as_of)
    check_layer(layer, COMBINED)
    release = active() if release is None else release
    if draws is not None:
        return _read(draws, _levels(draws), release)
    return _blocs(year, layer, seed, release)


@lru_cache(maxsize=128)
def _blocs(year: int, layer: str, seed: int, release: Release) -> Blocs:
    if layer in STORED:
        kept = stored_draws(layer, year, release)
        if kept is None:
            return _none(year, layer, release)
        nothing = np.zeros(0)
        drawn = Draws(
            year, layer, kept.codes, kept.labels, kept.seen, nothing, nothing[None], nothing
        )
        return _read(drawn, _stored_levels(year, layer, release), release)
    found = layers(year, release=release)
    if not parts_of(found, layer):
        return _none(year, layer, release)
    drawn = draw_blocs(found, None, [layer], seed=seed)[layer]
    return _read(drawn, _levels(drawn), release)


def _none(year: int, layer: str, release: Release) -> Blocs:
    """Say why there are no blocs."""
    found = layers(year, release=release)
    n = len(found.codes)
    if layer in NEGATIVE:
        status, note = Status.INSUFFICIENT, "ties of hostility alone hold nobody together"
    elif layer == COMBINED:
        lacking = [f"{TITLES[one.name]} ({one.note})" for one in found if not one.there]
        status = Status.OUT_OF_COVERAGE
        note = f"too few layers are known; nothing is known of {', '.join(lacking)}"
    else:
        status, note = found[layer].status, found[layer].note
    return Blocs(
        year, layer, status, note, (), found.codes, np.full(n, UNKNOWN, np.int64), np.eye(n),
        (), {}, (), (), float("nan"), (), tuple(found.codes.tolist()),
        np.zeros((len(RESOLUTIONS), 0, n), np.uint8), np.zeros(n, np.uint8),
    )  # fmt: skip


Row = tuple[float, float, float, float]
"""Modularity, its mean by chance, its p, and the share of pairs together by chance."""


def _levels(drawn: Draws) -> list[Row]:
    return [
        (
            float(drawn.quality[place]),
            float(drawn.chance[place].mean()),
            share_as_great(float(drawn.quality[place]), drawn.chance[place]),
            float(drawn.chance_together[place]),
        )
        for place in range(len(RESOLUTIONS))
    ]


def _stored_levels(year: int, layer: str, release: Release) -> list[Row]:
    import polars as pl

    chosen = (pl.col("layer") == STORED.index(layer)) & (pl.col("year") == year)
    frame = release.scan("bloc_levels").filter(chosen).sort("resolution")
    rows = frame.select(pl.col("quality", "chance", "p", "together").cast(pl.Float64))
    return rows.collect().rows()


def _read(drawn: Draws, rows: list[Row], release: Release) -> Blocs:
    """What the draws have in common."""
    codes, labels, year = drawn.codes, drawn.labels, drawn.year
    flat = labels.reshape(-1, len(codes))
    share = consensus.together(flat)
    used = tuple(name for place, name in enumerate(LAYERS) if (drawn.seen >> place & 1).any())
    friendly = drawn.seen & (1 << len(FRIENDLY)) - 1
    unseen = friendly == 0
    median = consensus.median_partition(share, SEED).astype(np.int64)
    sizes = np.bincount(median)
    found = np.where(sizes[median] >= LEAST, median, ALONE)
    found[unseen] = UNKNOWN
    lone = ~unseen & (share.sum(axis=1) <= 1.0)
    counts = _numbers(flat)
    blocs_of_level = [float(np.mean(_numbers(line))) for line in labels]
    per, many = np.unique(counts, return_counts=True)
    remarks = dict(INDICATORS["bloc.together"].coverage.remarks)
    return Blocs(
        year=year,
        layer=drawn.layer,
        status=Status.OBSERVED,
        note=remarks.get(year, "") if drawn.layer == COMBINED else "",
        used=used,
        codes=codes,
        labels=found,
        together=share,
        blocs=_members(codes, found, share, year, release),
        numbers=dict(zip(per.tolist(), (many / len(counts)).tolist(), strict=True)),
        swing=_swing(codes, found, share),
        levels=tuple(
            Level(resolution, number, *row[:3])
            for resolution, number, row in zip(RESOLUTIONS, blocs_of_level, rows, strict=True)
        ),
        chance=float(np.mean([row[3] for row in rows])),
        isolates=tuple(codes[lone].tolist()),
        unseen=tuple(codes[unseen].tolist()),
        draws=labels,
        seen=drawn.seen,
    )


def _numbers(labels: NDArray[np.uint8]) -> Ints:
    """Number of blocs of each partition."""
    slots = int(labels.max(initial=0)) + 1
    shifted = labels.astype(np.int64) + slots * np.arange(len(labels))[:, None]
    sizes = np.bincount(shifted.ravel(), minlength=slots * len(labels)).reshape(-1, slots)
    return np.asarray((sizes >= LEAST).sum(axis=1))


def _members(
    codes: Ints, labels: Ints, share: Floats, year: int, release: Release
) -> tuple[Bloc, ...]:
    power, own = power_of(codes, year, release), with_own(share, labels)
    found = []
    for number in range(int(labels.max(initial=-1)) + 1):
        places = np.flatnonzero(labels == number)
        places = places[np.lexsort((codes[places], -power[places]))]
        core = places[consensus.core_of(share[np.ix_(places, places)], CORE)]
        mean = float(own[places].mean())
        close = places[own[places] >= min(consensus.HALF, mean)][:LEADERS]
        found.append(
            Bloc(
                number,
                tuple(codes[places].tolist()),
                tuple(codes[core].tolist()),
                tuple(codes[close].tolist()),
                mean,
            )
        )
    return tuple(found)


def _swing(codes: Ints, labels: Ints, share: Floats) -> tuple[Swing, ...]:
    inside = labels >= 0
    if not inside.any():
        return ()
    member = (labels[inside][:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    near = share[:, inside] @ member - np.where(
        labels[:, None] == np.arange(labels.max() + 1), 1, 0
    )
    size = member.sum(axis=0) - (labels[:, None] == np.arange(labels.max() + 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        near = np.where(size > 0, near / size, 0.0)
    found = []
    for place in np.flatnonzero(labels != UNKNOWN).tolist():
        own = int(labels[place])
        rest = near[place].copy()
        if own >= 0:
            rest[own] = -1.0
        other = int(rest.argmax())
        mine = float(near[place, own]) if own >= 0 else 0.0
        if rest[other] > 0 and mine - rest[other] <= SWING:
            found.append(Swing(int(codes[place]), own, other, mine, float(rest[other])))
    return tuple(sorted(found, key=lambda one: (one.with_own - one.with_other, one.ccode)))


def power_of(codes: Ints, year: int, release: Release) -> Floats:
    """Capabilities of states, by which they are listed; 0 where unknown, 2022 after it."""
    import polars as pl

    last = INDICATORS["power.cinc"].coverage.last
    keys = pl.DataFrame({"ccode": codes, "year": min(year, last)}).cast(pl.Int32)
    found = evaluate(INDICATORS["power.cinc"], keys, Options(), release)["value"]
    return found.fill_null(0.0).to_numpy()
