"""Blocs of states: how likely two states stand in one bloc, from partitions drawn many times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.sources import assembly_votes
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

    from multipolar.panel.release import Release

RESOLUTIONS = (0.75, 0.875, 1.0, 1.125, 1.25)
"""The declared grid: from blocs a quarter coarser than modularity has them to a quarter finer."""
DRAWS = 100
"""Roll calls are drawn this often, each time at every resolution."""
LAYERS = ("votes", "treaty", "trade", "institutions", "hostility")
"""Layers of the system, in the order of the bits of ``seen``."""
FRIENDLY = LAYERS[:4]
"""Layers of ties that bring states together."""
COMBINED = "combined"
STORED = ("votes", COMBINED)
"""Networks whose draws are in the release, by their number there."""
LEAST_LAYERS = 2
"""Layers of friendly ties that the combined network needs, and that must speak of both states."""
THIN_YEARS = (1951, 1953, 1964, 2024)
"""Years with too few roll calls for a network of votes."""
VOTES_COVERAGE = Coverage(
    1946,
    2025,
    missing=THIN_YEARS,
    note="too few roll calls in the year",
    remarks=(
        *((year, "votes on parts of a text are among them") for year in range(2020, 2024)),
        (2025, "2025 holds adopted texts only"),
    ),
)
COMBINED_COVERAGE = Coverage(
    1946,
    2018,
    remarks=(
        *((year, "without votes: too few roll calls in the year") for year in (1951, 1953, 1964)),
        *((year, "from votes, treaties and rivalries alone") for year in range(2015, 2019)),
    ),
)

Bytes = NDArray[np.uint8]

TRAAG_2009 = Reference(
    key="traag2009community",
    kind="article",
    authors=("Traag, V. A.", "Bruggeman, Jeroen"),
    year=2009,
    title="Community Detection in Networks with Positive and Negative Links",
    container="Physical Review E",
    volume="80",
    number="3",
    pages="036115",
    doi="10.1103/PhysRevE.80.036115",
)
LANCICHINETTI_2012 = Reference(
    key="lancichinetti2012consensus",
    kind="article",
    authors=("Lancichinetti, Andrea", "Fortunato, Santo"),
    year=2012,
    title="Consensus Clustering in Complex Networks",
    container="Scientific Reports",
    volume="2",
    pages="336",
    doi="10.1038/srep00336",
)


@dataclass(frozen=True, slots=True, eq=False)
class StoredDraws:
    """Draws of one network and year as they are in the release.

    Attributes
    ----------
    codes
        States, ascending.
    labels
        Bloc of each state, shape (resolutions, draws, states).
    seen
        Layers that speak of a state, as bits in the order of `LAYERS`.
    """

    codes: NDArray[np.int64]
    labels: Bytes
    seen: Bytes


@lru_cache(maxsize=32)
def stored_draws(network: str, year: int, release: Release) -> StoredDraws | None:
    """Draws of a network in a year; None where it has none.

    Parameters
    ----------
    network
        One of `STORED`.
    year
        The year.
    release
        Data release with the table ``blocs``.
    """
    import polars as pl

    chosen = (pl.col("layer") == STORED.index(network)) & (pl.col("year") == year)
    frame = release.scan("blocs").filter(chosen).sort("ccode").collect()
    if not frame.height:
        return None
    rows = np.frombuffer(b"".join(frame["labels"].to_list()), np.uint8)
    labels = rows.reshape(frame.height, len(RESOLUTIONS), -1).transpose(1, 2, 0)
    codes = frame["ccode"].to_numpy().astype(np.int64)
    return StoredDraws(codes, labels, frame["seen"].to_numpy().astype(np.uint8))


def layers_of_both(seen: Bytes) -> NDArray[np.int64]:
    """Number of friendly layers that speak of both states of each pair, shape (n, n)."""
    both = seen[:, None] & seen[None, :]
    bits = [(both >> place) & 1 for place in range(len(FRIENDLY))]
    return np.asarray(np.sum(bits, axis=0), dtype=np.int64)


def _compute(network: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    types = dict.fromkeys(("ccode1", "ccode2", "year", "n"), pl.Int32)
    parts = [pl.DataFrame(schema=types | dict.fromkeys(("value", "low", "high"), pl.Float64))]
    for year in range(scope.first, scope.last + 1):
        found = stored_draws(network, year, scope.release)
        if found is not None:
            parts.append(_pairs(network, year, found, scope.states))
    few = pl.col("n") < (1 if network == "votes" else LEAST_LAYERS)
    n = pl.lit(None, pl.Int32) if network == "votes" else pl.col("n")
    return pl.concat(parts, how="diagonal_relaxed").with_columns(
        pl.when(few).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"), n.alias("n")
    )


def _pairs(
    network: str, year: int, found: StoredDraws, wanted: frozenset[int] | None
) -> pl.DataFrame:
    import polars as pl

    from multipolar.measures.consensus import interval_over, together_counts

    codes, labels, seen = found.codes, found.labels, found.seen
    if wanted is not None:
        asked = np.isin(codes, list(wanted))
        codes, labels, seen = codes[asked], labels[:, :, asked], seen[asked]
    one, two = np.triu_indices(len(codes), 1)
    counts = np.array([together_counts(line)[one, two] for line in labels]).astype(np.int64)
    draws = labels.shape[1]
    low, high = interval_over(counts, draws)
    counted = (seen & 1).astype(np.uint8) if network == "votes" else seen
    n = layers_of_both(counted)[one, two]
    value = counts.sum(axis=0) / (draws * len(RESOLUTIONS))
    return pl.DataFrame(
        {
            "ccode1": codes[one],
            "ccode2": codes[two],
            "year": np.full(len(one), year),
            "value": value,
            "low": np.minimum(low, value),
            "high": np.maximum(high, value),
            "n": n,
        }
    ).with_columns(pl.col("ccode1", "ccode2", "year", "n").cast(pl.Int32))


_DEFINITION = (
    "Share of draws in which both states are in one bloc. Blocs maximise modularity with positive "
    f"and negative ties; roll calls are drawn with replacement {DRAWS} times, and each draw is "
    "searched at five resolutions from 0.75 to 1.25. The interval holds 90 % of what the share "
    "would be at one resolution, with the error of counting. {what} {n}"
)


def _declare(
    name: str,
    network: str,
    title: str,
    what: str,
    n: str,
    sources: tuple[str, ...],
    coverage: Coverage,
    body: str = "",
) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        field="bloc",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="probability",
        high="they are in one bloc, however finely one looks",
        definition=_DEFINITION.format(what=what, n=n),
        sources=sources,
        references=(TRAAG_2009, LANCICHINETTI_2012),
        compute=partial(_compute, network),
        absent=Status.INSUFFICIENT,
        coverage=coverage,
        body=body,
    )


INDICATORS = (
    _declare(
        "bloc.together",
        COMBINED,
        "in one bloc, all layers together",
        "Votes (kappa), treaties of neutrality, consultation or defence, trade, joint "
        "organisations and, negative, rivalry, each counted once; ties of treaty and rivalry weigh "
        "by the capabilities of both states, trade and organisations are net of distance.",
        "n counts the layers of friendly ties that speak of both; insufficient under two.",
        (
            *assembly_votes.KEYS,
            "atop",
            "nmc",
            "cow-trade",
            "cow-igo",
            "tss-rivalries",
            "geodist",
            "cow-contiguity",
        ),
        COMBINED_COVERAGE,
    ),
    _declare(
        "bloc.together_votes",
        "votes",
        "in one bloc by votes",
        "Votes in the UN General Assembly on texts as a whole (from 2020 to 2024 on all, as the "
        "source does not tell them apart), weighed by kappa.",
        "Insufficient where a state took part in fewer than 15 contested roll calls.",
        assembly_votes.KEYS,
        VOTES_COVERAGE,
        body="un",
    ),
)
