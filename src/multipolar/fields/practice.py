"""Military practice: what the forces of two states do together, and what they sell each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.fields.stage import STAGE
from multipolar.sources import RawFolder, dcad, exercises, sipri_arms, us_troops
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

WINDOW = 5
"""Years, the year itself included, that exercises and arms are added up over."""

_SIZE = "Large and active states have more of them."
_FIVE = Coverage(
    exercises.SOURCE.coverage.first + WINDOW - 1,
    exercises.SOURCE.coverage.last,
    note="five years back from 1984 on; no list of the world's exercises after 2010 is at hand",
)


def _summed(
    frame: pl.LazyFrame, scope: Scope, keys: tuple[str, ...], value: pl.Expr
) -> pl.LazyFrame:
    """Sums over the five years up to each year in scope."""
    import polars as pl

    echo = pl.int_ranges("year", pl.col("year") + WINDOW, dtype=pl.Int32).alias("year")
    return (
        frame.select(*keys, "year", value.cast(pl.Float64).alias("value"))
        .with_columns(echo)
        .explode("year")
        .filter(pl.col("year").is_between(scope.first, scope.last))
        .group_by(*keys, "year")
        .agg(pl.col("value").sum())
    )


def _exercises(columns: tuple[str, ...], scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "exercises", back=WINDOW - 1)
    number = pl.sum_horizontal(pl.col(columns).cast(pl.Float64))
    summed = _summed(frame, scope, ("ccode1", "ccode2"), number)
    return summed.filter(pl.col("value") > 0).collect()


def _overlap(scope: Scope) -> pl.DataFrame:
    """Joint exercises over the geometric mean of the two states' exercises (Ochiai)."""
    import polars as pl

    joint = _exercises(("bilateral", "multilateral"), scope).rename({"value": "n"})
    own = scope.release.scan("military_states").drop_nulls("exercises")
    own = own.filter(pl.col("year").is_between(scope.first - WINDOW + 1, scope.last))
    own = own.with_columns(pl.col("ccode", "year").cast(pl.Int32))
    each = _summed(own, scope, ("ccode",), pl.col("exercises")).collect()
    for side in ("1", "2"):
        named = each.rename({"ccode": f"ccode{side}", "value": f"own{side}"})
        joint = joint.join(named, on=[f"ccode{side}", "year"], how="left")
    value = pl.col("n") / (pl.col("own1") * pl.col("own2")).sqrt()
    return joint.select(
        "ccode1", "ccode2", "year", value.alias("value"), pl.col("n").cast(pl.Int32)
    )


def _listed(table: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, table)
    value = pl.col("listed").cast(pl.Float64).alias("value")
    return frame.select("ccode1", "ccode2", "year", value).collect()


