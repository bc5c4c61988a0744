"""Who is closest to a state: the ranking of its partners, with the uncertainty of each rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import WrongUnit
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.panel.release import active
from multipolar.relations.group import Group, group_of
from multipolar.relations.percentile import DRAWS, SEED, Floats, standard_error
from multipolar.relations.toward import options_of
from multipolar.states import State
from multipolar.states.last import years_to_ask
from multipolar.years import check_as_of, check_years, this_year

if TYPE_CHECKING:
    from multipolar.panel.release import Release


DISTANT = ("preferences", "hostility", "geography")
"""Fields whose high values are distant: their order would rank partners backwards."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Place of a partner among all of a state's partners; 1 is closest.

    Attributes
    ----------
    ccode, partner
        Whose ranking it is, and who is placed.
    value, low, high
        Rank by the values, and the middle 90 % of ranks over draws of all of them.
    n
        Number of partners with a value.
    indicator, year
        What they are ranked by.
    """

    ccode: int
    partner: int
    value: int
    low: int | None
    high: int | None
    n: int
    indicator: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner of a state: its rank with the middle 90 % of draws, and the value ranked by."""

    ccode: int
    rank: int
    rank_low: int | None
    rank_high: int | None
    value: float
    low: float | None
    high: float | None
    year: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {name: getattr(self, name) for name in self.__slots__}


def rank_of(group: Group, ccode: int, partner: int, year: int) -> Rank | None:
    """Rank of ``partner`` among the partners of ``ccode``, ties sharing the middle place."""
    frame = group.frame
    one, two = frame["ccode1"].to_numpy(), frame["ccode2"].to_numpy()
    own = (one == ccode) | (two == ccode)
    other = np.where(one == ccode, two, one)[own]
    values = frame["value"].to_numpy()[own]
    errors = standard_error(frame["low"].to_numpy()[own], frame["high"].to_numpy()[own])
    where = np.flatnonzero(other == partner)
    if not len(where):
        return None
    value = _rank(values[None, :], where[0])[0]
    low = high = None
    if not np.isnan(errors).all():
        draws = np.random.default_rng(SEED).normal(
            values, np.nan_to_num(errors), (DRAWS, len(values))
        )
        low, high = (
            round(float(bound)) for bound in np.quantile(_rank(draws, where[0]), [0.05, 0.95])
        )
        low, high = min(low, int(value)), max(high, int(value))
    return Rank(ccode, partner, int(value), low, high, len(values), group.what.name, year)


def partners(
    state: str | int | State,
    indicator: str = "votes.kappa",
    year: int | None = None,
    as_of: int | None = None,
    release: Release | None = None,
    base: str | None = None,
) -> list[Partner]:
    """All partners of a state by closeness, each with the interval of its rank.

    Parameters
    ----------
    state
        A state by any name or code.
    indicator
        A non-directed dyad-year indicator of which a high value is close.
    year
        Year; the last covered one up to ``as_of`` without it, for a state that has ended its
        last one, or the one before where nothing is known of that.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.
    base
        Of vote measures: ``final`` (texts as a whole) or ``all`` roll calls.

    Raises
    ------
    WrongUnit
        If the indicator is of another unit, or directed.
    BadOption
        If a base is asked of another measure than votes, or it is neither.
    """
    what = declared(indicator)
    if what.unit is not Unit.DYAD_YEAR or what.directed or what.field in DISTANT:
        raise WrongUnit(
            f"{what.name} is not a symmetric measure of pairs of which a high value is close: "
            "partners need one, such as votes.kappa"
        )
    options = options_of(what, base, as_of)
    release = active() if release is None else release
    if year is not None:
        check_years(year, as_of)
        return _partners(what, states.resolve(state, year).ccode, year, options, release)
    coverage = what.coverage_for(options)
    latest = coverage.last_before(check_as_of(as_of) or this_year()) or coverage.last
    found: list[Partner] = []
    for one in years_to_ask((state,), latest):
        found = found or _partners(what, states.resolve(state, one).ccode, one, options, release)
    return found


def _partners(
    what: Indicator, ccode: int, year: int, options: Options, release: Release
) -> list[Partner]:
    as_of = this_year() if options.as_of is None else options.as_of
    group = group_of(what.name, year, release, as_of, options.base)
    frame = group.frame
    one, two = frame["ccode1"].to_numpy(), frame["ccode2"].to_numpy()
    own = (one == ccode) | (two == ccode)
    other = np.where(one == ccode, two, one)[own]
    value, low, high = (frame[name].to_numpy()[own] for name in ("value", "low", "high"))
    errors = standard_error(low, high)
    exact = np.isnan(errors).all()
    draws = np.random.default_rng(SEED).normal(value, np.nan_to_num(errors), (DRAWS, len(value)))
    found = []
    for place in np.argsort(-value, kind="stable"):
        rank = int(_rank(value[None, :], place)[0])
        spread = np.quantile(_rank(draws, place), [0.05, 0.95])
        bounds = (min(round(spread[0]), rank), max(round(spread[1]), rank))
        found.append(
            Partner(
                int(other[place]),
                rank,
                None if exact else bounds[0],
                None if exact else bounds[1],
                float(value[place]),
                None if exact else float(low[place]),
                None if exact else float(high[place]),
                year,
            )
        )
    return found


def _rank(values: Floats, where: int) -> Floats:
    mine = values[:, where][:, None]
    above = (values > mine).sum(axis=1)
    ties = (values == mine).sum(axis=1) - 1
    return np.asarray(1 + above + ties // 2, dtype=float)
