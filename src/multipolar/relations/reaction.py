"""Cross-reaction: whether a pair moves together when a third party is hostile to either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, BrokenTable
from multipolar.fields import reactions
from multipolar.fields.reactions import OUTCOMES, REPORTED, SEED, THIRDS, VOTED
from multipolar.measures.cross_reaction import LEAST_YEARS, own_slopes, shifted
from multipolar.measures.panel_regression import Fit, TwoWay
from multipolar.measures.similarity import Z90
from multipolar.relations.third import third_state

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from multipolar.panel.release import Release
    from multipolar.states.pair import Pair

UNMOVED = "hostility toward it did not change, or in one year alone, or only with the other's"
COOPERATION = {
    VOTED: "vote similarity beyond chance (votes.kappa, calendar years, final texts)",
    REPORTED: "net cooperation in news events (events.net)",
}
HOSTILITY = "rivalry (0 or 1) plus the highest dispute in ten years over 5 (0 to 1)"
"""The same hostility by which the third party is chosen, fixed before any outcome was seen."""


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope with its 90 % interval, or why there is none.

    Attributes
    ----------
    value, low, high
        Change of cooperation in a year for one more point of hostility in the year before; None
        where unknown.
    reason
        Why it is unknown, or an empty string.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {"value": self.value, "low": self.low, "high": self.high, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a pair's votes answer to the hostility of a third party.

    Attributes
    ----------
    third
        The third party; None where no outside state has a known power.
    named
        Whether the user named it.
    pooled
        Slope over all pairs of states without the third party, on hostility to either member.
    placebo
        Slope on hostility of the year after, given that of the year and of the year before; it
        should be zero.
    p
        Permutation p-value of the pooled slope: histories of hostility exchanged among states.
    first, second
        Own slopes of the pair on hostility to each, in the order of the pair, drawn toward those
        of all pairs.
    first_alone, second_alone
        The same from the pair's own years alone.
    years
        Years of the pair in the regression.
    span
        First and last year of the regression; None without one.
    observations, slopes
        Pair-years in the pooled regression; own slopes behind the distribution.
    outcome
        What answers to hostility: an indicator of `reactions.OUTCOMES`.
    """

    third: states.State | None
    named: bool
    pooled: Slope
    placebo: Slope
    p: float | None
    first: Slope
    second: Slope
    first_alone: Slope
    second_alone: Slope
    years: int
    span: tuple[int, int] | None
    observations: int = 0
    slopes: int = 0
    outcome: str = VOTED

    @property
    def directed(self) -> bool | None:
        """Whether both own slopes are positive for certain; None where one is not known.

        True if both intervals lie above zero, False if one lies below it, None in between: a
        slope that may be zero shows nothing either way.
        """
        parts = (self.first, self.second)
        if any(part.low is None or part.high is None for part in parts):
            return None
        if any(part.high is not None and part.high < 0 for part in parts):
            return False
        return True if all(part.low is not None and part.low > 0 for part in parts) else None

    @property
    def placebo_passed(self) -> bool:
        """Whether hostility of the year after has no slope, as it should."""
        low, high = self.placebo.low, self.placebo.high
        return low is not None and high is not None and low <= 0 <= high

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        third = self.third
        return {
            "third": None if third is None else {"ccode": third.ccode, "name": third.name},
            "chosen_by": "user" if self.named else "rule",
            "outcome": self.outcome,
            "cooperation": COOPERATION[self.outcome],
            "hostility": HOSTILITY,
            "pooled": self.pooled.to_dict(),
            "placebo_lead": self.placebo.to_dict(),
            "permutation_p": self.p,
            "own": {"first": self.first.to_dict(), "second": self.second.to_dict()},
            "own_alone": {
                "first": self.first_alone.to_dict(),
                "second": self.second_alone.to_dict(),
            },
            "directed": self.directed,
            "years": self.years,
            "span": None if self.span is None else list(self.span),
            "observations": self.observations,
            "slopes": self.slopes,
            "seed": SEED,
        }


