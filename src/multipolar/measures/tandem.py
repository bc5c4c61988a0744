"""Vetoes in tandem: how often the second vetoes what the first vetoes, and against which chance.

Counts are of drafts. Over a window, while both hold a permanent seat, ``first`` and ``second`` are
the drafts that each vetoed, ``joint`` those that both did, and ``drafts`` those of the comparison.

**Which chance.** Under independence the second vetoes a share ``second / drafts`` of the first's
drafts, and given its margins ``joint`` is hypergeometric (Fisher 1935). What ``drafts`` counts
matters, because a list of vetoes has no drafts that nobody vetoed:

* among *vetoed* drafts, a draft that neither of the two vetoed is there only because someone else
  did. The odds ratio of this table is that among all drafts times the share of the remaining
  drafts that a third member vetoed, whatever the dependence, so it is never larger: an excess over
  this chance is an excess over chance, while a deficit shows nothing (members whose vetoes serve
  different causes, each alone, look as if they avoided each other);
* among drafts *put to a vote* (vetoed and adopted) the table is complete but for drafts that failed
  for want of votes, which would only add to the excess. Here every joint veto is far beyond chance,
  since both veto what is contested: it tells tandem from accident, not tandem from common cause.

Intervals are 90 %, take drafts as independent given the rate, and so are too narrow where drafts
come in series on one conflict. Compare periods, not a century: see `chance` on strata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.errors import BrokenTable
from multipolar.measures.similarity import Z90, Interval
from multipolar.measures.special import gammaln

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

TAIL = 0.05
"""Probability outside a 90 % interval, on each side."""
_TIES = 1 + 1e-9
"""Outcomes as probable as the one found, up to rounding, count as no more probable."""


class Chance(NamedTuple):
    """Joint vetoes against independence.

    Attributes
    ----------
    expected
        Share of the first's drafts that the second would veto under independence; NaN where
        the first vetoed none.
    more, fewer
        Probability of at least, and of at most, so many joint vetoes under independence.
    """

    expected: float
    more: float
    fewer: float


class Change(NamedTuple):
    """How a share differs between two windows: later minus earlier, 90 % interval, p-value."""

    value: float
    low: float
    high: float
    p: float


def share(joint: ArrayLike, first: ArrayLike) -> Interval:
    """P(second vetoes | first vetoes): ``joint / first``, in [0, 1], with Jeffreys' interval.

    The interval has the 5th and 95th percentile of Beta(joint + 1/2, first - joint + 1/2), and
    reaches 0 or 1 where the share does (Brown, Cai and DasGupta 2001).

    Parameters
    ----------
    joint, first
        Counts of one shape.

    Returns
    -------
    Interval
        NaN where ``first`` is 0.

    Raises
    ------
    BrokenTable
        If a count is negative, or ``joint`` larger than ``first``.
    """
    from scipy.special import betaincinv

    both, all_ = _counts(joint, first)
    _require((both <= all_).all(), "more joint vetoes than vetoes of the first")
    with np.errstate(invalid="ignore", divide="ignore"):
        value = both / all_
    low = np.where(both == 0, 0.0, betaincinv(both + 0.5, all_ - both + 0.5, TAIL))
    high = np.where(both == all_, 1.0, betaincinv(both + 0.5, all_ - both + 0.5, 1 - TAIL))
    none = all_ == 0
    return Interval(value, np.where(none, np.nan, low), np.where(none, np.nan, high))


def rate(count: ArrayLike) -> Interval:
    """Expected number of events in a window, from their number: the exact Poisson interval.

    ``low`` and ``high`` are the rates under which so many or more, so many or fewer, events have
    probability .05 (Garwood 1936); unit: drafts per window.

    Raises
    ------
    BrokenTable
        If a count is negative.
    """
    from scipy.special import gammaincinv

    (number,) = _counts(count)
    low = np.where(number == 0, 0.0, gammaincinv(np.maximum(number, 1), TAIL))
    return Interval(number, low, gammaincinv(number + 1, 1 - TAIL))


def chance(joint: ArrayLike, first: ArrayLike, second: ArrayLike, drafts: ArrayLike) -> Chance:
    """Compare joint vetoes with independence, given both members' numbers of vetoes.

    Parameters
    ----------
    joint, first, second
        Drafts vetoed by both, by the first, by the second. Sequences are strata (periods), within
        which the two are independent: pooling periods in which both veto more, or less, than in
        others would take the times for tandem.
    drafts
        Drafts of the comparison: vetoed ones, or all put to a vote (see the module).

    Returns
    -------
    Chance
        ``expected`` is sum(first * second / drafts) / sum(first). The probabilities are exact, of
        the sum of independent hypergeometric numbers.

    Raises
    ------
    BrokenTable
        If there can be no such table.
    """
    strata = np.atleast_2d(np.array(_counts(joint, first, second, drafts)).T).astype(np.int64)
    expected, least, weights = 0.0, 0, np.ones(1)
    for both, one, other, all_ in strata.tolist():
        possible = both <= min(one, other) and one + other - both <= all_
        _require(possible, f"no table has {both}, {one}, {other} of {all_} drafts")
        numbers, found = _hypergeometric(one, other, all_)
        expected += one * other / all_ if all_ else 0.0
        least, weights = least + int(numbers[0]), np.convolve(weights, found)
    numbers, total = least + np.arange(len(weights)), strata[:, 0].sum()
    more, fewer = weights[numbers >= total].sum(), weights[numbers <= total].sum()
    given = strata[:, 1].sum()
    share_expected = expected / float(given) if given else float("nan")
    return Chance(share_expected, min(float(more), 1.0), min(float(fewer), 1.0))


def odds_ratio(joint: int, first: int, second: int, drafts: int) -> float:
    """Odds ratio of the two vetoes among ``drafts``; NaN where it is not defined."""
    one_only, other_only = first - joint, second - joint
    neither = drafts - first - second + joint
    if one_only * other_only == 0:
        return float("inf") if joint * neither > 0 else float("nan")
    return joint * neither / (one_only * other_only)


def change(earlier: tuple[int, int], later: tuple[int, int]) -> Change:
    """How P(second vetoes | first vetoes) changed between two windows.

    Parameters
    ----------
    earlier, later
        Joint vetoes and vetoes of the first, in each window.

    Returns
    -------
    Change
        Difference later - earlier in [-1, 1], interval by Newcombe's (1998) hybrid of Wilson's
        scores, and Fisher's exact p, two-sided. NaN where one window has no veto of the first.

    Raises
    ------
    BrokenTable
        If a count is impossible.
    """
    (joint1, first1), (joint2, first2) = earlier, later
    one, two = share(joint1, first1), share(joint2, first2)
    if first1 == 0 or first2 == 0:
        return Change(*[float("nan")] * 4)
    low1, high1 = _wilson(joint1, first1)
    low2, high2 = _wilson(joint2, first2)
    value1, value2 = float(one.value), float(two.value)
    gap = value2 - value1
    low = gap - float(np.hypot(value2 - low2, high1 - value1))
    high = gap + float(np.hypot(high2 - value2, value1 - low1))
    numbers, weights = _hypergeometric(first1, joint1 + joint2, first1 + first2)
    found = weights[numbers == joint1][0]
    p = min(float(weights[weights <= found * _TIES].sum()), 1.0)
    return Change(gap, max(low, -1.0), min(high, 1.0), p)


def _wilson(successes: int, trials: int) -> tuple[float, float]:
    middle = (successes + Z90**2 / 2) / (trials + Z90**2)
    spread = successes * (trials - successes) / trials + Z90**2 / 4
    half = Z90 * np.sqrt(spread) / (trials + Z90**2)
    return float(middle - half), float(middle + half)


def _hypergeometric(first: int, second: int, drafts: int) -> tuple[NDArray[np.int64], Floats]:
    """Possible numbers of joint vetoes, and their probabilities under independence."""

    def log_choose(n: NDArray[np.int64] | int, k: NDArray[np.int64] | int) -> Floats:
        above, below = np.asarray(n, float), np.asarray(k, float)
        found = gammaln(above + 1) - gammaln(below + 1) - gammaln(above - below + 1)
        return np.asarray(found, float)

    numbers = np.arange(max(0, first + second - drafts), min(first, second) + 1)
    log = log_choose(second, numbers) + log_choose(drafts - second, first - numbers)
    weights = np.exp(log - log.max())
    return numbers, weights / weights.sum()


def _counts(*counts: ArrayLike) -> list[Floats]:
    found = [np.asarray(values, dtype=float) for values in counts]
    _require(all((values >= 0).all() for values in found), "a count is negative or not a number")
    return found


def _require(holds: bool | np.bool_, otherwise: str) -> None:
    if not holds:
        raise BrokenTable(f"vetoes cannot be compared: {otherwise}")


# ------------------------------------------------------------------ counting
def state_counts(vetoes: pl.DataFrame, seats: pl.DataFrame, last: int) -> pl.DataFrame:
    """Vetoes of each permanent member and year, with zeros.

    Parameters
    ----------
    vetoes
        ``draft, date, year, ccode``, a row for each draft and member that vetoed it.
    seats
        ``seat, ccode, start, end`` of permanent seats.
    last
        Last year to count.

    Returns
    -------
    polars.DataFrame
        ``year, ccode, vetoes, solo`` (vetoes by no other member): a row wherever a seat was held
        on a day of the year.
    """
    import polars as pl

    alone = (pl.len().over("draft") == 1).alias("alone")
    counted = (
        vetoes.with_columns(alone)
        .group_by("year", "ccode")
        .agg(pl.len().alias("vetoes"), pl.col("alone").sum().alias("solo"))
    )
    years = _years_of(seats, last).select("year", "ccode").unique()
    return _filled(years, counted, ["year", "ccode"]).sort("year", "ccode")


def dyad_counts(
    vetoes: pl.DataFrame, resolutions: pl.DataFrame, seats: pl.DataFrame, last: int
) -> pl.DataFrame:
    """Vetoes of each pair of permanent members and year, while both held a seat, with zeros.

    Parameters
    ----------
    vetoes, seats, last
        As in `state_counts`.
    resolutions
        ``resolution, date`` of adopted resolutions.

    Returns
    -------
    polars.DataFrame
        ``year, ccode1, ccode2`` with ``ccode1 < ccode2``; ``joint, vetoes1, vetoes2``; ``drafts``
        vetoed by any member; ``adopted`` resolutions, null after the last year that has any.
    """
    import polars as pl

    keys = ["year", "ccode1", "ccode2"]
    spells = _pairs_of(seats)
    years = _years_of(spells, last).select(keys).unique()
    drafts = vetoes.group_by("draft", "date", "year").agg(pl.col("ccode").alias("by"))

    def during(events: pl.DataFrame) -> pl.DataFrame:
        together = pl.col("date").is_between("start", pl.col("end").fill_null(pl.col("date")))
        return events.join(spells, how="cross").filter(together)

    one, two = (pl.col("by").list.contains(pl.col(name)) for name in ("ccode1", "ccode2"))
    counted = (
        during(drafts)
        .group_by(keys)
        .agg(
            (one & two).sum().alias("joint"),
            one.sum().alias("vetoes1"),
            two.sum().alias("vetoes2"),
            pl.len().alias("drafts"),
        )
    )
    dated = resolutions.select("resolution", "date").unique()
    adopted = during(dated.with_columns(pl.col("date").dt.year().alias("year")))
    frame = _filled(years, counted, keys).join(
        adopted.group_by(keys).agg(pl.len().cast(pl.Int32).alias("adopted")), on=keys, how="left"
    )
    covered = pl.col("year") <= dated["date"].dt.year().max()
    known = pl.when(covered).then(pl.col("adopted").fill_null(0)).alias("adopted")
    return frame.with_columns(known).sort(keys)


def _pairs_of(seats: pl.DataFrame) -> pl.DataFrame:
    """Spells in which two states held different seats at once."""
    import polars as pl

    other = seats.select(pl.all().name.suffix("_other"))
    return (
        seats.join(other, how="cross")
        .filter(
            (pl.col("ccode") < pl.col("ccode_other")) & (pl.col("seat") != pl.col("seat_other"))
        )
        .select(
            pl.col("ccode").alias("ccode1"),
            pl.col("ccode_other").alias("ccode2"),
            pl.max_horizontal("start", "start_other").alias("start"),
            pl.min_horizontal("end", "end_other").alias("end"),
        )
        .filter(pl.col("end").is_null() | (pl.col("start") <= pl.col("end")))
    )


def _years_of(spells: pl.DataFrame, last: int) -> pl.DataFrame:
    """Spells unrolled to the years that they touch, to ``last``."""
    import polars as pl

    until = pl.min_horizontal(pl.col("end").dt.year().fill_null(last), pl.lit(last, pl.Int32))
    years = pl.int_ranges(pl.col("start").dt.year(), until + 1, dtype=pl.Int32).alias("year")
    return spells.with_columns(years).explode("year").drop_nulls("year")


def _filled(years: pl.DataFrame, counted: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Counts of every row of ``years``, 0 where there is none, as Int32."""
    import polars as pl

    counts = pl.exclude(keys).fill_null(0).cast(pl.Int32)
    return years.join(counted, on=keys, how="left").with_columns(counts)
