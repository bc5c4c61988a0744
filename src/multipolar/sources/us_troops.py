"""US forces on active duty in each state, a count a year (Allen, Flynn and Machain 2022)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import UnknownState
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, github
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "us-troops/troopdata_rebuild_long.rda",
    github(
        "meflynn/troopdata",
        "3946bcf89a6d72de8abace812dc557f1f249f5f7",
        "data/troopdata_rebuild_long.rda",
    ),
    "d70930438658da75220eeae82697c12fdad427b8e4d864dbe71e469d6d3541ba",
    119_154,
)
SERVICES = ("army_ad", "navy_ad", "air_force_ad", "marine_corps_ad")
IMPUTED = "Stepwise Imputation"
ANNUAL = "Kane 2006"
FIGURES, EVEN = 20, 0.95
"""So many figures of the services of which nearly all are even are no accident (one chance in
fifty thousand)."""

WITHHELD = (645, 652, 700)
"""Iraq, Syria and Afghanistan, whose forces are not reported from 2018 on; zeros stand there."""
WITHHELD_FROM = 2018


def deployments(raw: RawFolder) -> pl.DataFrame:
    """State-years with US forces on active duty there: ``ccode, year, troops``.

    The report of September, of June before 1957, and the annual figure of Kane where September
    has none (2003 and 2004 for most). Rows without a report behind them are left out: the file
    has zeros there. So are 1951 and 1952, which are interpolated with the year 1953. States of
    which the file knows two names are counted twice in the reports: see `doubled`.
    """
    import polars as pl

    frame = _rows(raw)
    twice = pl.col("ccode").is_in(doubled(raw)) & (pl.col("source") != ANNUAL)
    twice &= pl.col("troops_ad") % 2 == 0
    halved = pl.when(twice).then(pl.col("troops_ad") / 2).otherwise(pl.col("troops_ad"))
    known = frame.filter(pl.col("quarter").is_in([2, 3]) & pl.col("troops_ad").is_not_null())
    known = known.filter((pl.col("quarter") == 3) | (pl.col("source") == ANNUAL) | _early())
    # 2 sorts before 3: the report of September counts where there is one.
    one = known.sort("quarter").unique(["ccode", "year"], keep="last", maintain_order=True)
    one = one.with_columns(halved.alias("troops"))
    coded = one.with_columns(
        pl.struct("ccode", "year")
        .map_elements(lambda row: member(row["ccode"], row["year"]), return_dtype=pl.Int32)
        .alias("ccode")
    )
    # North and South of a state that had two codes in the file add up.
    secret = pl.col("ccode").is_in(WITHHELD) & (pl.col("year") >= WITHHELD_FROM)
    return (
        coded.drop_nulls("ccode")
        .filter((pl.col("ccode") != 2) & ~secret)
        .group_by("ccode", "year")
        .agg(pl.col("troops").sum())
        .sort("year", "ccode")
    )


def doubled(raw: RawFolder) -> list[int]:
    """Codes of states that the reports count twice, as the even figures of their services show.

    South Korea has 83,436 in 1985 by the reports and 41,718 by the annual series; it, Italy,
    Turkey and some others, all known by two names, have not one odd figure in 75 years. States
    that are counted once have as many odd figures as even ones. A few changed their second name:
    of them only even totals are halved.
    """
    import polars as pl

    reports = _rows(raw).filter(pl.col("source") != ANNUAL)
    figures = reports.unpivot(SERVICES, index="ccode").filter(pl.col("value") > 0)
    even = figures.group_by("ccode").agg(
        pl.len().alias("figures"), (pl.col("value") % 2 == 0).mean().alias("even")
    )
    certain = even.filter((pl.col("even") >= EVEN) & (pl.col("figures") >= FIGURES))
    return sorted(certain["ccode"].to_list())


def _early() -> pl.Expr:
    import polars as pl

    return pl.col("year") < 1957


def _rows(raw: RawFolder) -> pl.DataFrame:
    """Rows with a report behind them."""
    import polars as pl

    frame = as_integers(raw.read_r(FILE), "ccode", "year", "quarter")
    return frame.filter(pl.col("source").is_not_null() & (pl.col("source") != IMPUTED))


@cache
def member(code: int, year: int) -> int | None:
    """COW code at a year of a code in the file, which keeps 260 for Germany; None if no state."""
    for query in (f"cow:{code}", f"gw:{code}"):
        try:
            found = states.lookup(query, year)
        except UnknownState:
            continue
        if isinstance(found, states.State):
            return found.ccode
    return None


SOURCE = Source(
    key="us-troops",
    title="US troop deployments (troopdata)",
    producer="Michael A. Allen, Michael E. Flynn and Carla Martinez Machain; Tim Kane",
    version="rebuilt long table, commit 3946bcf",
    references=(ref.ALLEN_2022,),
    terms=Terms.DERIVE,
    terms_text="GPL-3 package; figures recoded with citation.",
    home="https://github.com/meflynn/troopdata",
    files=(FILE,),
    coverage=Coverage(
        1950,
        2025,
        missing=(1951, 1952),
        note="1951 and 1952 are interpolated with later years; forces in Iraq, Syria and "
        "Afghanistan are not reported from 2018 on",
    ),
    adds="US deployments 1950-2025",
    readers={"deployments": deployments},
)
