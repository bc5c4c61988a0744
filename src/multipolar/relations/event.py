"""Event studies of a pair or a state: what changed at a date, against those it did not touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar import states
from multipolar.errors import BadOption, SameState, WrongUnit
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Indicator, Options, Unit
from multipolar.fields.registry import indicator as declared
from multipolar.fields.relevance import relevant_dyads
from multipolar.measures.event_study import (
    LEAST_DONORS,
    Effect,
    difference_in_differences,
    matched_on_variance,
    synthetic_control,
)
from multipolar.panel.release import Release, active
from multipolar.query import options_from
from multipolar.states.pair import titled
from multipolar.years import check_as_of, check_years, spans

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

MOST_DONORS = 40
"""Synthetic control takes the donors nearest to the unit before the event, up to this many."""
CONVINCING = 0.1
"""Largest p-value at which a change is called one."""


@dataclass(frozen=True)
class EventStudy:
    """What changed at a date for a pair or a state.

    Attributes
    ----------
    indicator
        Declaration of the outcome.
    who
        The states.
    before, after
        Years of the two windows; the event falls between them.
    exposed
        Codes of states whose dyads (or that themselves) cannot be donors.
    donors
        Number of donors.
    observed
        The outcome in every year of the windows.
    expected
        Mean of the donors in those years, moved to the unit's level before the event.
    did
        Difference in differences with its placebo distribution.
    synthetic
        Synthetic control; None with fewer than `LEAST_DONORS` donors.
    data_version
        Version of the data release.
    """

    indicator: Indicator
    who: tuple[states.State, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    exposed: tuple[int, ...]
    donors: int
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    did: Effect
    synthetic: Effect | None
    data_version: str

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        names = " and ".join(titled(state.name) for state in self.who)
        what = f"{self.indicator.title} of {names}"
        if np.isnan(self.did.p):
            return f"Too few comparable cases ({self.donors}) to say whether {what} changed."
        if self.did.p > CONVINCING:
            return (
                f"No change of {what} beyond what {self.donors} comparable cases show by "
                f"themselves (p = {self.did.p:.2f}); that is no proof that there was none."
            )
        way = "rose" if self.did.value > 0 else "fell"
        agree = self.synthetic is not None and self.synthetic.value * self.did.value > 0
        check = "" if agree else " The synthetic control does not bear it out."
        return (
            f"{what[0].upper()}{what[1:]} {way} by {abs(self.did.value):.3g} more than in "
            f"{self.donors} comparable cases (p = {self.did.p:.2f}).{check}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "indicator": self.indicator.name,
            "states": [state.ccode for state in self.who],
            "before": list(self.before),
            "after": list(self.after),
            "exposed": list(self.exposed),
            "donors": self.donors,
            "years": [*self.before, *self.after],
            "observed": self.observed.tolist(),
            "expected": self.expected.tolist(),
            "difference_in_differences": _effect(self.did),
            "synthetic_control": None if self.synthetic is None else _effect(self.synthetic),
            "sentence": self.sentence,
            "data_version": self.data_version,
        }


def _effect(effect: Effect) -> dict[str, float | None]:
    found = {"value": effect.value, "low": effect.low, "high": effect.high, "p": effect.p}
    return {name: None if np.isnan(number) else number for name, number in found.items()}


def event_study(
    indicator: str,
    *who: str | int,
    at: int,
    before: int = 6,
    after: int = 5,
    exposed: Sequence[str | int] = (),
    as_of: int | None = None,
    log: bool = False,
    base: str | None = None,
    by: str | None = None,
    issue: str | None = None,
    placebos: bool = True,
    release: Release | None = None,
) -> EventStudy:
    """Study what changed for a pair or a state at a date.

    Parameters
    ----------
    indicator
        Name of the outcome.
    who
        Two states for a dyad-year indicator, one for a state-year indicator.
    at
        First year after the event: the window before ends in the year before it.
    before, after
        Lengths of the windows in years, fixed before one looks.
    exposed
        Further states that the event touched: they, and their dyads, are no donors. The states
        asked about are always exposed.
    as_of
        Nothing later than this year may be used; the windows must be over by then.
    log
        Study the natural logarithm of the outcome: changes are then ratios, and cases with a
        value that is not positive have none.
    base, by, issue
        Variant of vote measures.
    placebos
        Whether the synthetic control has placebos too; without them it is a check of sign and
        size only, and much quicker.
    release
        Data release, the active one by default.

    Returns
    -------
    EventStudy
        Donors are the politically relevant dyads (or the states) of the year before the event,
        with values in every year, without exposed states, whose standard deviation before the
        event is within a factor of three of the unit's.

    Raises
    ------
    UnknownIndicator, WrongUnit, UnknownState, NotAState, SameState
    BadOption
        If a window is shorter than two years before or one after, or the unit has no value in a
        year of them.
    """
    what = declared(indicator)
    count = 1 if what.unit is Unit.STATE_YEAR else 2
    if len(who) != count:
        raise WrongUnit(f"{what.name} is measured for {count} state(s), {len(who)} were given")
    if before < 2 or after < 1:
        raise BadOption("the window before needs two years or more, the one after one or more")
    release = active() if release is None else release
    found = [states.resolve(query, at) for query in who]
    codes = tuple(state.ccode for state in found)
    if len(set(codes)) < len(codes):
        raise SameState(
            f"{who[0]} and {who[1]} are the same state ({found[0].name}): a pair needs two",
            str(who[0]),
        )
    touched = {*codes, *(states.resolve(query, at).ccode for query in exposed)}
    years = np.arange(at - before, at + after)
    check_years([int(year) for year in years], check_as_of(as_of))
    options = options_from(what, by, base, as_of, issue=issue)
    keys, panel = _panel(what, codes, years, at - 1, options, release)
    if log:
        panel = np.log(np.where(panel > 0, panel, np.nan))
    unit = keys.index(codes if what.directed else tuple(sorted(codes)))
    lacking = [int(year) for year in years[~np.isfinite(panel[unit])]]
    if lacking:
        names = " and ".join(state.name for state in found)
        raise BadOption(
            f"{names}: {what.name} has no value in {spans(lacking)}, and an event study needs one "
            "in every year: choose other windows"
        )
    first, second = np.arange(before), np.arange(before, before + after)
    donors = matched_on_variance(panel, unit, first)
    donors = donors[[not touched & set(keys[place]) for place in donors]]
    donors = donors[np.isfinite(panel[donors]).all(axis=1)]
    if not len(donors):
        raise BadOption(f"no comparable case has {what.name} in every year of the windows")
    mean = panel[donors].mean(axis=0)
    level = panel[unit, first].mean() - mean[first].mean()
    near = _nearest(panel, unit, donors, first)
    return EventStudy(
        indicator=what,
        who=tuple(found),
        before=tuple(int(year) for year in years[first]),
        after=tuple(int(year) for year in years[second]),
        exposed=tuple(sorted(touched)),
        donors=len(donors),
        observed=panel[unit],
        expected=mean + level,
        did=difference_in_differences(panel, unit, donors, first, second),
        synthetic=synthetic_control(panel, unit, near, first, second, placebos)[0]
        if len(donors) >= LEAST_DONORS
        else None,
        data_version=release.version,
    )


def _nearest(
    panel: NDArray[np.float64], unit: int, donors: NDArray[np.int64], before: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Donors nearest to the unit before the event, in the order of their places."""
    far = ((panel[donors][:, before] - panel[unit, before]) ** 2).sum(axis=1)
    return np.sort(donors[np.argsort(far, kind="stable")[:MOST_DONORS]])


