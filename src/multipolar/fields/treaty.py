"""Security treaties: what two states have pledged to each other (ATOP)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope
from multipolar.sources import atop
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl

DEFENSE, OFFENSE, NEUTRALITY, NONAGGRESSION, CONSULTATION = 1, 2, 4, 8, 16
"""Bits of the treaty table."""

_TITLES = {
    "defense": ("defence pact", DEFENSE, "to come to the other's defence"),
    "offense": ("offence pact", OFFENSE, "to join the other in an attack"),
    "neutrality": ("neutrality pact", NEUTRALITY, "to stay neutral if the other is attacked"),
    "nonaggression": ("non-aggression pact", NONAGGRESSION, "not to attack the other"),
    "consultation": ("consultation pact", CONSULTATION, "to consult the other in a crisis"),
}


def _bits(scope: Scope, kind: str) -> pl.DataFrame:
    """Obligations of either toward the other, as bits."""
    import polars as pl

    either = pl.col(f"{kind}12") | pl.col(f"{kind}21")
    frame = dyads_in_scope(scope, "treaty")
    return frame.select("ccode1", "ccode2", "year", either.alias("bits")).collect()


def _coded(frame: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    import polars as pl

    zero = pl.when(pl.col("value") == 0).then(pl.lit(Status.STRUCTURAL_ZERO.value))
    return frame.with_columns(value.cast(pl.Float64).alias("value")).with_columns(
        zero.alias("status")
    )


def _pledge(kind: str, bit: int, scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _coded(_bits(scope, kind), (pl.col("bits") & bit) > 0)


def strongest(bits: pl.Expr) -> pl.Expr:
    """Strongest obligation: 3 fight, 2 stay neutral or consult, 1 not attack, 0 none."""
    import polars as pl

    return (
        pl.when((bits & (DEFENSE | OFFENSE)) > 0)
        .then(3)
        .when((bits & (NEUTRALITY | CONSULTATION)) > 0)
        .then(2)
        .when((bits & NONAGGRESSION) > 0)
        .then(1)
        .otherwise(0)
    )


def _obligation(kind: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    return _coded(_bits(scope, kind), strongest(pl.col("bits")))


def _directed_pledge(bit: int, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "treaty").collect()
    there = frame.select("ccode1", "ccode2", "year", bits="pledged12")
    back = frame.select(ccode1="ccode2", ccode2="ccode1", year="year", bits="pledged21")
    return _coded(pl.concat([there, back]), (pl.col("bits") & bit) > 0)


def _declare(suffix: str = "", kind: str = "pledged") -> list[Indicator]:
    bilateral = kind == "bilateral"
    by = " by a treaty of these two alone" if bilateral else ", by any treaty"
    common = {
        "field": "treaty",
        "unit": Unit.DYAD_YEAR,
        "sources": ("atop",),
        "references": (ref.LEEDS_2002,),
        "absent": Status.STRUCTURAL_ZERO,
        "coverage": atop.BILATERAL if bilateral else atop.SOURCE.coverage,
        "carries": True,
    }
    found = [
        Indicator(
            name=f"treaty.{name}{suffix}",
            title=f"{title}{' (bilateral)' if bilateral else ''}",
            directed=False,
            kind="binary",
            bounds=(0, 1),
            scale="1 if so",
            high=f"at least one of them is bound {pledge}",
            definition=f"1 if at least one of the two has pledged {pledge}{by}, in force on at "
            "least one day of the year.",
            compute=partial(_pledge, kind, bit),
            **common,  # type: ignore[arg-type]
        )
        for name, (title, bit, pledge) in _TITLES.items()
    ]
    found.append(
        Indicator(
            name=f"treaty.obligation{suffix}",
            title=f"strongest obligation{' (bilateral)' if bilateral else ''}",
            directed=False,
            kind="ordinal",
            bounds=(0, 3),
            scale="0 none, 1 non-aggression, 2 neutrality or consultation, 3 defence or offence",
            high="they are bound to fight together",
            definition=f"Strongest obligation of either toward the other{by}.",
            compute=partial(_obligation, kind),
            **common,  # type: ignore[arg-type]
        )
    )
    return found


INDICATORS = (
    *_declare(),
    *_declare("_bilateral", "bilateral"),
    Indicator(
        name="treaty.defense_pledge",
        title="pledge of defence, by direction",
        field="treaty",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="binary",
        bounds=(0, 1),
        scale="1 if so",
        high="the first is bound to defend the second",
        definition="1 if the first state has pledged to come to the second's defence; the other "
        "direction can differ (the United States is bound to defend Japan, not Japan the United "
        "States).",
        sources=("atop",),
        references=(ref.LEEDS_2002,),
        compute=partial(_directed_pledge, DEFENSE),
        absent=Status.STRUCTURAL_ZERO,
        coverage=atop.SOURCE.coverage,
        carries=True,
    ),
)
