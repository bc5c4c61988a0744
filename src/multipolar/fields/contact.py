"""Leader contact: who visits whom, as far as public data say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import states_in_scope
from multipolar.sources import RawFolder, china_diplomacy, colt
from multipolar.sources.base import Coverage

if TYPE_CHECKING:
    import polars as pl

    from multipolar.measures.similarity import Interval

CHINA = 710
WINDOW = 5
"""Years of a sum of visits."""
FIRST = china_diplomacy.SOURCE.coverage.first
LAST = china_diplomacy.SOURCE.coverage.last


def _visited(scope: Scope, window: int = 1) -> pl.DataFrame:
    """Visits to every state in the window of years that ends in each year, and all trips.

    Returns ``ccode1`` (China), ``ccode2, year, visits, trips`` and, before the window and since
    1949, ``visits_before, trips_before``. Visits to a state of the same code before a gap in
    its membership count; a state that was never visited has 0.
    """
    import polars as pl

    table = scope.release.scan("china_visits").filter(pl.col("year") <= scope.last).collect()
    table = table.with_columns(
        pl.col("visits").cast(pl.Int32), pl.col("year", "ccode").cast(pl.Int32)
    )
    asked = states.state_years(scope.first, scope.last).filter(pl.col("ccode") != CHINA)
    if scope.states is not None:
        wanted = scope.states if CHINA in scope.states else frozenset()
        asked = asked.filter(pl.col("ccode").is_in(sorted(wanted)))
    asked = asked.select(pl.col("ccode", "year").cast(pl.Int32))
    sums = asked.join(table, on="ccode", how="left", suffix="_of")
    of = pl.col("year_of")
    inside = of.is_between(pl.col("year") - window + 1, pl.col("year")).fill_null(False)
    before = (of < pl.col("year") - window + 1).fill_null(False)
    counted = sums.group_by("ccode", "year").agg(
        pl.col("visits").filter(inside).sum().alias("visits"),
        pl.col("visits").filter(before).sum().alias("visits_before"),
    )
    total = table.group_by("year").agg(pl.col("visits").sum())
    by_year = pl.DataFrame({"year": range(FIRST, scope.last + 1)}, schema={"year": pl.Int32})
    by_year = by_year.join(total, on="year", how="left").sort("year").fill_null(0)
    running = pl.col("visits").cum_sum()
    before_window = running.shift(window, fill_value=0)
    trips = by_year.select(
        "year",
        (running - before_window).alias("trips"),
        before_window.alias("trips_before"),
    )
    joined = counted.join(trips, on="year")
    return joined.select(
        pl.lit(CHINA, pl.Int32).alias("ccode1"),
        pl.col("ccode").alias("ccode2"),
        pl.exclude("ccode"),
    )


def _visits(scope: Scope) -> pl.DataFrame:
    return _counts(_visited(scope))


def _visits5(scope: Scope) -> pl.DataFrame:
    return _counts(_visited(scope, WINDOW))


def _counts(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    none = pl.when(pl.col("visits") == 0).then(pl.lit(Status.STRUCTURAL_ZERO.value))
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        pl.col("visits").cast(pl.Float64).alias("value"),
        pl.col("trips").alias("n"),
        none.alias("status"),
    )


def _rate(scope: Scope) -> pl.DataFrame:
    from multipolar.measures.contact import visit_rate

    frame = _visited(scope, WINDOW)
    return _with_interval(frame, visit_rate(frame["visits"].to_numpy(), frame["trips"].to_numpy()))


def _chinese_side(scope: Scope) -> pl.DataFrame:
    """The rate of China's leaders as a value of the pair, in the order of its codes."""
    import polars as pl

    pair = (pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2"))
    return _rate(scope).with_columns(pair[0].alias("ccode1"), pair[1].alias("ccode2"))


def _shift(scope: Scope) -> pl.DataFrame:
    from multipolar.measures.contact import visit_shift

    frame = _visited(scope, WINDOW)
    columns = ("visits", "trips", "visits_before", "trips_before")
    return _with_interval(frame, visit_shift(*(frame[name].to_numpy() for name in columns)))


def _with_interval(frame: pl.DataFrame, found: Interval) -> pl.DataFrame:
    import polars as pl

    bounds = [
        pl.Series(name, part, nan_to_null=True)
        for name, part in zip(("value", "low", "high"), found, strict=True)
    ]
    frame = frame.select("ccode1", "ccode2", "year", pl.col("trips").alias("n"))
    unknown = pl.when(pl.col("value").is_null()).then(pl.lit(Status.INSUFFICIENT.value))
    return frame.with_columns(bounds).with_columns(unknown.alias("status"))


def _engagements(scope: Scope) -> pl.DataFrame:
    """Days with each state that the file ever names; of others it may not have searched."""
    import polars as pl

    table = scope.release.scan("china_engagements").collect()
    named = table["ccode"].unique().to_list()
    days = table.select(pl.col("ccode", "year").cast(pl.Int32), "days")
    asked = states.state_years(scope.first, scope.last).filter(pl.col("ccode").is_in(named))
    frame = asked.select(pl.col("ccode", "year").cast(pl.Int32)).join(
        days, on=["ccode", "year"], how="left"
    )
    total = days.group_by("year").agg(pl.col("days").cast(pl.Int32).sum().alias("n"))
    return frame.join(total, on="year").select(
        pl.lit(CHINA, pl.Int32).alias("ccode1"),
        pl.col("ccode").alias("ccode2"),
        "year",
        pl.col("days").fill_null(0).cast(pl.Float64).alias("value"),
        "n",
    )


def _between(scope: Scope) -> pl.DataFrame:
    """Trips of every ordered pair whose first state's leaders travel at all in the year."""
    import polars as pl

    table = colt.trips(RawFolder()).filter(pl.col("year").is_between(scope.first, scope.last))
    totals = table.group_by("ccode1", "year").agg(pl.col("trips").sum().alias("n"))
    dyads = states.dyad_years(scope.first, scope.last, directed=True)
    keys = ["ccode1", "ccode2", "year"]
    grid = dyads.select(pl.col(keys).cast(pl.Int32)).join(totals, on=["ccode1", "year"])
    frame = grid.join(table, on=keys, how="left")
    none = pl.when(pl.col("trips").is_null()).then(pl.lit(Status.STRUCTURAL_ZERO.value))
    value = pl.col("trips").fill_null(0).cast(pl.Float64).alias("value")
    return frame.select(*keys, value, "n", none.alias("status"))


def _travel(scope: Scope) -> pl.DataFrame:
    return _trips(scope, "sent")


def _received(scope: Scope) -> pl.DataFrame:
    return _trips(scope, "received")


def _trips(scope: Scope, column: str) -> pl.DataFrame:

    frame = states_in_scope(scope, "travel").select("ccode", "year", value=column)
    return frame.drop_nulls("value").collect()


_CHINA_ONLY = (
    "Trips of China's presidents, premiers and party leaders; a tour of three states is three "
    "visits. Only visits by China's leaders are known: the other direction and all pairs without "
    "China are missing, not zero. Visits to West Germany do not count as visits to Germany."
)
INDICATORS = (
    Indicator(
        name="contact.visits",
        title="visits by leaders",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="visits in the year",
        high="leaders of the first state go often to the second",
        definition="Number of visits in the calendar year; n is the number of visits to all "
        "states. " + _CHINA_ONLY,
        sources=("who-where-when",),
        references=(china_diplomacy.TURCSANYI_2021,),
        compute=_visits,
        absent=Status.MISSING,
        coverage=china_diplomacy.SOURCE.coverage,
    ),
    Indicator(
        name="contact.visits5",
        title="visits by leaders in five years",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="visits in five years",
        high="leaders of the first state go often to the second",
        definition="Number of visits in the year and the four before it; n is the number of visits "
        "to all states. " + _CHINA_ONLY,
        sources=("who-where-when",),
        references=(china_diplomacy.TURCSANYI_2021,),
        compute=_visits5,
        absent=Status.MISSING,
        coverage=Coverage(FIRST + WINDOW - 1, LAST),
    ),
    Indicator(
        name="contact.rate",
        title="share of the leaders' trips",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ratio",
        bounds=(0, None),
        scale="visits for each trip abroad, five years",
        high="much of the first state's leaders' travel goes to the second",
        definition="Visits to the second state over visits to all states, in the year and the four "
        "before it, so that more travel in all does not count as closeness. The interval is that "
        "of a Poisson rate (Gamma, with the prior of Jeffreys); its upper end can pass 1 with very "
        "few trips. " + _CHINA_ONLY,
        sources=("who-where-when",),
        references=(china_diplomacy.TURCSANYI_2021,),
        compute=_rate,
        absent=Status.MISSING,
        coverage=Coverage(FIRST + WINDOW - 1, LAST),
    ),
    Indicator(
        name="contact.chinese_side",
        title="leader contact, Chinese side only",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="ratio",
        bounds=(0, None),
        scale="visits for each trip abroad of China's leaders, five years",
        high="much of the travel of China's leaders goes to the other",
        definition="The indicator contact.rate of China's leaders toward the other state, as a "
        "value of the pair; it says nothing of the other's leaders. " + _CHINA_ONLY,
        sources=("who-where-when",),
        references=(china_diplomacy.TURCSANYI_2021,),
        compute=_chinese_side,
        absent=Status.MISSING,
        coverage=Coverage(FIRST + WINDOW - 1, LAST),
    ),
    Indicator(
        name="contact.shift",
        title="visits against the pair's own past",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="ratio",
        bounds=(None, None),
        scale="log ratio; 0 is as before, 0.69 twice as often",
        high="the second state has a larger part of the leaders' trips than in its own past",
        definition="Natural logarithm of the share of the leaders' trips that went to the second "
        "state in the last five years over its share in all years from 1949 before these: the "
        "median of the ratio of two Poisson rates (Beta, with the prior of Jeffreys). Insufficient "
        "where the state was never visited. " + _CHINA_ONLY,
        sources=("who-where-when",),
        references=(china_diplomacy.TURCSANYI_2021,),
        compute=_shift,
        absent=Status.MISSING,
        coverage=Coverage(FIRST + 2 * WINDOW, LAST),
    ),
    Indicator(
        name="contact.engagements",
        title="engagements of officials",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="days in the year",
        high="leading officials of the first state often deal with the second, at home or abroad",
        definition="Days of the year for which the chronicle of China's leading officials (three "
        "in most years, presidents, premiers and foreign ministers) names the second state; n adds "
        "up all states. Found by searching text: a mention is not always a meeting, and who is "
        "followed changes. Only China's officials; states that are never named are missing.",
        sources=("china-vitae",),
        references=(china_diplomacy.CHINA_VITAE,),
        compute=_engagements,
        absent=Status.MISSING,
        coverage=china_diplomacy.VITAE.coverage,
    ),
    Indicator(
        name="contact.trips",
        title="trips of leaders to the other",
        field="contact",
        unit=Unit.DYAD_YEAR,
        directed=True,
        kind="count",
        bounds=(0, None),
        scale="trips in the year",
        high="leaders of the first state go often to the second; seats of organisations draw many",
        definition="Trips of the first state's head of state and head of government to the second "
        "in the year, for whatever purpose; n is the number of their trips to all states. From a "
        "file that you supply. Zero where the first state's leaders travelled, but not there; "
        "missing where the file has none of their trips.",
        sources=("colt-trips",),
        references=(colt.COLT_2025,),
        compute=_between,
        absent=Status.MISSING,
        coverage=colt.OWN_SOURCE.coverage,
        user_source="colt-trips",
    ),
    Indicator(
        name="contact.travel",
        title="trips of leaders abroad",
        field="contact",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="trips in the year",
        high="the state's leaders travel much",
        definition="Trips abroad of the head of state and the head of government, to all places. "
        "Totals of a state: they do not say whom it visited. A state without a row is missing.",
        sources=("colt",),
        references=(colt.COLT_2025,),
        compute=_travel,
        absent=Status.MISSING,
        coverage=colt.SOURCE.coverage,
    ),
    Indicator(
        name="contact.received",
        title="visits of leaders received",
        field="contact",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="count",
        bounds=(0, None),
        scale="visits in the year",
        high="leaders of other states and of organisations come often; hosts of organisations have "
        "the most",
        definition="Trips of foreign heads of state and government, and of leaders of "
        "organisations, to the state, for whatever purpose: meetings of organisations that it "
        "hosts count. Totals of a state. A state without a row is missing.",
        sources=("colt",),
        references=(colt.COLT_2025,),
        compute=_received,
        absent=Status.MISSING,
        coverage=colt.SOURCE.coverage,
    ),
)