def _agreements(column: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = dyads_in_scope(scope, "defence_agreements")
    value = pl.col(column).cast(pl.Float64).alias("value")
    return frame.filter(pl.col(column) > 0).select("ccode1", "ccode2", "year", value).collect()


def _troops(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "military_states").drop_nulls("us_troops")
    value = pl.col("us_troops").cast(pl.Float64).alias("value")
    return frame.select("ccode", "year", value).collect()


def _arms(of_buyer: bool, scope: Scope) -> pl.DataFrame:
    """Five-year share of the second state in the first's imports, or exports.

    Every ordered pair whose first state imports (exports) at all has a value, most of them 0.
    """
    import polars as pl

    first, second = ("buyer", "seller") if of_buyer else ("seller", "buyer")
    volumes = sipri_arms.deliveries(RawFolder())
    newest = int(volumes["year"].cast(pl.Int32).to_numpy().max(initial=0))
    last = min(scope.last, newest)
    if last < scope.first:
        keyed = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32)
        return pl.DataFrame(schema=keyed | {"value": pl.Float64})
    window = pl.col("year").is_between(scope.first - WINDOW + 1, scope.last)
    flows = volumes.lazy().filter(window).rename({first: "ccode1", second: "ccode2"})
    pairs = _summed(
        flows.drop_nulls(["ccode1", "ccode2"]), scope, ("ccode1", "ccode2"), pl.col("tiv")
    )
    all_of_it = flows.filter(pl.col("ccode2").is_null() & pl.col("ccode1").is_not_null())
    totals = _summed(all_of_it, scope, ("ccode1",), pl.col("tiv")).rename({"value": "total"})
    dyads = states.dyad_years(scope.first, last, directed=True)
    if scope.states is not None:
        wanted = pl.col("ccode1", "ccode2").is_in(sorted(scope.states))
        dyads = dyads.filter(pl.all_horizontal(wanted))
    keys = ["ccode1", "ccode2", "year"]
    grid = dyads.lazy().select(pl.col(keys).cast(pl.Int32))
    joined = grid.join(totals.filter(pl.col("total") > 0), on=["ccode1", "year"])
    joined = joined.join(pairs, on=keys, how="left")
    share = pl.col("value").fill_null(0.0) / pl.col("total")
    # A sum of floats can come out above the whole it is part of, by the last digit.
    return joined.select(*keys, pl.min_horizontal(share, 1.0).alias("value")).collect()


def _count(name: str, title: str, definition: str, columns: tuple[str, ...]) -> Indicator:
    return Indicator(
        name=f"practice.{name}",
        title=title,
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="exercises in five years",
        high="their forces often exercise together; large and active states always do more",
        definition=definition,
        sources=("mme",),
        references=(ref.DORAZIO_2021,),
        compute=partial(_exercises, columns),
        absent=Status.STRUCTURAL_ZERO,
        coverage=_FIVE,
    )


def _agreement(name: str, column: str, title: str, definition: str) -> Indicator:
    return Indicator(
        name=f"practice.{name}",
        title=title,
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="agreements",
        high="their armed forces have agreed to work together",
        definition=definition,
        sources=("dcad",),
        references=(ref.KINNE_2020,),
        compute=partial(_agreements, column),
        absent=Status.STRUCTURAL_ZERO,
        coverage=dcad.SOURCE.coverage,
    )


def _arms_share(name: str, of_buyer: bool, title: str, high: str, what: str) -> Indicator:
    return Indicator(
        name=f"practice.{name}",
        title=title,
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="share",
        bounds=(0, 1),
        scale=f"share of {what} in five years",
        high=high,
        definition=f"Volume of major arms (SIPRI's trend indicator value) between them over all "
        f"{what} of the first state, in the five years up to the year, sellers and buyers that are "
        "no state included in the whole. From a register that you supply. It gives the years of a "
        "deal's deliveries but not the volume of each: it is split evenly, so that a year knows "
        "something of later deliveries of the same deal. Missing where the first state has no "
        f"{what}.",
        sources=("sipri-arms",),
        references=(ref.SIPRI_ARMS,),
        compute=partial(_arms, of_buyer),
        absent=Status.MISSING,
        coverage=Coverage(1954, sipri_arms.SOURCE.coverage.last, note="five years back from 1954"),
        user_source="sipri-arms",
    )


