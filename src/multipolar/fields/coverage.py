"""How much of the world each indicator sees: cases with a value, by year, and where they matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.estimate import HAS_VALUE
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import INDICATORS
from multipolar.fields.relevance import relevant_dyads
from multipolar.panel.release import Release, active
from multipolar.years import this_year

if TYPE_CHECKING:
    import polars as pl

FIRST = 1816
"""First year of the state system, before which there are no cases."""
SPAN = 20
"""Years evaluated at once, so that memory stays small."""


@dataclass(frozen=True)
class Covered:
    """Coverage of one indicator.

    Attributes
    ----------
    indicator
        Its declaration.
    years
        ``year, cases, known, relevant, relevant_known``: states or dyads of the year (both
        directions where the indicator has one), those with a value, and the same of the
        politically relevant dyads; all states count as relevant.
    """

    indicator: Indicator
    years: pl.DataFrame

    @property
    def known(self) -> int:
        """Cases with a value, all years together."""
        return int(self.years["known"].sum())

    @property
    def relevant_share(self) -> float:
        """Share of relevant cases with a value in the years with any."""
        some = self.years.filter(self.years["known"] > 0)
        return int(some["relevant_known"].sum()) / max(int(some["relevant"].sum()), 1)

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last year with a value; None without any."""
        some = self.years.filter(self.years["known"] > 0)["year"].sort().to_list()
        return (some[0], some[-1]) if some else None


def coverage(
    names: Iterable[str] | None = None,
    release: Release | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> list[Covered]:
    """Count, for each indicator and year, the cases that have a value.

    Parameters
    ----------
    names
        Indicators; None for all.
    release
        Data release, the active one by default.
    step
        Called with the name of each indicator when it is begun.

    Returns
    -------
    list of Covered
        In the order of the names. A value is one that is observed, coded as none within coverage,
        or (where the indicator says so) estimated; carried values are not counted.
    """
    release = active() if release is None else release
    found = []
    for name in INDICATORS if names is None else names:
        step(name)
        found.append(Covered(INDICATORS[name], _years(INDICATORS[name], release)))
    return found


def _years(what: Indicator, release: Release) -> pl.DataFrame:
    import polars as pl

    first, last = max(what.coverage.first, FIRST), what.coverage.last
    last = min(last, this_year())
    spans = [(start, min(start + SPAN - 1, last)) for start in range(first, last + 1, SPAN)]
    return pl.concat([_counted(what, *span, release) for span in spans])


def _counted(what: Indicator, first: int, last: int, release: Release) -> pl.DataFrame:
    import polars as pl

    keys = cases(what, first, last, release)
    found = evaluate(what, keys.drop("relevant"), Options(), release)
    known = pl.col("status").is_in([status.value for status in HAS_VALUE])
    counted = found.select("year", known.alias("known")).with_columns(keys["relevant"])
    return (
        counted.group_by("year")
        .agg(
            pl.len().alias("cases"),
            pl.col("known").sum(),
            pl.col("relevant").sum(),
            (pl.col("known") & pl.col("relevant")).sum().alias("relevant_known"),
        )
        .sort("year")
    )


def cases(what: Indicator, first: int, last: int, release: Release) -> pl.DataFrame:
    """States or dyads of the years, in the indicator's unit, and whether they are relevant.

    An indicator with a direction has every dyad twice, once in each.
    """
    import polars as pl

    if what.unit is Unit.STATE_YEAR:
        house = states.state_years(first, last).select(pl.col("ccode", "year").cast(pl.Int32))
        return house.unique(maintain_order=True).with_columns(pl.lit(True).alias("relevant"))
    dyads = states.dyad_years(first, last).select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    near = relevant_dyads(release, first, last).select(
        "ccode1", "ccode2", "year", pl.lit(True).alias("relevant")
    )
    marked = dyads.join(near, on=["ccode1", "ccode2", "year"], how="left", maintain_order="left")
    marked = marked.with_columns(pl.col("relevant").fill_null(False))
    if not what.directed:
        return marked
    back = marked.select(ccode1="ccode2", ccode2="ccode1", year="year", relevant="relevant")
    return pl.concat([marked, back])


def by_decade(covered: Covered) -> dict[int, float | None]:
    """Share of relevant cases with a value by decade; None where there are no cases."""
    import polars as pl

    decades = covered.years.group_by(pl.col("year") // 10 * 10).agg(
        pl.col("relevant", "relevant_known").sum()
    )
    shares = {
        int(year): known / relevant if relevant else None
        for year, relevant, known in decades.select("year", "relevant", "relevant_known").rows()
    }
    return dict(sorted(shares.items()))