def _panel(
    what: Indicator,
    codes: tuple[int, ...],
    years: NDArray[np.int64],
    eve: int,
    options: Options,
    release: Release,
) -> tuple[list[tuple[int, ...]], NDArray[np.float64]]:
    """Units (the asked one, and those eligible in the year before the event) by years."""
    import polars as pl

    units = _units(what, codes, eve, release)
    span = pl.DataFrame({"year": years}).cast(pl.Int32)
    names = list(what.keys)
    asked = units.join(span, how="cross").select(names)
    values = evaluate(what, asked, options, release).select(*names, "value")
    wide = values.pivot("year", index=names[:-1], values="value", maintain_order=True)
    matrix = wide.select(str(year) for year in years).cast(pl.Float64).fill_null(np.nan)
    return [tuple(row) for row in wide.select(names[:-1]).rows()], matrix.to_numpy()


def _units(what: Indicator, codes: tuple[int, ...], eve: int, release: Release) -> pl.DataFrame:
    import polars as pl

    if what.unit is Unit.STATE_YEAR:
        house = states.state_years(eve, eve).select("ccode")
        own = pl.DataFrame({"ccode": [codes[0]]})
        return pl.concat([own.cast(pl.Int32), house.cast(pl.Int32)]).unique(maintain_order=True)
    dyads = relevant_dyads(release, eve, eve).select("ccode1", "ccode2")
    if what.directed:
        dyads = pl.concat([dyads, dyads.select(ccode1="ccode2", ccode2="ccode1")])
    one, two = codes if what.directed else sorted(codes)
    own = pl.DataFrame({"ccode1": [one], "ccode2": [two]}).cast(dyads.schema)
    return pl.concat([own, dyads]).unique(maintain_order=True)