INDICATORS = (
    Indicator(
        name="practice.overlap",
        title="overlap of exercises",
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, 1),
        scale="0 never together, 1 always together",
        high="they exercise together more than their activity alone would bring",
        definition="Joint military exercises of the five years up to the year, of two or more "
        "participants, over the geometric mean of the two states' numbers of exercises with "
        "others (Ochiai); n is the joint ones. Participants that the source does not name are "
        "in neither. 0 where there was no joint exercise; a value of states that seldom exercise "
        "rests on few, see n.",
        sources=("mme",),
        references=(ref.DORAZIO_2021,),
        compute=_overlap,
        absent=Status.STRUCTURAL_ZERO,
        coverage=_FIVE,
    ),
    _count(
        "exercises",
        "joint exercises in five years",
        "Joint military exercises, bilateral and multilateral, that began in the five years up to "
        f"the year. {_SIZE}",
        ("bilateral", "multilateral"),
    ),
    _count(
        "exercises_bilateral",
        "bilateral exercises in five years",
        "Joint military exercises of these two alone that began in the five years up to the year: "
        f"the source lists two participants and no other, named or not. {_SIZE}",
        ("bilateral",),
    ),
    _count(
        "exercises_multilateral",
        "multilateral exercises in five years",
        "Joint military exercises of these two with others that began in the five years up to the "
        f"year. {_SIZE}",
        ("multilateral",),
    ),
    Indicator(
        name="practice.exercises_listed",
        title="exercises on Russia's list",
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(1, None),
        scale="exercises in the year, at least",
        high="at least so many joint exercises",
        definition="Exercises of the year on a partial list of those with Russia, by hand from its "
        "ministry of defence and press reports. It can show that there was one, never that there "
        "was none, and is another series than the joint exercises to 2010: not to be joined.",
        sources=("russian-exercises",),
        references=(ref.LEFFEL_RUSSIA,),
        compute=partial(_listed, "exercises_russia"),
        absent=Status.MISSING,
        coverage=exercises.RUSSIAN.coverage,
    ),
    Indicator(
        name="practice.exercises_jme",
        title="exercises on an earlier list",
        field="practice",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="count",
        bounds=(1, None),
        scale="exercises in the year, at least",
        high="at least so many joint exercises",
        definition="Exercises that began in the year on version 3 of Joint Military Exercises, an "
        "earlier list of one of the authors of the one used for practice.exercises. It has half "
        "as many, but begins before 1980 and has some that the later one lacks. It can show that "
        "there was one, never that there was none, and is not to be joined to the other.",
        sources=("jme",),
        references=(ref.DORAZIO_2012,),
        compute=partial(_listed, "exercises_jme"),
        absent=Status.MISSING,
        coverage=exercises.EARLIER.coverage,
    ),
    _agreement(
        "agreements",
        "in_force",
        "defence agreements in force",
        "Bilateral defence cooperation agreements in force in the year: from entry into force, or "
        "from signature where that is not known, to the end that the source estimates. An "
        "agreement of unknown term counts for six years. Three of West Germany, with France (1988) "
        "and Spain (two of 1989), end with its code in 1990, though Germany kept them.",
    ),
    _agreement(
        "agreements_general",
        "general",
        "framework agreements in force",
        "Of the defence cooperation agreements in force, those on cooperation in general or on "
        "the secrecy of shared information, and not on one subject (training, research, arms).",
    ),
    _agreement(
        "agreements_signed",
        "signed",
        "defence agreements signed since 1980",
        "Bilateral defence cooperation agreements signed from 1980 up to the year, whether or not "
        "they are still in force.",
    ),
    STAGE,
    _arms_share(
        "arms_imports",
        True,
        "share of the other in its arms imports",
        "the first state buys much of its arms from the second",
        "arms imports",
    ),
    _arms_share(
        "arms_exports",
        False,
        "share of the other in its arms exports",
        "the first state sells much of its arms to the second",
        "arms exports",
    ),
    Indicator(
        name="practice.us_troops",
        title="US forces in the state",
        field="practice",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="persons on active duty",
        high="many US forces are stationed there",
        definition="US military personnel on active duty in the state at the end of September "
        "(June before 1957; the annual figure of another series where September has none). The "
        "file counts states of two names twice, as their even figures show: those are halved. "
        "Forces in Iraq, Syria and Afghanistan are missing from 2018 on, when they are withheld. "
        "Only deployments of the United States are known; of other senders there is no such list.",
        sources=("us-troops",),
        references=(ref.ALLEN_2022,),
        compute=_troops,
        absent=Status.MISSING,
        coverage=us_troops.SOURCE.coverage,
    ),
)
