"""Energy: who has too much and who too little, whether two states fit, how long reserves last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import states_in_scope
from multipolar.measures import energy as measures
from multipolar.measures.energy import Floats
from multipolar.sources import energy
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

    from multipolar.fields.indicator import Compute

FUELS = ("oil", "gas")


def _column(column: str) -> Compute:
    def compute(scope: Scope) -> pl.DataFrame:
        import polars as pl

        frame = states_in_scope(scope, "energy").drop_nulls(column)
        return frame.select("ccode", "year", pl.col(column).alias("value")).collect()

    return compute


def _years_of(fuel: str) -> Compute:
    def compute(scope: Scope) -> pl.DataFrame:
        import polars as pl

        frame = states_in_scope(scope, "energy").drop_nulls(f"{fuel}_years")
        parts = {"value": "years", "low": "low", "high": "high"}
        named = [pl.col(f"{fuel}_{part}").alias(name) for name, part in parts.items()]
        return frame.select("ccode", "year", *named).collect()

    return compute


def _pairs(
    scope: Scope, measure: Callable[[Floats, Floats], Floats], directed: bool
) -> pl.DataFrame:
    """A measure of two states' net exports of oil and gas, for all pairs with both fuels known."""
    import polars as pl

    nets = [f"{fuel}_net" for fuel in FUELS]
    states = states_in_scope(scope, "energy").drop_nulls(nets)
    states = states.select("ccode", "year", *(pl.col(name).cast(pl.Float64) for name in nets))
    other = states.rename({"ccode": "ccode2"} | {name: f"{name}2" for name in nets})
    apart = (
        pl.col("ccode1") != pl.col("ccode2") if directed else pl.col("ccode1") < pl.col("ccode2")
    )
    frame = states.rename({"ccode": "ccode1"}).join(other, on="year").filter(apart).collect()
    one, two = frame.select(nets).to_numpy(), frame.select(f"{n}2" for n in nets).to_numpy()
    found = frame.select("ccode1", "ccode2", "year", pl.Series("value", measure(one, two)))
    return found.filter(pl.col("value").is_finite())


def _complementarity(scope: Scope) -> pl.DataFrame:
    return _pairs(scope, measures.complementarity, directed=False)


def _cover(scope: Scope) -> pl.DataFrame:
    return _pairs(scope, measures.cover, directed=True)


_BOTH = ("energy-review", "owid-resources")
_NET = (
    "Made less used, so that changes of stocks count as trade. A state of which the Review lists "
    "what it uses but not what it makes counts as making none where by Our World in Data it made "
    "at most a tenth of what it used in the latest year known by then, and is missing otherwise. "
    "The Soviet Union has figures to 1984, Russia from 1992."
)
_REVIEW = energy.SOURCE.coverage
_RESERVES = Coverage(1985, energy.SOURCE.coverages["reserves"].last)


def _state(
    name: str,
    title: str,
    kind: str,
    bounds: tuple[float | None, float | None],
    scale: str,
    high: str,
    definition: str,
    sources: tuple[str, ...],
    compute: Compute,
    coverage: Coverage,
) -> Indicator:
    return Indicator(
        name=f"energy.{name}",
        title=title,
        field="energy",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind=kind,
        bounds=bounds,
        scale=scale,
        high=high,
        definition=definition,
        sources=sources,
        references=(ref.ENERGY_INSTITUTE,),
        compute=compute,
        absent=Status.MISSING,
        coverage=coverage,
    )


def _net(fuel: str) -> Indicator:
    return _state(
        f"net_{fuel}",
        f"net exports of {fuel}",
        "amount",
        (None, None),
        "exajoules a year",
        f"the state sells much {fuel}; below 0 it buys",
        _NET,
        _BOTH,
        _column(f"{fuel}_net"),
        _REVIEW,
    )


def _reserves(fuel: str) -> Indicator:
    return _state(
        f"reserves_years_{fuel}",
        f"years of {fuel} reserves",
        "amount",
        (0, measures.HORIZON_CAP),
        "years; 500 stands for 500 or more",
        f"the state's proved reserves of {fuel} last long at today's production",
        "Proved reserves at the end of the year over the year's production. The 90 % interval is "
        "by Monte Carlo (4000 draws, one seed) over the booked reserve, with the spread of its "
        "annual changes, and over a constant growth of production, with the spread of its annual "
        "changes over a decade, both of the last 20 years up to the year. Reserves still to be "
        "found are in neither. Reserves of all years are as the review of 2024 gives them, not as "
        "they were booked at the time.",
        ("energy-review",),
        _years_of(fuel),
        _RESERVES,
    )


def _dyad(
    name: str, title: str, directed: bool, scale: str, high: str, definition: str, compute: Compute
) -> Indicator:
    return Indicator(
        name=f"energy.{name}",
        title=title,
        field="energy",
        unit=Unit.DYAD_YEAR,
        directed=directed,
        kind="index",
        bounds=(0, 1),
        scale=scale,
        high=high,
        definition=f"{definition} {_NET}",
        sources=_BOTH,
        references=(ref.ENERGY_INSTITUTE,),
        compute=compute,
        absent=Status.MISSING,
        coverage=_REVIEW,
    )


INDICATORS = (
    _dyad(
        "complementarity",
        "energy that one has and the other lacks",
        False,
        "0 nothing fits, 1 each sells exactly what the other lacks",
        "one sells the oil and gas that the other buys, in like amounts; whether they trade them "
        "with each other it does not say",
        "Over oil and gas, in exajoules: the sum of the lesser of one's net exports and the "
        "other's net imports, both ways, over half the sum of both states' net flows without "
        "sign. Coal is not in it, as the Review's figures of its use are not at hand.",
        _complementarity,
    ),
    _dyad(
        "cover",
        "part of its need that the other could meet",
        True,
        "share of the first state's net imports of oil and gas",
        "the second sells enough oil and gas to meet what the first must buy; large sellers "
        "could meet the need of any small buyer",
        "Sum over oil and gas of the lesser of the first's net imports and the second's net "
        "exports, over the first's net imports; missing where the first buys neither.",
        _cover,
    ),
    _state(
        "balance",
        "balance of oil and gas",
        "index",
        (-1, 1),
        "-1 buys all, 0 even, 1 sells all",
        "the state makes much more oil and gas than it uses",
        f"Oil and gas made less used over made and used, in exajoules. {_NET}",
        _BOTH,
        _column("balance"),
        _REVIEW,
    ),
    _net("oil"),
    _net("gas"),
    _state(
        "net_coal",
        "net exports of coal",
        "amount",
        (None, None),
        "exajoules a year",
        "the state sells much coal; below 0 it buys",
        "Exports less imports by Our World in Data (US Energy Information Administration), a "
        "tonne as 25 gigajoules whatever its kind.",
        ("owid-resources",),
        _column("coal_net"),
        energy.OWID.coverages["coal"],
    ),
    _reserves("oil"),
    _reserves("gas"),
)
