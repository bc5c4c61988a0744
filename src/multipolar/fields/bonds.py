"""Mutual bonds and hedging: partners in common, and ties kept with a partner's rivals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Compute, Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, spells_in_scope
from multipolar.measures import networks
from multipolar.sources import atop, rivalries
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]
    Matrix = NDArray[np.bool_]

BOND = 1 | 2 | 4 | 16
"""Bits of an obligation to act: defence, offence, neutrality, consultation."""
ANY = 31
"""Bits of any obligation, non-aggression included."""

WATTS_1998 = Reference(
    key="watts1998collective",
    kind="article",
    authors=("Watts, Duncan J.", "Strogatz, Steven H."),
    year=1998,
    title="Collective Dynamics of 'Small-World' Networks",
    container="Nature",
    volume="393",
    number="6684",
    pages="440-442",
    doi="10.1038/30918",
)


def _years(scope: Scope, *tables: pl.DataFrame) -> Iterator[tuple[int, Codes, list[Matrix]]]:
    """Each year's states and, for each table of dyads, the matrix of its ties."""
    import polars as pl

    house = states.state_years(scope.first, scope.last)
    for year in range(scope.first, scope.last + 1):
        codes = np.unique(house.filter(pl.col("year") == year)["ccode"].to_numpy()).astype(np.int64)
        yield year, codes, [_matrix(codes, t.filter(pl.col("year") == year)) for t in tables]


def _matrix(codes: Codes, dyads: pl.DataFrame) -> Matrix:
    tie = np.zeros((len(codes), len(codes)), bool)
    pairs = dyads.select("ccode1", "ccode2").to_numpy().astype(np.int64)
    pairs = pairs[np.isin(pairs, codes).all(axis=1)]
    one, two = np.searchsorted(codes, pairs[:, 0]), np.searchsorted(codes, pairs[:, 1])
    tie[one, two] = tie[two, one] = True
    return tie


def _bound(scope: Scope, bits: int) -> pl.DataFrame:
    """Dyad-years of the whole system in which either has pledged one of these to the other."""
    import polars as pl

    everyone = replace(scope, states=None)
    either = pl.col("pledged12") | pl.col("pledged21")
    return dyads_in_scope(everyone, "treaty").filter((either & bits) > 0).collect()


def _shared_allies(scope: Scope) -> pl.DataFrame:
    rows = []
    for year, codes, (tie,) in _years(scope, _bound(scope, BOND)):
        overlap, either = networks.shared_partners(tie)
        first, second = np.triu_indices(len(codes), 1)
        rows.append(_rows(year, codes, first, second, overlap, either))
    return _concat(rows)


def _closure(scope: Scope) -> pl.DataFrame:
    import polars as pl

    rows = []
    for year, codes, (tie,) in _years(scope, _bound(scope, BOND)):
        share, partners = networks.closure(tie)
        asked = _asked(codes, scope)
        year_rows = {"ccode": codes[asked], "value": share[asked], "n": partners[asked]}
        rows.append(pl.DataFrame(year_rows).with_columns(pl.lit(year).alias("year")))
    return _concat(rows)


def _hedging(bits: int, scope: Scope) -> pl.DataFrame:
    rivals = spells_in_scope(replace(scope, states=None), "rivalry").collect()
    rows = []
    for year, codes, (tie, rival) in _years(scope, _bound(scope, bits), rivals):
        share, count = networks.ties_with_rivals(tie, rival)
        asked = _asked(codes, scope)
        first, second = np.nonzero(np.outer(asked, asked) & ~np.eye(len(codes), dtype=bool))
        rows.append(_rows(year, codes, first, second, share, count))
    return _concat(rows)


def _asked(codes: Codes, scope: Scope) -> NDArray[np.bool_]:
    """Which states are asked for: ties are counted among all."""
    return np.isin(codes, list(scope.states or codes))


def _rows(
    year: int,
    codes: Codes,
    first: Codes,
    second: Codes,
    value: NDArray[np.float64],
    n: NDArray[np.int64],
) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        {
            "ccode1": codes[first],
            "ccode2": codes[second],
            "value": value[first, second],
            "n": n[first, second],
        }
    ).with_columns(pl.lit(year).alias("year"))


def _concat(rows: list[pl.DataFrame]) -> pl.DataFrame:
    """All years; a share of nothing is insufficient."""
    import polars as pl

    none = pl.when(pl.col("n") < 1).then(pl.lit(Status.INSUFFICIENT.value))
    undefined = pl.when(pl.col("value").is_nan()).then(pl.lit(Status.INSUFFICIENT.value))
    return pl.concat(rows).with_columns(
        pl.coalesce(none, undefined).alias("status"), pl.col("value").fill_nan(None)
    )


def _declare(
    name: str,
    title: str,
    unit: Unit,
    directed: bool,
    scale: str,
    high: str,
    definition: str,
    compute: Compute,
    *references: Reference,
    sources: tuple[str, ...] = ("atop",),
) -> Indicator:
    last = min(atop.SOURCE.coverage.last, rivalries.SOURCE.coverage.last)
    return Indicator(
        name=name,
        title=title,
        field=name.split(".", maxsplit=1)[0],
        unit=unit,
        directed=directed,
        kind="share",
        bounds=(0, 1),
        scale=scale,
        high=high,
        definition=definition,
        sources=sources,
        references=references or atop.SOURCE.references,
        compute=compute,
        absent=Status.INSUFFICIENT,
        coverage=Coverage(1816, last),
    )


INDICATORS = (
    _declare(
        "bonds.shared_allies",
        "allies in common",
        Unit.DYAD_YEAR,
        False,
        "share of the allies of either",
        "they are bound to the same third states",
        "States bound to both over states bound to either, the two themselves left out, by "
        "treaties of defence, offence, neutrality or consultation in either direction; n counts "
        "the latter. Insufficient where neither has an ally besides the other.",
        _shared_allies,
    ),
    _declare(
        "bonds.closure",
        "bonds among its allies",
        Unit.STATE_YEAR,
        False,
        "share of the pairs of its allies",
        "its allies are bound to each other too: a camp, not a fan of ties",
        "Of the pairs of its allies (treaties of defence, offence, neutrality or consultation), "
        "those bound to each other by such a treaty; n counts allies. Large treaties close by "
        "themselves.",
        _closure,
        WATTS_1998,
    ),
    _declare(
        "hedging.rival_treaties",
        "treaties with the other's rivals",
        Unit.DYAD_YEAR,
        True,
        "share of the other's strategic rivals",
        "the first has pledged something to the second's rivals: it keeps other doors open",
        "Of the strategic rivals of the second state, the first left out, those to which the first "
        "is bound by any treaty, non-aggression included; n counts the rivals. Insufficient where "
        "the second has none.",
        partial(_hedging, ANY),
        sources=("atop", "tss-rivalries"),
    ),
    _declare(
        "hedging.rival_alliances",
        "alliances with the other's rivals",
        Unit.DYAD_YEAR,
        True,
        "share of the other's strategic rivals",
        "the first is allied to the second's rivals",
        "The same with treaties of defence, offence, neutrality or consultation only.",
        partial(_hedging, BOND),
        sources=("atop", "tss-rivalries"),
    ),
)
