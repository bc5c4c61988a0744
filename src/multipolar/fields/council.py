"""The Security Council: what its permanent members veto, alone and in tandem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import security_council
from multipolar.sources.base import Coverage, Reference

if TYPE_CHECKING:
    import polars as pl

STATES = "council_vetoes"
"""Table of state-years: ``year, ccode, vetoes, solo``."""
PAIRS = "council_pairs"
"""Table of dyad-years: ``year, ccode1, ccode2, joint, vetoes1, vetoes2, drafts, adopted``."""
BODY = "p5"

WINDOW = 10
"""Years, the year itself included, over which vetoes are counted."""
LEAST_VETOES = 5
"""Fewer vetoes of the first than this are too few: a single one moves the share by a quarter."""

BROWN_2001 = Reference(
    key="brown2001interval",
    kind="article",
    authors=("Brown, Lawrence D.", "Cai, T. Tony", "DasGupta, Anirban"),
    year=2001,
    title="Interval Estimation for a Binomial Proportion",
    container="Statistical Science",
    volume="16",
    number="2",
    pages="101-133",
    doi="10.1214/ss/1009213286",
)

_SOURCE = security_council.SOURCE
_YEARLY = _SOURCE.coverage
_COUNTS = ("joint", "vetoes1", "vetoes2", "drafts")


def windows(scope: Scope) -> pl.DataFrame:
    """Counts of dyads of permanent members over the ten years up to each year in scope.

    Years in which the two did not hold seats at once have no row, and the years before they did
    add nothing to the window.
    """
    import polars as pl

    keys = ["ccode1", "ccode2", "year"]
    frame = dyads_in_scope(scope, PAIRS, back=WINDOW - 1).select(*keys, *_COUNTS)
    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    seated = frame.select(keys).filter(pl.col("year").is_between(scope.first, scope.last))
    summed = frame.with_columns(echo).explode("year").group_by(keys).agg(pl.col(_COUNTS).sum())
    return seated.join(summed, on=keys, how="left").sort("year", "ccode1", "ccode2").collect()


def _joint(scope: Scope) -> pl.DataFrame:
    import polars as pl

    either = pl.col("vetoes1") + pl.col("vetoes2") - pl.col("joint")
    return windows(scope).select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("joint").cast(pl.Float64).alias("value"),
        either.cast(pl.Int32).alias("n"),
        _zero("joint"),
    )


def _tandem(scope: Scope) -> pl.DataFrame:
    import polars as pl

    from multipolar.measures.tandem import share

    frame = windows(scope).select("ccode1", "ccode2", "year", "joint", "vetoes1", "vetoes2")
    back = frame.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        "joint",
        pl.col("vetoes2").alias("vetoes1"),
        pl.col("vetoes1").alias("vetoes2"),
    )
    frame = pl.concat([frame, back])
    found = share(frame["joint"].to_numpy(), frame["vetoes1"].to_numpy())
    thin = pl.col("vetoes1") < LEAST_VETOES
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        *(
            pl.when(~thin).then(pl.Series(name, values)).alias(name)
            for name, values in found._asdict().items()
        ),
        pl.col("vetoes1").cast(pl.Int32).alias("n"),
        pl.when(thin).then(pl.lit(Status.INSUFFICIENT.value)).alias("status"),
    )


def _vetoes(scope: Scope) -> pl.DataFrame:
    return _of_state(scope, "vetoes")


def _solo(scope: Scope) -> pl.DataFrame:
    return _of_state(scope, "solo")


def _of_state(scope: Scope, column: str) -> pl.DataFrame:
    import polars as pl

    value = pl.col(column).cast(pl.Float64).alias("value")
    frame = states_in_scope(scope, STATES)
    return frame.select(
        "ccode", "year", value, pl.col("vetoes").alias("n"), _zero(column)
    ).collect()


def _zero(column: str) -> pl.Expr:
    """Status of a count: a year without is a zero that the source attests."""
    import polars as pl

    none = pl.lit(Status.STRUCTURAL_ZERO.value)
    return pl.when(pl.col(column) == 0).then(none).alias("status")


_WINDOWED = Coverage(
    _YEARLY.first,
    _YEARLY.last,
    partial=(*range(_YEARLY.first, _YEARLY.first + WINDOW - 1), *_YEARLY.partial),
    note="before 1955 the ten years reach back beyond the first meeting; the list ends on "
    "5 October 2026",
)
_LACKING = (
    "The source's list lacks France's No of 26 June 1946 and the veto of the Republic of China of "
    "13 December 1955 (Mongolia): they are not counted."
)
_DRAFTS = (
    "Drafts, not votes: several votes on one draft count once. Vetoes count from the day on which "
    "both hold a permanent seat; China's is 713's from 8 December 1949 to 25 October 1971. "
    f"{_LACKING}"
)

INDICATORS = (
    Indicator(
        name="council.joint_vetoes",
        title="joint vetoes in ten years",
        field="council",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="drafts",
        high="they obstruct together; also that much was put to a vote that both oppose",
        definition=f"Drafts in the Security Council vetoed by both in the {WINDOW} years up to the "
        f"year; n counts drafts vetoed by either. {_DRAFTS}",
        sources=(_SOURCE.key,),
        references=(security_council.HAMMARSKJOLD,),
        compute=_joint,
        absent=Status.NOT_A_MEMBER,
        coverage=_WINDOWED,
        body=BODY,
    ),
    Indicator(
        name="council.tandem",
        title="share of its vetoes that the other joins",
        field="council",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="share",
        bounds=(0, 1),
        scale="share of the first's vetoed drafts",
        high="the second rarely leaves the first alone with a veto",
        definition=f"Of the drafts that the first vetoed in the {WINDOW} years up to the year, the "
        f"share that the second vetoed too; n counts the first's, at least {LEAST_VETOES}. "
        f"Jeffreys' interval. {_DRAFTS}",
        sources=(_SOURCE.key,),
        references=(BROWN_2001, security_council.HAMMARSKJOLD),
        compute=_tandem,
        absent=Status.NOT_A_MEMBER,
        coverage=_WINDOWED,
        body=BODY,
    ),
    Indicator(
        name="council.vetoes",
        title="vetoes",
        field="council",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="drafts",
        high="it blocked much in the Security Council",
        definition="Drafts in the Security Council that it vetoed in the year, alone or with "
        f"others. Several votes on one draft count once. {_LACKING}",
        sources=(_SOURCE.key,),
        references=(security_council.HAMMARSKJOLD,),
        compute=_vetoes,
        absent=Status.NOT_A_MEMBER,
        coverage=_YEARLY,
        body=BODY,
    ),
    Indicator(
        name="council.solo_vetoes",
        title="vetoes alone",
        field="council",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="drafts",
        high="it blocked much in the Security Council that no other permanent member did",
        definition="Drafts in the Security Council that it alone vetoed in the year; n counts its "
        f"vetoes. Several votes on one draft count once. {_LACKING}",
        sources=(_SOURCE.key,),
        references=(security_council.HAMMARSKJOLD,),
        compute=_solo,
        absent=Status.NOT_A_MEMBER,
        coverage=_YEARLY,
        body=BODY,
    ),
)
