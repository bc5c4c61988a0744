"""Sanctions of one state against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import By, Indicator, Scope, Unit
from multipolar.fields.membership import un_members
from multipolar.fields.scoping import dyads_in_scope
from multipolar.sources import RawFolder, gsdb, memberships, sanctions_ist

if TYPE_CHECKING:
    import polars as pl

SENDER = int(sanctions_ist.UNITED_STATES)
"""The one state whose sanctions the source codes: of others nothing is known, not zero."""


def _none_in_force(scope: Scope, found: pl.DataFrame) -> pl.DataFrame:
    """The findings, and a structural zero for every target that the sender left alone."""
    import polars as pl

    keys = ["ccode1", "ccode2", "year"]
    targets = states.dyad_years(scope.first, scope.last, directed=True)
    targets = targets.filter(pl.col("ccode1") == SENDER).select(pl.col(keys).cast(pl.Int32))
    zero = pl.lit(Status.STRUCTURAL_ZERO.value).alias("status")
    return pl.concat(
        [found, targets.join(found, on=keys, how="anti").with_columns(zero)], how="diagonal"
    )


def _imposed(scope: Scope) -> pl.DataFrame:
    import polars as pl

    found = (
        dyads_in_scope(scope, "sanctions")
        .group_by("ccode1", "ccode2", "year")
        .agg(pl.lit(1.0).alias("value"), pl.col("cases").cast(pl.Int32).sum().alias("n"))
    )
    return _none_in_force(scope, found.collect())


def _severity(scope: Scope) -> pl.DataFrame:
    """Greatest cost to the target; of a case that outlasts ``as_of`` it is not known."""
    import polars as pl

    as_of = scope.options.as_of
    over = pl.lit(True) if as_of is None else pl.col("ended") <= as_of
    severe = max(sanctions_ist.SEVERITY.values())
    found = (
        dyads_in_scope(scope, "sanctions")
        .with_columns(over.alias("over"))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.col("severity").filter(pl.col("over")).max().cast(pl.Float64).alias("value"),
            pl.col("cases").cast(pl.Int32).sum().alias("n"),
            pl.col("over").all().alias("settled"),
        )
    )
    known = pl.col("settled") | (pl.col("value") == severe).fill_null(False)
    status = pl.when(~known).then(pl.lit(Status.PARTIAL.value)).alias("status")
    return _none_in_force(scope, found.with_columns(status).drop("settled").collect())


OWN_DECISION, AS_MEMBER = 2.0, 1.0
KEYS = ("ccode1", "ccode2", "year")


def _all_senders(scope: Scope) -> pl.DataFrame:
    """Sanctions of every state by the user's file: its own, and those that bind it as a member.

    A pair between which only a group stands that may have one of them as a member has no value;
    every other pair of two states has none in force.
    """
    import polars as pl

    every = gsdb.sanctions(RawFolder())
    newest = int(every["year"].cast(pl.Int64).to_numpy().max(initial=0))
    last = min(scope.last, newest)
    if last < scope.first:
        return pl.DataFrame(schema=dict.fromkeys(KEYS, pl.Int32) | {"value": pl.Float64})
    table = every.filter(pl.col("year").is_between(scope.first, last))
    dyads = states.dyad_years(scope.first, last, directed=True)
    if scope.states is not None:
        wanted = pl.col("ccode1", "ccode2").is_in(sorted(scope.states))
        dyads = dyads.filter(pl.all_horizontal(wanted))
    grid = dyads.select(pl.col(KEYS).cast(pl.Int32))
    rows = _with_members(table.with_columns(own=pl.col("ccode1") > 0), "ccode2")
    rows = _with_members(rows, "ccode1")
    bound = (
        rows.filter(pl.col("ccode1") > 0, pl.col("ccode2") > 0)
        .group_by(KEYS)
        .agg(pl.col("own").any(), pl.col("cases").sum().alias("n"))
    )
    found = grid.join(bound, on=KEYS, how="left")
    vague = rows.filter(pl.any_horizontal(pl.col("ccode1", "ccode2") <= gsdb.GROUP))
    vague = _perhaps(_perhaps(vague, "ccode1"), "ccode2").select(KEYS).unique()
    found = found.join(vague.with_columns(unclear=True), on=KEYS, how="left")
    level = pl.when("own").then(OWN_DECISION).when(pl.col("n") > 0).then(AS_MEMBER)
    none = (
        pl.when("unclear")
        .then(pl.lit(Status.MISSING.value))
        .otherwise(pl.lit(Status.STRUCTURAL_ZERO.value))
    )
    status = pl.when(pl.col("n").is_null()).then(none)
    return found.select(*KEYS, level.alias("value"), "n", status.alias("status"))


def _perhaps(rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """Rows of a group, one for each state that may be a member of it."""
    import polars as pl

    codes = states.states_table()["ccode"].unique().sort().to_list()
    schema = {side: pl.Int32, "_member": pl.Int32}
    listed = pl.DataFrame(gsdb.possible(codes), schema, orient="row")
    joined = rows.join(listed, on=side).with_columns(pl.col("_member").alias(side))
    return pl.concat([rows.filter(pl.col(side) > gsdb.GROUP), joined.drop("_member")])


def _with_members(rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """Rows of the European Union and of the United Nations, one for each of their members."""
    import polars as pl

    years = [int(year) for year in rows["year"].unique().sort()]
    europe = [(code, year) for year in years for code in memberships.members("EU", year)]
    united = un_members(years[0], years[-1], By.YEAR).rows() if years else []
    schema = {"_member": pl.Int32, "year": pl.Int32}
    parts = [rows.filter(~pl.col(side).is_in([gsdb.EUROPEAN, gsdb.MEMBER]))]
    for group, members in ((gsdb.EUROPEAN, europe), (gsdb.MEMBER, united)):
        listed = pl.DataFrame(members, schema, orient="row")
        joined = rows.filter(pl.col(side) == group).join(listed, on="year")
        parts.append(joined.with_columns(pl.col("_member").alias(side)).drop("_member"))
    return pl.concat(parts)


_SENDERS = (
    "The source codes the United States and organisations (European Union, United Nations, "
    "African Union and others) as senders. Those of organisations are not laid at the door of "
    "their members, as the source does not do so; of other states it says nothing, and their "
    "values are missing."
)

INDICATORS = (
    Indicator(
        name="sanctions.imposed",
        title="sanctions in force",
        field="sanctions",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="binary",
        bounds=(0, 1),
        scale="1 if the first has sanctions in force against the second",
        high="the first punishes the second",
        definition="1 if sanctions of the first state were formally in force against the second "
        "on at least one day of the year; n counts cases. Cuts of aid, arms embargoes and travel "
        "bans count like trade embargoes. " + _SENDERS,
        sources=("ist",),
        references=(sanctions_ist.ATTIA_2023,),
        compute=_imposed,
        absent=Status.MISSING,
        coverage=sanctions_ist.SOURCE.coverage,
    ),
    Indicator(
        name="sanctions.severity",
        title="cost of sanctions to the target",
        field="sanctions",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ordinal",
        bounds=(0, 3),
        scale="0 none, 1 minor, 2 major, 3 severe",
        high="the first hurts the second's economy much",
        definition="Greatest cost to the target among the sanctions of the first state in force "
        "in the year. The source codes it for a case as a whole: with as_of, a case that was "
        "still in force then makes the value partial. " + _SENDERS,
        sources=("ist",),
        references=(sanctions_ist.ATTIA_2023,),
        compute=_severity,
        absent=Status.MISSING,
        coverage=sanctions_ist.SOURCE.coverage,
    ),
    Indicator(
        name="sanctions.imposed_gsdb",
        title="sanctions in force, all senders",
        field="sanctions",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ordinal",
        bounds=(0, 2),
        scale="0 none, 1 as a member of the European Union or the United Nations, 2 of its own",
        high="the first punishes the second by its own decision",
        definition="2 if sanctions that the first state is named for were in force against the "
        "second in the year, 1 if only those of the European Union or the United Nations were, "
        "which bind their members of that year (Germany of 1989 by its own code), 0 if none. "
        "Sanctions of other groups (the Arab League, the African Union) bind nobody for certain: "
        "where only such a group, by the region it is of, may have the state as a member, the pair "
        "is missing. First and last year "
        "count; n counts cases. From a file that you supply, to the last year that it has. Not to "
        "be joined to sanctions.imposed, which is of another source.",
        sources=("gsdb", "hand-memberships"),
        references=(gsdb.FELBERMAYR_2020,),
        compute=_all_senders,
        absent=Status.MISSING,
        coverage=gsdb.SOURCE.coverage,
        user_source="gsdb",
    ),
)