def reaction(
    pair: Pair,
    release: Release,
    k: str | int | states.State | None = None,
    as_of: int | None = None,
    outcome: str = VOTED,
) -> Reaction:
    """Regress cooperation of all pairs on hostility of the third party, and read off one pair.

    Parameters
    ----------
    pair
        The pair and the year of the question.
    release
        Data release.
    k
        The third party by any name or code; None to let the rule of `third_party` choose it from
        hostility and power as they were, which never looks at what the two do together.
    as_of
        Nothing later is used; the pair's year by default. A later one than that has no effect.
    outcome
        What answers: ``votes.kappa``, or ``events.net``, whose years are too few so far.

    Returns
    -------
    Reaction
        Unknown parts come with their reason. Disputes end in 2014, and so does the regression,
        one year later. An outcome with fewer than twenty years is unknown altogether.

    Raises
    ------
    BadOption
        If ``k`` is one of the pair, or the outcome none of the two.
    UnknownState, AmbiguousState, NotAState
    """
    if outcome not in OUTCOMES:
        raise BadOption(f"{outcome!r} is no outcome of a cross-reaction: choose {_either()}")
    year = pair.as_of if as_of is None else min(as_of, pair.as_of)
    third = third_state(pair, release, k)
    if third is None:
        return _unknown(None, False, outcome, "no outside state has a known power")
    span = reactions.span(outcome, year)
    if len(span) <= LEAST_YEARS:
        return _unknown(third, k is not None, outcome, _too_short(outcome, span, year))
    years = np.array(span)
    try:
        everyone = _kept(third.ccode, years, release) if outcome == VOTED else None
        if everyone is None:
            everyone = _estimated(outcome, third.ccode, year, release)
    except BrokenTable as reason:
        return _unknown(third, k is not None, outcome, str(reason))
    drawn, alone, seen = _own(pair, third.ccode, years, year, everyone, outcome, release)
    return Reaction(
        third=third,
        named=k is not None,
        pooled=everyone.pooled,
        placebo=everyone.placebo,
        p=everyone.p,
        first=drawn[0],
        second=drawn[1],
        first_alone=alone[0],
        second_alone=alone[1],
        years=seen,
        span=(int(years[1]), int(years[-1])),
        observations=everyone.observations,
        slopes=everyone.slopes,
        outcome=outcome,
    )


def _either() -> str:
    return " or ".join(OUTCOMES)


def _too_short(outcome: str, span: range, year: int) -> str:
    if not span:
        return f"the series of {COOPERATION[outcome].split(' (')[0]} begins after {year}"
    return (
        f"{COOPERATION[outcome].split(' (')[0]} and hostility are known together for {len(span)} "
        f"years, {span[0]} to {span[-1]}; at least {LEAST_YEARS + 1} are needed"
    )


def _unknown(third: states.State | None, named: bool, outcome: str, reason: str) -> Reaction:
    none = Slope(reason=reason)
    return Reaction(
        third, named, none, none, None, none, none, none, none, 0, None, outcome=outcome
    )


class _Everyone(NamedTuple):
    """What the regression over all pairs gives to one of them.

    ``persistence`` and ``slope`` with the effects of ``years`` say what to expect of a pair; own
    slopes are drawn to ``mean`` by their ``spread`` (both None with too few of them).
    """

    pooled: Slope
    placebo: Slope
    p: float | None
    persistence: float
    slope: float
    years: NDArray[np.float64]
    mean: float | None
    spread: float | None
    observations: int
    slopes: int


