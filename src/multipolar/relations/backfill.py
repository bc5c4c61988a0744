"""Back-fill: whether the partner takes up the trade that a third party's sanctions drove away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.fields.sanctions import SENDER
from multipolar.measures.event_study import LEAST_DONORS, Effect, difference_in_differences
from multipolar.measures.similarity import Z90

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

BEFORE, AFTER = 3, 3
"""Years without sanctions before, and years from the first year of sanctions on; fixed before any
result was seen."""
FIRST, LAST = 1990, 2014
"""Years for which both sanctions and the trade of all pairs are known."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of sanctions: how the target's share of trade with the partner moved.

    Attributes
    ----------
    target
        Code of the state under sanctions.
    start
        First year of the sanctions.
    effect
        Change of the share, less that of states without sanctions in the same years.
    """

    target: int
    start: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class Backfill:
    """Episodes of one target and partner, beside those of all targets.

    Attributes
    ----------
    own
        Episodes of the first state of the pair; empty where not applicable.
    reason
        Why there is none, or an empty string.
    mean, low, high
        Mean effect of all episodes of other targets on their share with the same partner, with
        its 90 % interval; None with fewer than ten.
    episodes
        Number of these episodes.
    """

    own: tuple[Episode, ...]
    reason: str
    mean: float | None
    low: float | None
    high: float | None
    episodes: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "own": [
                {
                    "start": one.start,
                    "value": one.effect.value,
                    "low": one.effect.low,
                    "high": one.effect.high,
                    "p": one.effect.p,
                    "comparable": len(one.effect.placebo),
                }
                for one in self.own
            ],
            "reason": self.reason,
            "all": {"mean": self.mean, "low": self.low, "high": self.high, "n": self.episodes},
        }


def backfill(pair: Pair, release: Release) -> Backfill:
    """Study the target's share of trade with the partner when the United States imposes sanctions.

    Parameters
    ----------
    pair
        The target first, the partner second; nothing after the pair's year is used.
    release
        Data release.

    Returns
    -------
    Backfill
        An episode begins with the first year of sanctions after three without. Cases that began
        before 1993, or whose three years are not over, are no episodes; for those and for states
        that were never under sanctions the answer is not applicable. Donors are states that were
        not under sanctions in any of the six years. All sanctions count, as the source has no
        grade of a case before it is over: nearly half of the episodes began in 2003, most of them
        probably cuts of military aid under the American Service-Members' Protection Act. Such
        cuts take no trade away, so that the mean says little of embargoes. The interval
        treats the episodes of one year as one draw.
    """
    target, partner = pair.asked
    if SENDER in (target, partner):
        return Backfill((), "the sender is one of the pair", None, None, None, 0)
    last = min(LAST, pair.as_of)
    years = np.arange(FIRST, last + 1)
    if len(years) < BEFORE + AFTER:
        return Backfill((), f"sanctions are known from {FIRST} on", None, None, None, 0)
    codes, shares, under = _panels(partner, years, release)
    found = [
        Episode(codes[unit], int(years[start]), effect)
        for unit, start in _starts(under)
        if (effect := _effect(shares, under, unit, start)) is not None
    ]
    own = tuple(one for one in found if one.target == target)
    others = [one for one in found if one.target != target]
    reason = "" if own else "no sanctions of the United States began with trade known around them"
    mean, error = _mean(others)
    if mean is None or error is None:
        return Backfill(own, reason, None, None, None, len(others))
    return Backfill(own, reason, mean, mean - Z90 * error, mean + Z90 * error, len(others))


def _mean(episodes: list[Episode]) -> tuple[float | None, float | None]:
    """Mean effect and its standard error, episodes of one starting year counted as one draw."""
    values = np.array([one.effect.value for one in episodes])
    _, group = np.unique([one.start for one in episodes], return_inverse=True)
    groups = int(group.max()) + 1 if len(values) else 0
    if len(values) < LEAST_DONORS or groups < 2:
        return None, None
    sums = np.bincount(group, values - values.mean())
    error = np.sqrt((sums**2).sum() * groups / (groups - 1)) / len(values)
    return float(values.mean()), float(error)


def _starts(under: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Places of (state, first year) of sanctions after years without, whose window is over."""
    return [
        (int(unit), int(year))
        for unit, year in np.argwhere(under)
        if year >= BEFORE
        and year + AFTER <= under.shape[1]
        and not under[unit, year - BEFORE : year].any()
    ]


def _effect(
    shares: NDArray[np.float64], under: NDArray[np.bool_], unit: int, start: int
) -> Effect | None:
    window = slice(start - BEFORE, start + AFTER)
    cut = shares[:, window]
    free = np.isfinite(cut).all(axis=1) & ~under[:, window].any(axis=1)
    if not np.isfinite(cut[unit]).all() or free.sum() < LEAST_DONORS:
        return None
    places = np.arange(BEFORE + AFTER)
    return difference_in_differences(
        cut, unit, np.flatnonzero(free), places[:BEFORE], places[BEFORE:]
    )


def _panels(
    partner: int, years: NDArray[np.int64], release: Release
) -> tuple[list[int], NDArray[np.float64], NDArray[np.bool_]]:
    """States but sender and partner; share of the partner in their trade; under sanctions."""
    import polars as pl

    first, last = int(years[0]), int(years[-1])
    house = states.state_years(first, last)["ccode"].to_list()
    codes = sorted(set(house) - {SENDER, partner})
    places = {code: place for place, code in enumerate(codes)}
    shares = np.full((len(codes), len(years)), np.nan)
    under = np.zeros(shares.shape, bool)
    span = pl.col("year").is_between(first, last)
    trade = release.scan("trade").filter(
        span & ((pl.col("ccode1") == partner) | (pl.col("ccode2") == partner))
    )
    rows = trade.select("year", "ccode1", "ccode2", "share1", "share2").collect().rows()
    for year, one, two, share1, share2 in rows:
        code, share = (two, share2) if one == partner else (one, share1)
        if code in places and share is not None:
            shares[places[code], year - first] = share
    imposed = release.scan("sanctions").filter(span & (pl.col("ccode1") == SENDER))
    for year, code in imposed.select("year", "ccode2").unique().collect().rows():
        if code in places:
            under[places[code], year - first] = True
    return codes, shares, under
