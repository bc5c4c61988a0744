"""Who is closest to a state: the ranking of its partners, with the uncertainty of each rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.relations.percentile import DRAWS, SEED, Floats, standard_error

if TYPE_CHECKING:
    from multipolar.relations.group import Group


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


def _rank(values: Floats, where: int) -> Floats:
    mine = values[:, where][:, None]
    above = (values > mine).sum(axis=1)
    ties = (values == mine).sum(axis=1) - 1
    return np.asarray(1 + above + ties // 2, dtype=float)