def _kept(third: int, years: NDArray[np.int64], release: Release) -> _Everyone | None:
    """The regression from the release; None where it is not kept for this third party."""
    import polars as pl

    if third not in THIRDS:
        return None
    asked = (pl.col("third") == third) & (pl.col("as_of") == int(years[-1]))
    rows = release.scan("reactions").filter(asked).collect()
    if not rows.height:
        return None
    row = rows.row(0, named=True)
    effects = release.scan("reaction_years").filter(asked).sort("year").collect()["effect"]
    return _Everyone(
        _slope(row["slope"], row["slope_error"]),
        _slope(row["placebo"], row["placebo_error"]),
        row["p"],
        row["persistence"],
        row["slope"],
        effects.to_numpy().astype(float),
        row["mean"],
        row["spread"],
        row["observations"],
        row["slopes"],
    )


def _estimated(outcome: str, third: int, as_of: int, release: Release) -> _Everyone:
    """The regression over all pairs, estimated now."""
    found = reactions.estimated(outcome, third, as_of, release)
    if found is None:
        raise BrokenTable(f"too few years up to {as_of}")
    result, pooled, placebo = found.reactions, found.reactions.pooled, found.reactions.placebo
    return _Everyone(
        _from_fit(pooled, 1),
        Slope(reason="no later year") if placebo is None else _from_fit(placebo, 3),
        result.p,
        float(pooled.slopes[0]),
        float(pooled.slopes[1]),
        pooled.years,
        None if result.drawn is None else result.drawn.mean,
        None if result.drawn is None else result.drawn.spread,
        pooled.observations,
        int(np.isfinite(result.slopes).sum()),
    )


def _from_fit(fit: Fit, place: int) -> Slope:
    return _slope(float(fit.slopes[place]), float(fit.errors[place]))


def _slope(value: float | None, error: float | None) -> Slope:
    if value is None or error is None:
        return Slope(reason="no later year")
    if not error > 0:
        return Slope(value, reason="too few states for an interval")
    return Slope(value, value - Z90 * error, value + Z90 * error)


def _own(
    pair: Pair,
    third: int,
    years: NDArray[np.int64],
    as_of: int,
    everyone: _Everyone,
    outcome: str,
    release: Release,
) -> tuple[tuple[Slope, Slope], tuple[Slope, Slope], int]:
    """Slopes of the pair in the order asked for: drawn toward all, and alone; and its years."""
    codes, values = reactions.cooperation(outcome, years, release, pair.codes)
    if not len(codes):
        none = Slope(reason="the two have no votes or events in common in these years")
        return (none, none), (none, none), 0
    hostility = shifted(reactions.hostility_toward(third, pair.codes, years, as_of, release), 1)
    before, both = shifted(values, 1), hostility.sum(axis=0, keepdims=True)
    seen = np.isfinite(values) & np.isfinite(before) & np.isfinite(both)
    count = int(seen.sum())
    if count < LEAST_YEARS:
        none = Slope(reason=f"{count} years; at least {LEAST_YEARS} are needed")
        return (none, none), (none, none), count
    expected = everyone.persistence * before + everyone.slope * both + everyone.years
    left = TwoWay(seen).without_pairs(values - expected)
    fit = Fit(
        np.array([everyone.persistence, everyone.slope]),
        np.zeros((2, 2)),
        left,
        count,
        2,
        everyone.years,
    )
    slopes, errors = own_slopes(fit, seen, hostility, np.array([[0, 1]]))
    order = (1, 0) if pair.asked != pair.codes else (0, 1)
    found = [_drawn(float(slopes[0, side]), float(errors[0, side]), everyone) for side in order]
    (one, one_alone), (two, two_alone) = found
    return (one, two), (one_alone, two_alone), count


def _drawn(value: float, error: float, everyone: _Everyone) -> tuple[Slope, Slope]:
    """A slope drawn toward those of all pairs by empirical Bayes, and as it is alone."""
    if not np.isfinite(value):
        none = Slope(reason=UNMOVED)
        return none, none
    alone = _slope(value, error)
    if everyone.mean is None or everyone.spread is None:
        return Slope(reason="too few pairs to draw on"), alone
    weight = everyone.spread**2 / (everyone.spread**2 + error**2)
    return _slope(
        everyone.mean + weight * (value - everyone.mean), float(np.sqrt(weight)) * error
    ), alone
