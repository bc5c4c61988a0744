"""Institutions: organisations that two states belong to together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from multipolar.estimate import Status
from multipolar.fields import agreements
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.sources import cow_igo
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from multipolar.panel.release import Release

USA = 2
"""The third party that parallel institutions are without, unless another is named."""


def _joint(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "igo")
    return frame.select(
        "ccode1", "ccode2", "year", pl.col("joint").cast(pl.Float64).alias("value")
    ).collect()


def _jaccard(scope: Scope) -> pl.DataFrame:
    import polars as pl

    counts = states_in_scope(scope, "states").select("ccode", "year", "igos")
    frame = dyads_in_scope(scope, "igo")
    for side in ("1", "2"):
        renamed = counts.rename({"ccode": f"ccode{side}", "igos": f"igos{side}"})
        frame = frame.join(renamed, on=[f"ccode{side}", "year"])
    either = pl.col("igos1") + pl.col("igos2") - pl.col("joint").cast(pl.Int32)
    value = pl.when(either > 0).then(pl.col("joint") / either)
    return (
        frame.select("ccode1", "ccode2", "year", value.alias("value"), n=either)
        .drop_nulls("value")
        .collect()
    )


def _exclusive(scope: Scope) -> pl.DataFrame:
    return overlap(scope.release, scope.first, scope.last, exclusive=True, states=scope.states)


def _without(scope: Scope) -> pl.DataFrame:
    return overlap_without(scope.release, USA, scope.first, scope.last, scope.states)


def _parallel(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = _without(scope)
    joint = (pl.col("value").fill_null(0) * pl.col("n")).round()
    return frame.with_columns(joint.alias("value")).drop("n", "status")


def overlap_without(
    release: Release, k: int, first: int, last: int, states: frozenset[int] | None = None
) -> pl.DataFrame:
    """Overlap of two states in the organisations that a third party does not belong to.

    Parameters
    ----------
    release
        Data release with the table ``igo_members``.
    k
        Code of the third party.
    first, last
        Years, both included.
    states
        Codes asked for; None for all.

    Returns
    -------
    polars.DataFrame
        ``ccode1, ccode2, year, value, n, status``: joint memberships over memberships of at
        least one of the two (0 to 1) among the organisations without ``k``, ``n`` such
        organisations; insufficient where there are none. Dyads with ``k`` itself are left out.
    """
    return overlap(release, first, last, without=k, states=states)


def overlap(
    release: Release,
    first: int,
    last: int,
    *,
    exclusive: bool = False,
    without: int | None = None,
    states: frozenset[int] | None = None,
) -> pl.DataFrame:
    """Jaccard index of memberships by dyad-year, weighted by exclusivity or without a third party.

    See `overlap_without` for the columns.
    """
    import numpy as np
    import polars as pl

    types: dict[Any, Any] = {
        **dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32),
        "value": pl.Float64,
        "n": pl.Int32,
        "status": pl.String,
    }
    listed = release.scan("states").filter(
        pl.col("igos").is_not_null() & pl.col("year").is_between(first, last)
    )
    known = listed.select("year", "ccode").sort("year", "ccode").collect()
    spells = (
        release.scan("igo_members")
        .filter((pl.col("first") <= last) & (pl.col("last") >= first))
        .collect()
    )
    state, body, since, until = (
        spells[name].to_numpy() for name in ("ccode", "body", "first", "last")
    )
    listing, of_year = known["ccode"].to_numpy(), known["year"].to_numpy()
    body = np.unique(body, return_inverse=True)[1]
    parts = []
    for year in np.unique(of_year):
        codes = listing[of_year == year]
        row = np.full(1 << 10, -1)
        row[codes] = np.arange(len(codes))
        now = (since <= year) & (until >= year) & (row[state] >= 0)
        found = _one_year(codes, row[state[now]], body[now], exclusive, without, states)
        parts.append((*found[:2], np.full(len(found[0]), year), *found[2:]))
    if not parts:
        return pl.DataFrame(schema=types)
    one, two, years, value, n = (np.concatenate(part) for part in zip(*parts, strict=True))
    few = pl.when(pl.col("n") == 0).then(pl.lit(Status.INSUFFICIENT.value))
    return (
        pl.DataFrame(
            {
                "ccode1": one,
                "ccode2": two,
                "year": years,
                "value": pl.Series(value, nan_to_null=True, dtype=pl.Float64),
                "n": n,
            }
        )
        .with_columns(few.alias("status"))
        .cast(types)
    )


def _one_year(
    codes: NDArray[np.integer],
    row: NDArray[np.integer],
    body: NDArray[np.integer],
    exclusive: bool,
    without: int | None,
    states: frozenset[int] | None,
) -> tuple[NDArray[np.generic], ...]:
    """Both codes, value and number of bodies of the dyads of a year.

    Memberships are numbers of a ``body``, and the ``row`` of the member among the codes.
    """
    import numpy as np

    from multipolar.measures.overlap import exclusivity, weighted_overlap

    there = np.bincount(body) > 0
    belongs = np.zeros((len(codes), np.count_nonzero(there)), dtype=np.bool_)
    belongs[row, (np.cumsum(there) - 1)[body]] = True
    counted = np.ones(belongs.shape[1])
    if without is not None:
        counted = 1.0 - belongs[codes == without].any(axis=0)
    weights = exclusivity(belongs) * counted if exclusive else counted
    asked = np.ones(len(codes), dtype=np.bool_) if states is None else np.isin(codes, list(states))
    if without is not None:
        asked &= codes != without
    codes, belongs = codes[asked], belongs[asked]
    joint, either = weighted_overlap(belongs, weights)
    number = weighted_overlap(belongs, counted)[1]
    one, two = np.triu_indices(len(codes), 1)
    some = either[one, two] > 0
    value = np.divide(joint[one, two], either[one, two], out=np.full(len(one), np.nan), where=some)
    return codes[one], codes[two], np.minimum(value, 1.0), np.rint(number[one, two])


INDICATORS = (
    Indicator(
        name="igo.joint",
        title="joint organisations",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="organisations",
        high="they sit in many organisations together; states that join much always do",
        definition="Number of intergovernmental organisations of which both are full or associate "
        "members; "
        "memberships that the source does not know are not counted.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_joint,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    Indicator(
        name="igo.jaccard",
        title="overlap of memberships",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of the organisations that either belongs to",
        high="they belong to the same organisations",
        definition="Joint memberships, full or associate, over organisations of which at least one "
        "is a member (Jaccard); n is the latter number.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_jaccard,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    Indicator(
        name="igo.exclusive",
        title="overlap in exclusive organisations",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of the weighted memberships of either",
        high="they belong to the same small circles; neighbours do so more than others",
        definition="The overlap of memberships (Jaccard) with every organisation weighted by 1 "
        "over its number of member states in that year, so that a club of five counts twenty "
        "times as much as an organisation of a hundred; n is the number of organisations of "
        "which at least one is a member.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_exclusive,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    Indicator(
        name="igo.without",
        title="overlap in organisations without the United States",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="share",
        bounds=(0, 1),
        scale="share of the organisations without the United States that either belongs to",
        high="they share parallel institutions in which the United States has no seat",
        definition="Joint memberships over memberships of at least one of the two (Jaccard), only "
        "among organisations of which the United States is no full or associate member in that "
        "year; n is the number of such organisations. Missing for a pair that the United States "
        "is one of, insufficient where there is no such organisation. The function "
        "multipolar.fields.institutions.overlap_without takes any other third party.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_without,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    Indicator(
        name="igo.parallel",
        title="joint organisations without the United States",
        field="institutions",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="organisations",
        high="they sit in many organisations in which the United States has no seat",
        definition="Number of organisations of which both are full or associate members and the "
        "United States is not. Missing for a pair that the United States is one of.",
        sources=("cow-igo",),
        references=(ref.PEVEHOUSE_2020,),
        compute=_parallel,
        absent=Status.MISSING,
        coverage=cow_igo.SOURCE.coverage,
    ),
    *agreements.INDICATORS,
)
